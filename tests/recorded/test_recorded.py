"""Recorded runs: seeds whose figures may only change on purpose, announced in CHANGELOG under "Results change".

``python -m tests.recorded.test_recorded`` plays them anew and rewrites the files.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from simsales.kpis import measure
from simsales.processes.play import play
from simsales.scenario import load

HERE = Path(__file__).parent
RUNS: dict[str, dict[str, object]] = {
    "norddrive": {"run.horizon": "13 w", "run.warm_up": "0 w"},
    "norddrive_selling": {"run.horizon": "13 w", "run.warm_up": "0 w"},
    "fast_response": {"run.horizon": "13 w", "run.warm_up": "0 w"},
    "nurturing": {"run.horizon": "13 w", "run.warm_up": "0 w"},
}
KPIS = (
    "leads",
    "contacted",
    "qualified",
    "opportunities",
    "wins",
    "bookings",
    "contribution",
    "utilisation.sdr",
    "utilisation.hunter",
    "utilisation.supporter",
    "first_response.inbound",
    "wait.supporter",
    "open_opportunities",
)


def figures(name: str) -> list[tuple[int, str, float]]:
    """Replication, KPI and value of two short replications."""
    scenario = load(name).but(RUNS[name])
    rows = []
    for replication in range(2):
        measured = measure(play(scenario, replication), scenario)
        rows += [(replication, kpi, float(measured[kpi])) for kpi in KPIS]
    return rows


@pytest.mark.parametrize("name", RUNS)
def test_a_recorded_run_is_played_as_it_was(name):
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        recorded = [(int(r), kpi, float(value)) for r, kpi, value in list(csv.reader(file))[1:]]
    played = figures(name)
    assert [row[:2] for row in played] == [row[:2] for row in recorded]
    for (_, kpi, now), (_, _, then) in zip(played, recorded, strict=True):
        assert math.isclose(now, then, rel_tol=1e-9, abs_tol=1e-12) or (
            math.isnan(now) and math.isnan(then)
        ), kpi


def record() -> None:
    """Write today's figures."""
    for name in RUNS:
        with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("replication", "kpi", "value"))
            writer.writerows((r, kpi, repr(value)) for r, kpi, value in figures(name))


if __name__ == "__main__":
    record()
