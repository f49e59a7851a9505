"""Which team does what: every place of a scenario that names one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simsales.scenario.company import Handling
from simsales.scenario.consistency_complaints import complaint_tasks
from simsales.scenario.consistency_customers import customer_tasks
from simsales.scenario.hybrid import hybrid_of, ways_used
from simsales.scenario.organisation import asked_for_approval
from simsales.words.vocabulary import BY_INSIDE, STEPS, WAYS

if TYPE_CHECKING:
    from simsales.instruments.distribution import Hours
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario

_AT_A_COMMON_DESK = (
    "qualification",
    "presales",
    "quotation",
    "approval",
    "deal_desk",
    "nurturing",
    "gate_review",
)


def tasks(scenario: Scenario) -> Iterator[tuple[Path, str, bool]]:
    """The key that names a team, the team, and whether the work is done from one queue for all."""
    selling = scenario.selling
    asked = _sources_at_the_desk(scenario)
    for source, handling in asked.items():
        yield ("selling", "prospecting", "sources", source, "team"), handling.team, True
    for name in (*_AT_A_COMMON_DESK, *STEPS[1:]):
        table = getattr(selling, name)
        if table != "skip" and not (name == "qualification" and selling.prospecting != "skip" and not asked):
            yield ("selling", name, "team"), table.team, name in _AT_A_COMMON_DESK
    if selling.process != "skip" and selling.process.improvement:
        yield ("selling", "process", "improvement"), "manager", True
    if scenario.structure != "skip":
        for key, team in asked_for_approval(scenario.structure):
            yield ("structure", *key), team, True
    for name in tasks_of_orders(scenario):
        assert scenario.production != "skip"
        yield ("production", "teams", name), getattr(scenario.production.teams, name), True
    if scenario.complaints != "skip":
        yield from complaint_tasks(scenario.complaints)
    if scenario.farming != "skip":
        yield from customer_tasks(scenario.farming)
    if scenario.promotion != "skip":
        for name, programme in scenario.promotion.programmes.items():
            yield ("promotion", "programmes", name, "team"), programme.team, False
    if scenario.expansion != "skip" and scenario.expansion.home != "skip":
        yield ("expansion", "home", "team"), scenario.expansion.home.team, False
    if (hybrid := hybrid_of(scenario)) is not None and WAYS[BY_INSIDE] in ways_used(hybrid, scenario):
        yield ("media", "hybrid", "inside", "team"), hybrid.inside.team, False
    for team, described in scenario.people.items():
        if described.background:
            yield ("people", team, "background"), team, True


def _sources_at_the_desk(scenario: Scenario) -> dict[str, Handling]:
    """Sources whose leads somebody else may have to try than the reps who own deals."""
    prospecting = scenario.selling.prospecting
    if prospecting == "skip":
        return {}
    handled = {source: prospecting.sources.get(source, Handling()) for source in scenario.demand}
    return {source: each for source, each in handled.items() if each.reps_share < 1.0}


def tasks_of_orders(scenario: Scenario) -> list[str]:
    """The work that orders and lots ask for, wherever their products enter the chain."""
    if scenario.production == "skip":
        return []
    needs: dict[str, bool] = dict.fromkeys(
        ("entry", "engineering", "machining", "assembly", "dispatch"), False
    )
    for making in scenario.production.products.values():
        contents = [making.repeat, making.deal or making.repeat]
        needs["entry"] |= takes_time(making.clarify)
        needs["dispatch"] |= takes_time(making.test) or takes_time(making.dispatch)
        for name in ("engineering", "machining", "assembly"):
            needs[name] |= any(takes_time(getattr(content, name)) for content in contents)
    return [name for name, needed in needs.items() if needed]


def takes_time(hours: Hours) -> bool:
    """Whether a law of hours is ever more than nothing."""
    return any(
        each is not None and each.amount > 0 for each in (hours.mean, hours.high, *(hours.values or ()))
    )


def owner_steps(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """The steps that are done by whoever owns the deal: key and team."""
    for name in STEPS[1:]:
        table = getattr(scenario.selling, name)
        if table != "skip" and table.team in scenario.people and scenario.people[table.team].queue == "owner":
            yield ("selling", name, "team"), table.team


def team_of_owners(scenario: Scenario) -> str | None:
    """The team whose people own deals; None where pooled teams sell."""
    return next((team for _, team in owner_steps(scenario)), None)
