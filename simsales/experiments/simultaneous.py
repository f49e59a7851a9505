"""Intervals that hold together: at what level each must stand for all of many to cover the truth at 95 %.

Sixty differences at 95 % each miss three on average.  Here every replication is given a weight by chance, the same for
all that was measured in it, so that what depends on one another moves together: KPIs of one company, and scenarios
against one base.  How far the most extreme of the weighted means lies, again and again, says how far all intervals must
reach: the max-t multiplier bootstrap over whole replications (Chernozhukov, Chetverikov & Kato 2013; Romano & Wolf
2005), on the scale of probabilities, so that each interval is Student's with its own number of pairs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.tables import percent

Numbers = NDArray[np.float64]
DRAWS = 10_000
#: Fewer replications do not show what depends on what: with five, all intervals together held 90 % of the time.
FEWEST = 10
_CHUNK = 256
_PURPOSE = crc32(b"simultaneous intervals")


@dataclass(frozen=True, slots=True)
class Together:
    """The level at which each of so many intervals must stand for all to hold together at `level`.

    `bonferroni` is the level that does whatever depends on what; `each` is never above it, and never below `level`.
    """

    comparisons: int
    level: float
    each: float
    bonferroni: float
    method: Literal["max-t bootstrap", "Bonferroni"]

    def sentence(self) -> str:
        """What the mark in a table means."""
        if self.comparisons < 2:
            return "* the interval excludes 0."
        return (
            f"* excludes 0 even where all {self.comparisons} intervals are to hold together at {percent(self.level)}: "
            f"each at {percent(self.each)}, by {self.method}"
            + ("." if self.method == "Bonferroni" else f" (Bonferroni: {percent(self.bonferroni)}).")
        )


def by_bonferroni(comparisons: int, level: float) -> Together:
    """What holds whatever depends on what, and for intervals of any kind."""
    each = 1.0 - (1.0 - level) / max(comparisons, 1)
    return Together(comparisons, level, each, each, "Bonferroni")


def by_max_t(changes: Sequence[Mapping[int, float]], level: float, seed: int, draws: int = DRAWS) -> Together:
    """The level for each of these comparisons, whose paired differences are given by replication.

    A comparison in which all pairs agree, or that has fewer than two, takes no part.  Weights depend on the seed and on
    nothing else.  With fewer than ten replications it is Bonferroni's.
    """
    columns = [change for change in changes if len(set(change.values())) > 1]
    bound = by_bonferroni(len(columns), level)
    numbers = sorted(set().union(*columns))
    if len(columns) < 2 or len(numbers) < FEWEST:
        return bound
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_PURPOSE,)))
    weights = rng.standard_normal((draws, len(numbers)))
    furthest = np.zeros(draws)
    for begin in range(0, len(columns), _CHUNK):
        lines = np.column_stack([_standardised(c, numbers) for c in columns[begin : begin + _CHUNK]])
        np.maximum(furthest, np.abs(weights @ lines).max(axis=1), out=furthest)
    from scipy.special import ndtr

    miss = 1.0 - level
    chance = 2.0 * float(ndtr(-np.quantile(furthest, level)))
    each = 1.0 - min(max(chance, miss / len(columns)), miss)
    return Together(len(columns), level, each, bound.bonferroni, "max-t bootstrap")


def _standardised(change: Mapping[int, float], numbers: Sequence[int]) -> Numbers:
    """Deviations from the mean, of length one: weighed by standard normals they make a standard normal."""
    mean = float(np.mean(list(change.values())))
    deviations = np.array([change[number] - mean if number in change else 0.0 for number in numbers])
    return deviations / float(np.linalg.norm(deviations))
