"""What follows from a structure for teams: who belongs to the organisation, how much of a shift is left, and pods.

Without a structure every answer is what it would be without this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simsales.policies.structure import Matrix, Modular, Structure
from simsales.scenario.hybrid import hybrid_of
from simsales.words.vocabulary import STEPS

if TYPE_CHECKING:
    from simsales.scenario.company import Team
    from simsales.scenario.model import Scenario


def asked_for_approval(structure: Structure) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The teams that approve, each with the key that names it."""
    if isinstance(structure, Matrix):
        yield ("product",), structure.product
        yield ("region",), structure.region
    else:
        for place, team in enumerate(getattr(structure, "levels", ())):
            yield ("levels", place), team


def managers(scenario: Scenario) -> tuple[str, ...]:
    """The teams that approve, the lowest first."""
    if scenario.structure == "skip":
        return ()
    return tuple(dict.fromkeys(team for _, team in asked_for_approval(scenario.structure)))


def led(scenario: Scenario) -> tuple[str, ...]:
    """The teams of the organisation that the managers lead."""
    structure, selling = scenario.structure, scenario.selling
    if structure == "skip":
        return ()
    if structure.members:
        return structure.members
    tables = (getattr(selling, name) for name in (*STEPS[1:], "presales", "quotation"))
    hybrid = hybrid_of(scenario)
    inside = () if hybrid is None else (hybrid.inside.team,)
    named = dict.fromkeys((*(table.team for table in tables if table != "skip"), *inside))
    return tuple(name for name in named if name in scenario.people)


def members(scenario: Scenario) -> tuple[str, ...]:
    """Everybody who meets: those who are led and their managers."""
    return tuple(dict.fromkeys((*led(scenario), *managers(scenario))))


def week_hours(team: Team) -> float:
    """Hours of a person's shifts in a week without holidays, on average over a team's shift groups."""
    groups = [(group.count, group.shift) for group in team.groups] or [(1, team.shift)]
    people = sum(count for count, _ in groups) or 1
    hours = (
        count * min(shift.hours, shift.closes - shift.opens) * min(shift.days, shift.days_each)
        for count, shift in groups
    )
    return sum(hours) / people


def available(scenario: Scenario, name: str) -> float:
    """Share of their shifts that people of a team have for work.

    What a structure asks to be met beyond the usual, which `available` of the team leaves out already, comes off; where
    it asks for less, there is more left.
    """
    team, structure = scenario.people[name], scenario.structure
    if structure == "skip" or name not in members(scenario):
        return team.available
    return min(1.0, team.available - (structure.meetings - structure.usual_meetings) / week_hours(team))


def pods_of(scenario: Scenario, name: str) -> int:
    """Into how many pods the people of a team are divided; 1 where they work from one queue."""
    structure = scenario.structure
    if structure == "skip" or not isinstance(structure, Modular) or name not in structure.divided:
        return 1
    return structure.pods


def granted_alone(scenario: Scenario) -> float:
    """The discount that whoever sells may give without asking anybody, as a share of the list price."""
    structure, pricing = scenario.structure, scenario.pricing
    if structure == "skip":
        return pricing.without_asking()
    limits = structure.limits.get("discount", ())
    return pricing.grants(min(limits[0], 1.0) if limits else 1.0)
