"""The shop does what its tables say: the same work on every path, lots, priorities, hurry and rework."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.eventlog import rows_of, types_of
from simsales.processes.play import play
from simsales.words.vocabulary import (
    ASSEMBLY,
    DELIVERED,
    EXPEDITING,
    MACHINING,
    MONEY,
    ORDER,
    REWORKED,
    SETUP,
    SUPPLIED,
    SUPPLY,
)
from tests.company.test_stocks import shelf

ALWAYS = {
    name: {"count": 9, "shift": "always"} for name in ("supporter", "machining", "assembly", "dispatch")
}
#: Twenty hours of machining and five of assembly in an order, whatever its path.
MADE = {
    "people": ALWAYS,
    "production.products.standard": {
        "stock": "goods",
        "components": ["wheel", "shaft"],
        "repeat": {
            "machining": {"kind": "exponential", "mean": "20 h"},
            "assembly": {"kind": "exponential", "mean": "5 h"},
        },
    },
    "production.stocks": {
        name: {"base": 6, "replenishment": {"kind": "own", "lead": "0 h"}}
        for name in ("goods", "wheel", "shaft")
    },
    "run.horizon": "200 d",
}


def made(**changes):
    return shelf(**MADE).but(changes)


def work(log, task, kind=None):
    """Finished work of a task, on orders or on lots."""
    table = log.worked[(log.worked["task"] == task) & np.isfinite(log.worked["ended"])]
    return table if kind is None else table[types_of(table["case"]) == kind]


def paid(log, line):
    money = log.notes[(log.notes["activity"] == MONEY) & (log.notes["reason"] == line)]
    return -money["value"]


def test_an_order_takes_the_same_work_wherever_it_enters_the_chain():
    """What lies before the decoupling point is done for the piece that replaces the one it took: its own hours."""
    hours = {}
    for point in ("MTS", "ATO", "MTO", "ETO"):
        log = play(made(**{"production.decoupling.points.standard": point}))
        hours[point] = [work(log, task)["hours"].sum() for task in (MACHINING, ASSEMBLY)]
        on_orders = [len(work(log, task, ORDER)) > 0 for task in (MACHINING, ASSEMBLY)]
        assert on_orders == [point in ("MTO", "ETO"), point != "MTS"]
    for point in ("ATO", "MTO", "ETO"):
        assert hours[point] == pytest.approx(hours["MTS"], rel=0.05), "but for what is under way at the end"


def test_a_lot_comes_when_that_many_are_gone_and_is_set_up_once():
    lots = {"base": 6, "lot": 4, "setup": "1.5 h", "order_cost": 90}
    fixed = {"repeat": {"machining": "20 h", "assembly": "5 h"}}
    log = play(made(**{"production.stocks.goods": lots, "production.products.standard": fixed}))
    supplies, rows = log.table("supplies"), log.table("stock")
    assert set(supplies["pieces"]) == {4}
    machined = work(log, MACHINING, SUPPLY)["hours"]
    assert len(machined) > 50
    assert np.allclose(machined, 4 * 20.0 - 3 * 1.5)
    assert np.allclose(work(log, ASSEMBLY, SUPPLY)["hours"], 4 * 5.0)
    position = rows["on_hand"] + rows["on_order"] - rows["backorders"]
    assert set(position) == {2, 3, 4, 5, 6}, "two is where the next lot is ordered, at once"
    assert paid(log, SETUP).sum() == 90.0 * len(supplies)


BUSY = {
    "people.machining.count": 1,
    "demand.inbound.rate": "0.9 / d",
    "products": {"standard": {"deal_share": 0.5}, "special": {"deal_share": 0.5}},
    "production.decoupling.points.special": "MTO",
    "production.products.special": {"repeat": {"machining": "20 h"}},
    "production.stocks.goods.base": 30,
}


def overtaken(log):
    """Orders whose machining began before that of a lot which had asked earlier."""
    orders, lots = work(log, MACHINING, ORDER), work(log, MACHINING, SUPPLY)
    return sum(
        bool(((lots["asked"] < order["asked"]) & (lots["started"] > order["started"])).any())
        for order in orders
    )


def test_customers_come_before_stock_where_they_should_and_the_desk_serves_by_priority():
    by_priority = {**BUSY, "people.machining.discipline": "priority"}
    first = play(made(**by_priority))
    assert overtaken(first) > 5
    late = [lot for lot in work(first, MACHINING, ORDER) if lot["started"] > lot["asked"]]
    lots = work(first, MACHINING, SUPPLY)
    for order in late:  # while an order waits no lot is begun
        assert not ((lots["started"] > order["asked"]) & (lots["started"] < order["started"])).any()
    assert overtaken(play(made(**by_priority).but({"production.customers_first": False}))) == 0
    assert overtaken(play(made(**BUSY))) == 0, "first come, first served"


def test_a_supplier_hurries_when_customers_wait_and_is_paid_for_it():
    stock = {
        "base": 2,
        "unit_cost": 300,
        "replenishment": {"kind": "supplier", "lead": "4 d", "expedites": True, "hurried": 0.25},
    }
    log = play(shelf(**{"production.stocks.goods": stock}))
    supplies, came = log.table("supplies"), log.notes[log.notes["activity"] == SUPPLIED]
    took = came["time"] - supplies["ordered"][rows_of(came["case"])]
    hurried = supplies["hurried"][rows_of(came["case"])]
    assert 5 < hurried.sum() < len(hurried)
    assert np.allclose(took[hurried], 24.0)
    assert np.allclose(took[~hurried], 96.0)
    assert paid(log, EXPEDITING) == pytest.approx(np.full(supplies["hurried"].sum(), 0.2 * 300.0))
    calm = play(shelf(**{"production.stocks.goods": {**stock, "replenishment": {"expedites": False}}}))
    assert not calm.table("supplies")["hurried"].any()
    assert not len(paid(calm, EXPEDITING))


def test_rework_takes_as_long_as_the_first_time_and_hours_are_means_with_it():
    again = {"production.decoupling.points.standard": "MTO", "run.horizon": "1000 d"}
    without = play(made(**again))
    with_it = play(made(**again, **{"production.products.standard.rework": 0.25}))
    reworked = with_it.notes["case"][with_it.notes["activity"] == REWORKED]
    assert len(reworked) / len(with_it.table("orders")) == pytest.approx(0.25, abs=0.04)
    pieces = work(with_it, MACHINING)
    for case in reworked[:50]:
        first, second = pieces["hours"][pieces["case"] == case][:2]
        assert first == pytest.approx(second)
    mean = {log: work(log, MACHINING)["hours"].sum() for log in (without, with_it)}
    assert mean[with_it] == pytest.approx(mean[without], rel=0.04)


def test_parts_are_made_side_by_side_and_the_last_decides():
    whole = {
        "production.decoupling.points.standard": "MTO",
        "production.products.standard.repeat": {"machining": "20 h", "assembly": "0 h"},
    }
    for parts, hours in ((1, 20.0), (4, 5.0)):
        log = play(
            made(**whole, **{"production.products.standard.parts": parts, "people.machining.count": 60})
        )
        delivered = log.notes[log.notes["activity"] == DELIVERED]
        took = delivered["time"] - log.table("orders")["placed"][rows_of(delivered["case"])]
        assert np.allclose(took, hours)
        assert np.allclose(work(log, MACHINING)["hours"], hours)
