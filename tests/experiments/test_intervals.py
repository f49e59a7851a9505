"""How sure a mean is, by studies of which the truth is known; their bounds were fixed before the first run."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from simsales.experiments import intervals
from simsales.experiments.intervals import half_width, pairs_to_tell

STUDIES = 1_000
#: Differences of mean 0 and standard deviation 1; a lognormal of sigma 1/2 has a skewness of 1.75, of sigma 1 of 6.2.
TAILS = {
    "normal": lambda rng, shape: rng.normal(size=shape),
    "lognormal": lambda rng, shape: _lognormal(rng, shape, 0.5),
    "heavy lognormal": lambda rng, shape: _lognormal(rng, shape, 1.0),
    "difference of lognormals": lambda rng, shape: (
        (_lognormal(rng, shape, 1.0) - _lognormal(rng, shape, 1.0)) / math.sqrt(2)
    ),
}


def _lognormal(rng, shape, sigma):
    mean, spread = math.exp(sigma**2 / 2), math.exp(sigma**2 / 2) * math.sqrt(math.expm1(sigma**2))
    return (rng.lognormal(0.0, sigma, shape) - mean) / spread


def covered(changes, rule="fixed"):
    """The share of studies, one per row, whose interval at 95 % covers a mean of 0."""
    pairs = changes.shape[1]
    halves = [half_width(rule, spread, pairs, 0.95) for spread in changes.std(axis=1, ddof=1)]
    return float(np.mean(np.abs(changes.mean(axis=1)) <= halves))


@pytest.mark.parametrize("pairs", [10, 30, 100])
def test_the_interval_of_a_fixed_number_of_pairs_covers_what_it_says(pairs):
    assert 0.93 <= covered(TAILS["normal"](np.random.default_rng(1), (STUDIES, pairs))) <= 0.97


@pytest.mark.parametrize("tails", ["lognormal", "difference of lognormals"])
def test_it_does_so_at_thirty_pairs_of_skewed_and_of_heavy_tailed_differences(tails):
    assert 0.93 <= covered(TAILS[tails](np.random.default_rng(2), (STUDIES, 30))) <= 0.97


def test_the_interval_for_every_look_is_where_the_bayes_factor_of_the_t_test_is_twenty():
    pairs, far = 25, half_width("any time", 1.0, 25, 0.95) * math.sqrt(25)

    def given(effect):
        return stats.nct.pdf(far, pairs - 1, effect * math.sqrt(pairs)) * stats.norm.pdf(
            effect, scale=math.sqrt(intervals.MIXTURE)
        )

    mixture, _ = integrate.quad(given, -4.0, 4.0, epsabs=1e-12)
    assert mixture / stats.t.pdf(far, pairs - 1) == pytest.approx(20.0, rel=1e-6)


def test_it_never_misses_too_often_though_one_looks_after_every_pair():
    changes = np.random.default_rng(3).normal(size=(STUDIES, 400))
    numbers = np.arange(1, 401)
    means = changes.cumsum(axis=1) / numbers
    squares = (changes**2).cumsum(axis=1) - numbers * means**2
    missed = np.zeros(STUDIES, dtype=bool)
    for pairs in range(2, 401):
        errors = np.sqrt(squares[:, pairs - 1] / (pairs - 1))
        missed |= np.abs(means[:, pairs - 1]) > half_width("any time", 1.0, pairs, 0.95) * errors
    assert missed.mean() <= 0.06


def test_the_mixture_is_near_the_best_for_twenty_to_a_thousand_pairs(monkeypatch):
    ours = {pairs: half_width("any time", 1.0, pairs, 0.95) for pairs in (20, 50, 100, 300, 1_000)}
    for pairs, half in ours.items():
        others = []
        for mixture in np.geomspace(0.001, 10.0, 200):
            monkeypatch.setattr(intervals, "MIXTURE", mixture)
            others.append(half_width("any time", 1.0, pairs, 0.95))
        assert half <= 1.12 * np.nanmin(others)


@pytest.mark.parametrize("rule", ["fixed", "any time"])
@pytest.mark.parametrize("distance", [5.0, 0.5, 0.04])
def test_pairs_to_tell_are_the_fewest(rule, distance):
    pairs = pairs_to_tell(rule, distance, 1.0, 0.95)
    assert half_width(rule, 1.0, pairs, 0.95) < distance
    assert not half_width(rule, 1.0, pairs - 1, 0.95) < distance


def test_no_number_of_pairs_tells_what_lies_on_the_line():
    assert pairs_to_tell("fixed", 0.0, 1.0, 0.95) is None
    assert pairs_to_tell("fixed", 1e-9, 1.0, 0.95) is None
    assert pairs_to_tell("fixed", 1.0, math.nan, 0.95) is None


def test_an_interval_for_every_look_needs_some_pairs_and_is_wider():
    assert math.isnan(half_width("any time", 1.0, 3, 0.95))
    assert half_width("any time", 1.0, 10, 0.95) > half_width("fixed", 1.0, 10, 0.95)
    assert half_width("any time", 0.0, 10, 0.95) == 0.0
