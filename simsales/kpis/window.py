"""The counted time of a run, and what of a stay or of a person's work lies inside it.

The first `warm_up` hours and the last `follow_up` hours of a log are played and not counted.  What crosses an
edge is cut there: a stay by the clock, work by its person's calendar, on whose curve of hours worked the edge
is interpolated, so that the parts of a piece of work add up to the whole exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.instruments.eventlog import EventLog

Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` up to but not including `until`, in hours of the clock."""

    since: float
    until: float

    @property
    def hours(self) -> float:
        return self.until - self.since

    def has(self, times: Times) -> NDArray[np.bool_]:
        """Which instants lie in the window."""
        return np.logical_and(times >= self.since, times < self.until)

    def accrued(self, times: Times) -> NDArray[np.bool_]:
        """Which postings pay for time in the window: those made when a week of it was over."""
        return (times > self.since) & (times <= self.until)

    def stays(self, begins: Times, ends: Times) -> Times:
        """Hours of each stay that lie in the window; an infinite end is one that never came."""
        return np.asarray(np.maximum(np.minimum(ends, self.until) - np.maximum(begins, self.since), 0.0))


def counted(log: EventLog) -> Window:
    """The window of a log."""
    return Window(log.warm_up, log.horizon - log.follow_up)


def weeks(log: EventLog) -> list[Window]:
    """The counted window, week by week; a last week that is not whole is left out."""
    whole = counted(log)
    count = int(whole.hours / 168.0 + 1e-9)
    return [Window(whole.since + 168.0 * w, whole.since + 168.0 * (w + 1)) for w in range(count)]


class Worked:
    """Hours that somebody's calendar is open between time 0 and an instant."""

    __slots__ = ("_hours", "_times")

    def __init__(self, times: Times, hours: Times) -> None:
        never = not len(times)
        self._times = np.zeros(1) if never else times
        self._hours = np.zeros(1) if never else hours

    @classmethod
    def by(cls, calendar: Calendar | None) -> Worked:
        """The curve of a calendar; without one nobody is ever there."""
        return cls(*((np.zeros(0), np.zeros(0)) if calendar is None else calendar.curve()))

    def at(self, times: Times | float) -> Times:
        """Open hours up to each instant."""
        return np.asarray(np.interp(times, self._times, self._hours))

    def when(self, hours: Times) -> Times:
        """The instants at which so many open hours have passed."""
        return np.asarray(np.interp(hours, self._hours, self._times))

    def between(self, begins: Times | float, ends: Times | float) -> Times:
        """Open hours of each stay."""
        return self.at(ends) - self.at(begins)


def together(calendars: Sequence[Calendar]) -> Worked:
    """The hours in which any of these calendars is open."""
    always = next((calendar for calendar in calendars if calendar.always), None)
    calendars = [calendar for calendar in calendars if calendar.starts]
    if always is not None or not calendars:
        return Worked.by(always)
    starts = np.concatenate([np.asarray(calendar.starts) for calendar in calendars])
    ends = np.concatenate([np.asarray(calendar.ends) for calendar in calendars])
    order = np.argsort(starts, kind="stable")
    starts, latest = starts[order], np.maximum.accumulate(ends[order])
    apart = starts[1:] > latest[:-1]
    starts, ends = starts[np.append(True, apart)], latest[np.append(apart, True)]
    hours = np.cumsum(ends - starts)
    return Worked(
        np.column_stack((starts, ends)).ravel(), np.column_stack((hours - (ends - starts), hours)).ravel()
    )
