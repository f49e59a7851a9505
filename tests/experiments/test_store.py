"""What is finished stays finished, and the files say the same as the results."""

import csv
import json
import math
import sqlite3
from pathlib import Path

import pytest

from simsales.experiments import store as store_room
from simsales.experiments.replications import Outcome, Work
from simsales.experiments.store import Store, kept, prepare_folder, write_comparison, write_results
from simsales.words.errors import InputError, SimSalesError
from tests.experiments.byhand import knows_three_kpis, results_of


@pytest.fixture
def catalogue(monkeypatch):
    knows_three_kpis(monkeypatch)


WORK = Work("a key", "norddrive", 7, 3, b"")
FINISHED = Outcome("a key", "norddrive", 7, 3, {"wins": 1 / 3, "wait": math.nan, "cost": 1e300}, None, 0.25)
FAILED = Outcome("a key", "norddrive", 7, 3, None, "KeyError: 'hunter'", 0.25)


def test_a_finished_replication_is_found_again_to_the_last_digit(tmp_path):
    with Store(tmp_path / "store.sqlite") as store:
        store.keep(FINISHED)
    with Store(tmp_path / "store.sqlite") as store:
        (found,) = store.finished([WORK])
    assert found.kpis["wins"] == 1 / 3
    assert found.kpis["cost"] == 1e300
    assert math.isnan(found.kpis["wait"])


def test_what_is_kept_is_on_disk_at_once(tmp_path):
    with Store(tmp_path / "store.sqlite") as store:
        store.keep(FINISHED)
        other = sqlite3.connect(tmp_path / "store.sqlite")
        assert other.execute("SELECT seed, replication FROM replications").fetchall() == [(7, 3)]
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        other.close()


@pytest.mark.parametrize(
    "other",
    [
        Work("other", "norddrive", 7, 3, b""),
        Work("a key", "norddrive", 8, 3, b""),
        Work("a key", "x", 7, 4, b""),
    ],
)
def test_other_scenarios_seeds_and_replications_are_played_anew(tmp_path, other):
    with Store(tmp_path / "store.sqlite") as store:
        store.keep(FINISHED)
        assert list(store.finished([other])) == []


def test_results_of_another_model_are_not_found(tmp_path, monkeypatch):
    with Store(tmp_path / "store.sqlite") as store:
        store.keep(FINISHED)
        monkeypatch.setattr(store_room, "model_version", lambda: "9.9.9+other")
        assert list(store.finished([WORK])) == []


def test_a_failed_replication_is_a_row_with_seed_and_message_and_is_tried_again(tmp_path):
    with Store(tmp_path / "store.sqlite") as store:
        store.keep(FAILED)
        assert list(store.finished([WORK])) == []
    rows = sqlite3.connect(tmp_path / "store.sqlite")
    assert rows.execute("SELECT seed, replication, error, kpis FROM replications").fetchall() == [
        (7, 3, "KeyError: 'hunter'", None)
    ]
    rows.close()
    with Store(tmp_path / "store.sqlite") as store:
        store.keep(FINISHED)
        assert len(list(store.finished([WORK]))) == 1


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path):
    letter = tmp_path / "store.sqlite"
    letter.write_text("Dear customer, " * 100)
    with pytest.raises(InputError, match=r"store\.sqlite: must be a place where a store can be kept"):
        Store(letter)
    assert letter.read_text() == "Dear customer, " * 100


def test_a_folder_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="must be a folder that can be written"):
        prepare_folder(tmp_path / "file" / "out")


def test_a_folder_is_made_and_left_empty(tmp_path):
    assert list(prepare_folder(tmp_path / "a" / "b").iterdir()) == []


