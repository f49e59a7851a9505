"""How each product is made, in plain numbers, and the luck of an order that the factory needs.

One purpose, ``order.factory``, holds all of it.  The first 16 slots are drawn once for an order; then every pass
through the shop has eight of its own, for an order that is clarified, made or tested again.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simsales.company.leads.columns import ONE, hours_of, is_working, plain_hours
from simsales.instruments.distribution import Hours
from simsales.words.vocabulary import CROSS_SELL, DEAL, PRODUCTS, REPEAT

if TYPE_CHECKING:
    from simsales.company.leads.columns import Columns
    from simsales.instruments.clock import Calendar
    from simsales.instruments.law import Law
    from simsales.scenario.model import Scenario
    from simsales.scenario.production import Content, Making, Production
    from simsales.words.customers import Order

Luck = Sequence[float]

PURPOSE = "order.factory"
MOST_COMPONENTS = 4
PASSES = 6  # of the shop; who comes more often meets the last pass's luck again
MTS, ATO, MTO, ETO = range(len(PRODUCTS))  # decoupling points, by how far an order reaches back

_ONCE: dict[Hashable, int] = {
    "variant": 0,
    "material": 5,
    "special material": 6,
    "approval": 7,
    "eshop": 8,
    "rework": 9,
    "dispatch": 14,
    "eshop hours": 15,
    **{("component", place): 1 + place for place in range(MOST_COMPONENTS)},
    **{("lead", place): 10 + place for place in range(MOST_COMPONENTS)},
}
_IN_A_PASS = {
    name: place
    for place, name in enumerate(
        ("clarify", "engineering", "machining", "assembly", "test", "cancelled", "sent back", "fails")
    )
}


def order_columns(columns: Columns, scenario: Scenario, base: Calendar) -> None:
    """The luck of an order that the factory needs."""
    production = scenario.production
    if production == "skip":
        return
    for making in production.products.values():
        _draw_once(columns, making, production, base)
        passes = PASSES if making.cancelled or making.sent_back or making.test_fails else 1
        for number in range(passes):
            _draw_a_pass(columns, making, number, base)


def _draw_once(columns: Columns, making: Making, production: Production, base: Calendar) -> None:
    for name, hours in (
        ("material", making.material),
        ("special material", making.special_material),
        ("approval", making.approval),
        ("dispatch", making.dispatch),
    ):
        _shape(columns, name, _ONCE[name], hours, base)
    if making.eshop:
        columns.draw("eshop", PURPOSE, _ONCE["eshop"])
        _shape(columns, "eshop hours", _ONCE["eshop hours"], making.eshop_hours, base)
    if making.rework:
        columns.draw("rework", PURPOSE, _ONCE["rework"])
    for place, name in enumerate(_stocks_of(making)):
        if name in production.stocks:
            stock, lead = production.stocks[name], ("lead", max(place - 1, 0))
            chosen = "variant" if place == 0 else ("component", place - 1)
            if stock.variants > 1:
                columns.draw(chosen, PURPOSE, _ONCE[chosen])
            _shape(columns, lead, _ONCE[lead], stock.replenishment.lead, base)


def _stocks_of(making: Making) -> list[str]:
    """Finished goods, which may be none, and components, as many as there is luck for."""
    return [making.stock or "", *making.components[:MOST_COMPONENTS]]


def _draw_a_pass(columns: Columns, making: Making, number: int, base: Calendar) -> None:
    first = 16 + number * len(_IN_A_PASS)
    for content in (making.repeat, making.deal or making.repeat):
        for name in ("engineering", "machining", "assembly"):
            _shape(columns, (name, number), first + _IN_A_PASS[name], getattr(content, name), base)
    for name, hours in (("clarify", making.clarify), ("test", making.test)):
        _shape(columns, (name, number), first + _IN_A_PASS[name], hours, base)
    for name in ("cancelled", "sent back", "fails"):
        if getattr(making, "test_fails" if name == "fails" else name.replace(" ", "_")):
            columns.draw((PURPOSE, name, number), PURPOSE, first + _IN_A_PASS[name])


def _shape(columns: Columns, name: Hashable, slot: int, hours: Hours, base: Calendar) -> None:
    law = _unit(hours_of(hours, base))
    columns.shape((PURPOSE, name, law), PURPOSE, slot, law)


def _unit(law: Law) -> Law:
    """The law as far as it decides the shape: products that differ only in the mean share a column."""
    scaled = law.kind in ("exponential", "lognormal", "gamma", "weibull") and law.mean > 0.0
    return replace(law, mean=1.0) if scaled else law


class Amount:
    """A mean number of hours, and where the shapes of it stand in an order's luck, pass by pass."""

    __slots__ = ("_first", "mean", "slots", "working")

    def __init__(
        self, hours: Hours, name: Hashable, slot: dict[Any, int], base: Calendar, repeated: bool = False
    ) -> None:
        law = hours_of(hours, base)
        self.mean, self.working = law.mean, is_working(hours)
        names = [(name, number) for number in range(PASSES)] if repeated else [name]
        self.slots = [slot.get((PURPOSE, each, _unit(law)), slot[ONE]) for each in names]
        self._first = self.slots[0]

    def of(self, luck: Luck, number: int = 0) -> float:
        """Hours of an order on its way through the shop, the first time or a later one."""
        if number == 0:
            return self.mean * luck[self._first]
        return self.mean * luck[self.slots[number if number < len(self.slots) else -1]]


