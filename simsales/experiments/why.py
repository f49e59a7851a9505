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

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simsales.experiments.comparison import VERDICT_KPI, must_be_comparable, must_decide
from simsales.experiments.document import Table, table
from simsales.experiments.endings import PLACES, Endings, endings
from simsales.experiments.examples import Example, tell
from simsales.experiments.experiment import Progress, prepared
from simsales.experiments.flips import Flips, flips_of
from simsales.experiments.looking import look_at
from simsales.experiments.split import ADDITIVE, TOTAL, Pair
from simsales.experiments.spread import interval
from simsales.experiments.tables import signed, text_table
from simsales.kpis import catalogue
from simsales.words.errors import InputError
from simsales.words.vocabulary import LEDGER

if TYPE_CHECKING:
    import pandas as pd

    from simsales.scenario import Scenario

    Playable = Scenario | str | Path

REPLICATIONS = 5


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
#: A part that is so much smaller than the largest is the rounding of sums, and is not printed.
_ROUNDING = 1e-9


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
        return self._part(TOTAL)

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

        columns = [*self._names(), TOTAL]
        rows = [[parts.get(name, 0.0) for name in columns] for parts in self.pairs.values()]
        return pd.DataFrame(rows, columns=columns, index=pd.Index(list(self.pairs), name="replication"))

    def examples(self, most: int = 1) -> list[Example]:
        """Leads that are won under one scenario only, with their journeys under both; each is played once more."""
        return tell(self.flips.examples(most), self.seed, (self.base, self.other), self.scenarios)

    def __repr__(self) -> str:
        (parts,) = self.told()
        return f"{parts.caption}\n{text_table(parts.header, parts.rows)}"

    def told(self) -> tuple[Table]:
        """The parts as a table, those left out that are the rounding of sums."""
        title = f"{self.kpi}, {self.other} less {self.base}, mean of {self._counted()}, seed {self.seed}"
        scale = _ROUNDING * max(1.0, *(abs(part.difference) for part in self.parts))
        shown = [part for part in self.parts if max(map(abs, (part.difference, part.low, part.high))) > scale]
        rows = [_printed(part) for part in (*shown, self.total)]
        return (table(["part", self.unit, "95 % interval", "what it is"], rows, title),)

    def _counted(self) -> str:
        """How many pairs there are, and how many were asked for and failed."""
        count, failed = len(self.pairs), self.scenarios[0].run.replications - len(self.pairs)
        return f"{count} pair{'s' if count != 1 else ''}" + (f" ({failed} failed)" if failed else "")

    def _names(self) -> list[str]:
        """Every part of the process, and the lines of the ledger on which something differs."""
        found = {name for parts in self.pairs.values() for name in parts if name in _SAID or parts[name]}
        known = [name for name in (*_SAID, *LEDGER) if name in found and name != "other"]
        return [*known, *sorted(found - {*known, "other", TOTAL}), "other"]

    def _part(self, name: str) -> Part:
        values = np.array([parts.get(name, 0.0) for parts in self.pairs.values()])
        meaning = _SAID.get(name, f"the ledger's line {name.replace('_', ' ')}")
        return Part(name, float(values.mean()), *interval(values), "" if name == TOTAL else meaning)


def why(
    base: Playable,
    other: Playable,
    kpi: str = VERDICT_KPI,
    replications: int | None = REPLICATIONS,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Why:
    """Split the paired difference of an additive KPI along the process, and find the cases that end differently.

    With `store`, the path of a file, how each replication ended is kept there and found again by the next call.

    Raises InputError for a KPI that is no sum over cases, and for scenarios whose [run] tables differ.
    """
    must_add_up(kpi)
    named = prepared((base, other), replications, seed)
    must_be_comparable(named, next(iter(named)))
    before, after = look_at(named, partial(endings, (kpi,)), workers, executor, progress, store)
    return why_of(named, before, after, kpi)


def why_of(
    named: Mapping[str, Scenario], before: Mapping[int, Endings], after: Mapping[int, Endings], kpi: str
) -> Why:
    """The same of a base and another scenario whose replications have been looked at, by their numbers."""
    first, second = named
    pairs, flips, met = {}, [], [0, 0]
    for number, ending in before.items():
        pair = Pair(ending, after[number], ADDITIVE[kpi])
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


def _printed(part: Part) -> list[str]:
    low, high = signed(part.low), signed(part.high)
    return [part.part, signed(part.difference), f"{low} … {high}", part.meaning]
