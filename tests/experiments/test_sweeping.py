"""A sweep plays a scenario at many points with the same luck, and tells what each differs by."""

from __future__ import annotations

import pytest

from simsales.experiments import replications
from simsales.experiments.sweeping import sweep
from simsales.words.errors import InputError
from tests.experiments.synthetic import played_by, team


def hunters_and_available(scenario, luck):
    hunters = scenario.people["hunter"]
    return 100 * hunters.count + 10 * hunters.available + 1000 * luck.standard_normal()


@pytest.fixture
def played(monkeypatch):
    return played_by(monkeypatch, hunters_and_available)


VARY = {"people.hunter.count": "2..4", "people.hunter.available": [0.5, 1.0]}


def test_every_point_is_played_and_the_scenario_as_it_is(played):
    found = sweep(team(2, "base"), VARY, replications=3)
    assert len(found.points) == 7
    assert len({(name, number) for name, number in played}) == len(played)
    assert found.points[0].values == {}
    assert found.points[1].values == {"people.hunter.count": 2, "people.hunter.available": 0.5}


def test_differences_are_paired(played):
    text = repr(sweep(team(2, "base"), VARY, replications=3))
    last = text.splitlines()[-1].split()
    assert last[:3] == ["6", "4", "1.0"]
    assert last[4:] == ["+202.00", "+202.00", "…", "+202.00"] or last[4].startswith("+20")
    assert "base at 6 points, 3 paired replications" in text


def test_the_long_table_is_tidy(played):
    table = sweep(team(2, "base"), VARY, replications=3).to_pandas()
    assert list(table.columns) == [
        *("point", "people.hunter.count", "people.hunter.available", "replication", "kpi", "value"),
    ]
    assert len(table) == 7 * 3 * 3
    assert set(table[table["point"] == 6]["people.hunter.count"]) == {4}


def test_what_failed_has_no_rows_and_is_told(played, monkeypatch):
    measured = replications._measured

    def fails(work):
        if work.number == 1 and "count = 4" in work.name:
            raise ZeroDivisionError("no leads")
        return measured(work)

    monkeypatch.setattr(replications, "_measured", fails)
    found = sweep(team(2, "base"), VARY, replications=3)
    assert len(found.failures()) == 2
    assert "2 replications failed" in repr(found)
    assert len(found.to_pandas()) == (7 * 3 - 2) * 3
    assert len(found.as_dict()["failed"]) == 2


def test_a_store_gives_the_same_without_playing(played, tmp_path):
    first = sweep(team(2, "base"), VARY, replications=3, store=tmp_path / "store.sqlite")
    before = len(played)
    again = sweep(team(2, "base"), VARY, replications=3, store=tmp_path / "store.sqlite")
    assert len(played) == before
    assert list(again.rows()) == list(first.rows())


def test_values_that_do_not_go_together_are_told_with_their_point(played):
    shifts = {"people.hunter.shift.opens": [8.0, 17.0], "people.hunter.shift.closes": [16.0, 18.0]}
    with pytest.raises(InputError) as refused:
        sweep(team(2, "base"), {**shifts, "people.hunter.shift.closes": [16.0, 18.0]})
    assert "--vary: " in str(refused.value)


def test_a_kpi_of_a_chapter_that_is_skipped_is_refused_before_anything_is_played():
    with pytest.raises(
        InputError, match=r"--kpi: must be measured in every scenario, found \[farming\] skipped"
    ):
        sweep(team(2, "base"), VARY, kpis=["logo_churn"])


def test_a_kpi_that_does_not_exist_is_refused(played):
    with pytest.raises(InputError, match="--kpi: must be a known KPI, found 'contributon'; did you mean"):
        sweep(team(2, "base"), VARY, kpis=["contributon"])
    assert played == []
