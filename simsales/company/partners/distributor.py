"""A distributor: it serves end customers from its own stock, and reorders every week.

At every review what it has on hand and on order, less what it owes, is brought to its level: a lead time's demand by
its own rule and a constant safety stock.  A level that moves with the forecast is what amplifies the variance of its
orders (Chen, Drezner, Ryan & Simchi-Levi 2000).
"""

from __future__ import annotations

from collections import deque
from math import ceil
from typing import TYPE_CHECKING

from simsales.instruments.clock import WEEK

if TYPE_CHECKING:
    from simsales.policies.channels import Distributor as Terms

_REMEMBERED = 520  # weeks


class Distributor:
    """What a distributor has, in whole pieces."""

    def __init__(self, terms: Terms, mean: float, full: bool = False) -> None:
        self.terms = terms
        self._sends_back = not full
        self.history: deque[float] = deque([mean] * _REMEMBERED, maxlen=_REMEMBERED)
        self.owed = 0
        #: What is on its way when the run begins: hours until it comes, and pieces; nothing to a `full` shelf.
        self.coming = [] if full else self._usual(mean)
        self.on_order = sum(pieces for _, pieces in self.coming)
        self.on_hand = max(0, round(self._level(mean)) - self.on_order)

    def _usual(self, mean: float) -> list[tuple[float, int]]:
        lead = self.terms.lead.calendar_hours
        return [(lead - WEEK * week, round(mean)) for week in range(ceil(lead / WEEK)) if lead > WEEK * week]

    def _level(self, mean: float) -> float:
        lead = self.terms.lead.calendar_hours / WEEK
        return self.terms.reorder.up_to(list(self.history), lead, mean) + self.terms.safety

    def serve(self, asked: int) -> tuple[int, int]:
        """End customers ask for a week's pieces: how many they get at once, and how many are lost for good."""
        self.remember(asked)
        return self.hand_out(asked)

    def remember(self, asked: int) -> None:
        """What a week has asked for goes into its forecasts."""
        self.history.append(float(asked))

    def hand_out(self, asked: int) -> tuple[int, int]:
        """End customers ask for pieces: how many they get at once, and how many are lost for good."""
        served = min(asked, self.on_hand)
        self.on_hand -= served
        if self.terms.waits:
            self.owed += asked - served
            return served, 0
        return served, asked - served

    def receive(self, pieces: int) -> None:
        """Goods have come: first to those who wait, then to the shelf."""
        self.on_order -= pieces
        owed = min(pieces, self.owed)
        self.owed -= owed
        self.on_hand += pieces - owed

    def review(self, mean: float) -> int:
        """Pieces it orders from us now; below 0 it sends some back, as far as it has them."""
        short = round(self._level(mean)) - (self.on_hand + self.on_order - self.owed)
        if short < 0:
            sent_back = min(-short, self.on_hand) if self.terms.returns and self._sends_back else 0
            self.on_hand -= sent_back
            return -sent_back
        self.on_order += short
        return short
