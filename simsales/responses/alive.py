"""Whether somebody who has not ordered for a while is still a customer: the BG/NBD model of the firm's records.

`P(alive | x, t_x, T) = 1 / (1 + a/(b + x - 1) ((alpha + T)/(alpha + t_x))^(r + x))` after x repeat orders, the
last at t_x, known for T; for x = 0 it is 1, because nobody leaves before a first repeat order (Fader, Hardie &
Lee 2005).
"""

from __future__ import annotations

from math import exp, log1p
from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Positive, parameter


class Believed(Policy):
    """What the firm's records say about a segment: how often customers order, and how they leave."""

    kind: Literal["bg_nbd"] = "bg_nbd"
    rate_cv: Positive = parameter(
        0.5, help="how much order rates are taken to differ between customers", range=(0.1, 2)
    )
    chance_weight: Positive = parameter(
        1.0, help="first parameter of the Beta law of chances to leave at an order", range=(0.2, 5)
    )

    def alive(self, orders: int, last: float, known: float, rate: float, churn: float) -> float:
        """P(alive) after `orders` repeat orders, the last `last` years after the first one, `known` years on.

        `rate` orders and `churn` losses are expected of a customer a year.
        """
        if orders == 0 or churn <= 0.0:
            return 1.0
        shape = 1.0 / self.rate_cv**2
        later = self.chance_weight * (rate / churn - 1.0)
        return p_alive(orders, last, known, shape, shape / rate, self.chance_weight, max(later, 1e-3))


def p_alive(x: int, last: float, known: float, r: float, alpha: float, a: float, b: float) -> float:
    """Probability that a customer is still alive; times in the unit of `alpha`."""
    if x == 0:
        return 1.0
    log_ratio = log1p((known - last) / (alpha + last))
    exponent = (r + x) * log_ratio
    return 1.0 / (1.0 + a / (b + x - 1.0) * exp(min(exponent, 700.0)))
