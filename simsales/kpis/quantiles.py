"""Quantiles over the cases of a window, which remember the cases that they were taken of."""

from __future__ import annotations

from math import ceil

import numpy as np

from simsales.kpis.window import Times


class Quantile(float):
    """A quantile as a number like any other; `cases` and `share` say what it is of.

    In what is measured and kept it is a plain number; only whoever asks for the figure itself sees the cases, to pool
    them over replications.
    """

    cases: Times
    share: float


def quantile(values: Times, share: float) -> Quantile:
    """The smallest value that at least this share does not exceed; NaN where it is infinite or missing."""
    found = np.nan
    if len(values):
        found = float(np.sort(values)[max(ceil(share * len(values) - 1e-9), 1) - 1])
    number = Quantile(found if np.isfinite(found) else np.nan)
    number.cases, number.share = values, share
    return number
