"""What can go wrong, in sentences a person can act on.

A message reads *where: what must hold, what was found; what to do*.  Everything below `InputError` is the
user's to mend (the command line ends with code 2); any other `SimSalesError` is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class SimSalesError(Exception):
    """The root of every error that simsales raises on purpose."""


class InputError(SimSalesError):
    """Something the user gave cannot be used; the text says what to give instead."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a scenario: the dotted key (`where`), the sentence, and who wrote it.

    `file` may also be the name of another writer, such as `--set`; `line` is None where there are no lines.
    """

    where: str
    sentence: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        writer = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (writer, self.where, self.sentence) if part)


class ScenarioError(InputError):
    """A scenario cannot be used; `problems` holds all that is wrong with it, one line each when printed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
