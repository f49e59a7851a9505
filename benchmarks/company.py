"""`python -m benchmarks.company`: a year of the reference company, of its selling side, and of tenfold the company."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from statistics import median
from time import process_time

from simsales.processes.play import play
from simsales.scenario import Scenario, load

#: CPU seconds of a year on one core, and times that ten times the company may take.
WHOLE, SELLING, TENFOLD = 1.0, 0.5, 15.0


def tenfold(scenario: Scenario) -> Scenario:
    """Ten times the leads, customers, people and variants in stock."""
    changes: dict[str, object] = {f"demand.{name}.rate": "x10" for name in scenario.demand}
    changes |= {f"selling.start.sources.{name}.rate": "x10" for name in scenario.selling.start.sources}
    changes |= {f"customers.{name}.count": 10 * each.count for name, each in scenario.customers.items()}
    changes |= {f"people.{name}.count": 10 * team.count for name, team in scenario.people.items()}
    if scenario.production != "skip":
        stocks = scenario.production.stocks
        changes |= {f"production.stocks.{name}.variants": 10 * each.variants for name, each in stocks.items()}
        for kind in ("repeat", "deal"):
            flows = getattr(scenario.production.start, kind)
            changes |= {f"production.start.{kind}.{name}.rate": "x10" for name in flows}
    if scenario.complaints != "skip" and scenario.complaints.inquiries != "skip":
        changes["complaints.inquiries.rate"] = "x10"
    return scenario.but(changes)


def seconds(scenario: Scenario, runs: int) -> float:
    """Median CPU seconds of playing a scenario once, its log kept."""
    taken = []
    for replication in range(runs):
        began = process_time()
        play(scenario, replication)
        taken.append(process_time() - began)
    return median(taken)


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, print three figures beside their bars, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.company", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="plays of each size")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a bar is missed")
    chosen = parser.parse_args(arguments)
    whole = load("norddrive").but({"run.warm_up": "0 w", "run.horizon": "1 y"})
    selling = load("norddrive_selling").but({"run.warm_up": "0 w", "run.horizon": "1 y"})
    play(whole.but({"run.horizon": "4 w"}))  # late imports and caches cost once
    of_whole, of_selling = seconds(whole, chosen.runs), seconds(selling, chosen.runs)
    of_ten = seconds(tenfold(whole), max(1, chosen.runs // 3))
    missed = 0
    for about, found, bar, unit in (
        ("a year of the whole company", of_whole, WHOLE, "s"),
        ("a year of its selling side", of_selling, SELLING, "s"),
        ("ten times the company over one", of_ten / of_whole, TENFOLD, "x"),
    ):
        missed += found > bar
        verdict = "holds" if found <= bar else "MISSED"
        print(f"{about:34}{found:8.3f} {unit}   at most {bar:g} {unit}   {verdict}")
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
