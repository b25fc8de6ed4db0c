"""The policy file: YAML, errors with their place, starter and example."""
