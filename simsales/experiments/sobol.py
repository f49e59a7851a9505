"""How much of the variance of a KPI each parameter explains: Sobol indices, with the share of luck beside them.

Two samples A and B of n points come from one Sobol sequence, and for each parameter a third takes that
parameter's column from B and the rest from A.  First-order and total indices are those of Saltelli et al.
(2010), by `scipy.stats.sobol_indices`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simsales.experiments.designs import Point, placed, unit_points
from simsales.experiments.findings import Entry, Findings
from simsales.experiments.levers import Lever
from simsales.experiments.noise import Shares, shares
from simsales.experiments.selection import Numbers

POINTS = 64
LEVEL = 0.95
_RESAMPLES = 200


@dataclass(frozen=True, slots=True)
class Index(Entry):
    """Shares of the variance of the mean KPI between points.

    `first` is what a parameter explains alone, `total` what it has a part in; each with a bootstrap interval at
    95 % over the points.
    """

    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


@dataclass(frozen=True, slots=True, repr=False)
class Indices(Findings[Index]):
    """The Sobol indices of all parameters for a KPI, the largest total first, and how much of all is luck."""

    scenario: str
    kpi: str
    unit: str
    entries: tuple[Index, ...]
    points: int
    replications: int
    shares: Shares
    seed: int
    left_out: tuple[tuple[str, str], ...] = ()

    def _sentences(self) -> Sequence[str]:
        return [self.shares.sentence(self.kpi), *Findings._sentences(self)]

    def _title(self) -> str:
        return (
            f"What explains {self.kpi} ({self.unit}) of {self.scenario}: shares of the variance of its mean (Sobol), "
            f"{self.points} points, {self.replications} paired replications, seed {self.seed}"
        )

    def _table(self) -> tuple[list[str], list[list[str]]]:
        header = ["parameter", "from", "to", "alone", "95 % interval", "in all", "95 % interval"]
        return header, [
            [
                each.key,
                str(each.low),
                str(each.high),
                f"{each.first:.3f}",
                f"{each.first_low:.3f} … {each.first_high:.3f}",
                f"{each.total:.3f}",
                f"{each.total_low:.3f} … {each.total_high:.3f}",
            ]
            for each in self.entries
        ]


@dataclass(frozen=True, slots=True)
class Samples:
    """The design: `points` of A, of B, and of A with each parameter's column from B, one after another."""

    levers: tuple[Lever, ...]
    points: tuple[Point, ...]
    size: int

    def indices(self, values: Numbers, seed: int) -> tuple[Index, ...]:
        """The indices that values by replication (rows) and point (columns) show, the largest total first."""
        mean = values.mean(axis=0).reshape(2 + len(self.levers), self.size)
        first, total = _indices(mean)
        luck = np.random.default_rng([seed, self.size])
        drawn = (mean[:, luck.integers(self.size, size=self.size)] for _ in range(_RESAMPLES))
        again = np.array([_indices(resample) for resample in drawn])  # resample, which index, parameter
        low, high = np.quantile(again, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
        found = [
            Index(
                lever.key,
                *(lever.ends()[0], lever.ends()[-1]),
                *(float(first[place]), float(low[0, place]), float(high[0, place])),
                *(float(total[place]), float(low[1, place]), float(high[1, place])),
            )
            for place, lever in enumerate(self.levers)
        ]
        return tuple(sorted(found, key=lambda index: -index.total))


def samples_of(levers: Sequence[Lever], size: int, seed: int) -> Samples:
    """A design of size x (parameters + 2) points; `size` is a power of two."""
    both = unit_points("sobol", 2 * len(levers), size, seed)
    a, b = both[:, : len(levers)], both[:, len(levers) :]
    crossed = [np.where(np.arange(len(levers)) == place, b, a) for place in range(len(levers))]
    keys = [lever.key for lever in levers]
    points = [
        Point(dict(zip(keys, row, strict=True))) for row in placed(levers, np.concatenate([a, b, *crossed]))
    ]
    return Samples(tuple(levers), tuple(points), size)


def indices_of(design: Samples, values: Numbers, scenario: str, kpi: str, unit: str, seed: int) -> Indices:
    """The indices that values at the points of a design show; luck is weighed over A and B, which are independent."""
    found, parts = design.indices(values, seed), shares(values[:, : 2 * design.size])
    return Indices(scenario, kpi, unit, found, len(design.points), len(values), parts, seed)


def _indices(mean: Numbers) -> tuple[Numbers, Numbers]:
    """First-order and total indices of values at A, B and each crossing of the two (rows)."""
    from scipy.stats import sobol_indices

    # Told twice: scipy 1.17 and before cannot write the index of one output of one parameter.
    twice = np.repeat(mean[:, None], 2, axis=1)
    found = sobol_indices(func={"f_A": twice[0], "f_B": twice[1], "f_AB": twice[2:]}, n=mean.shape[1])
    first, total = (np.reshape(index, (2, -1))[0] for index in (found.first_order, found.total_order))
    return first, total
