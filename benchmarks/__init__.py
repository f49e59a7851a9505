"""How fast the house plays, beside textbook SimPy, Ciw and salabim doing the same work."""
