"""Selling: the sales force, those who help it, and the market it sells to."""
