"""Slack: requests in, cards and forms out. Translation only; what is decided is decided in the engine."""
