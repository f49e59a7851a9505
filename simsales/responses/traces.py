"""What can be read from the traces that people leave where they look around by themselves.

Whoever compares, configures and comes back says something about what they need before anybody has asked them.  It is
information beside what a talk tells: two independent observations, each with an error of its own, are worth
d' = sqrt(d1^2 + d2^2) together, weighed by what each tells.
"""

from __future__ import annotations

from math import hypot
from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, parameter


class Traces(Policy):
    """Evidence of fit beside that of a talk."""

    kind: Literal["independent"] = "independent"
    detectability: NonNegative = parameter(
        1.036,
        help="d' of traces alone; with 1.711 of a talk they make 2.0",
        unit="sd",
        range=(0, 1.5),
        source="dossier 11, assumed",
    )

    def beside(self, talk: float, of_talk: float, of_traces: float) -> tuple[float, float]:
        """d' of a talk of so much and of traces together, and the error of both, from the standard error of each."""
        both = hypot(talk, self.detectability)
        if both == 0.0:
            return 0.0, of_talk
        return both, (talk * of_talk + self.detectability * of_traces) / both
