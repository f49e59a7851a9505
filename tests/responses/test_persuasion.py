"""What buyers make of a medium, worked by hand."""

from __future__ import annotations

from math import exp, log

import pytest
from pydantic import ValidationError

from simsales.responses.persuasion import Persuasion
from simsales.words.vocabulary import MAIL, MEETING_MEDIA, PHONE, PORTAL, VIDEO, VISIT

BUYERS = Persuasion()


@pytest.mark.parametrize(
    ("complexity", "value", "found"),
    [
        (0.1, 5_000.0, 0.055),
        (0.1, 500.0, 0.055),  # less than nothing cannot be at stake
        (0.35, 18_000.0, 0.1925 + 0.45 * log(3.6) / log(40)),
        (0.9, 200_000.0, 0.495 + 0.45),
        (0.9, 5_000_000.0, 0.945),
        (1.0, 200_000.0, 1.0),
    ],
)
def test_equivocality_grows_with_complexity_and_with_the_logarithm_of_what_is_at_stake(
    complexity, value, found
):
    assert BUYERS.equivocality(complexity, value) == pytest.approx(found)


def test_equivocality_ends_at_one():
    assert Persuasion(complexity=0.9, stakes=0.9).equivocality(0.9, 1e6) == 1.0


def test_customers_insist_more_often_where_more_is_equivocal_and_while_they_are_new():
    def share(equivocality, new):
        return sum(BUYERS.insists(equivocality, (n + 0.5) / 1000, new) for n in range(1000)) / 1000

    for equivocality in (0.0, 0.4, 0.9):
        for new in (False, True):
            wanted = 1 / (1 + exp(2.2 - 3 * equivocality - 0.6 * new))
            assert share(equivocality, new) == pytest.approx(wanted, abs=1e-3)


def test_nobody_both_insists_on_a_visit_and_dislikes_it():
    assert not BUYERS.dislikes(True, 0.0)
    assert BUYERS.dislikes(False, 0.33) and not BUYERS.dislikes(False, 0.34)


@pytest.mark.parametrize("gate", [1, 2, 3])
@pytest.mark.parametrize(
    ("medium", "lost"), [(VISIT, 0.0), (VIDEO, 0.2), (PHONE, 0.4), (MAIL, 0.65), (PORTAL, 0.8)]
)
def test_what_a_medium_cannot_carry_costs_odds_at_each_of_three_gates(gate, medium, lost):
    assert BUYERS.odds(gate, 0.95, medium, False, False) == pytest.approx(-lost / 3)


@pytest.mark.parametrize("medium", range(len(MEETING_MEDIA)))
def test_at_the_first_gate_nothing_has_been_explained_yet(medium):
    assert BUYERS.odds(0, 1.0, medium, True, True) == 0.0


def test_a_visit_adds_the_more_the_more_is_equivocal_and_nothing_that_the_other_medium_can_carry():
    def added(equivocality):
        return BUYERS.odds(2, equivocality, VISIT, False, False) - BUYERS.odds(
            2, equivocality, PHONE, False, False
        )

    assert [added(e / 100) for e in (0, 20, 55)] == [0.0, 0.0, 0.0]
    assert [added(e / 100) for e in (70, 85, 100)] == pytest.approx([0.05, 0.10, 0.15])


def test_who_insists_wants_to_be_visited_and_who_dislikes_it_does_not():
    assert BUYERS.odds(3, 0.5, VIDEO, True, False) == -1.0
    assert BUYERS.odds(3, 0.5, VISIT, True, False) == 0.0
    assert BUYERS.odds(3, 0.5, VISIT, False, True) == -0.2
    assert BUYERS.odds(3, 0.5, VIDEO, False, True) == 0.0
    assert (BUYERS.pace(VISIT, True), BUYERS.pace(VIDEO, True), BUYERS.pace(VISIT, False)) == (1.2, 1.0, 1.0)


@pytest.mark.parametrize("strength", [0.0, 0.5, 2.0])
def test_all_of_it_is_in_proportion_to_its_strength(strength):
    some = Persuasion(strength=strength)
    for medium in range(len(MEETING_MEDIA)):
        for insists, dislikes in ((False, False), (True, False), (False, True)):
            usual = BUYERS.odds(2, 0.9, medium, insists, dislikes)
            assert some.odds(2, 0.9, medium, insists, dislikes) == pytest.approx(strength * usual)
            assert some.pace(medium, dislikes) - 1.0 == pytest.approx(
                strength * (BUYERS.pace(medium, dislikes) - 1.0)
            )


def test_stakes_need_two_ends():
    with pytest.raises(ValidationError, match="must have 0 < trifle < fortune, found 5000 and 5000"):
        Persuasion(fortune=5_000.0)
