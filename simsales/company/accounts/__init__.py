"""Accounts: the customers, how they stand, and the farmers who look after them."""
