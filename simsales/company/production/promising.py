"""The lead times that are promised: what each product's deliveries took lately, and what follows for the next."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from typing import TYPE_CHECKING

from simsales.company.leads.columns import plain_hours

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.scenario.model import Scenario


class Promises:
    """Quotes lead times, in working hours of the base calendar, from customs and from recent deliveries."""

    def __init__(self, products: int, base: Calendar) -> None:
        self._base = base
        self._latest: list[deque[float]] = [deque() for _ in range(products)]
        self._sorted: list[list[float]] = [[] for _ in range(products)]
        self._quoted: list[float | None] = [None] * products

    def adopt(self, scenario: Scenario) -> None:
        """Promise from now on as `scenario` says."""
        assert scenario.production != "skip"
        self._rule = scenario.production.promising
        self._names = list(scenario.products)
        products = scenario.products.values()
        self._customary = [plain_hours(product.delivery, self._base) for product in products]
        self._usual = [product.lead_time for product in products]
        for place in range(len(self._quoted)):
            self._forget(place)

    @property
    def learns(self) -> bool:
        """Whether the rule wants to know what deliveries took."""
        return self._rule.looks_back > 0

    def quote(self, product: int) -> float:
        """The lead time promised today, in working hours."""
        quoted = self._quoted[product]
        if quoted is None:
            usual = self._customary[product] * self._usual[product]
            quoted = self._rule.quote(self._names[product], usual, self._sorted[product])
            self._quoted[product] = quoted
        return quoted

    def relative(self, product: int) -> float:
        """The lead time promised today over the customary one."""
        customary = self._customary[product]
        return self.quote(product) / customary if customary else 1.0

    def until(self, since: float, hours: float) -> float:
        """So many working hours after a time; for an order that is overdue on the first day, before it."""
        return self._base.finish(since, hours) if hours > 0.0 else since + hours

    def learn(self, product: int, took: float) -> None:
        """A delivery: the working hours it took are remembered as long as the rule looks back."""
        self._latest[product].append(took)
        insort(self._sorted[product], took)
        self._forget(product)

    def _forget(self, product: int) -> None:
        latest: deque[float] = self._latest[product]
        known: list[float] = self._sorted[product]
        while len(latest) > self._rule.looks_back:
            del known[bisect_left(known, latest.popleft())]
        self._quoted[product] = None
