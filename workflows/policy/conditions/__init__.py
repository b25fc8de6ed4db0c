"""The kinds of condition: one file each, listed in `kinds`."""
