"""`sweep` and `sensitivity` print their tables, write them, and refuse keys and values that cannot be."""

from __future__ import annotations

import csv
import json

import pytest

from simsales.experiments import replications


@pytest.fixture
def company(files, played, monkeypatch):
    """A company in which each hunter, and the share of a shift that is free, add to the contribution."""

    def measured(work):
        played.append((work.name, work.number))
        hunter = replications._unpack(work.scenario).people["hunter"]
        luck = 100 * (work.number * 7 % 5)
        return {
            "contribution": 100.0 * hunter.count + 50 * hunter.available + luck,
            "wait": 2.0,
            "leads": 5.0,
        }

    monkeypatch.setattr(replications, "_measured", measured)
    return played


VARY = "--vary people.hunter.count=2..4"


def test_a_sweep_prints_differences_and_how_to_repeat_it(company, call):
    result = call(f"sweep base.toml {VARY} --replications 3")
    assert result.exit_code == 0
    assert "base at 3 points, 3 paired replications, seed 1" in result.stdout
    assert (
        result.stdout.splitlines()[-1] == f"repeat: simsales sweep base.toml {VARY} --replications 3 --seed 1"
    )
    assert call(result.stdout.splitlines()[-1].removeprefix("repeat: ")).stdout == result.stdout


def test_out_holds_a_tidy_table(company, files, call):
    call(f"sweep base.toml {VARY} --replications 3 --out results")
    with (files / "results/sweep.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["point", "people.hunter.count", "replication", "kpi", "value"]
    assert len(rows) == 4 * 3 * 3
    assert json.loads((files / "results/manifest.json").read_text())["found"]["varied"] == [
        "people.hunter.count"
    ]


def test_a_sweep_may_be_a_latin_hypercube(company, call):
    line = (
        "sweep base.toml --vary people.hunter.available=0.5..0.9 --design latin --points 4 --replications 2"
    )
    result = call(line)
    assert "base at 4 points" in result.stdout
    assert "--design latin --points 4" in result.stdout.splitlines()[-1]


def test_values_beyond_the_plausible_range_need_a_word(company, call):
    wide = "sweep base.toml --vary people.hunter.count=49..52 --replications 2"
    assert call(wide).exit_code == 2
    result = call(f"{wide} --beyond-range")
    assert result.exit_code == 0
    assert " --beyond-range " in result.stdout.splitlines()[-1]


def test_failed_replications_end_with_code_1(company, call, monkeypatch):
    measured = replications._measured

    def fails(work):
        if work.number == 1:
            raise ZeroDivisionError("no leads")
        return measured(work)

    monkeypatch.setattr(replications, "_measured", fails)
    result = call(f"sweep base.toml {VARY} --replications 3")
    assert result.exit_code == 1
    assert "ZeroDivisionError: no leads" in result.stderr
    assert "people.hunter.count" in result.stdout


def test_everything_wrong_with_a_sweep_is_told_at_once(company, call):
    result = call(
        "sweep base.toml --vary people.huntr.count=2..4 --vary people.hunter.available=0.5..1.5 "
        "--kpi contributon --replications 0 --out base.toml"
    )
    assert result.exit_code == 2
    assert [
        line.split(": ")[1 if line.startswith("--vary") else 0] for line in result.stderr.splitlines()
    ] == [
        *("people.huntr.count", "people.hunter.available", "--kpi", "--replications", "base.toml"),
    ]
    assert company == []


SENSITIVITY = "sensitivity base.toml --vary people.hunter.count=2..4 --vary people.hunter.available=0.5..0.9"


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("", "What moves contribution (EUR) of base"),
        (" --method sobol --points 4", "What explains contribution (EUR) of base"),
        (" --method tornado", "when one parameter is at an end of its range"),
    ],
)
def test_sensitivity_prints_its_table_and_how_to_repeat_it(company, files, call, method, told):
    result = call(f"{SENSITIVITY}{method} --replications 2 --out results")
    assert result.exit_code == 0
    assert told in result.stdout
    again = result.stdout.splitlines()[-1].removeprefix("repeat: ")
    assert call(again).stdout == result.stdout
    name = method.split()[1] if method else "morris"
    assert (files / f"results/{name}.csv").read_text().startswith("key,low,high,")


def test_sensitivity_takes_the_assumptions_below_a_key(company, call):
    result = call("sensitivity base.toml --only people.hunter.available --around 0.2 --method tornado")
    assert result.exit_code == 0
    assert "people.hunter.available" in result.stdout


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sweep base.toml", "--vary: must name at least one key, found none"),
        ("sweep nowhere.toml --vary a=1..2", "nowhere.toml: must be a scenario file, found no such file"),
        (f"sweep base.toml {VARY} --design cube", "--design: must be a known design, found 'cube'"),
        (f"sweep base.toml {VARY} --points 5", "--points: must be left away with a grid"),
        (
            "sensitivity base.toml --method morriss",
            "--method: must be a known method, found 'morriss'; did you mean",
        ),
        ("sensitivity base.toml --points 100", "--points: must be a power of two"),
        (
            "sensitivity base.toml --only peple",
            "--only: must be a key with parameters below it, found 'peple'",
        ),
        (f"{SENSITIVITY} --around 0.2", "--vary: must stand without --only and --around"),
    ],
)
def test_what_cannot_be_studied_is_refused(company, call, line, message):
    result = call(line)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert company == []
