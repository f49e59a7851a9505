"""Markets that are served through partners, or by an office of one's own."""

from __future__ import annotations

from typing import Annotated

from simsales.policies.base import PolicyField
from simsales.policies.channels import AnyChannel, Distributor
from simsales.responses.channels import EffortShare
from simsales.scenario.table import Table
from simsales.words.quantities import CalendarFrequency, Positive, parameter


class EndMarket(Table):
    """End customers who buy single pieces, and through whom they are served."""

    demand: CalendarFrequency = parameter(
        "36 / w",
        help="pieces that end customers ask a partner for who gives each principal the same effort",
        unit="1 / w",
        range=("1 / w", "1000 / w"),
        source="S26",
    )
    product: str | None = parameter(None, help="product that they buy; none named: the first of [products]")
    price: Positive = parameter(1_000.0, help="list price of a piece", unit="EUR", range=(10, 50_000))
    channel: Annotated[AnyChannel, PolicyField()] = parameter(
        Distributor(), help="through whom they are served"
    )
    effort: Annotated[EffortShare, PolicyField()] = parameter(
        EffortShare(), help="how the partner shares its effort among principals"
    )


class Channels(Table):
    """Markets apart from the firm's own customers, each with its channel."""

    markets: dict[str, EndMarket] = parameter({}, help="markets, by name")
