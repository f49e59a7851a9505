"""Through whom end customers are served, and how a distributor reorders: `channel.invoiced()`, `reorder.up_to(…)`.

A channel is what the firm agrees with whoever stands between it and the end customer (dossier 14): a distributor buys
and sells on its own account, an agent brings orders for a commission, and an office of one's own costs the same
whatever it sells.  The firm's own customers may be left to a partner as well, to its own force as ever, or to a shop
where they enter their orders themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Annotated, Literal, TypeAlias

from simsales.policies.base import Policy, PolicyField
from simsales.words.quantities import (
    Amount,
    Flag,
    LastingCalendarSpan,
    Share,
    Whole,
    parameter,
)

_DOSSIER = "dossier 14"
_ASSUMED = "dossier 14, assumed"


# --- how a distributor reorders ------------------------------------------------------------------------


class Reorder(Policy):
    """Up to how many pieces a distributor orders, beyond a safety stock that does not change."""

    kind: str = "own"  # built-in policies are chosen by their kind

    def up_to(self, history: Sequence[float], lead: float, mean: float) -> float:
        """Pieces for a lead time of so many weeks, after a `history` of weekly demand, the latest last."""
        raise NotImplementedError


class MovingAverage(Reorder):
    """Demand during the lead time is forecast by the mean of the last weeks."""

    kind: Literal["moving_average"] = "moving_average"
    weeks: Annotated[int, Whole(1, 520)] = parameter(
        8, help="weeks of which the mean is taken", range=(4, 52), source=_DOSSIER
    )

    def up_to(self, history: Sequence[float], lead: float, mean: float) -> float:
        """The lead time times the mean of the last weeks."""
        last = history[-self.weeks :]
        return lead * sum(last) / len(last) if last else lead * mean


class KnownMean(Reorder):
    """Mean demand is known and not forecast, so that every sale is passed on and nothing else."""

    kind: Literal["known_mean"] = "known_mean"

    def up_to(self, history: Sequence[float], lead: float, mean: float) -> float:
        """The lead time times the true mean."""
        return lead * mean


AnyReorder: TypeAlias = MovingAverage | KnownMean


# --- who stands between the firm and the end customer --------------------------------------------------


class Channel(Policy):
    """What is agreed with whoever serves end customers."""

    kind: str = "own"  # built-in policies are chosen by their kind

    def invoiced(self) -> float:
        """What we invoice, as a share of list price."""
        raise NotImplementedError

    def fee(self) -> float:
        """Cost of an order, as a share of what is invoiced."""
        raise NotImplementedError

    def yearly_cost(self) -> float:
        """Cost of a year, whatever is sold, EUR."""
        raise NotImplementedError

    def earned(self) -> tuple[float, float]:
        """What the partner earns on our goods and on those of others, as shares of list price."""
        raise NotImplementedError

    def rebate_on(self, quantity: float) -> float:
        """Rebate on a quantity, over the usual one, as a share of the list price of the usual quantity."""
        return 0.0

    def looked_after_by(self) -> Literal["farmers", "partner", "nobody"]:
        """Who contacts customers of ours who are served so."""
        return "partner"

    def names_customers(self) -> bool:
        """Whether an order tells us whose it is."""
        return True


class Distributor(Channel):
    """Buys below list price, keeps a stock of its own, and sells to end customers whom we do not see."""

    kind: Literal["distributor"] = "distributor"
    margin: Share = parameter(0.28, help="its margin off list price", range=(0.2, 0.4), source=_DOSSIER)
    rivals: Share = parameter(
        0.28, help="margin that its other principals leave it", range=(0.2, 0.4), source=_ASSUMED
    )
    reorder: Annotated[AnyReorder, PolicyField()] = parameter(
        MovingAverage(), help="up to how many pieces it orders", source=_DOSSIER
    )
    lead: LastingCalendarSpan = parameter(
        "2 w", help="time from its order until the goods are there", range=("1 w", "12 w"), source=_DOSSIER
    )
    safety: Annotated[int, Whole(0, 1_000_000)] = parameter(
        60,
        help="pieces beyond what it expects to sell in the lead time: for the week between reviews, and for chance",
        range=(0, 1_000),
    )
    returns: Flag = parameter(True, help="whether it may send back what is too much")
    waits: Flag = parameter(
        True, help="whether end customers wait for what is not there; where not, sales are lost"
    )
    rebate: Share = parameter(
        0.0,
        help="rebate on each piece beyond `rebate_above`, as a share of list price; 0: none",
        range=(0, 0.2),
        source="Jeuland & Shugan 1983; size chosen",
    )
    rebate_above: Share = parameter(
        0.9, help="share of the usual quantity from which on the rebate is paid", range=(0.5, 1)
    )

    def invoiced(self) -> float:
        """List price less its margin."""
        return 1.0 - self.margin

    def rebate_on(self, quantity: float) -> float:
        """What is paid back for the pieces beyond the agreed quantity."""
        return self.rebate * max(0.0, quantity - self.rebate_above)

    def names_customers(self) -> bool:
        """It does not."""
        return False

    def fee(self) -> float:
        """Nothing: its margin is in the price."""
        return 0.0

    def yearly_cost(self) -> float:
        """Nothing."""
        return 0.0

    def earned(self) -> tuple[float, float]:
        """Its margins."""
        return self.margin, self.rivals


class Agent(Channel):
    """Brings orders in our name for a commission, without a stock."""

    kind: Literal["agent"] = "agent"
    commission: Share = parameter(0.08, help="share of the invoice", range=(0.05, 0.15), source=_DOSSIER)
    rivals: Share = parameter(
        0.08, help="commission that its other principals pay", range=(0.05, 0.15), source=_ASSUMED
    )

    def invoiced(self) -> float:
        """List price: end customers are ours."""
        return 1.0

    def fee(self) -> float:
        """The commission."""
        return self.commission

    def yearly_cost(self) -> float:
        """Nothing."""
        return 0.0

    def earned(self) -> tuple[float, float]:
        """Its commissions."""
        return self.commission, self.rivals


class DirectOffice(Channel):
    """A sales office of one's own: it costs the same whatever it sells, and little for each order."""

    kind: Literal["direct_office"] = "direct_office"
    cost: Amount = parameter(
        "350_000 EUR",
        help="cost of the office, a year",
        unit="EUR / y",
        range=(0, 2_000_000),
        source=_DOSSIER,
    )
    variable: Share = parameter(
        0.02, help="cost of an order, as a share of the invoice", range=(0, 0.1), source=_DOSSIER
    )

    def invoiced(self) -> float:
        """List price."""
        return 1.0

    def fee(self) -> float:
        """Cost of an order."""
        return self.variable

    def yearly_cost(self) -> float:
        """People, rooms and cars."""
        return self.cost

    def earned(self) -> tuple[float, float]:
        """Its people work for nobody else: there is no share to lose."""
        return 1.0, 1.0


