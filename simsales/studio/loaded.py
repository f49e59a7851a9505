"""Scenarios that were asked for before are not read again: whoever types asks the same of three of four what-ifs.

A scenario is known by its file, how that and its parents were when they were read, and what is set on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from simsales.studio.places import Stamp, stamp_of

if TYPE_CHECKING:
    from simsales.experiments.parameters import Parameter
    from simsales.scenario import Scenario
    from simsales.scenario.changes import Change


@dataclass(frozen=True, eq=False)
class Loaded:
    """A scenario, and what is worked out of it when somebody asks."""

    scenario: "Scenario"

    @cached_property
    def key(self) -> str:
        """The digest of all that can change a result."""
        return self.scenario.content_key()

    @cached_property
    def parameters(self) -> "tuple[Parameter, ...]":
        """Every number that has a plausible range."""
        from simsales.experiments.parameters import parameters

        return parameters(self.scenario)

    def changes_on(self, base: "Loaded") -> "tuple[Change, ...]":
        """What differs from another scenario, old → new."""
        return _changes(base, self)


def loaded(folder: Path, path: Path, overrides: Sequence[str] = ()) -> Loaded:
    """The scenario of a file with overrides on top.  Raises ScenarioError with everything that is wrong."""
    return _loaded(path, stamp_of(folder, path), tuple(overrides))


@lru_cache(maxsize=64)
def _loaded(path: Path, stamp: Stamp, overrides: tuple[str, ...]) -> Loaded:
    from simsales.scenario import load

    return Loaded(load(path, overrides))


@lru_cache(maxsize=64)
def _changes(base: Loaded, other: Loaded) -> "tuple[Change, ...]":
    return tuple(other.scenario.changes_on(base.scenario))
