"""Charts are drawn without a screen, of results written by hand."""

import matplotlib
import pytest

from simsales.experiments.replications import Outcome
from simsales.experiments.results import Results
from simsales.scenario import Scenario

matplotlib.use("Agg")

FIGURES = {
    "contribution": (100.0, 130.0),
    "wins": (10.0, 14.0),
    "cycle_time": (60.0, 55.0),
    "leads": (1000.0, 1000.0),
    "contacted": (500.0, 500.0),
    "qualified": (250.0, 260.0),
    "opportunities": (200.0, 220.0),
    "entries.prospecting": (1000.0, 1000.0),
    "entries.pre_approach": (200.0, 220.0),
    "entries.approach": (180.0, 200.0),
    "entries.closing": (40.0, 50.0),
    "entries.follow_up": (10.0, 14.0),
    "utilisation.sdr": (0.6, 0.6),
    "utilisation.hunter": (0.9, 0.7),
    "wait.sdr": (1.0, 1.0),
    "wait.hunter": (12.0, 4.0),
}


@pytest.fixture
def results():
    """Three replications of a base and a scenario with more people, which differ by what FIGURES says."""
    names = ("base", "more")
    outcomes = {
        name: {
            n: Outcome(
                name,
                name,
                1,
                n,
                {k: v[place] * (1 + n * (0.01 + 0.01 * place)) for k, v in FIGURES.items()},
                None,
                0.1,
            )
            for n in range(3)
        }
        for place, name in enumerate(names)
    }
    scenarios = {name: Scenario().but({"run.seed": 1}, name=name) for name in names}
    return Results(scenarios, outcomes, 3, 1)
