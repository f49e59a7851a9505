"""Supervision: managers look at what people do, coach them, and ask for what the firm wants done.

It takes time on both sides: a report each week, and a manager's hours, that stand in the queue like any other work.
Whom nobody found time to look at in the last four weeks is asked for nothing: control ends where managers' time does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simsales.company.people.tenure import is_employed
from simsales.instruments.clock import WEEK
from simsales.instruments.eventlog import case_number
from simsales.instruments.kernel import AT_ONCE, Story, Waiting
from simsales.instruments.work import WorkStep
from simsales.policies.control import Supervision as Control
from simsales.responses.effort import Efforts
from simsales.scenario.consistency_motivation import choosers
from simsales.words.records import Case, new_case
from simsales.words.vocabulary import BACKGROUND, REPORTING, SUPERVISION, TALK_EVENT

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario
    from simsales.words.records import Person

TalkStory = Callable[["Talk", "Company"], Story]

_WEEKS = 4
_LAST_OF_ALL = 9  # level of a talk in a manager's queue


@dataclass(slots=True)
class Talk:
    """Whom a manager talks to each week, and in which of the last weeks one did."""

    person: Person
    case: Case
    natural: float  # skill without coaching
    seen: list[bool] = field(default_factory=lambda: [True] * _WEEKS)
    open: bool = False


class Supervision:
    """Who is supervised, how closely, and what is asked of them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel = company.kernel
        self._talks: dict[Person, Talk] = {}
        # how long they take is said when they are asked for
        self._report, self._look = WorkStep(REPORTING, 0.0, 0), WorkStep(SUPERVISION, 0.0, 0, _LAST_OF_ALL)
        #: Whether anybody is ever supervised.
        self.active = any(s.control != "skip" for _, _, s in company.epochs)

    def adopt(self, scenario: Scenario) -> None:
        """Control from now on as `scenario` says."""
        control = scenario.control
        self._control: Control | None = control if scenario.switches.control and control != "skip" else None
        self._controlled = scenario.motivation.controlled
        self._teams = choosers(scenario)

    def open(self, story: TalkStory) -> None:
        """Begin the weeks: everybody who is supervised lives `story` in each."""
        self._story = story
        if self.active:
            self._kernel.at(0.0, TALK_EVENT, self._monday)

    # --- each week -----------------------------------------------------------------------------------

    def _monday(self, _: object) -> None:
        for talk in self._talks.values():
            talk.seen = [*talk.seen[1:], False]
            self._forget(talk)
        for person in self._supervised():
            talk = self._talks.get(person) or self._get_to_know(person)
            if not talk.open:  # one that is still waited for is not asked for twice
                talk.open = True
                self._kernel.start(talk.case, self._story(talk, self._company))
        self._kernel.at(self._kernel.now + WEEK, TALK_EVENT, self._monday)

    def _supervised(self) -> list[Person]:
        """Those whom managers have a place for in their span: owners of deals, then of customers, newcomers last."""
        control, now = self._control, self._kernel.now
        if control is None:
            return []
        managers = sum(is_employed(each, now) for each in self._company.teams[control.team].people)
        there = [p for name in self._teams for p in self._company.teams[name].people if is_employed(p, now)]
        return there[: int(control.span * managers)]

    def _get_to_know(self, person: Person) -> Talk:
        case = new_case(person.number, [1.0], _LAST_OF_ALL)
        case.number = case_number(BACKGROUND, person.number)
        talk = self._talks[person] = Talk(person, case, person.skill)
        return talk

    def report(self, talk: Talk) -> Waiting:
        """The person tells what they did."""
        hours = 0.0 if self._control is None else self._control.reporting()
        if not hours:
            return AT_ONCE
        desk = self._company.teams[talk.person.role].desk_of(talk.person, self._kernel.now)
        return desk.work(talk.case, self._report, hours)

    def look(self, talk: Talk) -> Waiting:
        """A manager looks at what they did, and coaches them."""
        control = self._control
        hours = 0.0 if control is None else control.monitoring() + control.coaching
        if control is None or not hours:
            return AT_ONCE
        return self._company.teams[control.team].desk.work(talk.case, self._look, hours)

    def conclude(self, talk: Talk) -> None:
        """They have talked: the person was seen, and is a little better at it."""
        talk.open = False
        talk.seen[-1] = True
        control = self._control
        if control is None or not control.coaching:
            return
        skill = self._controlled.coached(talk.person.skill, control.coaching)
        _become(talk.person, skill)
        self._company.morale.coached(talk.person, control.coaching)

    def _forget(self, talk: Talk) -> None:
        """A week has passed: what coaching added fades a little."""
        if talk.person.skill != talk.natural:
            times = WEEK / self._controlled.fades.calendar_hours
            _become(talk.person, self._controlled.faded(talk.person.skill, talk.natural, times))

    # --- what it does --------------------------------------------------------------------------------

    def observed(self, person: Person) -> float:
        """Share of the last weeks in which a manager looked at what somebody did."""
        talk = self._talks.get(person)
        return 0.0 if talk is None else sum(talk.seen) / _WEEKS

    def weight(self, person: Person) -> float:
        """How much it counts for somebody what they are seen to do, against what comes of it."""
        return 0.0 if self._control is None else self._control.behaviour * self.observed(person)

    def asks(self, person: Person) -> Efforts:
        """What draws somebody to each task because a manager asks for it."""
        if self._control is None:
            return Efforts(0.0, 0.0)
        asked = self._control.asks(self.observed(person))
        return Efforts(self._controlled.obeyed(asked.hunting), self._controlled.obeyed(asked.farming))

    def least(self, person: Person) -> float:
        """Farming over the usual below which a target lets nobody fall who is seen."""
        return 0.0 if self._control is None else self._control.least(self.observed(person))

    def substance(self, person: Person) -> float:
        """Part of a contact that is really made."""
        if self._control is None:
            return 1.0
        return self._controlled.substance(self.weight(person), self._control.quality)

    def autonomy(self, person: Person) -> float:
        """What being watched takes of somebody's autonomy, 0 to -1."""
        if self._control is None:
            return 0.0
        return self._controlled.autonomy(self.weight(person), self._control.coaching)

    @property
    def coaching(self) -> float:
        """Hours of coaching a week."""
        return 0.0 if self._control is None else self._control.coaching


def _become(person: Person, skill: float) -> None:
    """A person is so good from now on, at every product in proportion."""
    person.expertise = tuple(each * skill / person.skill for each in person.expertise)
    person.skill = skill
