"""The journey of one lead: what happened to it from the door to the end, in sentences and as a timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from simsales.instruments.eventlog import case_number
from simsales.instruments.longform import lead_names, people_names
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError
from simsales.words.vocabulary import (
    ACCEPTED,
    ACTIVITIES,
    ATTEMPTED,
    CONTACTED,
    DISCOUNTED,
    DISQUALIFIED,
    FOLLOWED_UP,
    HANDED_OVER,
    IGNORED,
    LOST,
    MONEY,
    NURTURED,
    OPPORTUNITY,
    QUALIFIED,
    QUOTED,
    REACTIVATED,
    REASONS,
    REPLIED,
    WON,
)

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WIDTH = 60
_MINUTE = 1 / 60  # h

# What comes first in one instant.
_COMES_IN, _ENDS, _HAPPENS, _OPENS, _IS_ASKED, _BEGINS = range(6)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of work on the way: asked for, begun, ended; infinite where that never came."""

    task: str
    who: str
    asked: float
    started: float
    ended: float
    hours: float


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened at an instant, as it is told; `place` orders what happened in the same one."""

    time: float
    place: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Journey:
    """What one lead lived through.  Times are hours from Monday 00:00 of day 0; `end` is when it was over."""

    key: str
    arrived: float
    end: float
    over: bool
    work: tuple[Stretch, ...]
    moments: tuple[Moment, ...]

    def sentences(self) -> list[str]:
        """The story, a sentence per event, in order."""
        told = [*self.moments, *(moment for piece in self.work for moment in _told(piece))]
        told.sort(key=lambda moment: (moment.time, moment.place))
        lines = [f"{clock(moment.time)}  {moment.sentence}." for moment in told]
        return lines if self.over else [*lines, f"{clock(self.end)}  The run ends; the story is still open."]

    def timeline(self) -> str:
        """A line per piece of work: dots while it waits, blocks from its begin to its end."""
        names = [f"{piece.task} · {piece.who}" for piece in self.work]
        wide = max(map(len, names), default=0)
        rows = [
            f"{name.ljust(wide)}  {self._bar(piece)}" for name, piece in zip(names, self.work, strict=True)
        ]
        left, right = clock(self.arrived), clock(self.end)
        return "\n".join([*rows, f"{' ' * wide}  {left}{right.rjust(_WIDTH - len(left))}"])

    def _bar(self, piece: Stretch) -> str:
        marks = [" "] * _WIDTH
        waited, worked = (piece.asked, piece.started), (piece.started, piece.ended)
        for (begin, end), mark in ((waited, "·"), (worked, "█")):
            if begin < end and begin <= self.end:
                first, last = self._column(begin), self._column(min(end, self.end))
                marks[first : last + 1] = mark * (last + 1 - first)
        return "".join(marks).rstrip()

    def _column(self, time: float) -> int:
        share = (time - self.arrived) / max(self.end - self.arrived, 1e-9)
        return min(max(int(share * _WIDTH), 0), _WIDTH - 1)


def keys(log: EventLog) -> list[str]:
    """The keys of all leads, in order of arrival."""
    return lead_names(log)


def journey(log: EventLog, key: str) -> Journey:
    """The journey of one lead.  Raises InputError for a key that no lead of this log has."""
    names = keys(log)
    if key not in names:
        raise InputError(f"--lead: must be the key of a lead of this run, found '{key}'{nearest(key, names)}")
    row = names.index(key)
    deals = np.flatnonzero(log.opportunities["lead"] == row).tolist()
    cases = [row, *(case_number(OPPORTUNITY, deal) for deal in deals)]
    notes = log.notes[np.isin(log.notes["case"], cases) & (log.notes["activity"] != MONEY)]
    over = notes["time"][np.isin(notes["activity"], (LOST, FOLLOWED_UP))]
    end = float(over.max()) if len(over) else log.horizon
    people = [*people_names(log), ""]
    moments = [_comes_in(log, row, key), *(_opens(log, deal, people) for deal in deals)]
    moments += [_moment(note, people) for note in notes]
    arrived = float(log.leads["arrived"][row])
    return Journey(key, arrived, end, bool(len(over)), _work(log, cases, people), tuple(moments))


def clock(time: float) -> str:
    """A time as people say it: week (from 1), weekday, and time of day."""
    minutes = round(time * 60)
    week, rest = divmod(minutes, 7 * 24 * 60)
    day, rest = divmod(rest, 24 * 60)
    return f"week {week + 1} {_DAYS[day]} {rest // 60:02d}:{rest % 60:02d}"


# --- work ------------------------------------------------------------------------------------------------


def _work(log: EventLog, cases: list[int], people: list[str]) -> tuple[Stretch, ...]:
    rows = log.worked[np.isin(log.worked["case"], cases)]
    rows = rows[np.argsort(rows["asked"], kind="stable")]
    return tuple(
        Stretch(
            log.tasks[row["task"]].replace("_", "-"),
            people[row["person"]] or log.desks[row["desk"]],
            float(row["asked"]),
            float(row["started"]),
            float(row["ended"]),
            float(row["hours"]),
        )
        for row in rows
    )


def _told(piece: Stretch) -> Iterator[Moment]:
    """What is told of a piece of work; a wait only where there was one."""
    waits = piece.started - piece.asked > _MINUTE / 2
    if waits:
        yield Moment(piece.asked, _IS_ASKED, f"It waits for {piece.task}")
    if isfinite(piece.started):
        waited = f" after {_hours(piece.started - piece.asked)} of waiting" if waits else ""
        yield Moment(piece.started, _BEGINS, f"{piece.who} begins {piece.task}{waited}")
    if isfinite(piece.ended) and isfinite(piece.started):
        place = _ENDS if piece.ended > piece.started else _BEGINS
        yield Moment(piece.ended, place, f"{piece.who} ends {piece.task}, {_hours(piece.hours)} of work")


def _hours(hours: float) -> str:
    if hours < 1.0:
        return f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 48.0 else f"{hours / 24:.1f} days"


# --- instants --------------------------------------------------------------------------------------------


def _comes_in(log: EventLog, row: int, key: str) -> Moment:
    lead = log.leads[row]
    product, segment = log.products[lead["product"]], log.segments[lead["segment"]]
    hidden = "could really buy" if lead["fit"] else "could not really buy"
    text = f"{key} comes in: {product}, {_money(lead['value'])} at list price, segment {segment}; it {hidden}"
    return Moment(float(lead["arrived"]), _COMES_IN, text)


def _opens(log: EventLog, row: int, people: list[str]) -> Moment:
    deal = log.opportunities[row]
    owner = people[deal["owner"]]
    return Moment(
        float(deal["opened"]), _OPENS, "It becomes an opportunity" + (f" of {owner}" if owner else "")
    )


def _moment(note: Any, people: list[str]) -> Moment:
    activity, who = int(note["activity"]), people[note["person"]]
    told = _TOLD[activity](note, who) if activity in _TOLD else ACTIVITIES[activity].replace("_", " ")
    return Moment(float(note["time"]), _HAPPENS, told)


def _money(amount: float) -> str:
    return f"{amount:,.0f}"


_TOLD: dict[int, Callable[[Any, str], str]] = {
    REPLIED: lambda note, who: "An automatic reply goes out",
    ATTEMPTED: lambda note, who: "An outside call desk tries to reach it",
    CONTACTED: lambda note, who: "It is reached",
    QUALIFIED: lambda note, who: f"It seems worth a rep's time, score {note['value']:.2f}",
    DISQUALIFIED: lambda note, who: f"It does not seem worth a rep's time, score {note['value']:.2f}",
    NURTURED: lambda note, who: f"Contact is kept, touch {note['value'] + 1:.0f}",
    REACTIVATED: lambda note, who: f"It seems worth a rep's time after all, score {note['value']:.2f}",
    HANDED_OVER: lambda note, who: (
        f"It is handed over to {who}" if who else "No rep has room for it; it waits"
    ),
    ACCEPTED: lambda note, who: f"{who or 'The team'} takes it up",
    IGNORED: lambda note, who: f"{who or 'The team'} lets it lie",
    QUOTED: lambda note, who: (
        "The quote is out" + (", after an error of ours was mended" if note["value"] else "")
    ),
    DISCOUNTED: lambda note, who: f"A discount of {note['value']:.1%} is granted",
    WON: lambda note, who: f"The customer signs for {_money(note['value'])}",
    FOLLOWED_UP: lambda note, who: "The customer has been followed up",
    LOST: lambda note, who: f"It is lost: {REASONS[note['reason']]}",
}
