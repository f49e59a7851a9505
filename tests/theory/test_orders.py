"""What the theory of stocks says beyond means: more stock, less waiting, on every path."""

from __future__ import annotations

import numpy as np

from simsales.instruments.eventlog import rows_of
from simsales.processes.play import play
from simsales.words.vocabulary import DELIVERED
from tests.theory.orders import S24, T08, T09, stock

CELL = T09[0]


def waits(scenario, replication):
    """How long each order of a replication waited, in the order in which they came."""
    log = play(scenario, replication)
    orders, delivered = log.table("orders"), log.notes[log.notes["activity"] == DELIVERED]
    done = np.full(len(orders), np.inf)
    done[rows_of(delivered["case"])] = delivered["time"]
    return done - orders["placed"]


def test_a_larger_base_stock_makes_nobody_wait_longer():
    """The same orders with the same hours, one cell: what a piece in stock buys is never bought by another."""
    for replication in range(4):
        waited = [
            waits(
                CELL.scenario.but({"run.horizon": "400 d", "production.stocks.goods.base": base}), replication
            )
            for base in (0, 4, 8, 16)
        ]
        for less, more in zip(waited[1:], waited[:-1], strict=True):
            assert (less <= more + 1e-6).all()
        means = [wait[np.isfinite(waited[0])].mean() for wait in waited]
        assert all(less < more for less, more in zip(means[1:], means[:-1], strict=True))


def test_the_fill_of_two_components_lies_between_the_product_and_the_lesser_of_their_own():
    scenario = S24.scenario.but({"run.horizon": "6000 d"})
    alone = [
        stock(play(scenario.but({"production.products.standard.components": [name]})))["fill"]
        for name in ("housing", "motor")
    ]
    both = stock(play(scenario))["fill"]
    assert alone[0] * alone[1] < both < min(alone)


def test_backorders_follow_from_waits():
    """Little's law for those who wait: mean backorders are orders a day times their mean wait."""
    log = play(T08.scenario.but({"run.horizon": "3000 d"}))
    found, orders = stock(log), log.table("orders")
    counted = orders[orders["placed"] >= log.warm_up]
    days = (log.horizon - log.warm_up) / 24.0
    assert abs(found["backorders"] - len(counted) / days * found["wait"]) < 0.02 * found["backorders"]
