"""The policy: conditions, parsing, routing."""
