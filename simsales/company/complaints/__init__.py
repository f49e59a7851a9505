"""Complaints: problems, the desk that answers them, and what is learnt from them."""
