"""A neural voice on this machine."""
