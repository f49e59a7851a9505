"""What pairing is worth: by hand, and in a study of which the truth is known."""

import math

import numpy as np
import pytest
from scipy import stats

from simsales import compare, load
from simsales.experiments.pairing import pairing_worth, ratio_of_variances
from simsales.words.errors import InputError
from tests.experiments.byhand import knows_three_kpis, results_of


@pytest.fixture
def catalogue(monkeypatch):
    knows_three_kpis(monkeypatch)


def worth_of(base, other, kpi="contribution"):
    ((row,),) = [pairing_worth(results_of(base=list(base), other=list(other)).compare(), [kpi]).of(kpi)]
    return row


def test_the_ratio_is_that_of_the_variances_and_so_are_the_replications(catalogue):
    rng = np.random.default_rng(1)
    base = rng.normal(100.0, 10.0, 40)
    other = base + rng.normal(0.1, 1.0, 40)
    found = worth_of(base, other)
    expected = (base.var(ddof=1) + other.var(ddof=1)) / (other - base).var(ddof=1)
    assert found.times == pytest.approx(expected)
    assert found.low < found.times < found.high
    assert found.apart / found.paired == pytest.approx(expected, rel=0.15)


def test_the_interval_of_the_ratio_covers_the_truth():
    """A correlation of 0.95 makes it 20; the interval of 60 pairs covers that 93 to 97 times in 100."""
    rng, covered = np.random.default_rng(2), 0
    for _ in range(1_000):
        common, own = rng.normal(size=60), rng.normal(size=(2, 60))
        _, low, high = ratio_of_variances(*(math.sqrt(0.95) * common + math.sqrt(0.05) * own))
        covered += low <= 20.0 <= high
    assert 930 <= covered <= 970


def test_a_jackknife_leaves_each_pair_out():
    before, after = np.random.default_rng(3).normal(size=(2, 7))
    logs = []
    for left_out in range(7):
        first, second = np.delete(before, left_out), np.delete(after, left_out)
        logs.append(math.log((first.var(ddof=1) + second.var(ddof=1)) / (second - first).var(ddof=1)))
    times, low, _ = ratio_of_variances(before, after)
    half = stats.t.ppf(0.975, 6) * math.sqrt(6 * np.var(logs))
    assert low == pytest.approx(times * math.exp(-half))


def test_what_never_differs_has_no_ratio(catalogue):
    found = worth_of([1.0, 2.0, 4.0, 5.0], [2.0, 3.0, 5.0, 6.0])
    assert math.isnan(found.times)
    with pytest.raises(InputError, match="did you mean 'wait'"):
        worth_of([1.0, 2.0], [2.0, 4.0], kpi="wiat")


def worth_on_the_selling_side(routing):
    """The first question asked of the selling side alone, with both companies giving leads to reps by one rule."""
    changed = load("fast_response").changes_on(load("norddrive"))
    base = load("norddrive_selling").but({"routing": {"kind": routing}}, name="base")
    other = base.but({change.key: change.new for change in changed}, name="other")
    comparison = compare(base, other, kpi="wins.inbound", replications=30, workers=1)
    (found,) = pairing_worth(comparison, ["wins.inbound"]).of("wins.inbound")
    return found


@pytest.mark.slow
def test_where_no_queue_moves_an_owner_it_takes_twenty_times_as_many_apart():
    """And not half as many where leads go to reps in turn: one lead more gives all that follow another owner."""
    by_territory, in_turn = map(worth_on_the_selling_side, ("by_territory", "round_robin"))
    assert by_territory.times >= 20.0
    assert in_turn.times < by_territory.times / 2
