"""The verdict in words for people who read no tables, and what it costs if it is wrong."""

from dataclasses import replace

import pytest

from simsales.report import deciding
from simsales.report.deciding import verdict
from tests.experiments.byhand import knows_three_kpis, results_of

BASE = [1000.0, 1100.0, 900.0, 1050.0, 950.0, 1010.0, 990.0, 1030.0]
LUCK = [3.0, -2.0, 1.0, 0.0, -1.0, 2.0, -3.0, 0.0]


@pytest.fixture(autouse=True)
def _three_kpis(monkeypatch):
    knows_three_kpis(monkeypatch)


def compared(more, worth=0.0, spread=1.0, **others):
    other = [value + more + spread * luck for value, luck in zip(BASE, LUCK, strict=True)]
    return results_of(base=BASE, other=other, **others).compare(worth=worth)


def told(more, **others):
    return verdict(compared(more, **others))


def test_what_is_better_is_chosen():
    found = told(50.0)
    assert (found.kind, found.word) == ("choose", "Choose other")
    assert found.plain.startswith(
        "On average contribution is 50 EUR higher under other than under base. With 95 % confidence the true mean "
        "difference lies between +48.33 and +51.67 EUR"
    )
    assert found.wrong[0].startswith(
        "Whoever follows the verdict takes other, and is wrong with probability under 0.001."
    )
    assert "No more replications are needed" in found.wrong[2]


def test_what_is_worse_is_not_and_the_sentence_says_lower():
    found = told(-50.0)
    assert found.word == "Choose base" and "50 EUR lower under other" in found.plain


def test_what_luck_hides_stays_open_and_says_how_many_more_would_tell():
    found = told(1.0, spread=5.0)
    assert (found.kind, found.word) == ("open", "Unresolved")
    assert "8 pairs leave open whether it is better" in found.plain
    assert "the mean, which decides nothing yet, takes other" in found.wrong[0]
    assert "more replications of each scenario would tell" in found.wrong[2]


def test_what_is_open_has_the_level_of_its_interval_and_may_lie_beyond_it():
    assert "With 95 % confidence the true mean difference lies between" in told(1.0, spread=5.0).plain
    assert "With 97.5 % confidence" in told(1.0, spread=5.0, third=BASE).plain, "two against one base"


def test_shares_differ_by_percentage_points():
    known = compared(1.0, spread=5.0).decision()
    found = deciding._plainly(
        replace(known, kpi="win_rate", unit="share", difference=0.0046, low=-0.035, high=0.045)
    )
    assert "win_rate is 0.460 percentage points higher under other" in found
    assert found.endswith("between -3.500 and +4.500 percentage points.")


def test_what_does_not_matter_is_kept():
    found = told(1.0, worth=20.0)
    assert (found.kind, found.word) == ("same", "No material difference")
    assert "closer to zero than the 20 EUR that matter" in found.plain


def test_the_same_in_every_pair_is_said_to_be():
    assert told(0.0, spread=0.0).plain == "contribution is the same under other and base, in every pair."


def test_a_single_pair_tells_nothing_and_costs_nobody_knows_what():
    found = verdict(results_of(base=[1.0], other=[2.0]).compare())
    assert found.plain == "Pairs of replications so far: 1. They cannot tell the two apart yet."
    assert found.wrong == ("Too few pairs (1) to say what a wrong choice costs; play more.",)


def test_every_scenario_stands_beside_the_others():
    found = told(50.0, third=[value + 10.0 for value in BASE])
    assert [row[0] for row in found.others] == ["other", "third"]
    assert found.others[0][1] == "+50.00" and found.others[0][-1] == "8"


def test_the_card_is_the_one_of_the_screen():
    names = [name for name, _ in told(50.0).card]
    assert names[:3] == ["verdict", "P(other better)", "expected regret"]
