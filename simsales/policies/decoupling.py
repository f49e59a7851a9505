"""Where the customer's order enters the chain: `decoupling.point(product)`.

The order penetration point follows from two ratios (Olhager 2003): production lead time over the delivery time
customers are used to (P/D), and the volatility of demand relative to its mean.
"""

from __future__ import annotations

from typing import Literal, Protocol

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, Positive, parameter

Point = Literal["MTS", "ATO", "MTO", "ETO"]


class ProductView(Protocol):
    """What a rule about decoupling points may know of a product."""

    @property
    def name(self) -> str:
        """The product's name."""

    @property
    def production_time(self) -> float:
        """Working hours from material to the finished product, undisturbed."""

    @property
    def delivery_time(self) -> float:
        """Working hours that customers are used to wait."""

    @property
    def volatility(self) -> float:
        """Standard deviation of a week's demand over its mean."""

    @property
    def designed_to_order(self) -> bool:
        """Whether every order is designed anew."""


class Decoupling(Policy):
    """Where orders enter the chain."""

    kind: str = "own"  # built-in policies are chosen by their kind

    def point(self, product: ProductView) -> str | None:
        """MTS, ATO, MTO or ETO; None for a product without a path."""
        raise NotImplementedError


class FixedPoints(Decoupling):
    """A point for each product by name."""

    kind: Literal["fixed"] = "fixed"
    points: dict[str, Point] = parameter({}, help="decoupling point by product")

    def point(self, product: ProductView) -> str | None:
        return self.points.get(product.name)


class ByRatios(Decoupling):
    """Olhager's rule: steady demand that cannot wait is made to stock, what can wait is made to order.

    What is designed to order is engineered to order; between the two extremes it is assembled to order.
    """

    kind: Literal["ratios"] = "ratios"
    longest: Positive = parameter(
        1.0, help="P/D up to which production waits for the order", range=(0.5, 2), source="Olhager 2003"
    )
    calmest: NonNegative = parameter(
        1.0, help="relative volatility below which goods are stocked", range=(0.3, 2), source="Olhager 2003"
    )

    def point(self, product: ProductView) -> str | None:
        if product.designed_to_order:
            return "ETO"
        if product.production_time <= self.longest * product.delivery_time:
            return "MTO"
        return "MTS" if product.volatility < self.calmest else "ATO"


AnyDecoupling = FixedPoints | ByRatios
