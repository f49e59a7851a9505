"""How fair the customer finds the answer to a complaint: what came of it, how long it took, how one was treated.

Tax, Brown & Chandrashekaran (1998) for the three justices; that the remedy has to suit the failure is Smith,
Bolton & Wagner (1999).  The weights are assumptions (dossier 7): that all three matter is certain, their order is
not.
"""

from __future__ import annotations

from math import exp
from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, Positive, Share, parameter
from simsales.words.vocabulary import APOLOGY, CREDIT, DEFECT, REPAIR, REPLACEMENT, SERVICE

_ASSUMED = "dossier 7, assumed"


class Justice(Policy):
    """Satisfaction with the handling of a complaint, 0 to 100."""

    kind: Literal["justice"] = "justice"
    outcome: Share = parameter(
        0.40, help="weight of what came of it (distributive)", range=(0.2, 0.6), source=_ASSUMED
    )
    time: Share = parameter(
        0.30, help="weight of how long it took (procedural)", range=(0.1, 0.5), source=_ASSUMED
    )
    treatment: Share = parameter(
        0.30, help="weight of how one was treated (interactional)", range=(0.1, 0.5), source=_ASSUMED
    )
    unfit: Share = parameter(
        0.6,
        help="worth of a remedy of the wrong kind, as a share of a fitting one",
        range=(0.3, 0.9),
        source=_ASSUMED,
    )
    contrary: Share = parameter(
        0.15, help="share of customers who wanted another remedy than fits the trouble", range=(0, 0.4)
    )
    scatter: NonNegative = parameter(
        10.0, help="standard deviation of satisfaction between customers treated alike", range=(0, 20)
    )
    satisfied: NonNegative = parameter(
        70.0,
        help="satisfaction from which a complainant counts as satisfied",
        range=(60, 80),
        source=_ASSUMED,
    )
    overload: Positive = parameter(
        5.0, help="cases waiting per agent at which nobody has a kind word left", range=(2, 20)
    )

    def fits(self, trouble: int, severe: bool, remedy: int) -> bool:
        """Whether a kind of remedy suits the failure: goods for goods, money for money, words for words."""
        if trouble == DEFECT:
            return remedy == REPLACEMENT or (remedy == REPAIR and not severe)
        return remedy == (APOLOGY if trouble == SERVICE else CREDIT)

    def distributive(self, worth: float, loss: float, fits: bool) -> float:
        """What came of it: the share of the loss that was made good, 0 to 1."""
        return min(1.0, worth / loss if loss > 0.0 else 1.0) * (1.0 if fits else self.unfit)

    def procedural(self, receipt: float, solution: float) -> float:
        """How long it took, 0 to 1: acknowledgement and solution, each over the time that was expected."""
        return 0.5 * (exp(-max(0.0, receipt - 1.0)) + exp(-max(0.0, solution - 1.0)))

    def interactional(self, skill: float, waiting: float) -> float:
        """How one was treated, 0 to 1, by somebody of a skill with so many cases `waiting` per agent."""
        return min(1.0, 0.5 + 0.5 * skill * (1.0 - min(1.0, waiting / self.overload)))

    def satisfaction(self, distributive: float, procedural: float, interactional: float) -> float:
        """Satisfaction with the handling, 0 to 100, before what differs between customers."""
        fair = self.outcome * distributive + self.time * procedural + self.treatment * interactional
        return 100.0 * fair / (self.outcome + self.time + self.treatment)
