"""The only witness of a run: one columnar event log and a table per object type.

Work is written as one fused record (asked, started, ended, hours, case, task, desk, person), instants as
notes, the money ledger as notes of activity ``money``.  Records are packed into bytes while the run is
going and read in place by numpy afterwards; rows may be written late with an earlier time, the readers sort.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import inf
from struct import Struct
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.rows import Rows
from simsales.words.vocabulary import MONEY, NO_REASON, OPPORTUNITY, TASKS

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.words.records import Lead, Person

Table = NDArray[np.void]

# The machine's own numbers are packed fastest; only what a lead is born with would need filling between them.
_MARK = Struct("=hi")  # desk and person, packed once for each person
_WORK = Struct(f"ddddqh{_MARK.size}s")
_NOTE = Struct("ddqhhi")
_BORN = Struct("=dihh??")
_LEAD = Struct(f"dqh{_BORN.size}s")
_OPPORTUNITY = Struct("ddqqih")

WORK_COLUMNS = np.dtype(
    [
        ("asked", "f8"),
        ("started", "f8"),
        ("ended", "f8"),
        ("hours", "f8"),
        ("case", "i8"),
        ("task", "i2"),
        ("desk", "i2"),
        ("person", "i4"),
    ]
)
NOTE_COLUMNS = np.dtype(
    [
        ("time", "f8"),
        ("value", "f8"),
        ("case", "i8"),
        ("activity", "i2"),
        ("reason", "i2"),
        ("person", "i4"),
    ]
)
LEAD_COLUMNS = np.dtype(
    [
        ("arrived", "f8"),
        ("key", "i8"),
        ("source", "i2"),
        ("value", "f8"),
        ("territory", "i4"),
        ("product", "i2"),
        ("segment", "i2"),
        ("fit", "?"),
        ("standard", "?"),
    ]
)
OPPORTUNITY_COLUMNS = np.dtype(
    [
        ("opened", "f8"),
        ("value", "f8"),
        ("key", "i8"),
        ("lead", "i8"),
        ("owner", "i4"),
        ("product", "i2"),
    ]
)

#: Room for 134 million rows; with the type above them a number still has 30 bits, which Python handles fastest.
_ROW_BITS = 27


def case_number(object_type: int, row: int) -> int:
    """One number for a case: the type of object and its row in that type's table."""
    return object_type << _ROW_BITS | row


