"""Lessons as a student sees them: the commands in them, and what is printed below each.

A block of a lesson begins with a command and goes on with lines of what it prints; `…` stands for lines left
out.
``python -m tests.lessons`` runs every command and writes anew what it prints, for when results have changed;
figures in the text around the blocks are for a person to mend, and the test says which.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from simsales.cli import main

FOLDER = Path(__file__).parent.parent / "docs" / "lessons"
LEFT_OUT = "…"
_BLOCK = re.compile(r"(?<=```console\n)\$ (?P<command>.+)\n(?P<shown>(?:.*\n)*?)(?=```)")
_NUMBER = re.compile(r"\*\*([+−-]?[\d,]+(?:\.\d+)?)(?: ?%)?\*\*")


@dataclass(frozen=True)
class Block:
    """A command of a lesson, and the lines shown below it."""

    command: str
    shown: tuple[str, ...]

    def run(self) -> list[str]:
        """What the command prints, line by line."""
        words = shlex.split(self.command.removeprefix("simsales "))
        done = CliRunner().invoke(main, [*words, "--workers", "1"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout.splitlines()


def blocks(text: str) -> list[Block]:
    """The commands of a lesson in order."""
    found = _BLOCK.finditer(text)
    return [Block(match["command"], tuple(match["shown"].splitlines())) for match in found]


def told(text: str) -> list[str]:
    """The figures that the text tells as results: those in bold."""
    return [figure.replace(",", "").replace("−", "-") for figure in _NUMBER.findall(_BLOCK.sub("", text))]


def begins_alike(line: str, other: str) -> bool:
    """Whether two lines show the same thing: their first columns agree, but for the length of a rule."""
    first, second = (re.sub("─+", "─", re.split(r"\s{2,}", each)[0]) for each in (line, other))
    return first == second


def recorded(text: str) -> str:
    """The lesson with what its commands print today."""

    def anew(match: re.Match[str]) -> str:
        block = Block(match["command"], tuple(match["shown"].splitlines()))
        printed = block.run()
        lines = [
            line if line == LEFT_OUT else next(new for new in printed if begins_alike(new, line))
            for line in block.shown
        ]
        return "\n".join([f"$ {block.command}", *lines, ""])

    return _BLOCK.sub(anew, text)


if __name__ == "__main__":
    for file in sorted(FOLDER.glob("*.md")):
        file.write_text(recorded(file.read_text(encoding="utf-8")), encoding="utf-8")
