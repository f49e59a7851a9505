"""What the same guarantee would have cost had every candidate been played equally often.

Two classical procedures in two stages, reckoned from the very first stage that was played: a variance from the
first n replications says how many all candidates must be given.
"""

import math

import numpy as np

from simsales.experiments.selection import Numbers, spreads

_QUANTILES = 300  # enough for a thousandth of Rinott's constant


def paired_needed(values: Numbers, worth: float, confidence: float = 0.95) -> int:
    """Replications of each candidate with common luck: Clark and Yang (1986), Bonferroni on paired differences.

    The largest of (t S / worth)² over all pairs, S² being the variance of the pair's differences in the first
    stage (rows of `values`; columns are candidates) and t the quantile of Student's t with n - 1 degrees of
    freedom at 1 - (1 - confidence) / (k - 1).
    """
    from scipy.special import stdtrit

    first, candidates = values.shape
    quantile = float(stdtrit(first - 1, 1 - (1 - confidence) / (candidates - 1)))
    return max(first, math.ceil(quantile**2 * float(spreads(values).max()) / worth**2))


def unpaired_needed(values: Numbers, worth: float, confidence: float = 0.95) -> int:
    """Replications of each candidate with luck of its own: Rinott (1978), (h S / worth)² for the largest S²."""
    first, candidates = values.shape
    variance = float(np.var(values, axis=0, ddof=1).max())
    return max(first, math.ceil(rinott(candidates, first, confidence) ** 2 * variance / worth**2))


def rinott(candidates: int, first: int, confidence: float = 0.95) -> float:
    """Rinott's constant h: the chance that the best of k is ahead of k - 1 independent rivals is `confidence`.

    It solves E_y (E_x Φ(h / sqrt((n - 1) (1 / x + 1 / y))))^(k - 1) = confidence, where x and y are chi-squared
    with n - 1 degrees of freedom.  Both expectations are midpoint sums over quantiles.
    """
    from scipy.optimize import brentq
    from scipy.special import gammaincinv, ndtr

    freedom = first - 1
    middles = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
    inverse = 1 / (2 * gammaincinv(freedom / 2, middles))
    spread = np.sqrt(freedom * (inverse[:, None] + inverse[None, :]))

    def short(h: float) -> float:
        return float(np.mean(np.mean(ndtr(h / spread), axis=1) ** (candidates - 1))) - confidence

    return float(brentq(short, 0.0, 1000.0))
