"""Who is away when: leave, planned by seat, and sickness, drawn with the person's luck.

The pattern of leave is assumed: two weeks in summer, staggered by seat, the rest in single weeks over the year.
Sick spells last one to five working days, each length as likely.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from numpy.random import Generator

from simsales.instruments.clock import DAY, WEEK, YEAR, Calendar, Window

_MEAN_SPELL = 3.0
_SUMMER = 26


def leave(calendar: Calendar, seat: int, days: int, end: float) -> list[Window]:
    """Leave of so many working days a year until `end`, in the weeks that suit the seat."""
    return [
        block
        for year in range(int(end // YEAR) + 1)
        for block in _blocks(calendar, year * YEAR, seat, days)
        if block[0] < end
    ]


def sickness(calendar: Calendar, days: float, end: float, luck: Generator) -> list[Window]:
    """Sick spells that take `days` working days a year on average, until `end`."""
    if days <= 0.0:
        return []
    mean_gap = YEAR * _MEAN_SPELL / days
    spells: list[Window] = []
    time = 0.0
    while True:
        time += float(luck.exponential(mean_gap))
        if time >= end:
            return spells
        spells.append(_working_days(calendar, time // DAY * DAY, int(luck.integers(1, 6))))


def _blocks(calendar: Calendar, year: float, seat: int, days: int) -> Iterator[Window]:
    weeks = _weeks(seat)
    length = 10
    while days > 0:
        length = min(length, days)
        yield _working_days(calendar, year + next(weeks) * WEEK, length)
        days -= length
        length = 5


def _weeks(seat: int) -> Iterator[int]:
    """The week of a seat's summer leave, then the weeks of the rest, none of them twice."""
    summer = _SUMMER + 2 * (seat % 5)
    yield summer
    taken = {summer, summer + 1}
    week = 5 + 3 * seat
    while True:
        week = (week + 11) % 52
        while week in taken:
            week = (week + 1) % 52
        taken.add(week)
        yield week


def _working_days(calendar: Calendar, start: float, count: int) -> Window:
    """From `start` to the end of the count-th working day that begins after it.

    Who is not back when the run ends is back later, for an absence without end means that somebody has left the firm.
    """
    opening = calendar.next_open(start)
    last = opening
    for _ in range(count - 1):
        last = calendar.next_open((last // DAY + 1) * DAY)
    if last == inf:
        return start, max((start // DAY + count) * DAY, calendar.ends[-1])
    return start, (last // DAY + 1) * DAY
