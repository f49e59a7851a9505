"""The people of a company: seats, shifts and calendars over all dated changes, and the desks they sit at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from simsales.company.people.absences import leave, sickness
from simsales.company.people.attrition import Stay, anybody_quits, stays
from simsales.instruments.clock import DAY, YEAR, AlwaysOpen, Calendar, Pattern, Window, without
from simsales.instruments.desk import Desk
from simsales.instruments.eventlog import Crew
from simsales.instruments.law import Law
from simsales.instruments.queues import DISCIPLINES
from simsales.policies.handoff import AcceptAll, PlainHandoff
from simsales.words.records import Person, set_pace
from simsales.words.vocabulary import QUEUE_HAND_OVER_EVENT, QUIT

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.instruments.luck import Luck
    from simsales.scenario.company import ShiftTable, Team
    from simsales.scenario.model import Scenario

#: A scenario and the times between which it is in force.
Epoch = tuple[float, float, "Scenario"]

_PRODUCTS_AT_MOST = 16
_LONG_ABSENCE = 2 * DAY
#: Skill by product of people who do not differ.
_ALIKE = (1.0,) * _PRODUCTS_AT_MOST


def base_calendar(scenario: Scenario, end: float) -> Calendar:
    """The calendar in which working time is counted."""
    table = scenario.calendar
    if table.kind == "always":
        return AlwaysOpen()
    opened = tuple((d * DAY + table.opens, d * DAY + table.opens + table.hours) for d in range(table.days))
    return Calendar(Pattern(opened, frozenset(table.holidays)).until(end), table.hours)


@dataclass(frozen=True, slots=True)
class TeamOfDesks:
    """A team as the company uses it: its people, and one desk or one per person."""

    name: str
    people: list[Person]
    desks: list[Desk]
    owned: bool
    desk: Desk  # the pooled one, or the first person's
    coverage: Calendar  # when anybody at all is there

    def desk_of(self, person: Person, now: float) -> Desk:
        """Where a person's cases are worked on now: their own desk, or a deputy's during a long absence."""
        index = self.people.index(person) if self.owned else 0
        if self.owned and away_at(person, now):
            return self.deputy(person, now)
        return self.desks[index]

    def least_loaded(self, now: float) -> Person | None:
        """Whoever is there with the fewest cases waiting; None where nobody is."""
        there = [i for i, person in enumerate(self.people) if not away_at(person, now)]
        best = min(there, key=lambda i: (self.desks[i].backlog(), i), default=None)
        return None if best is None else self.people[best]

    def deputy(self, person: Person, now: float) -> Desk:
        """The desk of the least-loaded colleague who is there; the person's own where nobody is."""
        there = [i for i, p in enumerate(self.people) if p is not person and not away_at(p, now)]
        best = min(there, key=lambda i: (self.desks[i].backlog(), self.people[i].open_cases, i), default=None)
        return self.desks[self.people.index(person) if best is None else best]


def away_at(person: Person, time: float) -> bool:
    """Whether a person is on a long absence, not hired yet, or gone."""
    if time < person.hired:
        return True
    for away, back in person.absences:
        if away <= time < back:
            return True
        if away > time:
            break
    return False


