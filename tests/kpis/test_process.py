"""Work against waiting, quotes that are right at once, and how much is open."""

from math import inf, isnan

import pytest

from simsales.kpis.process import little_audit
from simsales.words.vocabulary import COMPETITOR, LAPSED, PRESENTATION, QUOTED, WON
from tests.kpis.byhand import DAY, WEEK, Hand, office


def test_flow_efficiency_is_work_over_the_working_hours_a_deal_was_open():
    hand = Hand(horizon=2 * WEEK, calendar=office())
    deal, still = hand.open(8.0, 8.0), hand.open(8.0, 8.0)
    hand.work(8.0, 8.0, 12.0, 4.0, deal, PRESENTATION, 1)
    hand.work(8.0, 12.0, 16.0, 4.0, still, PRESENTATION, 1)
    hand.note(WEEK + 8.0, deal, WON)  # five working days of 8 h later
    hand.work(WEEK + 9.0, WEEK + 9.0, WEEK + 10.0, 1.0, deal, 6, 1)
    assert hand.measured()["flow_efficiency"] == pytest.approx(4.0 / 40.0)


def test_a_quote_is_right_the_first_time_or_not():
    hand = Hand()
    for wrong in (0.0, 0.0, 1.0, 0.0):
        hand.note(5.0, hand.open(1.0, 2.0), QUOTED, wrong)
    assert hand.measured()["first_time_right"] == 0.75


def test_open_cases_are_averaged_over_time_and_counted_at_the_end():
    hand = Hand(horizon=100.0, warm_up=50.0)
    won, lost, _ = (hand.open(1.0, opened) for opened in (10.0, 60.0, 90.0))
    hand.note(75.0, won, WON)  # 25 h inside the window
    hand.lose(80.0, lost, COMPETITOR)  # 20 h
    figures = hand.measured()  # and the third 10 h
    assert figures["open_opportunities"] == pytest.approx(55.0 / 50.0)
    assert figures["open_opportunities_end"] == 1


def test_a_lead_is_open_until_it_is_lost_or_taken_up():
    hand = Hand(horizon=100.0)
    hand.open(10.0, 30.0)
    hand.lose(60.0, hand.lead(20.0), LAPSED)
    hand.lead(90.0)
    figures = hand.measured()
    assert figures["open_leads"] == pytest.approx((20.0 + 40.0 + 10.0) / 100.0)
    assert figures["open_leads_end"] == 1


def test_the_queue_of_a_team_is_who_waits_for_any_of_its_desks():
    hand = Hand(horizon=100.0)
    deal = hand.open(1.0, 2.0)
    hand.work(10.0, 30.0, 40.0, 10.0, deal, PRESENTATION, 1)
    hand.work(10.0, 50.0, 60.0, 10.0, deal, PRESENTATION, 2)
    hand.work(70.0, inf, 80.0, 10.0, deal, PRESENTATION, 2)  # gave up
    hand.work(95.0, inf, inf, 10.0, deal, PRESENTATION, 1)
    figures = hand.measured()
    assert figures["queue.hunter"] == pytest.approx((20.0 + 40.0 + 10.0 + 5.0) / 100.0)
    assert (figures["queue_end.hunter"], figures["queue_end.sdr"]) == (1, 0)


def test_the_log_counts_everybody_who_came_and_left():
    hand = Hand(horizon=100.0, warm_up=20.0, follow_up=10.0)
    deal = hand.open(1.0, 2.0)
    for asked, started, ended in (
        (5.0, 10.0, 25.0),
        (30.0, 30.0, 40.0),
        (85.0, 86.0, 95.0),
        (88.0, inf, inf),
    ):
        hand.work(asked, started, ended, 1.0, deal, PRESENTATION, 1)
    area, stays = little_audit(hand.reading())["hunter 1"]
    assert area == pytest.approx(5.0 + 10.0 + 5.0 + 2.0)
    assert stays == pytest.approx(area, abs=1e-9)


def test_nothing_closed_and_nothing_quoted_is_undefined():
    figures = Hand().measured()
    assert isnan(figures["flow_efficiency"])
    assert isnan(figures["first_time_right"])
    assert figures["open_opportunities"] == figures["queue.sdr"] == 0.0


def test_a_lead_on_its_first_day_is_open_that_day():
    hand = Hand(horizon=DAY)
    hand.lead(0.0)
    assert hand.measured()["open_leads"] == 1.0
