"""`why` tells where a difference comes from, and whose journeys differ; `transition` what a change costs at first."""

import csv
import json

import pytest

from simsales.experiments import looking

SHOP = """
about = "A shop of few hunters"
[demand.inbound]
rate = "6 / d"
[people.sdr]
count = 2
[people.hunter]
count = 1
[selling.closing]
hours = "3 h"
think = "1 wd"
[products.standard]
deal_value = 1000
[compensation.hunter]
kind = "salary"
salary = 52_000
[run]
horizon = "4 w"
"""
MORE = 'based_on = "shop.toml"\nabout = "What do two more hunters bring?"\npeople.hunter.count = 3\n'


DEARER = """
based_on = "shop.toml"
about = "What if hunters earn a tenth more from the second week on?"
[[at]]
time = "1 w"
set = { "compensation.hunter.salary" = "x1.1" }
"""


@pytest.fixture
def shop(tmp_path, monkeypatch):
    (tmp_path / "shop.toml").write_text(SHOP)
    (tmp_path / "more.toml").write_text(MORE)
    (tmp_path / "dearer.toml").write_text(DEARER)
    (tmp_path / "longer.toml").write_text('based_on = "shop.toml"\nrun.horizon = "5 w"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(file):
    return list(csv.DictReader(file.read_text().splitlines()))


def test_why_tells_parts_flips_journeys_and_how_to_repeat(shop, call):
    line = "simsales why shop.toml more.toml --replications 1 --kpi wins --examples 1 --seed 4 --out found"
    result = call(line + " --workers 1")
    assert result.exit_code == 0 and result.stderr == ""
    assert "wins, more less shop, mean of 1 pair, seed 4" in result.stdout
    assert "won only under more, because under shop it was" in result.stdout
    assert "under shop:" in result.stdout and "The customer signs" in result.stdout
    assert result.stdout.splitlines()[-1] == f"repeat: {line}"
    parts = rows(shop / "found" / "why.csv")
    whole = sum(float(row["difference"]) for row in parts if row["part"] == "total")
    assert whole > 0 and sum(float(r["difference"]) for r in parts) == pytest.approx(2 * whole, abs=1e-9)
    flips = rows(shop / "found" / "flips.csv")
    assert sum(float(row["gain"]) for row in flips) == pytest.approx(whole)


@pytest.mark.parametrize(
    "line", ["why shop.toml more.toml", "transition shop.toml more.toml", "spreadsheet shop.toml"]
)
def test_replications_that_failed_end_with_code_one(shop, call, monkeypatch, line):
    sound = looking.played

    def played(work):
        if work.number == 1:
            raise ValueError("no such desk")
        return sound(work)

    monkeypatch.setattr(looking, "played", played)
    result = call(f"{line} --replications 2 --workers 1")
    assert result.exit_code == 1
    assert "failed replications: 1 of 2 are left out; `simsales run` says why" in result.stderr
    assert result.stdout.splitlines()[-1].startswith("repeat: simsales")


def test_every_mistake_of_why_is_told_at_once(shop, call):
    result = call("why shop.toml nobody.toml --kpi win_rate --replications 0 --seed -1")
    assert result.exit_code == 2
    for told in (
        "nobody.toml",
        "--kpi: must be a sum over cases",
        "--replications: must be",
        "--seed: must be",
    ):
        assert told in result.stderr


@pytest.mark.parametrize("command", ["why", "transition"])
def test_scenarios_of_different_runs_are_refused(shop, call, command):
    result = call(f"{command} shop.toml longer.toml")
    assert result.exit_code == 2 and "must have the same [run] table" in result.stderr


# --- the whole way ---------------------------------------------------------------------------------------------


def test_a_transition_tells_the_path_the_trough_the_date_and_how_to_repeat(shop, call):
    line = "simsales transition shop.toml dearer.toml --replications 2 --kpi wins --seed 4 --out way"
    result = call(line + " --workers 1")
    assert result.exit_code == 0 and result.stderr == ""
    assert "dearer against shop, week by week from week 1 on, 2 paired replications" in result.stdout
    assert "dearer is deepest in the red against shop in week 3 after the change" in result.stdout
    assert result.stdout.splitlines()[-1] == f"repeat: {line}"
    weeks = rows(shop / "way" / "transition.csv")
    assert [row["week"] for row in weeks] == ["1", "2", "3"]
    assert {float(row["mean"]) for row in weeks} == {0.0}, "pay alone wins and loses nothing here"
    found = json.loads((shop / "way" / "manifest.json").read_text())
    assert found["repeat"] == line and list(found["scenarios"]) == ["shop", "dearer"]
    assert found["found"]["trough"]["depth"] == -float(weeks[-1]["cumulated_mean"]) > 0
    assert found["found"]["break_even"] == {
        "week": None,
        "earliest": None,
        "latest": None,
        "said": "not within the run",
    }


def test_every_mistake_of_a_transition_is_told_at_once(shop, call):
    result = call("transition nobody.toml more.toml --kpi winns --replications 0 --seed -1 --out shop.toml")
    assert result.exit_code == 2
    where = [line.split(":")[0] for line in result.stderr.splitlines()]
    assert where == ["nobody.toml", "--kpi", "--replications", "--seed", "shop.toml"]


def test_a_change_that_is_none_cannot_be_followed(shop, call):
    result = call("transition shop.toml shop.toml")
    assert result.exit_code == 2 and "must have a scenario that differs from its base" in result.stderr


# --- interrupted and resumed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "plays"),
    [
        ("why shop.toml more.toml --kpi wins --examples 0", 4),
        ("transition shop.toml dearer.toml", 4),
        ("spreadsheet shop.toml", 10),  # as it is, without queueing, decay and ramp, and without all of them
    ],
)
def test_an_interruption_ends_with_the_line_that_resumes(shop, scratch, call, monkeypatch, line, plays):
    line = f"{line} --replications 2 --workers 1"
    whole = call(line).stdout
    assert list(scratch.iterdir()) == [], "what is finished leaves nothing behind"
    sound, played = looking.played, []

    def interrupted(work):
        if len(played) == 3:
            raise KeyboardInterrupt
        played.append((work.key, work.number))
        return sound(work)

    def noted(work):
        played.append((work.key, work.number))
        return sound(work)

    monkeypatch.setattr(looking, "played", interrupted)
    result = call(line)
    assert (result.exit_code, result.stdout) == (130, "")
    assert "interrupted with 3 replications finished" in result.stderr
    monkeypatch.setattr(looking, "played", noted)
    resumed = call(result.stderr.splitlines()[-1].removeprefix("resume: ") + " --workers 1")
    assert resumed.stdout.splitlines()[:-1] == whole.splitlines()[:-1]
    assert len(played) == len(set(played)) == plays, "nothing is played twice"


