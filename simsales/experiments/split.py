"""One replication under two scenarios, case by case: the parts of the difference of a KPI that is a sum.

Why a lead that is won under one of the two only is put down to one step is told in `why`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from simsales.experiments.endings import LOST_FOR_GOOD, PLACES, Endings, Leads, Numbers
from simsales.experiments.flips import Met, meet
from simsales.experiments.shapley import shapley
from simsales.words.vocabulary import LEDGER, REVENUE, VARIABLE_COST

#: The name of the whole difference beside its parts.
TOTAL = "total"


class Measure(NamedTuple):
    """How much of each thing a KPI adds up: what is paid, its variable cost, wins, lines of cost (booked below 0)."""

    paid: float = 0.0
    variable: float = 0.0
    wins: float = 0.0
    costs: float = 0.0


#: The KPIs that are sums over cases and lines of the ledger.
ADDITIVE = {
    "contribution": Measure(paid=1.0, variable=-1.0, costs=1.0),
    "margin": Measure(paid=1.0, variable=-1.0),
    "bookings": Measure(paid=1.0),
    "cost": Measure(costs=-1.0),
    "wins": Measure(wins=1.0),
}


class Pair:
    """One replication under both scenarios."""

    def __init__(self, base: Endings, other: Endings, measure: Measure) -> None:
        self._base, self._other, self._measure = base, other, measure
        leads = meet(list(base.leads.names), list(other.leads.names))
        customers = meet(list(base.customers.names), list(other.customers.names))
        self.met = (leads, customers)
        self.gains = (self._gains(leads, _of_leads), self._gains(customers, _of_customers))

    def parts(self, kpi: str) -> Iterator[tuple[str, float]]:
        """The parts of the difference, and the whole of it as the KPI gives it."""
        total = self._other.kpis[kpi] - self._base.kpis[kpi]
        left = total
        for name, part in (*self._leads(), *self._customers(), *self._ledger()):
            left -= part
            yield name, part
        yield "other", left  # of what is known to this file, rounding
        yield TOTAL, total

    def _gains(self, met: Met, of: Callable[[Endings, Measure], Numbers]) -> Numbers:
        before, after = of(self._base, self._measure), of(self._other, self._measure)
        return _at(after, met.other) - _at(before, met.base)

    # --- leads -------------------------------------------------------------------------------------------

    def _leads(self) -> Iterator[tuple[str, float]]:
        met, gain = self.met[0], self.gains[0]
        base, other = self._base.leads, self._other.leads
        there = (met.base >= 0) & (met.other >= 0)
        won = _at(base.counted, met.base), _at(other.counted, met.other)
        yield "arrivals", float(gain[~there].sum())
        place, undecided = _where_not_won(base, other, met, won[1])
        flipped = there & (won[0] != won[1])
        for number, name in enumerate(PLACES):
            yield name, float(gain[flipped & ~undecided & (place == number)].sum())
        yield "timing", float(gain[flipped & undecided].sum())
        both = there & won[0] & won[1]
        factors = [_factors(leads, rows[both]) for leads, rows in ((base, met.base), (other, met.other))]
        yield from zip(
            ("deal size", "price", "variable cost"),
            (float(part.sum()) for part in shapley(self._of_deal, *factors)),
            strict=True,
        )

    def _of_deal(self, listed: Numbers, price: Numbers, variable: Numbers) -> Numbers:
        return np.asarray(listed * (self._measure.paid * price + self._measure.variable * variable))

    # --- customers ---------------------------------------------------------------------------------------

    def _customers(self) -> Iterator[tuple[str, float]]:
        met, gain = self.met[1], self.gains[1]
        there = (met.base >= 0) & (met.other >= 0)
        yield "new customers", float(gain[~there].sum())
        sides = ((self._base, met.base[there]), (self._other, met.other[there]))
        years, orders, worths = (
            [_at(column, rows) for column, rows in columns]
            for columns in (
                [(side.customers.years, rows) for side, rows in sides],
                [(side.customers.orders, rows) for side, rows in sides],
                [(_of_customers(side, self._measure), rows) for side, rows in sides],
            )
        )
        often, worth = _per(orders, years), _per(worths, orders)
        factors = [np.stack((years[n], often[n], worth[n])) for n in range(2)]
        parts = [float(part.sum()) for part in shapley(_product, list(factors[0]), list(factors[1]))]
        # who orders without ever being a customer in the window has no rate of orders
        parts[1] += float(gain[there].sum()) - sum(parts)
        yield from zip(("time as customers", "orders a year", "worth of an order"), parts, strict=True)

    # --- the rest of the ledger --------------------------------------------------------------------------

    def _ledger(self) -> Iterator[tuple[str, float]]:
        sales = [self._sales(each) for each in (self._base, self._other)]
        yield "other sales", sales[1] - sales[0]
        for name in self._other.ledger:
            if name not in (LEDGER[REVENUE], LEDGER[VARIABLE_COST]):
                change = self._other.ledger[name] - self._base.ledger.get(name, 0.0)
                yield name, self._measure.costs * change

    def _sales(self, side: Endings) -> float:
        """What was booked for no lead and no customer."""
        cases = (side.leads, side.customers)
        paid = side.ledger[LEDGER[REVENUE]] - sum(float(each.paid.sum()) for each in cases)
        variable = -side.ledger[LEDGER[VARIABLE_COST]] - sum(float(each.variable.sum()) for each in cases)
        return self._measure.paid * paid + self._measure.variable * variable


def _of_leads(side: Endings, measure: Measure) -> Numbers:
    leads = side.leads
    return measure.paid * leads.paid + measure.variable * leads.variable + measure.wins * leads.counted


def _of_customers(side: Endings, measure: Measure) -> Numbers:
    return measure.paid * side.customers.paid + measure.variable * side.customers.variable


def _at(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The values of some rows; nothing of who is not there."""
    return np.append(values, np.zeros(1, dtype=values.dtype))[rows]  # -1 is the last


def _where_not_won(
    base: Leads, other: Leads, met: Met, won_under_other: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Where the scenario that did not win it lost each lead, and whether it had not lost it in the window."""
    fate, place = (
        np.where(won_under_other, _at(getattr(base, name), met.base), _at(getattr(other, name), met.other))
        for name in ("fate", "place")
    )
    return place, fate != LOST_FOR_GOOD


def _factors(leads: Leads, rows: np.ndarray) -> list[Numbers]:
    """List value of won deals, and what was paid and what it cost as shares of it."""
    listed = leads.listed[rows]
    return [
        listed,
        *(
            np.divide(v[rows], listed, out=np.zeros_like(listed), where=listed > 0)
            for v in (leads.paid, leads.variable)
        ),
    ]


def _per(parts: Sequence[Numbers], wholes: Sequence[Numbers]) -> list[Numbers]:
    """A rate under each scenario; where one has none, as under the other, and 0 where neither has."""
    found = [np.divide(p, w, out=np.zeros_like(p), where=w > 0) for p, w in zip(parts, wholes, strict=True)]
    return [np.where(wholes[n] > 0, found[n], found[1 - n]) for n in range(2)]


def _product(years: Numbers, often: Numbers, worth: Numbers) -> Numbers:
    return years * often * worth
