"""What each person brought in in a quarter, read off a log that was written by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simsales.company.people.pay_days import COLUMNS
from simsales.instruments.clock import Calendar, Pattern
from simsales.kpis.attaining import attaining
from simsales.words.vocabulary import WON
from tests.kpis.byhand import OFFICE, WEEK, Hand, office

QUARTER = 13 * WEEK


@pytest.fixture
def hand():
    """Two quarters and a bit of office hours."""
    return Hand(horizon=30 * WEEK, calendar=office(weeks=30))


def sell(hand, time, value, owner):
    deal = hand.deal(hand.lead(0.0), 0.0, owner, value)
    hand.note(time, deal, WON, value=value)


def brought(hand, team="hunter"):
    return {(each.person, each.quarter): (each.sales, each.quota) for each in attaining(hand.reading(), team)}


def test_without_a_plan_it_is_the_deals_that_somebody_owned_and_won(hand):
    sell(hand, 5.0, 100.0, 1)
    sell(hand, QUARTER, 50.0, 1)  # on the last instant of the first quarter
    sell(hand, QUARTER + 1.0, 70.0, 2)
    sell(hand, 2 * QUARTER + 1.0, 900.0, 2)  # of a quarter that does not end in the window
    found = brought(hand)
    assert {place: sales for place, (sales, _) in found.items()} == {
        (1, 0): 150.0,
        (2, 0): 0.0,
        (1, 1): 0.0,
        (2, 1): 70.0,
    }
    assert all(np.isnan(quota) for _, quota in found.values())


def test_with_a_quota_it_is_what_the_plan_credits_added_up_over_the_quarter(hand):
    enter = hand.log.open("pay_days", COLUMNS)
    for person in (1, 2):
        for month in (4, 8, 13, 17, 21, 26):
            enter(month * WEEK, person, 10.0 * person, 20.0, 0.0, 0.0)
    sell(hand, 5.0, 1_000.0, 1)
    assert brought(hand) == {
        (1, 0): (30.0, 60.0),
        (2, 0): (60.0, 60.0),
        (1, 1): (30.0, 60.0),
        (2, 1): (60.0, 60.0),
    }


def test_a_quota_for_the_year_says_nothing_of_a_quarter(hand):
    enter = hand.log.open("pay_days", COLUMNS)
    enter(26 * WEEK, 1, 10.0, 20.0, 0.0, 0.0)
    sell(hand, 5.0, 1_000.0, 1)
    assert brought(hand)[1, 0][0] == 1_000.0


def test_who_was_there_for_less_than_half_of_a_quarter_is_not_judged_by_it(hand):
    late = Calendar([window for window in Pattern(OFFICE).until(30 * WEEK) if window[0] > 8 * WEEK])
    hand.log.people[2] = replace(hand.log.people[2], calendar=late)
    assert set(brought(hand)) == {(1, 0), (1, 1), (2, 1)}


def test_beside_it_stands_what_somebody_is_good_at_by_product(hand):
    hand.log.people[1] = replace(hand.log.people[1], skill=1.2, expertise=(1.3, 1.0, 1.0))
    first = attaining(hand.reading(), "hunter")[0]
    assert (first.skill, first.expertise) == (1.2, (1.3,)), "there is one product"


def test_a_team_that_is_not_there_brings_nothing(hand):
    assert brought(hand, "farmer") == {}
