"""Frequency of use: promotions, reward cards, rebates and usage programmes."""
