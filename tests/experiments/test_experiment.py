"""Running an experiment: what is asked for is played once, kept, and found again."""

import pytest

from simsales.experiments import replications
from simsales.experiments.experiment import Interrupted, compare, run
from simsales.experiments.replications import model_version, scenario_key
from simsales.scenario import Scenario
from simsales.words.errors import InputError
from tests.experiments.byhand import knows_three_kpis

BASE = Scenario().but({"about": "the base"}, name="base")
LONGER_DAY = BASE.but({"switches.skill": False}, name="longer day")


@pytest.fixture(autouse=True)
def played(monkeypatch):
    """A company that is quick to play, and the list of what was played."""
    played = []

    def measured(work):
        played.append((work.name, work.number, work.seed))
        return {"contribution": 100.0 * work.number + len(work.name), "wait": 1.0, "leads": 5.0}

    monkeypatch.setattr(replications, "_measured", measured)
    knows_three_kpis(monkeypatch)
    return played


def test_every_scenario_is_played_as_often_as_asked_with_one_seed(played):
    results = run(BASE, LONGER_DAY, replications=3, seed=11, workers=1)
    assert played == [(name, number, 11) for number in range(3) for name in ("base", "longer day")]
    assert [row[:2] for row in results.rows() if row[2] == "wait"] == [
        *[("base", 0), ("base", 1), ("base", 2)],
        *[("longer day", 0), ("longer day", 1), ("longer day", 2)],
    ]


def test_number_of_replications_and_seed_come_from_the_scenario_unless_given(played):
    results = run(BASE.but({"run.replications": 2, "run.seed": 5}), workers=1)
    assert (results.replications, results.seed) == (2, 5)
    assert [(number, seed) for _, number, seed in played] == [(0, 5), (1, 5)]


def test_the_store_spares_what_was_played_before(played, tmp_path):
    store = tmp_path / "store.sqlite"
    before = run(BASE, LONGER_DAY, replications=2, workers=1, store=store)
    assert len(played) == 4
    again = run(BASE, LONGER_DAY, replications=3, workers=1, store=store)
    assert played[4:] == [("base", 2, 1), ("longer day", 2, 1)]
    assert list(again.rows())[:6] == list(before.rows())[:6]


def test_a_change_of_the_question_alone_plays_nothing_anew(played, tmp_path):
    store = tmp_path / "store.sqlite"
    run(BASE, replications=2, workers=1, store=store)
    run(BASE.but({"about": "worded better"}, name="renamed"), replications=2, workers=1, store=store)
    assert len(played) == 2


def test_an_interruption_keeps_what_is_finished(played, tmp_path, monkeypatch):
    def interrupted_in_the_third(work):
        if len(played) == 2:
            raise KeyboardInterrupt
        played.append(work.number)
        return {"contribution": 1.0}

    monkeypatch.setattr(replications, "_measured", interrupted_in_the_third)
    store = tmp_path / "store.sqlite"
    with pytest.raises(Interrupted, match="2 of 5 replications finished") as caught:
        run(BASE, replications=5, workers=1, store=store)
    assert len(list(caught.value.results.rows())) == 2
    played.append("go on")
    run(BASE, replications=5, workers=1, store=store)
    assert played == [0, 1, "go on", 2, 3, 4]


def test_a_failed_replication_is_told_and_the_others_are_played(monkeypatch):
    def one_fails(work):
        if work.number == 1:
            raise ZeroDivisionError("no hunters left")
        return {"contribution": 1.0}

    monkeypatch.setattr(replications, "_measured", one_fails)
    results = run(BASE, replications=3, workers=1)
    ((label, failure),) = results.failures()
    assert (label, failure.number) == ("base", 1)
    assert failure.error.startswith("ZeroDivisionError: no hunters left (test_experiment.py:")
    assert results.values("base", "contribution") == {0: 1.0, 2: 1.0}
    assert "2 finished and 1 failed" in repr(results)


def test_scenarios_of_one_name_are_told_apart():
    results = run(BASE, LONGER_DAY.but({}, name="base"), replications=1, workers=1)
    assert list(results.scenarios) == ["base", "base (2)"]


def test_the_same_scenario_twice_is_played_once(played):
    results = run(BASE, BASE, replications=2, workers=1)
    assert len(played) == 2
    assert results.values("base", "contribution") == results.values("base (2)", "contribution")


def test_progress_is_told_from_the_first_to_the_last(tmp_path):
    told = []
    run(BASE, replications=3, workers=1, store=tmp_path / "s", progress=lambda *done: told.append(done))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    told.clear()
    run(BASE, replications=3, workers=1, store=tmp_path / "s", progress=lambda *done: told.append(done))
    assert told == [(3, 3)]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"replications": 0}, "--replications: must be a whole number from 1 to 1_000_000, found 0"),
        ({"replications": -3}, "--replications"),
        ({"replications": 2.5}, "--replications"),
        ({"replications": True}, "--replications"),
        ({"seed": -1}, "--seed: must be a whole number from 0"),
        ({"workers": 0}, "--workers: must be a whole number from 1"),
    ],
)
def test_numbers_that_cannot_be_used_are_refused(options, message, played):
    with pytest.raises(InputError, match=message):
        run(BASE, **options)
    assert played == []


def test_no_scenario_is_refused():
    with pytest.raises(InputError, match="at least one scenario"):
        run()


@pytest.mark.parametrize(
    ("other", "options"),
    [(BASE.but({"run.warm_up": "1 w"}), {}), (LONGER_DAY, {"kpi": "leads"}), (LONGER_DAY, {"worth": -1.0})],
)
def test_what_cannot_be_compared_is_refused_before_it_is_played(other, options, played):
    with pytest.raises(InputError):
        compare(BASE, other, replications=2, workers=1, **options)
    assert played == []


def test_compare_is_paired_by_replication():
    (found,) = compare(BASE, LONGER_DAY, replications=4, workers=1).of("contribution")
    assert found.pairs == 4
    assert found.spread == 0.0, "luck that both share must cancel"


def test_a_key_depends_on_what_is_played_alone():
    other_run = BASE.but({"run.replications": 7, "run.seed": 3, "about": "?"}, name="other")
    assert scenario_key(other_run) == scenario_key(BASE)
    assert scenario_key(LONGER_DAY) != scenario_key(BASE)


def test_the_model_version_names_release_and_source():
    release, source = model_version().split("+")
    assert release == "0.1.0"
    assert len(source) == 12


def test_results_are_long_tables():
    results = run(BASE, LONGER_DAY, replications=2, workers=1)
    frame = results.to_pandas()
    assert list(frame.columns) == ["scenario", "replication", "kpi", "value"]
    assert len(frame) == 2 * 2 * 3
    assert results.table().loc["contribution", "base"] == 54.0
    assert "mean ± standard deviation of 2 replications" in repr(results)
    assert "<table>" in results._repr_html_()