def test_result_files_hold_every_value_in_full(tmp_path, catalogue):
    results = results_of(base=[1 / 3, 0.1 + 0.2, None], other=[2 / 3, math.nan, 1.0])
    write_results(tmp_path, results, "simsales run base other")
    with (tmp_path / "kpis.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    values = [row["value"] for row in rows if row["kpi"] == "contribution"]
    assert values == ["0.3333333333333333", "0.30000000000000004", "0.6666666666666666", "", "1.0"]
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest["repeat"] == "simsales run base other"
    assert manifest["seed"] == 1
    assert manifest["failed"] == [
        {"scenario": "base", "replication": 2, "seed": 1, "message": "Boom: it failed"}
    ]
    assert manifest["scenarios"]["other"]["resolved"]["run"]["seed"] == 1


def test_comparison_and_decision_have_the_columns_that_other_tools_rely_on(tmp_path, catalogue):
    write_comparison(tmp_path, results_of(base=[1.0, 2.0], other=[2.0, 2.5]).compare())
    header, first, *_ = (tmp_path / "comparison.csv").read_text().splitlines()
    assert header == ("kpi,unit,better,base,scenario,base_mean,mean,difference,low,high,level,p_better,pairs")
    assert first.startswith("contribution,EUR,higher,base,other,1.5,2.25,0.75,")
    decision = json.loads((tmp_path / "decision.json").read_text())
    assert list(decision)[:12] == [
        *("kpi", "worth", "verdict", "chosen", "p_better", "expected_regret"),
        *("difference", "low", "high", "pairs", "pairs_needed", "seed"),
    ]
    assert decision["expected_regret"] is None, "two pairs give no expected regret, and JSON has no NaN"


# --- other models, other readers, full disks ----------------------------------------------------------------


def test_what_another_model_played_is_told_and_left_alone(tmp_path, monkeypatch):
    with Store(tmp_path / "store.sqlite") as store:
        monkeypatch.setattr(store_room, "model_version", lambda: "0.0.9+old")
        store.keep(FINISHED)
        monkeypatch.undo()
        assert store.models_left_alone([WORK]) == {"0.0.9+old": 1}
        store.keep(FINISHED)
        assert store.models_left_alone([WORK]) == {"0.0.9+old": 1}
        assert store.models_left_alone([Work("other", "norddrive", 7, 3, b"")]) == {}
    assert sorted(set(kept(tmp_path / "store.sqlite")["model"])) == ["0.0.9+old", store_room.model_version()]


def test_a_store_is_read_while_it_is_written_to(tmp_path):
    with Store(tmp_path / "store.sqlite") as store:
        store.keep(FINISHED)
        assert kept(tmp_path / "store.sqlite")[["kpi", "value"]].values.tolist()[0] == ["wins", 1 / 3]
        store.keep(Outcome("a key", "norddrive", 7, 4, None, "KeyError: 'hunter'", 0.25))
        found = kept(tmp_path / "store.sqlite")
    assert found["replication"].tolist() == [3, 3, 3, 4]
    failed = found[found["replication"] == 4].iloc[0]
    assert (failed["seed"], failed["error"]) == (7, "KeyError: 'hunter'")
    assert failed[["kpi", "value"]].isna().all()


def test_who_reads_a_store_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="must be a store of replications, found: unable to open"):
        kept(tmp_path / "store.sqlite")
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_loses_nothing_that_was_finished(tmp_path):
    with Store(tmp_path / "store.sqlite") as store:
        store.keep(FINISHED)
        pages = store._database.execute("PRAGMA page_count").fetchone()[0]
        store._database.execute(f"PRAGMA max_page_count = {pages + 1}")  # as SQLite meets a full disk
        with pytest.raises(
            SimSalesError, match="found: database or disk is full; what was finished before is kept"
        ):
            for number in range(4, 400):
                store.keep(Outcome("a key", "norddrive", 7, number, {"wins": 1.0}, None, 0.25))
    with Store(tmp_path / "store.sqlite") as store:
        assert len(list(store.finished([WORK]))) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_result_file_is_written_whole_or_not_at_all(tmp_path, catalogue):
    results = results_of(base=[1.0])
    write_results(tmp_path, results, "simsales run base")
    before = (tmp_path / "kpis.csv").read_bytes()
    (tmp_path / ".kpis.csv.part").symlink_to("/dev/full")
    with pytest.raises(SimSalesError, match=r"kpis.csv: must be a place .* found: .*No space left on device"):
        write_results(tmp_path, results, "simsales run base")
    assert (tmp_path / "kpis.csv").read_bytes() == before
