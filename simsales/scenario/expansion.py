"""Markets abroad: the countries, what each stage of commitment opens and costs, and who decides."""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.instruments.distribution import Amounts, Hours
from simsales.policies.base import PolicyField
from simsales.policies.expansion import AnyExpansion, Uppsala
from simsales.responses.foreignness import Foreignness
from simsales.scenario.base import Table
from simsales.words.quantities import (
    Amount,
    Between,
    CalendarFrequency,
    CalendarSpan,
    NonNegative,
    Share,
    parameter,
)

_DOSSIER = "dossier 15, assumed"

Chance = Annotated[float, Between(0.001, 0.999)]


class Country(Table):
    """A market abroad."""

    distance: Share = parameter(
        0.30, help="psychic distance from home, 0 to 1", range=(0, 1), source=_DOSSIER
    )
    size: NonNegative = parameter(
        ...,
        help="potential relative to the home market; nothing stands for it",
        range=(0, 3),
        source=_DOSSIER,
    )
    shocks: NonNegative = parameter(
        0.25,
        help="standard deviation of a year's log demand",
        range=(0, 0.6),
        source=_DOSSIER,
    )
    relationship: Share = parameter(
        0.0, help="how close the firm is to a network of partners there", range=(0, 1), source=_DOSSIER
    )


class Commitment(Table):
    """A stage of commitment."""

    entry: Amount = parameter(
        "10_000 EUR", help="cost of entering the stage", unit="EUR", range=(0, 10_000_000), source=_DOSSIER
    )
    yearly: Amount = parameter(
        "20_000 EUR",
        help="cost of being there",
        unit="EUR / y",
        range=(0, 5_000_000),
        source=_DOSSIER,
    )
    reached: Share = parameter(
        0.10, help="part of the country's potential that the stage opens to the firm", range=(0, 1)
    )
    visits: NonNegative = parameter(
        2.0, help="visits a year, from which the firm learns as from deals", range=(0, 50), unit="1 / y"
    )


class WorkAtHome(Table):
    """What deals abroad ask of people at home, who do all of it before the firm has anybody in the country."""

    team: str = parameter("hunter", help="the team that works on them")
    hours: Hours = parameter(
        {"kind": "lognormal", "mean": "10.3 h", "cv": 1.0},
        help="work on a deal, won or not, where there is no friction",
        unit="h",
        source="dossier C: hunters' hours of an opportunity",
    )
    shares: tuple[Share, Share, Share, Share] = parameter(
        (1.0, 0.5, 0.0, 0.0),
        help="part of the work that is done at home, by stage; the rest is paid for as `deal_cost`",
        range=(0, 1),
    )


COUNTRIES = {
    "NL": Country(distance=0.15, size=0.15, shocks=0.15),
    "PL": Country(distance=0.30, size=0.25, shocks=0.25),
    "FR": Country(distance=0.35, size=0.50, shocks=0.20),
    "IT": Country(distance=0.40, size=0.45, shocks=0.20),
    "US": Country(distance=0.45, size=1.2, shocks=0.25),
    "CN": Country(distance=0.80, size=1.5, shocks=0.40),
}
STAGES = (
    Commitment(),
    Commitment(entry=40_000.0, yearly=60_000.0, reached=0.30, visits=4.0),
    Commitment(entry=250_000.0, yearly=350_000.0, reached=0.60, visits=12.0),
    Commitment(entry=4_000_000.0, yearly=1_500_000.0, reached=0.80, visits=12.0),
)


class Expansion(Table):
    """Markets abroad.  Work on deals there costs money, and hours of a team at home where `home` says so."""

    policy: Annotated[AnyExpansion, PolicyField()] = parameter(
        Uppsala(), help="how far the firm commits itself"
    )
    countries: dict[str, Country] = parameter(
        COUNTRIES, help="markets abroad, by name", source="dossier 15, assumed"
    )
    stages: tuple[Commitment, Commitment, Commitment, Commitment] = parameter(
        STAGES,
        help="irregular export, an agent, a subsidiary, production",
        source="dossier 15, assumed",
    )
    foreignness: Annotated[Foreignness, PolicyField()] = parameter(
        Foreignness(), help="what it costs to be a stranger, and how that wears off"
    )
    potential: CalendarFrequency = parameter(
        "509 / y",
        help="deals a year in a market of the home market's size",
        unit="1 / y",
        range=("100 / y", "2000 / y"),
        source="dossier C: opportunities of the reference company",
    )
    winning: Chance = parameter(
        0.21,
        help="share of deals that is won where there is no friction",
        range=(0.1, 0.4),
        source="dossier C: win rate of the reference company",
    )
    value: Amounts = parameter(
        {"kind": "lognormal", "mean": "175_000 EUR", "cv": 1.0},
        help="what a customer who is won orders in all, booked when it is won",
        unit="EUR",
        range=(40_000, 500_000),
        source="dossier C: worth of a win 61,100 EUR of margin",
    )
    variable_cost: Share = parameter(
        0.65, help="variable cost as a share of value", range=(0.4, 0.9), source="dossier C, assumed"
    )
    deal_cost: Amount = parameter(
        "3_500 EUR",
        help="cost of working on a deal, won or not, where there is no friction",
        unit="EUR",
        range=(500, 10_000),
        source="dossier C: cost of winning a customer times the win rate",
    )
    complaint_rate: Share = parameter(
        0.05, help="share of won deals that end in a complaint, where there is no friction", range=(0, 0.3)
    )
    complaint_cost: Amount = parameter(
        "2_000 EUR", help="what a complaint costs", unit="EUR", range=(0, 20_000)
    )
    network: CalendarFrequency = parameter(
        "20 / y",
        help="deals a year that the closest of networks brings where the firm does business",
        unit="1 / y",
        range=("0 / y", "60 / y"),
        source="dossier 15, assumed",
    )
    home: WorkAtHome | Literal["skip"] = parameter(
        "skip", help="what deals abroad ask of people at home; they cost money alone where it is left out"
    )
    looks_ahead: CalendarSpan = parameter(
        "5 y", help="years over which a stage's worth is reckoned", unit="y", range=("2 y", "10 y")
    )
    discount: Share = parameter(0.10, help="yearly discount on what a stage brings later", range=(0, 0.2))
