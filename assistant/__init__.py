"""The session: listening, watching, answering."""
