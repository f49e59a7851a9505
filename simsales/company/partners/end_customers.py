"""End customers of a market: how many pieces they ask for, week by week.

Their luck is one uniform for each week, keyed by the market's name: whoever serves them, and at whatever rate, it is
the same, and a higher rate never brings fewer pieces in any week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from simsales.instruments.law import poisson_at

if TYPE_CHECKING:
    from simsales.instruments.luck import Luck

_BLOCK = 64  # weeks that are drawn at once


class EndCustomers:
    """Those of one market."""

    def __init__(self, luck: Luck, name: str) -> None:
        self._stream = luck.stream("channels.end_customers", crc32(name.encode()))
        self._drawn: list[float] = []
        self._week = 0

    def of_next_week(self, mean: float) -> int:
        """Pieces asked for in the next week, Poisson with this mean."""
        place = self._week % _BLOCK
        if place == 0:
            self._drawn = self._stream.random(_BLOCK).tolist()
        self._week += 1
        return poisson_at(mean, self._drawn[place])
