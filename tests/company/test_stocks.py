"""Stocks on the stage: who gets which piece when, what is ordered for it, and that nobody is served twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from simsales.company.people.teams import base_calendar
from simsales.company.production.past import behind_after_holidays
from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import types_of
from simsales.processes.play import play
from simsales.scenario import load
from simsales.scenario.model import Scenario
from simsales.words.vocabulary import DELIVERED, ORDER, SHIPPED

#: A shop that never closes, to which every lead is an order of one piece, taken from stock.
SHELF = {
    "calendar": {"kind": "always"},
    "demand": {"inbound": {"rate": "2 / d"}},
    "people": {"supporter": {"count": 1, "shift": "always"}},
    "selling": {"prospecting": "skip"},
    "switches": {"competitor": False},
    "production": {
        "decoupling": {"kind": "fixed", "points": {"standard": "MTS"}},
        "products": {"standard": {"stock": "goods"}},
        "stocks": {"goods": {"base": 2, "replenishment": {"kind": "supplier", "lead": "3 d"}}},
    },
    "run": {"horizon": "60 d", "seed": 7},
}


def shelf(**changes) -> Scenario:
    return Scenario().but(SHELF).but(changes)


def times_of(log, activity):
    """How often something happened to each order."""
    notes = log.notes[log.notes["activity"] == activity]
    assert (types_of(notes["case"]) == ORDER).all()
    return Counter(notes["case"].tolist())


@pytest.mark.parametrize("kind", ["supplier", "own"])
@pytest.mark.parametrize("base", [0, 1])
@pytest.mark.parametrize("components", [0, 1, 3])
def test_an_order_is_served_once_though_the_piece_comes_at_once(kind, base, components):
    """A replenishment that takes no time comes while the order still asks: it must not be resumed twice."""
    names = [f"part {place}" for place in range(components)]
    stock = {"base": base, "replenishment": {"kind": kind, "lead": "0 h"}}
    log = play(
        shelf(
            **{
                "production.decoupling.points.standard": "ATO" if components else "MTS",
                "production.products.standard.components": names,
                "production.products.standard.dispatch": "3 h",  # a second wake-up would cut it short
                "production.teams.dispatch": "supporter",
                "production.stocks": dict.fromkeys(names or ["goods"], stock),
                "production.products.standard.stock": None if components else "goods",
            }
        )
    )
    for activity in (SHIPPED, DELIVERED):
        assert set(times_of(log, activity).values()) == {1}
    assert len(log.table("orders")) - 3 <= len(times_of(log, DELIVERED)) > 60
    assert np.allclose(log.worked["hours"], 3.0)
    done = log.worked[np.isfinite(log.worked["ended"])]
    assert sorted(done["ended"]) == sorted(log.notes["time"][log.notes["activity"] == DELIVERED])


def test_an_order_that_finds_one_component_and_awaits_the_other_goes_on_when_that_is_there():
    log = play(
        shelf(
            **{
                "production.decoupling.points.standard": "ATO",
                "production.products.standard": {"components": ["quick", "slow"]},
                "production.stocks": {
                    "quick": {"base": 0, "replenishment": {"kind": "supplier", "lead": "0 h"}},
                    "slow": {"base": 0, "replenishment": {"kind": "supplier", "lead": "5 d"}},
                },
            }
        )
    )
    orders = log.table("orders")
    delivered = log.notes[log.notes["activity"] == DELIVERED]
    waited = delivered["time"] - orders["placed"][delivered["case"] & 0xFFFF]
    assert np.allclose(waited, 120.0)


@pytest.mark.parametrize("discipline", ["fifo", "priority", "due_date"])
def test_parts_of_an_order_share_a_desk_whatever_its_discipline(discipline):
    """Parts of one order ask at the same instant and have the same key: one after another all the same."""
    log = play(
        shelf(
            **{
                "people.machining": {"count": 1, "shift": "always", "discipline": discipline},
                "production.decoupling.points.standard": "MTO",
                "production.products.standard": {"parts": 4, "repeat": {"machining": "8 h"}},
            }
        )
    )
    done = log.worked[np.isfinite(log.worked["ended"])]
    assert np.allclose(done["hours"], 2.0)
    assert set(times_of(log, DELIVERED).values()) == {1}


def test_an_order_still_at_the_order_desk_when_the_run_begins_has_taken_nothing_yet():
    """Only what is past the order desk has its piece; the shelf holds what the others will take."""
    log = play(
        shelf(
            **{
                "production.products.standard.clarify": "100 h",
                "production.start": {"repeat": {"standard": {"rate": "600 / y"}}, "congestion": 1},
                "production.stocks.goods": {"base": 9, "replenishment": {"lead": "1 d", "kind": "supplier"}},
                "run.horizon": "1 h",
            }
        )
    )
    assert np.count_nonzero(log.table("orders")["placed"] < 0.0) >= 3
    assert set(log.table("stock")["on_hand"]) == {9}
    assert not log.table("stock")["on_order"].any(), "what earlier orders took came within a day"


START = {name: {"rate": f"{rate} / y"} for name, rate in {"MTS": 900, "ATO": 400, "MTO": 300}.items()}


def under_way(horizon, replication=0):
    """When the orders were placed that are open as a run of the reference company's shop begins, and their products."""
    shop = load(Path(__file__).parents[1] / "facts" / "scenarios" / "shop.toml")
    changes = {"production.start": {"repeat": START}, "run.warm_up": "0 w", "run.horizon": horizon}
    orders = play(shop.but(changes), replication).table("orders")
    return orders[orders["placed"] < 0.0][["placed", "product"]]


def test_what_is_under_way_when_a_run_begins_does_not_depend_on_how_long_it_is():
    """People's calendars end with the run; the pace at which they work does not."""
    assert under_way("4 w").tolist() == under_way("1 y").tolist()


def test_as_many_orders_are_under_way_as_little_s_law_asks_for():
    """Made to order: 300 a year take 10 days for material, 2 h at the order desk and 28 h at cells and stations.

    They come on holidays, too: what is open when a year ends is all that came since so many working hours before.
    """
    desk, cells, stations, waits = 1.5 / 0.8, 22.0 / 1.7, 6.0 / 0.9, 1.3
    takes = 80.0 + waits * (desk + cells + stations)
    base = base_calendar(Scenario(), YEAR)
    since = next(h for h in range(24 * 60) if base.hours_between(YEAR - h, YEAR) >= takes)
    assert since > takes * YEAR / 2000.0 + 48.0, "the days between the years are closed"
    found = [np.count_nonzero(under_way("1 w", number)["product"] == 3) for number in range(20)]
    expected = 300.0 * since / YEAR
    assert abs(np.mean(found) - expected) < 3.3 * np.sqrt(expected / 20)


def test_what_came_on_holidays_waits_for_what_came_before():
    """Three closed days leave three days of work; one open day makes a fifth of a day good."""
    base = base_calendar(Scenario(), YEAR)
    holidays, behind = behind_after_holidays(base, spare=1 / 6)
    assert [hours for _, hours in holidays] == [8.0, 8.0, 8.0]
    assert behind == pytest.approx(24.0 - 8.0 / 5.0)
    always = base_calendar(Scenario().but({"calendar.kind": "always"}), YEAR)
    assert behind_after_holidays(always, spare=1 / 6) == ([], 0.0)
