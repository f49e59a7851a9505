"""What buyers make of the medium by which they are met: how much of it a visit is worth, and to whom.

A talk carries as much as its medium is rich; what is open to several readings, because it is complex or much is at
stake, needs a rich one (Daft & Lengel 1984, 1986).  Tests of that idea were mostly unkind to it (Otondo et al. 2008),
and customers served by wire were found no less loyal (Byrnes & Mujtaba 2008): `strength = 0` takes all of it out.
The order of media is the theory's, every number assumed (dossier 10).
"""

from __future__ import annotations

from math import log
from typing import Literal, Self

from pydantic import BaseModel, model_validator

from simsales.policies.base import Policy
from simsales.responses.advancing import GATES, probability
from simsales.words.quantities import FROZEN, Amount, NonNegative, Number, Share, parameter
from simsales.words.vocabulary import MEETING_MEDIA, VISIT

_ASSUMED = "dossier 10, assumed"


class Richness(BaseModel):
    """What a medium can carry, from nothing to all there is to say."""

    model_config = FROZEN

    visit: Share = parameter(1.0, help="richness of a visit", range=(0.9, 1), source=_ASSUMED)
    video: Share = parameter(0.75, help="richness of a video call", range=(0.5, 0.95), source=_ASSUMED)
    phone: Share = parameter(0.55, help="richness of a telephone call", range=(0.3, 0.8), source=_ASSUMED)
    mail: Share = parameter(0.30, help="richness of written words", range=(0.1, 0.6), source=_ASSUMED)
    portal: Share = parameter(0.15, help="richness of a portal", range=(0, 0.4), source=_ASSUMED)

    def of(self, medium: int) -> float:
        """Richness of a medium by its number (`MEETING_MEDIA`)."""
        richness: float = getattr(self, MEETING_MEDIA[medium])
        return richness


class Persuasion(Policy):
    """What buyers need of a medium, whom they want to see, and what it costs not to give it to them.

    All that it does to a deal is in proportion to `strength`.
    """

    kind: Literal["equivocality"] = "equivocality"
    strength: NonNegative = parameter(
        1.0,
        help="log-odds lost in the whole process where a medium carries nothing of what all has to be said; "
        "0: buyers do not mind how they are met",
        range=(0, 2),
        source=_ASSUMED,
    )
    richness: Richness = parameter(Richness(), help="what each medium can carry")
    complexity: Share = parameter(
        0.55, help="weight of the product's complexity in equivocality", range=(0, 1), source=_ASSUMED
    )
    stakes: Share = parameter(
        0.45, help="weight of what is at stake in equivocality", range=(0, 1), source=_ASSUMED
    )
    trifle: Amount = parameter(
        5_000.0,
        help="deal up to which nothing is at stake",
        unit="EUR",
        range=(1_000, 20_000),
        source=_ASSUMED,
    )
    fortune: Amount = parameter(
        200_000.0,
        help="deal from which all is at stake; between the two stakes grow with the logarithm",
        unit="EUR",
        range=(50_000, 1_000_000),
        source=_ASSUMED,
    )
    insistence: Number = parameter(
        -2.2,
        help="log-odds that a customer of old insists on a visit where nothing is equivocal",
        range=(-4, 0),
        source=_ASSUMED,
    )
    insistence_slope: NonNegative = parameter(
        3.0, help="log-odds more where everything is", range=(0, 6), source=_ASSUMED
    )
    insistence_new: Number = parameter(
        0.6, help="log-odds more of who does not know us yet", range=(0, 2), source=_ASSUMED
    )
    unmet: NonNegative = parameter(
        1.0, help="log-odds lost at each gate by not visiting who insists", range=(0, 2), source=_ASSUMED
    )
    averse: Share = parameter(
        1 / 3,
        help="share of those who do not insist that would rather not be visited",
        range=(0, 0.6),
        source="dossier 11, a practitioners' figure",
    )
    reluctance: NonNegative = parameter(
        0.2, help="log-odds lost at each gate by visiting them", range=(0, 0.5), source=_ASSUMED
    )
    slower: NonNegative = parameter(
        0.2, help="how much longer they think after a visit", range=(0, 0.5), source=_ASSUMED
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0.0 < self.trifle < self.fortune:
            raise ValueError(f"must have 0 < trifle < fortune, found {self.trifle:g} and {self.fortune:g}")
        return self

    def equivocality(self, complexity: float, value: float) -> float:
        """How much there is to be made clear in a deal, 0 to 1; `value` in EUR."""
        stakes = log(max(value, self.trifle) / self.trifle) / log(self.fortune / self.trifle)
        return min(self.complexity * complexity + self.stakes * min(stakes, 1.0), 1.0)

    def insists(self, equivocality: float, luck: float, new: bool = True) -> bool:
        """Whether a customer of this luck insists on being visited."""
        odds = self.insistence + self.insistence_slope * equivocality + self.insistence_new * new
        return luck < probability(odds)

    def dislikes(self, insists: bool, luck: float) -> bool:
        """Whether a customer of this luck would rather not be visited."""
        return not insists and luck < self.averse

    def odds(self, gate: int, equivocality: float, medium: int, insists: bool, dislikes: bool) -> float:
        """What the medium of the meeting before a gate (0..3) does to the odds of passing it.

        Nothing at the first gate, where nothing has been explained yet.
        """
        if gate == 0:
            return 0.0
        lost = max(0.0, equivocality - self.richness.of(medium)) / (GATES - 1)
        if medium == VISIT:
            lost += self.reluctance * dislikes
        else:
            lost += self.unmet * insists
        return -self.strength * lost

    def pace(self, medium: int, dislikes: bool) -> float:
        """Factor on the time a buyer thinks after a meeting."""
        return 1.0 + self.strength * self.slower if dislikes and medium == VISIT else 1.0
