"""By which medium a customer is met: `media.choose(meeting)`.

A visit costs hours on the road that other deals lack; what it is worth depends on how much there is to make clear and
on whether the customer asks for one (dossier 10).  The policy sees one meeting at a time, and knows of it what a rep
knows: neither whether the lead fits nor whether a customer who says nothing would rather be left in peace.
"""

from __future__ import annotations

from math import exp
from typing import Literal, NamedTuple, TypeAlias

from simsales.policies.base import Policy
from simsales.words.quantities import Flag, NonNegative, Share, parameter
from simsales.words.vocabulary import VISIT

_DOSSIER = "dossier 10"


class Meeting(NamedTuple):
    """A meeting that has to be arranged, as a policy sees it."""

    gate: int  # 0..3, the decision of the buyer that follows it; -1 where none does
    equivocality: float  # 0..1, how much there is to make clear
    insists: bool  # the customer asks for a visit
    otherwise: int  # of `MEETING_MEDIA`, how it would be held if not as a visit
    adds: float  # log-odds that a visit adds at that gate
    margin: float  # EUR, what the deal is worth if it is won
    hours: float  # h that a visit takes beyond what the other medium does
    cost: float  # EUR that the firm pays for a visit


class Visiting(Policy):
    """Who is visited."""

    kind: str = "own"  # built-in policies are chosen by their kind

    def choose(self, meeting: Meeting) -> int:
        """The medium of a meeting, by its number (`MEETING_MEDIA`)."""
        raise NotImplementedError


class AlwaysVisit(Visiting):
    """Everybody is visited."""

    kind: Literal["always_visit"] = "always_visit"

    def choose(self, meeting: Meeting) -> int:
        """A visit."""
        return VISIT


class NeverVisit(Visiting):
    """Nobody is visited, whatever they ask for."""

    kind: Literal["never_visit"] = "never_visit"

    def choose(self, meeting: Meeting) -> int:
        """The other medium."""
        return meeting.otherwise


class Threshold(Visiting):
    """Who asks for it is visited, and who has much to be made clear."""

    kind: Literal["threshold"] = "threshold"
    above: Share = parameter(
        0.5, help="equivocality above which a customer is visited unasked", range=(0, 1), source=_DOSSIER
    )
    demanded: Flag = parameter(True, help="whether who insists on a visit is visited", source=_DOSSIER)

    def choose(self, meeting: Meeting) -> int:
        """A visit above the threshold, and where it is demanded."""
        asked = self.demanded and meeting.insists
        return VISIT if asked or meeting.equivocality > self.above else meeting.otherwise


class ShadowPrice(Visiting):
    """A visit has to be worth its hours: what it adds to the chance to win, times the margin, against their price.

    The price of an hour is what it would bring elsewhere: next to nothing where people have time, and much where deals
    wait for them.
    """

    kind: Literal["shadow_price"] = "shadow_price"
    hour: NonNegative = parameter(
        100.0,
        help="what an hour of a rep's would bring elsewhere; the default is what it costs at Norddrive",
        unit="EUR / h",
        range=(0, 600),
    )
    passes: tuple[Share, Share, Share, Share] = parameter(
        (0.85, 0.80, 0.65, 0.47),
        help="share of deals that pass each gate, by the firm's records",
        range=(0.2, 0.95),
        source="dossier 2, stage reach",
    )

    def choose(self, meeting: Meeting) -> int:
        """A visit where it brings more than it takes."""
        worth = self.adds_to_the_chance(meeting) * meeting.margin
        return VISIT if worth > meeting.hours * self.hour + meeting.cost else meeting.otherwise

    def adds_to_the_chance(self, meeting: Meeting) -> float:
        """How much likelier a visit makes it that the deal is won in the end."""
        if meeting.gate < 0:
            return 0.0
        usual = self.passes[meeting.gate]
        factor = exp(meeting.adds)
        later = 1.0
        for share in self.passes[meeting.gate + 1 :]:
            later *= share
        return (usual * factor / (1.0 - usual + usual * factor) - usual) * later


AnyVisiting: TypeAlias = AlwaysVisit | NeverVisit | Threshold | ShadowPrice
