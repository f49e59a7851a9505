"""Stocks: finished goods and components, what is on order, and who waits for a piece.

For every item, at every event: what is on hand and on order, less what is owed, lies within a lot below the base
stock; with lots of one it *is* the base stock.  A piece that an order has reserved belongs to that order and is
no longer on hand.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from simsales.company.leads.columns import hours_of, is_working
from simsales.company.production.jobs import Lot, Work
from simsales.instruments.clock import YEAR
from simsales.words.records import new_case
from simsales.words.vocabulary import HOLDING, OBSOLESCENCE, SETUP, SUPPLIED, SUPPLY

if TYPE_CHECKING:
    from simsales.company.production.jobs import Job
    from simsales.instruments.clock import Calendar
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.scenario.production import Production
    from simsales.scenario.production import Stock as StockTable

STOCK_COLUMNS = {"time": "f8", "item": "i4", "on_hand": "i4", "on_order": "i4", "backorders": "i4"}
ITEM_COLUMNS = {"stock": "i4", "variant": "i4", "unit_cost": "f8"}
SUPPLY_COLUMNS = {"ordered": "f8", "item": "i4", "pieces": "i4", "hurried": "?"}

#: Where a lot's key begins: after leads and before orders; then the item, then the lot's ordinal.
_LOTS = 1 << 54
_MOST_LOTS = 1 << 24


class Item:
    """One variant of a stock: pieces on hand, on order, and jobs that wait for one, first come first served."""

    __slots__ = ("backorders", "lots", "number", "on_hand", "on_order", "stock", "taken", "waiting")

    def __init__(self, stock: Stock, number: int, on_hand: int) -> None:
        self.stock, self.number, self.on_hand = stock, number, on_hand
        self.on_order = 0
        self.waiting: deque[Job] = deque()
        self.taken: deque[Work] = deque()  # what it takes to replace the pieces that went
        self.lots = 0


class Stock:
    """A stock of several variants, in plain numbers."""

    def __init__(self, name: str, own: bool) -> None:
        self.name, self.own = name, own
        self.items: list[Item] = []
        self.in_use = False
        self.usual = (0.0, 0.0)  # h of machining and assembly of a piece

    def adopt(self, table: StockTable, base: Calendar) -> None:
        """Keep from now on as the scenario says."""
        self.base, self.lot = table.base, table.lot
        self.unit_cost, self.order_cost = table.unit_cost, table.order_cost
        self.setup = hours_of(table.setup, base).mean
        lead = table.replenishment.lead
        self.lead, self.lead_working = hours_of(lead, base).mean, is_working(lead)
        self.expedites, self.hurried = table.replenishment.expedites, table.replenishment.hurried

    @property
    def piece(self) -> Work:
        """What it takes to make a usual piece."""
        return (*self.usual, self.lead)


class Stocks:
    """All stocks of the company."""

    def __init__(self, kernel: Kernel, log: EventLog, base: Calendar, begin: Callable[[Lot], None]) -> None:
        self._kernel, self._log, self._base = kernel, log, base
        self._begin = begin
        self.by_name: dict[str, Stock] = {}
        self._value = self._held = 0.0  # EUR on hand, and its integral since costs were last posted
        self._since = 0.0

    def open(self, production: Production) -> None:
        """Fill the shelves for the first day."""
        self._enter = self._log.open("stock", STOCK_COLUMNS)
        self._enter_lot = self._log.open("supplies", SUPPLY_COLUMNS, SUPPLY)
        enter_item = self._log.open("items", ITEM_COLUMNS)
        for place, (name, table) in enumerate(production.stocks.items()):
            stock = self.by_name[name] = Stock(name, table.replenishment.kind == "own")
            stock.adopt(table, self._base)
            for variant in range(table.variants):
                stock.items.append(Item(stock, enter_item(place, variant, table.unit_cost), 0))

    def adopt(self, production: Production, used: Mapping[str, tuple[float, float]], first: bool) -> None:
        """Keep from now on the stocks that products are taken from; what is not used any more runs down."""
        self.settle()
        self._holding, self._obsolescence = production.holding, production.obsolescence
        for name, stock in self.by_name.items():
            stock.adopt(production.stocks[name], self._base)
            stock.in_use, stock.usual = name in used, used.get(name, stock.usual)
            for item in stock.items:
                if first and stock.in_use:
                    item.on_hand = stock.base
                    self._note(item, stock.base)
                elif stock.in_use:
                    self._replenish(item)

    def item(self, name: str, uniform: float) -> Item:
        """The variant of a stock that a customer wants; all are sought alike."""
        items = self.by_name[name].items
        return items[min(int(uniform * len(items)), len(items) - 1)]

    # --- taking and giving ---------------------------------------------------------------------------

    def take(self, item: Item, job: Job, work: Work) -> None:
        """A piece for a job: at once, or when its turn comes.  `work` is what making the next one takes."""
        if item.on_hand > 0:
            item.on_hand -= 1
            self._note(item, -1)
        else:
            item.waiting.append(job)
            job.missing += 1
            self._note(item, 0)
        item.taken.append(work)
        self._replenish(item)

    def receive(self, lot: Lot) -> None:
        """A lot has come in: first to those who wait, in their order, then to the shelf."""
        item, now = lot.item, self._kernel.now
        self._log.note(now, lot.case.number, SUPPLIED, float(lot.pieces))
        item.on_order -= lot.pieces
        kept = 0
        for _ in range(lot.pieces):
            if item.waiting:
                self._hand_to(item.waiting.popleft())
            else:
                kept += 1
        item.on_hand += kept
        self._note(item, kept)
        self._replenish(item)

    def _hand_to(self, job: Job) -> None:
        job.missing -= 1
        if job.missing == 0:
            self._kernel.at(self._kernel.now, job.case.at_decision, None, job.case.story)

    def _replenish(self, item: Item) -> None:
        """Order another lot once that much of the base stock is gone."""
        stock = item.stock
        if stock.in_use:
            least = stock.base - stock.lot
            while item.on_hand + item.on_order - len(item.waiting) <= least:
                self._order(item)

    def _order(self, item: Item, ahead: float = 0.0) -> None:
        """Order a lot; one that was ordered before the run began is `ahead` by so many working hours."""
        stock, now = item.stock, self._kernel.now
        lot = Lot(new_case(_LOTS | item.number * _MOST_LOTS + item.lots, (1.0,)), item, stock.lot)
        item.lots += 1
        self._measure(lot)
        lot.hurried = stock.expedites and bool(item.waiting)
        lot.ahead = ahead
        item.on_order += stock.lot
        lot.case.number = self._enter_lot(now, item.number, stock.lot, lot.hurried)
        if stock.order_cost and not ahead:
            self._log.money(now, SETUP, -stock.order_cost, lot.case.number)
        self._note(item, 0)
        self._begin(lot)

    def _measure(self, lot: Lot) -> None:
        """The work in a lot is that of the pieces it replaces; set-ups inside them are spent once."""
        stock, taken = lot.item.stock, lot.item.taken
        if stock.lot == 1:
            lot.machining, lot.assembly, lot.lead = taken.popleft() if taken else stock.piece
            return
        works = [taken.popleft() if taken else stock.piece for _ in range(stock.lot)]
        machining = sum(machining for machining, _, _ in works)
        lot.machining = machining - min((stock.lot - 1) * stock.setup, machining)
        lot.assembly = sum(assembly for _, assembly, _ in works)
        lot.lead = works[0][2]

    def missed(self, item: Item, works: Sequence[tuple[float, Work]]) -> None:
        """Before the run began these pieces were taken, latest first; the lots that replace them are on their way."""
        lot = item.stock.lot
        for first in range(0, len(works) - lot + 1, lot):
            if item.on_hand < lot:
                return
            item.on_hand -= lot
            item.taken.extend(work for _, work in works[first : first + lot])
            self._note(item, -lot)
            self._order(item, works[first][0])

    # --- what it costs -------------------------------------------------------------------------------

    def _note(self, item: Item, more: int) -> None:
        """Something changed: keep the integral of the value on hand, and tell the log."""
        now = self._kernel.now
        self._enter(now, item.number, item.on_hand, item.on_order, len(item.waiting))
        if more and item.stock.unit_cost:
            self._held += self._value * (now - self._since)
            self._since = now
            self._value += more * item.stock.unit_cost

    def settle(self) -> None:
        """Post what the stock has cost since the last time: its value over time at the yearly rates."""
        now = self._kernel.now
        held = (self._held + self._value * (now - self._since)) / YEAR
        self._held, self._since = 0.0, now
        if held > 0.0:
            self._log.money(now, HOLDING, -self._holding * held)
            self._log.money(now, OBSOLESCENCE, -self._obsolescence * held)
