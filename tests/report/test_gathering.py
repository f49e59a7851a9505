"""A report is made of what is there: plays that failed, one scenario alone, a single pair."""

from dataclasses import replace

import pytest

from simsales.experiments.replications import Outcome
from simsales.experiments.results import Results
from simsales.report import gather, html
from simsales.report.gathering import WATCHED
from tests.report.reading import Page


@pytest.fixture(autouse=True)
def _without_charts(monkeypatch):
    """Charts are drawn in the tests of the page."""
    monkeypatch.setattr("simsales.report.page.charts", lambda _: [])


def some(material, outcomes, scenarios=None):
    """The same results with other outcomes."""
    results = material.results
    names = results.scenarios if scenarios is None else scenarios
    return Results(
        {name: results.scenarios[name] for name in names}, outcomes, results.replications, results.seed
    )


def test_plays_that_failed_are_warned_of_at_the_top_and_told_below(material):
    outcomes = {name: dict(found) for name, found in material.results.outcomes.items()}
    name = next(iter(outcomes))
    outcomes[name][1] = Outcome("key", name, 1, 1, None, "Boom: <it> failed", 0.1)
    results = some(material, outcomes)
    page = Page(
        html(replace(material, results=results, comparison=results.compare(), watched=None, unseen="so"))
    )
    assert "3 warnings" in page.text("a")
    assert "1 of 3 replications failed" in page.text("section")
    assert "offered load" in page.text("section"), "two teams have too little time"
    assert "Boom: <it> failed" in page.text("details")


def test_a_scenario_alone_is_described_and_nothing_is_decided(material):
    name = "fewer"
    results = some(material, {name: material.results.outcomes[name]}, [name])
    page = html(replace(material, results=results, comparison=None, watched=None, unseen="so"))
    read = Page(page)
    assert "Nothing was compared" in read.text("section")
    assert "There is one scenario only" in read.text("section")
    assert "±" in read.text("table") and "Differences that matter" not in page


def test_where_no_play_comes_to_its_end_there_is_no_watching_and_the_report_says_why(material, monkeypatch):
    def fails(*_):
        raise ValueError("no play today")

    monkeypatch.setattr("simsales.experiments.looking.played", fails)
    found = gather(material.results, material.repeat, material.made_by, material.comparison, workers=1)
    assert found.watched is None and "no play today" in found.unseen


def test_at_most_five_replications_are_played_again(material, monkeypatch):
    asked = []

    def watch(results, most, workers, progress):
        asked.append(most)
        return material.watched

    monkeypatch.setattr("simsales.experiments.watching.watch", watch)
    gather(material.results, material.repeat, material.made_by, material.comparison)
    assert asked == [WATCHED] and WATCHED <= 5


def test_of_many_scenarios_the_base_and_four_are_drawn_and_that_which_decides_is_one(material):
    base, more, fewer = material.results.outcomes.values()
    names = ["base", *(f"other {number}" for number in range(6)), "best"]
    played = [base, *[fewer] * 6, more]
    one = next(iter(material.results.scenarios.values()))
    results = Results(dict.fromkeys(names, one), dict(zip(names, played, strict=True)), 3, 1)
    many = replace(material, results=results, comparison=results.compare(), watched=None, unseen="so")
    assert list(many.drawn.scenarios) == ["base", "other 0", "other 1", "other 2", "best"]
    assert many.not_drawn == ("other 3", "other 4", "other 5")
    page = Page(html(many))
    assert "Not drawn, but in all tables: other 3, other 4, other 5." in page.text("section")
    assert all(f"{name} against base" in page.text("caption") for name in names[1:])
    assert "more KPIs of other 2" in page.text("summary") and "more KPIs of other 3" not in page.text(
        "summary"
    )
    assert material.drawn is material.results


@pytest.mark.parametrize("pairs", [1, 2])
def test_a_pair_or_two_make_a_page_that_decides_nothing(material, pairs):
    outcomes = {name: dict(list(found.items())[:pairs]) for name, found in material.results.outcomes.items()}
    results = some(material, outcomes)
    page = Page(
        html(replace(material, results=results, comparison=results.compare(), watched=None, unseen="so"))
    )
    assert "Unresolved" in page.text("p") or pairs == 2
    assert page.open == []
