"""How marketing's leads reach a rep: `handoff` says what is judged, tracked and returned.

Whether a rep then pursues a lead is an assumption about people (`simsales.responses.pursuit`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Share, Span, Whole, parameter


class Handoff(Policy):
    """The rule of the hand-off; `own` sources are the reps' own names and need no persuading."""

    kind: str = "own"  # built-in policies are chosen by their kind
    own: tuple[str, ...] = parameter(
        ("outbound",), help="sources whose leads a rep pursues without being asked"
    )


class Judged(Handoff):
    """Each rep decides from experience whether a lead of marketing's is worth the trouble."""

    kind: Literal["judged"] = "judged"
    tracking: Share = parameter(0.5, help="how closely follow-up is tracked by management", range=(0, 1))
    agreement: Span | None = parameter(
        None,
        help="service-level agreement: a lead not taken up by then goes to another rep",
        unit="h, wh",
        range=("8 wh", "80 wh"),
    )
    tries: Annotated[int, Whole(1, 20)] = parameter(
        2, help="reps a lead is offered to under an agreement", range=(1, 5)
    )


class AcceptAll(Handoff):
    """Every qualified lead is pursued."""

    kind: Literal["all"] = "all"


class PlainHandoff(Handoff):
    """A bare share of qualified leads is pursued (textbook cases)."""

    kind: Literal["plain"] = "plain"
    share: Share = parameter(1.0, help="share of handed-over leads that a rep pursues", range=(0, 1))


AnyHandoff = Judged | AcceptAll | PlainHandoff
