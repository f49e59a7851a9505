"""For the figures of orders and of stocks: an order book and shelves by hand, and a shop that is played."""

from __future__ import annotations

from pathlib import Path

from simsales.company.production.factory import PROMISE_COLUMNS
from simsales.company.production.order_book import ORDER_COLUMNS
from simsales.company.production.stocks import ITEM_COLUMNS, STOCK_COLUMNS
from simsales.instruments.eventlog import EventLog
from simsales.processes.play import play
from simsales.scenario import load
from simsales.scenario.model import Scenario
from simsales.words.vocabulary import CANCELLED, DELIVERED, ORDER
from tests.kpis.byhand import Hand

PRODUCTION = {
    "products": {"standard": {}},
    "decoupling": {"kind": "fixed", "points": {"standard": "MTO"}},
    "stocks": {"goods": {"variants": 2, "base": 2}, "parts": {"base": 1}},
}


class Workshop(Hand):
    """An order book, and two goods at 10 EUR and a part at 100 EUR a piece."""

    def __init__(self, **of_log):
        super().__init__(**of_log)
        self.scenario = self.scenario.but({"production": PRODUCTION})
        self._enter = self.log.open("orders", ORDER_COLUMNS, ORDER)
        self._promise = self.log.open("promises", PROMISE_COLUMNS)
        self.row = self.log.open("stock", STOCK_COLUMNS)
        item = self.log.open("items", ITEM_COLUMNS)
        for stock, variant, cost in ((0, 0, 10.0), (0, 1, 10.0), (1, 0, 100.0)):
            item(stock, variant, cost)

    def order(self, placed, promised, delivered=None, cancelled=None, earlier=0.0, quoted=10.0):
        """An order of the standard product for 100 EUR."""
        number = self._enter(placed, 100.0, -1, -1, 0, 0, 1)
        self._promise(number, promised, quoted, earlier, 2)
        if delivered is not None:
            self.note(delivered, number, DELIVERED, float(delivered > promised))
        if cancelled is not None:
            self.note(cancelled, number, CANCELLED, 100.0)


SCARCE = {
    "demand.inbound.rate": "1750 / y",
    "production.products.MTO.cancelled": 0.1,
    "production.stocks.goods.base": 3,
    "production.stocks.made": {"lot": 3, "order_cost": 90},
    "production.stocks.bought.base": 7,
    "products.MTO.delivery": "13 wd",
    "run.warm_up": "10 w",
}


def shop_run() -> tuple[Scenario, EventLog]:
    """The shop and a year of its orders."""
    slices = Path(__file__).parents[1] / "facts" / "scenarios"
    scenario = load(slices / "shop.toml").but(SCARCE)
    return scenario, play(scenario)
