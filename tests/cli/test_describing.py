"""Commands that play nothing: lists, checks, and a file to begin with."""

import json
import subprocess
import sys

import pytest

import simsales
from simsales.scenario import library, load


def test_help_names_every_command(call):
    result = call("--help")
    assert result.exit_code == 0
    studies = ("rank", "sweep", "sensitivity", "optimise")
    for command in (*studies, "compare", "run", "check", "trace", "kpis", "scenarios", "schema", "new"):
        assert f"\n  {command} " in result.stdout


def test_version_is_the_packages(call):
    assert call("--version").stdout == f"simsales {simsales.__version__}\n"


def test_the_console_script_is_installed():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlib.metadata import entry_points as e;"
            "print([p.load().name for p in e(group='console_scripts', name='simsales')])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "['main']\n"


def test_check_tells_what_a_file_asks_and_changes(files, call):
    result = call("check base.toml more.toml")
    assert result.exit_code == 0
    assert "more.toml: in order; What do two more hunters bring?" in result.stdout
    assert "  people.hunter.count: 2 → 4" in result.stdout


def test_kpis_are_listed_with_unit_direction_and_meaning(call):
    result = call("kpis")
    assert result.exit_code == 0
    contribution = next(line for line in result.stdout.splitlines() if line.startswith("contribution"))
    assert "EUR" in contribution
    assert "higher" in contribution


def test_shipped_scenarios_are_listed_with_their_question(call):
    result = call("scenarios")
    assert result.exit_code == 0
    for name in library.names():
        assert name in result.stdout
        assert library.question(name) in result.stdout


def test_the_schema_is_json_and_says_how_to_repeat_it(call):
    printed = json.loads(call("schema").stdout)
    assert printed["$comment"] == "repeat: simsales schema"
    assert "people" in printed["properties"]


def test_a_new_file_loads_and_asks_what_its_base_is(files, call):
    result = call("new mine.toml --on base.toml")
    assert result.exit_code == 0
    assert "simsales compare base.toml mine.toml" in result.stdout
    assert load(files / "mine.toml").resolved()["people"] == load(files / "base.toml").resolved()["people"]


def test_a_new_file_has_the_schema_beside_it_that_its_first_line_names(files, call):
    call("new mine.toml --on base.toml")
    written = json.loads((files / "scenario.schema.json").read_text())
    assert "people" in written["properties"]


@pytest.mark.parametrize("command", ["kpis", "scenarios", "check base.toml", "new mine.toml --on base.toml"])
def test_every_list_ends_with_the_line_that_repeats_it(files, call, command):
    assert call(command).stdout.splitlines()[-1] == f"repeat: simsales {command}"
