"""`faster-whisper:<size, hub id or folder>`: speech to text on this machine."""
