"""Staffing: people are found for seats, before the run for those who are settled and inside it for successors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from simsales.company.people.absences import leave, sickness
from simsales.company.people.attrition import anybody_quits
from simsales.company.people.pods import Pod, PodDesk
from simsales.company.people.rotas import Epoch, Rotas, united
from simsales.company.people.teams import TeamOfDesks
from simsales.company.people.tenure import leaves_at
from simsales.instruments.clock import DAY, AlwaysOpen, Calendar, Window, without
from simsales.instruments.desk import Desk
from simsales.instruments.eventlog import Crew
from simsales.instruments.law import Law
from simsales.instruments.queues import DISCIPLINES
from simsales.policies.handoff import AcceptAll, PlainHandoff
from simsales.scenario.organisation import available, pods_of
from simsales.words.records import Person, set_pace

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.instruments.luck import Luck
    from simsales.scenario.company import Team
    from simsales.scenario.model import Scenario

_PRODUCTS_AT_MOST = 16
_LONG_ABSENCE = 2 * DAY
#: Skill by product of people who do not differ.
_ALIKE = (1.0,) * _PRODUCTS_AT_MOST


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
        #: Which seats there are, and their shifts.
        self.rotas = Rotas(epochs)
        self._experience_counts = not all(
            isinstance(scenario.handoff, AcceptAll | PlainHandoff) for _, _, scenario in epochs
        )

    def teams(self) -> dict[str, TeamOfDesks]:
        """All teams by name, with their desks open."""
        names = dict.fromkeys(name for _, _, scenario in self._epochs for name in scenario.people)
        return {name: self._team(name) for name in sorted(names)}

    def _team(self, name: str) -> TeamOfDesks:
        first = self.described(name)
        seats = range(self.rotas.seats(name))
        people = [person for seat in seats for person in self._occupants(name, seat)]
        owned = first.queue == "owner"
        if owned and people:
            desks = [self._desk(name, first, f"{name} {each.seat + 1}", [each]) for each in people]
        else:
            desks = self._pods(name, first, people)
        desk = desks[0] if owned or len(desks) == 1 else self._all_pods(name, desks)
        team = TeamOfDesks(name, people, desks, owned, desk, self._base.day_hours)
        for person in people:
            self._enter(person, next(each for each in desks if person in each.people))
            team.arrange_deputy(person, self._kernel, self._end)
        return team

    def _pods(self, name: str, team: Team, people: list[Person]) -> list[Desk]:
        """As many desks as a team ever has pods; each with its people in the first scenario."""
        most = max(pods_of(scenario, name) for _, _, scenario in self._epochs)
        if most == 1:
            return [self._desk(name, team, name, people)]
        now = pods_of(self._epochs[0][2], name)
        members = [[person for person in people if person.seat % now == pod] for pod in range(most)]
        titles = (f"{name} pod {pod + 1}" for pod in range(most))
        return [self._desk(name, team, *each, Pod) for each in zip(titles, members, strict=True)]

    def _all_pods(self, name: str, desks: list[Desk]) -> PodDesk:
        count = pods_of(self._epochs[0][2], name)
        pods = [desk for desk in desks if isinstance(desk, Pod)]
        return PodDesk(name, self._kernel, self._log, self._base, pods, count)

    def described(self, name: str) -> Team:
        """A team as it is described first."""
        return next(s.people[name] for _, _, s in self._epochs if name in s.people)

    def _occupants(self, name: str, seat: int) -> Iterator[Person]:
        """The people who hold a seat one after another: whoever is let go does not come back.

        Where people quit only the first is settled; who comes after is known when a seat is to be filled.
        """
        for ordinal, (begin, end) in enumerate(self.rotas.spans(name, seat)):
            if ordinal == 0 or not anybody_quits(self._epochs, name):
                yield self._person(name, seat, ordinal, begin, end if end < self._end else inf)

    def _desk(self, name: str, team: Team, title: str, people: list[Person], kind: type[Desk] = Desk) -> Desk:
        number = len(self._log.desks)
        self._log.desks.append(title)
        self._log.team_of_desk[title] = name
        queue = DISCIPLINES[team.discipline]()
        return kind(number, title, self._kernel, self._log, self._base, queue, people)

    def _enter(self, person: Person, desk: Desk) -> None:
        self._log.people.append(
            Crew(
                person.number,
                person.role,
                desk.name,
                person.seat,
                person.skill,
                1.0 / person.stretch,
                person.calendar,
                person.expertise,
                person.hired,
                leaves_at(person),
            )
        )

    # --- inside the run ------------------------------------------------------------------------------

    def hire(self, team: TeamOfDesks, seat: int, ordinal: int, leaves: float) -> Person:
        """Somebody new takes a seat now, until a date does away with it."""
        now, described = self._kernel.now, self.described(team.name)
        person = self._person(team.name, seat, ordinal, now, leaves if leaves < self._end else inf)
        desk = team.desk_of_seat(seat)
        if team.owned:
            desk = self._desk(team.name, described, f"{team.name} {seat + 1}", [person])
        team.welcome(person, desk, now)
        self._enter(person, desk)
        team.arrange_deputy(person, self._kernel, self._end)
        return person

    def end_contract(self, person: Person) -> None:
        """A person's time with the firm ends now: they have no leave and no shift any more."""
        now, calendar = self._kernel.now, person.calendar
        if calendar.always:
            windows: list[Window] = [(person.hired, now)]
        else:
            windows = [
                (start, min(end, now))
                for start, end in zip(calendar.starts, calendar.ends, strict=True)
                if start < now
            ]
        person.calendar = Calendar(windows, self._base.day_hours)
        person.absences = [*(each for each in person.absences if each[0] < now), (now, inf)]
        crew = self._log.people[person.number]
        self._log.people[person.number] = replace(crew, calendar=person.calendar, left=now)

    # --- a person ------------------------------------------------------------------------------------

    def _person(self, name: str, seat: int, ordinal: int, hired: float, leaves: float) -> Person:
        scenario = next(s for start, end, s in self._epochs if start <= hired < end)
        team = scenario.people[name]
        person = Person()
        person.number = self._number
        self._number += 1
        person.role, person.seat, person.hired = name, seat, hired
        self._give_skill(person, scenario, team, ordinal)
        person.trust = scenario.market.pursuit.first_belief
        person.case, person.open_cases, person.load, person.sold = None, 0, 0.0, 0.0
        person.hunting = person.farming = person.odds = person.hurry = person.spacing = 1.0
        person.substance = person.drive = 1.0
        person.mood, person.busy = None, 0.0
        person.practice = _practice(scenario, team, hired)
        set_pace(person, available(scenario, name))
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
        if hired == 0.0 and leaves >= self._end and self.rotas.never_rests(person.role, person.seat):
            person.calendar, person.absences = AlwaysOpen(), []
            return
        windows = self.rotas.windows(person.role, person.seat, hired, min(leaves, self._end))
        calendar = Calendar(windows, self._base.day_hours)
        team = scenario.people[person.role]
        absences: list[Window] = []
        if scenario.switches.absence and windows:  # who comes after the last shift is not away from any
            draws = self._luck.stream("person.sickness", crc32(person.role.encode()), person.seat, ordinal)
            absences = leave(calendar, person.seat, team.leave_days, self._end)
            absences += sickness(calendar, team.sick_days, self._end, draws)
            absences = [each for each in absences if each[0] >= hired]  # who is not here yet is not away
        person.calendar = Calendar(without(windows, absences), self._base.day_hours) if absences else calendar
        long = [(a, b) for a, b in united(absences) if b - a > _LONG_ABSENCE and b > hired and a < leaves]
        person.absences = [*long, (leaves, inf)] if leaves < self._end else long


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
