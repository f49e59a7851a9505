"""Who is worth a rep's time: `qualification.accepts(score)`.

Qualification is detection: a lead's fit is hidden, people see a score that is normal around 0 for unfit and
around d' (the detectability) for fit leads, and accept what lies above a threshold (Green & Swets 1966).
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import Annotated, Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Between, NonNegative, Number, Share, parameter


class Qualification(Policy):
    """A rule that accepts or turns down a lead."""

    kind: str = "own"  # built-in policies are chosen by their kind

    def separation(self) -> float:
        """d': how far apart the scores of fit and unfit leads lie, in standard deviations."""
        return 0.0

    def accepts(self, score: float, chance: float) -> bool:
        """Whether a lead of this score goes on; `chance` is its own uniform, for rules without a score."""
        raise NotImplementedError


class Detection(Qualification):
    """Accept a score above the threshold.

    The defaults give a sensitivity of .85 and a false-positive rate of .25 (dossier 3).
    """

    kind: Literal["detection"] = "detection"
    detectability: NonNegative = parameter(
        1.711, help="d': distance of the score's means for fit and unfit leads", unit="sd", range=(0.0, 4.0)
    )
    threshold: Number = parameter(
        0.674, help="score above which a lead is qualified", unit="sd", range=(-3.0, 4.0)
    )

    def separation(self) -> float:
        return self.detectability

    def accepts(self, score: float, chance: float) -> bool:
        return score > self.threshold


class LeadScore(Qualification):
    """A lead score known by the area under its ROC curve: d' = sqrt(2) z(AUC)."""

    kind: Literal["score"] = "score"
    auc: Annotated[float, Between(0.5, 0.9999)] = parameter(
        0.887, help="probability that a fit lead outscores an unfit one", range=(0.5, 0.99)
    )
    threshold: Number = parameter(
        0.674, help="score above which a lead is qualified", unit="sd", range=(-3.0, 4.0)
    )

    def separation(self) -> float:
        return sqrt(2.0) * NormalDist().inv_cdf(self.auc)

    def accepts(self, score: float, chance: float) -> bool:
        return score > self.threshold


class PlainQualification(Qualification):
    """A bare share of leads passes, whatever they are (textbook cases)."""

    kind: Literal["plain"] = "plain"
    share: Share = parameter(1.0, help="share of contacted leads that qualify", range=(0, 1))

    def accepts(self, score: float, chance: float) -> bool:
        return chance < self.share


AnyQualification = Detection | LeadScore | PlainQualification
