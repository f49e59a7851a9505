"""`rank` prints the ranking and its guarantee, refuses what cannot be ranked, and resumes."""

from __future__ import annotations

import json

import pytest

from simsales.experiments import replications


@pytest.fixture
def five(files, played, monkeypatch):
    """Files of five companies with two to six hunters, of which five are best."""
    for count in (3, 4, 5, 6):
        (files / f"h{count}.toml").write_text(f'based_on = "base.toml"\npeople.hunter.count = {count}\n')

    def measured(work):
        played.append((work.name, work.number))
        hunters = replications._unpack(work.scenario).people["hunter"].count
        luck = (work.number * 7 % 5) / 10 + (work.number * hunters * 13 % 7) / 10
        return {
            "contribution": 1000.0 - 30 * (hunters - 5) ** 2 + 10 * luck,
            "wait": 9.0 - hunters,
            "leads": 5.0,
        }

    monkeypatch.setattr(replications, "_measured", measured)
    return "base.toml h3.toml h4.toml h5.toml h6.toml"


def test_it_prints_ranking_guarantee_effort_and_how_to_repeat(five, call):
    result = call(f"rank {five} --worth 10")
    assert result.exit_code == 0
    assert (
        "Choose h5: if one of these 5 scenarios is better than every other by at least 10.00 EUR"
        in result.stdout
    )
    assert "Equal allocation would have needed" in result.stdout
    assert result.stdout.splitlines()[-1] == f"repeat: simsales rank {five} --worth 10.0 --seed 1"
    assert call(result.stdout.splitlines()[-1].removeprefix("repeat: ")).stdout == result.stdout


def test_out_holds_ranking_values_manifest_and_store(five, files, played, call):
    call(f"rank {five} --worth 10 --out results")
    assert sorted(path.name for path in (files / "results").iterdir()) == [
        *("kpis.csv", "manifest.json", "ranking.csv", "store.sqlite"),
    ]
    manifest = json.loads((files / "results/manifest.json").read_text())
    assert manifest["found"]["chosen"] == "h5"
    assert manifest["found"]["replications"] == len(played)
    before = {name: (files / "results" / name).read_bytes() for name in ("kpis.csv", "ranking.csv")}
    call(f"rank {five} --worth 10 --out results")
    assert manifest["found"]["replications"] == len(played), "what the store has is not played again"
    assert before == {name: (files / "results" / name).read_bytes() for name in before}


def test_several_kpis_make_a_front(five, files, call):
    result = call(f"rank {five} --kpi contribution --kpi wait --out results")
    assert result.exit_code == 0
    assert "On the front: h5, h6." in result.stdout
    assert (files / "results/front.csv").read_text().startswith("scenario,contribution,wait,dominated_by")


def test_an_interruption_ends_with_the_line_that_resumes(five, files, played, scratch, call, monkeypatch):
    whole, measured = call(f"rank {five} --worth 10").stdout, replications._measured
    total = len(played)
    played.clear()

    def interrupted(work):
        if len(played) == 7:
            raise KeyboardInterrupt
        return measured(work)

    monkeypatch.setattr(replications, "_measured", interrupted)
    result = call(f"rank {five} --worth 10")
    assert result.exit_code == 130
    assert "interrupted with 7 replications finished" in result.stderr
    monkeypatch.setattr(replications, "_measured", measured)
    resumed = call(result.stderr.splitlines()[-1].removeprefix("resume: "))
    assert resumed.stdout.splitlines()[:-1] == whole.splitlines()[:-1]
    assert len(played) == total


def test_what_another_model_left_in_the_store_is_told_and_left_alone(five, played, call, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("simsales.experiments.store.model_version", lambda: "0.0.1+another")
        call(f"rank {five} --worth 10 --out results")
    before = len(played)
    again = call(f"rank {five} --worth 10 --out results")
    assert again.exit_code == 0
    assert f"holds {before} replications of model 0.0.1+another; they are left alone" in again.stderr
    assert len(played) == 2 * before


def test_without_out_nothing_is_left_behind(five, scratch, call):
    call(f"rank {five} --worth 10")
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("rank base.toml more.toml", "--worth: must say the smallest difference that matters, found nothing"),
        ("rank base.toml --worth 5", "rank: must have at least two scenarios, found only 'base'"),
        ("rank base.toml longer.toml --worth 5", "must have the same [run] table to be compared"),
        ("rank base.toml more.toml --worth 0", "--worth: must be more than 0 to rank by, found 0.0"),
        ("rank base.toml more.toml --worth '3 wins'", "--worth: must be in EUR, the unit of contribution"),
        ("rank base.toml more.toml --worth -3", "--worth: must be a number of at least 0, found -3"),
        ("rank base.toml more.toml --worth 5 --confidence 1", "--confidence: must be at least 0.5"),
        (
            "rank base.toml more.toml --kpi wins --kpi cost --confidence 7",
            "--confidence: must be at least 0.5",
        ),
        ("rank base.toml more.toml --worth 5 --replications 9", "--replications: must be left away here"),
        (
            "rank base.toml more.toml --kpi wait --kpi contribution --worth 5",
            "--worth: must be left away here",
        ),
        ("rank base.toml more.toml --worth 5 --kpi contributio", "found 'contributio'; did you mean"),
        ("rank base.toml more.toml --worth 5 --kpi leads", "must be one of which more, or less, is better"),
        (
            "rank base.toml nowhere.toml --worth 5",
            "nowhere.toml: must be a scenario file, found no such file",
        ),
    ],
)
def test_what_cannot_be_ranked_is_refused(files, played, call, line, message):
    (files / "longer.toml").write_text('based_on = "base.toml"\nrun.horizon = "2 y"\n')
    result = call(line)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert played == []


def test_everything_wrong_is_told_at_once(files, played, call):
    result = call("rank base.toml nowhere.toml --kpi contributio --first 1 --seed -1 --out base.toml")
    where = [line.split(":")[0] for line in result.stderr.splitlines()]
    assert where == ["nowhere.toml", "--worth", "--kpi", "--first", "--seed", "base.toml"]
