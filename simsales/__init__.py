"""Play a sales department over and over, and see what a policy is worth.

Names are looked up when first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "load": "simsales.scenario",
    "Scenario": "simsales.scenario",
    "play": "simsales.processes.play",
    "EventLog": "simsales.instruments.eventlog",
    "measure": "simsales.kpis",
    "run": "simsales.experiments.experiment",
    "compare": "simsales.experiments.experiment",
    "rank": "simsales.experiments.ranking",
    "pareto": "simsales.experiments.pareto",
    "sweep": "simsales.experiments.sweeping",
    "transition": "simsales.experiments.transition",
    "sensitivity": "simsales.experiments.sensitivity",
    "optimise": "simsales.experiments.optimising",
    "Results": "simsales.experiments.results",
    "why": "simsales.experiments.why",
    "assumptions": "simsales.experiments.assumptions",
    "spreadsheet": "simsales.experiments.spreadsheet",
    "SimSalesError": "simsales.words.errors",
}
_ROOMS = ("journeys", "kpis", "plots")

__all__ = [
    "EventLog",
    "Results",
    "Scenario",
    "SimSalesError",
    "__version__",
    "assumptions",
    "compare",
    "journeys",
    "kpis",
    "load",
    "measure",
    "optimise",
    "pareto",
    "play",
    "plots",
    "rank",
    "run",
    "sensitivity",
    "spreadsheet",
    "sweep",
    "transition",
    "why",
]

if TYPE_CHECKING:
    from simsales import journeys, kpis, plots
    from simsales.experiments.assumptions import assumptions
    from simsales.experiments.experiment import compare, run
    from simsales.experiments.optimising import optimise
    from simsales.experiments.pareto import pareto
    from simsales.experiments.ranking import rank
    from simsales.experiments.results import Results
    from simsales.experiments.sensitivity import sensitivity
    from simsales.experiments.spreadsheet import spreadsheet
    from simsales.experiments.sweeping import sweep
    from simsales.experiments.transition import transition
    from simsales.experiments.why import why
    from simsales.instruments.eventlog import EventLog
    from simsales.kpis import measure
    from simsales.processes.play import play
    from simsales.scenario import Scenario, load
    from simsales.words.errors import SimSalesError


def __getattr__(name: str) -> Any:
    """Fetch a public name from its room the first time somebody asks for it."""
    if name in _ROOMS:
        return import_module(f"simsales.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'simsales' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
