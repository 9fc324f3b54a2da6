"""Models behind any OpenAI-compatible server: seeing, hearing, speaking."""
