"""What a rep may grant: `pricing.grants(wish)` and `pricing.asks_manager(wish)`."""

from __future__ import annotations

from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Share, parameter


class Pricing(Policy):
    """How a wish for a discount is answered."""

    kind: str = "own"  # built-in policies are chosen by their kind

    def grants(self, wish: float) -> float:
        """The discount given, as a share of the list price."""
        raise NotImplementedError

    def asks_manager(self, wish: float) -> bool:
        """Whether a manager has to approve it first."""
        return False

    def asks_deal_desk(self, wish: float) -> bool:
        """Whether the deal desk has to see it besides."""
        return False

    def without_asking(self) -> float:
        """The discount a rep may give without asking anybody, as a share of the list price."""
        return 0.0


class Negotiated(Pricing):
    """Wishes are granted up to a ceiling; beyond the rep's authority a manager is asked.

    Discounts above `deal_desk_above` go to the deal desk besides, where there is one.
    """

    kind: Literal["negotiated"] = "negotiated"
    authority: Share = parameter(
        0.05, help="discount a rep may give alone", unit="share of list", range=(0, 0.2)
    )
    ceiling: Share = parameter(
        0.15, help="largest discount given at all", unit="share of list", range=(0, 0.4)
    )
    deal_desk_above: Share = parameter(
        1.0, help="discount above which the deal desk decides", unit="share of list", range=(0, 1)
    )

    def grants(self, wish: float) -> float:
        return min(wish, self.ceiling)

    def asks_manager(self, wish: float) -> bool:
        return wish > self.authority

    def asks_deal_desk(self, wish: float) -> bool:
        return wish > self.deal_desk_above

    def without_asking(self) -> float:
        return min(self.authority, self.ceiling)


class ListPrice(Pricing):
    """No discounts: who wants one pays the list price or leaves."""

    kind: Literal["list_price"] = "list_price"

    def grants(self, wish: float) -> float:
        return 0.0


AnyPricing = Negotiated | ListPrice
