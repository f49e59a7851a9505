"""How hard people try, read off a log that was written by hand."""

from __future__ import annotations

import pytest

from simsales.company.people.incentives import COLUMNS
from simsales.company.people.morale import COLUMNS as MOODS
from simsales.words.vocabulary import HELD_BACK, PULLED_IN
from tests.kpis.byhand import WEEK, Hand


def test_effort_is_the_mean_over_people_and_weeks_that_begin_in_the_window():
    hand = Hand(horizon=3 * WEEK, warm_up=WEEK)
    enter = hand.log.open("efforts", COLUMNS)
    enter(0.0, 1, 9.0, 9.0, 0.0, 0.0, 0.0)  # in the warm-up
    for week, person, hunting, farming in (
        (1, 1, 1.0, 0.5),
        (1, 2, 1.4, 0.7),
        (2, 1, 1.2, 0.9),
        (2, 0, 0.9, 1.1),
    ):
        enter(week * WEEK, person, hunting, farming, 0.04, 5_000.0, 9_000.0)
    figures = hand.measured()
    assert figures["effort_hunting.hunter"] == pytest.approx(1.2)
    assert figures["effort_farming.hunter"] == pytest.approx(0.7)
    assert (figures["effort_hunting.sdr"], figures["effort_farming.sdr"]) == (0.9, 1.1)


def test_orders_that_were_hurried_or_left_lying_are_counted_in_the_window():
    hand = Hand(horizon=2 * WEEK, warm_up=WEEK)
    for time, activity in ((5.0, PULLED_IN), (200.0, PULLED_IN), (201.0, PULLED_IN), (210.0, HELD_BACK)):
        hand.log.note(time, 0, activity)
    figures = hand.measured()
    assert (figures["pulled_in"], figures["held_back"]) == (2, 1)


def test_mood_is_the_mean_over_people_and_weeks_in_the_window():
    hand = Hand(horizon=3 * WEEK, warm_up=WEEK)
    enter = hand.log.open("moods", MOODS)
    for week, person, mood in ((0, 1, 0.9), (1, 1, 0.5), (1, 2, 0.6), (2, 1, 0.4), (2, 0, 0.7)):
        enter(week * WEEK, person, mood, 0.55, 0.8)
    figures = hand.measured()
    assert (figures["mood.hunter"], figures["mood.sdr"]) == (pytest.approx(0.5), 0.7)


def test_where_nobody_chooses_there_is_no_effort_to_tell():
    assert not any(name.startswith("effort_") for name in Hand().measured())
