"""Results written by hand, for tests of what is read from them."""

import math

from simsales.experiments.replications import Outcome
from simsales.experiments.results import Results
from simsales.kpis import Catalogue, Kpi
from simsales.scenario import Scenario

CATALOGUE = Catalogue()
for name, unit, better in (
    ("contribution", "EUR", "higher"),
    ("wait", "h", "lower"),
    ("leads", "leads", "neither"),
):
    CATALOGUE.add(Kpi(name, f"the {name}", unit, better))


def knows_three_kpis(monkeypatch):
    for room in ("results", "comparison", "ranking", "pareto", "sweeping", "sensitivity"):
        monkeypatch.setattr(f"simsales.experiments.{room}.catalogue", lambda: CATALOGUE)


def outcome(name, number, kpis=None, error=None):
    return Outcome(f"key of {name}", name, 1, number, kpis, error, 0.5)


def results_of(**values):
    """One list of contributions per scenario, the first being the base; None is a failed replication."""
    outcomes = {
        name: {
            number: outcome(name, number, error="Boom: it failed")
            if value is None
            else outcome(name, number, {"contribution": value, "wait": value / 10, "leads": 7.0})
            for number, value in enumerate(row)
        }
        for name, row in values.items()
    }
    scenarios = {name: Scenario().but({"run.seed": 1}, name=name) for name in values}
    return Results(scenarios, outcomes, max(map(len, values.values())), 1)


def is_nan(value):
    return math.isnan(value)
