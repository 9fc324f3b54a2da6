"""What was seen, told and taught, kept in SQLite."""
