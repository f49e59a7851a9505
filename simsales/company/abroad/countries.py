"""A country as the firm meets it: the deals that could be had there, what it knows of it, and this year's books."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING

import numpy as np

from simsales.company.leads.arrivals import existing, stream_number
from simsales.instruments.clock import YEAR
from simsales.words.records import Case, new_case

if TYPE_CHECKING:
    from simsales.instruments.luck import Floats, Luck
    from simsales.scenario.expansion import Country, Expansion


@dataclass(slots=True)
class ForeignDeal:
    """A deal that could be had: when, at which stage, and its address in the plane of its country."""

    time: float
    stage: int
    strip: int
    place: int  # in its strip
    case: Case = field(init=False)  # where it is taken up


class ForeignMarket:
    """One country through the years."""

    def __init__(self, name: str, number: int, country: Country, table: Expansion) -> None:
        self.name, self.number, self.country = name, number, country
        self.case: Case = new_case(number, ())
        self.key = stream_number(name)
        self.stage = 0
        self.years = 0  # that were decided about
        self.losses = 0  # years of losses in a row
        self.profit = 0.0  # EUR, of this year, entry left aside
        self.due = 0.0  # EUR, for entering a stage
        self.own = 0.0  # knowledge from own experience
        self._until = 0.0  # h, to which it is reckoned
        self._recent: deque[float] = deque()  # deals of the last year
        self._potential = table.potential.per_calendar_hour * country.size
        self._network = table.network.per_calendar_hour * country.relationship
        self._stages, self._foreignness = table.stages, table.foreignness

    # --- demand --------------------------------------------------------------------------------------

    def draw(self, luck: Luck, end: float) -> None:
        """Draw the years' demand and all deals that could ever be had; what the firm does moves none of them."""
        from scipy.special import ndtri  # slow to load, and needed only here

        years = int(end // YEAR) + 1
        sd = self.country.shocks
        uniforms = [luck.stream("abroad.shock", self.key, year).random() for year in range(years)]
        self.demand = np.exp(sd * ndtri(np.array(uniforms)) - sd * sd / 2.0)
        top = max(self.rate(stage, float(self.demand.max())) for stage in range(len(self._stages) + 1))
        times, strips, indices, heights = existing(
            luck, f"abroad {self.name}", end, lambda at: np.full(len(at), top), top
        )
        order = np.argsort(times, kind="stable")
        self._times: Floats = times[order]
        self._strips, self._places = strips[order], indices[order]
        self._heights = heights[order] * top

    def rate(self, stage: int, demand: float = 1.0) -> float:
        """Deals an hour at a stage, in a year of such a demand."""
        if not stage:
            return 0.0
        return (self._potential * self._stages[stage - 1].reached + self._network) * demand

    def of_year(self, begins: float) -> deque[ForeignDeal]:
        """The deals of a year at the stage that the firm is at, in order of time."""
        level = self.rate(self.stage, float(self.demand[int(begins // YEAR)]))
        first, last = np.searchsorted(self._times, (begins, begins + YEAR))
        rows = first + np.flatnonzero(self._heights[first:last] < level)
        columns = (self._times[rows], self._strips[rows], self._places[rows])
        found = zip(*(column.tolist() for column in columns), strict=True)
        return deque(ForeignDeal(time, self.stage, strip, place) for time, strip, place in found)

    # --- knowledge -----------------------------------------------------------------------------------

    def experience(self, now: float) -> None:
        """Reckon what was learnt up to now: from visits, and from the deals of the year before each instant."""
        while self._recent and self._recent[0] + YEAR <= now:
            self._learn(self._recent[0] + YEAR)
            self._recent.popleft()
        self._learn(now)

    def deal_came(self, now: float) -> None:
        """One more deal to learn from."""
        self._recent.append(now)

    def _learn(self, now: float) -> None:
        visits = self._stages[self.stage - 1].visits if self.stage else 0.0
        activity = len(self._recent) + visits
        years = (now - self._until) / YEAR
        self.own = self._foreignness.learnt(self.own, self.stage, activity, years)
        self._until = now


def annuity(years: float, discount: float) -> float:
    """What one EUR a year for so many years is worth today."""
    return years if not discount else (1.0 - exp(-discount * years)) / discount
