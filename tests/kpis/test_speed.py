"""How long it takes, by the clock and by working time."""

from math import inf, isnan

import numpy as np
import pytest

from simsales.kpis.speed import quantile
from simsales.words.vocabulary import (
    ATTEMPTED,
    COMPETITOR,
    FOLLOW_UP,
    LEFT_WAITING,
    PRESENTATION,
    WON,
)
from tests.kpis.byhand import DAY, WEEK, Hand, office


def touched(hand, arrived, started, **of_lead):
    lead = hand.lead(arrived, **of_lead)
    hand.work(arrived, started, started + 0.2, 0.1, lead)
    return lead


def test_the_first_response_is_the_first_attempt():
    hand = Hand()
    for wait in (1.0, 2.0, 9.0):
        lead = touched(hand, 10.0, 10.0 + wait)
        hand.work(50.0, 50.0, 51.0, 0.5, lead)
    figures = hand.measured()
    assert figures["first_response.inbound"] == 2.0
    assert figures["first_response_p90.inbound"] == 9.0
    assert isnan(figures["first_response.outbound"])


def test_a_vendor_may_make_the_first_attempt():
    hand = Hand()
    lead = touched(hand, 10.0, 20.0)
    hand.note(10.5, lead, ATTEMPTED)
    assert hand.measured()["first_response.inbound"] == 0.5


def test_a_lead_of_friday_night_waits_for_monday_by_the_clock_and_not_in_working_time():
    hand = Hand(horizon=3 * WEEK, calendar=office())
    touched(hand, 4 * DAY + 20.0, 7 * DAY + 9.0)
    figures = hand.measured()
    assert figures["first_response.inbound"] == 61.0
    assert figures["first_response_working.inbound"] == 1.0
    assert figures["first_response_working_p90.inbound"] == 1.0


def test_who_left_untried_waited_longer_than_anybody_who_was_tried():
    hand = Hand()
    for wait in (1.0, 3.0):
        touched(hand, 10.0, 10.0 + wait)
    hand.lose(11.5, hand.lead(10.0), LEFT_WAITING)
    figures = hand.measured()
    assert figures["first_response.inbound"] == 3.0, "the middle of 1 h, 3 h and never"
    assert isnan(figures["first_response_p90.inbound"])


def test_who_still_waits_when_the_log_ends_is_not_judged():
    hand = Hand()
    touched(hand, 10.0, 12.0)
    hand.lead(99.9)
    assert hand.measured()["first_response_p90.inbound"] == 2.0


def test_a_lead_that_needed_no_attempt_is_not_judged():
    hand = Hand()
    touched(hand, 10.0, 12.0)
    hand.deal(hand.lead(10.0), 10.0)
    assert hand.measured()["first_response_p90.inbound"] == 2.0


def test_the_promise_of_15_minutes_runs_while_the_desk_is_there():
    hand = Hand(horizon=WEEK, calendar=office())
    touched(hand, 8.0, 8.2)  # 12 min
    touched(hand, 9.0, 9.5)  # 30 min
    touched(hand, 20.0, DAY + 8.1)  # over night, 6 min after opening
    hand.lose(12.0, hand.lead(11.0), LEFT_WAITING)  # never
    hand.lead(5 * DAY)  # on Saturday, and the week ends before Monday
    assert hand.measured()["touched_in_15_minutes.inbound"] == 0.5


def test_waits_are_counted_in_working_hours_by_team():
    hand = Hand(horizon=3 * WEEK, calendar=office())
    lead, deal = hand.lead(8.0), hand.open(8.0, 9.0)
    hand.work(8.0, 8.0, 9.0, 0.5, lead)
    hand.work(15.0, DAY + 9.0, DAY + 10.0, 0.5, lead)  # 1 h today, 1 h tomorrow
    for desk, wait in ((1, 3.0), (2, 5.0)):
        hand.work(9.0, 9.0 + wait, 15.0, 1.0, deal, PRESENTATION, desk)
    figures = hand.measured()
    assert (figures["wait.sdr"], figures["wait.hunter"]) == (1.0, 4.0)
    assert (figures["wait_p90.sdr"], figures["wait_p90.hunter"]) == (2.0, 5.0)


def test_work_counts_as_waiting_in_the_window_in_which_it_begins_or_is_given_up():
    hand = Hand(horizon=100.0, warm_up=50.0)
    lead = hand.lead(1.0)
    hand.work(1.0, 49.0, 49.5, 0.2, lead)
    hand.work(40.0, 60.0, 61.0, 0.5, lead)
    hand.work(60.0, inf, 64.0, 0.5, lead)  # gave up after 4 h
    hand.work(70.0, inf, inf, 0.5, lead)
    assert hand.measured()["wait.sdr"] == 12.0


def test_the_cycle_of_a_won_deal_is_counted_in_working_days():
    hand = Hand(horizon=4 * WEEK, calendar=office())
    for days in (1, 2, 11):  # a working day has 8 h; a week has five of them
        deal = hand.open(8.0, 8.0)
        weeks, rest = divmod(days, 5)
        hand.note(weeks * WEEK + rest * DAY + 8.0, deal, WON)
    lost = hand.open(8.0, 8.0)
    hand.lose(2 * DAY + 8.0, lost, COMPETITOR)
    figures = hand.measured()
    assert (figures["cycle_time"], figures["cycle_time_p90"]) == (2.0, 11.0)
    assert figures["open_time"] == pytest.approx((1 + 2 + 11 + 2) / 4)


def test_following_up_is_no_part_of_the_cycle():
    hand = Hand(horizon=4 * WEEK, calendar=office())
    deal = hand.open(8.0, 8.0)
    hand.note(DAY + 8.0, deal, WON)
    hand.work(WEEK + 8.0, WEEK + 8.0, WEEK + 9.0, 1.0, deal, FOLLOW_UP, 1)
    assert hand.measured()["cycle_time"] == 1.0


def test_a_quantile_is_one_of_the_values():
    values = np.array([4.0, 1.0, 3.0, 2.0])
    assert (quantile(values, 0.5), quantile(values, 0.9), quantile(values, 0.25)) == (2.0, 4.0, 1.0)
    assert isnan(quantile(values[:0], 0.5))
    assert isnan(quantile(np.array([1.0, inf]), 0.9))


def test_no_wins_have_no_cycle_time():
    figures = Hand().measured()
    for name in ("cycle_time", "cycle_time_p90", "open_time", "wait.sdr", "wait_p90.sdr"):
        assert isnan(figures[name]), name
    assert isnan(figures["touched_in_15_minutes.inbound"])
