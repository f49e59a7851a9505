"""The catalogue knows every figure that is measured, and adding one touches nothing else."""

from pathlib import Path

import pytest

from simsales.kpis import catalogue, kpi, measure, registry
from tests.kpis.byhand import Hand


@pytest.fixture
def own_registry(monkeypatch):
    """A registry to add to without leaving a trace."""
    known = registry.Catalogue()
    for each in registry.CATALOGUE.values():
        known.add(each)
    monkeypatch.setattr(registry, "CATALOGUE", known)
    monkeypatch.setattr(registry, "_FUNCTIONS", dict(registry._FUNCTIONS))


def test_every_figure_measured_is_in_the_catalogue():
    for name in Hand().measured():
        assert catalogue()[name].name == name


def test_every_entry_says_unit_direction_and_meaning():
    for entry in catalogue().values():
        assert entry.unit
        assert entry.better in ("higher", "lower", "neither")
        assert len(entry.definition.split()) >= 4, entry.name
        assert entry.family is None or entry.family in entry.definition


def test_a_family_is_found_by_its_members_name():
    hunters = catalogue()["utilisation.hunter"]
    assert hunters.name == "utilisation.hunter"
    assert hunters.definition.startswith("hours that hunter worked")
    assert "utilisation.<team>" in list(catalogue())
    assert "utilisation.hunter" not in list(catalogue())


def test_a_family_of_two_words_is_found_by_both():
    paid = catalogue()["payout.hunter.to_80"]
    assert paid.name == "payout.hunter.to_80"
    assert "due to people of hunter" in paid.definition and "in the band to_80" in paid.definition
    assert [
        name for name in ("payout.hunter", "payout.hunter.", "payout..to_80") if name in catalogue()
    ] == []


def test_a_name_with_a_dot_is_one_member_of_a_family_of_one_word():
    assert catalogue()["hours.desk.2"].definition == "hours worked in the window on desk.2"


@pytest.mark.parametrize("name", ["utilization.hunter", "wins.", "margins", "margin.hunter", ""])
def test_an_unknown_figure_is_not_in_the_catalogue(name):
    assert name not in catalogue()
    with pytest.raises(KeyError):
        catalogue()[name]


def test_a_figure_of_ones_own_is_one_function(own_registry):
    @kpi("early_leads", "leads", "neither", "leads of the first hour")
    def early_leads(reading):
        return float((reading.leads["arrived"] < 1.0).sum())

    hand = Hand()
    hand.lead(0.5)
    hand.lead(2.0)
    assert measure(hand.log, hand.scenario)["early_leads"] == 1.0


def test_no_name_is_given_twice(own_registry):
    with pytest.raises(AssertionError, match="wins is there already"):
        kpi("wins", "wins", "higher", "orders signed")(lambda reading: 0.0)


def test_the_default_of_a_verdict_has_a_good_direction():
    assert catalogue()["contribution"].better == "higher"


def test_every_figure_is_checked_by_hand_in_this_folder():
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    unchecked = [
        name
        for name in catalogue()
        if f'"{name.partition("<")[0].rstrip(".")}' not in tests and "<" not in name
    ]
    unchecked += [name for name in catalogue() if "<" in name and f'"{name.partition("<")[0]}' not in tests]
    assert unchecked == []
