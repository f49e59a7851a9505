"""How hard people try, and at what: the effort of a week over hunting and farming.

A person weighs what effort brings against what it costs them (Holmström & Milgrom 1991): l'e - e'Ce/2 over a box, with
C = [[1, g], [g, 1]] since the two tasks compete for the same hours.  What effort brings is one's own drive, what a
plan pays for one more sale as far as one expects to sell it (dossier 17.2), and what a manager asks for (16).
"""

from __future__ import annotations

from math import erf, exp, inf, pi, sqrt
from typing import Literal, NamedTuple, Self

from pydantic import field_validator, model_validator

from simsales.policies.base import Policy
from simsales.policies.pay_curve import Curve
from simsales.policies.quota import Quota
from simsales.words.quantities import Amount, NonNegative, Positive, Share, parameter, shown

_DOSSIER = "dossier 17.2, assumed"
_QUARTER = 13.0  # w


class Efforts(NamedTuple):
    """Effort at the two tasks, or what draws somebody to each."""

    hunting: float
    farming: float


class Bounds(NamedTuple):
    """The least and the most effort at a task."""

    least: float
    most: float


class Prospect(NamedTuple):
    """What somebody believes the rest of a period holds."""

    sales: float  # EUR credited so far
    expected: float  # EUR still to come
    spread: float  # its standard deviation, EUR


# --- what pays ----------------------------------------------------------------------------------------------


def marginal_pay(curve: Curve, prospect: Prospect) -> float:
    """What one more EUR of expected sales brings in expected pay, EUR, where the rest is believed to be normal.

    A rate counts with the chance of ending where it holds, a jump with the density there: for a bonus B at a quota Q
    that is B phi(z) / spread with z = (Q - sales - expected) / spread, large when the quota is close and the period
    nearly over, next to nothing where it is hopeless or safe.
    """
    end, spread = prospect.sales + prospect.expected, prospect.spread
    paid = sum(
        part.rate * (_below(part.high, end, spread) - _below(part.low, end, spread)) for part in curve.parts
    )
    return paid + sum(jump.amount * _density(jump.at, end, spread) for jump in curve.jumps)


def expected_pay(curve: Curve, prospect: Prospect) -> float:
    """What somebody believes a period's sales to bring, EUR."""
    end, spread = prospect.sales + prospect.expected, prospect.spread
    paid = sum(
        part.rate * (_excess(part.low, end, spread) - _excess(part.high, end, spread)) for part in curve.parts
    )
    return paid + sum(jump.amount * chance_to_reach(jump.at, prospect) for jump in curve.jumps)


def chance_to_reach(mark: float, prospect: Prospect) -> float:
    """How likely somebody believes sales to reach a mark, EUR, by the end of the period."""
    return 1.0 - _below(mark, prospect.sales + prospect.expected, prospect.spread)


def _below(mark: float, mean: float, spread: float) -> float:
    if mark == inf:
        return 1.0
    if spread == 0.0:
        return 0.0 if mark <= mean else 1.0
    return 0.5 * (1.0 + erf((mark - mean) / (spread * sqrt(2.0))))


def _excess(mark: float, mean: float, spread: float) -> float:
    """Expected sales beyond a mark, EUR; beyond none at all, whatever the belief says of sales below 0."""
    if mark == inf:
        return 0.0
    if mark == -inf:
        return mean
    above = 1.0 - _below(mark, mean, spread)
    return (mean - mark) * above + spread * spread * _density(mark, mean, spread)


def _density(mark: float, mean: float, spread: float) -> float:
    if spread == 0.0:
        return 0.0
    z = (mark - mean) / spread
    return exp(-0.5 * z * z) / (spread * sqrt(2.0 * pi))


# --- what is done -------------------------------------------------------------------------------------------


def interior_effort(pull: Efforts, substitution: float) -> Efforts:
    """The effort that suits best where nothing bounds it: C^-1 l."""
    left = 1.0 - substitution * substitution
    return Efforts(
        (pull.hunting - substitution * pull.farming) / left,
        (pull.farming - substitution * pull.hunting) / left,
    )


