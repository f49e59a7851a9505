"""The interval decides: choose, keep, no material difference, or play more."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

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


def test_the_sentence_names_the_choice_and_its_evidence():
    sentence = decision(other=5.0, worth=3.0).sentence()
    assert sentence.startswith("Choose other: contribution +5.000 EUR for other against base")
    assert "better by more than 3.000" in sentence
