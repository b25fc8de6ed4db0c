"""The policy file: YAML to a plain tree with places, and the files that `copydesk policy init` writes."""
