"""How partners behave: how they share their effort, what price they ask, what they hear and what they take amiss.

Effort goes where it pays: the share of a principal with margin m is m^ν over the sum of all m^ν (dossier 14; the form
is that of an attraction model, its size assumed).  Whoever buys and sells on its own account asks the price that is
best for itself, which is above the one that is best for both (Spengler 1950), unless a rebate on quantity brings the
two together (Jeuland & Shugan 1983).
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from simsales.policies.base import Policy
from simsales.policies.channels import Channel, Distributor
from simsales.words.quantities import (
    CalendarFrequency,
    LastingCalendarSpan,
    NonNegative,
    Positive,
    Share,
    Span,
    Whole,
    parameter,
)

_DOSSIER = "dossier 14, assumed"
_SPENGLER = "Spengler 1950; size such that list price is what the firm itself would ask at 65 % variable cost"


class EffortShare(Policy):
    """Effort among principals by what each leaves the partner."""

    kind: Literal["attraction"] = "attraction"
    principals: Annotated[int, Whole(1, 1000)] = parameter(
        8, help="principals whom a partner sells for, ourselves among them", range=(1, 30), source=_DOSSIER
    )
    sharpness: NonNegative = parameter(
        1.5,
        help="how sharply effort follows margins; 0: all principals alike",
        range=(0, 3),
        source=_DOSSIER,
    )
    alone: Share = parameter(
        0.25,
        help="share of all its effort that a partner can keep up who sells for us alone",
        range=(0.125, 1),
    )

    def effort(self, ours: float, theirs: float) -> float:
        """Our share of the partner's effort, where we leave it `ours` and each other principal `theirs`."""
        pull = ours**self.sharpness
        whole = pull + (self.principals - 1) * theirs**self.sharpness
        return pull / whole if whole > 0.0 else 1.0 / self.principals

    def reach(self, ours: float, theirs: float) -> float:
        """End customers whom the partner speaks to for us, over those at an equal share of its effort."""
        return self.principals * self.effort(ours, theirs)

    def alone_reach(self) -> float:
        """The same of a partner who sells for nobody else: all of what is left of its effort."""
        return self.principals * self.alone


# --- at what price -------------------------------------------------------------------------------------


class Demand(Policy):
    """How much end customers buy at a price; prices and costs are shares of list price."""

    kind: str = "own"

    def quantity(self, price: float) -> float:
        """What they buy, over what they buy at list price."""
        raise NotImplementedError

    def best(self, cost: float) -> float:
        """The price that is best for a seller to whom each piece costs this much."""
        raise NotImplementedError


class GivenDemand(Demand):
    """Quantity does not answer price, and everybody keeps to list price: the mechanism is off."""

    kind: Literal["given"] = "given"

    def quantity(self, price: float) -> float:
        """The usual one."""
        return 1.0

    def best(self, cost: float) -> float:
        """List price."""
        return 1.0


class LinearDemand(Demand):
    """Quantity falls in a straight line, with this elasticity at list price."""

    kind: Literal["linear"] = "linear"
    elasticity: NonNegative = parameter(
        2.857,
        help="per cent of quantity for a per cent of price, at list price",
        range=(0, 6),
        source=_SPENGLER,
    )

    def quantity(self, price: float) -> float:
        """1 - elasticity (price - 1), and never below 0."""
        return max(0.0, 1.0 + self.elasticity * (1.0 - price))

    def best(self, cost: float) -> float:
        """Half-way between the cost and the price at which nobody buys."""
        return (1.0 + 1.0 / self.elasticity + cost) / 2.0 if self.elasticity else 1.0


class ConstantElasticity(Demand):
    """A per cent of price costs the same per cent of quantity at any price."""

    kind: Literal["constant_elasticity"] = "constant_elasticity"
    elasticity: NonNegative = parameter(
        2.857,
        help="per cent of quantity for a per cent of price; up to 1 there is no best price, and list price is kept",
        range=(0, 6),
        source=_SPENGLER,
    )

    def quantity(self, price: float) -> float:
        """price ^ -elasticity."""
        return float(price**-self.elasticity)

    def best(self, cost: float) -> float:
        """The cost times elasticity / (elasticity - 1), by Lerner's rule."""
        return cost * self.elasticity / (self.elasticity - 1.0) if self.elasticity > 1.0 else 1.0


AnyDemand: TypeAlias = GivenDemand | LinearDemand | ConstantElasticity


def end_price(demand: Demand, channel: Channel) -> float:
    """What end customers pay, over list price: where a partner buys from us, what is best for the partner.

    It weighs the best price at what we invoice against the best one at what we invoice less the rebate, where that
    price brings the quantity from which on the rebate is paid.  Everybody else keeps to list price.
    """
    if not isinstance(channel, Distributor):
        return 1.0
    cost = channel.invoiced()

    def profit(price: float) -> float:
        quantity = demand.quantity(price)
        return (price - cost) * quantity + channel.rebate_on(quantity)

    prices = [demand.best(cost), demand.best(cost - channel.rebate)]
    return max(prices, key=profit)


# --- what they do for a segment of ours ------------------------------------------------------------------


class Diligence(Policy):
    """What a partner's people do for a segment of ours at an equal share of their effort, and with another one."""

    kind: Literal["by_effort"] = "by_effort"
    contacts: CalendarFrequency = parameter(
        "3 / y",
        help="contacts of a customer, at an equal share of effort",
        unit="1 / y",
        range=("0 / y", "12 / y"),
        source="dossier 14 (coverage of small customers), size assumed",
    )
    richness: NonNegative = parameter(1.0, help="of a contact, over a visit of ours", range=(0, 1))
    pursues: Share = parameter(
        0.75, help="share of leads that it takes up, at an equal share of effort", range=(0.2, 1)
    )
    answers: Span = parameter(
        "1 wd",
        help="time until it calls a lead, at an equal share of effort",
        unit="wd",
        range=("0 wd", "10 wd"),
    )
    skill: Positive = parameter(
        0.9,
        help="of its people with our products, over our average rep; training raises it",
        range=(0.5, 1.3),
    )

    def pursued(self, reach: float) -> float:
        """Share of leads that it takes up."""
        return min(1.0, self.pursues * reach)

    def care(self, reach: float) -> float:
        """Hours for a lead that it takes up, over those of our own reps: more only when all are taken up."""
        taken = self.pursued(reach)
        return self.pursues * reach / taken if taken > 0.0 else 0.0


class Overlap(Policy):
    """Customers whom a partner and our own reps both know, and what comes of it."""

    kind: Literal["overlap"] = "overlap"
    share: Share = parameter(
        0.1, help="share of a segment's leads that our own reps know too", range=(0, 0.4), source=_DOSSIER
    )
    sours: Share = parameter(
        0.2,
        help="effort that the partner withdraws when a rep of ours sells there",
        range=(0, 0.5),
        source=_DOSSIER,
    )
    lasts: LastingCalendarSpan = parameter(
        "13 w", help="for how long", range=("4 w", "52 w"), source=_DOSSIER
    )

    def known_to_both(self, luck: float) -> bool:
        """Whether a lead is, by the uniform it was born with."""
        return luck < self.share

    def soured(self, reach: float) -> float:
        """What is left of the partner's effort."""
        return reach * (1.0 - self.sours)
