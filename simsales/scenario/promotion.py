"""What is done to raise the frequency of use."""

from __future__ import annotations

from simsales.scenario.base import Table


class Promotion(Table):
    """What is done to raise the frequency of use."""
