"""Time: calendar hours from Monday 00:00 of day 0, and the calendars in which people work.

One year is 52 weeks = 364 days; a quarter has 13 weeks, its months 4, 4 and 5.  A calendar is a sorted list
of open windows; every question is answered by bisection, never by stepping through days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

DAY = 24.0
WEEK = 7 * DAY
YEAR = 52 * WEEK
DAYS_PER_YEAR = 364
_ROUNDING = 1e-9  # h
MONTH_WEEKS = (4, 4, 5) * 4

Window = tuple[float, float]


def month_ends(until: float) -> list[float]:
    """The ends of the months (4, 4 and 5 weeks) up to and including `until`."""
    ends: list[float] = []
    end = 0.0
    while True:
        end += MONTH_WEEKS[len(ends) % 12] * WEEK
        if end > until:
            return ends
        ends.append(end)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The open windows of one week, in hours from Monday 00:00, and the days of the year that are closed."""

    windows: tuple[Window, ...]
    holidays: frozenset[int] = frozenset()

    def until(self, end: float) -> list[Window]:
        """The open windows from time 0 to `end`, holidays left out."""
        weeks = range(int(end // WEEK) + 1)
        opened = ((w * WEEK + a, w * WEEK + b) for w in weeks for a, b in self.windows)
        return [(a, min(b, end)) for a, b in opened if a < end and not self._closed(a)]

    def _closed(self, time: float) -> bool:
        return int(time // DAY) % DAYS_PER_YEAR in self.holidays


def without(windows: Iterable[Window], absences: Sequence[Window]) -> list[Window]:
    """The windows with the absences cut out of them."""
    rest: list[Window] = []
    cuts, first = sorted(absences), 0
    for start, end in sorted(set(windows)):
        while first < len(cuts) and cuts[first][1] <= start:
            first += 1
        for away, back in cuts[first:]:
            if away >= end:
                break
            if start < away:
                rest.append((start, away))
            start = max(start, back)
        if start < end:
            rest.append((start, end))
    return rest


class Calendar:
    """Open windows up to the end of a run.  Work that would end after the last window ends at infinity."""

    __slots__ = ("_worked", "day_hours", "ends", "starts")

    always = False

    def __init__(self, windows: Iterable[Window], day_hours: float = 8.0) -> None:
        ordered = sorted(windows)
        self.starts = [start for start, _ in ordered]
        self.ends = [end for _, end in ordered]
        self._worked = worked = [0.0]
        total = 0.0
        for start, end in ordered:
            total = total + end - start
            worked.append(total)
        self.day_hours = day_hours

    def worked(self, time: float) -> float:
        """Open hours between time 0 and `time`."""
        i = bisect_right(self.starts, time) - 1
        return self._worked[i] + min(time, self.ends[i]) - self.starts[i] if i >= 0 else 0.0

    def hours_between(self, a: float, b: float) -> float:
        """Open hours between two times."""
        return self.worked(b) - self.worked(a)

    def days_between(self, a: float, b: float) -> float:
        """Working days between two times."""
        return (self.worked(b) - self.worked(a)) / self.day_hours

    def finish(self, start: float, hours: float) -> float:
        """When `hours` of work that start at `start` are done."""
        if hours <= 0.0:
            return self.next_open(start)
        starts, ends, worked = self.starts, self.ends, self._worked
        first = bisect_right(starts, start) - 1  # the window that `start` lies in, or the next one
        target = hours
        if first < 0:
            first = 0
        elif start < ends[first]:
            target += worked[first] + start - starts[first]
        else:
            target += worked[first] + ends[first] - starts[first]
            first += 1
        # work that fills a shift exactly ends with it, whatever the rounding of its hours
        i = max(bisect_left(worked, target - _ROUNDING, first) - 1, first)
        return min(starts[i] + target - worked[i], ends[i]) if i < len(starts) else inf

    def next_open(self, time: float) -> float:
        """The first instant at or after `time` that is open."""
        i = bisect_right(self.starts, time) - 1
        if i >= 0 and time < self.ends[i]:
            return time
        return self.starts[i + 1] if i + 1 < len(self.starts) else inf

    def window(self, time: float) -> Window:
        """The window open at `time`, or the next one; ``(inf, inf)`` after the last."""
        i = bisect_right(self.ends, time)
        return (self.starts[i], self.ends[i]) if i < len(self.starts) else (inf, inf)

    def closing(self, time: float) -> float:
        """The end of the window that `time`, an instant of work or its very end, belongs to."""
        i = bisect_left(self.ends, time)
        return self.ends[i] if i < len(self.ends) else inf

    def curve(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Corners of the piecewise linear curve of hours worked against time, for `numpy.interp`."""
        times = np.column_stack((self.starts, self.ends)).ravel()
        worked = np.column_stack((self._worked[:-1], self._worked[1:])).ravel()
        return times, worked


class AlwaysOpen(Calendar):
    """The calendar without weekends and nights: working time is calendar time."""

    __slots__ = ()

    always = True

    def __init__(self) -> None:
        super().__init__([(0.0, inf)], day_hours=DAY)

    def worked(self, time: float) -> float:
        return time

    def finish(self, start: float, hours: float) -> float:
        return start + hours

    def curve(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        horizon = np.array([0.0, 1e9])
        return horizon, horizon
