"""Lengths and findings."""
