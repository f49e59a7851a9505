"""Who recommends us: satisfied customers, at a constant hazard while they are satisfied (dossier 3.3)."""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Between, CalendarFrequency, CalendarSpan, parameter


class Referring(Policy):
    """Word of mouth to somebody who may buy."""

    kind: Literal["satisfied"] = "satisfied"
    hazard: CalendarFrequency = parameter(
        "0.46 / y",
        help="referrals of a satisfied customer",
        unit="1 / y",
        range=("0.1 / y", "1.0 / y"),
        source="dossier 3.3, calibrated to 120 referrals of 600 customers a year",
    )
    above: Annotated[float, Between(0, 100)] = parameter(
        75.0, help="satisfaction above which a customer refers", range=(60, 90), source="dossier 3.3"
    )
    remembers: CalendarSpan = parameter(
        "1 y", help="how long a complaint is remembered when somebody asks", unit="y", range=("13 w", "3 y")
    )

    def refers(self, satisfaction: float, handling: float) -> float:
        """Factor on the hazard: 0 for those not satisfied; `handling` is what a complaint's handling left of it.

        A complaint answered brilliantly adds nothing (de Matos et al. 2007 find no paradox in word of mouth).
        """
        return min(1.0, handling) if satisfaction > self.above else 0.0
