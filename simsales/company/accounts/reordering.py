"""Reordering: when a customer orders again, what, and how that turns out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.company.accounts.gaps import Gaps
from simsales.company.leads.columns import ONE, hours_of
from simsales.instruments.clock import YEAR
from simsales.instruments.law import Law
from simsales.instruments.work import WorkStep
from simsales.words.records import new_case
from simsales.words.vocabulary import CROSS_SELL, CROSS_SOLD, QUOTATION, REPEAT, REVENUE, VARIABLE_COST

if TYPE_CHECKING:
    from simsales.company.accounts.standing import Standing
    from simsales.company.company import Company
    from simsales.company.leads.columns import Columns
    from simsales.instruments.clock import Calendar
    from simsales.instruments.kernel import Story, Waiting
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Account, Order

#: Ordinals of an account's cross-sell orders begin here, so that none of them moves the luck of a repeat order.
CROSS_SELLS = 1 << 30
_PURPOSE = "order.customer"
_GAP, _VALUE, _PRODUCT, _EXPERIENCE, _LEAVES, _QUOTED = range(6)

#: The story of an order that begins with a quote: ``(request, company)``.
RequestStory = Callable[["Request", "Company"], "Story"]


def order_columns(columns: Columns, scenario: Scenario, base: Calendar) -> None:
    """The luck of an order that its customer needs."""
    if scenario.farming == "skip":
        return
    for segment in scenario.customers.values():
        columns.draw(("gap", segment.stages), _PURPOSE, _GAP, Gaps(segment.stages).whole)
        if segment.dropout.kind not in ("none", "hazard"):
            columns.draw("leaves", _PURPOSE, _LEAVES)
    for product in scenario.products.values():
        columns.shape(
            _value_slot(product.repeat_value.law(float)),
            _PURPOSE,
            _VALUE,
            _unit(product.repeat_value.law(float)),
        )
    if len(scenario.products) > 1:
        columns.draw("repeat product", _PURPOSE, _PRODUCT)
    if scenario.switches.satisfaction and scenario.market.satisfaction.spread:
        columns.draw("experience", _PURPOSE, _EXPERIENCE, _normal)
    if scenario.farming.repeat_quotes != "skip":
        columns.draw("quoted", _PURPOSE, _QUOTED)


class Request:
    """A customer asks for a quote before it orders."""

    __slots__ = ("account", "case", "ordinal", "product", "step", "team", "value")

    def __init__(self, account: Account, ordinal: int, product: int, value: float, shape: float) -> None:
        self.account = account
        self.case = new_case(account.key, (1.0, shape))
        self.case.number = account.number
        self.ordinal = ordinal
        self.product = product
        self.value = value


class Reordering:
    """Repeat orders, from the need to the experience."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        self._orders, self._slot = company.orders, company.orders.slot
        self._quote_luck = company.luck.hashed("order.quote")

    def open(self, request: RequestStory) -> None:
        """An order that begins with a quote lives `request`."""
        self._request = request

    def adopt(self, scenario: Scenario) -> None:
        """Order from now on as `scenario` says."""
        slot, one = self._slot, self._slot[ONE]
        products = list(scenario.products.values())
        laws = [product.repeat_value.law(float) for product in products]
        self._means = [law.mean for law in laws]
        self._value_slots = [slot.get(_value_slot(law), one) for law in laws]
        self._shares = list(accumulate(product.repeat_share for product in products))[:-1]
        self._variable_cost = [product.variable_cost for product in products]
        #: Mean value of a repeat order before the segment's factor, EUR.
        self.mean_value = sum(p.repeat_share * mean for p, mean in zip(products, self._means, strict=True))
        self._order_values = [segment.order_value for segment in scenario.customers.values()]
        self._gap_slots = [slot["gap", segment.stages] for segment in scenario.customers.values()]
        self._product_slot = slot.get("repeat product", one)
        self._experience_slot, self._leaves_slot = slot.get("experience", -1), slot.get("leaves", one)
        self._satisfaction = scenario.market.satisfaction
        self._season = _normalised(scenario.market.season)
        assert scenario.farming != "skip"
        self._quotes = scenario.farming.repeat_quotes
        self._take_in = self._company.partners.takers(self)
        if self._quotes != "skip":
            self._quoted = self._company.partners.quoted(self._quotes.share)
            law = hours_of(self._quotes.hours, self._base)
            self._quote_step = WorkStep(QUOTATION, law.mean, 1, self._quotes.level)
            self._quote_law, self._quoted_slot = law, slot["quoted"]
            self._quote_desk = self._company.teams[self._quotes.team].desk

    # --- when ----------------------------------------------------------------------------------------

    def reconsider(self, account: Account, now: float) -> None:
        """How much the account uses from now on, and how soon it orders what it needs."""
        standing: Standing = account.state
        standing.use = 1.0
        if self._season is not None:
            standing.use = self._season[int(now % YEAR * len(self._season) / YEAR)]
        promotions = self._company.promotions
        if promotions.active:
            grown = promotions.use(account, now)
            account.wallet *= grown / standing.grown  # whoever uses more needs more, from us and from others
            standing.grown = grown
            standing.use *= grown
            standing.pace = promotions.pace(account, now)

    def next_change(self, account: Account, now: float) -> float:
        """When that is different at the latest."""
        change = inf
        if self._season is not None:
            part = YEAR / len(self._season)
            change = (now // part + 1.0) * part
        promotions = self._company.promotions
        return min(change, promotions.next_change(account, now)) if promotions.active else change

    # --- what ----------------------------------------------------------------------------------------

    def order(self, account: Account) -> None:
        """The account needs something: it orders, or asks for a quote first."""
        account.orders += 1
        ordinal = account.orders
        standing: Standing = account.state
        standing.bring_to(account, self._kernel.now)
        row = self._orders.luck(account.key, ordinal)
        if self._company.promotions.active:
            self._company.promotions.needed(account, ordinal, self._kernel.now)
        standing.left += row[self._gap_slots[account.segment]]
        product = bisect_right(self._shares, row[self._product_slot]) if self._shares else 0
        value = self._means[product] * row[self._value_slots[product]] * self._order_values[account.segment]
        if self._quotes != "skip" and row[self._quoted_slot] < self._quoted[account.segment]:
            self._ask(account, ordinal, product, value)
        else:
            self.take_in(account, ordinal, product, value)

    def take_in(self, account: Account, ordinal: int, product: int, value: float) -> None:
        """A repeat order goes to our order desk, or to whoever serves the customer's segment."""
        self._take_in[account.segment](account, REPEAT, ordinal, product, value)

    def _ask(self, account: Account, ordinal: int, product: int, value: float) -> None:
        shape = self._quote_law.unit_at(self._quote_luck(account.key, 0, ordinal)[0])
        request = Request(account, ordinal, product, value, shape)
        self._kernel.start(request.case, self._request(request, self._company))

    def quote(self, request: Request) -> Waiting:
        """The quote of a repeat order is written."""
        return self._quote_desk.work(request.case, self._quote_step)

    def place(
        self,
        account: Account,
        kind: int,
        ordinal: int,
        product: int,
        value: float,
        quantity: float = 1.0,
        paid: float = 1.0,
    ) -> Order:
        """An order comes in; it is booked now and made from now on.

        Through a partner customers may buy another `quantity` than usual, and we are `paid` a share of the value.
        """
        company, now = self._company, self._kernel.now
        standing: Standing = account.state
        promotions = company.promotions
        larger = promotions.quantity(account, now) if promotions.active and kind == REPEAT else 1.0
        larger *= quantity
        value *= larger
        standing.last_order = now
        order = self._orders.take(kind, product, value * paid, now, account.key, ordinal, account)
        order.larger = larger
        self._log.money(now, REVENUE, value * paid, order.number)
        self._log.money(now, VARIABLE_COST, -self._variable_cost[product] * value, order.number)
        if kind == CROSS_SELL:
            self._log.note(now, account.number, CROSS_SOLD, value)
        elif promotions.active:
            promotions.bought(order)
            company.customers.rethink(account)
        company.factory.accept(order)
        return order

    def usual_order(self, segment: int, product: int) -> float:
        """Mean value of a segment's repeat orders of a product, EUR at list price."""
        return float(self._means[product] * self._order_values[segment])

    def some_product(self, uniform: float) -> int:
        """A product of the repeat mix."""
        return bisect_right(self._shares, uniform) if self._shares else 0

    # --- how it turns out ----------------------------------------------------------------------------

    def quality(self, order: Order) -> float:
        """How good a delivery is as an experience, 0 to 100, if nothing is wrong with the goods."""
        satisfaction = self._satisfaction
        if order.late:
            return satisfaction.late
        if self._experience_slot < 0:
            return satisfaction.right
        return min(100.0, satisfaction.right + satisfaction.spread * order.luck[self._experience_slot])

    def leaves(self, order: Order, chance: float) -> bool:
        """Whether a delivery is the customer's last."""
        return order.luck[self._leaves_slot] < chance


def _value_slot(law: Law) -> tuple[str, str, float, float]:
    return ("value", law.kind, law.cv, law.shape)


def _unit(law: Law) -> Law:
    """The law with mean one, so that products with the same spread are shaped in one call."""
    return (
        law
        if law.kind not in ("lognormal", "gamma", "exponential")
        else Law(law.kind, 1.0, law.cv, law.shape)
    )


def _normalised(season: tuple[float, ...]) -> tuple[float, ...] | None:
    mean = sum(season) / len(season)
    return None if len(set(season)) == 1 else tuple(factor / mean for factor in season)


def _normal(uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import ndtri

    return np.asarray(ndtri(uniforms))
