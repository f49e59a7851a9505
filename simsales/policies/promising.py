"""Which lead time is promised: `promising.quote(product, customary, recent)`."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Annotated, Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Fraction, Positive, Whole, parameter


class Promising(Policy):
    """How a lead time is quoted."""

    kind: str = "own"  # built-in policies are chosen by their kind

    @property
    def looks_back(self) -> int:
        """How many deliveries of the product it wants to know."""
        return 0

    def quote(self, product: str, customary: float, recent: Sequence[float]) -> float:
        """Working hours from order to delivery that are promised.

        `customary` is what customers of the product are used to, `recent` what the latest deliveries took, in
        ascending order.
        """
        raise NotImplementedError


class FixedPromise(Promising):
    """Always the same: the customary lead time, times a factor for some products."""

    kind: Literal["fixed"] = "fixed"
    factors: dict[str, Positive] = parameter(
        {}, help="promised over customary lead time, by product; 1 where none is named", range=(0.3, 2)
    )

    def quote(self, product: str, customary: float, recent: Sequence[float]) -> float:
        return customary * self.factors.get(product, 1.0)


class RecentPromise(Promising):
    """What a share of the latest deliveries of the product kept to; the customary time until there are enough."""

    kind: Literal["recent"] = "recent"
    share: Fraction = parameter(
        0.8, help="share of the latest deliveries that took no longer", range=(0.5, 0.99), source="dossier 9"
    )
    last: Annotated[int, Whole(1, 10_000)] = parameter(
        60, help="deliveries it looks back on", range=(20, 200), source="dossier 9"
    )
    least: Annotated[int, Whole(1, 10_000)] = parameter(
        10, help="deliveries below which the customary time is promised", range=(1, 60)
    )

    @property
    def looks_back(self) -> int:
        return self.last

    def quote(self, product: str, customary: float, recent: Sequence[float]) -> float:
        if len(recent) < self.least:
            return customary
        return recent[max(ceil(self.share * len(recent) - 1e-9), 1) - 1]


AnyPromising = FixedPromise | RecentPromise
