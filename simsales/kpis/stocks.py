"""Stocks: how often a piece is there, what is held, and what that costs.

All but the ledger is read off the stock's table, a row whenever something changed about an item.  A piece that is
taken lowers what is on hand or, where none is left, raises the backorders; only a lot that comes lowers what is on
order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.clock import YEAR
from simsales.kpis.money import spent
from simsales.kpis.reading import Reading, Rows, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import EXPEDITING, HOLDING, LEDGER, OBSOLESCENCE, SETUP

_CHAPTER = "production"
_LINES = (HOLDING, OBSOLESCENCE, SETUP, EXPEDITING)

Chosen = NDArray[np.bool_]


class Movements(NamedTuple):
    """What changed about an item, row by row, each item's rows together and in order."""

    stock: Rows  # place among the scenario's stocks
    time: Times
    until: Times  # when the item's next row was written
    on_hand: Rows
    served: Chosen  # a piece was taken and there
    owed: Chosen  # a piece was asked for and not there
    arrived: Chosen  # a lot came
    owing: Chosen  # somebody waited before that
    unit_cost: Times  # EUR


@kpi(
    "fill_rate", "share", "higher", "pieces there at once, of those that orders took in the window", _CHAPTER
)
def fill_rate(reading: Reading) -> float:
    return _fill(reading, _all(reading))


@kpi(
    "fill_rate.<stock>",
    "share",
    "higher",
    "pieces of <stock> there at once, of those that orders took in the window",
    _CHAPTER,
)
def fill_rate_by_stock(reading: Reading) -> Mapping[str, float]:
    return _by_stock(reading, lambda ours: _fill(reading, ours))


@kpi(
    "cycle_service",
    "share",
    "higher",
    "lots before whose arrival nobody waited for the item, of those that came in the window",
    _CHAPTER,
)
def cycle_service(reading: Reading) -> float:
    return _cycles(reading, _all(reading))


@kpi(
    "cycle_service.<stock>",
    "share",
    "higher",
    "lots of <stock> before whose arrival nobody waited for the item, of those that came in the window",
    _CHAPTER,
)
def cycle_service_by_stock(reading: Reading) -> Mapping[str, float]:
    return _by_stock(reading, lambda ours: _cycles(reading, ours))


@kpi(
    "inventory_value",
    "EUR",
    "lower",
    "cost of the finished goods and components on hand and not reserved, averaged over the window",
    _CHAPTER,
)
def inventory_value(reading: Reading) -> float:
    return _value(reading, _all(reading))


@kpi(
    "inventory_value.<stock>",
    "EUR",
    "lower",
    "cost of what is on hand of <stock> and not reserved, averaged over the window",
    _CHAPTER,
)
def inventory_value_by_stock(reading: Reading) -> Mapping[str, float]:
    return _by_stock(reading, lambda ours: _value(reading, ours))


@kpi(
    "inventory_turns",
    "1 / y",
    "higher",
    "cost of the pieces that orders took in the window, by the year, over the average cost of what was on hand",
    _CHAPTER,
)
def inventory_turns(reading: Reading) -> float:
    moved = reading.of_log(movements)
    taken = (moved.served | moved.owed) & reading.window.has(moved.time)
    a_year = float(moved.unit_cost[taken].sum()) * YEAR / reading.window.hours
    return ratio(a_year, inventory_value(reading))


@kpi(
    "stock_cost",
    "EUR",
    "lower",
    "holding, obsolescence, setup and expediting cost of the window",
    _CHAPTER,
)
def stock_cost(reading: Reading) -> float:
    return spent(reading, _LINES)


@kpi("stock_cost.<line>", "EUR", "lower", "cost of stocks on the ledger's line <line>", _CHAPTER)
def stock_cost_by_line(reading: Reading) -> Mapping[str, float]:
    return {LEDGER[line]: spent(reading, (line,)) for line in _LINES}


# --- looking up ------------------------------------------------------------------------------------------


def movements(reading: Reading) -> Movements:
    """The stock's table with what each row changed; an item's first row only says what was there."""
    table, items = reading.log.table("stock"), reading.log.table("items")
    table = table[np.argsort(table["item"], kind="stable")]  # rows of an item are written in order of time
    item, time = table["item"], np.ascontiguousarray(table["time"])
    same = np.append(False, item[1:] == item[:-1])

    def change(column: str) -> Rows:
        values = table[column].astype(np.int64)
        return np.where(same, np.diff(values, prepend=0), 0)

    on_hand, on_order, owed = change("on_hand"), change("on_order"), change("backorders")
    arrived = on_order < 0
    begun = time > 0.0  # what was taken before the run began is no order's of this run
    return Movements(
        items["stock"][item].astype(np.int64),
        time,
        np.where(np.append(same[1:], False), np.append(time[1:], np.inf), np.inf),
        table["on_hand"].astype(np.int64),
        (on_hand < 0) & begun,
        owed > 0,
        arrived,
        table["backorders"] - owed > 0,
        np.ascontiguousarray(items["unit_cost"])[item],
    )


def _all(reading: Reading) -> Chosen:
    return np.ones(len(reading.of_log(movements).time), dtype=bool)


def _by_stock(reading: Reading, value: Callable[[Chosen], float]) -> dict[str, float]:
    production = reading.scenario.production
    names = () if production == "skip" else production.stocks
    stock = reading.of_log(movements).stock
    return {name: value(stock == place) for place, name in enumerate(names)}


def _fill(reading: Reading, ours: Chosen) -> float:
    moved = reading.of_log(movements)
    inside = ours & reading.window.has(moved.time)
    return _share(moved.served, inside & (moved.served | moved.owed))


def _cycles(reading: Reading, ours: Chosen) -> float:
    moved = reading.of_log(movements)
    came = ours & moved.arrived & reading.window.has(moved.time)
    return _share(~moved.owing, came)


def _share(part: Chosen, whole: Chosen) -> float:
    return ratio(float(np.count_nonzero(part & whole)), float(np.count_nonzero(whole)))


def _value(reading: Reading, ours: Chosen) -> float:
    moved, window = reading.of_log(movements), reading.window
    stays = window.stays(moved.time[ours], moved.until[ours])
    return float((moved.on_hand * moved.unit_cost)[ours] @ stays) / window.hours
