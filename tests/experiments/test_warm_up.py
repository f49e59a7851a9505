"""A run that is counted before it has settled is found out, by series whose bias is known."""

import numpy as np
import pytest

from simsales.cli.printed import results_text
from simsales.experiments.replications import Outcome
from simsales.experiments.results import Results
from simsales.experiments.warm_up import mser5, warm_ups
from simsales.scenario import Scenario

SERIES, LENGTH = 1_000, 500


def noise():
    """Series of independent values of mean 0 and variance 1."""
    return np.random.default_rng(8).normal(size=(SERIES, LENGTH))


TIME = np.arange(LENGTH)
#: Known biases, each of which moves the mean of the whole by more than half a standard deviation of a value.
BIASES = {
    "begins empty": -6.0 * np.exp(-TIME / 50.0),
    "a step": np.where(TIME < 100, -4.0, 0.0),
    "a ramp": np.minimum(TIME - 120.0, 0.0) / 20.0,
}


@pytest.fixture(scope="module")
def cuts():
    """For each known bias the series, and where MSER-5 cuts each of them."""
    series = {name: bias + noise() for name, bias in BIASES.items()}
    return {name: (values, [mser5(row) for row in values]) for name, values in series.items()}


@pytest.mark.parametrize("bias", BIASES)
def test_the_cut_is_where_bias_and_noise_have_it_by_theory(bias, cuts):
    """The criterion of the known bias and of the known variance of a batch; half the cuts lie on either side of it."""
    batches = BIASES[bias].reshape(-1, 5).mean(axis=1)
    half = range(len(batches) // 2 + 1)
    theory = 5 * int(np.argmin([(np.var(batches[d:]) + 1 / 5) / (len(batches) - d) for d in half]))
    found = [cut for cut in cuts[bias][1] if cut is not None]
    assert len(found) >= 0.99 * SERIES
    assert abs(np.median(found) - theory) <= 5


@pytest.mark.parametrize("bias", ["a step", "a ramp"])
def test_of_a_bias_that_ends_less_than_a_tenth_is_left(bias, cuts):
    left = [row[cut:].mean() for row, cut in zip(*cuts[bias], strict=True) if cut is not None]
    assert abs(BIASES[bias].mean()) > 0.5
    assert abs(np.mean(left)) < 0.1 * abs(BIASES[bias].mean())


def test_of_a_series_without_bias_little_is_lost():
    lost = [mser5(row) for row in noise()]
    assert np.median([LENGTH if cut is None else cut for cut in lost]) < 0.1 * LENGTH


def test_a_series_that_never_settles_or_is_short_names_no_length():
    assert mser5(list(range(100))) is None
    assert mser5([1.0] * 19) is None
    assert mser5([1.0] * 100) == 0


# --- of a scenario ---------------------------------------------------------------------------------------


def results_of(path, warm_up="0 w"):
    """Ten replications of a scenario whose open opportunities take this path, week by week."""
    rng = np.random.default_rng(1)
    scenario = Scenario().but({"run.warm_up": warm_up}, name="firm")
    outcomes = {}
    for number in range(10):
        weeks = np.array(path) + rng.normal(0.0, 5.0, len(path))
        kpis = {f"open_opportunities_week.{n + 1}": float(value) for n, value in enumerate(weeks)}
        outcomes[number] = Outcome("key", "firm", 1, number, {"contribution": 1.0, **kpis}, None, 0.1)
    return Results({"firm": scenario}, {"firm": outcomes}, 10, 1)


EMPTY_AT_FIRST = [80.0 * (1 - np.exp(-week / 6.0)) for week in range(78)]


def test_who_begins_empty_and_counts_at_once_is_warned():
    (found,) = warm_ups(results_of(EMPTY_AT_FIRST))
    assert found.too_short
    assert 10 <= found.settled <= 35
    assert found.bias == pytest.approx(-6 / 78, abs=0.03)
    printed = results_text(results_of(EMPTY_AT_FIRST), "contribution", 0.0)
    assert "firm: open opportunities take about" in printed and "take a longer run.warm_up" in printed


def test_who_leaves_the_beginning_out_is_not():
    (found,) = warm_ups(results_of(EMPTY_AT_FIRST, warm_up="35 w"))
    assert not found.too_short
    assert "settle" not in results_text(results_of(EMPTY_AT_FIRST, warm_up="35 w"), "contribution", 0.0)


def test_who_begins_with_what_is_usual_is_not_asked():
    assert list(warm_ups(results_of([80.0] * 52))) == []


def test_a_season_that_leaves_the_mean_alone_is_no_beginning():
    season = [80.0 + 8.0 * np.sin(2 * np.pi * week / 26.0) for week in range(78)]
    assert not any(found.too_short for found in warm_ups(results_of(season, warm_up="26 w")))


def test_a_run_of_a_few_weeks_tells_nothing():
    assert list(warm_ups(results_of(EMPTY_AT_FIRST[:19], warm_up="2 w"))) == []
