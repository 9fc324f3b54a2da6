"""The engine that needs no download: it reads, matches, measures and remembers, and guesses nothing."""
