"""A ranking tells which scenario is best, how sure that is, and what it took."""

from __future__ import annotations

import re

import pytest

from simsales.experiments import replications
from simsales.experiments.plays import Stopped
from simsales.experiments.ranking import rank
from simsales.words.errors import InputError, SimSalesError
from tests.experiments.synthetic import played_by, team


def hunters(scenario):
    return scenario.people["hunter"].count


def peaked(scenario, luck):
    """Five hunters are best; a year's common luck is large, that of a single company small."""
    common = 50 * luck.standard_normal()
    own = luck.standard_normal(20)[hunters(scenario)]
    return 1000 - 10 * (hunters(scenario) - 5) ** 2 + common + 8 * own


@pytest.fixture
def teams(monkeypatch):
    played = played_by(monkeypatch, peaked)
    return played, [team(count) for count in (3, 4, 5, 6, 9)]


def test_the_best_is_chosen_and_the_worst_go_first(teams):
    played, scenarios = teams
    found = rank(*scenarios, worth=5)
    assert found.chosen == "5 hunters"
    assert [each.scenario for each in found.standings[-2:]] == ["3 hunters", "9 hunters"]
    assert found.of("9 hunters").out_after == 10
    assert found.of("5 hunters").out_after is None
    assert found.replications == len(played)
    assert ("9 hunters", 10) not in played


def test_what_equal_allocation_needs_is_told_in_words(teams):
    found = rank(*teams[1], worth=5)
    assert found.unpaired_needed > found.paired_needed > found.replications
    text = repr(found)
    assert (
        "Choose 5 hunters: if one of these 5 scenarios is better than every other by at least 5.000 EUR"
        in text
    )
    assert f"Equal allocation would have needed {found.paired_needed:,}" in text


def test_common_luck_is_what_makes_it_short(teams):
    found = rank(*teams[1], worth=5)
    six = found.of("6 hunters")
    assert six.difference == pytest.approx(-10, abs=6)
    assert six.error < 5 < (2 * 50**2 / six.replications) ** 0.5


def test_less_may_be_better(teams, monkeypatch):
    found = rank(*teams[1], worth=1.0, kpi="wait")
    assert found.chosen == "9 hunters"
    assert found.of("5 hunters").difference > 0


def test_the_order_of_the_files_and_who_plays_change_nothing(teams):
    _, scenarios = teams
    one, other = rank(*scenarios, worth=5), rank(*reversed(scenarios), worth=5)
    assert one.standings == other.standings
    assert one.paired_needed == other.paired_needed


def test_a_ranking_that_was_stopped_goes_on_from_its_store(teams, tmp_path, monkeypatch):
    played, scenarios = teams
    whole = rank(*scenarios, worth=5)
    total = len(played)
    played.clear()
    measured = replications._measured

    def stopped(work):
        if len(played) == 53:
            raise KeyboardInterrupt
        return measured(work)

    monkeypatch.setattr(replications, "_measured", stopped)
    with pytest.raises(Stopped, match="interrupted with 53 replications finished"):
        rank(*scenarios, worth=5, store=tmp_path / "store.sqlite")
    monkeypatch.setattr(replications, "_measured", measured)
    assert rank(*scenarios, worth=5, store=tmp_path / "store.sqlite") == whole
    assert len(played) == total


def test_where_replications_run_out_it_says_so(teams):
    found = rank(team(5, "five"), team(5, "five again").but({"about": "?"}), team(6), worth=0.001, at_most=12)
    assert found.chosen is None
    assert "Unresolved: after 12 replications each" in found.guarantee()
    assert "--at-most" in found.guarantee()


def test_a_table_has_a_row_for_each_scenario(teams):
    table = rank(*teams[1], worth=5).to_pandas()
    assert list(table["place"]) == [1, 2, 3, 4, 5]
    assert table["scenario"][0] == "5 hunters"


def test_all_that_is_wrong_is_told_at_once(teams):
    with pytest.raises(InputError) as refused:
        rank(team(3), team(4), kpi="contributon", confidence=1.5, first=2)
    lines = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["--worth", "--confidence", "--kpi", "--first"]
    assert "must say the smallest difference that matters, found nothing" in lines[0]


@pytest.mark.parametrize("worth", [0.0, -5.0, float("nan"), float("inf")])
def test_a_worth_that_is_no_amount_is_refused(teams, worth):
    with pytest.raises(InputError, match="--worth: must be more than 0"):
        rank(team(3), team(4), worth=worth)


def test_one_scenario_is_no_ranking(teams):
    with pytest.raises(InputError, match="rank: must have at least two scenarios, found only '3 hunters'"):
        rank(team(3), worth=5)


def test_scenarios_of_different_length_are_not_ranked(teams):
    with pytest.raises(InputError, match=r"must have the same \[run\] table"):
        rank(team(3), team(4).but({"run.horizon": "2 y"}, name="longer"), worth=5)


def test_a_replication_that_fails_ends_the_ranking_with_its_message(teams, monkeypatch):
    measured = replications._measured

    def fails(work):
        if work.number == 7 and work.name == "4 hunters":
            raise ZeroDivisionError("no leads")
        return measured(work)

    monkeypatch.setattr(replications, "_measured", fails)
    with pytest.raises(
        SimSalesError, match=re.escape("4 hunters: every replication must come to an end, found")
    ):
        rank(*teams[1], worth=5)
