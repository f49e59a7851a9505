"""Scenarios: the company and the decisions to try, read from files and unchangeable from then on."""

from typing import TYPE_CHECKING, Any

from simsales.scenario.changes import Change
from simsales.scenario.loading import load

__all__ = ["Change", "Scenario", "load"]

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario


def __getattr__(name: str) -> Any:
    # the model is the largest room of this floor, and the only one that needs the instruments
    if name == "Scenario":
        from simsales.scenario.model import Scenario

        return Scenario
    raise AttributeError(f"module 'simsales.scenario' has no attribute {name!r}")
