"""The policy: read from a plain tree with positions, evaluated, explained."""
