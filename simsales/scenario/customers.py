"""Segments of customers: who they are, what they spend, how often they order and how they leave."""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.instruments.distribution import Amounts, Numbers
from simsales.policies.base import PolicyField
from simsales.responses.dropout import AnyDropout, Loyal
from simsales.scenario.table import Table
from simsales.words.quantities import CalendarFrequency, Count, Fraction, Positive, Share, Whole, parameter

_REFERENCE = "reference company, segment B"


class Segment(Table):
    """One segment of customers.

    Orders and wallet are means over the segment, customers whose share still grows inside.  They matter where
    customers are followed (`farming` is not "skip").
    """

    new_mix: Share = parameter(1.0, help="share of new customers", range=(0, 1))
    count: Count = parameter(0, help="customers at the start of the run", range=(0, 10_000))
    wallet: Amounts = parameter(
        150_000.0,
        help="what a customer spends on such products a year, here or elsewhere",
        unit="EUR / y",
        source=_REFERENCE,
    )
    share: Fraction = parameter(
        0.40,
        help="share of wallet of a customer as satisfied and covered as usual",
        range=(0.05, 1),
        source=_REFERENCE,
    )
    orders: Numbers = parameter(
        12.0, help="orders of a customer a year", unit="1 / y", range=(0.5, 60), source=_REFERENCE
    )
    stages: Annotated[int, Whole(1, 50)] = parameter(
        2,
        help="regularity of orders: stages of the Erlang law of gaps, 1 = Poisson",
        range=(1, 5),
        source="dossier 5",
    )
    first_gap: Literal["stationary", "whole"] = parameter(
        "stationary", help="first customers are met between two orders, or have all just ordered"
    )
    order_value: Positive = parameter(
        1.0, help="value of an order over the product's mean", range=(0.3, 3), source=_REFERENCE
    )
    churn: CalendarFrequency = parameter(
        "0 / y",
        help="customers expected to leave a year; tells the ages of the first customers",
        unit="1 / y",
        range=("0 / y", "0.3 / y"),
    )
    dropout: Annotated[AnyDropout, PolicyField()] = parameter(Loyal(), help="when customers leave")
    recurring: Share = parameter(
        0.711, help="share of deals whose customer orders again", range=(0.3, 1), source="reference company"
    )
    usual_contacts: CalendarFrequency = parameter(
        "5 / y",
        help="a farmer's contacts a year that customers are used to",
        unit="1 / y",
        range=("0 / y", "24 / y"),
        source=_REFERENCE,
    )
    needs: CalendarFrequency = parameter(
        "0 / y",
        help="needs beyond what it buys that a customer has a year, as well covered as usual",
        unit="1 / y",
        range=("0 / y", "2 / y"),
    )
