"""Slices by name, and a way to say what was measured (`pytest tests/facts -rP` prints it)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simsales.scenario import load
from simsales.scenario.model import Scenario

SCENARIOS = Path(__file__).parent / "scenarios"


@pytest.fixture
def slice_of() -> Callable[..., Scenario]:
    """A slice of the company, with changes."""

    def find(name: str, **changes: object) -> Scenario:
        scenario = load(SCENARIOS / f"{name}.toml")
        return scenario.but(changes) if changes else scenario

    return find


@pytest.fixture
def evidence(request: pytest.FixtureRequest) -> Iterator[Callable[[str, object], None]]:
    """Tells a measured figure, and at the end how long the fact took."""
    begun = time.process_time()
    yield lambda label, found: print(f"{request.node.name}: {label}: {found}")
    print(f"{request.node.name}: {time.process_time() - begun:.1f} s")
