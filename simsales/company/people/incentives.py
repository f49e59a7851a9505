"""What moves people: each Monday everybody who owns deals or customers chooses the effort of the week.

They weigh what their plan pays for one more sale and what their manager asks for against what effort costs them
(`simsales.responses.effort`).  Without pay by results, control or moods everybody gives the usual effort, and nothing
differs from a company whose people do not respond at all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simsales.company.people.tenure import is_employed
from simsales.instruments.clock import WEEK
from simsales.responses.advancing import GATES
from simsales.responses.effort import Achieving, Choosing, Efforts
from simsales.scenario.consistency_motivation import choosers
from simsales.scenario.staffing import team_of_owners
from simsales.words.vocabulary import EFFORT_EVENT

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario
    from simsales.scenario.motivation import Motivation
    from simsales.words.records import Person

#: A row for each person and week: effort over the usual, what one more EUR of sales was worth, and how far the period
#: had come, EUR; 0 where nothing is paid by results.
COLUMNS = {
    "time": "f8",
    "person": "i4",
    "hunting": "f8",
    "farming": "f8",
    "worth": "f8",
    "sales": "f8",
    "quota": "f8",
}
#: Weeks over which effort brings leads.
_WEEKS_OF_FEED = 8
_LEAST_CARE = 0.05  # who gives less than that makes customers wait as if it were that, and no longer


class Incentives:
    """Who tries how hard."""

    #: Factor on the flow of leads, of the sales team's mean effort over eight weeks.
    feed = 1.0

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log = company.kernel, company.log
        #: Whether anybody ever chooses.
        self.active = any(s.motivation.choosing != "skip" for _, _, s in company.epochs)
        self._past: deque[float] = deque([1.0] * _WEEKS_OF_FEED, _WEEKS_OF_FEED)
        if self.active:
            self._enter = self._log.open("efforts", COLUMNS)
            self._kernel.at(0.0, EFFORT_EVENT, self._monday)

    def adopt(self, scenario: Scenario) -> None:
        """Choose from now on as `scenario` says."""
        choosing = scenario.motivation.choosing
        self._choosing: Choosing | None = None
        if choosing != "skip" and scenario.switches.effort:
            self._choosing = choosing
        self._achieving: Achieving = scenario.motivation.achieving
        self._sellers = team_of_owners(scenario)
        self._choosers = choosers(scenario)

    def ever_feed(self, source: str) -> bool:
        """Whether people's effort ever moves the flow of a source's leads."""
        return next(self._feeding(source), None) is not None

    def reach(self, source: str) -> float:
        """How many times its usual leads a source may ever bring, by people's effort."""
        return max((_highest_flow(table) for table in self._feeding(source)), default=1.0)

    def _feeding(self, source: str) -> Iterator[Motivation]:
        for _, _, scenario in self._company.epochs:
            if scenario.motivation.choosing != "skip" and source in scenario.motivation.fed:
                yield scenario.motivation

    # --- each week -----------------------------------------------------------------------------------

    def _monday(self, _: object) -> None:
        now = self._kernel.now
        for name in self._choosers:
            for person in self._company.teams[name].people:
                if is_employed(person, now):
                    self._choose(person)
        self._feed_again()
        if now + WEEK < self._company.end:
            self._kernel.at(now + WEEK, EFFORT_EVENT, self._monday)

    def _choose(self, person: Person) -> None:
        choosing = self._choosing
        if choosing is None:
            self._try(person, 1.0, 1.0)
            return
        worth, sales, quota, drawn = 0.0, 0.0, 0.0, Efforts(0.0, 0.0)
        beliefs = self._company.beliefs
        outlook = beliefs.outlook(person)
        if outlook is not None:
            worth, sales, quota = beliefs.worth_of_one_more(outlook), outlook.now.sales, outlook.quota
            drawn = beliefs.pull(person, outlook, worth)
        efforts = choosing.efforts(self._led(person, drawn), self._company.supervision.least(person))
        self._try(person, *(each * person.drive / choosing.usual for each in efforts))
        self._enter(self._kernel.now, person.number, person.hunting, person.farming, worth, sales, quota)

    def _led(self, person: Person, drawn: Efforts) -> Efforts:
        """What draws somebody where managers look: results count for less, what is asked for counts instead."""
        supervision = self._company.supervision
        results, asked = 1.0 - supervision.weight(person), supervision.asks(person)
        return Efforts(results * drawn.hunting + asked.hunting, results * drawn.farming + asked.farming)

    def _try(self, person: Person, hunting: float, farming: float) -> None:
        person.hunting, person.farming = hunting, farming
        person.odds = self._achieving.gate(hunting, GATES)
        person.hurry = self._achieving.pace(max(hunting, _LEAST_CARE))
        person.spacing = 1.0 / max(farming, _LEAST_CARE)
        person.substance = self._company.supervision.substance(person)

    def _feed_again(self) -> None:
        now = self._kernel.now
        team = self._company.teams.get(self._sellers or "")
        there = [] if team is None else [p.hunting for p in team.people if is_employed(p, now)]
        self._past.append(sum(there) / len(there) if there else 1.0)
        self.feed = self._achieving.flow(sum(self._past) / len(self._past))


def _highest_flow(table: Motivation) -> float:
    """The flow of leads where everybody gives the most they can, over the usual one and never below it."""
    if table.choosing == "skip":
        return 1.0
    drive = 1.0 if table.mood == "skip" else table.mood.works(1.0)
    return max(table.achieving.flow(drive * table.choosing.most / table.choosing.usual), 1.0)
