"""What a company cannot choose: time, demand, products, customers and how a market behaves."""

from __future__ import annotations

from math import inf
from typing import Annotated, Literal, Self

from pydantic import model_validator

from simsales.instruments.distribution import Amounts, Hours
from simsales.policies.base import PolicyField
from simsales.responses.advancing import AnyAdvancing, Logit, Objecting
from simsales.responses.advertising import Advertising
from simsales.responses.cooling import Cooling
from simsales.responses.coverage import Coverage
from simsales.responses.persuasion import Persuasion
from simsales.responses.pursuit import Pursuit
from simsales.responses.referring import Referring
from simsales.responses.satisfaction import Satisfaction
from simsales.responses.wallet import ShareOfWallet
from simsales.scenario.base import Table
from simsales.words.quantities import (
    Amount,
    Between,
    CalendarFrequency,
    CalendarSpan,
    Frequency,
    NonNegative,
    Number,
    Positive,
    Share,
    Span,
    Whole,
    parameter,
)

#: Ten days of the year (day 0 is a Monday), all weekdays, where German public holidays fall in a common year.
HOLIDAYS = (0, 102, 105, 120, 136, 147, 276, 358, 359, 360)


class OfficeCalendar(Table):
    """The calendar in which working time is counted: shifts of a working week, and holidays."""

    kind: Literal["office", "always"] = parameter(
        "office", help="office: working hours on weekdays; always: working time is calendar time"
    )
    opens: Annotated[float, Between(0, 24)] = parameter(
        8.0, help="hour of the day at which the office opens", unit="h", range=(0, 23)
    )
    hours: Annotated[float, Between(0, 24, above=True)] = parameter(
        8.0, help="working hours a day", unit="h", range=(1, 24)
    )
    days: Annotated[int, Whole(1, 7)] = parameter(
        5, help="working days a week, from Monday", unit="d", range=(1, 7)
    )
    holidays: tuple[Annotated[int, Whole(0, 363)], ...] = parameter(
        HOLIDAYS, help="closed days of the year, 0 to 363; day 0 is a Monday"
    )

    @model_validator(mode="after")
    def _has_hours(self) -> Self:
        if self.opens + self.hours > 24:
            raise ValueError(f"must close by hour 24, found opens {self.opens} + hours {self.hours}")
        closed = set(self.holidays)
        if all(day % 7 >= self.days or day in closed for day in range(364)):
            raise ValueError("must have working hours in the year, found a holiday on every working day")
        return self


class Profile(Table):
    """When inquiries come: factors over season, week and day, and a share inside office hours.

    All factors are normalised so that the profile averages to one over a year.
    """

    season: tuple[NonNegative, ...] = parameter(
        (1.0,), help="factors for equal parts of the year, in order", range=(0.5, 1.5)
    )
    week: tuple[NonNegative, ...] = parameter((1.0,) * 7, help="factors for Monday to Sunday", range=(0, 2))
    day: tuple[NonNegative, ...] = parameter(
        (1.0,) * 24, help="factors for the 24 hours of the day", range=(0, 3)
    )
    office_share: Share | None = parameter(
        None, help="share of the year's inquiries that come in office hours", range=(0.24, 1)
    )

    @model_validator(mode="after")
    def _lengths(self) -> Self:
        if len(self.week) != 7 or len(self.day) != 24 or not self.season:
            found = f"{len(self.week)} week, {len(self.day)} day and {len(self.season)} season factors"
            raise ValueError(f"must have 7 week, 24 day and at least one season factor, found {found}")
        if not all(0 < sum(factors) < inf for factors in (self.season, self.week, self.day)):
            raise ValueError("must have a factor above 0 in each of season, week and day, found only zeros")
        return self


class Batches(Table):
    """Leads that come in bursts, such as trade fairs: a Poisson number, fading over a few days."""

    times: tuple[CalendarSpan, ...] = parameter((), help="when the bursts begin, from the start of the run")
    size: NonNegative = parameter(80.0, help="mean number of leads of a burst", range=(10, 400))
    within: Span = parameter(
        "3 wd",
        help="time in which a burst has come in; it fades exponentially",
        unit="wd",
        range=("1 wd", "10 wd"),
    )


class FirstMover(Table):
    """A rival who may answer first."""

    share: Share = parameter(0.0, help="share of leads that also ask a rival", range=(0, 1))
    answers: Hours = parameter(
        {"kind": "exponential", "mean": "8 h"}, help="when the rival answers", unit="h", range=("1 h", "48 h")
    )