def rows_of(cases: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows in the object tables of many case numbers."""
    return cases & ((1 << _ROW_BITS) - 1)


def types_of(cases: NDArray[np.int64]) -> NDArray[np.int64]:
    """Object types of many case numbers."""
    return cases >> _ROW_BITS


#: Where what a lead is born with keeps itself packed.
_PACKED = 6


def packed(
    value: float, territory: int, product: int, segment: int, fit: bool, standard: bool
) -> tuple[float, int, int, int, bool, bool, bytes]:
    """What a lead is born with, as `EventLog.lead` takes it: the columns, and the same packed for the log."""
    return (
        *(value, territory, product, segment, fit, standard),
        _BORN.pack(value, territory, product, segment, fit, standard),
    )


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
    expertise: tuple[float, ...] = ()  # skill by product
    hired: float = 0.0  # h
    left: float = inf  # h


class EventLog:
    """What happened in one replication, from time 0 to `horizon`; `warm_up` hours of it are not counted.

    The verbs that write (`note`, `money`, `lead`, `opportunity`) are bound to their buffers once, which halves
    their cost; with `keep` false they count and write nothing.
    """

    note: Callable[..., None]
    money: Callable[..., None]
    lead: Callable[[float, int, int, Sequence[Any]], int]
    opportunity: Callable[[Lead, float, Person | None], int]

    def __init__(
        self,
        horizon: float,
        warm_up: float = 0.0,
        follow_up: float = 0.0,
        seed: int = 0,
        replication: int = 0,
        keep: bool = True,
        base: Calendar | None = None,
        sources: Sequence[str] = (),
        products: Sequence[str] = (),
        segments: Sequence[str] = (),
    ) -> None:
        self.horizon = horizon
        self.warm_up = warm_up
        self.follow_up = follow_up
        self.seed = seed
        self.replication = replication
        self.keep = keep
        self.base = base
        self.sources = sources
        self.products = products
        self.segments = segments
        self.countries: Sequence[str] = ()
        self.background: list[str] = []
        self.desks: list[str] = []
        self.team_of_desk: dict[str, str] = {}
        self.people: list[Crew] = []
        self.remarks: list[str] = []
        self._work = BytesIO()
        self._notes = BytesIO()
        self._leads = BytesIO()
        self._opportunities = BytesIO()
        self._tables: dict[str, Rows] = {}
        self.note, self.money = _note_writers(self._notes, keep)
        self.lead = _lead_writer(self._leads, keep)
        self.opportunity = _opportunity_writer(self._opportunities, keep)

    @property
    def tasks(self) -> tuple[str, ...]:
        """Names of what people spend hours on, by number."""
        return (*TASKS, *self.background)

    def open(
        self, name: str, columns: Mapping[str, str], object_type: int | None = None
    ) -> Callable[..., int]:
        """A table of a department's own: the verb that enters a row and gives its number.

        For a table of objects that is the object's case number.  Columns are named with their kind of number
        (`simsales.instruments.rows`).
        """
        first = 0 if object_type is None else case_number(object_type, 0)
        self._tables[name] = Rows(columns, first, self.keep)
        return self._tables[name].add

    # --- reading -------------------------------------------------------------------------------------

    @property
    def worked(self) -> Table:
        """Work records; `started` and `ended` are infinite where the horizon came first."""
        return np.frombuffer(self._work.getvalue(), dtype=WORK_COLUMNS)

    @property
    def notes(self) -> Table:
        """Notes in order of time; equal times keep the order in which they were written."""
        table = np.frombuffer(self._notes.getvalue(), dtype=NOTE_COLUMNS)
        return table[np.argsort(table["time"], kind="stable")]

    @property
    def leads(self) -> Table:
        """One row per lead, in order of arrival; the row number is the lead's case number."""
        return np.frombuffer(self._leads.getvalue(), dtype=LEAD_COLUMNS)

    @property
    def opportunities(self) -> Table:
        """One row per opportunity, in order of opening; `lead` is the parent's case number."""
        return np.frombuffer(self._opportunities.getvalue(), dtype=OPPORTUNITY_COLUMNS)

    def has(self, name: str) -> bool:
        """Whether a department opened a table of that name."""
        return name in self._tables

    def table(self, name: str) -> Table:
        """A department's own table; KeyError where no department opened it."""
        return self._tables[name].table

    def to_pandas(self, table: str | None = None) -> Any:
        """The whole log as one long `pandas.DataFrame`, a row per event (see `simsales.journeys`).

        With a name it is that department's own table, such as `efforts`, with people by name; KeyError where no
        department opened it.
        """
        from simsales.instruments.longform import long_form, table_form

        return long_form(self) if table is None else table_form(self, table)


def _note_writers(buffer: BytesIO, keep: bool) -> tuple[Callable[..., None], Callable[..., None]]:
    write, pack = buffer.write, _NOTE.pack

    def note(
        time: float, case: int, activity: int, value: float = 0.0, reason: int = NO_REASON, person: int = -1
    ) -> None:
        """Something happened to a case at an instant."""
        write(pack(time, value, case, activity, reason, person))

    def money(time: float, line: int, amount: float, case: int = -1, person: int = -1) -> None:
        """A row of the money ledger: income is positive, cost negative."""
        write(pack(time, amount, case, MONEY, line, person))

    def nothing(*_: object, **__: object) -> None:
        """Not kept."""

    return (note, money) if keep else (nothing, nothing)


def _lead_writer(buffer: BytesIO, keep: bool) -> Callable[[float, int, int, Sequence[Any]], int]:
    write, pack, numbers = buffer.write, _LEAD.pack, itertools.count()

    def lead(arrived: float, key: int, source: int, born: Sequence[Any]) -> int:
        """Enter a lead that came through the door, with what it was born with; returns its case number."""
        if keep:
            write(pack(arrived, key, source, born[_PACKED]))
        return next(numbers)

    return lead


def _opportunity_writer(buffer: BytesIO, keep: bool) -> Callable[[Lead, float, Person | None], int]:
    write, pack = buffer.write, _OPPORTUNITY.pack
    numbers = itertools.count(OPPORTUNITY << _ROW_BITS)

    def opportunity(lead: Lead, opened: float, owner: Person | None) -> int:
        """Enter a qualified lead with the rep who owns it; returns its case number."""
        if keep:
            number = -1 if owner is None else owner.number
            write(pack(opened, lead.value, lead.key, lead.number, number, lead.product))
        return next(numbers)

    return opportunity
