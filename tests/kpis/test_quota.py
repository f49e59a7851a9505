"""How far people get with their quotas and what it pays, read off a log that was written by hand."""

from __future__ import annotations

import pytest

from simsales.company.people.pay_days import COLUMNS
from tests.kpis.byhand import WEEK, Hand, office


def paid(*rows, warm_up=0.0):
    """The figures of hunter 1 after pay days, each with its sales, quota and what is due."""
    hand = Hand(horizon=40 * WEEK, warm_up=warm_up, calendar=office(weeks=40))
    enter = hand.log.open("pay_days", COLUMNS)
    for month, (sales, quota, due) in enumerate(rows, 1):
        enter(4 * month * WEEK, 1, sales, quota, due, 0.0)
    return hand.measured()


def test_periods_are_sorted_into_bands_of_attainment():
    figures = paid((10.0, 100.0, 0.0), (79.0, 100.0, 0.0), (60.0, 100.0, 0.0), (130.0, 100.0, 0.0))
    assert figures["attained.hunter.below_50"] == 0.25
    assert figures["attained.hunter.to_80"] == 0.5
    assert figures["attained.hunter.to_100"] == figures["attained.hunter.to_120"] == 0.0
    assert figures["attained.hunter.above_120"] == 0.25


@pytest.mark.parametrize(
    ("sales", "band"),
    [(0.0, "below_50"), (50.0, "to_80"), (80.0, "to_100"), (100.0, "to_120"), (120.0, "above_120")],
)
def test_who_just_reaches_a_bound_is_in_the_band_beyond(sales, band):
    assert paid((sales, 100.0, 5.0))[f"attained.hunter.{band}"] == 1.0


def test_pay_is_the_mean_of_what_is_due_in_a_band():
    figures = paid((100.0, 100.0, 3_000.0), (110.0, 100.0, 5_000.0), (10.0, 100.0, 400.0))
    assert figures["payout.hunter.to_120"] == 4_000.0
    assert figures["payout.hunter.below_50"] == 400.0
    assert "payout.hunter.to_80" not in figures, "nobody was there"


def test_who_has_no_quota_is_in_no_band_and_the_warm_up_does_not_count():
    figures = paid((10.0, 100.0, 7.0), (90.0, 100.0, 9.0), (50.0, 0.0, 1.0), warm_up=4 * WEEK)
    assert figures["attained.hunter.to_100"] == 1.0
    assert figures["payout.hunter.to_100"] == 9.0
    assert not [name for name in paid((50.0, 0.0, 1.0)) if name.startswith(("attained.", "payout."))]
