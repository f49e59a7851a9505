"""How customers take up a usage programme, and how much more they use with it.

Training, condition monitoring and stock managed by the vendor make a site use more of what it has; who takes
one up depends on being talked to.  Sizes are assumed (dossier 5).
"""

from __future__ import annotations

from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, parameter


class Adoption(Policy):
    """The hazard of taking up a programme, spent by contacts, and the growth of use afterwards."""

    kind: Literal["adoption"] = "adoption"
    per_contact: NonNegative = parameter(
        0.05, help="hazard of taking it up, per farmer's contact", unit="1 / contact", range=(0, 0.3)
    )
    growth: NonNegative = parameter(
        0.03,
        help="growth of use a year once it is taken up",
        unit="1 / y",
        range=(0, 0.08),
        source="dossier 5, assumed",
    )

    def use(self, years: float) -> float:
        """Factor on what the site uses, so many years after it took the programme up."""
        return float((1.0 + self.growth) ** years)
