"""How sure a mean of pairs is: Student's interval for a number of pairs fixed beforehand, and one for every look.

Whoever stops as soon as an ordinary interval says what was hoped for stops at a moment when luck has spoken, and the
interval misses more often than it says.  The interval for every look covers the truth at all looks together with the
probability stated, so that one may stop whenever one likes.
"""

import math
from typing import Literal

#: Whether an interval is looked at once, after a number of pairs fixed beforehand, or after as many as one likes.
Rule = Literal["fixed", "any time"]

#: Variance of the standardised effects that the mixture looks for, chosen for 20 to 1,000 pairs: there the interval is
#: at most 12 % wider than with the best value for just that number.
MIXTURE = 0.2
_MOST_PAIRS = 1_000_000


def half_width(rule: Rule, spread: float, pairs: int, level: float) -> float:
    """Half the interval of the mean of so many pairs, whose standard deviation is `spread`.

    NaN where the pairs do not bound it: fewer than two, or so few that the interval for every look is the whole line.
    """
    if pairs < 2 or math.isnan(spread):
        return math.nan
    if spread == 0.0:
        return 0.0
    multiple = _student(pairs, level) if rule == "fixed" else _any_time(pairs, level)
    return multiple * spread / math.sqrt(pairs)


def p_exceeds(gain: float, worth: float, spread: float, pairs: int) -> float:
    """Probability that the mean gain exceeds `worth`: Student's t at (gain - worth) / standard error.

    Pairs that all agree leave no doubt: the probability is then 1 or 0.
    """
    if pairs < 2 or math.isnan(gain):
        return math.nan
    if spread == 0.0:
        return float(gain > worth)
    from scipy.special import stdtr

    return float(stdtr(pairs - 1, (gain - worth) / (spread / math.sqrt(pairs))))


def pairs_to_tell(rule: Rule, distance: float, spread: float, level: float) -> int | None:
    """The fewest pairs whose half-width falls below `distance`; None beyond a million, or for no distance.

    The half-width falls with every pair from the first at which it is finite, so that halving finds them.
    """
    if math.isnan(spread) or math.isnan(distance) or distance <= 0.0:
        return None

    def enough(pairs: int) -> bool:
        return half_width(rule, spread, pairs, level) < distance

    if not enough(_MOST_PAIRS):
        return None
    least, most = 1, 2
    while not enough(most):
        least, most = most, 2 * most
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (least, middle) if enough(middle) else (middle, most)
    return most


def _student(pairs: int, level: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(pairs - 1, 0.5 + level / 2))


def _any_time(pairs: int, level: float) -> float:
    """Standard errors on either side in the confidence sequence of the mixture t-martingale.

    For n pairs with mean m and standard error e, t = (m - mu) / e is weighed by what a normal effect of variance
    g sigma^2 would make of it, beside no effect, with a = 1 + n g:
        B = a^(-1/2) [(1 + t^2 / (n - 1)) / (1 + t^2 / (a (n - 1)))]^(n / 2),
    the Bayes factor of the t test with a normal prior on the effect size (Goenen et al. 2005).  B does not depend on
    sigma and is a martingale if mu is the mean, so that by Ville's inequality it ever reaches 1 / alpha with a
    probability of at most alpha (Robbins 1970; Lai 1976; Grünwald, de Heide & Koolen 2024; Wang & Ramdas 2025): exact
    for normal differences of unknown variance, at every number of pairs.  The interval holds all mu with
    B < 1 / alpha, which solved for t gives what stands below.
    """
    a = 1.0 + pairs * MIXTURE
    log_q = 2.0 / pairs * (0.5 * math.log(a) - math.log(1.0 - level))
    if log_q >= math.log(a):
        return math.nan
    q = math.exp(log_q)
    return math.sqrt((pairs - 1) * (q - 1.0) / (1.0 - q / a))
