"""A difference is paired by replication, and says how sure it is."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simsales.experiments.comparison import must_be_measured
from simsales.kpis import Kpi
from simsales.scenario import Scenario
from simsales.words.errors import InputError, SimSalesError
from tests.experiments.byhand import CATALOGUE, knows_three_kpis, results_of

BASE = [10.0, 14.0, 9.0, 12.0, 11.0]
OTHER = [11.5, 14.5, 11.0, 12.5, 13.0]


@pytest.fixture(autouse=True)
def catalogue(monkeypatch):
    knows_three_kpis(monkeypatch)


def contribution(results, **options):
    (difference,) = results.compare(**options).of("contribution")
    return difference


def test_interval_and_probability_are_those_of_a_paired_t_test():
    found = contribution(results_of(base=BASE, other=OTHER))
    oracle = stats.ttest_rel(OTHER, BASE, alternative="two-sided")
    interval = oracle.confidence_interval(0.95)
    assert found.difference == pytest.approx(1.3)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))
    assert found.p_better == pytest.approx(1 - stats.ttest_rel(OTHER, BASE, alternative="greater").pvalue)
    assert (found.base_mean, found.mean, found.pairs) == (pytest.approx(11.2), pytest.approx(12.5), 5)


def test_probability_is_of_exceeding_what_the_change_must_be_worth():
    found = contribution(results_of(base=BASE, other=OTHER), worth=1.0)
    beyond = stats.ttest_1samp([b - a for a, b in zip(BASE, OTHER, strict=True)], 1.0, alternative="greater")
    assert found.p_better == pytest.approx(1 - beyond.pvalue)
    assert found.share_better == 3 / 5


def test_worth_counts_for_the_deciding_kpi_alone():
    results = results_of(base=BASE, other=OTHER)
    plain, worthy = results.compare(), results.compare(worth=1.0)
    assert plain.of("wait") == worthy.of("wait")


def test_shorter_waits_are_better():
    (wait,) = results_of(base=OTHER, other=BASE).compare().of("wait")
    assert wait.difference < 0
    assert wait.p_better > 0.95
    assert wait.share_better == 1.0


def test_a_kpi_without_a_good_direction_has_no_probability_of_better():
    (leads,) = results_of(base=BASE, other=OTHER).compare().of("leads")
    assert math.isnan(leads.p_better)
    assert math.isnan(leads.share_better)
    assert (leads.low, leads.high) == (0.0, 0.0)


def test_pairs_that_all_agree_leave_no_doubt():
    found = contribution(results_of(base=BASE, other=[value + 2 for value in BASE]))
    assert (found.difference, found.low, found.high) == pytest.approx((2, 2, 2))
    assert found.p_better == 1.0


def test_a_scenario_that_changes_nothing_is_not_better():
    comparison = results_of(base=BASE, same=BASE).compare()
    found = comparison.of("contribution")[0]
    assert (found.difference, found.low, found.high, found.p_better) == (0.0, 0.0, 0.0, 0.0)
    assert comparison.decision().verdict == "no material difference"
    assert "contribution is the same in all 5 pairs of same and base" in repr(comparison)


def test_rounding_of_sums_is_not_an_effect():
    found = contribution(results_of(base=BASE, other=[value * (1 + 2e-16) for value in BASE]))
    assert (found.difference, found.spread, found.p_better) == (0.0, 0.0, 0.0)


def test_rounding_of_sums_makes_no_spread():
    rounded = [value + 2 + wobble * 1e-14 for value, wobble in zip(BASE, (0, 3, -3, 1, 2), strict=True)]
    comparison = results_of(base=BASE, other=rounded).compare()
    (found,) = comparison.of("contribution")
    assert (found.spread, found.low, found.high) == (0.0, found.difference, found.difference)
    assert math.isnan(comparison.decision().pairing)
    assert comparison.together.comparisons < 2


def test_one_pair_shows_no_certainty():
    comparison = results_of(base=[1.0], other=[2.0]).compare()
    (found,) = comparison.of("contribution")
    assert found.difference == 1.0
    assert all(map(math.isnan, (found.low, found.high, found.p_better)))
    assert comparison.decision().verdict == "unresolved"
    assert comparison.decision().chosen is None
    assert "shows no certainty" in comparison.decision().sentence()


def test_only_replications_that_both_finished_are_paired():
    found = contribution(results_of(base=[1.0, None, 3.0, 5.0], other=[2.0, 9.0, math.nan, 7.0]))
    assert found.pairs == 2
    assert found.base_mean == 3.0
    assert found.difference == 1.5


def test_scenarios_with_different_run_tables_are_refused():
    results = results_of(base=BASE, other=OTHER)
    longer = results.scenarios["other"].but({"run.horizon": "2 y"})
    unlike = type(results)({**results.scenarios, "other": longer}, results.outcomes, 5, 1)
    with pytest.raises(InputError, match=r"same \[run\] table.*run\.horizon"):
        unlike.compare()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kpi": "contributio"}, "did you mean 'contribution'"),
        ({"kpi": "leads"}, "must be one of which more, or less, is better"),
        ({"base": "bse"}, "did you mean 'base'"),
        ({"worth": -1.0}, "must be a number of at least 0"),
        ({"worth": math.nan}, "must be a number of at least 0"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_message(options, message):
    with pytest.raises(InputError, match=message):
        results_of(base=BASE, other=OTHER).compare(**options)


def test_a_base_alone_is_refused():
    with pytest.raises(InputError, match="at least one other scenario"):
        results_of(base=BASE).compare()


def test_when_every_replication_failed_the_first_message_is_told():
    with pytest.raises(SimSalesError, match=r"0 finished and 4 failed, such as base, replication 0.*Boom"):
        results_of(base=[None, None], other=[None, None]).compare()


def test_a_kpi_of_a_team_that_nobody_has_is_refused(monkeypatch):
    results = results_of(base=BASE, other=OTHER)
    monkeypatch.setitem(CATALOGUE._families, "wait", Kpi("wait.<team>", "the wait", "h", "lower"))
    with pytest.raises(InputError, match=r"must be measured here, found 'wait\.huntr'"):
        results.compare(kpi="wait.huntr")


def test_of_a_family_of_two_words_the_first_must_be_a_team(monkeypatch):
    company = Scenario().but({"people.hunter": {"count": 1}}, name="company")
    by_band = Kpi("wait.<team>.<band>", "the wait", "h", "lower")
    monkeypatch.setitem(CATALOGUE._families, "wait", by_band)
    monkeypatch.delitem(CATALOGUE._kpis, "wait")
    must_be_measured("wait.hunter.long", [company])
    with pytest.raises(InputError, match="found 'huntr'; did you mean 'hunter'"):
        must_be_measured("wait.huntr.long", [company])


values = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=8)


@given(st.data())
def test_swapping_base_and_scenario_turns_the_difference_round(data):
    first = data.draw(values)
    second = data.draw(st.lists(st.floats(-1e6, 1e6), min_size=len(first), max_size=len(first)))
    with pytest.MonkeyPatch.context() as patch:
        knows_three_kpis(patch)
        results = results_of(one=first, two=second)
        there, back = contribution(results, base="one"), contribution(results, base="two")
    assert back.difference == pytest.approx(-there.difference)
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low))
    if there.difference != 0.0:
        assert back.p_better == pytest.approx(1 - there.p_better)


def test_the_table_for_people_and_the_one_for_programs_agree():
    comparison = results_of(base=BASE, other=OTHER).compare()
    frame = comparison.to_pandas()
    assert list(frame.columns)[:5] == ["kpi", "unit", "better", "base", "scenario"]
    assert frame.set_index("kpi").loc["contribution", "difference"] == pytest.approx(1.3)
    assert "+1.300" in repr(comparison)
    assert "+1.300" in comparison._repr_html_()
