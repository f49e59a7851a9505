"""The only witness of a run: one columnar event log and a table per object type.

Work is written as one fused record (asked, started, ended, hours, case, task, desk, person), instants as
notes, the money ledger as notes of activity ``money``.  Records are packed into byte arrays while the run is
going and read in place by numpy afterwards; rows may be written late with an earlier time, the readers sort.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from struct import Struct
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simsales.words.vocabulary import LEAD, MONEY, NO_REASON, OPPORTUNITY, TASKS

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.words.records import Lead, Opportunity, Person

Table = NDArray[np.void]

_WORK = Struct("<ddddqhhi")
_NOTE = Struct("<ddqhhi")
_LEAD = Struct("<ddqhhiihhhh")
_OPPORTUNITY = Struct("<ddqqih")

WORK_COLUMNS = np.dtype(
    [
        ("asked", "<f8"),
        ("started", "<f8"),
        ("ended", "<f8"),
        ("hours", "<f8"),
        ("case", "<i8"),
        ("task", "<i2"),
        ("desk", "<i2"),
        ("person", "<i4"),
    ]
)
NOTE_COLUMNS = np.dtype(
    [
        ("time", "<f8"),
        ("value", "<f8"),
        ("case", "<i8"),
        ("activity", "<i2"),
        ("reason", "<i2"),
        ("person", "<i4"),
    ]
)
LEAD_COLUMNS = np.dtype(
    [
        ("arrived", "<f8"),
        ("value", "<f8"),
        ("key", "<i8"),
        ("source", "<i2"),
        ("strip", "<i2"),
        ("index", "<i4"),
        ("territory", "<i4"),
        ("fit", "<i2"),
        ("product", "<i2"),
        ("segment", "<i2"),
        ("standard", "<i2"),
    ]
)
OPPORTUNITY_COLUMNS = np.dtype(
    [("opened", "<f8"), ("value", "<f8"), ("key", "<i8"), ("lead", "<i8"), ("owner", "<i4"), ("product", "<i2")]
)

_ROW_BITS = 40


def case_number(object_type: int, row: int) -> int:
    """One number for a case: the type of object and its row in that type's table."""
    return object_type << _ROW_BITS | row


def rows_of(cases: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows in the object tables of many case numbers."""
    return cases & ((1 << _ROW_BITS) - 1)


def types_of(cases: NDArray[np.int64]) -> NDArray[np.int64]:
    """Object types of many case numbers."""
    return cases >> _ROW_BITS


@dataclass(frozen=True, slots=True)
class Crew:
    """A person as readers see them: who they are and when they are there."""

    number: int
    role: str
    desk: str
    seat: int
    skill: float
    available: float
    calendar: Calendar


@dataclass(slots=True)
class EventLog:
    """What happened in one replication, from time 0 to `horizon`; `warm_up` hours of it are not counted."""

    horizon: float
    warm_up: float = 0.0
    follow_up: float = 0.0
    seed: int = 0
    replication: int = 0
    keep: bool = True
    base: Calendar | None = None
    sources: Sequence[str] = ()
    products: Sequence[str] = ()
    segments: Sequence[str] = ()
    background: list[str] = field(default_factory=list)
    desks: list[str] = field(default_factory=list)
    people: list[Crew] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    _work: bytearray = field(default_factory=bytearray)
    _notes: bytearray = field(default_factory=bytearray)
    _leads: bytearray = field(default_factory=bytearray)
    _opportunities: bytearray = field(default_factory=bytearray)
    _count: list[int] = field(default_factory=lambda: [0, 0, 0])

    # --- writing -------------------------------------------------------------------------------------

    def note(
        self, time: float, case: int, activity: int, value: float = 0.0, reason: int = NO_REASON, person: int = -1
    ) -> None:
        """Something happened to a case at an instant."""
        if self.keep:
            self._notes += _NOTE.pack(time, value, case, activity, reason, person)

    def money(self, time: float, line: int, amount: float, case: int = -1, person: int = -1) -> None:
        """A row of the money ledger: income is positive, cost negative."""
        if self.keep:
            self._notes += _NOTE.pack(time, amount, case, MONEY, line, person)

    def work(
        self, asked: float, started: float, ended: float, hours: float, case: int, task: int, desk: int, person: int
    ) -> None:
        """A piece of work, whole (the desk's hot path packs the same record itself)."""
        if self.keep:
            self._work += _WORK.pack(asked, started, ended, hours, case, task, desk, person)

    def lead(self, lead: Lead) -> int:
        """Enter a lead that came through the door; returns its case number."""
        row = self._count[LEAD]
        self._count[LEAD] = row + 1
        if self.keep:
            self._leads += _LEAD.pack(
                lead.arrived,
                lead.value,
                lead.key,
                lead.source,
                lead.strip,
                lead.index,
                lead.territory,
                lead.fit,
                lead.product,
                lead.segment,
                lead.standard,
            )
        return row

    def opportunity(self, deal: Opportunity, opened: float, owner: Person | None) -> int:
        """Enter a qualified lead with the rep who owns it; returns its case number."""
        row = self._count[OPPORTUNITY]
        self._count[OPPORTUNITY] = row + 1
        if self.keep:
            number = -1 if owner is None else owner.number
            self._opportunities += _OPPORTUNITY.pack(
                opened, deal.value, deal.key, deal.lead.number, number, deal.product
            )
        return OPPORTUNITY << _ROW_BITS | row

    @property
    def tasks(self) -> tuple[str, ...]:
        """Names of what people spend hours on, by number."""
        return (*TASKS, *self.background)

    # --- reading -------------------------------------------------------------------------------------

    @property
    def worked(self) -> Table:
        """Work records; `started` and `ended` are infinite where the horizon came first."""
        return np.frombuffer(bytes(self._work), dtype=WORK_COLUMNS)

    @property
    def notes(self) -> Table:
        """Notes in order of time; equal times keep the order in which they were written."""
        table = np.frombuffer(bytes(self._notes), dtype=NOTE_COLUMNS)
        return table[np.argsort(table["time"], kind="stable")]

    @property
    def leads(self) -> Table:
        """One row per lead, in order of arrival; the row number is the lead's case number."""
        return np.frombuffer(bytes(self._leads), dtype=LEAD_COLUMNS)

    @property
    def opportunities(self) -> Table:
        """One row per opportunity, in order of opening; `lead` is the parent's case number."""
        return np.frombuffer(bytes(self._opportunities), dtype=OPPORTUNITY_COLUMNS)

    def to_pandas(self) -> Any:
        """The whole log as one long `pandas.DataFrame`, a row per event (see `simsales.journeys`)."""
        from simsales.instruments.longform import long_form

        return long_form(self)
