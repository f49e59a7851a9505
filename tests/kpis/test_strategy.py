"""How far a firm is from what its strategy asks, when it is there, and for whom its people worked."""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import pytest

from simsales.company.accounts.chronicle import ACCOUNT_COLUMNS
from simsales.company.production.order_book import ORDER_COLUMNS
from simsales.instruments.eventlog import case_number, packed
from simsales.kpis.strategy import segment_of_work
from simsales.words.vocabulary import ACCOUNT, BACKGROUND, FARMING, LEAD, ORDER, ORDER_ENTRY
from tests.kpis.byhand import WEEK, Hand

#: Hunters 2 → 12 of 0 to 50 people; a quote of 8 h where there was none, of no stated range; another routing.
LEVERS = {
    "priorities": {"people.hunter.count": 12},
    "plans": {"selling.closing.hours": "9 h"},
    "territories": {"routing": {"kind": "least_loaded"}},
}
FAR = sqrt((0.2**2 + 1.0 + 1.0) / 3.0)


def hand_with(at="2 w", lags=None, horizon=10, **strategy):
    lags = {"plans": "3 w", "territories": "6 w"} if lags is None else lags
    hand = Hand(horizon=horizon * WEEK)
    run = {"run.horizon": f"{horizon} w"}
    table = {"at": at, "lags": lags, "levers": LEVERS, **strategy}
    hand.scenario = hand.scenario.but({"strategy": table, **run})
    return hand


def test_the_distance_falls_as_one_element_after_the_other_follows():
    figures = hand_with().measured()
    without_priorities, only_routing = sqrt(2.0 / 3.0), sqrt(1.0 / 3.0)
    assert figures["misfit"] == pytest.approx((3 * without_priorities + 3 * only_routing) / 10)
    assert figures["misfit_at_end"] == 0.0
    assert figures["realignment_time"] == 6.0


def test_a_number_counts_by_its_plausible_range_and_anything_else_by_being_there_or_not():
    figures = hand_with(at="0 w", follow=[]).measured()
    assert figures["misfit"] == figures["misfit_at_end"] == pytest.approx(FAR)


def test_what_does_not_follow_leaves_a_distance_for_good():
    figures = hand_with(follow=["priorities", "plans"]).measured()
    assert figures["misfit_at_end"] == pytest.approx(sqrt(1.0 / 3.0))
    assert isnan(figures["realignment_time"])


def test_a_firm_counts_as_aligned_when_a_tenth_of_the_distance_is_left():
    """Ten people more, of three levers, are .14 of the whole distance; five are half as much."""
    late = hand_with(lags={"priorities": "7 w", "plans": "1 w", "territories": "1 w"}).measured()
    assert late["realignment_time"] == 7.0
    few = {**LEVERS, "priorities": {"people.hunter.count": 7}}
    assert hand_with(lags={"priorities": "7 w", "plans": "1 w", "territories": "1 w"}, levers=few).measured()[
        "realignment_time"
    ] == pytest.approx(1.0)


def test_a_date_that_takes_back_what_followed_takes_the_firm_away_again():
    hand = hand_with()
    hand.scenario = hand.scenario.but({"at": [{"time": "9 w", "set": {"routing": {"kind": "round_robin"}}}]})
    figures = hand.measured()
    assert figures["misfit_at_end"] == pytest.approx(sqrt(1.0 / 3.0))
    assert isnan(figures["realignment_time"])


def test_a_relative_lever_is_reckoned_from_what_the_strategy_finds():
    hand = hand_with(levers={"plans": {"people.hunter.count": "x3"}})
    hand.scenario = hand.scenario.but({"at": [{"time": "1 w", "set": {"people.hunter.count": 4}}]})
    assert hand.measured()["misfit"] == pytest.approx(3 * 8.0 / 50.0 / 10)


def test_whatever_happened_before_the_decision_is_no_misfit():
    hand = hand_with()
    hand.log.horizon, hand.log.follow_up = 10 * WEEK, 8 * WEEK
    assert hand.measured()["misfit"] == 0.0


def test_a_strategy_that_is_decided_on_the_first_day_is_followed_from_then_on():
    assert hand_with(at="0 w").measured()["realignment_time"] == 6.0
    assert hand_with(at="0 w", lags={"plans": "0 w", "territories": "0 w"}).measured()["misfit"] == 0.0


def test_without_a_strategy_there_is_no_such_figure():
    assert not [name for name in Hand().measured() if "misfit" in name or name == "priority_hours"]


# --- for whom people worked ------------------------------------------------------------------------------------


@pytest.fixture
def hand():
    """A lead of the other segment that becomes a deal, an account of the first with an order, and work for nobody."""
    hand = hand_with(segments=["all"], horizon=1, at="0 w")
    hand.log.segments = ("all", "others")
    lead = hand.log.lead(0.0, 1, 0, packed(100.0, 0, 0, 1, True, True))
    deal = hand.deal(lead, 1.0)
    account = hand.log.open("accounts", ACCOUNT_COLUMNS)
    account(0.0, 1.0, 1.0, 1.0, 0.0, 1, -1, 0, 0)
    order = hand.log.open("orders", ORDER_COLUMNS)
    order(1.0, 100.0, case_number(ACCOUNT, 0), -1, 0, 0, 1)
    order(1.0, 100.0, -1, deal, 0, 0, 0)
    for hours, case, task in (
        (1.0, lead, 0),
        (2.0, deal, 2),
        (4.0, case_number(ACCOUNT, 0), FARMING),
        (8.0, case_number(ORDER, 0), ORDER_ENTRY),
        (16.0, case_number(ORDER, 1), ORDER_ENTRY),
        (32.0, case_number(BACKGROUND, 0), 0),
    ):
        hand.work(10.0, 10.0, 10.0 + hours, hours, case, task, person=1)
    return hand


def test_each_piece_of_work_is_for_the_segment_of_its_lead_customer_or_order(hand):
    assert segment_of_work(hand.reading()).tolist() == [1, 1, 0, 0, 1, -1]
    assert LEAD == 0


def test_hours_for_priority_segments_are_over_those_for_all_customers(hand):
    assert hand.measured()["priority_hours"] == pytest.approx(12.0 / 31.0)


def test_a_strategy_without_priorities_among_segments_has_no_share(hand):
    hand.scenario = hand.scenario.but({"strategy.segments": []})
    assert np.isnan(hand.measured()["priority_hours"])
