"""Rotas: which seats a team has, and when whoever holds one is there, over all dated changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING

from simsales.instruments.clock import DAY, Pattern, Window

if TYPE_CHECKING:
    from simsales.scenario.company import Team
    from simsales.scenario.model import Scenario
    from simsales.scenario.shifts import ShiftTable

#: A scenario and the times between which it is in force.
Epoch = tuple[float, float, "Scenario"]


class Rotas:
    """The shifts of every seat until the end of a run."""

    def __init__(self, epochs: Sequence[Epoch]) -> None:
        self._epochs = epochs
        self._end = epochs[-1][1]
        self._patterns: dict[Pattern, list[Window]] = {}

    def seats(self, name: str) -> int:
        """The most seats that a team ever has."""
        return max(s.people[name].size if name in s.people else 0 for _, _, s in self._epochs)

    def spans(self, name: str, seat: int) -> Iterator[Window]:
        """From when to when there is a seat; the last span ends with the run."""
        begin = None
        for start, _, scenario in [*self._epochs, (self._end, inf, None)]:
            there = scenario is not None and name in scenario.people and seat < scenario.people[name].size
            if there and begin is None:
                begin = start
            if not there and begin is not None:
                yield begin, start
                begin = None

    def never_rests(self, name: str, seat: int) -> bool:
        """Whether a seat is worked around the clock by one shift that no date changes."""
        if len(self._epochs) > 1:
            return False
        return seat_pattern(*shift_of(self._epochs[0][2].people[name], seat)) is None

    def windows(self, name: str, seat: int, begin: float, end: float) -> list[Window]:
        """When whoever holds a seat between two instants is there."""
        parts: list[Window] = []
        for start, stop, scenario in self._epochs:
            since, until = max(start, begin), min(stop, end)
            if since >= until or name not in scenario.people:
                continue
            shift, place, count = shift_of(scenario.people[name], seat)
            pattern = seat_pattern(shift, place, count)
            holidays = (
                frozenset[int]()
                if pattern is None or shift.days > 5
                else frozenset(scenario.calendar.holidays)
            )
            windows = self._opened(Pattern(pattern or ((0.0, 7 * DAY),), holidays))
            if since > 0.0 or until < self._end:
                windows = [(max(a, since), min(b, until)) for a, b in windows if a < until and b > since]
            parts += windows
        return parts

    def _opened(self, pattern: Pattern) -> list[Window]:
        """The windows of a pattern over the whole run; colleagues share them."""
        if pattern not in self._patterns:
            self._patterns[pattern] = pattern.until(self._end)
        return self._patterns[pattern]


def shift_of(team: Team, seat: int) -> tuple[ShiftTable, int, int]:
    """A seat's shift, its place among those who share the shift, and how many they are."""
    for group in team.groups:
        if seat < group.count:
            return group.shift, seat, group.count
        seat -= group.count
    return team.shift, seat, max(team.count, seat + 1)


def seat_pattern(shift: ShiftTable, place: int, count: int) -> tuple[Window, ...] | None:
    """The weekly windows of one seat; None when it works around the clock."""
    opened = shift.closes - shift.opens
    hours = min(shift.hours, opened)
    if hours >= 24.0 and min(shift.days, shift.days_each) == 7:
        return None
    spare = opened - hours
    start = shift.opens + (spare * place / (count - 1) if count > 1 else 0.0)
    first = place * shift.days // max(count, 1) if shift.days_each < shift.days else 0
    days = sorted(
        (shift.first_day + (first + d) % shift.days) % 7 for d in range(min(shift.days, shift.days_each))
    )
    return tuple((d * DAY + start, d * DAY + start + hours) for d in days)


def united(windows: list[Window]) -> list[Window]:
    """Overlapping or touching windows made one."""
    merged: list[Window] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
