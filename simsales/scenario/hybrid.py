"""Hybrid selling: who serves a customer at which step, and what is lost between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Annotated, Literal

from simsales.policies.base import PolicyField
from simsales.policies.touchpoints import Routes, Touch
from simsales.responses.preference import ChannelPreference
from simsales.responses.traces import Traces
from simsales.scenario.table import Table
from simsales.words.quantities import Amount, Flag, Share, Span, parameter
from simsales.words.vocabulary import APPROACH, BY_FIELD, BY_PORTAL, STEPS, WAYS

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario

_DOSSIER = "dossier 11, assumed"


class Portal(Table):
    """Where customers serve themselves, at any hour."""

    fails: Share = parameter(
        0.08,
        help="share of uses that end in an error or are broken off; a rep then does the step after all",
        range=(0, 0.3),
        source=_DOSSIER,
    )
    attended: Flag = parameter(
        False,
        help="whether the owner sits by, and gives it all the hours and ways that the step takes without a portal",
        source="dossier 11",
    )
    cost: Amount = parameter(
        40_000.0,
        help="what it costs a year to run, where any route leads there",
        unit="EUR / y",
        range=(0, 200_000),
    )
    traces: Annotated[Traces, PolicyField()] = parameter(
        Traces(), help="what is learnt from traces of leads who look around there before anybody calls them"
    )


class Inside(Table):
    """Reps who talk to customers at a distance."""

    team: str = parameter("inside", help="the team of inside reps")
    medium: Literal["video", "phone"] = parameter("video", help="what they talk through")


class Handovers(Table):
    """What is lost when somebody takes a customer over from a colleague, or from the portal."""

    loss: Share = parameter(
        0.10, help="share of perceived value that is lost", range=(0, 0.3), source=_DOSSIER
    )
    hours: Span = parameter(
        "0.5 h", help="time in which the newcomer reads up", unit="h", range=("0 h", "2 h"), source=_DOSSIER
    )
    crm: Share = parameter(
        0.7,
        help="quality of the CRM: chance that it has kept all the newcomer needs, and nothing is lost",
        range=(0, 1),
        source=_DOSSIER,
    )


class Hybrid(Table):
    """Each step is done by the portal, by an inside rep or by a field rep, who is the deal's owner."""

    routes: Annotated[Routes, PolicyField()] = parameter(
        Routes(), help="who serves whom at which step", source="dossier 11"
    )
    portal: Portal = parameter(Portal(), help="where customers serve themselves")
    inside: Inside = parameter(Inside(), help="reps who talk to customers at a distance")
    handovers: Handovers = parameter(Handovers(), help="what is lost from one to the next")
    preference: Annotated[ChannelPreference, PolicyField()] | Literal["skip"] = parameter(
        ChannelPreference(), help="how customers would like to be served"
    )


def hybrid_of(scenario: Scenario) -> Hybrid | None:
    """The table of hybrid selling; None where it is skipped."""
    media = scenario.media
    return None if media == "skip" or media.hybrid == "skip" else media.hybrid


def touches(hybrid: Hybrid, scenario: Scenario) -> Iterator[Touch]:
    """Every touch that the routes may be asked about: a step at which customers are met, whose, and about what."""
    wishes = (WAYS[BY_FIELD],) if hybrid.preference == "skip" else WAYS
    for step, segment, made, wish in product(STEPS[APPROACH:], scenario.customers, scenario.products, wishes):
        yield Touch(step, segment, made, wish)


def ways_used(hybrid: Hybrid, scenario: Scenario) -> set[str | None]:
    """The ways in which anybody may be served."""
    return {hybrid.routes.choose(touch) for touch in touches(hybrid, scenario)}


def portal_cost(scenario: Scenario) -> float:
    """What the portal costs a year, EUR; nothing where no route leads there."""
    hybrid = hybrid_of(scenario)
    if hybrid is None or WAYS[BY_PORTAL] not in ways_used(hybrid, scenario):
        return 0.0
    return hybrid.portal.cost
