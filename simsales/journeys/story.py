"""A journey as it is told: what happened to a case from its beginning to its end, in sentences and as a timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from simsales.words.vocabulary import ACTIVITIES, MONEY

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WIDTH = 60
_MINUTE = 1 / 60  # h

# What comes first in one instant.
COMES_IN, ENDS, HAPPENS, OPENS, IS_ASKED, BEGINS = range(6)

#: How an activity is told, by its note and who did it.
Telling = Mapping[int, Callable[[Any, str], str]]


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
    """What one case lived through.  Times are hours from Monday 00:00 of day 0; `end` is when it was over."""

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


def clock(time: float) -> str:
    """A time as people say it: week (from 1), weekday, and time of day."""
    minutes = round(time * 60)
    week, rest = divmod(minutes, 7 * 24 * 60)
    day, rest = divmod(rest, 24 * 60)
    return f"week {week + 1} {_DAYS[day]} {rest // 60:02d}:{rest % 60:02d}"


def money(amount: float) -> str:
    """An amount of money."""
    return f"{amount:,.0f}"


def happened(log: EventLog, cases: list[int], telling: Telling, people: list[str]) -> list[Moment]:
    """What was noted of some cases, money left out."""
    notes = log.notes[np.isin(log.notes["case"], cases) & (log.notes["activity"] != MONEY)]
    return [_moment(note, telling, people) for note in notes]


def _moment(note: Any, telling: Telling, people: list[str]) -> Moment:
    activity, who = int(note["activity"]), people[note["person"]]
    told = telling[activity](note, who) if activity in telling else ACTIVITIES[activity].replace("_", " ")
    return Moment(float(note["time"]), HAPPENS, told)


# --- work ------------------------------------------------------------------------------------------------


def worked(log: EventLog, cases: list[int], people: list[str]) -> tuple[Stretch, ...]:
    """The work on some cases, in the order in which it was asked for."""
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
        yield Moment(piece.asked, IS_ASKED, f"It waits for {piece.task}")
    if isfinite(piece.started):
        waited = f" after {_hours(piece.started - piece.asked)} of waiting" if waits else ""
        yield Moment(piece.started, BEGINS, f"{piece.who} begins {piece.task}{waited}")
    if isfinite(piece.ended) and isfinite(piece.started):
        place = ENDS if piece.ended > piece.started else BEGINS
        yield Moment(piece.ended, place, f"{piece.who} ends {piece.task}, {_hours(piece.hours)} of work")


def _hours(hours: float) -> str:
    if hours < 1.0:
        return f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 48.0 else f"{hours / 24:.1f} days"
