"""What is done to raise the frequency of use."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from simsales.instruments.distribution import Hours
from simsales.policies.base import PolicyField
from simsales.policies.promotion import AnyPlan, Length, NoPromotion
from simsales.responses.promotion import Stockpiling
from simsales.responses.rewards import GoalGradient, Reaching
from simsales.responses.usage import Adoption
from simsales.scenario.base import Table
from simsales.scenario.company import Skippable, Work
from simsales.words.quantities import (
    CALENDAR_HOURS,
    Amount,
    Flag,
    Fraction,
    NonNegative,
    Positive,
    Share,
    parameter,
)


class Reward(Table):
    """A reward scheme: orders bring points, and enough of them a reward."""

    threshold: Positive = parameter(10.0, help="points to a reward", range=(3, 30))
    per_order: NonNegative = parameter(1.0, help="points for an order", range=(0, 5))
    per_thousand: NonNegative = parameter(0.0, help="points for a thousand EUR ordered", range=(0, 1))
    endowed: Share = parameter(
        0.15,
        help="part of the way that a new card seems to have behind it already; as many points are to go",
        range=(0, 0.3),
        source="dossier 5, after Kivetz et al. 2006",
    )
    worth: Amount = parameter("500 EUR", help="what a reward costs us", unit="EUR", range=(50, 5000))
    segments: tuple[str, ...] = parameter((), help="whom it is for; none named: everybody")
    striving: Annotated[GoalGradient, PolicyField()] = parameter(
        GoalGradient(), help="how customers strive for it"
    )

    @model_validator(mode="after")
    def _brings_points(self) -> Self:
        if self.per_order == 0 and self.per_thousand == 0:
            raise ValueError("must bring points per order or per thousand EUR, found 0 for both")
        return self


class RebateStep(Table):
    """Purchases of a year from which on a rebate is paid, on all of them."""

    threshold: Amount = Field(description="purchases of the year (EUR)")
    rate: Fraction = parameter(0.02, help="rebate on the year's purchases", range=(0.005, 0.06))


class Rebate(Table):
    """A yearly rebate, paid when the year of 52 weeks ends."""

    steps: tuple[RebateStep, ...] = parameter(
        ({"threshold": "60_000 EUR", "rate": 0.01}, {"threshold": "200_000 EUR", "rate": 0.02}),
        help="steps, in rising order",
    )
    window: Length = parameter(
        "4 w", help="before the end of the year, when customers look how far they are", range=("2 w", "13 w")
    )
    reaching: Annotated[Reaching, PolicyField()] = parameter(
        Reaching(), help="who hurries to reach a step, and how much"
    )

    @model_validator(mode="after")
    def _within_the_year(self) -> Self:
        if self.window.calendar_hours > CALENDAR_HOURS["y"]:
            raise ValueError(f"must have a window of at most the year that it ends, found '{self.window}'")
        return self

    @model_validator(mode="after")
    def _rising(self) -> Self:
        steps = [(step.threshold, step.rate) for step in self.steps]
        if not steps:
            raise ValueError("must have at least one step, found none")
        for (low, low_rate), (high, high_rate) in pairwise(steps):
            if not (low < high and low_rate < high_rate):
                found = f"{low_rate:.1%} from {low:,.0f} EUR before {high_rate:.1%} from {high:,.0f} EUR"
                raise ValueError(f"must have steps and rates that rise, found {found}")
        return self


class Programme(Work):
    """A usage programme: training, condition monitoring, or a stock at the customer's that we manage."""

    team: str = parameter("farmer", help="the team that sets it up at the customer's")
    hours: Hours = parameter("8 h", help="work of setting it up", unit="h", range=("2 h", "40 h"))
    setup: Amount = parameter("1_500 EUR", help="cost of setting it up", unit="EUR", range=(0, 20_000))
    upkeep: Amount = parameter(
        "300 EUR", help="cost of running it, per customer and year", unit="EUR / y", range=(0, 5000)
    )
    vendor_managed: Flag = parameter(
        False, help="we fill the site's stock: promotions and rebates no longer move its orders"
    )
    adoption: Annotated[Adoption, PolicyField()] = parameter(
        Adoption(), help="who takes it up, and how much more they use"
    )


class Promotion(Table):
    """What is done to raise the frequency of use: promotions, rewards, rebates, usage programmes."""

    plan: Annotated[AnyPlan, PolicyField()] = parameter(
        NoPromotion(), help="which discounts are offered when"
    )
    announcement: Amount = parameter(
        "2_000 EUR", help="cost of announcing a promotion", unit="EUR", range=(0, 20_000)
    )
    buying: Annotated[Stockpiling, PolicyField()] = parameter(
        Stockpiling(), help="how customers answer a discount"
    )
    reward: Reward | Skippable = parameter("skip", help="a reward scheme")
    rebate: Rebate | Skippable = parameter("skip", help="a yearly rebate")
    programmes: dict[str, Programme] = parameter({}, help="usage programmes, by name")
