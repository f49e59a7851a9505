"""How a sales organisation decides: `structure.approvals(request)`.

A structure says who has to approve what (decision rights are what power is made of here), how many hours everybody
meets, who works from one queue and who in pods, how well people know complex products, and what is lost where work
changes hands between functions (dossier 12; Mintzberg 1979, Galbraith 1973, Davis & Lawrence 1977, Homburg, Workman &
Jensen 2000).  What follows for deals comes out of hours, queues and news that is old.
"""

from __future__ import annotations

from math import log
from typing import Annotated, Literal, NamedTuple, TypeAlias

from simsales.instruments.distribution import Hours
from simsales.policies.base import Policy
from simsales.words.quantities import Between, Fraction, NonNegative, Share, Span, Whole, parameter

_DOSSIER = "dossier 12, assumed"
#: Approvals of one request that have luck of their own; whoever has not agreed by then is overruled.
MOST_APPROVALS = 12

#: Teams that are asked one after another, each stage a set of teams that are asked side by side.
Stages: TypeAlias = tuple[tuple[str, ...], ...]
Limits: TypeAlias = tuple[NonNegative, ...]


class Request(NamedTuple):
    """What a deal asks for, and how much of it.

    A `discount` in shares of the list price, a special `lead_time` in shares of the customary one that it is
    shorter, `engineering` in hours of an engineer before the quote.
    """

    kind: str
    size: float


class Structure(Policy):
    """Who decides, who meets, and who knows what."""

    kind: str = "own"  # built-in policies are chosen by their kind

    limits: dict[str, Limits] = parameter(
        {},
        help="by kind of request and for each level, from below: the size beyond which it is asked; kinds that are not "
        "named need nobody's approval",
        range=(0, 1_000),
    )
    approval: Hours = parameter(
        {"kind": "exponential", "mean": "4 h"},
        help="work on an approval",
        unit="h",
        range=("0.5 h", "8 h"),
        source=_DOSSIER,
    )
    members: tuple[str, ...] = parameter(
        (),
        help="teams that the managers lead and that meet with them; none named: whoever owns deals, writes quotes, "
        "helps to sell or sells at a distance",
    )
    meetings: NonNegative = parameter(
        3.0,
        help="hours a week that a member spends in meetings",
        unit="h / w",
        range=(0, 10),
        source=_DOSSIER,
    )
    usual_meetings: NonNegative = parameter(
        3.0,
        help="of them those that the members' `available` leaves out already",
        unit="h / w",
        range=(0, 10),
        source="the reference company is a functional hierarchy",
    )
    depth: Fraction = parameter(
        1.0,
        help="skill at products for which customers ask for an engineer, over that of a specialist; a generalist .92",
        range=(0.85, 1),
        source=_DOSSIER,
    )
    handover_loss: Share = parameter(
        0.10,
        help="share of what is known about a customer that is lost where a deal goes from one function to another",
        range=(0, 0.3),
        source=_DOSSIER,
    )
    information_delay: Span = parameter(
        "10 wd",
        help="how old news from the factory is before sales hears it",
        unit="wd",
        range=("0 wd", "20 wd"),
        source=_DOSSIER,
    )

    def approvals(self, request: Request) -> Stages:
        """Whose approval a request needs: stage after stage; empty where whoever sells decides alone."""
        raise NotImplementedError

    def revisits(self, uniform: float) -> int:
        """How often those who were asked have to come back to a request because they disagree."""
        return 0

    def levels_beyond(self, request: Request) -> int:
        """How many limits a request lies beyond."""
        return sum(request.size > limit for limit in self.limits.get(request.kind, ()))


class Hierarchical(Structure):
    """Functions in pools, and a chain of managers; a request goes up as far as it must."""

    kind: Literal["hierarchical"] = "hierarchical"
    levels: tuple[str, ...] = parameter(("manager",), help="teams of managers, from below")

    def approvals(self, request: Request) -> Stages:
        """One level after another, up to the first within whose limit the request lies."""
        return tuple((level,) for level in self.levels[: self.levels_beyond(request)])


class Matrix(Structure):
    """Functions in pools, and two managers for everything: one of the product and one of the region."""

    kind: Literal["matrix"] = "matrix"
    product: str = parameter("manager", help="the team that is asked for the product")
    region: str = parameter("manager", help="the team that is asked for the region")
    conflict: Annotated[float, Between(0, 0.95)] = parameter(
        0.15,
        help="chance that the two disagree and both come back to the request",
        range=(0, 0.5),
        source=_DOSSIER,
    )
    meetings: NonNegative = parameter(
        6.0,
        help="hours a week that a member spends in meetings",
        unit="h / w",
        range=(0, 10),
        source=_DOSSIER,
    )
    handover_loss: Share = parameter(
        0.06,
        help="share of what is known about a customer that is lost where a deal goes from one function to another",
        range=(0, 0.3),
        source=_DOSSIER,
    )
    information_delay: Span = parameter(
        "5 wd",
        help="how old news from the factory is before sales hears it",
        unit="wd",
        range=("0 wd", "20 wd"),
        source=_DOSSIER,
    )

    @property
    def levels(self) -> tuple[str, ...]:
        """Both managers stand on one level: whatever lies beyond its limit goes to both."""
        return (self.product,)

    def approvals(self, request: Request) -> Stages:
        """Both side by side."""
        return ((self.product, self.region),) if self.levels_beyond(request) else ()

    def revisits(self, uniform: float) -> int:
        """A geometric number: each time that they meet again they may disagree again."""
        if not self.conflict or uniform <= 0.0:
            return 0
        return min(int(log(uniform) / log(self.conflict)), MOST_APPROVALS // 2 - 1)


class Modular(Structure):
    """Pods of all functions, each with people of its own, that decide by themselves within a limit of their own."""

    kind: Literal["modular"] = "modular"
    levels: tuple[str, ...] = parameter(
        ("manager",), help="teams of managers, from below; who leads pods is named in `divided`, too"
    )
    pods: Annotated[int, Whole(1, 1000)] = parameter(2, help="number of pods", range=(1, 8))
    divided: tuple[str, ...] = parameter((), help="teams whose people are divided among the pods")
    meetings: NonNegative = parameter(
        4.0,
        help="hours a week that a member spends in meetings",
        unit="h / w",
        range=(0, 10),
        source=_DOSSIER,
    )
    depth: Fraction = parameter(
        0.97,
        help="skill at products for which customers ask for an engineer, over that of a specialist; a generalist .92",
        range=(0.85, 1),
        source=_DOSSIER,
    )
    handover_loss: Share = parameter(
        0.03,
        help="share of what is known about a customer that is lost where a deal goes from one function to another",
        range=(0, 0.3),
        source=_DOSSIER,
    )
    information_delay: Span = parameter(
        "2 wd",
        help="how old news from the factory is before sales hears it",
        unit="wd",
        range=("0 wd", "20 wd"),
        source=_DOSSIER,
    )

    def approvals(self, request: Request) -> Stages:
        """As in a hierarchy, of which the pod is the lowest level."""
        return tuple((level,) for level in self.levels[: self.levels_beyond(request)])


AnyStructure: TypeAlias = Hierarchical | Matrix | Modular
