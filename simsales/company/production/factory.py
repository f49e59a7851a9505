"""The factory: orders become deliveries.

With production ``"skip"`` an order arrives after its product's customary time.  Otherwise each order lives the story
of `simsales.processes.ordering`, and asks here for whatever takes time: people, material, pieces from stock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simsales.company.leads.births import Products
from simsales.company.leads.columns import plain_hours
from simsales.company.production.jobs import Job
from simsales.company.production.past import begin_with_the_past
from simsales.company.production.promising import Promises
from simsales.company.production.recipes import MTS, Recipe, order_columns
from simsales.company.production.shop import LotStory, Shop
from simsales.instruments.kernel import AT_ONCE, WAIT, Story, Waiting
from simsales.words.vocabulary import (
    ACCOUNTING_EVENT,
    CANCELLED,
    DELIVERED,
    PRODUCTS,
)

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Order

OrderStory = Callable[["Order", "Company"], Story]

PROMISE_COLUMNS = {"order": "i8", "promised": "f8", "quoted": "f8", "earlier": "f8", "point": "i2"}

_ROUNDING = 1e-9  # h
_SPECIAL = -1  # level in every queue of an order with a special lead time

__all__ = ["Factory", "LotStory", "OrderStory", "order_columns"]


class Factory:
    """Makes and delivers what was sold."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        self._shop: Shop | None = None

    @property
    def shop(self) -> Shop:
        """Where orders are made; there is none where production is skipped."""
        assert self._shop is not None
        return self._shop

    def adopt(self, scenario: Scenario) -> None:
        """Produce from now on as `scenario` says."""
        self._products = Products(scenario, self._base)
        self._promised_counts = scenario.switches.lead_time
        production, structure = scenario.production, scenario.structure
        self._news_takes = (
            0.0 if structure == "skip" else plain_hours(structure.information_delay, self._base)
        )
        if production == "skip":
            return
        if first := self._shop is None:
            self._shop = Shop(self._company, production)
            self._promises = Promises(len(scenario.products), self._base)
            self._enter = self._log.open("promises", PROMISE_COLUMNS)
        self._promises.adopt(scenario)
        self._recipes = [
            Recipe(name, production.products[name], scenario, self._company.orders.slot, self._base)
            for name in scenario.products
        ]
        points = [production.decoupling.point(recipe) for recipe in self._recipes]
        self._points = [PRODUCTS.index(point or "MTO") for point in points]
        self.shop.adopt(production, list(zip(self._recipes, self._points, strict=True)), first)

    def open(self, order: OrderStory, lot: LotStory) -> None:
        """Begin to produce: every order lives one story, every lot for a stock the other."""
        self._story = order
        if self._shop is not None:
            self._shop.open(lot)
            begin_with_the_past(self._company)

    def take_up(self, order: Order) -> None:
        """Go on with an order that was under way before the run began."""
        self.promise(order.state)
        self._kernel.start(order.case, self._story(order, self._company))

    # --- taking orders in ----------------------------------------------------------------------------

    def deliver(self, order: Order) -> Waiting:
        """Have an order made and brought to the customer; whoever sold it waits for that."""
        if self._shop is not None:
            assert order.deal is not None
            self._begin(order).seller = order.deal.case
            self._kernel.start(order.case, self._story(order, self._company))
            return WAIT
        working, hours = self._products.delivery[order.product]
        if hours == 0.0 and not self._company.customers.follows:
            self._company.pay_days.delivered(order)
            return AT_ONCE
        return self._after_the_customary_time(order, working, hours)

    def accept(self, order: Order) -> None:
        """Have an order made for which nobody waits, such as a repeat order."""
        if self._shop is not None:
            self._begin(order)
            story = self._story(order, self._company)
        else:
            story = self._after_the_customary_time(order, *self._products.delivery[order.product])
        self._kernel.start(order.case, story)

    def _begin(self, order: Order) -> Job:
        """An order comes in: what is promised, and where it enters the chain."""
        job = self.job(order)
        self.promise(job)
        return job

    def job(self, order: Order) -> Job:
        """An order's work, measured."""
        order.state = job = Job(order, self._recipes[order.product], self._points[order.product])
        self.shop.measure(job)
        return job

    def again(self, order: Order, share: float) -> Job | None:
        """A part of an order's making that is done once more; None where nothing is made here."""
        return None if self._shop is None else order.state.again(share)

    def recipe(self, product: int) -> Recipe:
        """How a product is made."""
        return self._recipes[product]

    def promise(self, job: Job) -> None:
        """Tell the customer when the order will be there."""
        order = job.order
        quoted = self._promises.quote(order.product)
        if order.deal is not None and order.deal.sooner > 0.0:
            quoted *= 1.0 - order.deal.sooner
            order.case.level = _SPECIAL
        order.promised = self._promises.until(max(order.placed, 0.0), quoted - job.earlier)
        self._enter(order.number, order.promised, quoted, job.earlier, job.point)

    def _after_the_customary_time(self, order: Order, working: bool, hours: float) -> Story:
        now = self._kernel.now
        if hours > 0.0:
            end = self._base.finish(now, hours) if working else now + hours
            case = order.case if order.deal is None else order.deal.case
            yield from self._kernel.pause_until(end, case)
        order.delivered = self._kernel.now
        if self._company.customers.follows:
            self._log.note(order.delivered, order.number, DELIVERED)
        self._company.pay_days.delivered(order)
        self._company.customers.receive(order)

    # --- the end of an order -------------------------------------------------------------------------

    def hand_over(self, order: Order) -> None:
        """The order is with its customer, who finds it late or not, right or wrong."""
        now = self._kernel.now
        order.delivered = now
        order.late = now > order.promised + _ROUNDING
        self._log.note(now, order.number, DELIVERED, float(order.late))
        if self._promises.learns:
            took = self._base.hours_between(max(order.placed, 0.0), now) + order.state.earlier
            self._tell(order.product, took)
        self._tell_seller(order)
        self._company.pay_days.delivered(order)
        self._company.customers.receive(order)

    def _tell(self, product: int, took: float) -> None:
        """Sales hears how long a delivery took, at once or when the news has made its way."""
        if not self._news_takes:
            self._promises.learn(product, took)
            return
        heard = self._base.finish(self._kernel.now, self._news_takes)
        self._kernel.at(heard, ACCOUNTING_EVENT, self._hear, (product, took))

    def _hear(self, news: tuple[int, float]) -> None:
        self._promises.learn(*news)

    def cancel(self, order: Order) -> None:
        """The customer withdraws the order."""
        self._log.note(self._kernel.now, order.number, CANCELLED, order.value)
        self._company.pay_days.withdrawn(order)
        self._tell_seller(order)

    def _tell_seller(self, order: Order) -> None:
        job = order.state
        del job.order  # they need not hold on to each other any longer
        if job.seller is not None:
            self._kernel.at(self._kernel.now, job.seller.at_decision, None, job.seller.story)

    # --- what is promised ----------------------------------------------------------------------------

    def relative_lead_time(self, product: int) -> float:
        """The lead time that is promised today over the customary one."""
        if self._shop is None or not self._promised_counts:
            return self._products.lead_times[product]
        return self._promises.relative(product)

    def made_to_stock(self, product: int) -> bool:
        """Whether a product's orders are served from finished goods."""
        return self._shop is not None and self._points[product] == MTS
