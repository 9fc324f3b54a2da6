"""All of the memory as a folder that a person can read."""
