"""What a lead is born with: value, territory, product, segment, fit, and whether the playbook covers it."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simsales.company.leads.columns import plain_hours
from simsales.instruments.eventlog import packed

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.instruments.law import Law
    from simsales.scenario.model import Scenario

Floats = NDArray[np.float64]
#: Value (EUR at list price), territory, product, segment, fit, standard, and all of that packed for the log.
Born = tuple[float, int, int, int, bool, bool, bytes]

_COLUMNS = ("value", "territory", "product", "segment", "fit", "standard")
_TERRITORIES = 5040


class Births:
    """What the leads of a source are born with, read off a block of their luck; what never varies is not drawn."""

    def __init__(self, scenario: Scenario, name: str, slot: dict[Any, int]) -> None:
        self._slot = slot
        self._varies = any(name in slot for name in _COLUMNS)
        self._last: list[Born] = []
        self._fit_share = scenario.demand[name].fit
        process = scenario.selling.process
        self._non_standard = 0.0 if process == "skip" else process.non_standard
        products = list(scenario.products.values())
        self._values: list[Law] = [product.deal_value.law(float) for product in products]
        self._products = np.cumsum([product.deal_share for product in products])
        self._segments = np.cumsum([segment.new_mix for segment in scenario.customers.values()])

    def of(self, table: Floats) -> list[Born]:
        """What each lead of a block is born with; `table` holds a row per column and a column per lead."""
        if self._varies or len(self._last) != table.shape[1]:
            self._last = self._drawn(table)
        return self._last

    def _drawn(self, table: Floats) -> list[Born]:
        drawn = {name: table[self._slot[name]] for name in _COLUMNS if name in self._slot}
        none, every = [0] * table.shape[1], [True] * table.shape[1]
        product = _places(drawn, "product", self._products) or none
        columns = (
            self._value(drawn, product),
            (drawn["territory"] * _TERRITORIES).astype(int).tolist() if "territory" in drawn else none,
            product,
            _places(drawn, "segment", self._segments) or none,
            (drawn["fit"] < self._fit_share).tolist()
            if "fit" in drawn
            else [self._fit_share > 0] * len(every),
            (drawn["standard"] >= self._non_standard).tolist() if "standard" in drawn else every,
        )
        return list(starmap(packed, zip(*columns, strict=True)))

    def _value(self, drawn: dict[str, Floats], product: list[int]) -> list[float]:
        """Deal values by product, EUR at list price."""
        by_product = [
            [law.mean] * len(product)
            if law.kind == "fixed"
            else (law.mean * law.unit(drawn["value"])).tolist()
            for law in self._values
        ]
        if len(by_product) == 1:
            return by_product[0]
        return [by_product[number][place] for place, number in enumerate(product)]


class Products:
    """Products in plain numbers, in the order of the scenario."""

    def __init__(self, scenario: Scenario, base: Calendar) -> None:
        products = list(scenario.products.values())
        self.variable_cost = [product.variable_cost for product in products]
        self.lead_times = [product.lead_time for product in products]
        self.delivery = [(p.delivery.working, plain_hours(p.delivery, base) * p.lead_time) for p in products]


def _places(drawn: dict[str, Floats], name: str, sums: Floats) -> list[int]:
    """Which of several shares each uniform falls into, given their running sums; nothing where it is not drawn."""
    if name not in drawn:
        return []
    places = np.searchsorted(sums, drawn[name], side="right")
    return [min(place, len(sums) - 1) for place in places.tolist()]
