"""The vocabulary every other part speaks; it imports nothing else of Keepsight."""
