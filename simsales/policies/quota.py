"""What a period asks of a person, and what the last one does to the next: `quota.next_quota(quota, sales)`."""

from __future__ import annotations

from pydantic import field_validator

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, Number, Positive, Share, parameter, shown


class Quota(Policy):
    """Sales asked for in a period, with an asymmetric ratchet (Weitzman 1980; Leone, Misra & Zimmerman 2004)."""

    first: Positive = parameter(
        148_000.0,
        help="what the first period asks for",
        unit="EUR",
        range=(10_000, 5_000_000),
        source="dossier C, a hunter's mean quarter at Norddrive",
    )
    growth: Number = parameter(0.0, help="growth from period to period", range=(-0.1, 0.1))
    up: NonNegative = parameter(
        0.0,
        help="share of what was sold beyond the quota that is added to the next (the ratchet)",
        range=(0, 1),
        source="dossier 17, .5 where a firm ratchets",
    )
    down: NonNegative = parameter(
        0.0,
        help="share of what was missing that is taken off the next",
        range=(0, 1),
        source="dossier 17, .175 where a firm ratchets",
    )
    most: Share = parameter(
        0.25,
        help="largest change from a period to the next, less than 1",
        range=(0, 0.5),
        source="dossier 17",
    )

    @field_validator("most")
    @classmethod
    def _something_is_left(cls, value: float) -> float:
        if value >= 1.0:
            raise ValueError(f"must be less than 1, or a quota could fall to nothing, found {shown(value)}")
        return value

    def next_quota(self, quota: float, sales: float) -> float:
        """What the next period asks for after one with a quota and sales (dossier 17.5)."""
        attained = sales / quota
        change = self.growth + self.up * max(0.0, attained - 1.0) - self.down * max(0.0, 1.0 - attained)
        return quota * (1.0 + min(max(change, -self.most), self.most))
