"""What must hold where people respond: somebody who chooses, a plan they look at, and buyers whom effort can sway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simsales.responses.advancing import Logit
from simsales.scenario.checking import Finding
from simsales.scenario.naming import nearest
from simsales.scenario.staffing import team_of_owners
from simsales.words.quantities import shown
from simsales.words.vocabulary import SOURCES

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario


def choosers(scenario: Scenario) -> list[str]:
    """The teams whose people choose their effort: those who own deals, and those who own customers."""
    sellers = team_of_owners(scenario)
    farmers = None if scenario.farming == "skip" or not scenario.farming.works else scenario.farming.team
    return list(dict.fromkeys(team for team in (sellers, farmers) if team is not None))


def motivation_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold in the tables of motivation and control."""
    yield from _control_findings(scenario)
    table = scenario.motivation
    if table.choosing == "skip":
        if table.timing != "skip":
            sentence = "must be there where orders are hurried or held back, found 'skip'; "
            sentence += 'say how people look at their period: choosing = { kind = "weekly" }'
            yield Finding(("motivation", "choosing"), sentence, (("motivation", "timing"),))
        return
    teams = choosers(scenario)
    if not teams:
        sentence = "must be 'skip' where nobody owns deals or customers, found a table; give a team queue = \"owner\""
        yield Finding(("motivation", "choosing"), sentence, (("motivation",),))
    for team in teams:
        if team in scenario.people and team not in scenario.compensation:
            sentence = "must have a plan where people answer to it, found none; say what the role is paid"
            yield Finding(("compensation", team), sentence, (("people", team), ("motivation",)))
    if team_of_owners(scenario) is not None and not isinstance(scenario.market.advance, Logit):
        sentence = "must be of kind 'logit' where effort sways buyers, found "
        yield Finding(
            ("market", "advance"),
            sentence + shown(scenario.market.advance.kind),
            (("motivation", "choosing"),),
        )
    yield from _fed_sources(scenario, story)


def _control_findings(scenario: Scenario) -> Iterator[Finding]:
    control = scenario.control
    if control == "skip":
        return
    if scenario.motivation.choosing == "skip":
        sentence = "must be 'skip' where nobody chooses what to do, found a table; "
        sentence += 'say how people choose: motivation.choosing = { kind = "weekly" }'
        yield Finding(("control",), sentence, (("motivation",),))
    known = scenario.people
    if control.team not in known:
        sentence = f"must be a team of [people], found {shown(control.team)}{nearest(control.team, known)}"
        yield Finding(("control", "team"), sentence, (("control",),))
    elif known[control.team].queue == "owner" or not known[control.team].size:
        sentence = f"must be a team with people and one queue for all, found {shown(control.team)}"
        yield Finding(("control", "team"), sentence, (("people", control.team), ("control",)))


def _fed_sources(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    demand = dict.fromkeys(name for each in story for name in each.demand) | dict.fromkeys(SOURCES)
    for place, name in enumerate(scenario.motivation.fed):
        if name not in demand:
            sentence = f"must be a source of [demand], found {shown(name)}{nearest(name, demand)}"
            yield Finding(("motivation", "fed", place), sentence, (("motivation",),))
