"""Models that hear whether a turn is over."""
