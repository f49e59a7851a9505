"""What an experience does to a customer's satisfaction, 0 to 100.

`Z <- Z + a (z - Z)` after an experience of quality z, with a larger step down than up: a loss weighs more than a
gain (direction: Mittal, Ross & Baldasare 1998; sizes assumed, dossier 4).  Satisfaction neither wears off nor
heals by itself.
"""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.instruments.distribution import Numbers
from simsales.policies.base import Policy
from simsales.words.quantities import Between, Fraction, NonNegative, parameter

Points = Annotated[float, Between(0, 100)]
_DOSSIER = "dossier 4, assumed"

# Quantiles of the law that experiences settle into with 8 % late and 3.9 % defective deliveries, 62 % of the
# problems voiced and 80 % of those answered well: mean 73.1, standard deviation 6.9, 44 % above 75.
_SETTLED = (
    *(49.0, 58.5, 61.0, 62.6, 63.8, 64.9, 65.8, 66.6, 67.3, 68.0, 68.6, 69.2, 69.8, 70.4, 70.9, 71.4, 71.9),
    *(72.4, 72.9, 73.4, 73.8, 74.3, 74.8, 75.2, 75.7, 76.2, 76.7, 77.2, 77.6, 78.1, 78.6, 79.1, 79.6, 80.1),
    *(80.5, 81.0, 81.6, 82.1, 82.7, 83.5, 86.6),
)


class Satisfaction(Policy):
    """How good experiences are, and how they are taken."""

    kind: Literal["anchored"] = "anchored"
    right: Points = parameter(85.0, help="a delivery on time and right", range=(75, 95), source=_DOSSIER)
    spread: NonNegative = parameter(
        5.0, help="standard deviation of such an experience", range=(0, 10), source=_DOSSIER
    )
    late: Points = parameter(45.0, help="a late delivery", range=(30, 60), source=_DOSSIER)
    defect: Points = parameter(25.0, help="a defect", range=(10, 40), source=_DOSSIER)
    recovered: Points = parameter(70.0, help="a complaint that ends well", range=(55, 80), source=_DOSSIER)
    up: Fraction = parameter(
        0.10, help="step towards a better experience", range=(0.05, 0.3), source=_DOSSIER
    )
    down: Fraction = parameter(
        0.25, help="step towards a worse experience", range=(0.1, 0.5), source=_DOSSIER
    )
    usual: Points = parameter(
        73.0,
        help="satisfaction at which a customer behaves as its segment does",
        range=(60, 85),
        source=_DOSSIER,
    )
    first: Numbers = parameter(
        {"kind": "quantiles", "values": _SETTLED},
        help="satisfaction of the first customers",
        source="computed: where experiences settle at 8 % late, 3.9 % defects",
    )

    def felt(self, before: float, quality: float) -> float:
        """Satisfaction after an experience of a quality, both 0 to 100."""
        step = self.up if quality >= before else self.down
        return before + step * (quality - before)
