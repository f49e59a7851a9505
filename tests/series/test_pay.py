"""Pay days of people with a quota, read off a log written by hand."""

import numpy as np

from simsales.company.people.pay_days import COLUMNS
from simsales.series.pay import PayPeriods, pay_periods, together
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
    hunters = told["hunter"]
    assert (hunters.sales.tolist(), hunters.quota.tolist()) == ([150.0, 60.0], [100.0, 120.0])
    assert (hunters.due.tolist(), hunters.attained.tolist()) == ([9.0, 2.0], [1.5, 0.5])


def test_entries_of_several_replications_stand_together():
    periods = PayPeriods(np.array([1.0]), np.array([2.0]), np.array([3.0]))
    both = together([periods, periods])
    assert (both.sales.tolist(), both.quota.tolist(), both.due.tolist()) == ([1.0] * 2, [2.0] * 2, [3.0] * 2)


def test_without_pay_by_results_there_is_nothing():
    assert pay_periods(Hand(horizon=WEEK).reading()) == {}
