"""Charts: each function returns a matplotlib `Figure`, to show in a notebook or to save."""

from simsales.plots.comparing import desks, differences, funnel
from simsales.plots.saving import svg
from simsales.plots.telling import journey

__all__ = ["desks", "differences", "funnel", "journey", "svg"]
