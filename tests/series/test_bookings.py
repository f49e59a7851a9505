"""What is booked week by week adds up to the bookings of the window."""

import pytest

from simsales.series.bookings import bookings_by_week
from simsales.words.vocabulary import PAY, REVENUE
from tests.kpis.byhand import WEEK, Hand, office

#: An hour, and what is booked in it, EUR; the last is after the end.
POSTED = (
    (5.0, 600.0),
    (WEEK, 10.0),
    (WEEK + 1.0, 7.0),
    (12.5 * WEEK, 30.0),
    (13.5 * WEEK, 90.0),
    (16.5 * WEEK, 1e6),
)


def booked(**window):
    hand = Hand(horizon=16 * WEEK, calendar=office(16), **window)
    for time, amount in POSTED:
        hand.log.money(time, REVENUE, amount)
        hand.log.money(time, PAY, -1.0)
    return bookings_by_week(hand.reading()), hand.measured()["bookings"]


def test_a_posting_at_the_end_of_a_week_belongs_to_it():
    told, bookings = booked()
    assert told.week_in_quarter.tolist() == [*range(1, 14), 1, 2, 3]
    assert told.amounts[[0, 1, 12, 13]].tolist() == [610.0, 7.0, 30.0, 90.0]
    assert told.amounts.sum() == pytest.approx(bookings) == 737.0


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [({"warm_up": 10 * WEEK}, 11, 3), ({"follow_up": 3 * WEEK}, 1, 13), ({"warm_up": 0.5 * WEEK}, 1, 3)],
)
def test_weeks_are_those_of_the_quarter_wherever_the_window_begins(window, first, last):
    told, bookings = booked(**window)
    assert (told.week_in_quarter[0], told.week_in_quarter[-1]) == (first, last)
    assert told.shares.tolist() == [0.5 if window == {"warm_up": 0.5 * WEEK} else 1.0, *told.shares[1:]]
    assert told.shares[1:].tolist() == [1.0] * (len(told.shares) - 1)
    assert told.amounts.sum() == pytest.approx(bookings)
