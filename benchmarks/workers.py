"""`python -m benchmarks.workers`: what two processes make of an experiment that one would play alone.

Wall-clock time, start of the processes inside; both ways take turns on the same machine, which nobody else should use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from statistics import median
from time import perf_counter

from simsales.experiments.experiment import run
from simsales.scenario import Scenario, load

#: Times that two processes must be faster.
TWICE = 1.8


def seconds(scenario: Scenario, replications: int, workers: int) -> float:
    """Wall-clock seconds of an experiment."""
    began = perf_counter()
    results = run(scenario, replications=replications, workers=workers)
    taken = perf_counter() - began
    assert not results.failures()
    return taken


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, print the ratio beside its bar, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers", description=__doc__)
    parser.add_argument("--replications", type=int, default=24, metavar="N", help="plays of an experiment")
    parser.add_argument("--turns", type=int, default=3, metavar="N", help="experiments of each kind")
    parser.add_argument("--check", action="store_true", help="exit with 1 if the bar is missed")
    chosen = parser.parse_args(arguments)
    scenario = load("norddrive")
    seconds(scenario, 1, 1)  # late imports and caches cost once
    turns = [[seconds(scenario, chosen.replications, n) for n in (1, 2)] for _ in range(chosen.turns)]
    alone, together = (median(column) for column in zip(*turns, strict=True))
    ratio = median(one / two for one, two in turns)
    verdict = "holds" if ratio >= TWICE else "MISSED"
    print(
        f"{chosen.replications} years of the whole company: {alone:.1f} s by one process, {together:.1f} s by two"
    )
    print(f"two processes are {ratio:.2f} times as fast (bar {TWICE}) {verdict}")
    return int(chosen.check and ratio < TWICE)


if __name__ == "__main__":
    sys.exit(main())
