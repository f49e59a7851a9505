"""Teams as the company uses them: their people, the desks they sit at, and who stands in for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simsales.company.people.pods import PodDesk
from simsales.company.people.rotas import united
from simsales.company.people.tenure import away_at, is_employed, leaves_at
from simsales.instruments.clock import DAY, AlwaysOpen, Calendar, Pattern, Window
from simsales.words.vocabulary import QUEUE_HAND_OVER_EVENT

if TYPE_CHECKING:
    from simsales.instruments.desk import Desk
    from simsales.instruments.kernel import Kernel
    from simsales.scenario.model import Scenario
    from simsales.words.records import Person


def base_calendar(scenario: Scenario, end: float) -> Calendar:
    """The calendar in which working time is counted."""
    table = scenario.calendar
    if table.kind == "always":
        return AlwaysOpen()
    opened = tuple((d * DAY + table.opens, d * DAY + table.opens + table.hours) for d in range(table.days))
    return Calendar(Pattern(opened, frozenset(table.holidays)).until(end), table.hours)


@dataclass(slots=True)
class TeamOfDesks:
    """A team as the company uses it: everybody who ever belonged to it, and one desk or one per person."""

    name: str
    people: list[Person]
    desks: list[Desk]
    owned: bool
    desk: Desk  # the pooled one, that of all pods, or the first person's
    _day_hours: float
    _coverage: Calendar | None = field(default=None, init=False)

    @property
    def coverage(self) -> Calendar:
        """When anybody at all is there."""
        if self._coverage is None:
            always = any(person.calendar.always for person in self.people)
            windows = [] if always else united([w for p in self.people for w in _windows_of(p)])
            self._coverage = AlwaysOpen() if always else Calendar(windows, self._day_hours)
        return self._coverage

    def employed(self, now: float) -> list[Person]:
        """Those who belong to the team now, on leave or not; those who did where nobody does."""
        here = [person for person in self.people if is_employed(person, now)]
        return here or [person for person in self.people if person.hired <= now]

    def desk_of(self, person: Person, now: float) -> Desk:
        """Where a person's cases are worked on now: their own desk, or a deputy's during a long absence."""
        if not self.owned:
            return self.desk
        if away_at(person, now):
            return self.deputy(person, now)
        return self.desks[self.people.index(person)]

    def desk_near(self, owner: Person | None) -> Desk:
        """Where the team works for a deal of `owner`: in the owner's pod, or at the one desk that it has."""
        desk = self.desk
        return desk.near(owner) if owner is not None and isinstance(desk, PodDesk) else desk

    def desk_of_seat(self, seat: int) -> Desk:
        """Where whoever holds a seat of a team with a common queue sits."""
        return self.desk.of_seat(seat) if isinstance(self.desk, PodDesk) else self.desk

    def divide(self, pods: int) -> None:
        """Work in so many pods from now on."""
        if isinstance(self.desk, PodDesk):
            self.desk.divide(pods)

    def least_loaded(self, now: float) -> Person | None:
        """Whoever is there with the fewest cases waiting; None where nobody is."""
        there = [i for i, person in enumerate(self.people) if not away_at(person, now)]
        best = min(there, key=lambda i: (self.desks[i].backlog(), i), default=None)
        return None if best is None else self.people[best]

    def deputy(self, person: Person, now: float) -> Desk:
        """The desk of the least-loaded colleague who is there; the person's own where nobody is.

        Whoever has left for good is stood in for by a colleague on leave, too.
        """
        others = [i for i, p in enumerate(self.people) if p is not person]
        there = [i for i in others if not away_at(self.people[i], now)]
        if not there and leaves_at(person) <= now:
            there = [i for i in others if is_employed(self.people[i], now)]
        best = min(there, key=lambda i: (self.desks[i].backlog(), self.people[i].open_cases, i), default=None)
        return self.desks[self.people.index(person) if best is None else best]

    # --- long absences, and people who leave and come ------------------------------------------------

    def arrange_deputy(self, person: Person, kernel: Kernel, end: float) -> None:
        """Whoever has a desk of their own is stood in for whenever they are away for long, and so is a pod."""
        if isinstance(self.desk, PodDesk):
            self.desk.expect_absences(person, end)
        if not self.owned:
            return
        self._desk_of_theirs(person).deputy = lambda absent: self.deputy(absent, kernel.now)
        for away, _ in person.absences:
            if kernel.now <= away < end:
                rank = QUEUE_HAND_OVER_EVENT + person.number
                kernel.at(away, rank, lambda absent: self.hand_queue_over(absent, kernel.now), person)

    def hand_queue_over(self, person: Person, now: float) -> Desk:
        """What waits for an absent person waits for a deputy instead: the deputy's desk."""
        own, other = self._desk_of_theirs(person), self.deputy(person, now)
        if other is not own:
            own.pass_queue_to(other)
        return other

    def part_with(self, person: Person, now: float) -> None:
        """A person is gone for good: what they worked on and what waited for them goes to colleagues."""
        self._coverage = None
        own = self._desk_of_theirs(person)
        own.part_with(person)
        if self.owned:
            other = self.hand_queue_over(person, now)
            self.desk = other if self.desk is own else self.desk

    def welcome(self, person: Person, desk: Desk, now: float) -> None:
        """A person joins at a desk, and takes up what nobody was there for when a colleague left."""
        self._coverage = None
        if self.owned:
            for other, left in zip(self.people, self.desks, strict=True):
                if left.queued and leaves_at(other) <= now:
                    left.pass_queue_to(desk)
            self.desk = desk if leaves_at(self.people[self.desks.index(self.desk)]) <= now else self.desk
            self.desks.append(desk)
        else:
            desk.join(person)
            desk.serve()
        self.people.append(person)

    def _desk_of_theirs(self, person: Person) -> Desk:
        return self.desks[self.people.index(person)] if self.owned else self.desk


def _windows_of(person: Person) -> list[Window]:
    return list(zip(person.calendar.starts, person.calendar.ends, strict=True))
