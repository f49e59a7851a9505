"""What a customer's site has in hand, and what we have noted about its buying.

Stock is counted in orders' worth of use.  Whoever buys sooner than needed has what was won in hand, and the next
order comes that much later; the order after the next is where it would have been.  So nothing that is borrowed from
the future is ever lost or counted twice.  What is used up at once is kept with the customer's standing; what waits
for a reward or for the end of the year is kept here.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from simsales.instruments.clock import YEAR

if TYPE_CHECKING:
    from simsales.words.customers import Account


class Paces(NamedTuple):
    """Factors on the hazard of ordering."""

    promoted: float = 1.0  # by a discount
    strives: float = 1.0  # by a reward in sight
    reaches: float = 1.0  # by a rebate in reach


_USUAL = Paces()


class Won(NamedTuple):
    """Orders' worth of use by which an order comes sooner than needed, and to what they are owed."""

    sooner: float = 0.0  # to a discount
    strived: float = 0.0  # to a reward in sight
    pulled: float = 0.0  # to a rebate in reach


class Site:
    """A customer with what it has bought ahead; the marketing department's view of it."""

    __slots__ = (
        "account",
        "bought",
        "held",
        "last_order",
        "opened",
        "orders",
        "owed",
        "paces",
        "points",
        "programmes",
        "rewarded",
        "segment",
        "until",
        "vendor_managed",
        "won",
        "won_for",
        "year",
    )

    account: Account
    segment: str
    opened: float  # h, when it became a customer
    last_order: float  # h; minus infinity before the first one
    orders: int  # of what it uses, so far
    owed: float  # orders' worth kept until the year is over
    held: float  # orders' worth kept until the next reward
    points: float  # on the reward card
    rewarded: bool  # the latest order brought a reward
    year: int
    bought: float  # EUR in that year
    paces: Paces  # in force
    won: Won  # in the gap that is running
    won_for: dict[int, Won]  # for orders whose quotes are being written, by ordinal
    until: float  # h, the end of the year in which something was pulled forward
    programmes: dict[str, float]  # usage programmes it has taken up, and since when (h)
    vendor_managed: bool

    def __init__(self, account: Account, segment: str) -> None:
        self.account = account
        self.segment = segment
        self.opened = account.since
        self.last_order = -inf
        self.orders = 0
        self.points = 0.0
        self.rewarded = False
        self.year = 0
        self.bought = 0.0
        self.until = -inf
        self.programmes = {}
        self.vendor_managed = False
        self.start_anew()

    def start_anew(self) -> None:
        """Nothing is in hand, nothing won."""
        self.owed = self.held = 0.0
        self.paces, self.won, self.won_for = Paces(), Won(), {}
        self.account.state.spare = self.account.state.passed = 0.0

    @property
    def usual_gap(self) -> float:
        """Mean time between two orders as it uses and buys now, without any haste (h)."""
        standing = self.account.state
        return float(1.0 / (standing.rate * standing.use * self.account.share))

    @property
    def stock(self) -> float:
        """Orders' worth of use in hand."""
        return float(self.account.state.spare + self.held + self.owed)

    def reckon(self) -> None:
        """Add up what has been won since the paces in force were asked for."""
        standing = self.account.state
        need, standing.passed = standing.passed, 0.0
        if need > 0.0 and self.paces != _USUAL:
            promoted, strives, reaches = self.paces
            self.won = Won(
                self.won.sooner + (promoted - 1.0) * strives * reaches * need,
                self.won.strived + (strives - 1.0) * need,
                self.won.pulled + (reaches - 1.0) * strives * need,
            )

    def order(self, ordinal: int) -> Won:
        """The site orders what it needs: what was won by then is in hand, and nothing on the next order."""
        self.reckon()
        won = self.won_for[ordinal] = self.won
        self.won = Won()
        return won

    def put_by(self, orders: float, now: float) -> None:
        """Take goods on stock that are used up from now on, before anything else is ordered."""
        self.account.state.bring_to(self.account, now)
        self.account.state.put_by(orders)

    def give_out_held(self, now: float) -> None:
        """What was kept for a reward is used up from now on."""
        if self.held > 0.0 and self.account.alive:
            self.put_by(self.held, now)
            self.held = 0.0

    def give_out_owed(self, now: float) -> None:
        """What was pulled forward into the old year is used up from now on."""
        if self.owed > 0.0 and self.account.alive:
            self.put_by(self.owed, now)
            self.owed = 0.0

    def bought_in(self, year: int) -> float:
        """What it has bought in a year (EUR); only the running or the latest one is known."""
        return self.bought if self.year == year else 0.0

    def book(self, value: float, now: float) -> None:
        """Enter what was bought."""
        year = int(now // YEAR)
        self.bought, self.year = self.bought_in(year) + value, year
