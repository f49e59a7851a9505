"""What must hold where people respond: somebody who chooses, a plan they look at, and buyers whom effort can sway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simsales.policies.compensation import Incentive
from simsales.responses.advancing import Logit
from simsales.scenario.checking import Finding
from simsales.scenario.motivation import USUAL
from simsales.scenario.naming import nearest
from simsales.scenario.staffing import team_of_owners
from simsales.words.quantities import shown
from simsales.words.vocabulary import SOURCES

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario

_SAY_HOW = 'say how people look at their period: choosing = { kind = "weekly" }'


def choosers(scenario: Scenario) -> list[str]:
    """The teams whose people choose their effort: those who own deals, and those who own customers."""
    sellers = team_of_owners(scenario)
    farmers = None if scenario.farming == "skip" or not scenario.farming.works else scenario.farming.team
    return list(dict.fromkeys(team for team in (sellers, farmers) if team is not None))


def motivation_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold in the tables of motivation and control."""
    yield from _control_findings(scenario, story)
    yield from _mood_findings(scenario)
    yield from _usual_teams(scenario, story)
    table = scenario.motivation
    if table.choosing == "skip":
        if table.timing != "skip":
            sentence = "must be there where orders are hurried or held back, found 'skip'; "
            yield Finding(("motivation", "choosing"), sentence + _SAY_HOW, (("motivation", "timing"),))
        return
    for team in choosers(scenario):
        if team in scenario.people and team not in scenario.compensation:
            yield _without_a_plan(team, "people answer to it")
    if team_of_owners(scenario) is not None and not isinstance(scenario.market.advance, Logit):
        sentence = "must be of kind 'logit' where effort sways buyers, found "
        yield Finding(
            ("market", "advance"),
            sentence + shown(scenario.market.advance.kind),
            (("motivation", "choosing"),),
        )
    yield from _fed_sources(scenario, story)


def _mood_findings(scenario: Scenario) -> Iterator[Finding]:
    """Whoever has moods has them about their pay, and looks at a period's results to know it."""
    table = scenario.motivation
    if table.mood == "skip":
        return
    answering = choosers(scenario) if table.choosing != "skip" else []
    for team in table.usual:
        plan = scenario.compensation.get(team)
        if team in scenario.people and plan is None and team not in answering:
            yield _without_a_plan(team, "people have moods about it")
        if team in scenario.people and isinstance(plan, Incentive) and table.choosing == "skip":
            sentence = (
                f"must be there where people of {shown(team)} have moods about pay by results, found 'skip'; "
            )
            yield Finding(
                ("motivation", "choosing"),
                sentence + _SAY_HOW,
                (("motivation", "mood"), ("compensation", team)),
            )
            return


def _without_a_plan(team: str, where: str) -> Finding:
    sentence = f"must have a plan in [compensation] where {where}, found none; say what the role is paid"
    return Finding(("people", team), sentence, (("compensation",), ("motivation",)))


def _control_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    control = scenario.control
    if control == "skip":
        return
    if scenario.motivation.choosing == "skip":
        sentence = "must be 'skip' where nobody chooses what to do, found a table; "
        sentence += 'say how people choose: motivation.choosing = { kind = "weekly" }'
        yield Finding(("control",), sentence, (("motivation",),))
    known = dict.fromkeys(name for each in story for name in each.people)
    teams = [each.people[control.team] for each in story if control.team in each.people]
    if not teams:
        sentence = f"must be a team of [people], found {shown(control.team)}{nearest(control.team, known)}"
        yield Finding(("control", "team"), sentence, (("control",),))
    elif teams[0].queue == "owner" or not any(team.size for team in teams):
        sentence = f"must be a team with people and one queue for all, found {shown(control.team)}"
        yield Finding(("control", "team"), sentence, (("people", control.team), ("control",)))


def _usual_teams(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    known = dict.fromkeys(name for each in story for name in each.people)
    for team in scenario.motivation.usual:
        if team not in known and team not in USUAL:  # defaults speak of the usual teams, there or not
            sentence = f"must be a team of [people], found {shown(team)}{nearest(team, known)}"
            yield Finding(("motivation", "usual", team), sentence, (("people", team), ("at",)))


def _fed_sources(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    demand = dict.fromkeys(name for each in story for name in each.demand) | dict.fromkeys(SOURCES)
    for place, name in enumerate(scenario.motivation.fed):
        if name not in demand:
            sentence = f"must be a source of [demand], found {shown(name)}{nearest(name, demand)}"
            yield Finding(("motivation", "fed", place), sentence, (("motivation",),))
