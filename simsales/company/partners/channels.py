"""Channels: markets of end customers who are served by a distributor, an agent or an office of our own.

Segments of the firm's own customers who are served so stand in `simsales.company.partners.segments`.

A week of a market is settled when it is over: end customers have asked for pieces (`ARRIVAL_EVENT`), goods come to
distributors (`COMPLETION_EVENT`), and partners order (`DECISION_EVENT`).  What they order is booked then, at the price
that is agreed; it takes neither our people's hours nor our stocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.company.partners.distributor import Distributor
from simsales.company.partners.end_customers import EndCustomers
from simsales.instruments.clock import WEEK, YEAR
from simsales.policies.channels import DirectOffice
from simsales.policies.channels import Distributor as DistributorTerms
from simsales.responses.channels import end_price
from simsales.words.vocabulary import (
    AGENCY,
    ARRIVAL_EVENT,
    COMPLETION_EVENT,
    DECISION_EVENT,
    OFFICE,
    REVENUE,
    VARIABLE_COST,
)

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.policies.channels import Channel
    from simsales.scenario.channels import EndMarket
    from simsales.scenario.model import Scenario

#: A week of a market, entered when it is over and the partner has ordered.
CHANNEL_COLUMNS = {
    "time": "f8",
    "market": "i4",  # place among the scenario's markets; behind them segments: what is passed on, and each shelf
    "asked": "i4",  # pieces that end customers asked for
    "served": "i4",  # of them at once
    "lost": "i4",  # of them for good, because nothing was there
    "owed": "i4",  # pieces that end customers wait for, after the week's deliveries
    "held": "f8",  # pieces on the partner's shelf, mean of the week
    "on_order": "i4",
    "ordered": "i4",  # pieces ordered from us, less those sent back
    "listed": "f8",  # EUR at list price
    "net": "f8",  # EUR that remain of it for us after margins and commissions
    "seen": "?",  # the order names its end customer
    "shelf": "?",  # the partner serves them from a stock of its own
}
_PARTNERS = 3 << 54  # where the keys of markets begin


def paid_share(terms: Channel, quantity: float) -> float:
    """What we are paid for a piece, over its list price, where end customers buy so much of the usual quantity."""
    rebate = terms.rebate_on(quantity)
    return terms.invoiced() - rebate / quantity if rebate else terms.invoiced()


class MarketServed:
    """A market, and who serves it."""

    def __init__(self, place: int, name: str, company: Company) -> None:
        self.place, self.name = place, name
        self.customers = EndCustomers(company.luck, name)
        self.distributor: Distributor | None = None
        self.asked = self.served = self.lost = 0
        self.held = 0.0

    def adopt(self, market: EndMarket, variable_cost: float) -> None:
        """Serve it from now on as the scenario says."""
        self.price, self.variable_cost, self.terms = market.price, variable_cost, market.channel
        reach = market.effort.reach(*self.terms.earned())
        quantity = market.answer.quantity(end_price(market.answer, self.terms))
        self.mean = market.demand.per_calendar_hour * WEEK * reach * quantity
        #: What we are paid for a piece, as a share of list price, after the rebate on a usual week's quantity.
        self.paid = paid_share(self.terms, quantity)
        if isinstance(self.terms, DistributorTerms):
            if self.distributor is None:
                self.distributor = Distributor(self.terms, self.mean)
            self.distributor.terms = self.terms


class Channels:
    """All markets that are served so."""

    def __init__(self, company: Company) -> None:
        self._kernel, self._log = company.kernel, company.log
        first = company.epochs[0][2].channels
        names = () if first == "skip" else tuple(first.markets)
        segments = () if first == "skip" else tuple(first.segments)
        self._markets = [MarketServed(place, name, company) for place, name in enumerate(names)]
        #: Whether any market, or any segment of our own customers, is served so.
        self.active = bool(names or segments)
        if self.active:
            self.enter = self._log.open("channels", CHANNEL_COLUMNS)

    def adopt(self, scenario: Scenario) -> None:
        """Serve markets from now on as `scenario` says."""
        table = scenario.channels
        if table == "skip":
            return
        for market in self._markets:
            described = table.markets[market.name]
            product = described.product or next(iter(scenario.products))
            market.adopt(described, scenario.products[product].variable_cost)

    def open(self) -> None:
        """Begin the weeks, with what is on its way to distributors."""
        for market in self._markets:
            if market.distributor is not None:
                for hours, pieces in market.distributor.coming:
                    self._ship(market, hours, pieces)
            self._note_week(market, WEEK)

    def _note_week(self, market: MarketServed, time: float) -> None:
        key = _PARTNERS | market.place
        self._kernel.at(time, ARRIVAL_EVENT + key, self._sell, market)
        self._kernel.at(time, DECISION_EVENT + key, self._order, market)

    def _ship(self, market: MarketServed, hours: float, pieces: int) -> None:
        key = COMPLETION_EVENT + (_PARTNERS | market.place)
        self._kernel.at(self._kernel.now + hours, key, self._deliver, (market, pieces))

    # --- a week --------------------------------------------------------------------------------------

    def _sell(self, market: MarketServed) -> None:
        """End customers have asked for pieces."""
        market.asked = market.customers.of_next_week(market.mean)
        if market.distributor is None:
            market.served, market.lost = market.asked, 0
            return
        before = market.distributor.on_hand
        market.served, market.lost = market.distributor.serve(market.asked)
        market.held = (before + market.distributor.on_hand) / 2.0

    def _deliver(self, delivery: tuple[MarketServed, int]) -> None:
        """Goods have come to a distributor."""
        market, pieces = delivery
        assert market.distributor is not None
        market.distributor.receive(pieces)

    def _order(self, market: MarketServed) -> None:
        """The partner orders, and we book it."""
        distributor = market.distributor
        if distributor is None:
            ordered, owed, on_order = market.asked, 0, 0
        else:
            ordered = distributor.review(market.mean)
            if ordered > 0:
                self._ship(market, distributor.terms.lead.calendar_hours, ordered)
            owed, on_order = distributor.owed, distributor.on_order
        listed, net = self._book(market, ordered)
        sold = (market.asked, market.served, market.lost, owed, market.held, on_order)
        seen = distributor is None
        self.enter(self._kernel.now, market.place, *sold, ordered, listed, net, seen, not seen)
        self._note_week(market, self._kernel.now + WEEK)

    def _book(self, market: MarketServed, ordered: int) -> tuple[float, float]:
        """What was ordered goes into the ledger; its value at list price, and what remains of it for us."""
        now, money, terms = self._kernel.now, self._log.money, market.terms
        listed = ordered * market.price
        invoiced = listed * market.paid
        if ordered:
            money(now, REVENUE, invoiced)
            money(now, VARIABLE_COST, -listed * market.variable_cost)
        fee, fixed = invoiced * terms.fee(), terms.yearly_cost() * WEEK / YEAR
        ours = isinstance(terms, DirectOffice)  # what its orders cost is ours, and no part of the price
        if fee or fixed:
            money(now, OFFICE if ours else AGENCY, -fixed - fee)
        return listed, invoiced - (0.0 if ours else fee)
