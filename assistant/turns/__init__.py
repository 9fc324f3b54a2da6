"""Taking turns: when somebody speaks, what was said, when a turn is over, and who may talk over whom."""