def test_what_another_model_saw_is_told_and_left_alone(shop, call, monkeypatch):
    line = "why shop.toml more.toml --replications 1 --workers 1 --examples 0 --out found"
    with monkeypatch.context() as patch:
        patch.setattr("simsales.experiments.store.model_version", lambda: "0.0.1+another")
        call(line)
    again = call(line)
    assert again.exit_code == 0
    assert "holds 2 replications of model 0.0.1+another; they are left alone" in again.stderr


def test_assumptions_are_listed_narrowed_and_written(shop, call):
    result = call("assumptions shop.toml --key demand --changed --out ledger")
    assert result.exit_code == 0
    assert "demand.inbound.rate" in result.stdout and "demand.inbound.fit" not in result.stdout
    assert "shop: 1 parameters (1 assumed); 1 differ from their default." in result.stdout
    assert (
        result.stdout.splitlines()[-1]
        == "repeat: simsales assumptions shop.toml --key demand --out ledger --changed"
    )
    (found,) = rows(shop / "ledger" / "assumptions.csv")
    assert (found["value"], found["written"]) == ('"6 / d"', "shop.toml:4")
    only = call("assumptions shop.toml --grade derived --grade measured")
    assert "market.pursuit.intercept" in only.stdout and "market.hazards" not in only.stdout


def test_a_grade_that_there_is_not_is_refused(shop, call):
    result = call("assumptions shop.toml --grade guessed")
    assert result.exit_code == 2 and "--grade: must be one of measured" in result.stderr


def test_a_spreadsheet_is_held_beside_the_simulation(shop, call):
    line = "simsales spreadsheet shop.toml --replications 1 --seed 2 --out sheet"
    result = call(line + " --workers 1")
    assert result.exit_code == 0 and result.stderr == ""
    for told in (
        "the sheet's funnel beside the simulated one, 1 replications",
        "Hours by the sheet",
        "waits by theory and simulated",
    ):
        assert told in result.stdout
    assert result.stdout.splitlines()[-1] == f"repeat: {line}"
    assert sorted(file.name for file in (shop / "sheet").iterdir()) == [
        "capacity.csv",
        "funnel.csv",
        "manifest.json",
        "store.sqlite",
        "waits.csv",
    ]
    leads = next(row for row in rows(shop / "sheet" / "funnel.csv") if row["kpi"] == "leads")
    assert float(leads["sheet"]) == pytest.approx(6 * 28)


def test_a_file_that_is_not_there_is_told(shop, call):
    for command in (
        "why nobody.toml shop.toml",
        "transition nobody.toml shop.toml",
        "spreadsheet nobody.toml",
        "assumptions nobody.toml",
    ):
        result = call(command)
        assert result.exit_code == 2 and "nobody.toml: must be a scenario file" in result.stderr