def best_effort(pull: Efforts, substitution: float, hunting: Bounds, farming: Bounds) -> Efforts:
    """The effort that suits best within bounds: the interior point, or else the best point of the four edges.

    Cutting the interior point off task by task would not be the best: where hunting is at its most, farming is freed
    of some of the rivalry.
    """
    inside = interior_effort(pull, substitution)
    if _within(inside.hunting, hunting) and _within(inside.farming, farming):
        return inside
    edges = [Efforts(x, _clipped(pull.farming - substitution * x, farming)) for x in hunting]
    edges += [Efforts(_clipped(pull.hunting - substitution * y, hunting), y) for y in farming]
    return max(edges, key=lambda effort: _worth(effort, pull, substitution))


def _worth(effort: Efforts, pull: Efforts, substitution: float) -> float:
    gain = pull.hunting * effort.hunting + pull.farming * effort.farming
    both = 2.0 * substitution * effort.hunting * effort.farming
    return gain - 0.5 * (effort.hunting**2 + both + effort.farming**2)


def _within(value: float, bounds: Bounds) -> bool:
    return bounds.least <= value <= bounds.most


def _clipped(value: float, bounds: Bounds) -> float:
    return min(max(value, bounds.least), bounds.most)


# --- people -------------------------------------------------------------------------------------------------


class Choosing(Policy):
    """How people choose the effort of a week, and what they believe about their own sales."""

    kind: Literal["weekly"] = "weekly"
    usual: Positive = parameter(
        0.8,
        help="effort at each task of whom neither pay nor control moves",
        range=(0.4, 1.2),
        source=_DOSSIER,
    )
    substitution: Share = parameter(
        0.5, help="how much the two tasks compete; less than 1", range=(0.2, 0.8), source=_DOSSIER
    )
    worth: Positive = parameter(
        2_600.0,
        help="pay a week that moves a person's drive by 1",
        unit="EUR",
        range=(1_500, 5_000),
        source=_DOSSIER,
    )
    elasticity: NonNegative = parameter(
        0.6, help="per cent more deals expected of one per cent more hunting", range=(0.3, 1), source=_DOSSIER
    )
    farming_elasticity: NonNegative = parameter(
        0.2, help="per cent more orders expected of one per cent more farming", range=(0, 0.6)
    )
    least_hunting: NonNegative = parameter(
        0.2, help="hunting that nobody leaves out", range=(0, 0.5), source=_DOSSIER
    )
    most: Positive = parameter(1.9, help="most effort at a task", range=(1.2, 2.5), source=_DOSSIER)
    deals: Amount = parameter(
        11_400.0,
        help="deals that somebody who owns deals expects to win in a week",
        unit="EUR",
        range=(1_000, 100_000),
        source="dossier C, 148,000 EUR in a hunter's quarter",
    )
    orders: Amount = parameter(
        83_000.0,
        help="orders that somebody who owns customers expects of them in a week",
        unit="EUR",
        range=(1_000, 500_000),
        source="measured at Norddrive, 4.3 million EUR a year",
    )
    spread: NonNegative = parameter(
        1.06,
        help="standard deviation over mean of a quarter's deals, as people believe",
        range=(0.3, 2),
        source="dossier C, a hunter's quarter",
    )
    orders_spread: NonNegative = parameter(
        0.1, help="standard deviation over mean of a quarter's orders, as people believe", range=(0, 0.5)
    )
    looks_ahead: Share = parameter(
        0.9,
        help="weight of the next period against this one, less than 1; 0: nobody thinks of the quota to come",
        range=(0, 0.97),
        source="dossier 17.5",
    )

    @field_validator("substitution", "looks_ahead")
    @classmethod
    def _is_less_than_all(cls, value: float) -> float:
        if value >= 1.0:
            raise ValueError(f"must be less than 1, found {shown(value)}")
        return value

    @model_validator(mode="after")
    def _usual_lies_between(self) -> Self:
        if not self.least_hunting <= self.usual <= self.most:
            raise ValueError(
                "must have a usual effort between least_hunting and most, found "
                f"{self.usual:g} outside {self.least_hunting:g} to {self.most:g}; change one of them"
            )
        return self

    def efforts(self, pull: Efforts, least_farming: float = 0.0) -> Efforts:
        """The effort of a week, given what draws a person to each task beyond their own drive, usual (1 + g).

        Whoever has a target falls not below `least_farming` of the usual.  Reckoned from the usual effort, which is
        the best one where nothing draws, to the last bit.
        """
        least, usual, most = self.least_hunting, self.usual, self.most
        beyond = best_effort(
            pull,
            self.substitution,
            Bounds(least - usual, most - usual),
            Bounds(min(least_farming * usual, most) - usual, most - usual),
        )
        return Efforts(usual + beyond.hunting, usual + beyond.farming)

    def pull(self, pay_for_hunting: float, pay_for_farming: float) -> Efforts:
        """What pay for one more EUR of sales at each task does to a person, b = elasticity (m / e0) pay / worth."""
        return Efforts(
            self.elasticity * self.deals / self.usual * pay_for_hunting / self.worth,
            self.farming_elasticity * self.orders / self.usual * pay_for_farming / self.worth,
        )

    def outlook(self, sales: float, weeks: float, deals: float, orders: float) -> Prospect:
        """What the rest of a period holds, where a week brings so many EUR of deals and of orders, as credited."""
        spread = sqrt((self.spread * deals) ** 2 + (self.orders_spread * orders) ** 2)
        return Prospect(sales, weeks * (deals + orders), spread * sqrt(_QUARTER * weeks))


