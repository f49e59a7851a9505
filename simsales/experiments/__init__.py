"""Replications, their results, and what the difference between two scenarios is worth."""
