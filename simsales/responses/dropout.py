"""When a customer leaves without saying so.

At an experience: `P = 1 / (1 + exp(-(gamma0 - b_Z (Z - usual) - b_K (K - usual))))` at each delivery (dossier 4;
gamma0 by segment, calibrated to its yearly churn net of problems and closures).  `chance` gives each customer a
chance of its own, Beta across customers, which with Gamma order rates is BG/NBD (Fader, Hardie & Lee 2005);
`hazard` ends a customer at an exponential time, whatever it experiences, which with Gamma rates of both is
Pareto/NBD (Schmittlein, Morrison & Colombo 1987).
"""

from __future__ import annotations

from math import exp
from typing import Literal, TypeAlias

from simsales.instruments.distribution import Numbers
from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, Number, Positive, parameter

_CALIBRATED = "dossier 4, calibrated to a churn of 11 % a year"


class Dropout(Policy):
    """What makes a customer leave, beside problems and closures."""

    kind: str

    def leaving(self, own: float, satisfaction: float, coverage: float) -> float:
        """Chance to leave at a delivery; `own` is the customer's chance, the rest gaps to what is usual."""
        return 0.0


class Loyal(Dropout):
    """Nobody leaves."""

    kind: Literal["none"] = "none"


class AtExperience(Dropout):
    """Customers decide at each delivery, by how satisfied and how well covered they are."""

    kind: Literal["experience"] = "experience"
    gamma0: Number = parameter(
        -5.13, help="log-odds of leaving at a delivery", range=(-10, 0), source=_CALIBRATED
    )
    satisfaction: NonNegative = parameter(
        0.06,
        help="log-odds that a point of satisfaction takes away",
        range=(0, 0.15),
        source="dossier 4, assumed",
    )
    coverage: NonNegative = parameter(
        1.0, help="log-odds that full coverage takes away", range=(0, 3), source="dossier 4, assumed"
    )

    def leaving(self, own: float, satisfaction: float, coverage: float) -> float:
        return 1.0 / (1.0 + exp(self.satisfaction * satisfaction + self.coverage * coverage - self.gamma0))


class ByChance(Dropout):
    """Each customer leaves at a delivery with a chance of its own, Beta across customers."""

    kind: Literal["chance"] = "chance"
    a: Positive = parameter(
        0.793, help="Beta law's first parameter", range=(0.1, 10), source="Fader et al. 2005"
    )
    b: Positive = parameter(
        2.426, help="Beta law's second parameter", range=(0.1, 200), source="Fader et al. 2005"
    )

    def leaving(self, own: float, satisfaction: float, coverage: float) -> float:
        return own


class ByHazard(Dropout):
    """Customers leave at an exponential time; the rate may differ across customers."""

    kind: Literal["hazard"] = "hazard"
    rate: Numbers = parameter(0.12, help="hazard of leaving a year", unit="1 / y", range=(0.02, 3))


AnyDropout: TypeAlias = Loyal | AtExperience | ByChance | ByHazard
