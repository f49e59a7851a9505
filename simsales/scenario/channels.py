"""Through whom customers are served: markets of end customers, and segments of the firm's own customers."""

from __future__ import annotations

from typing import Annotated

from simsales.policies.base import PolicyField
from simsales.policies.channels import AnyChannel, AnySegmentChannel, Distributor, OwnForce
from simsales.responses.channels import AnyDemand, Diligence, EffortShare, GivenDemand, Overlap
from simsales.scenario.table import Table
from simsales.words.quantities import CalendarFrequency, Flag, Positive, Share, parameter


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
    answer: Annotated[AnyDemand, PolicyField()] = parameter(
        GivenDemand(), help="how quantity answers the price that end customers pay"
    )


class SegmentChannel(Table):
    """Through whom a segment of the firm's own customers is served, and what that partner is like."""

    channel: Annotated[AnySegmentChannel, PolicyField()] = parameter(
        OwnForce(), help="through whom they are served"
    )
    registration: Flag = parameter(
        False, help="whether the partner registers its leads, and our own reps stay away from them"
    )
    exclusive: Flag = parameter(
        False, help="whether the partner sells for us alone, and our own reps stay away from its leads"
    )
    effort: Annotated[EffortShare, PolicyField()] = parameter(
        EffortShare(), help="how the partner shares its effort among principals"
    )
    diligence: Annotated[Diligence, PolicyField()] = parameter(
        Diligence(), help="what its people do with that effort"
    )
    overlap: Annotated[Overlap, PolicyField()] = parameter(
        Overlap(), help="leads that our own reps know too, and what a sale of theirs does to the partner"
    )
    answer: Annotated[AnyDemand, PolicyField()] = parameter(
        GivenDemand(), help="how quantity answers the price that end customers pay"
    )
    passes_on: Share = parameter(
        0.5,
        help="share of the complaints that customers of a distributor voice to it which reach us",
        range=(0.2, 1),
        source="dossier 14, assumed",
    )


class Channels(Table):
    """Markets apart from the firm's own customers, and segments of these, each with its channel."""

    markets: dict[str, EndMarket] = parameter({}, help="markets, by name")
    segments: dict[str, SegmentChannel] = parameter(
        {}, help="segments of [customers] by name; one that is not named is served by our own force"
    )
