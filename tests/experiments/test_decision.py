"""The interval decides: choose, keep, no material difference, or play more."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from simsales.experiments.card import card
from tests.experiments.byhand import knows_three_kpis, results_of

BASE = [100.0] * 10
WOBBLE = [-2.0, 2.0, -1.0, 1.0, 0.0, 0.0, 3.0, -3.0, 1.0, -1.0]


@pytest.fixture(autouse=True)
def catalogue(monkeypatch):
    knows_three_kpis(monkeypatch)


def shifted(by):
    return [100.0 + by + wobble for wobble in WOBBLE]


def decision(worth=0.0, kpi="contribution", **shifts):
    return (
        results_of(base=BASE, **{k: shifted(v) for k, v in shifts.items()})
        .compare(kpi=kpi, worth=worth)
        .decision()
    )


@pytest.mark.parametrize(
    ("gain", "worth", "verdict", "chosen"),
    [
        (5.0, 0.0, "choose", "other"),
        (5.0, 3.0, "choose", "other"),
        (5.0, 5.0, "unresolved", None),
        (0.5, 0.0, "unresolved", None),
        (0.5, 4.0, "no material difference", "base"),
        (-5.0, 0.0, "choose", "base"),
        (-5.0, 10.0, "no material difference", "base"),
        (-5.0, 5.0, "choose", "base"),
    ],
)
def test_the_verdict_follows_the_interval(gain, worth, verdict, chosen):
    found = decision(worth=worth, other=gain)
    assert (found.verdict, found.chosen) == (verdict, chosen)


def test_less_of_a_bad_thing_is_chosen():
    found = decision(kpi="wait", other=-5.0)
    assert (found.verdict, found.chosen) == ("choose", "other")
    assert found.difference < 0


def test_of_several_winners_the_best_is_chosen():
    found = decision(good=4.0, better=6.0, worse=-4.0)
    assert (found.verdict, found.chosen) == ("choose", "better")


def test_verdicts_on_several_hold_together():
    alone, among = decision(other=1.6), decision(other=1.6, **{f"same_{n}": 0.0 for n in range(9)})
    assert (alone.verdict, alone.chosen, alone.level) == ("choose", "other", 0.95)
    assert (among.verdict, among.scenario, among.level) == ("unresolved", "other", pytest.approx(0.995))
    assert among.low < 0.0 < alone.low


def test_an_open_question_is_not_hidden_by_a_clear_loser():
    found = decision(open=0.5, worse=-4.0)
    assert (found.verdict, found.chosen, found.scenario) == ("unresolved", None, "open")


@pytest.mark.parametrize("gain", [0.7, 5.0, -0.7, -5.0])
@pytest.mark.parametrize("worth", [0.0, 1.0])
def test_expected_regret_is_the_mean_shortfall_under_students_t(gain, worth):
    found = decision(worth=worth, other=gain)
    error = np.std(WOBBLE, ddof=1) / math.sqrt(10)
    belief = stats.t(9, loc=gain, scale=error)
    toward_other = found.chosen == "other" or (found.chosen is None and gain > worth)
    sign = -1 if toward_other else 1
    low, high = (-math.inf, worth) if toward_other else (worth, math.inf)
    oracle, _ = integrate.quad(lambda d: sign * (d - worth) * belief.pdf(d), low, high)
    assert found.expected_regret == pytest.approx(oracle, rel=1e-6, abs=1e-9)


def test_pairs_needed_are_just_enough_to_tell():
    found = decision(other=0.5)
    spread = np.std(WOBBLE, ddof=1)

    def half_width(pairs):
        return stats.t.ppf(0.975, pairs - 1) * spread / math.sqrt(pairs)

    assert half_width(found.pairs_needed) < 0.5
    assert half_width(0.9 * found.pairs_needed) > 0.5


def test_no_number_of_pairs_tells_equals_apart():
    assert decision(other=0.0).pairs_needed is None


def test_what_a_wrong_choice_costs_is_the_regret_where_it_is_wrong():
    found = decision(worth=1.0, other=0.7)
    error = np.std(WOBBLE, ddof=1) / math.sqrt(10)
    belief = stats.t(9, loc=0.7, scale=error)
    assert found.leaning == "base"
    assert found.p_wrong == pytest.approx(belief.sf(1.0))
    lost, _ = integrate.quad(lambda d: (d - 1.0) * belief.pdf(d), 1.0, math.inf)
    assert found.cost_if_wrong == pytest.approx(lost / belief.sf(1.0), rel=1e-6)


@pytest.mark.parametrize("gain", [60.0, 600.0])
def test_a_small_risk_keeps_its_digits(gain):
    better, worse = decision(other=gain), decision(other=-gain)
    assert (better.chosen, worse.chosen) == ("other", "base")
    assert better.p_wrong == pytest.approx(worse.p_wrong, rel=1e-6, abs=0.0)
    assert 0.0 < better.cost_if_wrong == pytest.approx(worse.cost_if_wrong, rel=1e-6)


@pytest.mark.parametrize("gain", [0.5, 5.0, -5.0])
def test_pairs_still_needed_are_those_beyond_the_ones_played(gain):
    found = decision(other=gain)
    if found.verdict == "unresolved":
        assert found.more_pairs == found.pairs_needed - found.pairs > 0
    else:
        assert found.more_pairs == 0


def test_pairing_is_worth_the_ratio_of_the_variances():
    luck = np.random.default_rng(1).normal(0.0, 10.0, 10)
    change = 0.2 + np.array(WOBBLE)
    results = results_of(base=list(100.0 + luck), other=list(100.0 + luck + change))
    found = results.compare().decision()
    unpaired = np.var(luck, ddof=1) + np.var(luck + change, ddof=1)
    assert found.pairing == pytest.approx(unpaired / np.var(change, ddof=1))
    assert found.unpaired_needed / found.pairs_needed == pytest.approx(found.pairing, rel=0.1)


def test_the_card_tells_verdict_chance_regret_and_what_is_still_needed():
    lines = dict(
        line.strip().split("  ", 1) for line in card(decision(other=0.5, worth=0.2)).splitlines()[1:]
    )
    told = {name: text.strip() for name, text in lines.items()}
    assert told["verdict"] == "unresolved"
    assert 0.5 < float(told["P(other better by more than 0.200 EUR)"]) < 1.0
    assert told["expected regret"].endswith("EUR of choosing other")
    assert "at a risk of" in told["cost of a wrong choice"]
    assert told["replications still needed"].startswith("about")
    assert "verdict                    choose base" in card(decision(other=-5.0))


def test_a_card_calls_nothing_certain_and_counts_no_cents():
    told = card(decision(other=30.0, worth=0.2))
    assert "over 0.999" in told and "at a risk of under 0.001" in told
    assert "under 1 EUR of choosing other" in told


def test_a_card_of_one_pair_says_what_is_not_known():
    told = card(results_of(base=[1.0], other=[2.0]).compare().decision())
    assert told.count("not known yet") == 4 and "no number is likely to tell" in told


def test_fields_that_others_rely_on_come_first_and_new_ones_after():
    fields = list(decision(other=5.0).as_dict())
    assert fields[:16] == [
        *("kpi", "worth", "verdict", "chosen", "p_better", "expected_regret", "difference", "low", "high"),
        *("pairs", "pairs_needed", "seed", "base", "scenario", "unit", "better"),
    ]
    assert fields[16:] == [
        *("level", "rule", "p_wrong", "cost_if_wrong", "more_pairs", "unpaired_needed", "pairing"),
    ]


def test_the_sentence_names_the_choice_and_its_evidence():
    sentence = decision(other=5.0, worth=3.0).sentence()
    assert sentence.startswith("Choose other: contribution +5.000 EUR for other against base")
    assert "better by more than 3.000" in sentence