class OwnForce(Channel):
    """The firm's own people, as where nothing is said of channels."""

    kind: Literal["own_force"] = "own_force"

    def invoiced(self) -> float:
        """List price."""
        return 1.0

    def fee(self) -> float:
        """Nothing: people are paid by their plans."""
        return 0.0

    def yearly_cost(self) -> float:
        """Nothing beyond them."""
        return 0.0

    def earned(self) -> tuple[float, float]:
        """They work for nobody else."""
        return 1.0, 1.0

    def looked_after_by(self) -> Literal["farmers", "partner", "nobody"]:
        """Our farmers."""
        return "farmers"


class EShop(Channel):
    """The manufacturer's own shop: customers enter their orders themselves, and nobody comes to see them."""

    kind: Literal["eshop"] = "eshop"
    cost: Amount = parameter(
        "60_000 EUR", help="cost of running it, a year", unit="EUR / y", range=(0, 500_000)
    )
    variable: Share = parameter(
        0.01, help="cost of an order (payment, parcels), as a share of the invoice", range=(0, 0.05)
    )

    def invoiced(self) -> float:
        """List price."""
        return 1.0

    def fee(self) -> float:
        """Cost of an order."""
        return self.variable

    def yearly_cost(self) -> float:
        """Programs and those who keep them running."""
        return self.cost

    def earned(self) -> tuple[float, float]:
        """There is no partner."""
        return 1.0, 1.0

    def looked_after_by(self) -> Literal["farmers", "partner", "nobody"]:
        """Nobody."""
        return "nobody"


#: Who may serve a market of end customers, and who a segment of our own customers.
AnyChannel: TypeAlias = Distributor | Agent | DirectOffice
AnySegmentChannel: TypeAlias = OwnForce | Distributor | Agent | EShop


def break_even(fixed: float, direct: float, variable: float, indirect: float) -> float:
    """Sales a year at list price, EUR, from which a channel with a fixed cost pays better than a partner.

    V* = F / (m_direct - c_var - m_indirect): `direct` is what a sale of one's own leaves of list price over the cost
    of the goods, `variable` what it costs, `indirect` what a sale through the partner leaves.  Infinite where the
    partner leaves as much (dossier 14; the classic of fixed against variable cost).
    """
    saved = direct - variable - indirect
    return fixed / saved if saved > 0.0 else inf
