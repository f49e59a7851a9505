"""The interval of a mean: Student's t over a few replications."""

import math

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95


def interval(values: NDArray[np.float64], level: float = LEVEL) -> tuple[float, float]:
    """Bounds of the mean of these values at a level; NaN for fewer than two, the mean itself where all agree."""
    count = len(values)
    if count < 2:
        return math.nan, math.nan
    from scipy.special import stdtrit

    mean = float(values.mean())
    if np.all(values == values[0]):
        return mean, mean
    half = float(stdtrit(count - 1, 0.5 + level / 2)) * float(np.std(values, ddof=1)) / math.sqrt(count)
    return mean - half, mean + half
