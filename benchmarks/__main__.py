"""`python -m benchmarks`: one funnel on every engine in turns; answers, CPU seconds and ratios."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from subprocess import CalledProcessError

from benchmarks import bars, startup
from benchmarks.contestants import CIW, HOUSE, NEEDS, SALABIM, SILENT, TEXTBOOK, is_installed
from benchmarks.right import Right, right_answers
from benchmarks.turns import Entry, Times, in_turns, play_once
from benchmarks.workloads import ANSWER_NAMES, WORKLOADS

ROUNDS, QUICK_ROUNDS, SLOW_ROUNDS = 9, 3, 3
ENTRIES = (
    *(Entry(name, workload) for workload in WORKLOADS for name in (TEXTBOOK, HOUSE)),
    Entry(SILENT, "W1"),
    *(Entry(name, "W1", SLOW_ROUNDS) for name in (CIW, SALABIM)),
)
# These take a minute or more for each run.
SLOWEST = tuple(Entry(name, workload, 1) for workload in ("W1-heavy", "W1x10") for name in (CIW, SALABIM))


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds instead of {ROUNDS}")
    parser.add_argument("--runs", type=int, metavar="N", help="this many rounds")
    parser.add_argument("--all", action="store_true", help="also Ciw and salabim on the larger workloads")
    parser.add_argument("--only", metavar="NAMES", help=f"some of: {'; '.join(NEEDS)} (separated by ;)")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a bar is missed")
    chosen = parser.parse_args(arguments)
    chosen.names = [name.strip() for name in chosen.only.split(";")] if chosen.only else list(NEEDS)
    if unknown := set(chosen.names) - set(NEEDS):
        parser.error(f"--only: must name some of {'; '.join(NEEDS)}, found {'; '.join(sorted(unknown))}")
    if chosen.runs is not None and chosen.runs < 1:
        parser.error(f"--runs: must be at least 1, found {chosen.runs}")
    return chosen


def race(entries: Sequence[Entry], rounds: int) -> Times:
    """Run everybody in turns, saying on the error stream where we are."""
    times = Times()
    for number, entry in in_turns(entries, rounds):
        if sys.stderr.isatty():
            print(
                f"\033[K{number + 1}/{rounds} {entry.contestant}, {entry.workload}", end="\r", file=sys.stderr
            )
        times.add(entry, play_once(entry, seed=number + 1))
    return times


def answers_table(times: Times) -> Iterator[str]:
    """Yield the mean answers beside the right ones; a `!` marks one over 3.5 standard errors away."""
    yield f"{'answers':26}" + "".join(f"{name.replace('utilisation', 'util'):>11}" for name in ANSWER_NAMES)
    for workload_name, workload in WORKLOADS.items():
        right = right_answers(workload)
        cells = [f"{right[name].mean:>10.4g} " if name in right else f"{'-':>10} " for name in ANSWER_NAMES]
        yield f"{workload_name:10}{'right':16}" + "".join(cells)
        for contestant, played in times.runs:
            found = times.answers(contestant, played)
            if played == workload_name and found is not None:
                runs = len(times.runs[contestant, played])
                cells = [cell(getattr(found, name), right.get(name), runs) for name in ANSWER_NAMES]
                yield f"{'':10}{contestant:16}" + "".join(cells)


def cell(found: float, right: Right | None, runs: int) -> str:
    """Write a number, with a mark if it lies far from what is right."""
    shown = f"{found:.0f}" if found >= 1000 else f"{found:.3g}"
    return f"{shown:>10}{'!' if right is not None and right.is_far_from(found, runs) else ' '}"


def seconds_table(times: Times) -> Iterator[str]:
    """Yield median CPU seconds a replication, microseconds an event, and the speed in textbooks."""
    yield f"{'CPU seconds':26}{'runs':>6}{'median':>10}{'least':>10}{'us/event':>10}{'x textbook':>12}"
    for workload in WORKLOADS:
        for contestant, played in times.runs:
            if played == workload:
                yield seconds_row(times, contestant, workload)


def seconds_row(times: Times, contestant: str, workload: str) -> str:
    """Write the row of one contestant on one workload."""
    taken = sorted(times.seconds(contestant, workload))
    middle = times.middle(contestant, workload)
    answers = times.answers(contestant, workload)
    per_event = f"{1e6 * middle / answers.events:.2f}" if answers else "-"
    ratio = times.ratio((TEXTBOOK, workload), (contestant, workload))
    speed = f"{ratio:.2f}" if ratio else "-"
    figures = f"{len(taken):>6}{middle:>10.3f}{taken[0]:>10.3f}{per_event:>10}{speed:>12}"
    return f"{workload:10}{contestant:16}{figures}"


def bars_table(found: Sequence[bars.Bar]) -> Iterator[str]:
    """Yield every promise, what it came to, and whether it holds."""
    yield f"{'bars':38}{'found':>10}{'limit':>20}"
    for bar in found:
        shown = "-" if bar.found is None else f"{bar.found:.3g} {bar.unit}"
        limit = f"{'at least' if bar.at_least else 'at most'} {bar.limit:.3g} {bar.unit}"
        yield f"{bar.about:38}{shown:>10}{limit:>20}   {bar.verdict}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Race, print three tables, and return the exit code."""
    chosen = options(arguments)
    rounds = chosen.runs or (QUICK_ROUNDS if chosen.quick else ROUNDS)
    names = [name for name in chosen.names if is_installed(name)]
    entries = [entry for entry in ENTRIES + (SLOWEST if chosen.all else ()) if entry.contestant in names]
    for name in chosen.names:
        if name not in names:
            print(f"left out: {name} ({NEEDS[name]} is not installed; the extra 'bench' brings it)\n")
    try:
        times = race(entries, rounds)
        starts = startup.seconds(rounds) if HOUSE in names else None
    except CalledProcessError as crash:
        print(f"crashed with exit code {crash.returncode}: {' '.join(crash.cmd)}", file=sys.stderr)
        return crash.returncode or 1
    found = [*bars.speed(times), *(bars.start(starts) if starts else ())]
    for table in (answers_table(times), seconds_table(times), bars_table(found)):
        print(*table, "", sep="\n")
    missed = [bar for bar in found if bar.verdict == "MISSED"]
    print(f"{rounds} rounds in turns; {len(missed)} of {len(found)} bars missed")
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
