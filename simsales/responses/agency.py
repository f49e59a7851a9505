"""What a firm should pay for if people answer to pay: the linear contract of Holmström & Milgrom (1987, 1991).

Output is k e + noise, effort costs e'Ce/2, and people dislike risk with coefficient r.  These are yardsticks to hold
plans against, used by no run: the noisier a result, the less it should be paid for, and what one task is paid for must
bow to what the other one loses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Pair = tuple[float, float]


class Contract(NamedTuple):
    """The best linear contract for one task."""

    commission: float
    effort: float
    certainty_equivalent: float


def best_contract(output: float, cost: float, risk_aversion: float, noise: float) -> Contract:
    """beta* = k^2 / (k^2 + r c sigma^2); `noise` is the standard deviation of the result."""
    share = output**2 / (output**2 + risk_aversion * cost * noise**2)
    effort = share * output / cost
    surplus = output * effort - 0.5 * cost * effort**2 - 0.5 * risk_aversion * share**2 * noise**2
    return Contract(share, effort, surplus)


def best_commissions(
    benefits: Pair, cost: Sequence[Pair], risk_aversion: float, variances: Pair
) -> tuple[float, float]:
    """alpha* = (I + r C Sigma)^-1 B for two tasks whose results have independent noise of these variances."""
    (a, b), (c, d) = (
        (
            1.0 + risk_aversion * cost[0][0] * variances[0],
            risk_aversion * cost[0][1] * variances[1],
        ),
        (
            risk_aversion * cost[1][0] * variances[0],
            1.0 + risk_aversion * cost[1][1] * variances[1],
        ),
    )
    whole = a * d - b * c
    return (d * benefits[0] - b * benefits[1]) / whole, (a * benefits[1] - c * benefits[0]) / whole
