"""KN++ keeps its promise on problems whose answer is known, and stops when there is nothing left to tell."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import stdtrit

from simsales.experiments.equal_allocation import paired_needed, rinott, unpaired_needed
from simsales.experiments.selection import reach, select, spreads

PROBLEMS, RIGHT = 500, 460


def slippage(candidates, correlation, worth, number):
    """One candidate better than all others by exactly `worth`; standard deviation 1, correlated by common luck."""
    luck = np.random.default_rng([candidates, round(100 * correlation), number])
    best = number % candidates
    mean = np.where(np.arange(candidates) == best, worth, 0.0)

    def draw(alive, start, count):
        common = math.sqrt(correlation) * luck.standard_normal((count, 1))
        own = math.sqrt(1 - correlation) * luck.standard_normal((count, candidates))
        return (mean + common + own)[:, alive]

    return best, draw


@pytest.mark.slow
@pytest.mark.parametrize("candidates", [2, 5, 20])
@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.95])
@pytest.mark.parametrize("share", [0.2, 0.5, 1.0])  # of the standard deviation of a paired difference
def test_the_best_is_chosen_in_at_least_460_of_500_slippage_problems(candidates, correlation, share):
    worth = share * math.sqrt(2 * (1 - correlation))
    right = 0
    for number in range(PROBLEMS):
        best, draw = slippage(candidates, correlation, worth, number)
        right += select(draw, candidates, worth).chosen == best
    assert right >= RIGHT


def test_the_best_is_chosen_in_most_of_some_slippage_problems():
    right = 0
    for number in range(100):
        best, draw = slippage(5, 0.5, 0.5, number)
        right += select(draw, 5, 0.5).chosen == best
    assert right >= 92


def test_whoever_is_clearly_worse_goes_first_and_is_played_no_further():
    means, luck = np.array([0.0, 1.0, 8.0]), np.random.default_rng(1)
    asked = []

    def draw(alive, start, count):
        asked.append((list(alive), start, count))
        return luck.standard_normal((count, 3))[:, alive] + means[alive]

    found = select(draw, 3, 0.5, first=10)
    assert found.chosen == 2
    assert {each.candidate: each.rival for each in found.eliminations} == {0: 2, 1: 2}
    assert asked[0] == ([0, 1, 2], 0, 10)
    assert found.replications == sum(len(alive) * count for alive, _, count in asked)


def test_blocks_grow_with_what_has_been_played():
    asked, luck = [], np.random.default_rng(3)

    def draw(alive, start, count):
        asked.append(count)
        return luck.standard_normal((count, 2))[:, alive]

    select(draw, 2, 0.1, at_most=100)
    assert asked == [10, 5, 5, 5, 5, 6, 7, 8, 10, 12, 14, 13]


def test_candidates_that_are_alike_are_settled_at_once_for_the_first():
    found = select(lambda alive, start, count: np.ones((count, len(alive))), 4, 1.0)
    assert found.chosen == 0
    assert found.replications == 40
    assert {each.replications for each in found.eliminations} == {10}


def test_where_the_replications_run_out_nothing_is_chosen():
    luck = np.random.default_rng(2)
    found = select(lambda alive, start, count: luck.standard_normal((count, len(alive))), 3, 0.01, at_most=17)
    assert found.chosen is None
    assert len(found.left) >= 2
    assert max(map(len, found.values)) == 17


def test_what_all_share_does_not_matter():
    luck = np.random.default_rng(4).standard_normal((200, 3)) + np.array([0.0, 0.3, 0.6])
    common = 1e6 * np.random.default_rng(5).standard_normal((200, 1))
    plain = select(lambda alive, start, count: luck[start : start + count, alive], 3, 0.3, at_most=200)
    shaken = select(
        lambda alive, start, count: (luck + common)[start : start + count, alive], 3, 0.3, at_most=200
    )
    assert (plain.chosen, plain.eliminations) == (shaken.chosen, shaken.eliminations)


def test_the_reach_of_luck_shrinks_to_that_of_a_known_variance():
    assert reach(10, 0.05) == pytest.approx(9 * (0.1 ** (-2 / 9) - 1))
    assert reach(1_000_000, 0.05) == pytest.approx(-2 * math.log(0.1), rel=1e-4)


def test_spreads_are_the_variances_of_paired_differences():
    values = np.random.default_rng(6).standard_normal((30, 4)) + 1000
    expected = [[np.var(values[:, i] - values[:, j], ddof=1) for j in range(4)] for i in range(4)]
    assert spreads(values) == pytest.approx(np.array(expected))


def test_rinotts_constant_is_the_one_in_tables():
    assert rinott(2, 20) == pytest.approx(2.453, abs=0.002)  # Law (2015), table of h for P* = .95, n0 = 20


@pytest.mark.parametrize(
    ("candidates", "most"), [(2, 0.953), (10, 0.98)]
)  # for two it is exact, then a bound
def test_rinotts_constant_gives_the_chance_that_it_promises(candidates, most):
    luck, freedom = np.random.default_rng(7), 9
    h = rinott(candidates, freedom + 1)
    variances = luck.chisquare(freedom, (200_000, candidates)) / freedom
    # A sample of (h S / worth)² has a mean with standard error worth / (h S), the true deviation being 1.
    means = luck.standard_normal((200_000, candidates)) / (h * np.sqrt(variances))
    assert 0.947 < np.mean(means[:, 0] + 1 > means[:, 1:].max(axis=1)) < most


def test_equal_allocation_pays_for_the_widest_pair():
    luck = np.random.default_rng(8)
    values = luck.standard_normal((10, 3)) * [1.0, 1.0, 3.0]
    widest = max(np.var(values[:, i] - values[:, j], ddof=1) for i in range(3) for j in range(i))
    assert paired_needed(values, 0.5) == math.ceil(stdtrit(9, 1 - 0.05 / 2) ** 2 * widest / 0.25)
    assert paired_needed(values, 1e9) == 10
    assert unpaired_needed(values, 0.5) == math.ceil(
        rinott(3, 10) ** 2 * np.var(values, axis=0, ddof=1).max() / 0.25
    )


SKEWED = {
    "exponential": lambda luck, shape: luck.exponential(size=shape),
    "mirrored exponential": lambda luck, shape: -luck.exponential(size=shape),
    "lognormal": lambda luck, shape: (
        luck.lognormal(size=shape) / 2.161
    ),  # of standard deviation 1, like the others
}


@pytest.mark.slow
@pytest.mark.parametrize("candidates", [2, 5])
@pytest.mark.parametrize("law", SKEWED)
def test_differences_that_are_not_normal_do_no_harm(candidates, law):
    worth, right = 0.5 * math.sqrt(2), 0
    mean = np.where(np.arange(candidates) == 0, worth, 0.0)
    for number in range(PROBLEMS):
        luck = np.random.default_rng([11, candidates, number])

        def draw(alive, start, count, luck=luck):
            return (mean + SKEWED[law](luck, (count, candidates)))[:, alive]

        right += select(draw, candidates, worth).chosen == 0
    assert right >= RIGHT


@pytest.mark.slow
@pytest.mark.parametrize("candidates", [2, 5, 20])
def test_where_several_lie_close_the_chosen_one_is_within_worth_of_the_best(candidates):
    worth, close = 0.3 * math.sqrt(2), 0
    mean = -worth / 2 * np.arange(candidates)  # the second is half a worth behind, the third a whole one
    for number in range(PROBLEMS):
        luck = np.random.default_rng([12, candidates, number])

        def draw(alive, start, count, luck=luck):
            return (mean + luck.standard_normal((count, candidates)))[:, alive]

        close += select(draw, candidates, worth).chosen in (0, 1)
    assert close >= RIGHT
