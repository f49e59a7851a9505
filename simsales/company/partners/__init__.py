"""Partners: distributors, agents and offices that serve markets of end customers."""
