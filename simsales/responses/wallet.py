"""How much of its wallet a customer spends with us, and how slowly that changes.

Attraction against rivals: `s* = A / (A + A_rivals)` with `ln A = b_Z (Z - usual)/10 + b_K (K - usual)`, so that a
customer as satisfied and as covered as usual ends at its segment's share (dossier 4, sizes assumed).  The share
follows its target, `ds/dt = (s* - s)/pace`; a new customer begins below it.
"""

from __future__ import annotations

from math import exp, inf
from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Fraction, LastingSpan, NonNegative, parameter

_DOSSIER = "dossier 4, assumed"


class ShareOfWallet(Policy):
    """What moves the share of wallet."""

    kind: Literal["attraction"] = "attraction"
    satisfaction: NonNegative = parameter(
        0.25, help="log-odds of share per 10 points of satisfaction", range=(0, 0.6), source=_DOSSIER
    )
    coverage: NonNegative = parameter(
        0.8, help="log-odds of share of full coverage against none", range=(0, 2), source=_DOSSIER
    )
    pace: LastingSpan = parameter(
        "180 wd",
        help="time in which two thirds of a gap to the target are closed",
        unit="wd",
        range=("60 wd", "500 wd"),
        source=_DOSSIER,
    )
    new: Fraction = parameter(
        0.5, help="share of a new customer over its segment's", range=(0.2, 1), source=_DOSSIER
    )

    def target(self, usual: float, satisfaction: float, coverage: float) -> float:
        """The share a customer tends to: `satisfaction` in points above the usual one, `coverage` likewise 0..1.

        `usual` is the share of a customer without either gap.
        """
        return 1.0 / (
            1.0 + rivals_of(usual) * exp(-self.satisfaction * satisfaction / 10.0 - self.coverage * coverage)
        )


def rivals_of(usual: float) -> float:
    """Attraction of all rivals together, ours being 1, where the usual share is `usual`."""
    return (1.0 - usual) / usual if usual > 0.0 else inf
