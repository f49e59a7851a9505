"""Why one scenario comes to more than another: the paired difference of an additive KPI, split along the process.

The split is made case by case, on leads and customers that are the same in both scenarios, and not on rates.  Rates
would mix two things: that more of the same leads get on, and that those who get on are others (Kitagawa 1955).  A lead
that is won under one scenario only is put down to the step at which the other one lost it: a step that one of the two
plays never came to is taken to have gone as in the play that did, so that every other step is a dummy player, and the
Shapley value is all at that step, in whatever order steps are changed.  What is won under both, and what customers
order, are products of factors whose Shapley values are the parts.  The rest are lines of the ledger.  So the parts of a
pair add up to its difference, to rounding; what a chapter unknown to this file books is shown as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simsales.experiments.comparison import VERDICT_KPI, must_be_comparable, must_decide
from simsales.experiments.endings import LOST_FOR_GOOD, PLACES, Endings, Leads, Numbers, endings
from simsales.experiments.examples import Example, tell
from simsales.experiments.experiment import Progress, prepared
from simsales.experiments.flips import Flips, Met, flips_of, meet
from simsales.experiments.looking import look_at
from simsales.experiments.shapley import shapley
from simsales.experiments.spread import interval
from simsales.experiments.tables import signed, text_table
from simsales.kpis import catalogue
from simsales.words.errors import InputError
from simsales.words.vocabulary import LEDGER, REVENUE, VARIABLE_COST

if TYPE_CHECKING:
    import pandas as pd

    from simsales.scenario import Scenario

    Playable = Scenario | str | Path

REPLICATIONS = 5


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

#: What is said of each part that is not a step or a line of the ledger.
_SAID = {
    "arrivals": "leads that come under one of the two only",
    **{place: f"won under one only, lost at {place.replace('_', '-')} under the other" for place in PLACES},
    "timing": "won in the window under one only, still open or won before it under the other",
    "deal size": "list value of what is won under both",
    "price": "discounts on what is won under both",
    "variable cost": "variable cost of what is won under both",
    "new customers": "orders of customers who are there under one only",
    "time as customers": "customers of both who stay longer or shorter, or begin sooner or later",
    "orders a year": "how often they order while they are customers",
    "worth of an order": "what an order of theirs is worth",
    "other sales": "booked for no lead and no known customer: partners, markets abroad",
    "other": "what the KPI counts and none of the above does",
}
_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the difference, mean over pairs; `low` and `high` bound it at 95 %, NaN with a single pair."""

    part: str
    difference: float
    low: float
    high: float
    meaning: str


@dataclass(frozen=True, slots=True, repr=False)
class Why:
    """The difference of a KPI, other less base, split along the process; and the cases that it comes from."""

    kpi: str
    unit: str
    base: str
    other: str
    seed: int
    pairs: Mapping[int, Mapping[str, float]]  # by replication, the parts and their total
    flips: Flips
    scenarios: tuple[Scenario, Scenario]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts, in the order of the process."""
        return tuple(self._part(name) for name in self._names())

    @property
    def total(self) -> Part:
        """The whole difference, which the parts add up to."""
        return self._part(_TOTAL)

    def to_pandas(self) -> pd.DataFrame:
        """One row per part, in the order of the process; they add up to `total`."""
        import pandas as pd

        return pd.DataFrame(
            [[getattr(part, name) for name in Part.__slots__] for part in self.parts],
            columns=list(Part.__slots__),
        )

    def by_pair(self) -> pd.DataFrame:
        """One row per replication and one column per part; the last is their total."""
        import pandas as pd

        columns = [*self._names(), _TOTAL]
        rows = [[parts.get(name, 0.0) for name in columns] for parts in self.pairs.values()]
        return pd.DataFrame(rows, columns=columns, index=pd.Index(list(self.pairs), name="replication"))

    def examples(self, most: int = 1) -> list[Example]:
        """Leads that are won under one scenario only, with their journeys under both; each is played once more."""
        replication = next(iter(self.pairs))
        chosen = self.flips.examples(replication, most)
        return tell(chosen, replication, self.seed, (self.base, self.other), self.scenarios)

    def __repr__(self) -> str:
        title = (
            f"{self.kpi}, {self.other} less {self.base}, mean of {len(self.pairs)} pairs, seed {self.seed}"
        )
        scale = _ROUNDING * max(1.0, *(abs(part.difference) for part in self.parts))
        shown = [part for part in self.parts if max(map(abs, (part.difference, part.low, part.high))) > scale]
        rows = [_printed(part) for part in (*shown, self.total)]
        return f"{title}\n{text_table(['part', self.unit, '95 % interval', 'what it is'], rows)}"

    def _names(self) -> list[str]:
        found = {name for parts in self.pairs.values() for name in parts}
        order = [*_SAID, *LEDGER]
        known = [name for name in order if name in found and name != "other"]
        return [*known, *sorted(found - {*known, "other", _TOTAL}), "other"]

    def _part(self, name: str) -> Part:
        values = np.array([parts.get(name, 0.0) for parts in self.pairs.values()])
        meaning = _SAID.get(name, f"the ledger's line {name.replace('_', ' ')}")
        return Part(name, float(values.mean()), *interval(values), "" if name == _TOTAL else meaning)


def why(
    base: Playable,
    other: Playable,
    kpi: str = VERDICT_KPI,
    replications: int | None = REPLICATIONS,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> Why:
    """Split the paired difference of an additive KPI along the process, and find the cases that end differently.

    Raises InputError for a KPI that is no sum over cases, and for scenarios whose [run] tables differ.
    """
    must_add_up(kpi)
    named = prepared((base, other), replications, seed)
    must_be_comparable(named, next(iter(named)))
    before, after = look_at(named, partial(endings, (kpi,)), workers, executor, progress)
    first, second = named
    pairs, flips, met = {}, [], [0, 0]
    for number, ending in before.items():
        pair = _Pair(ending, after[number], ADDITIVE[kpi])
        pairs[number] = dict(pair.parts(kpi))
        flips += list(flips_of(number, ending, after[number], pair.gains, pair.met))
        met = [count + each.in_both for count, each in zip(met, pair.met, strict=True)]
    unit, run = catalogue()[kpi].unit, named[first].run
    return Why(
        kpi,
        unit,
        first,
        second,
        run.seed,
        pairs,
        Flips(first, second, len(pairs), unit, met[0], met[1], tuple(flips)),
        (named[first], named[second]),
    )


def must_add_up(kpi: str) -> None:
    """Raise InputError unless the KPI is known and is a sum over cases and lines of the ledger."""
    must_decide(kpi, 0.0)
    if kpi not in ADDITIVE:
        known = ", ".join(ADDITIVE)
        raise InputError(
            f"--kpi: must be a sum over cases to be split along the process, found {kpi!r}; take one of {known}"
        )


# --- one pair --------------------------------------------------------------------------------------------


class _Pair:
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
        yield _TOTAL, total

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


_ROUNDING = (
    1e-9  # a part that is so much smaller than the largest is the rounding of sums, and is not printed
)


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


def _printed(part: Part) -> list[str]:
    low, high = signed(part.low), signed(part.high)
    return [part.part, signed(part.difference), f"{low} … {high}", part.meaning]