class Staffing:
    """Fills the seats of every team, for the whole run and over all dated changes."""

    def __init__(
        self, epochs: Sequence[Epoch], luck: Luck, kernel: Kernel, log: EventLog, base: Calendar
    ) -> None:
        self._epochs = epochs
        self._end = epochs[-1][1]
        self._luck = luck
        self._kernel = kernel
        self._log = log
        self._base = base
        self._number = 0
        self._patterns: dict[Pattern, list[Window]] = {}
        self._experience_counts = not all(
            isinstance(scenario.handoff, AcceptAll | PlainHandoff) for _, _, scenario in epochs
        )

    def teams(self) -> dict[str, TeamOfDesks]:
        """All teams by name, with their desks open."""
        names = dict.fromkeys(name for _, _, scenario in self._epochs for name in scenario.people)
        return {name: self._team(name) for name in sorted(names)}

    def _team(self, name: str) -> TeamOfDesks:
        first = next(s.people[name] for _, _, s in self._epochs if name in s.people)
        people = [person for seat in range(self._seats(name)) for person in self._occupants(name, seat)]
        owned = first.queue == "owner"
        groups = [[person] for person in people] if owned and people else [people]
        desks = [self._desk(name, first, group) for group in groups]
        coverage = Calendar(_union([w for p in people for w in _windows_of(p)]), self._base.day_hours)
        if any(p.calendar.always for p in people):
            coverage = AlwaysOpen()
        team = TeamOfDesks(name, people, desks, owned, desks[0], coverage)
        for person in people:
            self._log.people.append(
                Crew(
                    person.number,
                    name,
                    desks[people.index(person)].name if owned else name,
                    person.seat,
                    person.skill,
                    1.0 / person.stretch,
                    person.calendar,
                    person.expertise,
                )
            )
        if owned and people:
            self._arrange_deputies(team)
        return team

    def _desk(self, name: str, team: Team, people: list[Person]) -> Desk:
        number = len(self._log.desks)
        title = f"{name} {people[0].seat + 1}" if team.queue == "owner" and people else name
        self._log.desks.append(title)
        return Desk(
            number, title, self._kernel, self._log, self._base, DISCIPLINES[team.discipline](), people
        )

    def _arrange_deputies(self, team: TeamOfDesks) -> None:
        def hand_queue_over(person: Person) -> None:
            now = self._kernel.now
            own = team.desks[team.people.index(person)]
            other = team.deputy(person, now)
            if other is not own:
                own.pass_queue_to(other)

        for person, desk in zip(team.people, team.desks, strict=True):
            desk.deputy = lambda absent: team.deputy(absent, self._kernel.now)
            for away, _ in person.absences:
                if away < self._end:
                    self._kernel.at(away, QUEUE_HAND_OVER_EVENT + person.number, hand_queue_over, person)

    # --- seats ---------------------------------------------------------------------------------------

    def _seats(self, name: str) -> int:
        return max(s.people[name].size if name in s.people else 0 for _, _, s in self._epochs)

    def _occupants(self, name: str, seat: int) -> Iterator[Person]:
        """The people who hold a seat one after another: whoever is let go does not come back."""
        ordinal, begin = 0, None
        for start, _, scenario in [*self._epochs, (self._end, inf, None)]:
            filled = scenario is not None and name in scenario.people and seat < scenario.people[name].size
            if filled and begin is None:
                begin = start
            if not filled and begin is not None:
                for stay in self._stays(name, seat, ordinal, begin, start):
                    ends = stay.ends if stay.ends < self._end else inf
                    yield self._person(name, seat, ordinal, stay.begins, ends)
                    if stay.quits:
                        self._log.note(stay.ends, -1, QUIT, person=self._number - 1)
                    ordinal += 1
                begin = None

    def _stays(self, name: str, seat: int, ordinal: int, begin: float, end: float) -> Iterable[Stay]:
        if not anybody_quits(self._epochs, name):
            return [Stay(begin, end, quits=False)]
        luck = self._luck.stream("person.tenure", crc32(name.encode()), seat, ordinal)
        return stays(self._epochs, name, begin, end, luck, self._base)

    def _person(self, name: str, seat: int, ordinal: int, hired: float, leaves: float) -> Person:
        scenario = next(s for start, end, s in self._epochs if start <= hired < end)
        team = scenario.people[name]
        person = Person()
        person.number = self._number
        self._number += 1
        person.role, person.seat, person.hired = name, seat, hired
        self._give_skill(person, scenario, team, ordinal)
        person.trust = scenario.market.pursuit.first_belief
        person.case, person.open_cases, person.load = None, 0, 0.0
        person.hunting = person.farming = person.odds = person.hurry = person.spacing = 1.0
        person.substance = person.drive = 1.0
        person.mood, person.busy = None, 0.0
        person.practice = _practice(scenario, team, hired)
        set_pace(person, team.available)
        self._give_calendar(person, scenario, hired, leaves, ordinal)
        return person

    def _give_skill(self, person: Person, scenario: Scenario, team: Team, ordinal: int) -> None:
        """What a person is good at, and how experienced; all are alike where nothing depends on it."""
        skilled = scenario.switches.skill
        if not skilled and not self._experience_counts:
            person.skill, person.expertise, person.experience = 1.0, _ALIKE, 0.0
            return
        stream = self._luck.stream("person.attributes", crc32(person.role.encode()), person.seat, ordinal)
        quantile, experience, *affinity = stream.random(2 + _PRODUCTS_AT_MOST)
        person.skill = team.skill.law(float).at(quantile) if skilled else 1.0
        spread = (
            Law("lognormal", 1.0, team.expertise_cv) if skilled and team.expertise_cv else Law("fixed", 1.0)
        )
        person.expertise = tuple((person.skill * spread.unit(np.array(affinity))).tolist())
        person.experience = (experience - 0.5) * 12.0**0.5

    def _give_calendar(
        self, person: Person, scenario: Scenario, hired: float, leaves: float, ordinal: int
    ) -> None:
        windows = self._windows(person.role, person.seat, hired, min(leaves, self._end))
        if windows is None:
            person.calendar, person.absences = AlwaysOpen(), []
            return
        calendar = Calendar(windows, self._base.day_hours)
        team = scenario.people[person.role]
        absences: list[Window] = []
        if scenario.switches.absence:
            draws = self._luck.stream("person.sickness", crc32(person.role.encode()), person.seat, ordinal)
            absences = leave(calendar, person.seat, team.leave_days, self._end)
            absences += sickness(calendar, team.sick_days, self._end, draws)
        person.calendar = Calendar(without(windows, absences), self._base.day_hours) if absences else calendar
        long = [(a, b) for a, b in _union(absences) if b - a > _LONG_ABSENCE and b > hired and a < leaves]
        person.absences = [*long, (leaves, inf)] if leaves < self._end else long

    def _windows(self, name: str, seat: int, hired: float, leaves: float) -> list[Window] | None:
        """Shift windows of a seat over all dated changes; None for people who never rest."""
        parts: list[Window] = []
        for start, end, scenario in self._epochs:
            since, until = max(start, hired), min(end, leaves)
            if since >= until or name not in scenario.people:
                continue
            shift, place, count = shift_of(scenario.people[name], seat)
            pattern = seat_pattern(shift, place, count)
            if pattern is None and hired == 0.0 and leaves >= self._end and len(self._epochs) == 1:
                return None
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


def _practice(scenario: Scenario, team: Team, hired: float) -> Callable[[float], float] | None:
    """The factor on a person's hours while they learn: a newcomer's ramp, or a changed process."""
    if not scenario.switches.learning:
        return None
    if hired > 0.0:
        ramp = team.ramp
        return lambda now: 1.0 / ramp.productivity(now - hired)
    process = scenario.selling.process
    if process == "skip" or process.changed is None:
        return None
    since, relearning, cases = process.changed.calendar_hours, process.relearning, [0]

    def relearn(now: float) -> float:
        if now < since:
            return 1.0
        cases[0] += 1
        return relearning.factor(cases[0])

    return relearn


def _windows_of(person: Person) -> list[Window]:
    return list(zip(person.calendar.starts, person.calendar.ends, strict=True))


def _union(windows: list[Window]) -> list[Window]:
    """Overlapping or touching windows made one."""
    merged: list[Window] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


__all__ = ["YEAR", "Epoch", "Staffing", "TeamOfDesks", "away_at", "base_calendar"]