class Source(Table):
    """One source of leads: how many, when, how fit, and how they wait."""

    rate: CalendarFrequency = parameter(
        "0 / y", help="leads per calendar time", unit="1 / y", range=("0 / y", "40_000 / y")
    )
    profile: Profile = parameter(Profile(), help="when they come")
    batches: Batches | None = parameter(None, help="bursts instead of a stream")
    spend: NonNegative = parameter(1.0, help="media money relative to the base", range=(0, 3))
    cost: Amount = parameter(0.0, help="media cost of a lead at base spend", unit="EUR", range=(0, 500))
    fit: Share = parameter(1.0, help="share of leads that could really buy", range=(0, 1))
    contact: Annotated[Cooling, PolicyField()] = parameter(
        Cooling(), help="odds that an attempt reaches the lead"
    )
    patience: Hours | None = parameter(None, help="how long a lead waits for its first attempt", unit="d")
    lapses: Span | None = parameter(
        None, help="time after which an untouched name is of no use", unit="wd", range=("5 wd", "60 wd")
    )
    advertising: Annotated[Advertising, PolicyField()] = parameter(
        Advertising(), help="how arrivals follow media money"
    )
    first_mover: FirstMover = parameter(FirstMover(), help="a rival who may answer first")
    pursuit: Number = parameter(
        0.0, help="log-odds that reps pursue leads of this source, beside inbound's", range=(-2, 3)
    )


class Product(Table):
    """One product: its place in new deals, its value and what selling it takes."""

    deal_share: Share = parameter(1.0, help="share of new deals", range=(0, 1))
    deal_value: Amounts = parameter(1.0, help="list value of a new deal", unit="EUR")
    variable_cost: Share = parameter(0.65, help="variable cost as a share of list value", range=(0.4, 0.9))
    quote_hours: Hours = parameter("0 h", help="work on a quote", unit="h")
    delivery: Span = parameter(
        "0 h", help="customary lead time of an order", unit="wd", range=("0 wd", "130 wd")
    )
    lead_time: Positive = parameter(1.0, help="promised lead time over the customary one", range=(0.5, 2))
    complexity: Share = parameter(
        0.5,
        help="how much there is to explain before one can buy it",
        range=(0.1, 0.9),
        source="dossier 10, assumed",
    )
    repeat_share: Share = parameter(1.0, help="share of repeat orders", range=(0, 1))
    repeat_value: Amounts = parameter(
        1.0, help="value of a repeat order, before the segment's factor", unit="EUR"
    )


class Hazards(Table):
    """What ends an open deal while it waits."""

    competitor: Frequency = parameter(
        "0.00225 / wd",
        help="hazard per rival of losing to that rival",
        unit="1 / wd",
        range=("0.001 / wd", "0.005 / wd"),
        source="dossier 2, assumed",
    )
    rivals: NonNegative = parameter(2.0, help="rivals in a deal", range=(0, 5), source="dossier 2, assumed")
    no_decision: Frequency = parameter(
        "0.004 / wd",
        help="hazard that the customer decides not to buy at all",
        unit="1 / wd",
        range=("0.001 / wd", "0.01 / wd"),
        source="dossier 2, assumed",
    )


class Discounts(Table):
    """Customers who ask for a discount when it comes to signing; they hold a rival quote that much lower."""

    share: Share = parameter(0.30, help="share of closings with a wish for a discount", range=(0, 1))
    largest: Share = parameter(0.15, help="largest wish; wishes are uniform up to it", range=(0, 0.4))


class Market(Table):
    """How buyers behave, and what reps believe about leads."""

    advance: Annotated[AnyAdvancing, PolicyField()] = parameter(Logit(), help="how buyers decide at a gate")
    objecting: Annotated[Objecting, PolicyField()] = parameter(
        Objecting(), help="whether an objection is resolved"
    )
    hazards: Hazards = parameter(Hazards(), help="what ends an open deal while it waits")
    discounts: Discounts = parameter(Discounts(), help="who asks for a discount")
    pursuit: Annotated[Pursuit, PolicyField()] = parameter(
        Pursuit(), help="whether reps pursue marketing's leads"
    )
    satisfaction: Annotated[Satisfaction, PolicyField()] = parameter(
        Satisfaction(), help="what experiences do to satisfaction"
    )
    coverage: Annotated[Coverage, PolicyField()] = parameter(
        Coverage(), help="what contacts do to the feeling of being looked after"
    )
    wallet: Annotated[ShareOfWallet, PolicyField()] = parameter(
        ShareOfWallet(), help="what moves a customer's share of wallet"
    )
    referring: Annotated[Referring, PolicyField()] = parameter(Referring(), help="who recommends us")
    closures: CalendarFrequency = parameter(
        "0.01 / y",
        help="customers whose business closes",
        unit="1 / y",
        range=("0 / y", "0.02 / y"),
        source="dossier 4, assumed",
    )
    season: tuple[NonNegative, ...] = parameter(
        (1.0,), help="factors on repeat orders for equal parts of the year, in order", range=(0.5, 1.5)
    )
    persuasion: Annotated[Persuasion, PolicyField()] | Literal["skip"] = parameter(
        "skip", help="what buyers make of the medium by which they are met"
    )
    turns_fit: Share = parameter(
        0.02, help="share of unfit leads that turn fit in a month of nurturing", range=(0, 0.1)
    )

    @model_validator(mode="after")
    def _orders_some_time(self) -> Self:
        if not 0 < sum(self.season) < inf:
            raise ValueError("must have a season with a factor above 0, found only zeros")
        return self
