"""Pay days of people with a quota, read off a log written by hand."""

from simsales.company.people.pay_days import COLUMNS
from simsales.series.pay import pay_periods
from tests.kpis.byhand import WEEK, Hand, office


def test_each_person_and_period_with_a_quota_is_one_entry():
    hand = Hand(horizon=40 * WEEK, warm_up=4 * WEEK, calendar=office(40))
    enter = hand.log.open("pay_days", COLUMNS)
    enter(4 * WEEK, 1, 10.0, 100.0, 1.0, 0.0)  # of a period that the warm-up ends with
    enter(8 * WEEK, 1, 150.0, 100.0, 9.0, 0.0)
    enter(8 * WEEK, 2, 60.0, 120.0, 2.0, 0.0)
    enter(12 * WEEK, 2, 60.0, 0.0, 5.0, 0.0)  # without a quota
    told = pay_periods(hand.reading())
    assert list(told) == ["hunter"]
    assert [column.tolist() for column in told["hunter"]] == [[150.0, 60.0], [100.0, 120.0], [9.0, 2.0]]


def test_without_pay_by_results_there_is_nothing():
    assert pay_periods(Hand(horizon=WEEK).reading()) == {}
