"""`python -m benchmarks.ranking`: fifty staffing plans of the reference company, ranked with a 95 % guarantee.

Plans are all combinations of 5 to 9 hunters, 5 to 9 farmers and 3 or 4 SDRs, over one year each.  The bar is a quarter
of an hour on two cores; beside it stands how many replications equal allocation would have needed.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from simsales import load, rank
from simsales.scenario import Scenario

MINUTES = 15
HUNTERS, FARMERS, SDRS = range(5, 10), range(5, 10), range(3, 5)
WORTH = 100_000.0


def plans(horizon: str, count: int) -> list[Scenario]:
    """The staffing plans, the first so many of them."""
    base = load("norddrive").but({"run.horizon": horizon}, name="norddrive")
    teams = ("people.hunter.count", "people.farmer.count", "people.sdr.count")
    combined = itertools.product(HUNTERS, FARMERS, SDRS)
    return [
        base.but(dict(zip(teams, heads, strict=True)), name="h{} f{} s{}".format(*heads))
        for heads in itertools.islice(combined, count)
    ]


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ranking", description=__doc__)
    parser.add_argument("--plans", type=int, default=50, metavar="N", help="the first N plans [default: 50]")
    parser.add_argument("--worth", type=float, default=WORTH, metavar="EUR", help="[default: %(default)s]")
    parser.add_argument("--horizon", default="1 y", help="[default: 1 y]")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="[default: 2]")
    parser.add_argument("--store", type=Path, metavar="FILE", help="keep plays there, to go on after a stop")
    parser.add_argument(
        "--check", action="store_true", help=f"exit with 1 if it takes over {MINUTES} minutes"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Rank the plans, print what was found and how long it took, and return the exit code."""
    chosen = options(arguments)
    named = plans(chosen.horizon, chosen.plans)
    started = time.perf_counter()
    found = rank(
        *named,
        worth=chosen.worth,
        workers=chosen.workers,
        store=chosen.store,
        progress=tell if sys.stderr.isatty() else None,
    )
    minutes = (time.perf_counter() - started) / 60
    print(found)
    verdict = "holds" if minutes < MINUTES else "MISSED"
    print(
        f"\n{minutes:.1f} minutes for {len(named)} plans on {chosen.workers} processes; under {MINUTES}: {verdict}"
    )
    return 1 if chosen.check and minutes >= MINUTES else 0


def tell(finished: int, total: int) -> None:
    """Say on the error stream where we are."""
    print(f"\033[K{finished}/{total} replications", end="\r", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
