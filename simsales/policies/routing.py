"""Who gets a lead: `routing.choose(lead, reps)`.

A rep is seen as `RepView`; a lead as `LeadView`: what a dispatcher can know, not what is true.  The answer is
a rep or, where nobody may take it now, None: the lead then waits in the common pool until somebody has room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Protocol

from simsales.policies.base import Policy
from simsales.words.quantities import Count, Whole, parameter


class RepView(Protocol):
    """What a dispatcher sees of a rep."""

    seat: int
    open_cases: int
    skill: float
    expertise: tuple[float, ...]


class LeadView(Protocol):
    """What a dispatcher sees of a lead."""

    territory: int
    product: int
    score: float
    value: float


class Routing(Policy):
    """How qualified leads are given to reps.

    `ordinal` counts the leads routed so far.  `reps` are those who may take one more, in order of seat.
    """

    kind: str = "own"  # built-in policies are chosen by their kind

    def choose(self, lead: LeadView, reps: Sequence[RepView], ordinal: int) -> RepView | None:
        """The rep who gets this lead."""
        raise NotImplementedError

    def pick(self, leads: Sequence[LeadView]) -> int:
        """Which of the leads in the common pool goes first once somebody has room: the oldest."""
        return 0


class RoundRobin(Routing):
    """Each rep in turn, whatever the lead and whatever the load."""

    kind: Literal["round_robin"] = "round_robin"

    def choose(self, lead: LeadView, reps: Sequence[RepView], ordinal: int) -> RepView | None:
        return reps[ordinal % len(reps)] if reps else None


class LeastLoaded(Routing):
    """The rep with the fewest open opportunities; of equals the one whose turn it is."""

    kind: Literal["least_loaded"] = "least_loaded"

    def choose(self, lead: LeadView, reps: Sequence[RepView], ordinal: int) -> RepView | None:
        turn = max(len(reps), 1)
        return min(reps, key=lambda rep: (rep.open_cases, (rep.seat - ordinal) % turn), default=None)


class BestFit(Routing):
    """The rep who knows the product best, as long as their load stays within `slack` of the lightest."""

    kind: Literal["best_fit"] = "best_fit"
    slack: Count = parameter(
        6, help="opportunities more than the lightest colleague that an expert may carry", range=(0, 20)
    )

    def choose(self, lead: LeadView, reps: Sequence[RepView], ordinal: int) -> RepView | None:
        if not reps:
            return None
        lightest = min(rep.open_cases for rep in reps)
        within = [rep for rep in reps if rep.open_cases <= lightest + self.slack]
        return max(within, key=lambda rep: rep.expertise[lead.product])


class CherryPick(Routing):
    """Reps help themselves from the pool, the strongest first, and take what looks most valuable."""

    kind: Literal["cherry_pick"] = "cherry_pick"
    appetite: Annotated[int, Whole(1, 10_000)] = parameter(
        16, help="open opportunities up to which a rep takes another lead", range=(8, 30)
    )

    def choose(self, lead: LeadView, reps: Sequence[RepView], ordinal: int) -> RepView | None:
        hungry = [rep for rep in reps if rep.open_cases < self.appetite]
        return max(hungry, key=lambda rep: rep.skill, default=None)

    def pick(self, leads: Sequence[LeadView]) -> int:
        return max(range(len(leads)), key=lambda i: _promise(leads[i]))


class ByTerritory(Routing):
    """Each lead to the rep of its territory; when that rep has no room, it waits."""

    kind: Literal["by_territory"] = "by_territory"
    territories: Annotated[int, Whole(1, 5_000)] = parameter(
        7, help="number of territories; seats take them in turn", range=(1, 200)
    )

    def choose(self, lead: LeadView, reps: Sequence[RepView], ordinal: int) -> RepView | None:
        home = lead.territory % self.territories
        return next((rep for rep in reps if rep.seat % self.territories == home), None)


def _promise(lead: LeadView) -> float:
    """What a lead looks worth: its value weighed by how its score speaks for it."""
    return lead.value * (1.0 + max(lead.score, 0.0))


AnyRouting = RoundRobin | LeastLoaded | BestFit | CherryPick | ByTerritory
