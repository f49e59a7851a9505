"""Yearly rebates: steps of purchases, a deadline, and customers who hurry to reach the next step before it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simsales.instruments.clock import YEAR
from simsales.words.vocabulary import REBATE

if TYPE_CHECKING:
    from simsales.company.frequency.sites import Site
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.luck import Luck
    from simsales.scenario.promotion import Rebate

_YEARS = 64  # of which a customer's luck is drawn at once


class Rebates:
    """The rebate scheme in force."""

    def __init__(self, scheme: Rebate, log: EventLog, luck: Luck) -> None:
        self._scheme, self._log, self._luck = scheme, log, luck
        self._reaching = scheme.reaching
        self._window = scheme.window.calendar_hours
        self._chances: dict[int, list[float]] = {}

    def pace(self, site: Site, now: float) -> float:
        """Factor on the hazard of the site's next order."""
        year = int(now // YEAR)
        if now < (year + 1) * YEAR - self._window or site.vendor_managed:
            return 1.0
        bought = site.bought_in(year)
        step = next((each.threshold for each in self._scheme.steps if each.threshold > bought), None)
        return 1.0 if step is None else self._reaching.pace(bought, step, self._chance(site, year))

    def next_change(self, now: float) -> float:
        """When customers begin or cease to hurry."""
        year = now // YEAR
        begin = (year + 1.0) * YEAR - self._window
        return begin if now < begin else (year + 1.0) * YEAR

    def pay(self, sites: Iterable[Site], now: float) -> None:
        """The year is over: whoever has reached a step is paid its rebate."""
        year = round(now / YEAR) - 1
        for site in sites:
            bought = site.bought_in(year)
            rate = max((step.rate for step in self._scheme.steps if bought >= step.threshold), default=0.0)
            if rate > 0.0:
                self._log.money(now, REBATE, -rate * bought, site.account.number)

    def _chance(self, site: Site, year: int) -> float:
        key = site.account.key
        if key not in self._chances:
            stream = self._luck.born_inside("promotion.rebate", site.account.path)
            self._chances[key] = stream.random(_YEARS).tolist()
        return self._chances[key][year % _YEARS]


def year_end(now: float) -> float:
    """The end of the running year (h)."""
    return (now // YEAR + 1.0) * YEAR
