"""What a distributor keeps for a segment of our customers, and what it orders from us for its shelf.

A piece is what one repeat order takes.  Customers get it from the shelf at once, or wait for it in their order; once a
week the distributor brings its shelf to its level, which moves with its forecast, by one order of several pieces.  It
is entered once, its pieces are taken from our stock of finished goods, and it is sent when all are there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from simsales.company.partners.distributor import Distributor
from simsales.words.vocabulary import CANCELLED, DELIVERED, REPEAT, REVENUE, VARIABLE_COST

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.partners.segments import Segment
    from simsales.company.production.jobs import Job
    from simsales.instruments.kernel import Story
    from simsales.policies.channels import Distributor as Terms
    from simsales.words.customers import Account, Order

_ROUNDING = 1e-9  # h


class Shelf:
    """Pieces of one product that a distributor keeps for a segment."""

    def __init__(self, terms: Terms, product: int, key: int, mean: float) -> None:
        self.stock = Distributor(terms, mean, full=True)
        self.product, self.key, self.mean = product, key, mean
        self.waiting: deque[Order] = deque()
        self.pieces = 0  # ordered so far, which numbers them
        self.asked = self.served = self.lost = 0  # in the week that runs
        self.held = self.stock.on_hand  # when it began


class Consignment:
    """One order of a distributor for its shelf."""

    __slots__ = ("job", "luck", "order", "shelf")

    def __init__(self, shelf: Shelf, order: Order, job: Job, luck: Sequence[Sequence[float]]) -> None:
        self.shelf, self.order, self.job, self.luck = shelf, order, job, luck


ConsignmentStory = Callable[[Consignment, "Company"], "Story"]


class Supply:
    """Sells from distributors' shelves, and fills them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._orders = company.kernel, company.log, company.orders

    def open(self, story: ConsignmentStory) -> None:
        """Every order for a shelf lives `story`."""
        self._story = story

    # --- to customers --------------------------------------------------------------------------------

    def sell(self, segment: Segment, shelf: Shelf, account: Account, ordinal: int, value: float) -> None:
        """A customer orders what the shelf has, or waits for it, or goes without."""
        now, company = self._kernel.now, self._company
        order = self._orders.draw(REPEAT, shelf.product, value * segment.paid, now, account.key, ordinal)
        order.account, order.larger = account, segment.quantity
        self._orders.enter(order)
        account.state.last_order = now
        shelf.asked += 1
        served, lost = shelf.stock.hand_out(1)
        shelf.served, shelf.lost = shelf.served + served, shelf.lost + lost
        if lost:
            self._log.note(now, order.number, CANCELLED, order.value)
            return
        order.promised = company.factory.customary_end(order.product)
        job = company.factory.job(order)  # what it takes to make it again, should it be defective
        del job.order  # they need not hold on to each other
        if served:
            self._kernel.at(now, order.case.at_decision, self._deliver, order)
        else:
            shelf.waiting.append(order)

    def _deliver(self, order: Order) -> None:
        order.delivered = now = self._kernel.now
        order.late = now > order.promised + _ROUNDING
        self._log.note(now, order.number, DELIVERED, float(order.late))
        self._company.customers.receive(order)

    # --- from us -------------------------------------------------------------------------------------

    def replenish(self, segment: Segment, shelf: Shelf) -> int:
        """A week is over: the distributor orders what its level lacks; gives the number of pieces."""
        shelf.stock.remember(shelf.asked)
        if not self._company.factory.made_to_stock(shelf.product):
            self._pass_on(segment, shelf)
            return 0
        pieces = shelf.stock.review(shelf.mean)
        if pieces > 0:
            self._order(segment, shelf, pieces)
        return pieces

    def _order(self, segment: Segment, shelf: Shelf, pieces: int) -> None:
        company, now, product = self._company, self._kernel.now, shelf.product
        listed = pieces * segment.quantity * company.partners.usual_order(segment, product)
        paid = listed * segment.paid
        first = shelf.pieces + 1
        shelf.pieces += pieces
        order = self._orders.take(REPEAT, product, paid, now, shelf.key, first)
        order.larger = segment.quantity
        cost = company.market.cost_of(product) * listed
        self._log.money(now, REVENUE, paid, order.number)
        self._log.money(now, VARIABLE_COST, -cost, order.number)
        segment.week.listed += listed
        segment.week.net += paid
        job = company.factory.job(order)
        company.factory.promise(job)
        luck = [self._orders.luck(shelf.key, number) for number in range(first, first + pieces)]
        consignment = Consignment(shelf, order, job, luck)
        self._kernel.start(order.case, self._story(consignment, company))

    def _pass_on(self, segment: Segment, shelf: Shelf) -> None:
        """The product is no longer made to stock: whoever still waits is served by us, order by order."""
        cost = self._company.market.cost_of(shelf.product)
        while shelf.waiting:
            order, now = shelf.waiting.popleft(), self._kernel.now
            listed = order.value / segment.paid if segment.paid else 0.0
            self._log.money(now, REVENUE, order.value, order.number)
            self._log.money(now, VARIABLE_COST, -cost * listed, order.number)
            segment.week.listed += listed
            segment.week.net += order.value
            self._company.factory.accept(order)
        shelf.stock.owed = 0

    def stock_up(self, consignment: Consignment) -> None:
        """The goods are there: first for those who wait, in their order, then for the shelf."""
        shelf, pieces = consignment.shelf, len(consignment.luck)
        self._company.factory.bring(consignment.order)
        shelf.stock.receive(pieces)
        for _ in range(min(pieces, len(shelf.waiting))):
            order = shelf.waiting.popleft()
            self._kernel.at(self._kernel.now, order.case.at_decision, self._deliver, order)
