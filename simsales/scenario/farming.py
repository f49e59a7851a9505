"""How customers are looked after: contacts, cross-selling, quotes for repeat orders, alerts, win-back."""

from __future__ import annotations

from typing import Annotated

from simsales.instruments.distribution import Amounts, Hours
from simsales.policies.base import PolicyField
from simsales.responses.alive import Believed
from simsales.scenario.company import Skippable, Work
from simsales.scenario.table import Table
from simsales.words.quantities import (
    Amount,
    CalendarFrequency,
    Fraction,
    LastingCalendarSpan,
    NonNegative,
    Positive,
    Share,
    Whole,
    parameter,
)

_DOSSIER = "dossier 4, assumed"


class Contacts(Table):
    """How often the customers of a segment are contacted, and what a contact takes."""

    times: CalendarFrequency = parameter(
        "5 / y",
        help="contacts of a customer",
        unit="1 / y",
        range=("0 / y", "24 / y"),
        source="reference company",
    )
    hours: Hours = parameter(
        "2.4 h", help="work on a contact, travel inside", unit="h", source="reference company"
    )
    richness: Share = parameter(1.0, help="richness of the medium, 1 = a visit", range=(0.15, 1))
    level: Annotated[int, Whole(0, 9)] = parameter(0, help="place in a priority queue, 0 first", range=(0, 9))


class KeyAccounts(Table):
    """Customers that are given more: those whose wallet the firm estimates to be large."""

    wallet: Amount = parameter(
        500_000.0,
        help="estimated wallet from which on a customer is one",
        unit="EUR / y",
        range=(100_000, 2_000_000),
    )
    contacts: Positive = parameter(1.5, help="their contacts over those of their segment", range=(1, 4))
    level: Annotated[int, Whole(0, 9)] = parameter(0, help="their place in a priority queue", range=(0, 9))


class CrossSelling(Table):
    """Selling what a customer does not buy from us yet."""

    hours: Hours = parameter("8 h", help="a farmer's work on an opportunity", unit="h", source=_DOSSIER)
    quote_hours: Hours = parameter("3 h", help="work on its quote", unit="h", source="reference company")
    win: Share = parameter(0.35, help="opportunities won", range=(0.1, 0.7), source=_DOSSIER)
    value: Amounts = parameter(
        {"kind": "lognormal", "mean": 25_000.0, "cv": 0.8},
        help="value of its order",
        unit="EUR",
        source=_DOSSIER,
    )


class RepeatQuotes(Work):
    """Quotes that some repeat orders begin with, and those for cross-selling."""

    team: str = parameter("supporter", help="the team that writes them")
    hours: Hours = parameter(
        "1 h", help="work on the quote of a repeat order", unit="h", source="reference company"
    )
    share: Share = parameter(
        1.0 / 9.0,
        help="repeat orders that begin with a quote",
        range=(0, 1),
        source="reference company: 600 of 5,400 orders",
    )


class Alert(Table):
    """Going to see customers whose silence says that they may have left."""

    below: Share = parameter(0.5, help="probability of being alive that raises an alert", range=(0.1, 0.9))
    every: LastingCalendarSpan = parameter(
        "4 w", help="time between two looks at all customers", unit="w", range=("1 w", "26 w")
    )


class WinBack(Table):
    """A campaign for customers found to have left."""

    hours: Hours = parameter("4 h", help="work on winning a customer back", unit="h", range=("1 h", "16 h"))
    level: Annotated[int, Whole(0, 9)] = parameter(0, help="place in a priority queue, 0 first", range=(0, 9))
    chance: Share = parameter(0.15, help="customers who come back", range=(0.05, 0.4))
    satisfaction: NonNegative = parameter(65.0, help="satisfaction of who comes back", range=(50, 75))


class Farming(Table):
    """How customers are looked after."""

    team: str = parameter("farmer", help="the team that looks after customers")
    contacts: dict[str, Contacts] = parameter({}, help="contacts by segment; a segment without is left alone")
    key_accounts: KeyAccounts | Skippable = parameter("skip", help="customers that are given more")
    cross_selling: CrossSelling | Skippable = parameter("skip", help="selling what they do not buy yet")
    repeat_quotes: RepeatQuotes | Skippable = parameter("skip", help="quotes for customers")
    records: Annotated[Believed, PolicyField()] = parameter(
        Believed(), help="how the firm's records tell who is still a customer"
    )
    alert: Alert | Skippable = parameter(
        "skip", help="an alert where silence says that a customer may have left"
    )
    win_back: WinBack | Skippable = parameter("skip", help="a campaign for customers who have left")
    realign: Share = parameter(
        0.0,
        help="customers whose farmer is chosen anew, by hours, at the date that sets this share",
        range=(0, 1),
    )
    wallet_error: NonNegative = parameter(
        0.3, help="how far off the firm's estimate of a wallet is, coefficient of variation", range=(0, 1)
    )
    discount: Fraction = parameter(
        0.08,
        help="yearly discount of a customer's lifetime value",
        range=(0.04, 0.15),
        source="reference company",
    )

    @property
    def works(self) -> bool:
        """Whether farmers have anything to do."""
        return bool(self.contacts)
