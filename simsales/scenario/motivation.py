"""What moves people: how they choose their effort, what effort does, and the games of a period's last days."""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.policies.base import PolicyField
from simsales.responses.effort import Achieving, Choosing
from simsales.responses.timing import Timing
from simsales.scenario.base import Table
from simsales.words.quantities import parameter

Skipped = Literal["skip"]


class Motivation(Table):
    """How the people who own deals and customers respond to pay and control."""

    choosing: Annotated[Choosing, PolicyField()] | Skipped = parameter(
        "skip", help="how people choose the effort of a week"
    )
    achieving: Annotated[Achieving, PolicyField()] = parameter(Achieving(), help="what effort does")
    timing: Annotated[Timing, PolicyField()] | Skipped = parameter(
        "skip", help="what reps do with orders in the last days of a period"
    )
    fed: tuple[str, ...] = parameter(
        ("inbound", "outbound"), help="sources that bring more leads where reps try harder; those there are"
    )
