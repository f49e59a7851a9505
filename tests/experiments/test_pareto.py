"""Where two KPIs pull in different directions, those that another beats in both are struck out."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.experiments import executors, replications
from simsales.experiments.pareto import dominates, pareto
from simsales.words.errors import InputError
from tests.experiments.byhand import knows_three_kpis
from tests.experiments.synthetic import team

#: contribution (more is better) and wait (less is better) by hunters
COMPANIES = {3: (100.0, 9.0), 4: (140.0, 6.0), 5: (150.0, 4.0), 6: (130.0, 2.0), 7: (120.0, 3.0)}


@pytest.fixture
def teams(monkeypatch):
    def measured(work):
        count = replications._unpack(work.scenario).people["hunter"].count
        luck = np.random.default_rng([work.seed, work.number])
        common, own = luck.standard_normal(), luck.standard_normal(20)[count]
        contribution, wait = COMPANIES[count]
        return {"contribution": contribution + 40 * common + 6 * own, "wait": wait + common + 0.2 * own}

    monkeypatch.setattr(replications, "_measured", measured)
    monkeypatch.setattr(executors, "available_processors", lambda: 1)
    knows_three_kpis(monkeypatch)
    return [team(count) for count in COMPANIES]


def test_the_front_holds_what_no_other_beats_in_both(teams):
    found = pareto(*teams, kpis=("contribution", "wait"), replications=20)
    assert found.front == ("5 hunters", "6 hunters")
    assert set(found.beaten) <= {"3 hunters", "4 hunters", "7 hunters"}
    assert "3 hunters" in found.beaten
    assert [each.dominated_by for each in found.places][1:3] == ["5 hunters", None]


def test_common_luck_is_paired_away(teams):
    assert "4 hunters" in pareto(*teams, kpis=("contribution", "wait"), replications=20).beaten


def test_it_tells_what_is_promised_and_what_is_not(teams):
    text = repr(pareto(*teams, kpis=("contribution", "wait"), replications=20))
    assert "On the front: 5 hunters, 6 hunters. With 95 % confidence" in text
    assert "beaten by 5 hunters, for certain" in text


def test_a_kpi_that_is_the_same_for_all_leaves_the_other_to_decide(teams, monkeypatch):
    def measured(work):
        count = replications._unpack(work.scenario).people["hunter"].count
        return {"contribution": 1e6, "wait": COMPANIES[count][1]}

    monkeypatch.setattr(replications, "_measured", measured)
    found = pareto(*teams, kpis=("contribution", "wait"), replications=2)
    assert found.front == ("6 hunters",)
    assert {each.dominated_by for each in found.places} == {None, "6 hunters"}


def test_few_replications_leave_it_open(teams):
    found = pareto(*teams, kpis=("contribution", "wait"), replications=2)
    assert len(found.beaten) < len(pareto(*teams, kpis=("contribution", "wait"), replications=20).beaten)
    assert "more replications might bring them back" in found.sentence()


def test_a_table_has_a_row_for_each_scenario(teams):
    table = pareto(*teams, kpis=("contribution", "wait"), replications=4).to_pandas()
    assert list(table.columns) == ["scenario", "contribution", "wait", "dominated_by", "certain"]


def test_equals_do_not_beat_each_other():
    means = np.array([[1.0, 1.0, 2.0], [3.0, 3.0, 3.0]])
    assert dominates(means).tolist() == [[False, False, False], [False, False, False], [True, True, False]]


@pytest.mark.parametrize(
    ("kpis", "message"),
    [
        (("contribution",), "must be two or three different ones"),
        (("contribution", "contribution"), "must be two or three different ones"),
        (("contribution", "wiat"), "must be a known KPI, found 'wiat'; did you mean 'wait'"),
        (("contribution", "leads"), "must be one of which more, or less, is better"),
    ],
)
def test_kpis_that_make_no_front_are_refused(teams, kpis, message):
    with pytest.raises(InputError, match=message):
        pareto(*teams, kpis=kpis)


def test_more_than_certain_is_refused(teams):
    with pytest.raises(InputError, match=r"--confidence: must be at least 0\.5 and less than 1, found 7"):
        pareto(*teams, kpis=("contribution", "wait"), confidence=7.0)


def test_a_single_replication_is_refused(teams):
    with pytest.raises(InputError, match="--replications: must be at least 2"):
        pareto(*teams, kpis=("contribution", "wait"), replications=1)
