"""The outside world in small: a local Slack and a local Teams, over real HTTP on loopback."""
