"""What a customer's site has in hand, and what we have noted about its buying.

Stock is counted in hours of use: so long the site needs nothing of ours.  Whoever buys sooner than needed has
the hours that were won in hand, and the next order comes that much later; the order after the next is where it
would have been.  So nothing that is borrowed from the future is ever lost or counted twice.
"""

from __future__ import annotations

from math import inf

from simsales.instruments.clock import YEAR
from simsales.words.customers import Account


class Site:
    """A customer with what it has bought and the stock it lives off; the marketing department's view of it."""

    __slots__ = (
        "account",
        "bought",
        "covered",
        "due",
        "held",
        "last_order",
        "opened",
        "orders",
        "owed",
        "points",
        "programmes",
        "pulled",
        "reckoned",
        "rewarded",
        "segment",
        "sooner",
        "strived",
        "until",
        "vendor_managed",
        "year",
    )

    account: Account
    segment: str
    opened: float  # h, when it became a customer
    last_order: float  # h; minus infinity before the first one
    orders: int  # of what it uses, so far
    covered: float  # h, until when it lives off its stock
    owed: float  # hours of use kept until `due`, to live off afterwards
    due: float  # h
    held: float  # hours of use kept until the next reward
    points: float  # on the reward card
    rewarded: bool  # the latest order brought a reward
    year: int
    bought: float  # EUR in that year
    # hours of use won in the gap that is running, by a discount, a reward in sight and a rebate in reach
    sooner: float
    strived: float
    pulled: float
    until: float  # h, the deadline of what was pulled forward
    reckoned: float  # h, up to when these are reckoned up
    programmes: dict[str, float]  # usage programmes it has taken up, and since when (h)
    vendor_managed: bool

    def __init__(self, account: Account, segment: str) -> None:
        self.account = account
        self.segment = segment
        self.opened = account.since
        self.last_order = -inf
        self.orders = 0
        self.covered = -inf
        self.owed = 0.0
        self.due = inf
        self.held = 0.0
        self.points = 0.0
        self.rewarded = False
        self.year = 0
        self.bought = 0.0
        self.reckoned = max(self.opened, 0.0)
        self.until = -inf
        self.sooner = self.strived = self.pulled = 0.0
        self.programmes = {}
        self.vendor_managed = False

    def needs_nothing(self, now: float) -> bool:
        """Whether the site lives off its stock."""
        return now < self.covered or (self.owed > 0.0 and self._relief() <= now < self._relief() + self.owed)

    def next_change(self, now: float) -> float:
        """When a stock is used up, or when the site begins to live off one (h)."""
        if now < self.covered:
            return self.covered
        if self.owed > 0.0:
            relief = self._relief()
            return relief if now < relief else relief + self.owed if now < relief + self.owed else inf
        return inf

    @property
    def gap_began(self) -> float:
        """When the gap that is running began (h)."""
        return max(self.last_order, self.opened, 0.0)

    def take_in(self, hours: float, now: float) -> None:
        """Put hours of use on stock; the site lives off them at once."""
        if now >= self._relief() + self.owed:  # what was kept is used up
            self.owed = 0.0
        self.covered = max(self.covered, now) + hours

    def owe(self, hours: float, due: float) -> None:
        """Keep hours of use until a day, and live off them from then on."""
        self.owed, self.due = (self.owed if due == self.due else 0.0) + hours, due

    def bought_in(self, year: int) -> float:
        """What it has bought in a year (EUR); only the running or the latest one is known."""
        return self.bought if self.year == year else 0.0

    def book(self, value: float, now: float) -> None:
        """Enter what was bought."""
        year = int(now // YEAR)
        self.bought, self.year = self.bought_in(year) + value, year

    def begin_gap(self, now: float) -> None:
        """The site has ordered what it uses: nothing is won yet on the next order."""
        self.last_order = now
        self.orders += 1
        self.sooner = self.strived = self.pulled = 0.0

    def _relief(self) -> float:
        return max(self.due, self.covered)
