"""The factory: orders become deliveries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simsales.company.births import Products
from simsales.instruments.kernel import AT_ONCE, Story, Waiting

if TYPE_CHECKING:
    from simsales.company.columns import Columns
    from simsales.company.company import Company
    from simsales.instruments.clock import Calendar
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Order

OrderStory = Callable[["Order", "Company"], Story]


def order_columns(columns: Columns, scenario: Scenario, base: Calendar) -> None:
    """The luck of an order that the factory needs."""


class Factory:
    """Makes and delivers what was sold."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base

    def adopt(self, scenario: Scenario) -> None:
        """Produce from now on as `scenario` says."""
        self._products = Products(scenario, self._base)

    def open(self, story: OrderStory) -> None:
        """Begin to produce: every order lives `story`."""
        self._story = story

    def deliver(self, order: Order) -> Waiting:
        """Have an order made and brought to the customer; whoever sold it waits for that."""
        working, hours = self._products.delivery[order.product]
        if hours == 0.0 and not self._company.customers.follows:
            return AT_ONCE
        return self._after_the_customary_time(order, working, hours)

    def _after_the_customary_time(self, order: Order, working: bool, hours: float) -> Story:
        assert order.deal is not None
        now = self._kernel.now
        if hours > 0.0:
            end = self._base.finish(now, hours) if working else now + hours
            yield from self._kernel.pause_until(end, order.deal.case)
        order.delivered = self._kernel.now
        self._company.customers.receive(order)

    def relative_lead_time(self, product: int) -> float:
        """The lead time that is promised today over the customary one."""
        return self._products.lead_times[product]
