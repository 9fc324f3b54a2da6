"""What is kept as the memory grows old and large."""
