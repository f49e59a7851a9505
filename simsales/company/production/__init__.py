"""Production: the order book, the shop with its stocks and suppliers, and what is promised."""
