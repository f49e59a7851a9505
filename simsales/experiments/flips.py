"""The same leads and customers under two scenarios: which of them end differently, and at which step.

Leads and customers are keyed at the door, so that each meets both scenarios with the same luck.  Whoever is won under
one of them and not under the other is a *flip*; the reason is where the other one lost it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simsales.experiments.document import Block, Table, paragraph, table
from simsales.experiments.endings import FATES, OPEN, PLACES, WON, Customers, Endings, Leads, Numbers
from simsales.experiments.tables import signed, text_table
from simsales.words.vocabulary import REASONS

if TYPE_CHECKING:
    import pandas as pd

NOT_THERE = "not there"
_NOBODY = -1


class Ending(NamedTuple):
    """What became of a case: won, lost or open; a customer stays or left; at which step, and why."""

    ending: str
    step: str = ""
    reason: str = ""

    def __str__(self) -> str:
        """As it is told: lost at contact, not reached."""
        if self.ending == NOT_THERE:
            return "not there at all"
        where = f" at {self.step.replace('_', '-')}" if self.step and self.ending != FATES[WON] else ""
        return f"{self.ending}{where}" + (f", {self.reason}" if self.reason else "")


_ABSENT = Ending(NOT_THERE)
#: By an ending that one of the two has and the other has not, what has changed; the first that fits is told.
_CHANGES_OF_LEADS = ((FATES[WON], "won"),)
_CHANGES_OF_CUSTOMERS = ((NOT_THERE, "customer"), ("left", "left"))


_DIRECTIONS = ("won only under other", "won only under base")
_TOLD = (*_DIRECTIONS, "left only under other", "left only under base")


@dataclass(frozen=True, slots=True)
class Flip:
    """A lead or a customer that ends differently; `gain` is what that is worth in the KPI, other less base."""

    replication: int
    kind: str  # lead or customer
    name: str
    base: Ending
    other: Ending
    gain: float

    @property
    def change(self) -> str:
        """What has changed, in the words of the summary, with ``base`` and ``other`` for the scenarios."""
        told = _CHANGES_OF_LEADS if self.kind == "lead" else _CHANGES_OF_CUSTOMERS
        for ending, change in told:
            if self.other.ending == ending != self.base.ending:
                return f"{change} only under {'base' if ending == NOT_THERE else 'other'}"
            if self.base.ending == ending != self.other.ending:
                return f"{change} only under {'other' if ending == NOT_THERE else 'base'}"
        return "ends differently, unwon" if self.kind == "lead" else "left otherwise"

    @property
    def because(self) -> Ending:
        """How it ended where it was not won, or where it left."""
        if self.kind == "lead":
            return self.base if self.other.ending == FATES[WON] else self.other
        return self.base if self.base.ending in ("left", NOT_THERE) else self.other


@dataclass(frozen=True, slots=True, repr=False)
class Flips:
    """All that ended differently in some paired replications."""

    base: str
    other: str
    replications: int
    unit: str
    leads_in_both: int
    customers_in_both: int
    all: tuple[Flip, ...]

    def of(self, change: str) -> list[Flip]:
        """The flips of one kind of change, such as ``won only under other``."""
        return [flip for flip in self.all if flip.change == change]

    def to_pandas(self) -> pd.DataFrame:
        """One row per lead or customer that ends differently."""
        import pandas as pd

        columns = {
            "replication": [flip.replication for flip in self.all],
            "kind": [flip.kind for flip in self.all],
            "name": [flip.name for flip in self.all],
            "change": [flip.change for flip in self.all],
            **{
                f"{side}_{field}": [getattr(getattr(flip, side), field) for flip in self.all]
                for side in ("base", "other")
                for field in Ending._fields
            },
            "gain": [flip.gain for flip in self.all],
        }
        return pd.DataFrame(columns)

    def summary(self) -> pd.DataFrame:
        """How many changed in which way and because of what, and what it was worth: the most frequent first."""
        import pandas as pd

        rows = [
            {
                "kind": group[0].kind,
                "change": change,
                "step": because.step,
                "reason": because.reason or because.ending,
                "count": len(group),
                "gain": sum(flip.gain for flip in group),
            }
            for (change, because), group in self._groups()
        ]
        return pd.DataFrame(rows, columns=["kind", "change", "step", "reason", "count", "gain"])

    def examples(self, most: int = 1) -> list[Flip]:
        """Of each direction the leads worth most among those lost in the most frequent way.

        They are of one replication, that in which both directions have the most.
        """
        told = {change: self._told_at_a_step(change) for change in _DIRECTIONS}
        found = dict.fromkeys(flip.replication for flip in self.all)
        here = max(found, key=lambda n: min(_count(flips, n) for flips in told.values()), default=None)
        chosen = []
        for flips in told.values():
            of_it = [flip for flip in flips if flip.replication == here]
            usual = Counter(flip.because for flip in of_it).most_common(1)
            best = [flip for flip in of_it if flip.because == usual[0][0]]
            chosen += sorted(best, key=lambda flip: (-abs(flip.gain), flip.name))[:most]
        return chosen

    def _told_at_a_step(self, change: str) -> list[Flip]:
        return [flip for flip in self.of(change) if flip.because.step]

    def text(self, most: int = 6) -> str:
        """What ended differently, in sentences and with the `most` frequent reasons of each."""
        found = [self._because(change, most) for change in _TOLD]
        tables = [
            f"{each.caption}\n{text_table(each.header, each.rows)}" for each in found if each is not None
        ]
        return "\n\n".join([self.headline(), *tables])

    __repr__ = text

    def told(self, most: int = 6) -> tuple[Block, ...]:
        """The same as a document."""
        found = [self._because(change, most) for change in _TOLD]
        return (paragraph(self.headline()), *(block for block in found if block is not None))

    def _groups(self) -> list[tuple[tuple[str, Ending], list[Flip]]]:
        groups: dict[tuple[str, Ending], list[Flip]] = {}
        for flip in self.all:
            groups.setdefault((flip.change, flip.because), []).append(flip)
        return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))

    def headline(self) -> str:
        """How many of the same leads and customers end differently."""
        count = {
            side: {what: len(self.of(f"{what} only under {side}")) for what in ("won", "left", "customer")}
            for side in ("other", "base")
        }
        lines = [
            f"The same {self.leads_in_both:,} leads in {self.replications} paired replications: "
            f"{count['other']['won']:,} won only under {self.other}, "
            f"{count['base']['won']:,} won only under {self.base}."
        ]
        if self.customers_in_both:
            lines.append(
                f"The same {self.customers_in_both:,} customers: {count['other']['left']:,} left only under "
                f"{self.other}, {count['base']['left']:,} left only under {self.base}; "
                f"{count['other']['customer']:,} are customers only under {self.other}, "
                f"{count['base']['customer']:,} only under {self.base}."
            )
        return "\n".join(lines)

    def _because(self, change: str, most: int) -> Table | None:
        groups = [(because, group) for (what, because), group in self._groups() if what == change]
        if not groups:
            return None
        won = change.startswith("won")
        here, there = (self.other, self.base) if change.endswith("other") else (self.base, self.other)
        title = f"{change.rpartition(' ')[0]} {here}, because" + (f" under {there} it was" if won else "")
        rows = [
            [str(because), f"{len(group):,}", signed(sum(flip.gain for flip in group))]
            for because, group in groups[:most]
        ]
        rest = [flip for _, group in groups[most:] for flip in group]
        if rest:
            rows.append(
                [
                    "otherwise",
                    f"{len(rest):,}",
                    signed(sum(f.gain for f in rest)),
                ]
            )
        return table(["because", "cases", self.unit], rows, title)


def _count(flips: Sequence[Flip], replication: int) -> int:
    return sum(flip.replication == replication for flip in flips)


# --- from pairs to flips ---------------------------------------------------------------------------------


def flips_of(
    replication: int, base: Endings, other: Endings, gains: tuple[Numbers, Numbers], met: tuple[Met, Met]
) -> Iterator[Flip]:
    """Leads and customers of one pair that end differently; `gains` and `met` are those of leads and customers."""
    told: tuple[tuple[str, list[Ending], list[Ending]], ...] = (
        ("lead", _endings_of_leads(base.leads), _endings_of_leads(other.leads)),
        ("customer", _endings_of_customers(base.customers), _endings_of_customers(other.customers)),
    )
    for (kind, before, after), gain, pair in zip(told, gains, met, strict=True):
        rows = zip(pair.names, pair.base.tolist(), pair.other.tolist(), gain.tolist(), strict=True)
        for name, row, again, worth in rows:
            if before[row] != after[again]:
                yield Flip(replication, kind, name, before[row], after[again], worth)


class Met(NamedTuple):
    """Who is there under either scenario: names, and their rows under each; -1 where they are not there."""

    names: tuple[str, ...]
    base: np.ndarray
    other: np.ndarray

    @property
    def in_both(self) -> int:
        return int(np.count_nonzero((self.base >= 0) & (self.other >= 0)))


def meet(base: Sequence[str], other: Sequence[str]) -> Met:
    """Match two lists of names, each of which holds no name twice."""
    assert len(set(base)) == len(base) and len(set(other)) == len(other)
    places = {name: row for row, name in enumerate(other)}
    known = set(base)
    names = (*base, *(name for name in other if name not in known))
    rows = [*range(len(base)), *(_NOBODY for _ in range(len(names) - len(base)))]
    return Met(names, np.array(rows, dtype=int), np.array([places.get(n, _NOBODY) for n in names], dtype=int))


def _endings_of_leads(leads: Leads) -> list[Ending]:
    """The ending of each lead, and last of whoever is not there."""
    columns = (leads.fate, leads.counted, leads.place, leads.reason)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [*(_ending_of_lead(*row) for row in rows), _ABSENT]


def _ending_of_lead(fate: int, counted: bool, place: int, reason: int) -> Ending:
    if fate == WON:
        return Ending(FATES[WON] if counted else "won before the window")
    return Ending(FATES[fate], PLACES[place], "" if fate == OPEN else REASONS[reason])


def _endings_of_customers(customers: Customers) -> list[Ending]:
    rows = zip(customers.left.tolist(), customers.reason.tolist(), strict=True)
    return [
        *(Ending("left", "", REASONS[reason]) if left else Ending("stays") for left, reason in rows),
        _ABSENT,
    ]