class Chance:
    """A share, and where the uniforms that decide stand in an order's luck, pass by pass."""

    __slots__ = ("_share", "_slots")

    def __init__(self, share: float, name: str, slot: dict[Any, int]) -> None:
        self._share = share
        self._slots = [slot.get((PURPOSE, name, number), slot[ONE]) for number in range(PASSES)]

    def hits(self, luck: Luck, number: int) -> bool:
        """Whether it happens to an order; not for ever."""
        return self._share > 0.0 and number < PASSES and luck[self._slots[number]] < self._share


class Recipe:
    """How one product is made, in plain numbers."""

    def __init__(self, name: str, making: Making, scenario: Scenario, slot: dict[Any, int], base: Calendar):
        production = scenario.production
        assert production != "skip"
        self.name, self._slot, self._base = name, slot, base
        self.clarify = Amount(making.clarify, "clarify", slot, base, repeated=True)
        self.eshop, self.eshop_slot = making.eshop, slot.get("eshop", slot[ONE])
        #: The same by segment, where customers of one order through the shop alone.
        self.eshop_of: Sequence[float] = [making.eshop] * len(scenario.customers)
        self.eshop_hours = Amount(making.eshop_hours, "eshop hours", slot, base)
        repeat, deal = self._content(making.repeat), self._content(making.deal or making.repeat)
        self.contents = {kind: deal if kind == DEAL else repeat for kind in (DEAL, REPEAT, CROSS_SELL)}
        self.test = Amount(making.test, "test", slot, base, repeated=True)
        self.dispatch = Amount(making.dispatch, "dispatch", slot, base)
        self.material = Amount(making.material, "material", slot, base)
        self.special_material = Amount(making.special_material, "special material", slot, base)
        self.approval = Amount(making.approval, "approval", slot, base)
        self.parts = making.parts
        self.rework, self.rework_slot = making.rework, slot.get("rework", slot[ONE])
        self.first_time = 1.0 / (1.0 + making.rework)  # hours are means with rework
        self.cancelled = Chance(making.cancelled, "cancelled", slot)
        self.sent_back = Chance(making.sent_back, "sent back", slot)
        self.fails = Chance(making.test_fails, "fails", slot)
        self._name_stocks(making, production)
        self._tell_the_rule(making, scenario)

    def _content(self, content: Content) -> tuple[Amount, Amount, Amount]:
        kinds = ("engineering", "machining", "assembly")
        hours = [
            Amount(getattr(content, kind), kind, self._slot, self._base, repeated=True) for kind in kinds
        ]
        return hours[0], hours[1], hours[2]

    def _name_stocks(self, making: Making, production: Production) -> None:
        """Names of stocks, and where the luck of an order says which variant and how long a supplier takes."""
        one = self._slot[ONE]
        names = [name for name in _stocks_of(making) if name]
        leads = {name: production.stocks[name].replenishment.lead for name in names}
        self.goods = making.stock
        self.variant = self._slot.get("variant", one)
        goods = leads[making.stock] if making.stock else Hours.model_validate("0 h")
        self.goods_lead = Amount(goods, ("lead", 0), self._slot, self._base)
        self.components = [
            (
                name,
                self._slot.get(("component", place), one),
                Amount(leads[name], ("lead", place), self._slot, self._base),
            )
            for place, name in enumerate(making.components[:MOST_COMPONENTS])
        ]
        made = [name for name in making.components if production.stocks[name].replenishment.kind == "own"]
        #: A component made here is an equal share of the machining of an order that takes it.
        self.share_of_component = {name: 1.0 / len(made) for name in made}

    def _tell_the_rule(self, making: Making, scenario: Scenario) -> None:
        """What a rule about decoupling points sees of the product."""
        product = scenario.products[self.name]
        _, machining, assembly = self.contents[REPEAT]
        material = self.special_material if making.designed_to_order else self.material
        self.production_time = material.mean + machining.mean / self.parts + assembly.mean / self.parts
        self.delivery_time = plain_hours(product.delivery, self._base)
        self.volatility, self.designed_to_order = making.volatility, making.designed_to_order

    def entry(self, order: Order, luck: Luck, number: int = 0) -> tuple[float, bool]:
        """Hours of the order desk, and whether the order comes through the e-shop, which only repeat orders do."""
        if number == 0 and order.kind == REPEAT:
            share = self.eshop if order.account is None else self.eshop_of[order.account.segment]
            if luck[self.eshop_slot] < share:
                return self.eshop_hours.of(luck), True
        return self.clarify.of(luck, number), False

    def size(self, order: Order, mixed: float) -> float:
        """How many times the usual work an order takes: one that was cross-sold goes by its value.

        Of a larger quantity, as in a promotion, more has to be made.
        """
        return order.value / mixed if order.kind == CROSS_SELL else order.larger
