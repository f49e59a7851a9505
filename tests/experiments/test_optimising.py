"""A search for a plan under a budget ends with the best of a shortlist, and not with a lucky year."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.experiments.budget import budgets_of
from simsales.experiments.optimising import optimise
from simsales.experiments.searching import Search
from simsales.words.errors import InputError
from tests.experiments.synthetic import played_by, team

VARY = {"people.hunter.count": "1..9", "people.sdr.count": "1..9"}
#: Without it eight hunters and six SDRs were best; under it five and five are.
BUDGET = ("60 * people.hunter.count + 40 * people.sdr.count <= 500",)


def surface(scenario, luck):
    hunters, sdrs = scenario.people["hunter"].count, scenario.people["sdr"].count
    common, own = 100 * luck.standard_normal(), luck.standard_normal((10, 10))[hunters, sdrs]
    return 1000 - 10 * (hunters - 8) ** 2 - 15 * (sdrs - 6) ** 2 + common + 5 * own


def mean(hunters, sdrs):
    return 1000 - 10 * (hunters - 8) ** 2 - 15 * (sdrs - 6) ** 2


def best_under_the_budget():
    plans = [(h, s) for h in range(1, 10) for s in range(1, 10) if 60 * h + 40 * s <= 500]
    return max(plans, key=lambda plan: mean(*plan))


@pytest.fixture
def played(monkeypatch):
    return played_by(monkeypatch, surface)


@pytest.fixture(scope="module")
def optimum():
    """What the search comes to, and all that it played."""
    with pytest.MonkeyPatch.context() as patch:
        played = played_by(patch, surface)
        return optimise(team(2, "base"), VARY, budget=BUDGET, worth=5), list(played)


def counts(point):
    return point.values["people.hunter.count"], point.values["people.sdr.count"]


def test_the_best_plan_under_the_budget_is_found_and_ranked(optimum):
    found, _ = optimum
    assert counts(found.chosen) == best_under_the_budget()
    assert all(
        60 * h + 40 * s <= 500
        for h, s in (counts(point) for point, _ in found.plans.values() if point.values)
    )
    assert len(found.ranking.standings) in (8, 9)


def test_the_ranking_meets_luck_that_the_search_has_not_seen(optimum):
    found, played = optimum
    assert found.ranking.since == found.searched == 5
    assert min(number for _, number, _, _ in found.ranking.rows()) == 5
    leader = found.ranking.standings[0].scenario
    assert max(number for name, number in played if name == leader) >= 14


def test_the_scenario_as_it_is_stays_on_the_shortlist(optimum):
    found, _ = optimum
    assert "people.hunter.count = 2, people.sdr.count = 2" in [
        each.scenario for each in found.ranking.standings
    ]


def test_a_scenario_that_the_budget_does_not_allow_is_no_plan(played):
    found = optimise(team(9, "base"), VARY, budget=BUDGET, worth=5, plans=8)
    assert "people.hunter.count = 9, people.sdr.count = 2" not in found.plans


def test_a_scenario_that_is_no_place_on_the_lattice_is_on_the_shortlist_by_its_name(played):
    found = optimise(
        team(2, "base"), {**VARY, "people.hunter.count": "4..9"}, budget=BUDGET, worth=5, plans=8
    )
    assert "base" in [each.scenario for each in found.ranking.standings]


def test_it_tells_the_plan_the_guarantee_and_what_the_search_thought(optimum):
    text = repr(optimum[0])
    hunters, sdrs = best_under_the_budget()
    assert f"Set people.hunter.count = {hunters}, people.sdr.count = {sdrs}." in text
    assert "The guarantee is about this shortlist, and not about plans that are not on it." in text
    assert "fresh luck says" in text
    assert f"<= 500 (here {60 * hunters + 40 * sdrs}" in text


def test_it_says_where_the_plan_lies_at_an_end(played):
    text = repr(optimise(team(2, "base"), {"people.hunter.count": "1..4"}, worth=5))
    assert "Set people.hunter.count = 4. It lies at the end of what people.hunter.count may take." in text


def test_who_plays_and_a_store_change_nothing(played, tmp_path):
    asked = {"budget": BUDGET, "worth": 5, "plans": 8, "shortlist": 3, "store": tmp_path / "store.sqlite"}
    one = optimise(team(2, "base"), VARY, **asked)
    before = len(played)
    again = optimise(team(2, "base"), VARY, **asked)
    assert repr(again.rows()) == repr(one.rows())
    assert again.ranking == one.ranking
    assert len(played) == before


def test_the_number_of_plans_is_a_limit(played):
    found = optimise(team(2, "base"), VARY, budget=BUDGET, worth=5, plans=12)
    assert len(found.plans) <= 13  # and the scenario as it is


def test_a_table_has_a_row_for_each_plan(optimum):
    found, _ = optimum
    table = found.to_pandas()
    assert len(table) == len(found.plans)
    assert list(table.columns[:4]) == ["plan", "people.hunter.count", "people.sdr.count", "searched_mean"]


@pytest.mark.slow
def test_the_best_plan_is_chosen_in_at_least_35_of_40_problems(monkeypatch):
    played_by(monkeypatch, surface)
    best = best_under_the_budget()
    right = 0
    for seed in range(40):
        found = optimise(team(2, "base"), VARY, budget=BUDGET, worth=5, seed=seed)
        right += found.chosen is not None and mean(*best) - mean(*counts(found.chosen)) < 5
    assert right >= 35


def test_a_climb_goes_round_a_budget_by_giving_one_for_another():
    def allowed(place):
        return sum(place) <= 8

    search = Search(
        (9, 9),
        (True, True),
        allowed,
        lambda places: [-((x - 7) ** 2) - 3 * (y - 4) ** 2 for x, y in places],
        200,
    )
    best = max(
        ((x, y) for x in range(9) for y in range(9) if x + y <= 8),
        key=lambda p: -((p[0] - 7) ** 2) - 3 * (p[1] - 4) ** 2,
    )
    assert search.climb((0, 8)) == best


def test_a_climb_may_take_any_other_word():
    values = [3.0, 1.0, 0.0, 0.0, 9.0]
    search = Search(
        (5,), (False,), lambda place: True, lambda places: [values[place] for (place,) in places], 50
    )
    assert search.climb((0,)) == (4,)


def test_budgets_may_count_salaries():
    company = team(2).but({"compensation": {"hunter": {"kind": "salary", "salary": 60_000}}})
    (budget,) = budgets_of(company, ["people.hunter.count * compensation.hunter.salary - 10 <= 500_000 EUR"])
    assert budget.keys == ("people.hunter.count", "compensation.hunter.salary")
    assert budget.spent({"people.hunter.count": 3, "compensation.hunter.salary": 60_000}) == 179_990
    assert budget.allows({"people.hunter.count": 8, "compensation.hunter.salary": 60_000})
    assert not budget.allows({"people.hunter.count": 9, "compensation.hunter.salary": 60_000})


def test_a_budget_may_be_a_least():
    (budget,) = budgets_of(team(2), ["people.hunter.count + people.sdr.count >= 5"])
    assert budget.allows({"people.hunter.count": 3, "people.sdr.count": 2})
    assert not budget.allows({"people.hunter.count": 2, "people.sdr.count": 2})


WRONG = (
    ("people.hunter.count", 'must be like "62_000 * people.hunter.count <= 500_000"'),
    ("people.hunter.count <= many", "must have a number at its end, found 'many'"),
    ("60 people.hunter.count <= 5", "must have * between number and key, found '60 people.hunter.count'"),
    (
        "60 * people.huntr.count <= 5",
        "must name keys of the scenario, found 'people.huntr.count'; did you mean 'hunter'?",
    ),
    ("60 * people.hunter.queue <= 5", "must name keys that are numbers or money, found 'pooled'"),
    ("60 <= 500", "must name at least one key"),
    ("60 * <= 500", "must have something on both sides of *"),
)


def test_everything_wrong_with_budgets_is_told_at_once():
    with pytest.raises(InputError) as refused:
        budgets_of(team(2), [text for text, _ in WRONG])
    assert [message for _, message in WRONG if message not in str(refused.value)] == []


def test_a_budget_that_allows_nothing_is_refused(played):
    with pytest.raises(InputError, match="--budget: must leave at least one plan, found none among"):
        optimise(team(2, "base"), VARY, budget=["people.hunter.count <= 0"], worth=5)
    assert played == []


def test_a_budget_that_leaves_one_plan_is_refused(played):
    with pytest.raises(InputError, match="--budget: must leave at least two plans"):
        optimise(team(2, "base"), VARY, budget=["people.hunter.count + people.sdr.count <= 2"], worth=5)


def test_everything_wrong_with_the_sizes_is_told_at_once(played):
    with pytest.raises(InputError) as refused:
        optimise(team(2, "base"), VARY, plans=0, searched=1, kpi="contributon")
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        *("--worth", "--kpi", "--plans", "--searched"),
    ]


def test_ranges_of_amounts_are_searched_in_levels(monkeypatch):
    def available(scenario, luck):
        return -((scenario.people["hunter"].available - 0.6) ** 2) * 1e4 + luck.standard_normal()

    played_by(monkeypatch, available)
    found = optimise(team(2, "base"), {"people.hunter.available": "0.4..0.8"}, worth=1, levels=9)
    assert found.chosen.values == {"people.hunter.available": 0.6}
    assert np.isclose(found.ranking.standings[0].mean, 0, atol=1)
