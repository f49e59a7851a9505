"""How customers are looked after."""

from __future__ import annotations

from simsales.scenario.base import Table


class Farming(Table):
    """How customers are looked after."""
