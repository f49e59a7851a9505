"""Whatever the user gives that cannot be used ends with code 2 and a message that says what to do."""

import pytest

FILES = {
    "syntax.toml": b"[people\n",
    "binary.toml": bytes(range(256)),
    "empty.toml": b"",
    "unknown_key.toml": b"[people.hunter]\ncuont = 3\n",
    "wrong_unit.toml": b'run.horizon = "3 EUR"\n',
    "not_a_number.toml": b"[people.hunter]\navailable = nan\n",
    "probability.toml": b"[selling.process]\nstandardisation = 1.5\n",
    "crowd.toml": b"[people.hunter]\ncount = 100_000_000_000_000_000_000\n",
    "circle.toml": b'based_on = "circle.toml"\n',
    "policy.toml": b'routing = { kind = "by_horoscope" }\n',
    "promotion.toml": b'promotion = { plan = { kind = "calendar", events = [{ start = "9 w", length = "-1 w" }] } }\n',
    "nobody_follows.toml": b"[promotion.reward]\nthreshold = 8\n",
    "brackets.toml": b"about = " + b"[" * 3000 + b"]" * 3000,
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "command", ["check {0}", "run {0}", "compare base.toml {0}", "trace {0} --lead inbound/0/1"]
)
def test_a_bad_file_is_refused_with_its_name(files, call, name, command):
    (files / name).write_bytes(FILES[name])
    result = call(command.format(name))
    assert result.exit_code == 2
    assert result.stderr.startswith(name)
    assert "must" in result.stderr or "unknown key" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("run nowhere.toml", "nowhere.toml: must be a scenario file, found no such file"),
        (
            "run base.toml --replications 0",
            "--replications: must be a whole number from 1 to 1_000_000, found 0",
        ),
        (
            "run base.toml --replications -4",
            "--replications: must be a whole number from 1 to 1_000_000, found -4",
        ),
        (
            "compare base.toml base.toml --until-certain --replications 5",
            "--replications: must be left away with --until-certain, which finds the number, found 5",
        ),
        (
            "compare base.toml base.toml --at-most 5",
            "--at-most: must stand beside --until-certain, found 5 alone",
        ),
        (
            "compare base.toml base.toml --until-certain --at-most 1",
            "--at-most: must be a whole number from 2",
        ),
        ("run base.toml --until-certain", "No such option"),
        ("run base.toml --replications many", "'many' is not a valid integer"),
        ("run base.toml --replications 1000000000000", "--replications: must be a whole number from 1"),
        ("run base.toml --set run.replications=0", "run.replications: must be"),
        ("run base.toml --set run.seed=-1", "run.seed: must be"),
        ("run base.toml --seed 10000000000000000000", "--seed: must be a whole number from 0"),
        ("run base.toml --out ''", "--out: must be the name of a folder"),
        ("trace base.toml --lead inbound/0/1 --replication -1", "--replication: must be a whole number"),
        ("run base.toml --seed -1", "--seed: must be a whole number from 0"),
        ("run base.toml --workers 0", "--workers: must be a whole number from 1"),
        ("run base.toml --out base.toml", "base.toml: must be a folder that can be written"),
        ("run base.toml --out base.toml/below", "base.toml/below: must be a folder that can be written"),
        ("run base.toml --kpi contributio", "--kpi: must be a known KPI, found 'contributio'; did you mean"),
        ("run base.toml --worth -5", "--worth: must be a number of at least 0, found -5"),
        (
            "compare base.toml base.toml --worth '3 wins'",
            "--worth: must be in EUR, the unit of contribution, which decides, found '3 wins'; name the KPI",
        ),
        ("compare base.toml base.toml --worth '5 EUR' --kpi wins", "--worth: must be in wins"),
        ("compare base.toml base.toml --worth much", "--worth: must be a number of at least 0, found much"),
        ("compare base.toml base.toml --worth 1.2.3", "--worth: must be a number of at least 0, found 1.2.3"),
        ("run base.toml --worth nan", "--worth: must be a number of at least 0, found nan"),
        ("run base.toml --set people.hunter.cuont=3", "did you mean 'count'"),
        ("run base.toml --set people.hunter.count=-3", "people.hunter.count"),
        ("run base.toml --set nonsense", "nonsense"),
        ("compare base.toml", "Missing argument 'OTHERS...'"),
        ("compare base.toml base.toml --set run.horizon=soon", "run.horizon"),
        ("fly base.toml", "No such command 'fly'"),
        ("new base.toml --on base.toml", "base.toml: must not be there yet"),
        ("new nowhere/mine.toml --on base.toml", "nowhere/mine.toml: must be a place to write to"),
        ("new mine.toml --on norddrvie", "norddrvie"),
    ],
)
def test_a_bad_line_is_refused_with_one_message(files, call, line, message):
    result = call(line)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not (files / "mine.toml").exists()


def test_everything_wrong_is_told_at_once(files, call):
    (files / "bad.toml").write_text('[people.hunter]\ncuont = 3\ncount = -1\n[run]\nhorizon = "soon"\n')
    result = call("compare bad.toml nowhere.toml --kpi contributio --replications 0 --out base.toml")
    lines = result.stderr.splitlines()
    assert result.exit_code == 2
    assert [line.split(":")[0] for line in lines] == [
        *("bad.toml", "bad.toml", "bad.toml", "nowhere.toml", "--kpi", "--replications", "base.toml"),
    ]
    assert {line.split(":")[1] for line in lines[:3]} == {"2", "3", "5"}


def test_scenarios_with_different_run_tables_are_not_compared(files, call):
    (files / "longer.toml").write_text('based_on = "base.toml"\nrun.horizon = "2 y"\n')
    result = call("compare base.toml longer.toml")
    assert result.exit_code == 2
    assert "must have the same [run] table to be compared" in result.stderr


def test_ctrl_c_while_a_scenario_is_written_out_is_an_interruption(files, call, monkeypatch):
    monkeypatch.setattr("pydantic.BaseModel.model_dump", _as_pydantic_tells_it)
    result = call("check base.toml")
    assert result.exit_code == 130 and result.stderr.startswith("interrupted\nresume: simsales")


def _as_pydantic_tells_it(*_, **__):
    from pydantic_core import PydanticSerializationError

    raise PydanticSerializationError("Error calling function `<lambda>`: KeyboardInterrupt: ")
