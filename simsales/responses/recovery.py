"""What the end of a problem does to the customer: who leaves, who recommends, and how much recovery can mend.

TARP (1979/1986) found repurchase to rise from silent over unsatisfied and late to quickly satisfied customers.
Only the differences are used, as log-odds, on an assumed loss of silent customers (dossier 8): the levels were
those of American consumers.  Recovery never beats having no problem: what the meta-analysis of de Matos,
Henrique & Rossi (2007) finds for satisfaction it does not find for repurchase.
"""

from __future__ import annotations

from math import log
from typing import Literal

from simsales.policies.base import Policy
from simsales.responses.advancing import probability
from simsales.words.quantities import NonNegative, Share, parameter
from simsales.words.vocabulary import SATISFIED_FAST, SATISFIED_LATE, SILENT, UNSATISFIED

_TARP = "TARP 1979/1986, from secondary sources, as differences of log-odds"


class Increments(Policy):
    """Log-odds of staying, beside a silent customer's."""

    kind: Literal["increments"] = "increments"
    unsatisfied: NonNegative = parameter(0.372, help="complained, unsatisfied", range=(0, 1), source=_TARP)
    satisfied_late: NonNegative = parameter(
        1.380, help="complained, satisfied late", range=(0, 3), source=_TARP
    )
    satisfied_fast: NonNegative = parameter(
        3.477, help="complained, satisfied quickly", range=(0, 5), source=_TARP
    )

    def of(self, outcome: int) -> float:
        """The increment of one way in which a problem ends."""
        by_outcome = {
            SILENT: 0.0,
            UNSATISFIED: self.unsatisfied,
            SATISFIED_LATE: self.satisfied_late,
            SATISFIED_FAST: self.satisfied_fast,
        }
        return by_outcome[outcome]


class Recovery(Policy):
    """Who leaves after a problem, by how it ended, and what a good answer is worth."""

    kind: Literal["recovery"] = "recovery"
    silent_major: Share = parameter(
        0.15, help="share lost by a major problem kept silent", range=(0.05, 0.3), source="dossier 8, assumed"
    )
    silent_minor: Share = parameter(
        0.03,
        help="share lost by a minor problem kept silent",
        range=(0.01, 0.06),
        source="dossier 8, assumed",
    )
    major: Increments = parameter(
        Increments(unsatisfied=0.864, satisfied_late=2.474, satisfied_fast=3.830),
        help="what voice and answer mend of a major problem",
    )
    minor: Increments = parameter(Increments(), help="what voice and answer mend of a minor problem")
    surplus: NonNegative = parameter(
        3.0,
        help="points by which satisfaction after a recovery may exceed what it was before the problem",
        range=(0, 10),
        source="de Matos, Henrique & Rossi 2007 for a small surplus; size assumed",
    )

    def churn_chance(self, outcome: int, severe: bool) -> float:
        """Chance that the customer leaves because of the problem, beyond all other churn; never below 0."""
        lost, mends = (self.silent_major, self.major) if severe else (self.silent_minor, self.minor)
        if not 0.0 < lost < 1.0:
            return lost
        return probability(log(lost / (1.0 - lost)) - mends.of(outcome))

    def mended(self, before: float, after: float) -> float:
        """Satisfaction after a recovery, bounded by what it was before the problem and a small surplus."""
        return min(after, before + self.surplus)

    def word_of_mouth(self, satisfaction: float) -> float:
        """Factor on recommending after a complaint, by satisfaction with its handling."""
        return satisfaction / 70.0


_DEFAULT = Recovery()


def churn_chance(outcome: int, severe: bool) -> float:
    """Chance that a problem that ended so costs the customer, with the default sizes."""
    return _DEFAULT.churn_chance(outcome, severe)
