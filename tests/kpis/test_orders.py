"""Orders by hand: how long, whether as promised, and how many are open; and the same on a real run."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from simsales.kpis import measure
from simsales.kpis.reading import Reading
from simsales.words.vocabulary import CANCELLED, DELIVERED
from tests.kpis.byhand import Hand, office
from tests.kpis.shop import Workshop, shop_run


def five():
    """Two on time, one late, one withdrawn and one still open in a window from 10 to 100."""
    book = Workshop(horizon=100.0, warm_up=10.0)
    book.order(5.0, 30.0, 29.0)  # placed before the window
    book.order(20.0, 50.0, 50.0)  # at the very instant
    book.order(30.0, 60.0, 84.0)  # a day late
    book.order(40.0, 90.0, cancelled=45.0)
    book.order(70.0, 95.0)
    return book


def test_orders_are_counted_where_they_happen():
    figures = five().measured()
    assert figures["orders_placed"] == 4.0
    assert figures["orders_delivered"] == figures["orders_delivered.standard"] == 3.0
    assert figures["orders_cancelled"] == 1.0
    assert figures["open_orders_end"] == 1.0


def test_work_in_process_is_an_average_over_the_window():
    assert five().measured()["open_orders"] == pytest.approx((19 + 30 + 54 + 5 + 30) / 90.0)


def test_lead_time_is_that_of_deliveries():
    figures = five().measured()
    days = np.array([24.0, 30.0, 54.0]) / 24.0
    assert figures["lead_time"] == figures["lead_time.standard"] == pytest.approx(days.mean())
    assert figures["lead_time_p90"] == figures["lead_time_p90.standard"] == pytest.approx(54.0 / 24.0)
    assert figures["promised_lead_time.standard"] == pytest.approx(10.0 / 24.0)


def test_lead_time_counts_working_days():
    book = Workshop(horizon=4 * 168.0, calendar=office())
    book.order(15.0, 100.0, 33.0)  # Monday 15 h to Tuesday 9 h: two hours of eight
    assert book.measured()["lead_time"] == pytest.approx(2.0 / 8.0)


def test_an_order_from_before_the_run_brings_its_days_along():
    book = Workshop(horizon=100.0)
    book.order(-72.0, 30.0, 24.0, earlier=48.0)
    assert book.measured()["lead_time"] == pytest.approx(3.0)


def test_on_time_in_full_is_asked_of_what_was_due():
    figures = five().measured()
    assert figures["otif"] == figures["otif.standard"] == pytest.approx(2 / 4), "the open one is overdue"
    assert figures["lateness"] == pytest.approx((0 + 0 + 1.0) / 3)


def test_what_is_due_after_the_window_is_not_asked():
    book = five()
    book.order(80.0, 100.0)
    assert book.measured()["otif"] == pytest.approx(2 / 4)


def test_without_orders_there_is_no_lead_time():
    figures = Workshop().measured()
    assert figures["orders_placed"] == figures["open_orders"] == 0.0
    assert all(isnan(figures[name]) for name in ("lead_time", "lead_time_p90", "otif", "lateness"))


def test_a_company_that_makes_nothing_has_no_such_figures():
    names = Hand().measured()
    assert not [name for name in names if name.startswith(("lead_time", "otif", "orders_", "open_orders"))]


# --- on a real run ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run():
    return shop_run()


def test_orders_placed_are_delivered_withdrawn_or_open(run):
    scenario, log = run
    figures = measure(log, scenario)
    first = Reading(log, scenario).window.since
    orders = log.table("orders")
    notes = log.notes[np.isin(log.notes["activity"], [DELIVERED, CANCELLED]) & (log.notes["time"] < first)]
    before = np.count_nonzero(orders["placed"] < first) - len(notes)
    done = figures["orders_delivered"] + figures["orders_cancelled"] + figures["open_orders_end"]
    assert before + figures["orders_placed"] == done
    parts = [value for name, value in figures.items() if name.startswith("orders_delivered.")]
    assert sum(parts) == figures["orders_delivered"] > 100


def test_little_binds_orders_open_and_lead_time(run):
    """Over a long window: orders open are orders delivered per hour times their lead time."""
    scenario, log = run
    figures, window = measure(log, scenario), Reading(log, scenario).window
    notes = log.notes[log.notes["activity"] == DELIVERED]
    placed = log.table("orders")["placed"][notes["case"] & 0xFFFFFF]
    inside = window.has(notes["time"])
    hours = (notes["time"] - placed)[inside].mean()
    assert figures["open_orders"] == pytest.approx(
        figures["orders_delivered"] / window.hours * hours, rel=0.1
    )


def test_late_deliveries_are_those_the_customer_finds_late(run):
    scenario, log = run
    notes = log.notes[log.notes["activity"] == DELIVERED]
    late = notes["value"][Reading(log, scenario).window.has(notes["time"])]
    assert 0.0 < late.mean() < 1.0
    assert measure(log, scenario)["lateness"] > 0.0
    assert measure(log, scenario)["otif"] == pytest.approx(1.0 - late.mean(), abs=0.1), "but for the edges"
