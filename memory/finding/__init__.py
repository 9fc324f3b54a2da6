"""The right memory by other words: how words are compared, other names of a thing, and what answers a question."""
