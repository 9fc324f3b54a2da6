"""The memory in PostgreSQL, for several processes at once: a schema of its own for each user."""
