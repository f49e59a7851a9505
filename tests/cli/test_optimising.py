"""`optimise` prints a shortlist with its guarantee, and refuses budgets and keys that cannot be."""

from __future__ import annotations

import csv
import json

import pytest

from simsales.experiments import replications


@pytest.fixture
def company(files, played, monkeypatch):
    """A company in which five hunters are best."""

    def measured(work):
        played.append((work.name, work.number))
        hunters = replications._unpack(work.scenario).people["hunter"].count
        luck = 10 * (work.number * 7 % 5) + (work.number * hunters * 13 % 7)
        return {"contribution": 1000.0 - 20 * (hunters - 5) ** 2 + luck, "wait": 2.0, "leads": 5.0}

    monkeypatch.setattr(replications, "_measured", measured)
    return played


LINE = "optimise base.toml --vary people.hunter.count=1..9 --worth 10"


def test_it_prints_a_shortlist_its_guarantee_and_how_to_repeat_it(company, call):
    result = call(LINE)
    assert result.exit_code == 0
    assert "Choose people.hunter.count = 5: if one of these" in result.stdout
    assert "Set people.hunter.count = 5." in result.stdout
    assert result.stdout.splitlines()[-1] == f"repeat: simsales {LINE}.0 --seed 1"
    assert call(result.stdout.splitlines()[-1].removeprefix("repeat: ")).stdout == result.stdout


def test_a_budget_holds(company, call):
    result = call(f'{LINE} --budget "100 * people.hunter.count <= 350"')
    assert "Set people.hunter.count = 3." in result.stdout
    assert "budget: 100 * people.hunter.count <= 350 (here 300.0)" in result.stdout
    assert "--budget '100 * people.hunter.count <= 350'" in result.stdout.splitlines()[-1]


def test_out_holds_all_plans(company, files, call):
    call(f"{LINE} --out results")
    with (files / "results/plans.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["people.hunter.count"] for row in rows} >= {"4", "5", "6"}
    manifest = json.loads((files / "results/manifest.json").read_text())
    assert manifest["found"]["values"] == {"people.hunter.count": 5}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("optimise base.toml --vary people.hunter.count=1..9", "--worth: must say the smallest difference"),
        ("optimise base.toml --worth 5", "--vary: must name at least one key"),
        (
            f"{LINE} --budget people.huntr.count<=3",
            "--budget: must name keys of the scenario, found 'people.huntr",
        ),
        (f"{LINE} --budget people.hunter.count<=0", "--budget: must leave at least one plan"),
        (f"{LINE} --plans 1", "--plans: must be a whole number from 2"),
    ],
)
def test_what_cannot_be_searched_is_refused(company, call, line, message):
    result = call(line)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert company == []


def test_everything_wrong_is_told_at_once(company, call):
    result = call("optimise base.toml --vary people.huntr.count=1..9 --budget nothing --plans 0 --seed -1")
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        *("--vary", "--budget", "--worth", "--plans", "--seed"),
    ]
