"""`compare` and `run` tell the question, the change, the difference, and how to repeat it."""

import json
import re

import pytest

from simsales.experiments import replications


def last_line(result):
    return result.stdout.splitlines()[-1]


def test_compare_tells_question_change_difference_and_verdict(files, played, call):
    result = call("compare base.toml more.toml")
    assert result.exit_code == 0
    assert "more against base, 4 paired replications, seed 1" in result.stdout
    assert "more: What do two more hunters bring?\n  people.hunter.count: 2 → 4\n" in result.stdout
    assert re.search(
        r"contribution +EUR +2,035 +4,070 +\+2,035 +\+1,981 … \+2,089 +1\.000 +100 %", result.stdout
    )
    assert "Choose more: contribution +2,035 EUR" in result.stdout
    assert result.stderr == ""


def test_every_output_ends_with_the_line_that_repeats_it(files, played, call):
    for command in ("compare base.toml more.toml", "run base.toml", "check base.toml more.toml"):
        first = call(f"{command} --set run.seed=3")
        line = last_line(first).removeprefix("repeat: ")
        assert line.startswith(f"simsales {command}")
        assert "--set run.seed=3" in line
        again = call(line)
        assert again.stdout == first.stdout


def test_options_reach_the_play_and_the_repeating_line(files, played, call):
    result = call("compare base.toml more.toml --replications 2 --seed 9 --kpi contribution --worth 500")
    assert last_line(result) == (
        "repeat: simsales compare base.toml more.toml --replications 2 --worth 500 --seed 9"
    )
    assert played == [("base", 0), ("more", 0), ("base", 1), ("more", 1)]
    assert "better by more than 500.0" in result.stdout


def test_out_holds_tables_decision_manifest_and_store(files, played, call):
    call("compare base.toml more.toml --workers 1 --out results")
    assert sorted(path.name for path in (files / "results").iterdir()) == [
        *("assumptions.csv", "comparison.csv", "decision.json", "kpis.csv", "manifest.json"),
        *("report.md", "store.sqlite"),
    ]
    assert json.loads((files / "results/decision.json").read_text())["chosen"] == "more"
    assert len((files / "results/kpis.csv").read_text().splitlines()) == 1 + 2 * 4 * 3
    call("compare base.toml more.toml --workers 1 --out results")
    assert len(played) == 8, "what the store has is not played again"


def test_without_out_nothing_is_left_behind(files, played, scratch, call):
    call("compare base.toml more.toml")
    assert list(scratch.iterdir()) == []
    assert sorted(path.name for path in files.iterdir()) == ["base.toml", "more.toml"]


def test_run_prints_each_scenario_on_its_own(files, played, call):
    result = call("run base.toml more.toml --worth 2050")
    assert "mean ± standard deviation of 4 replications, seed 1" in result.stdout
    assert "base: contribution exceeds 2,050 EUR in 1 of 4 replications." in result.stdout
    assert "more: contribution exceeds 2,050 EUR in 4 of 4 replications." in result.stdout


def test_until_certain_plays_as_many_as_it_takes_and_says_so(files, played, call):
    result = call("compare base.toml more.toml --until-certain --worth 1900 --out results")
    assert "more against base, 10 paired replications until certain, seed 1" in result.stdout
    assert "interval whenever one stops" in result.stdout
    assert "Choose more" in result.stdout and "replications still needed" in result.stdout
    assert last_line(result) == (
        "repeat: simsales compare base.toml more.toml --until-certain --worth 1900 --seed 1 --out results"
    )
    decision = json.loads((files / "results/decision.json").read_text())
    assert (decision["rule"], decision["pairs"], decision["more_pairs"]) == ("any time", 10, 0)
    again = call("compare base.toml more.toml --until-certain --worth 1900 --out results")
    assert again.stdout == result.stdout and len(played) == 20


def test_without_worth_it_says_that_equals_are_played_to_the_end(files, played, call):
    result = call("compare base.toml more.toml --until-certain --at-most 20")
    assert "Without --worth any difference matters" in result.stdout
    assert "--until-certain --at-most 20 --seed 1" in last_line(result)


def test_an_interruption_until_certain_ends_with_the_command_that_resumes(files, played, call, monkeypatch):
    measured = replications._measured

    def interrupted_in_the_sixth(work):
        if len(played) == 5:
            raise KeyboardInterrupt
        return measured(work)

    monkeypatch.setattr(replications, "_measured", interrupted_in_the_sixth)
    line = "compare base.toml more.toml --until-certain --worth 1900 --out results"
    result = call(line)
    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1] == (
        "resume: simsales compare base.toml more.toml --until-certain --worth 1900 --seed 1 --out results"
    )
    monkeypatch.setattr(replications, "_measured", measured)
    assert call(line).exit_code == 0
    assert len(played) == 20


def test_an_interruption_ends_with_the_command_that_resumes(files, played, scratch, call, monkeypatch):
    whole, measured = call("compare base.toml more.toml").stdout, replications._measured
    played.clear()

    def interrupted_in_the_fourth(work):
        if len(played) == 3:
            raise KeyboardInterrupt
        return measured(work)

    monkeypatch.setattr(replications, "_measured", interrupted_in_the_fourth)
    result = call("compare base.toml more.toml")
    assert result.exit_code == 130
    assert "interrupted with 3 of 8 replications finished" in result.stderr
    resume = result.stderr.splitlines()[-1].removeprefix("resume: ")
    monkeypatch.setattr(replications, "_measured", measured)
    resumed = call(resume)
    assert resumed.exit_code == 0
    assert len(played) == 8
    assert resumed.stdout.splitlines()[:-1] == whole.splitlines()[:-1]


def test_an_interruption_before_anything_is_finished_leaves_nothing(
    files, played, scratch, call, monkeypatch
):
    def interrupted(work):
        raise KeyboardInterrupt

    monkeypatch.setattr(replications, "_measured", interrupted)
    result = call("run base.toml")
    assert result.exit_code == 130
    assert "resume: simsales run base.toml --replications 4 --seed 1" in result.stderr
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("command", ["compare base.toml more.toml", "run base.toml"])
def test_failed_replications_are_told_and_end_with_code_1(files, played, call, monkeypatch, command):
    measured = replications._measured

    def one_fails(work):
        if work.number == 2:
            raise ZeroDivisionError("no hunters left")
        return measured(work)

    monkeypatch.setattr(replications, "_measured", one_fails)
    result = call(f"{command}")
    assert result.exit_code == 1
    assert "replication 2, seed 1: ZeroDivisionError: no hunters left" in result.stderr
    assert "2,0" in result.stdout, "what did finish is printed"
    assert "base: 1 of 4 replications failed; the figures are those of the others" in result.stdout


def test_piped_output_is_plain_text(files, played, call):
    result = call("compare base.toml more.toml")
    assert "\x1b" not in result.stdout + result.stderr
    assert "\r" not in result.stdout + result.stderr
