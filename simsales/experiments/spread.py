"""The interval of a mean: Student's t over a few replications."""

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.intervals import half_width

LEVEL = 0.95


def interval(values: NDArray[np.float64], level: float = LEVEL) -> tuple[float, float]:
    """Bounds of the mean of these values at a level; NaN for fewer than two, the mean itself where all agree."""
    count = len(values)
    mean = float(values.mean()) if count else float("nan")
    spread = float(np.std(values, ddof=1)) if count > 1 and np.any(values != values[0]) else 0.0
    half = half_width("fixed", spread, count, level)
    return mean - half, mean + half
