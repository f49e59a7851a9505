"""How orders are made: paths, stocks, suppliers, lead times."""

from __future__ import annotations

from simsales.scenario.base import Table


class Production(Table):
    """How orders are made: paths, stocks, suppliers, lead times."""
