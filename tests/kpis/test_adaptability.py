"""How long a KPI is off after a shock, and what that costs."""

from math import inf

import numpy as np
import pytest

from simsales.kpis import measure
from simsales.kpis.adaptability import loss_area, mean_path, recovery_time, weekly
from simsales.words.vocabulary import WON
from tests.kpis.byhand import WEEK, Hand

PATH = np.array([100.0, 100.0, 60.0, 80.0, 92.0, 85.0, 95.0, 99.0, 101.0, 100.0])


def test_recovery_is_when_the_path_comes_to_stay():
    # after the shock in week 2 the path is near 100 in week 4 and leaves again; from week 6 on it stays
    assert recovery_time(PATH, 2, 100.0) == 4 * 5.0
    assert recovery_time(PATH, 2, 100.0, hold=0) == 2 * 5.0
    assert recovery_time(PATH, 2, 100.0, tolerance=0.02, hold=1) == 5 * 5.0


def test_a_path_that_never_settles_never_recovers():
    assert recovery_time(PATH, 2, 150.0) == inf
    assert recovery_time(PATH[:7], 2, 100.0) == inf, "too short to see it stay"


def test_no_shock_needs_no_recovery():
    assert recovery_time(np.full(8, 7.0), 3, 7.0) == 0.0


def test_the_loss_is_what_was_missed_and_nothing_is_made_good_later():
    assert loss_area(PATH, 100.0) == pytest.approx((40 + 20 + 8 + 15 + 5 + 1) * 5.0)
    assert loss_area(PATH, 90.0, better="lower") == pytest.approx((10 + 10 + 2 + 5 + 9 + 11 + 10) * 5.0)


def test_the_mean_path_leaves_out_weeks_without_a_value():
    path = mean_path([np.array([1.0, np.nan, np.nan]), np.array([3.0, 5.0, np.nan])])
    assert path[:2].tolist() == [2.0, 5.0]
    assert np.isnan(path[2])


def test_the_weeks_of_a_count_add_up_to_the_run():
    hand = Hand(horizon=4 * WEEK, warm_up=WEEK)
    for time in (10.0, 200.0, 210.0, 400.0, 600.0):
        hand.note(time, hand.open(1.0, 2.0), WON)
    path = weekly(hand.log, hand.scenario, "wins")
    assert path.tolist() == [2.0, 1.0, 1.0]
    assert path.sum() == measure(hand.log, hand.scenario)["wins"]


def test_a_member_of_a_family_has_a_path_too():
    hand = Hand(horizon=2 * WEEK)
    hand.work(0.0, WEEK + 10.0, WEEK + 94.0, 42.0, hand.lead(0.0))
    assert weekly(hand.log, hand.scenario, "queue_end.sdr").tolist() == [1.0, 0.0]
    assert weekly(hand.log, hand.scenario, "utilisation.sdr").tolist() == pytest.approx([0.0, 0.5])


def test_an_unknown_kpi_has_no_path():
    hand = Hand(horizon=WEEK)
    with pytest.raises(KeyError):
        weekly(hand.log, hand.scenario, "joy")
    with pytest.raises(KeyError):
        weekly(hand.log, hand.scenario, "utilisation.nobody")
