"""How problems are heard and answered."""

from __future__ import annotations

from simsales.scenario.base import Table


class Complaints(Table):
    """How problems are heard and answered."""
