"""By which media customers are met while they are sold to."""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.instruments.distribution import Hours
from simsales.policies.base import PolicyField
from simsales.policies.media import AnyVisiting
from simsales.scenario.table import Table
from simsales.words.quantities import parameter

Skipped = Literal["skip"]
MeetingStep = Literal["approach", "presentation", "objections", "closing", "follow_up"]


class Media(Table):
    """Who is visited, and what a visit or another meeting takes."""

    visits: Annotated[AnyVisiting, PolicyField()] | Skipped = parameter(
        "skip", help='who is visited; "skip": at each step a share of meetings, its `visit_share`'
    )
    steps: tuple[MeetingStep, ...] = parameter(
        ("presentation", "objections", "closing"),
        help="steps whose meetings it decides on, in place of their `visit_share`",
    )
    otherwise: Literal["video", "phone", "mail"] = parameter(
        "video", help="how a customer is met who is not visited"
    )
    travel: Hours = parameter(
        {"kind": "gamma", "mean": "3 h", "cv": 0.5},
        help="way to a customer and back, the same each time",
        unit="h",
        range=("2 h", "5 h"),
        source="dossier 10, assumed",
    )
    set_up: Hours = parameter(
        "0.1 h",
        help="setting up a video call",
        unit="h",
        range=("0 h", "0.5 h"),
        source="dossier 10, assumed",
    )

    def decides(self, step: str) -> bool:
        """Whether the medium of a step's meetings is chosen, one by one."""
        return self.visits != "skip" and step in self.steps
