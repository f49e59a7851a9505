"""What markets abroad bring, read off a log that was written by hand."""

from __future__ import annotations

import math

import pytest

from simsales.company.abroad.expansion import COMMITMENT_COLUMNS, DEAL_COLUMNS
from simsales.instruments.clock import YEAR
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


@pytest.fixture
def years():
    """Two countries over three years, of which the first does not count; the second is entered a year later."""
    hand = Hand(horizon=3 * YEAR, warm_up=YEAR)
    hand.scenario = hand.scenario.but({"expansion": {}})
    hand.log.countries = ("near", "far")
    decided = hand.log.open("commitments", COMMITMENT_COLUMNS)
    for year, near, far in ((0, 1, 0), (1, 1, 1), (2, 2, 0)):
        for country, stage in enumerate((near, far)):
            decided(year * YEAR, country, 0, stage, 0.0, 1_000.0, 2_000.0)
    worked = hand.log.open("foreign_deals", DEAL_COLUMNS)
    for year, country, margin, cost in (
        (0.5, 0, 900.0, 90.0),  # in the warm-up
        (1.5, 0, 400.0, 30.0),  # in the second year there
        (1.6, 1, 300.0, 50.0),  # in the first
        (1.7, 1, 0.0, 40.0),  # not won
        (2.5, 0, 200.0, 20.0),
        (2.6, 1, 100.0, 10.0),
    ):
        worked(year * YEAR, country, 1, 0.0, 0.3, margin, margin, cost, 0.0, margin > 0.0, 0, 0)
    for year, amount in ((0.75, 7.0), (1.25, 100.0), (2.0, 25.0), (3.0, 25.0)):
        hand.log.money(year * YEAR, PRESENCE, -amount)
    return hand.measured()


def test_the_cost_of_a_deal_goes_by_the_years_since_its_country_was_entered(years):
    by_age = {name: value for name, value in years.items() if name.startswith("cost_per_foreign_deal.")}
    assert by_age == {
        "cost_per_foreign_deal.1": 90.0 / 1,
        "cost_per_foreign_deal.2": 40.0 / 2,
        "cost_per_foreign_deal.3": 20.0 / 1,
    }


def test_value_abroad_adds_up_year_by_year(years):
    first = 400.0 + 300.0 - 30.0 - 50.0 - 40.0 - 100.0 - 25.0
    assert years["foreign_value.1"] == first
    assert years["foreign_value.2"] == first + 200.0 + 100.0 - 20.0 - 10.0 - 25.0
    assert years["foreign_value"] == years["foreign_value.2"]


def test_the_path_of_stages_is_told_year_by_year(years):
    path = {
        name.removeprefix("stage_path."): v for name, v in years.items() if name.startswith("stage_path.")
    }
    assert path == {"near.1": 1, "near.2": 1, "near.3": 2, "far.1": 0, "far.2": 1, "far.3": 0}


def test_where_nobody_goes_abroad_there_is_no_such_figure():
    figures = Hand().measured()
    assert not [name for name in figures if name.startswith(("foreign", "knowledge", "stage.", "cost.entry"))]


def test_without_a_deal_a_deal_has_no_cost(hand):
    hand.log.warm_up = 60.0
    assert math.isnan(hand.measured()["cost_per_foreign_deal"])
