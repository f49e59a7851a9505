"""What the house promises about its speed, and whether the promise holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.contestants import CIW, HOUSE, SILENT, TEXTBOOK
from benchmarks.startup import BARE, HELP, IMPORT
from benchmarks.turns import Times

W1, HEAVY, X10 = "W1", "W1-heavy", "W1x10"


@dataclass(frozen=True, slots=True)
class Promise:
    """The seconds of one entry over those of another, and the limit on that ratio."""

    about: str
    above: tuple[str, str]
    below: tuple[str, str]
    limit: float
    at_least: bool = True


PROMISES = (
    Promise("W1: textbook over house", (TEXTBOOK, W1), (HOUSE, W1), 4.5),
    Promise("W1: Ciw over house", (CIW, W1), (HOUSE, W1), 12.0),
    Promise("W1-heavy: textbook over house", (TEXTBOOK, HEAVY), (HOUSE, HEAVY), 4.0),
    Promise("W1x10: textbook over house", (TEXTBOOK, X10), (HOUSE, X10), 5.0),
    Promise("house: W1x10 over W1", (HOUSE, X10), (HOUSE, W1), 16.0, at_least=False),
    Promise("W1: house over house, log off", (HOUSE, W1), (SILENT, W1), 1.2, at_least=False),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A promise with what was found; `found` is None where it was not measured."""

    about: str
    found: float | None
    limit: float
    at_least: bool
    unit: str = "x"

    @property
    def verdict(self) -> str:
        """Say in a word whether it holds."""
        if self.found is None:
            return "not measured"
        holds = self.found >= self.limit if self.at_least else self.found <= self.limit
        return "holds" if holds else "MISSED"


def speed(times: Times) -> Iterator[Bar]:
    """Yield the bars on CPU seconds, each the median of ratios pair by pair."""
    for promise in PROMISES:
        found = times.ratio(promise.above, promise.below)
        yield Bar(promise.about, found, promise.limit, promise.at_least)


def start(starts: Mapping[str, float]) -> Iterator[Bar]:
    """Yield the bars on start-up: less than twice a bare interpreter start plus a tenth of a second."""
    for name in (IMPORT, HELP):
        yield Bar(name, starts[name], 2 * starts[BARE] + 0.1, at_least=False, unit="s")
