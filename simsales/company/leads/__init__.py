"""Leads: who comes through the door with which luck, and the desk that calls them."""
