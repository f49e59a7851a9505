"""What markets abroad bring, read off a log that was written by hand."""

from __future__ import annotations

import math

import pytest

from simsales.company.abroad.expansion import COMMITMENT_COLUMNS, DEAL_COLUMNS
from simsales.words.vocabulary import (
    ENTRY,
    FOREIGN_COMPLAINTS,
    FOREIGN_SELLING,
    PRESENCE,
    REVENUE,
    VARIABLE_COST,
)
from tests.kpis.byhand import Hand


@pytest.fixture
def hand():
    """Two countries, of which one was entered; the first ten hours do not count."""
    hand = Hand(horizon=100.0, warm_up=10.0, follow_up=20.0)
    hand.scenario = hand.scenario.but({"expansion": {}})
    hand.log.countries = ("near", "far")
    decided = hand.log.open("commitments", COMMITMENT_COLUMNS)
    for time, country, before, stage, knowledge in (
        *((0.0, 0, 0, 1, 0.0), (0.0, 1, 0, 0, 0.0)),
        *((40.0, 0, 1, 2, 0.5), (40.0, 1, 0, 0, 0.1)),
        *((80.0, 0, 2, 3, 0.9), (80.0, 1, 0, 1, 0.2)),  # as the window ends
        *((90.0, 0, 3, 4, 1.5), (90.0, 1, 1, 2, 0.7)),
    ):
        decided(time, country, before, stage, knowledge, 1_000.0, 2_000.0)
    worked = hand.log.open("foreign_deals", DEAL_COLUMNS)
    for time, value, margin, cost, complaint in (
        (5.0, 900.0, 900.0, 90.0, 0.0),  # in the warm-up
        (20.0, 1_000.0, 400.0, 30.0, 0.0),
        (30.0, 2_000.0, 0.0, 30.0, 0.0),  # not won
        (50.0, 500.0, 200.0, 20.0, 50.0),
        (90.0, 700.0, 700.0, 70.0, 0.0),  # in the follow-up
    ):
        worked(time, 0, 1, 0.5, 0.3, value, margin, cost, complaint, margin > 0.0, 0, 0)
        hand.log.money(time, FOREIGN_SELLING, -cost)
        if margin:
            hand.log.money(time, REVENUE, value)
            hand.log.money(time, VARIABLE_COST, margin - value)
        if complaint:
            hand.log.money(time, FOREIGN_COMPLAINTS, -complaint)
    hand.log.money(60.0, REVENUE, 500.0)  # at home
    hand.log.money(30.0, ENTRY, -100.0)
    hand.log.money(30.0, PRESENCE, -25.0)
    hand.log.money(80.0, PRESENCE, -25.0)  # for time up to the window's end
    return hand


def test_what_comes_from_abroad_is_put_beside_all_bookings(hand):
    figures = hand.measured()
    assert figures["bookings"] == 2_000.0
    assert figures["foreign_share"] == 0.75


def test_a_deal_abroad_costs_the_work_on_those_that_were_lost_too(hand):
    assert hand.measured()["cost_per_foreign_deal"] == 40.0


def test_what_abroad_is_worth_and_the_contribution_agree(hand):
    figures = hand.measured()
    assert figures["foreign_value"] == 600.0 - 80.0 - 50.0 - 100.0 - 50.0
    assert figures["contribution"] == figures["foreign_value"] + 500.0
    assert [figures[f"cost.{line}"] for line in ("entry", "presence", "foreign_selling")] == [
        100.0,
        50.0,
        80.0,
    ]
    assert figures["cost.foreign_complaints"] == 50.0


def test_stages_hold_until_the_window_ends_and_knowledge_is_that_of_the_last_decision(hand):
    figures = hand.measured()
    assert (figures["stage.near"], figures["stage.far"]) == (2.0, 0.0)
    assert (figures["knowledge.near"], figures["knowledge.far"]) == (0.9, 0.2)


def test_where_nobody_goes_abroad_there_is_no_such_figure():
    figures = Hand().measured()
    assert not [name for name in figures if name.startswith(("foreign", "knowledge", "stage.", "cost.entry"))]


def test_without_a_deal_a_deal_has_no_cost(hand):
    hand.log.warm_up = 60.0
    assert math.isnan(hand.measured()["cost_per_foreign_deal"])
