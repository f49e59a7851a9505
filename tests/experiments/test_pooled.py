"""A quantile over the cases of all replications, with intervals that know that cases of one replication go together."""

import math

import numpy as np
import pytest
from scipy import stats

from simsales import load
from simsales.experiments.intervals import half_width
from simsales.experiments.pooled import bounds, pooled_quantiles, quantiles_drawn
from simsales.kpis.quantiles import quantile
from simsales.words.errors import InputError

STUDIES, CASES, DRAWS = 1_000, 40, 200
#: Half of the variance of the logarithms lies between years, much more than in any scenario.
BETWEEN = WITHIN = 0.5


def study(share, replications, effect=0.2):
    """How often the true quantile and the true difference are covered, and the former if cases were independent.

    The other scenario has the same luck, takes 20 % longer, and a little luck of its own.
    """
    truth = math.exp(math.hypot(BETWEEN, WITHIN) * stats.norm.ppf(share))
    spread = math.sqrt(BETWEEN**2 + WITHIN**2 + 0.05**2)
    difference = (1.0 + effect) * math.exp(spread * stats.norm.ppf(share)) - truth
    ranks = stats.binom.ppf([0.025, 0.975], replications * CASES, share).astype(int)
    covered = np.zeros(3)
    for number in range(STUDIES):
        rng = np.random.default_rng([9, number])
        years = rng.normal(0.0, BETWEEN, (replications, 1))
        base = np.exp(years + rng.normal(0.0, WITHIN, (replications, CASES)))
        other = base * (1.0 + effect) * np.exp(rng.normal(0.0, 0.05, base.shape))
        drawn = rng.multinomial(replications, np.full(replications, 1 / replications), DRAWS).astype(float)
        found, again = quantiles_drawn(list(base), share, drawn)
        beside, beside_again = quantiles_drawn(list(other), share, drawn)
        ordered = np.sort(base.ravel())
        intervals = (
            (*bounds(found, again, replications), truth),
            (*bounds(beside - found, beside_again - again, replications), difference),
            (ordered[ranks[0] - 1], ordered[ranks[1]], truth),
        )
        covered += [low <= true <= high for low, high, true in intervals]
    return covered / STUDIES


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_differences_of_pooled_quantiles_are_covered_as_often_as_they_say(share):
    _, difference, _ = study(share, replications=30)
    assert 0.93 <= difference <= 0.97


@pytest.mark.slow
@pytest.mark.parametrize(("share", "replications"), [(0.5, 30), (0.9, 100)])
def test_so_is_a_pooled_quantile_itself_and_not_if_cases_were_independent(share, replications):
    """At 30 replications that differ so much the tail is covered 92 times in 100 (docs/evidence.md)."""
    alone, _, independent = study(share, replications)
    assert 0.93 <= alone <= 0.97
    assert independent < 0.80


def yearly(rng, years):
    """The 90 % quantile of each of so many years under both, as a KPI takes it."""
    base = np.exp(rng.normal(0.0, BETWEEN, (years, 1)) + rng.normal(0.0, WITHIN, (years, CASES)))
    other = base * 1.2 * np.exp(rng.normal(0.0, 0.05, base.shape))
    return tuple(np.sort(cases, axis=1)[:, 35] for cases in (base, other))


def test_what_compare_shows_of_a_quantile_is_covered_too_and_is_another_figure():
    """The mean of a year's quantile: its paired interval is right for it, and it is not the quantile of all cases."""
    base, other = yearly(np.random.default_rng(20), 100_000)
    truth = float((other - base).mean())
    before, after = yearly(np.random.default_rng(21), STUDIES * 30)
    changes = (after - before).reshape(STUDIES, 30)
    halves = [half_width("fixed", spread, 30, 0.95) for spread in changes.std(axis=1, ddof=1)]
    assert 0.93 <= np.mean(np.abs(changes.mean(axis=1) - truth) <= halves) <= 0.97
    of_all = math.exp(math.hypot(BETWEEN, WITHIN) * stats.norm.ppf(0.9))
    assert base.mean() < 0.9 * of_all


def test_bounds_of_a_mean_are_students():
    values = np.random.default_rng(1).normal(size=12)
    spread = values.std() / math.sqrt(12)  # what draws of the mean have
    draws = values.mean() + spread * stats.norm.ppf((np.arange(200_000) + 0.5) / 200_000)
    student = stats.t.interval(0.95, 11, values.mean(), values.std(ddof=1) / math.sqrt(12))
    assert bounds(values.mean(), draws, 12) == pytest.approx(student, rel=1e-3)


def test_a_draw_is_the_quantile_of_the_cases_it_has_so_many_times():
    rng = np.random.default_rng(3)
    cases = [rng.normal(size=size) for size in (3, 0, 7, 5)]
    drawn = np.array([[1.0, 1, 1, 1], [2, 0, 0, 2], [0, 4, 0, 0]])
    found, again = quantiles_drawn(cases, 0.9, drawn)
    assert found == again[0] == quantile(np.concatenate(cases), 0.9)
    assert again[1] == quantile(np.concatenate([cases[0], cases[0], cases[3], cases[3]]), 0.9)
    assert math.isnan(again[2]), "a draw without cases"


def test_cases_that_never_end_count_as_the_longest():
    cases = [np.array([1.0, 2.0, math.inf]), np.array([3.0, 4.0, math.inf])]
    found, again = quantiles_drawn(cases, 0.5, np.array([[1.0, 1.0]]))
    assert found == again[0] == 3.0
    found, again = quantiles_drawn(cases, 0.9, np.array([[1.0, 1.0]]))
    assert math.isnan(found) and again[0] == math.inf
    assert all(map(math.isnan, bounds(found, again, 2)))


@pytest.fixture(scope="module")
def desk():
    """Twelve weeks of a small company."""
    return load("norddrive_selling").but({"run.warm_up": "4 w", "run.horizon": "8 w"}, name="desk")


def test_on_a_real_run_both_figures_stand_side_by_side(desk):
    slow = desk.but({"people.hunter.count": 3}, name="slow")
    found = pooled_quantiles(desk, slow, kpi="cycle_time_p90", replications=2, workers=1)
    base, other = found.of("desk"), found.of("slow")
    assert found.share == 0.9
    assert base.low <= base.quantile <= base.high and math.isnan(base.difference)
    assert other.difference == pytest.approx(other.quantile - base.quantile)
    assert other.difference_low <= other.difference <= other.difference_high
    assert "90 % of all" in repr(found) and "a year's, on average" in repr(found)
    assert other.yearly_difference == pytest.approx(other.yearly - base.yearly)


@pytest.mark.parametrize(
    ("kpi", "message"),
    [("cycle_tme", "did you mean 'cycle_time'"), ("wins", "must be a quantile over cases, found 'wins'")],
)
def test_a_kpi_that_is_no_quantile_is_refused(desk, kpi, message):
    with pytest.raises(InputError, match=message):
        pooled_quantiles(desk, kpi=kpi, replications=1, workers=1)
