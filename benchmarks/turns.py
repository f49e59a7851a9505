"""Running contestants in turns, each run in a fresh process, and pairing what they took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from benchmarks.workloads import ANSWER_NAMES, Answers

ROOT = Path(__file__).parents[1]
#: Nobody here does linear algebra, but its library starts a thread for each core that spins for some 25 ms before
#: it sleeps, and CPU seconds count all threads of a process: a fifth of what the fastest take on W1.
_ALONE = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A contestant on a workload, and the most runs it is given (slow ones get few)."""

    contestant: str
    workload: str
    most_runs: int = 1_000


@dataclass(frozen=True, slots=True)
class Run:
    """The CPU seconds of one play and what it answered."""

    seconds: float
    answers: Answers | None


class Times:
    """All runs so far, by contestant and workload, in order of rounds."""

    def __init__(self) -> None:
        self.runs: dict[tuple[str, str], list[Run]] = {}

    def add(self, entry: Entry, run: Run) -> None:
        """Keep a run."""
        self.runs.setdefault((entry.contestant, entry.workload), []).append(run)

    def seconds(self, contestant: str, workload: str) -> list[float]:
        """Return CPU seconds by round; empty for one who did not run."""
        return [run.seconds for run in self.runs.get((contestant, workload), [])]

    def middle(self, contestant: str, workload: str) -> float:
        """Return the median CPU seconds."""
        return median(self.seconds(contestant, workload))

    def ratio(self, above: tuple[str, str], below: tuple[str, str]) -> float | None:
        """Return the median, over rounds in which both ran, of one's seconds over the other's."""
        pairs = zip(self.seconds(*above), self.seconds(*below), strict=False)
        ratios = [first / second for first, second in pairs]
        return median(ratios) if ratios else None

    def answers(self, contestant: str, workload: str) -> Answers | None:
        """Return the mean answers over the runs."""
        found = [run.answers for run in self.runs[contestant, workload] if run.answers is not None]
        if not found:
            return None
        return Answers(*(mean(getattr(one, name) for one in found) for name in ANSWER_NAMES))


def play_once(entry: Entry, seed: int) -> Run:
    """Play one replication in a fresh interpreter; raises CalledProcessError if that crashed."""
    command = [sys.executable, "-m", "benchmarks.one", entry.contestant, entry.workload, str(seed)]
    done = subprocess.run(command, cwd=ROOT, env=_ALONE, check=True, stdout=subprocess.PIPE, text=True)
    said = json.loads(done.stdout)
    return Run(said["seconds"], said["answers"] and Answers(**said["answers"]))


def in_turns(entries: Iterable[Entry], rounds: int) -> Iterator[tuple[int, Entry]]:
    """Yield A B C A B C …, so that a slow minute of the machine falls on all alike."""
    entries = tuple(entries)
    for number in range(rounds):
        yield from ((number, entry) for entry in entries if number < entry.most_runs)
