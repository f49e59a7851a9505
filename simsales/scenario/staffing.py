"""Which team does what: every place of a scenario that names one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simsales.scenario.company import Handling
from simsales.words.vocabulary import STEPS

if TYPE_CHECKING:
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario

_AT_A_COMMON_DESK = ("qualification", "quotation", "approval", "deal_desk", "nurturing", "gate_review")


def tasks(scenario: Scenario) -> Iterator[tuple[Path, str, bool]]:
    """The key that names a team, the team, and whether the work is done from one queue for all."""
    selling = scenario.selling
    if selling.prospecting != "skip":
        for source in scenario.demand:
            handling = selling.prospecting.sources.get(source, Handling())
            yield ("selling", "prospecting", "sources", source, "team"), handling.team, True
    for name in (*_AT_A_COMMON_DESK, *STEPS[1:]):
        table = getattr(selling, name)
        if table != "skip":
            yield ("selling", name, "team"), table.team, name in _AT_A_COMMON_DESK
    if selling.process != "skip" and selling.process.improvement:
        yield ("selling", "process", "improvement"), "manager", True
    for team, described in scenario.people.items():
        if described.background:
            yield ("people", team, "background"), team, True


def owner_steps(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """The steps that are done by whoever owns the deal: key and team."""
    for name in STEPS[1:]:
        table = getattr(scenario.selling, name)
        if table != "skip" and table.team in scenario.people and scenario.people[table.team].queue == "owner":
            yield ("selling", name, "team"), table.team


def team_of_owners(scenario: Scenario) -> str | None:
    """The team whose people own deals; None where pooled teams sell."""
    return next((team for _, team in owner_steps(scenario)), None)
