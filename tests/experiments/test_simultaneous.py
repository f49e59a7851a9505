"""Intervals that hold together: never wider than Bonferroni's, and right as often as they say."""

import numpy as np
import pytest

from simsales.experiments.intervals import half_width
from simsales.experiments.simultaneous import by_bonferroni, by_max_t
from tests.experiments.byhand import knows_three_kpis, results_of

STUDIES, COMPARISONS, PAIRS = 1_000, 20, 30


def alike(rng, shape, correlation):
    """Columns of standard normals, each pair of them with this correlation."""
    common = rng.normal(size=(shape[0], 1))
    return np.sqrt(correlation) * common + np.sqrt(1 - correlation) * rng.normal(size=shape)


def level_of(changes, seed=1, draws=10_000):
    return by_max_t([dict(enumerate(column)) for column in changes.T], 0.95, seed, draws)


def holding_together(correlation, tails=lambda changes: changes):
    """The share of studies in which every interval of many covers a mean of 0."""
    rng, held = np.random.default_rng(5), 0
    for study in range(STUDIES):
        changes = tails(alike(rng, (PAIRS, COMPARISONS), correlation))
        half = half_width("fixed", 1.0, PAIRS, level_of(changes, study, draws=1_000).each)
        held += bool(np.all(np.abs(changes.mean(axis=0)) <= half * changes.std(axis=0, ddof=1)))
    return held / STUDIES


@pytest.mark.slow
@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_all_of_twenty_intervals_hold_together_as_often_as_they_say(correlation):
    assert 0.93 <= holding_together(correlation) <= 0.97


@pytest.mark.slow
def test_so_they_do_for_tails_as_heavy_as_those_of_cubes():
    """A cube of a normal is symmetric, as differences mostly are, with a kurtosis of 46."""
    assert holding_together(0.5, tails=lambda changes: changes**3) >= 0.93


def test_one_comparison_is_students_interval_itself():
    changes = np.random.default_rng(2).normal(size=(PAIRS, 1))
    assert level_of(changes).each == 0.95


def test_copies_of_one_comparison_need_no_more_than_one():
    changes = np.random.default_rng(2).normal(size=(PAIRS, 1)) * np.ones((1, 8))
    assert level_of(changes).each == pytest.approx(0.95, abs=0.005)


@pytest.mark.parametrize("correlation", [0.0, 0.6, 0.95])
@pytest.mark.parametrize("comparisons", [2, 60])
def test_never_wider_than_bonferroni_and_the_narrower_the_more_alike(correlation, comparisons):
    changes = alike(np.random.default_rng(3), (PAIRS, comparisons), correlation)
    found = level_of(changes)
    assert 0.95 <= found.each <= found.bonferroni == 1 - 0.05 / comparisons
    independent = (0.95) ** (1 / comparisons)
    if correlation > 0.9:
        assert found.each < 1 - 1.5 * (1 - independent)


def test_draws_depend_on_the_seed_alone():
    changes = alike(np.random.default_rng(3), (PAIRS, 12), 0.5)
    assert level_of(changes, seed=7) == level_of(changes, seed=7)
    assert level_of(changes, seed=7) != level_of(changes, seed=8)


def test_what_always_agrees_takes_no_part_and_few_pairs_fall_back_on_bonferroni():
    changes = [{n: float(n % 3) for n in range(12)}, dict.fromkeys(range(12), 1.0), {3: 1.0}]
    assert by_max_t(changes, 0.95, 1) == by_bonferroni(1, 0.95)
    few = np.random.default_rng(1).normal(size=(9, 4))
    assert level_of(few).method == "Bonferroni"


def test_pairs_that_one_comparison_lacks_are_left_out_of_it():
    changes = alike(np.random.default_rng(3), (PAIRS, 2), 0.99)
    first, second = (dict(enumerate(column)) for column in changes.T)
    found = by_max_t([first, {n: second[n] for n in range(20)}], 0.95, 1)
    assert 0.95 < found.each < 1 - 0.05 / 2


def test_comparisons_are_bounded_together_and_marked(monkeypatch):
    knows_three_kpis(monkeypatch)
    rng = np.random.default_rng(6)
    base = rng.normal(1_000.0, 50.0, 20)
    good, slight = base + rng.normal(40.0, 10.0, 20), base + rng.normal(4.0, 9.0, 20)
    comparison = results_of(base=list(base), good=list(good), slight=list(slight)).compare()
    together = comparison.together
    assert together.comparisons == 4, "contribution and wait, twice; leads never differ"
    for found in comparison.differences:
        assert found.simultaneous_low <= found.low <= found.high <= found.simultaneous_high
    first, second = comparison.of("contribution")
    assert first.holds_together and not second.holds_together
    assert "100 % *" in comparison.text("good") and together.sentence() in comparison.text("good")
    assert "*" not in comparison.text("slight")


def test_when_one_stops_at_will_bonferroni_holds_them_together(monkeypatch):
    knows_three_kpis(monkeypatch)
    rng = np.random.default_rng(6)
    base = rng.normal(1_000.0, 50.0, 20)
    other = base + rng.normal(40.0, 10.0, 20)
    comparison = results_of(base=list(base), other=list(other)).compare(rule="any time")
    assert comparison.together == by_bonferroni(2, 0.95)
    (found,) = comparison.of("contribution")
    assert found.simultaneous_low < found.low


@pytest.mark.parametrize(("pairs", "marked"), [(2, False), (5, False), (6, True)])
def test_a_few_pairs_that_agree_may_do_so_by_chance_and_have_no_star(monkeypatch, pairs, marked):
    knows_three_kpis(monkeypatch)
    base = [10.0 + number for number in range(pairs)]
    comparison = results_of(base=base, other=[value - 2.0 for value in base]).compare()
    assert comparison.of("contribution")[0].holds_together is marked
