"""Stocks by hand: how often a piece is there, what is held and what it costs; and the same on a real run."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from simsales.instruments.clock import YEAR
from simsales.kpis import measure
from simsales.kpis.reading import Reading
from simsales.words.vocabulary import BACKORDERED, EXPEDITING, HOLDING, OBSOLESCENCE, SETUP
from tests.kpis.byhand import Hand
from tests.kpis.shop import Workshop, shop_run


def week():
    """A hundred hours: goods 0 is taken twice and then asked for once more; a lot of two comes at 60 h."""
    shelf = Workshop(horizon=100.0)
    for item, on_hand in ((0, 2), (1, 2), (2, 1)):
        shelf.row(0.0, item, on_hand, 0, 0)
    shelf.row(10.0, 0, 1, 0, 0)  # there
    shelf.row(20.0, 0, 0, 0, 0)  # there
    shelf.row(20.0, 0, 0, 2, 0)  # a lot is ordered
    shelf.row(30.0, 0, 0, 2, 1)  # not there
    shelf.row(60.0, 0, 1, 0, 0)  # the lot comes: one for who waits, one for the shelf
    shelf.row(50.0, 2, 0, 0, 0)  # there
    shelf.row(50.0, 2, 0, 1, 0)
    shelf.row(80.0, 2, 1, 0, 0)
    return shelf


def test_fill_rate_counts_pieces():
    figures = week().measured()
    assert figures["fill_rate.goods"] == pytest.approx(2 / 3)
    assert figures["fill_rate.parts"] == 1.0
    assert figures["fill_rate"] == pytest.approx(3 / 4)


def test_cycle_service_counts_lots():
    figures = week().measured()
    assert figures["cycle_service.goods"] == 0.0, "somebody waited when the lot came"
    assert figures["cycle_service.parts"] == 1.0
    assert figures["cycle_service"] == pytest.approx(1 / 2)


def test_inventory_is_an_average_over_time():
    figures = week().measured()
    goods = (2 * 10 + 1 * 10 + 0 * 40 + 1 * 40 + 2 * 100) * 10.0 / 100.0
    parts = (50 + 20) * 100.0 / 100.0
    assert figures["inventory_value.goods"] == pytest.approx(goods)
    assert figures["inventory_value.parts"] == pytest.approx(parts)
    assert figures["inventory_value"] == pytest.approx(goods + parts)


def test_turns_are_what_was_taken_over_what_was_held():
    figures = week().measured()
    taken = (3 * 10.0 + 100.0) * YEAR / 100.0
    assert figures["inventory_turns"] == pytest.approx(taken / figures["inventory_value"])


def test_only_the_window_counts():
    shelf = week()
    shelf.log.warm_up = 25.0
    figures = shelf.measured()
    assert figures["fill_rate.goods"] == 0.0
    assert figures["inventory_value.parts"] == pytest.approx((25 + 20) * 100.0 / 75.0)


def test_what_was_taken_before_the_run_is_not_counted():
    shelf = week()
    shelf.row(0.0, 1, 1, 0, 0)  # written later, of time 0
    assert shelf.measured()["fill_rate.goods"] == pytest.approx(2 / 3)


def test_what_stocks_cost_is_told_by_line():
    shelf = week()
    for line, amount in ((HOLDING, -8.0), (OBSOLESCENCE, -4.0), (SETUP, -2.0), (EXPEDITING, -1.0)):
        shelf.log.money(100.0, line, amount)
    figures = shelf.measured()
    lines = {name: value for name, value in figures.items() if name.startswith("stock_cost.")}
    assert lines == {
        "stock_cost.holding": 8.0,
        "stock_cost.obsolescence": 4.0,
        "stock_cost.setup": 2.0,
        "stock_cost.expediting": 1.0,
    }
    assert figures["stock_cost"] == 15.0


def test_an_empty_shelf_has_no_fill_rate():
    figures = Workshop().measured()
    assert (
        isnan(figures["fill_rate"]) and isnan(figures["cycle_service"]) and isnan(figures["inventory_turns"])
    )
    assert figures["inventory_value"] == figures["stock_cost"] == 0.0


def test_a_company_without_stocks_of_its_own_has_no_such_figures():
    names = ("fill_rate", "cycle_service", "inventory", "stock_cost")
    assert not [name for name in Hand().measured() if name.startswith(names)]


# --- on a real run ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run():
    scenario, log = shop_run()
    return scenario, log, measure(log, scenario)


def test_who_did_not_find_a_piece_says_so(run):
    scenario, log, figures = run
    window = Reading(log, scenario).window
    notes = log.notes[log.notes["activity"] == BACKORDERED]
    missing = notes["value"][window.has(notes["time"])].sum()
    table, items = log.table("stock"), log.table("items")
    taken = missing
    for item in range(len(items)):
        rows = table[table["item"] == item]
        gone = -np.diff(rows["on_hand"].astype(int))
        taken += gone[window.has(rows["time"][1:]) & (gone > 0)].sum()
    assert missing > 10
    assert figures["fill_rate"] == pytest.approx(1.0 - missing / taken)


def test_holding_cost_is_the_value_held_at_the_yearly_rate(run):
    scenario, log, figures = run
    window, production = Reading(log, scenario).window, scenario.production
    held = figures["inventory_value"] * window.hours / YEAR
    assert figures["stock_cost.holding"] == pytest.approx(production.holding * held)
    assert figures["stock_cost.obsolescence"] == pytest.approx(production.obsolescence * held)


def test_each_lot_costs_its_setup_and_each_hurried_piece_its_premium(run):
    scenario, log, figures = run
    window, stocks = Reading(log, scenario).window, scenario.production.stocks
    supplies, names = log.table("supplies"), list(stocks)
    stock = np.array([names[place] for place in log.table("items")["stock"]])[supplies["item"]]
    inside = window.has(supplies["ordered"])
    assert figures["stock_cost.setup"] == pytest.approx(90.0 * np.count_nonzero(inside & (stock == "made")))
    hurried = supplies[inside & supplies["hurried"]]
    assert len(hurried) > 5
    assert figures["stock_cost.expediting"] == pytest.approx(0.2 * 1100.0 * hurried["pieces"].sum())


def test_values_of_stocks_add_up(run):
    _, _, figures = run
    parts = [value for name, value in figures.items() if name.startswith("inventory_value.")]
    assert sum(parts) == pytest.approx(figures["inventory_value"])
    assert figures["inventory_turns"] > 1.0
