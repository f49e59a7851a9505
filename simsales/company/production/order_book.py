"""The order book: every order with its luck and its place in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.company.accounts.customers import order_columns as customers_part
from simsales.company.complaints.service_desk import order_columns as service_part
from simsales.company.leads.columns import Columns, merged
from simsales.company.production.factory import order_columns as factory_part
from simsales.instruments.luck import DoorTable, Luck, strip_and_place
from simsales.words.customers import Account, Order
from simsales.words.records import Opportunity, new_case
from simsales.words.vocabulary import DEAL, ORDER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simsales.company.people.rotas import Epoch
    from simsales.instruments.clock import Calendar
    from simsales.instruments.eventlog import EventLog

#: Orders of one account share a stream in blocks of this many.
ORDERS_IN_A_BLOCK = 16
#: Where an order's key begins, beyond those of leads and background jobs.
_ORDERS = 1 << 55
_MOST_ORDERS = 1 << 12
_STREAM = 1
#: Orders of deals stand beside one another like the leads they come from.
_STREAM_OF_DEALS = 2
_NOTHING_DRAWN = (1.0,)
ORDER_COLUMNS = {
    "placed": "f8",
    "value": "f8",
    "account": "i8",
    "deal": "i8",
    "ordinal": "i4",
    "product": "i2",
    "kind": "i2",
}


class OrderBook:
    """Places orders: an order's luck is addressed by its account and its place among that account's orders."""

    #: Who credits each sale to people; nobody where all pay depends on time alone.
    sold: Callable[[Order], None] | None = None

    def __init__(self, epochs: Sequence[Epoch], luck: Luck, log: EventLog, base: Calendar) -> None:
        layouts = merged([_columns(scenario, base) for _, _, scenario in epochs])
        self._tables = [
            (
                DoorTable(luck, _STREAM, layout, block=ORDERS_IN_A_BLOCK),
                DoorTable(luck, _STREAM_OF_DEALS, layout),
            )
            for layout in layouts
        ]
        #: Where each number of an order's luck stands in its row.
        self.slot = self._tables[0][0].slot
        self._draws = len(self.slot) > 1
        self._enter = log.open("orders", ORDER_COLUMNS, ORDER)
        chapters = [(s.production, s.farming, s.complaints) for _, _, s in epochs]
        #: Whether anybody makes what is sold, or hears of the customer again; if not, an order is a signature.
        self._matters = any(chapter != "skip" for epoch in chapters for chapter in epoch)

    def adopt(self, place: int) -> None:
        """Draw from now on as the scenario of this epoch says."""
        self._table, self._table_of_deals = self._tables[place]

    def luck(self, account_key: int, ordinal: int) -> Sequence[float]:
        """The luck of an account's order, which may never be placed."""
        return self._table.row(account_key, ordinal) if self._draws else _NOTHING_DRAWN

    def take(
        self,
        kind: int,
        product: int,
        value: float,
        now: float,
        account_key: int,
        ordinal: int,
        account: Account | None = None,
        deal: Opportunity | None = None,
    ) -> Order:
        """A new order of an account; `deal` is the opportunity that it was won with."""
        order = self.draw(kind, product, value, now, account_key, ordinal, deal)
        order.account = account
        self.enter(order)
        if self.sold is not None:
            self.sold(order)
        return order

    def draw(
        self,
        kind: int,
        product: int,
        value: float,
        placed: float,
        account_key: int,
        ordinal: int,
        deal: Opportunity | None = None,
    ) -> Order:
        """An order with its luck, that the log does not know yet."""
        order = Order(kind, product, value, account_key, ordinal, placed)
        order.luck = self._luck_of(account_key, ordinal, deal) if self._draws else _NOTHING_DRAWN
        order.case = new_case(_ORDERS | (account_key * _MOST_ORDERS + ordinal) & (_ORDERS - 1), order.luck)
        order.deal = deal
        return order

    def enter(self, order: Order) -> None:
        """Enter an order in the log."""
        account, deal = order.account, order.deal
        order.number = order.case.number = self._enter(
            order.placed,
            order.value,
            -1 if account is None else account.number,
            -1 if deal is None else deal.case.number,
            order.ordinal,
            order.product,
            order.kind,
        )

    def _luck_of(self, account_key: int, ordinal: int, deal: Opportunity | None) -> Sequence[float]:
        if deal is None:
            return self._table.row(account_key, ordinal)
        # a lead's place in its strip is the low end of its key: deals share blocks as leads do
        return self._table_of_deals.row(*strip_and_place(deal.lead.key))

    def take_deal(self, deal: Opportunity, value: float, now: float) -> Order:
        """The order of a deal that was won: the first of its account."""
        if not self._matters:
            order = Order(DEAL, deal.lead.product, value, deal.lead.key, 0, now)
            order.deal = deal
            if self.sold is not None:
                self.sold(order)
            return order
        return self.take(DEAL, deal.lead.product, value, now, deal.lead.key, 0, deal=deal)


def _columns(scenario: object, base: Calendar) -> Columns:
    columns = Columns()
    for part in (factory_part, customers_part, service_part):
        part(columns, scenario, base)  # type: ignore[arg-type]  # a Scenario
    return columns
