"""What results paid, read off a log that was written by hand."""

from __future__ import annotations

import pytest

from simsales.company.people.pay_days import COLUMNS
from simsales.words.vocabulary import PAY, REVENUE
from tests.kpis.byhand import WEEK, Hand, office

QUARTER = 13 * WEEK


@pytest.fixture
def hand():
    """A quarter and a half of office hours."""
    calendar = office(weeks=20)
    return Hand(horizon=20 * WEEK, calendar=calendar)


def test_pay_is_spread_over_those_who_were_there(hand):
    hand.log.money(4 * WEEK, PAY, -1_000.0, person=0)
    for person, amount in ((1, 2_000.0), (2, 4_000.0), (1, 1_000.0)):
        hand.log.money(QUARTER, PAY, -amount, person=person)
    figures = hand.measured()
    assert (figures["pay_per_head.sdr"], figures["pay_per_head.hunter"]) == (1_000, 3_500)
    assert figures["pay_spread.hunter"] == pytest.approx((2 * 500.0**2) ** 0.5 / 3_500)


def test_pay_is_put_beside_bookings(hand):
    hand.log.money(QUARTER, PAY, -2_000.0, person=1)
    hand.log.money(5.0, REVENUE, 50_000.0)
    assert hand.measured()["pay_ratio"] == 0.04


def test_attainment_is_of_those_with_a_quota_and_periods_that_ended_in_the_window():
    hand = Hand(horizon=20 * WEEK, warm_up=8 * WEEK, calendar=office(weeks=20))
    enter = hand.log.open("pay_days", COLUMNS)
    enter(8 * WEEK, 1, 900.0, 100.0, 0.0, 0.0)  # in the warm-up
    enter(12 * WEEK, 1, 150.0, 100.0, 0.0, 0.0)
    enter(12 * WEEK, 2, 50.0, 100.0, 0.0, 0.0)
    enter(16 * WEEK, 1, 100.0, 100.0, 0.0, 0.0)
    enter(16 * WEEK, 0, 70.0, 0.0, 0.0, 0.0)  # without a quota
    figures = hand.measured()
    assert figures["attainment.hunter"] == pytest.approx(1.0)
    assert figures["quota_met.hunter"] == pytest.approx(2 / 3)
    assert "attainment.sdr" not in figures
