"""How well a customer feels looked after, 0 to 1: a contact lifts it, neglect lets it fade.

`K <- K + richness gain (1 - K)` at a contact, `dK/dt = -K / fades` between contacts (dossier 4, assumed).
"""

from __future__ import annotations

from math import exp
from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import LastingSpan, Share, parameter

_DOSSIER = "dossier 4, assumed"


class Coverage(Policy):
    """What contacts do, and for how long."""

    kind: Literal["fading"] = "fading"
    gain: Share = parameter(
        0.25,
        help="part of what is missing to full coverage that a contact makes good",
        range=(0.1, 0.5),
        source=_DOSSIER,
    )
    fades: LastingSpan = parameter(
        "120 wd",
        help="time in which coverage falls to 37 % without a contact",
        unit="wd",
        range=("40 wd", "300 wd"),
        source=_DOSSIER,
    )

    lost: Share = parameter(
        0.3,
        help="part of it that is gone when the farmer in charge leaves the firm",
        range=(0, 0.6),
        source="dossier 18, assumed",
    )
    lost_share: Share = parameter(
        0.02,
        help="share of wallet that is gone then",
        unit="share of wallet",
        range=(0, 0.05),
        source="dossier 18, assumed",
    )

    def forsaken(self, coverage: float, share: float) -> tuple[float, float]:
        """Coverage and share of wallet of a customer whose farmer has just left."""
        return coverage * (1.0 - self.lost), max(share - self.lost_share, 0.0)

    def lifted(self, before: float, richness: float) -> float:
        """Coverage after a contact whose medium has this richness (1 = a visit)."""
        return before + richness * self.gain * (1.0 - before)

    def peak(self, spacing: float) -> float:
        """Coverage right after a contact where contacts come evenly; `spacing` in times of fading."""
        return self.gain / (1.0 - (1.0 - self.gain) * exp(-spacing)) if self.gain else 0.0

    def average(self, spacing: float) -> float:
        """Mean coverage over time where contacts come evenly; `spacing` in times of fading."""
        return self.peak(spacing) * (1.0 - exp(-spacing)) / spacing if spacing > 0.0 else 1.0
