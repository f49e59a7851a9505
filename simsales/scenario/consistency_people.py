"""What must hold of people who leave at a date: that they are there, and that one can say who they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simsales.scenario.checking import Finding
from simsales.scenario.staffing import team_of_owners
from simsales.words.quantities import shown

if TYPE_CHECKING:
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario


def departure_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold of departures."""
    owners = team_of_owners(scenario)
    for name, team in scenario.people.items():
        most = max(each.people[name].size for each in story if name in each.people)
        for place, departure in enumerate(team.departures):
            path: Path = ("people", name, "departures", place)
            if departure.who != "longest" and name != owners:
                sentence = "must be 'longest' for a team whose people own no deals"
                sentence += f", found {shown(departure.who)}; nobody there has sales of their own"
                yield Finding((*path, "who"), sentence, (("people", name), ("selling",)))
            if departure.count > most:
                sentence = f"must be at most the {most} people of {shown(name)}, found {departure.count}"
                yield Finding((*path, "count"), sentence, (("people", name), ("at",)))
