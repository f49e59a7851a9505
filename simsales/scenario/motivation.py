"""What moves people: how they choose their effort and what it does, their mood, and the games of a period's end."""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.policies.base import PolicyField
from simsales.responses.approving import Approving
from simsales.responses.control import Controlled
from simsales.responses.effort import Achieving, Choosing
from simsales.responses.haggling import Haggling
from simsales.responses.mood import Mood, Usual
from simsales.responses.timing import Timing
from simsales.responses.travelling import Travelling
from simsales.scenario.base import Table
from simsales.words.quantities import Share, parameter

Skipped = Literal["skip"]

#: The usual teams at Norddrive.
USUAL = {
    "hunter": Usual(kind="hunter", fixed=60_000.0, variable=30_000.0, load=0.67, shocks=-0.0038),
    "farmer": Usual(kind="farmer", fixed=62_000.0, variable=18_000.0, load=0.74, shocks=0.0066),
    "sdr": Usual(kind="hunter", fixed=42_000.0, variable=8_000.0, load=0.645),
    "supporter": Usual(kind="supporter", fixed=48_000.0, variable=2_000.0, load=0.81, shocks=-0.0028),
    "service": Usual(kind="supporter", fixed=42_000.0, variable=2_000.0, load=0.535),
}


class Motivation(Table):
    """How people respond to pay, control and each other, and what a firm does to move them besides."""

    choosing: Annotated[Choosing, PolicyField()] | Skipped = parameter(
        "skip", help="how people choose the effort of a week"
    )
    achieving: Annotated[Achieving, PolicyField()] = parameter(Achieving(), help="what effort does")
    timing: Annotated[Timing, PolicyField()] | Skipped = parameter(
        "skip", help="what reps do with orders in the last days of a period"
    )
    haggling: Annotated[Haggling, PolicyField()] | Skipped = parameter(
        "skip", help="how much of a discount reps give who are paid by results"
    )
    approving: Annotated[Approving, PolicyField()] = parameter(
        Approving(), help="how much of a discount those grant whom [structure] has asked for it"
    )
    travelling: Annotated[Travelling, PolicyField()] = parameter(
        Travelling(), help="how the price of a visit to the traveller decides how many are made"
    )
    controlled: Annotated[Controlled, PolicyField()] = parameter(
        Controlled(), help="how people answer to control"
    )
    mood: Annotated[Mood, PolicyField()] | Skipped = parameter(
        "skip", help="how motivated people are, and what it does"
    )
    usual: dict[str, Usual] = parameter(
        USUAL, help="what people of a team are like and used to; others have no moods"
    )
    fed: tuple[str, ...] = parameter(
        ("inbound", "outbound"), help="sources that bring more leads where reps try harder; those there are"
    )
    recognition: Share = parameter(0.0, help="share of wins that the firm celebrates", range=(0, 1))
    enrichment: Share = parameter(
        0.0,
        help="how far jobs are enriched, from as they are to full responsibility for customers",
        range=(0, 1),
    )