def cost_of_ratchet(
    quota: Quota, asked: float, now: Prospect, whole: Prospect, loss: float, weight: float
) -> float:
    """Pay that one more EUR sold in this period costs in all later ones, EUR, through the quotas they ask for.

    `asked` EUR is the quota in force, `whole` what a whole period is believed to hold, `loss` the pay that one EUR more
    of a quota costs in its period; each period counts `weight` of the one before.  A quota that was raised by 1 still
    stands at 1 - up P(above) - down P(below) a period later, so that the periods add up to a geometric sum.
    """
    highest = asked * (1.0 + quota.most / quota.up) if quota.up else asked
    lowest = asked * (1.0 - quota.most / quota.down) if quota.down else asked
    moved = quota.up * (chance_to_reach(asked, now) - chance_to_reach(highest, now))
    moved += quota.down * (chance_to_reach(lowest, now) - chance_to_reach(asked, now))
    above = chance_to_reach(asked, whole)
    stays = 1.0 - quota.up * above - quota.down * (1.0 - above)
    return weight * moved * loss / (1.0 - weight * stays)


class Achieving(Policy):
    """What effort does: more prospects, better odds, faster decisions (Albers et al. 2010 for their sum)."""

    kind: Literal["powers"] = "powers"
    feed: NonNegative = parameter(
        0.15,
        help="exponent on the flow of leads, of the team's mean effort over eight weeks",
        range=(0, 0.3),
        source="dossier 17.3",
    )
    win: NonNegative = parameter(
        0.19, help="exponent on the odds of winning, over all gates", range=(0, 0.4), source="dossier 17.3"
    )
    speed: NonNegative = parameter(
        0.8,
        help="exponent on how fast the buyer decides at closing; it moves deals in time and saves none",
        range=(0, 1),
        source="dossier 17.3",
    )

    def gate(self, effort: float, gates: int) -> float:
        """Factor on the chance of passing one of so many gates; `effort` over the usual."""
        return float(effort ** (self.win / gates))

    def pace(self, effort: float) -> float:
        """Factor on the buyer's time to decide at closing."""
        return float(effort**-self.speed)

    def flow(self, effort: float) -> float:
        """Factor on the flow of leads."""
        return float(effort**self.feed)
