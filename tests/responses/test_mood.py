"""Motivation and control as functions: set points by kind, drift, and what both do."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simsales.responses.control import Controlled
from simsales.responses.mood import Fulfilment, Mood

MOOD = Mood()
KINDS = ("hunter", "farmer", "supporter")
shares = st.floats(-3.0, 3.0)


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_rests_at_the_usual_mood_where_nothing_is_beyond_the_usual(kind):
    assert MOOD.set_point(kind, Fulfilment()) == MOOD.usual == 0.55


@pytest.mark.parametrize(
    ("of_what", "order"),
    [("pay", ("hunter", "farmer", "supporter")), ("team", ("supporter", "farmer", "hunter"))],
)
def test_what_moves_one_kind_leaves_another_cold(of_what, order):
    found = [MOOD.set_point(kind, Fulfilment(**{of_what: 1.0})) for kind in order]
    assert found == sorted(found, reverse=True) and found[0] - 0.55 >= 3.0 * (found[2] - 0.55)


@given(st.sampled_from(KINDS), st.tuples(*[shares] * 6))
def test_a_set_point_is_a_share_whatever_happens(kind, fulfilment):
    assert 0.0 <= MOOD.set_point(kind, Fulfilment(*fulfilment)) <= 1.0


def test_mood_drifts_to_its_set_point_and_two_weeks_are_two_times_one_week():
    once = MOOD.after(MOOD.after(0.8, 0.5, 0.1, 0.0), 0.5, 0.1, 0.0)
    assert once == pytest.approx(MOOD.after(0.8, 0.5, 0.2, 0.0)) == pytest.approx(0.5 + 0.3 * exp(-0.2))
    assert MOOD.after(0.02, 0.5, 0.0, -0.5) == 0.0


def test_a_large_win_counts_for_more_and_not_in_proportion():
    assert MOOD.win(4.0) == pytest.approx(2.0 * MOOD.win(1.0)) == pytest.approx(0.06)


def test_quitting_is_the_usual_for_the_usual_and_rises_with_gloom_bad_pay_load_and_doubt():
    usual = MOOD.quits(0.55, 1.0, 0.7, first_year=False)
    assert usual == 1.0
    assert MOOD.quits(0.45, 1.0, 0.7, first_year=False) == pytest.approx(exp(0.3))
    assert MOOD.quits(0.55, 0.9, 0.7, first_year=False) == pytest.approx(exp(0.2))
    assert MOOD.quits(0.55, 1.0, 1.0, first_year=False) == pytest.approx(exp(0.1))
    assert MOOD.quits(0.55, 1.0, 0.7, first_year=True) == pytest.approx(exp(0.5))


def test_nobody_works_less_than_not_at_all():
    assert Mood(effort=5.0).works(0.0) == 0.0


# --- control ----------------------------------------------------------------------------------------------


def test_counts_are_gamed_only_where_behaviour_is_most_of_it_and_nobody_looks_at_quality():
    controlled = Controlled()
    assert controlled.substance(1.0, quality=True) == controlled.substance(0.5, quality=False) == 1.0
    assert controlled.substance(1.0, quality=False) == 0.5
    assert controlled.substance(0.75, quality=False) == 0.75


def test_two_hours_of_coaching_a_week_add_an_eighth_of_what_is_missing_in_a_year():
    skill = 1.0
    for _ in range(50):
        skill = Controlled().coached(skill, 2.0)
    assert skill == pytest.approx(1.4 - 0.4 * (1.0 - 0.12 / 50.0) ** 50)
    assert Controlled().coached(1.5, 2.0) == 1.5


def test_to_be_watched_costs_autonomy_and_coaching_makes_up_for_half_of_it():
    assert Controlled().autonomy(0.8, 0.0) == -0.8
    assert Controlled().autonomy(0.8, 2.0) == Controlled().autonomy(0.8, 5.0) == -0.4
