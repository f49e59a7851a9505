"""What a rep concedes whose pay is at stake, worked by hand; and what a traveller makes of a visit's price."""

from __future__ import annotations

import pytest

from simsales.responses.advancing import Logit, probability
from simsales.responses.haggling import Haggling
from simsales.responses.travelling import Travelling

HAGGLING = Haggling()


def conceded(margin, chance_at_list, wish=0.1):
    """The concession at a chance to win at the list price; the price effect is the market's."""
    discounts = HAGGLING.considered(wish)
    level = _logit(chance_at_list)
    chances = [probability(level + Logit().offer((1.0 - d) / (1.0 - wish), 1.0)) for d in discounts]
    return HAGGLING.concession(discounts, [1.0 - d - (0.65 if margin else 0.0) for d in discounts], chances)


def _logit(chance):
    from math import log

    return log(chance / (1.0 - chance)) + 0.35 * 10.0 * (1.0 / 0.9 - 1.0)


def test_all_between_nothing_and_everything_is_considered():
    assert HAGGLING.considered(0.1) == pytest.approx([0.0, 0.02, 0.04, 0.06, 0.08, 0.1])


def test_who_is_paid_on_bookings_gives_what_wins_and_who_is_paid_on_margin_keeps_it():
    assert conceded(margin=False, chance_at_list=0.5) == pytest.approx(0.1)
    assert conceded(margin=True, chance_at_list=0.5) == 0.0


def test_nobody_gives_away_what_is_won_anyway_and_on_margin_one_gives_for_what_is_nearly_lost():
    assert conceded(margin=False, chance_at_list=0.95) == 0.0
    assert conceded(margin=True, chance_at_list=0.02) > 0.0


def test_of_two_concessions_that_promise_the_same_the_larger_one_is_given():
    assert HAGGLING.concession([0.0, 0.1], [0.0, 0.0], [0.5, 0.6]) == 0.1


def test_a_visit_is_made_less_often_the_more_it_costs_the_traveller():
    travelling = Travelling()
    assert [travelling.visits(price) for price in (0.0, 120.0, -60.0, 900.0)] == pytest.approx(
        [1.0, 0.7, 1.15, 0.0]
    )
