"""Which parameters matter at all: Morris's screen by elementary effects.

Morris (1991), *Factorial sampling plans for preliminary computational experiments*, Technometrics 33(2), with
the mean of absolute effects of Campolongo, Cariboni and Saltelli (2007).  A trajectory starts anywhere on a
grid of four levels and moves each parameter once, by two thirds of its range; what the KPI does at a move is
that parameter's elementary effect, here for the whole range.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simsales.experiments.designs import Point
from simsales.experiments.findings import Entry, Findings
from simsales.experiments.levers import Lever
from simsales.experiments.noise import Shares, shares
from simsales.experiments.selection import Numbers
from simsales.experiments.tables import number, signed

TRAJECTORIES = 10
_LEVELS = 4
_STEP = _LEVELS / (2 * (_LEVELS - 1))


@dataclass(frozen=True, slots=True)
class Effect(Entry):
    """What one parameter does over its whole range, from `low` to `high`.

    `mean` is the mean elementary effect, `strength` the mean of its absolute values (what to rank by), `spread`
    its standard deviation over trajectories: large where the effect is bent or depends on other parameters.  `error`
    is the standard error of the mean that is due to the luck of the replications.
    """

    mean: float
    strength: float
    spread: float
    error: float


@dataclass(frozen=True, slots=True, repr=False)
class Screen(Findings[Effect]):
    """The elementary effects of all parameters on a KPI, the strongest first, and how much of all is luck."""

    scenario: str
    kpi: str
    unit: str
    entries: tuple[Effect, ...]
    trajectories: int
    replications: int
    shares: Shares
    seed: int
    left_out: tuple[tuple[str, str], ...] = ()

    def _sentences(self) -> Sequence[str]:
        return [self.shares.sentence(self.kpi), *Findings._sentences(self)]

    def _title(self) -> str:
        return (
            f"What moves {self.kpi} ({self.unit}) of {self.scenario}: effects of whole ranges (Morris), "
            f"{self.trajectories} trajectories, {self.replications} paired replications, seed {self.seed}"
        )

    def _table(self) -> tuple[list[str], list[list[str]]]:
        header = ["parameter", "from", "to", "strength", "mean effect", "± luck", "spread"]
        scale = max((each.strength for each in self.entries), default=0.0)
        return header, [
            [
                each.key,
                str(each.low),
                str(each.high),
                number(each.strength, scale),
                signed(each.mean, scale),
                number(each.error, scale),
                number(each.spread, scale),
            ]
            for each in self.entries
        ]


@dataclass(frozen=True, slots=True)
class Trajectories:
    """The design: points in order, `shares` of the way along each range that they really are at, and what moved."""

    levers: tuple[Lever, ...]
    points: tuple[Point, ...]
    shares: Numbers
    moved: tuple[tuple[int, ...], ...]

    def effects(self, values: Numbers) -> tuple[Effect, ...]:
        """The effects that values by replication (rows) and point (columns) show, the strongest first."""
        effects = self._elementary(values)  # replication, trajectory, parameter
        typical, per_luck = effects.mean(axis=0), effects.mean(axis=1)
        many, replications = len(typical) > 1, len(values)
        found = []
        for place, lever in enumerate(self.levers):
            own = typical[:, place]
            luck = float(np.std(per_luck[:, place], ddof=1)) if replications > 1 else math.nan
            found.append(
                Effect(
                    lever.key,
                    lever.nearest(0.0)[0],
                    lever.nearest(1.0)[0],
                    float(own.mean()),
                    float(np.abs(own).mean()),
                    float(np.std(own, ddof=1)) if many else math.nan,
                    luck / math.sqrt(replications),
                )
            )
        return tuple(sorted(found, key=lambda effect: -effect.strength))

    def _elementary(self, values: Numbers) -> Numbers:
        dimensions = len(self.levers)
        effects = np.empty((len(values), len(self.moved), dimensions))
        for trajectory, order in enumerate(self.moved):
            start = trajectory * (dimensions + 1)
            for step, place in enumerate(order, start=start):
                way = self.shares[step + 1, place] - self.shares[step, place]
                effects[:, trajectory, place] = (values[:, step + 1] - values[:, step]) / way
        return effects


def trajectories_of(levers: Sequence[Lever], trajectories: int, seed: int) -> Trajectories:
    """A design of so many trajectories, each of one point more than there are parameters."""
    luck = np.random.default_rng([seed, len(levers)])
    points, found, moved = [], [], []
    for _ in range(trajectories):
        place = luck.integers(_LEVELS, size=len(levers)) / (_LEVELS - 1)
        order = tuple(map(int, luck.permutation(len(levers))))
        moved.append(order)
        way = [place.copy()]
        for parameter in order:
            place[parameter] += _STEP if place[parameter] < 0.5 else -_STEP
            way.append(place.copy())
        for row in way:
            reached = [lever.nearest(float(share)) for lever, share in zip(levers, row, strict=True)]
            points.append(
                Point({lever.key: value for lever, (value, _) in zip(levers, reached, strict=True)})
            )
            found.append([share for _, share in reached])
    return Trajectories(tuple(levers), tuple(points), np.array(found), tuple(moved))


def screen_of(design: Trajectories, values: Numbers, scenario: str, kpi: str, unit: str, seed: int) -> Screen:
    """The screen that values at the points of a design show."""
    effects, parts = design.effects(values), shares(values)
    return Screen(scenario, kpi, unit, effects, len(design.moved), len(values), parts, seed)
