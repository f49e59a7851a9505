"""When in a quarter orders are signed and at which discounts, read off a log that was written by hand."""

from __future__ import annotations

import pytest

from simsales.words.vocabulary import REVENUE, WON
from tests.kpis.byhand import DAY, WEEK, Hand, office

QUARTER = 13 * WEEK
LAST_MONDAY_BUT_ONE = QUARTER - 2 * WEEK + 8.0


def half_a_year(**run):
    return Hand(horizon=30 * WEEK, calendar=office(weeks=30), **run)


@pytest.fixture
def hand():
    """A quarter and a half of office hours."""
    return Hand(horizon=20 * WEEK, calendar=office(weeks=20))


def sell(hand, time, paid, listed=100.0):
    deal = hand.deal(hand.lead(0.0), 0.0, value=listed)
    hand.note(time, deal, WON, value=paid)


def test_the_last_ten_working_days_of_a_quarter_are_its_last_two_weeks(hand):
    monday = QUARTER - 2 * WEEK + 8.0
    hand.log.money(5.0, REVENUE, 600.0)
    hand.log.money(monday - 3 * DAY + 7.0, REVENUE, 100.0)  # on Friday afternoon
    hand.log.money(monday, REVENUE, 100.0)
    hand.log.money(QUARTER - 1.0, REVENUE, 200.0)
    hand.log.money(QUARTER + 8.0, REVENUE, 900.0)  # of a quarter that does not end in the window
    assert hand.measured()["last_days_share"] == pytest.approx(0.3)


def test_deals_are_counted_by_number_whatever_they_are_worth(hand):
    sell(hand, 5.0, 10.0)
    sell(hand, LAST_MONDAY_BUT_ONE - 3 * DAY + 7.0, 10.0)  # on Friday afternoon
    sell(hand, 7 * WEEK, 10.0)
    sell(hand, LAST_MONDAY_BUT_ONE, 9_000.0, listed=9_000.0)
    sell(hand, QUARTER + 8.0, 10.0)  # of a quarter that does not end in the window
    assert hand.measured()["deals_last_days_share"] == pytest.approx(0.25)


def test_discounts_of_a_week_are_weighed_by_value_over_the_quarters(hand):
    hand = half_a_year()
    sell(hand, 3.0, 90.0, listed=100.0)
    sell(hand, WEEK, 280.0, listed=300.0)  # on the last instant of the first week
    sell(hand, QUARTER + 3.0, 570.0, listed=600.0)  # in the first week of the second quarter
    sell(hand, 13 * WEEK, 80.0, listed=100.0)
    sell(hand, 2 * QUARTER + 3.0, 1.0, listed=100.0)  # of a quarter that does not end in the window
    figures = hand.measured()
    assert figures["discount_week.1"] == pytest.approx(60.0 / 1_000.0)
    assert figures["discount_week.13"] == pytest.approx(0.2)
    assert {name for name in figures if name.startswith("discount_week.")} == {
        "discount_week.1",
        "discount_week.13",
    }, "a week without deals has no discount"


def test_a_quarter_that_began_in_the_warm_up_is_left_out():
    hand = half_a_year(warm_up=WEEK)
    sell(hand, 2 * WEEK - 1.0, 50.0)
    sell(hand, QUARTER + WEEK + 1.0, 95.0)
    sell(hand, 2 * QUARTER, 100.0)
    figures = hand.measured()
    assert figures["discount_week.2"] == pytest.approx(0.05)
    assert figures["deals_last_days_share"] == pytest.approx(0.5)
