"""What a lead is born with: fit, product, value, segment, territory, and how long it keeps."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from simsales.company.columns import ONE, plain_hours
from simsales.words.records import Lead
from simsales.words.vocabulary import LAPSED

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.instruments.law import Law
    from simsales.scenario.model import Scenario


class Birth:
    """What the leads of a source are born with: fit, product, value, segment, territory, and how long they keep."""

    def __init__(self, scenario: Scenario, name: str, slot: dict[Any, int], base: Calendar) -> None:
        source, process = scenario.demand[name], scenario.selling.process
        one = slot[ONE]
        self._base = base
        self._fit = slot.get("fit", one)
        self._fit_share = (
            source.fit if source.fit < 1.0 else inf
        )  # where everybody fits no luck is drawn for it
        self._product, self._products = slot.get("product", one), Products(scenario, base)
        self._segment = slot.get("segment", one)
        self._segments = _cumulated([segment.new_mix for segment in scenario.customers.values()])
        self._many_products, self._many_segments = len(self._products.shares) > 1, len(self._segments) > 1
        self._value, self._territory, self._standard = (
            slot.get("value", one),
            slot.get("territory", one),
            slot.get("standard", one),
        )
        self._non_standard = 0.0 if process == "skip" else process.non_standard
        lapses = source.lapses if scenario.switches.delay else None
        self._lapses = None if lapses is None else (lapses.working, plain_hours(lapses, base))

    def describe(self, lead: Lead) -> None:
        """Fill in what a new lead was born with."""
        row, products = lead.luck, self._products
        lead.fit = row[self._fit] < self._fit_share
        lead.product = product = _place(row[self._product], products.shares) if self._many_products else 0
        law = products.values[product]
        lead.value = law.mean if law.kind == "fixed" else law.at(row[self._value])
        lead.segment = _place(row[self._segment], self._segments) if self._many_segments else 0
        lead.territory = int(row[self._territory] * 5040)
        lead.standard = row[self._standard] >= self._non_standard
        if self._lapses is not None:
            working, hours = self._lapses
            lead.case.deadline = self._base.finish(lead.arrived, hours) if working else lead.arrived + hours
            lead.case.deadline_reason = LAPSED


class Products:
    """Products in plain numbers, in the order of the scenario."""

    def __init__(self, scenario: Scenario, base: Calendar) -> None:
        products = list(scenario.products.values())
        self.shares = _cumulated([product.deal_share for product in products])
        self.values: list[Law] = [product.deal_value.law(float) for product in products]
        self.variable_cost = [product.variable_cost for product in products]
        self.lead_times = [product.lead_time for product in products]
        self.delivery = [(p.delivery.working, plain_hours(p.delivery, base) * p.lead_time) for p in products]


def _cumulated(shares: list[float]) -> list[float]:
    total, sums = 0.0, []
    for share in shares:
        total += share
        sums.append(total)
    return sums


def _place(uniform: float, sums: list[float]) -> int:
    for place, bound in enumerate(sums):
        if uniform < bound:
            return place
    return len(sums) - 1
