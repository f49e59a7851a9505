"""Partners of the firm's own customers: who serves which segment, what they order, and who comes to see them.

Whoever is served by a partner or a shop is not contacted by our farmers.  A distributor's customers are its own: it
sells what is made to stock from its shelf, passes everything else on order by order, and tells us of some of their
complaints.  An agent's and a shop's orders come in our name and at list price.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING

from simsales.company.partners.segments import Segment, Week, weekly
from simsales.company.partners.supply import ConsignmentStory, Shelf, Supply
from simsales.instruments.clock import WEEK, YEAR
from simsales.policies.channels import Distributor, EShop
from simsales.words.vocabulary import DECISION_EVENT, REPEAT

if TYPE_CHECKING:
    from simsales.company.accounts.reordering import Reordering
    from simsales.company.accounts.welcome import Birth
    from simsales.company.company import Company
    from simsales.scenario.channels import SegmentChannel
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Account, Order

#: Takes a repeat order in: ``(account, kind, ordinal, product, value)``.
Taking = Callable[["Account", int, int, int, float], object]
_SEGMENTS = 3 << 54 | 1 << 20  # where the keys of segments' weeks begin, beyond those of markets


class Partners:
    """Everybody who serves a segment of our customers beside our own force."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log = company.kernel, company.log
        first = company.epochs[0][2]
        tables: dict[str, SegmentChannel] = {} if first.channels == "skip" else dict(first.channels.segments)
        self._markets = 0 if first.channels == "skip" else len(first.channels.markets)
        self._places = 1 + len(first.products)  # of a segment in the log: what is passed on, and each shelf
        numbers = {name: number for number, name in enumerate(first.customers)}
        self.served = [Segment(place, name, numbers[name]) for place, name in enumerate(tables)]
        #: Who serves each segment, by its number; None for our own force where nothing is said of it.
        self.of: list[Segment | None] = [None] * len(numbers)
        for segment in self.served:
            self.of[segment.number] = segment
        self.supply = Supply(company)

    def adopt(self, scenario: Scenario) -> None:
        """Serve segments from now on as `scenario` says."""
        if scenario.channels == "skip":
            return
        for segment in self.served:
            segment.adopt(scenario.channels.segments[segment.name])
            for shelf in segment.shelves.values():
                assert isinstance(segment.terms, Distributor)
                shelf.stock.terms = segment.terms

    def open(self, story: ConsignmentStory) -> None:
        """Shelves are full, and the weeks begin; a distributor's orders live `story`."""
        self.supply.open(story)
        for segment in self.served:
            if isinstance(segment.terms, Distributor):
                segment.shelves = self._shelves(segment, segment.terms)
            self._kernel.at(WEEK, self._rank(segment), self._end_week, segment)

    def _shelves(self, segment: Segment, terms: Distributor) -> dict[int, Shelf]:
        scenario = self._company.scenario
        described = scenario.customers[segment.name]
        shelves = {}
        for product, (name, sold) in enumerate(scenario.products.items()):
            orders = described.orders.law(float).mean
            mean = weekly(orders, described.count, sold.repeat_share, WEEK)
            if self._company.factory.made_to_stock(product) and mean > 0.0:
                shelves[product] = Shelf(terms, product, segment.key_of_supply(name), mean)
        return shelves

    def _rank(self, segment: Segment) -> int:
        return DECISION_EVENT + (_SEGMENTS | segment.place)

    # --- whose customers they are --------------------------------------------------------------------

    def usual_order(self, segment: Segment, product: int) -> float:
        """Mean value of a segment's repeat orders of a product, EUR at list price."""
        return self._desk.usual_order(segment.number, product)

    def have_sold(self, order: Order) -> bool:
        """Whether an order was sold by a partner or entered by the customer, so that nobody of ours is paid for it."""
        if order.deal is not None:
            segment = self.of[order.deal.lead.segment]
            return order.deal.owner is None and segment is not None and segment.contacted
        if order.account is not None:
            return not self.leaves_to_farmers(order.account.segment)
        return any(order.account_key == shelf.key for each in self.served for shelf in each.shelves.values())

    def leaves_to_farmers(self, number: int) -> bool:
        """Whether our farmers look after a segment."""
        segment = self.of[number]
        return segment is None or segment.terms.looked_after_by() == "farmers"

    def heard(self) -> list[float]:
        """By segment the share of the complaints voiced which reach us."""
        return [1.0 if segment is None else segment.heard for segment in self.of]

    def quoted(self, share: float) -> list[float]:
        """By segment the share of repeat orders that begin with a quote of ours: a distributor quotes itself."""
        return [
            0.0 if segment is not None and isinstance(segment.terms, Distributor) else share
            for segment in self.of
        ]

    def entered_by_shop(self, share: float) -> list[float]:
        """By segment the share of repeat orders that customers enter, of a product that the shop has."""
        return [
            1.0 if share and segment is not None and isinstance(segment.terms, EShop) else share
            for segment in self.of
        ]

    def take_charge(self, account: Account, birth: Birth) -> None:
        """A partner's people come to see an account from now on."""
        segment = self.of[account.segment]
        if segment is not None:
            now = self._kernel.now
            self._expect(account, segment, now + (1.0 - birth.phase) * segment.spacing(now))

    def _expect(self, account: Account, segment: Segment, time: float) -> None:
        if time < inf:
            self._kernel.at(time, DECISION_EVENT + account.key, self._contact, (account, segment))

    def _contact(self, what: tuple[Account, Segment]) -> None:
        """Somebody of the partner's sees the customer, or finds that it is none any more and does not come back."""
        account, segment = what
        if account.alive:
            self._company.customers.touch(account, segment.diligence.richness)
            self._expect(account, segment, self._kernel.now + segment.spacing(self._kernel.now))

    # --- orders --------------------------------------------------------------------------------------

    def takers(self, desk: Reordering) -> list[Taking]:
        """By segment who takes a repeat order in: our order desk, or the partner."""
        self._desk = desk
        return [desk.place if segment is None else self._taker(segment) for segment in self.of]

    def _taker(self, segment: Segment) -> Taking:
        def take(account: Account, kind: int, ordinal: int, product: int, value: float) -> None:
            self._take(segment, account, ordinal, product, value)

        return take

    def _take(self, segment: Segment, account: Account, ordinal: int, product: int, value: float) -> None:
        shelf = segment.shelves.get(product)
        if shelf is not None and (shelf.stock.on_hand or self._company.factory.made_to_stock(product)):
            self.supply.sell(segment, shelf, account, ordinal, value * segment.quantity)
            return
        order = self._desk.place(account, REPEAT, ordinal, product, value, segment.quantity, segment.paid)
        segment.week.asked += 1
        segment.week.ordered += 1
        self.book(segment, value * order.larger, order.value, order.number)

    def book(self, segment: Segment, listed: float, paid: float, number: int) -> None:
        """What an order of a segment costs beyond the price, and what is left of it."""
        fee = paid * segment.terms.fee()
        if fee:
            self._log.money(self._kernel.now, segment.line, -fee, number)
        segment.week.listed += listed
        segment.week.net += paid - fee

    # --- a week --------------------------------------------------------------------------------------

    def _end_week(self, segment: Segment) -> None:
        """A week is over: distributors order, and what was sold is entered."""
        now, enter = self._kernel.now, self._company.channels.enter
        place, seen = self._markets + self._places * segment.place, segment.terms.names_customers()
        for shelf in segment.shelves.values():
            before = segment.week.listed, segment.week.net
            held = (shelf.held + shelf.stock.on_hand) / 2.0
            ordered = self.supply.replenish(segment, shelf)
            sold = (shelf.asked, shelf.served, shelf.lost, shelf.stock.owed, held, shelf.stock.on_order)
            worth = (segment.week.listed - before[0], segment.week.net - before[1])
            enter(now, place + 1 + shelf.product, *sold, ordered, *worth, seen, True)
            segment.week.listed, segment.week.net = before
            shelf.asked = shelf.served = shelf.lost = 0
            shelf.held = shelf.stock.on_hand
        week = segment.week
        sold = (week.asked, 0, 0, 0, 0.0, 0)
        enter(now, place, *sold, week.ordered, week.listed, week.net, seen, False)
        segment.week = Week()
        cost = segment.terms.yearly_cost() * WEEK / YEAR
        if cost:
            self._log.money(now, segment.line, -cost)
        self._kernel.at(now + WEEK, self._rank(segment), self._end_week, segment)
