"""Replications that are quick to play, for tests of who plays them; they reach workers by name."""

import os
import time
from pathlib import Path

from simsales.experiments.replications import Outcome, Work


def works(count: int, note: str = "") -> list[Work]:
    return [Work(f"key {n % 2}", "a scenario", 7, n // 2, note.encode()) for n in range(count)]


def outcome(work: Work, value: float) -> Outcome:
    return Outcome(work.key, work.name, work.seed, work.number, {"wins": value}, None, 0.0)


def quick(work: Work) -> Outcome:
    """A value that any process works out alike."""
    return outcome(work, work.number / 3 + len(work.key))


def where(work: Work) -> Outcome:
    """The process that plays."""
    return outcome(work, float(os.getpid()))


def slow_after_the_first(work: Work) -> Outcome:
    if work.number:
        time.sleep(60)
    return outcome(work, 1.0)


def dies_once(work: Work) -> Outcome:
    """Kill the worker on replication 1 the first time; each play leaves a mark in the folder in the note."""
    folder = Path(work.scenario.decode())
    if work.number == 1 and not (folder / "died").exists():
        (folder / "died").touch()
        os._exit(9)
    time.sleep(0.1)  # longer than it takes to hand an outcome back, as for any real play
    mark = folder / f"{work.key} {work.number}"
    with mark.open("a") as file:
        file.write("x")
    return outcome(work, float(work.number))


def always_dies(work: Work) -> Outcome:
    os._exit(9)
