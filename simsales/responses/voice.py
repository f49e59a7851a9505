"""Who complains: voice or silence (Hirschman 1970).

The log-odds that a customer with a problem speaks up are a sum (dossier 7): grave problems, larger losses,
firms that ask for complaints and closer relationships are heard of more.  The intercept is set so that, with
the default classes of severity and nobody asking, .62 of the problems are voiced.
"""

from __future__ import annotations

from math import log
from typing import Literal

from simsales.policies.base import Policy
from simsales.responses.advancing import probability
from simsales.words.quantities import NonNegative, Number, Share, parameter

_ASSUMED = "dossier 7, assumed"


class Speaking(Policy):
    """Whether a customer with a problem says so."""

    kind: str = "own"

    def speaks_up(self, major: bool, loss: float, stimulation: float, relationship: float | None) -> float:
        """Chance that a problem is voiced; `loss` in EUR, `relationship` 0 to 1, None where it is unknown."""
        raise NotImplementedError


class Voice(Speaking):
    """Voice as a logit of how grave the problem is, what it costs, who asks and how close one is."""

    kind: Literal["logit"] = "logit"
    intercept: Number = parameter(
        0.772,
        help="log-odds of a minor problem that costs 1,000 EUR, with nobody asking",
        range=(-2, 3),
        source="dossier 7, calibrated to .62 of all problems voiced",
    )
    major: Number = parameter(0.9, help="log-odds of a major problem", range=(0, 2), source=_ASSUMED)
    loss: NonNegative = parameter(
        0.5, help="log-odds per unit of ln(loss / 1,000 EUR)", range=(0.2, 1), source=_ASSUMED
    )
    stimulation: NonNegative = parameter(
        0.8, help="log-odds per unit of stimulation", range=(0.3, 1.5), source=_ASSUMED
    )
    relationship: NonNegative = parameter(
        0.4, help="log-odds per unit of relationship", range=(0, 1), source=_ASSUMED
    )
    usual_relationship: Share = parameter(
        0.4, help="coverage of the average customer with a problem", range=(0.1, 0.7)
    )

    def speaks_up(self, major: bool, loss: float, stimulation: float, relationship: float | None) -> float:
        odds = self.intercept + self.major * major + self.loss * log(max(loss, 1e-9) / 1000.0)
        odds += self.stimulation * stimulation
        close = 0.0 if relationship is None else relationship - self.usual_relationship
        return probability(odds + self.relationship * close)


class PlainVoice(Speaking):
    """The same share of all problems is voiced (textbook cases)."""

    kind: Literal["plain"] = "plain"
    share: Share = parameter(1.0, help="share of problems that are voiced", range=(0, 1))

    def speaks_up(self, major: bool, loss: float, stimulation: float, relationship: float | None) -> float:
        return self.share


AnyVoice = Voice | PlainVoice
