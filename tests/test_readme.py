"""The README's commands work and print what it shows; its policy and its scenario file run as they stand."""

from __future__ import annotations

import re
import shlex
import tomllib

from simsales import load
from simsales.cli import main
from tests.refresh_readme import README, output_in_readme, printed_by_first_command

TEXT = README.read_text(encoding="utf-8")
COMMANDS = (
    "python3 -m venv .venv && .venv/bin/python -m pip install -q -e '.[test]' && "
    ".venv/bin/simsales compare scenarios/norddrive.toml scenarios/fast_response.toml",
    "python3 -m venv .venv && .venv/bin/python -m pip install -q -e '.[test]' && .venv/bin/python -m pytest -q",
)


def block(language: str) -> str:
    """The one block of code in this language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return str(found)


def form(output: str) -> list[str]:
    """What a comparison prints without its results: its question, its changes, and each row's KPI and unit."""
    lines = output.splitlines()
    top = next(number for number, line in enumerate(lines) if line.startswith("KPI "))
    rows = lines[top + 2 : lines.index("", top)]
    words = re.split(r"\s{2,}", lines[top])
    return [*lines[1:top], *words, *("  ".join(re.split(r"\s{2,}", row)[:2]) for row in rows)]


def test_both_commands_stand_there_word_for_word():
    assert all(f"\n{command}\n" in TEXT for command in COMMANDS)


def test_windows_says_the_same_in_its_own_spelling():
    spelt = [
        line.replace("py -m venv", "python3 -m venv").replace("\\Scripts\\", "/bin/").replace("\\", "/")
        for line in block("bat").splitlines()
    ]
    assert [line.replace('".[test]"', "'.[test]'") for line in spelt] == [*COMMANDS]


def test_a_short_run_prints_the_readmes_question_changes_and_kpis():
    printed = printed_by_first_command("--replications", "2", "--workers", "1")
    assert form(printed) == form(output_in_readme())


def test_the_readmes_verdict_is_that_of_its_table():
    """The figures of the row that decides are those of the sentence, and the sentence chooses by them."""
    lines = output_in_readme().splitlines()
    row = re.split(r"\s{2,}", next(line for line in lines if line.startswith("contribution")))
    verdict = next(line for line in lines if line.startswith(("Choose", "Unresolved", "No material")))
    low, high = row[5].split(" … ")
    assert f"contribution {row[4]} EUR" in verdict and f"{low} to {high}" in verdict
    assert f"probability of better {row[6]}" in verdict
    assert verdict.startswith("Choose fast_response") == low.startswith("+")


def test_the_policy_of_ones_own_is_ten_lines_and_runs(capsys):
    code = block("python")
    shorter = code.replace("replications=10", "replications=1, workers=1")
    names: dict[str, object] = {}
    exec(compile(shorter, "README.md", "exec"), names)
    lines = [line for line in code.splitlines() if line]
    assert shorter != code and len(lines) <= 10
    assert "norddrive but pricing = MeetHalfway" in capsys.readouterr().out
    assert names["base"].but({"pricing": names["MeetHalfway"]()}).pricing.grants(0.1) == 0.05


def test_the_scenario_file_of_ones_own_changes_what_it_says(tmp_path):
    (tmp_path / "mine.toml").write_text(block("toml"), encoding="utf-8")
    mine = load(tmp_path / "mine.toml")
    assert mine.about == tomllib.loads(block("toml"))["about"]
    assert mine.people["hunter"].count == load("norddrive").people["hunter"].count + 2
    rates = [then.demand["inbound"].rate.amount for _, then in mine.epochs()]
    assert rates == [1400, 2800, 1400]


def test_every_command_on_questions_of_ones_own_is_understood():
    section = TEXT.partition("## A question of your own")[2].partition("\n## ")[0]
    asked = "".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL))
    lines = [shlex.split(line, comments=True) for line in asked.splitlines()]
    assert {words[1] for words in lines} == set(main.commands) - {"run", "kpis", "schema"}
    for program, command, *arguments in lines:
        assert program == "simsales"
        main.commands[command].make_context(command, arguments)


def test_the_text_explains_the_columns_of_the_table():
    columns = {"difference", "95 % interval", "p better", "pairs better"}
    assert columns <= set(form(output_in_readme())) and all(f"**{column}**" in TEXT for column in columns)
