"""What README and glossary show of the program, and how to bring them up to date.

``python -m tests.refresh_readme`` runs the README's first command and writes anew what it prints, and the
glossary's list of KPIs.  Figures in the text around them are for a person to mend.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from simsales.cli import main
from simsales.kpis import catalogue

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
_FIRST_COMMAND = re.compile(r"\.venv/bin/simsales (.+)")
_OUTPUT = re.compile(r"(?<=writes it anew -->\n```text\n)(?:.*\n)*?(?=```\n<!-- end of the output -->)")
_KPIS = re.compile(r"(?<=writes it anew -->\n)(?:.*\n)*?(?=<!-- end of the list -->)")


def printed_by_first_command(*options: str) -> str:
    """What the README's first command prints, run in the repository's folder, with further options."""
    command = _FIRST_COMMAND.search(README.read_text(encoding="utf-8"))
    assert command is not None
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        done = CliRunner().invoke(main, [*shlex.split(command[1]), *options], catch_exceptions=False)
    finally:
        os.chdir(before)
    assert done.exit_code == 0, done.output
    return done.stdout


def output_in_readme() -> str:
    """What the README says that it prints."""
    return _held(_OUTPUT, README)


def list_in_glossary() -> str:
    """The glossary's list of KPIs."""
    return _held(_KPIS, GLOSSARY)


def list_of_kpis() -> str:
    """The list as the catalogue has it today, a row of a Markdown table per KPI."""
    rows = [
        f"| `{kpi.name}` | {kpi.definition} | {kpi.unit} | {kpi.better} |" for kpi in catalogue().values()
    ]
    return "\n".join(["| KPI | is | unit | better |", "|---|---|---|---|", *rows, ""])


def _held(block: re.Pattern[str], file: Path) -> str:
    found = block.search(file.read_text(encoding="utf-8"))
    assert found is not None, f"{file.name} must hold the block to keep up to date, found none"
    return found[0]


def _write(block: re.Pattern[str], file: Path, content: str) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(block.sub(lambda _: content, text, count=1), encoding="utf-8")


if __name__ == "__main__":
    _write(_KPIS, GLOSSARY, list_of_kpis())
    _write(_OUTPUT, README, printed_by_first_command())
