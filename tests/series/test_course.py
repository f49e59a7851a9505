"""The course of a replication is what its KPIs are means of, on logs written by hand."""

from math import inf

import numpy as np
import pytest

from simsales.series.course import course
from simsales.words.vocabulary import PRESENTATION, WON
from tests.kpis.byhand import DAY, WEEK, Hand, office
from tests.kpis.shop import Workshop
from tests.kpis.test_complaints import desk


def week_of_waiting(**window):
    """Two deals of hunter 1: one waits all of Monday, the other from Tuesday noon to beyond the end."""
    hand = Hand(horizon=WEEK, **window)
    first, second = hand.open(0.0, 0.0), hand.open(0.0, 1.5 * DAY, value=40.0)
    hand.work(0.0, DAY, DAY + 4.0, 4.0, first, PRESENTATION, 1)
    hand.work(1.5 * DAY, inf, inf, 4.0, second, PRESENTATION, 1)
    hand.work(2 * DAY, inf, 2.25 * DAY, 1.0, second, PRESENTATION, 1)  # left after a quarter of Wednesday
    hand.note(2 * DAY, first, WON, 90.0)
    return hand


def test_a_queue_rises_and_falls_with_who_waits():
    reading = week_of_waiting().reading()
    told = course(reading)
    assert told.edges.tolist() == [n * DAY for n in range(8)], "a short window, day by day"
    assert (told.queues["hunter"] + told.queues["sdr"]).tolist() == [1.0, 0.5, 1.25, 1.0, 1.0, 1.0, 1.0]


def test_a_queue_averages_to_its_kpi_also_where_the_window_begins_and_ends_within_a_day():
    hand = week_of_waiting(warm_up=1.8 * DAY, follow_up=0.3 * DAY)
    told, kpis = course(hand.reading()), hand.measured()
    hours = np.diff(told.edges)
    for team, levels in told.queues.items():
        assert levels @ hours / hours.sum() == pytest.approx(kpis[f"queue.{team}"], abs=1e-12)
    assert told.open_opportunities @ hours / hours.sum() == pytest.approx(kpis["open_opportunities"])


def test_the_pipeline_is_told_in_number_and_value():
    told = course(week_of_waiting().reading())
    assert told.open_opportunities.tolist() == [1.0, 1.5, 1.0, 1.0, 1.0, 1.0, 1.0]
    assert told.open_value.tolist() == [100.0, 150.0, 100.0, 100.0, 100.0, 100.0, 100.0]


def test_a_chapter_that_is_not_played_leaves_nothing():
    told = course(week_of_waiting().reading())
    assert (told.lead_times, told.complaints, told.pay) == ({}, {}, {})


def test_orders_are_told_by_the_path_on_which_they_were_promised():
    workshop = Workshop(horizon=100.0)
    for delivered in (30.0, 10.0, None):
        workshop.order(2.0, 40.0, delivered=delivered)
    told, kpis = course(workshop.reading()), workshop.measured()
    assert list(told.lead_times) == ["MTO"]
    assert told.lead_times["MTO"].tolist() == sorted(told.lead_times["MTO"].tolist())
    assert len(told.lead_times["MTO"]) == 2 == kpis["orders_delivered"]
    assert told.lead_times["MTO"].mean() == pytest.approx(kpis["lead_time"])


def test_problems_are_followed_from_noticed_to_put_right():
    hand = desk()
    told, kpis = course(hand.reading()).complaints, hand.measured()
    assert told == {
        "noticed": 5.0,  # one of them keeps it to itself
        "voiced": 4.0,  # one of them is forgotten
        "written down": 3.0,
        "acknowledged": 3.0,
        "answered": 2.0,  # one is still open
        "satisfied": 2.0,
        "customer lost": 1.0,
    }
    assert told["noticed"] == kpis["problems"]
    assert told["voiced"] / told["noticed"] == kpis["articulation"]


def test_lead_times_are_in_working_days_of_the_base_calendar():
    workshop = Workshop(horizon=2 * WEEK, calendar=office(2))
    workshop.order(10.0, WEEK, delivered=10.0 + 3 * DAY)
    reading, kpis = workshop.reading(), workshop.measured()
    assert reading.day_hours != 24.0
    assert course(reading).lead_times["MTO"].tolist() == [pytest.approx(kpis["lead_time"])]
