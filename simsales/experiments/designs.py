"""Which combinations of values a study plays: a full grid, a Latin hypercube, or a Sobol sequence."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from simsales.experiments.levers import Lever
from simsales.experiments.selection import Numbers
from simsales.scenario.changes import toml
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.scenario import Scenario

Design = Literal["grid", "latin", "sobol"]
DESIGNS = ("grid", "latin", "sobol")
LEVELS, POINTS = 5, 32
MOST_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Point:
    """One combination of values, by key."""

    values: Mapping[str, Any]

    @property
    def label(self) -> str:
        """The values in a line."""
        return ", ".join(f"{key} = {toml(value)}" for key, value in self.values.items())

    def of(self, scenario: "Scenario") -> "Scenario":
        """The scenario with these values; ScenarioError where they do not go together."""
        return scenario.but(self.values, name=self.label) if self.values else scenario


def design_of(
    levers: Sequence[Lever], design: str, points: int | None = None, levels: int | None = None, seed: int = 1
) -> list[Point]:
    """The points of a design, each once, in a fixed order.

    A grid crosses all choices, and `levels` values of each range.  A Latin hypercube puts one point into each of
    `points` slices of every key; a Sobol sequence (scrambled) fills the box evenly, best with a power of two.
    """
    if design not in DESIGNS:
        raise InputError(f"--design: must be a known design, found {design!r}{nearest(design, DESIGNS)}")
    if design == "grid":
        if points is not None:
            raise InputError("--points: must be left away with a grid, which has --levels of each range")
        columns = [lever.levels(levels or LEVELS) for lever in levers]
        _must_be_playable(math.prod(map(len, columns)))
        combined = list(itertools.product(*columns))
    else:
        if levels is not None:
            raise InputError(f"--levels: must be left away with {design}, which has --points in all")
        _must_be_playable(points or POINTS)
        combined = placed(levers, unit_points(design, len(levers), points or POINTS, seed))
    keys = [lever.key for lever in levers]
    found = [Point(dict(zip(keys, values, strict=True))) for values in combined]
    return list({point.label: point for point in found}.values())


def placed(levers: Sequence[Lever], shares: Numbers) -> list[tuple[Any, ...]]:
    """The values at points of the unit cube, a row each."""
    return [tuple(lever.at(float(share)) for lever, share in zip(levers, row, strict=True)) for row in shares]


def unit_points(design: str, dimensions: int, points: int, seed: int) -> Numbers:
    """Points of the unit cube, a row each; the same seed gives the same."""
    import warnings

    from scipy.stats import qmc

    luck = np.random.default_rng([seed, dimensions])
    if design == "latin":
        return np.asarray(qmc.LatinHypercube(dimensions, seed=luck).random(points))
    with warnings.catch_warnings():  # a number of points that is no power of two is allowed, if less even
        warnings.simplefilter("ignore", UserWarning)
        return np.asarray(qmc.Sobol(dimensions, seed=luck).random(points))


def _must_be_playable(points: int) -> None:
    if not 1 <= points <= MOST_POINTS:
        raise InputError(
            f"--vary: must make from 1 to {MOST_POINTS:_} points, found {points:_}; take fewer values or keys, "
            "or --design sobol --points N"
        )
