"""Models whose weights are on this machine, run by transformers, each in a process of its own."""
