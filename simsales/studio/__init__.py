"""The page on which a strategist changes levers and sees the company answer."""
