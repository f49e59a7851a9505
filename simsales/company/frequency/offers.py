"""Offers: which discount is in force for a site, and until when."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from simsales.policies.promotion import NoPromotion, PromotionCalendar, RegularPromotion

if TYPE_CHECKING:
    from simsales.company.frequency.sites import Site
    from simsales.policies.promotion import Plan

#: Plans that treat all customers of a segment alike, so that one of them may be asked for all.
_ALIKE = (NoPromotion, PromotionCalendar, RegularPromotion)


class Offers:
    """A plan, asked as seldom as it may be."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._alike = type(plan) in _ALIKE
        self._known: dict[str, tuple[float, float, float]] = {}  # by segment: since, until, depth

    def depth(self, site: Site, now: float) -> float:
        """The discount that a site is offered, as a share of the price."""
        return 0.0 if site.vendor_managed else self._offer(site, now)[2]

    def next_change(self, site: Site, now: float) -> float:
        """When the offer is another one at the latest (h)."""
        return self._offer(site, now)[1]

    def _offer(self, site: Site, now: float) -> tuple[float, float, float]:
        known = self._known.get(site.segment, (inf, -inf, 0.0))
        if known[0] <= now < known[1]:
            return known
        offer = (now, self._plan.next_change(site, now), self._plan.offer(site, now))
        if self._alike:
            self._known[site.segment] = offer
        return offer
