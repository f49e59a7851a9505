"""An exact split of a difference among the factors that changed, whatever their order.

The Shapley value (Shapley 1953) gives each factor the mean of what changing it adds, over all orders in which the
factors could be changed one after another.  The parts add up to the whole difference, a factor that changes nothing
gets nothing, and nobody has to say which factor came first (Shorrocks 2013 on decompositions by it).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
#: What factors come to together, case by case.
Worth = Callable[..., Numbers]


def shapley(worth: Worth, before: Sequence[Numbers], after: Sequence[Numbers]) -> list[Numbers]:
    """Each factor's part in ``worth(*after) - worth(*before)``, case by case; the factors are few (2^n evaluations)."""
    count = len(before)
    values = {
        frozenset(changed): np.asarray(worth(*(_of(n, changed, before, after) for n in range(count))))
        for size in range(count + 1)
        for changed in combinations(range(count), size)
    }
    parts = []
    for factor in range(count):
        part = np.zeros_like(values[frozenset()])
        for changed, value in values.items():
            if factor not in changed:
                weight = factorial(len(changed)) * factorial(count - len(changed) - 1) / factorial(count)
                part = part + weight * (values[changed | {factor}] - value)
        parts.append(part)
    return parts


def _of(factor: int, changed: Sequence[int], before: Sequence[Numbers], after: Sequence[Numbers]) -> Numbers:
    return after[factor] if factor in changed else before[factor]
