"""What must hold of channels: somebody to serve, and a product to serve them with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simsales.policies.channels import Distributor
from simsales.scenario.checking import Finding
from simsales.scenario.naming import nearest
from simsales.words.quantities import shown

if TYPE_CHECKING:
    from simsales.scenario.channels import Channels
    from simsales.scenario.model import Scenario

MOST_PIECES = 1_000_000  # a week


def channel_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold in the table of channels."""
    table = scenario.channels
    if table == "skip":
        return
    if not table.markets and not table.segments:
        sentence = "must have at least one market or segment, found none; add one or skip the table"
        yield Finding(("channels",), sentence)
    for name in table.segments:
        if name not in scenario.customers:
            sentence = f"must be a segment of [customers], found {shown(name)}"
            yield Finding(("channels", "segments", name), sentence + nearest(name, scenario.customers))
    yield from _promotions_reach_customers(scenario, table)
    yield from _partners_are_agreed_with(table)
    for name, market in table.markets.items():
        if market.product is not None and market.product not in scenario.products:
            sentence = f"must be a product, found {shown(market.product)}"
            sentence += nearest(market.product, scenario.products)
            yield Finding(("channels", "markets", name, "product"), sentence, (("products",),))
        if market.demand.per_calendar_hour * 168.0 > MOST_PIECES:
            sentence = f"must be at most {MOST_PIECES:_} a week, found '{market.demand}'; make it less"
            yield Finding(("channels", "markets", name, "demand"), sentence)


def _partners_are_agreed_with(table: Channels) -> Iterator[Finding]:
    """Only a partner registers its deals, or sells for us alone."""
    for name, segment in table.segments.items():
        if segment.channel.looked_after_by() != "partner":
            for key in ("registration", "exclusive"):
                if getattr(segment, key):
                    sentence = "must be false where no partner works on leads, found true; take it out, "
                    sentence += "or let a distributor or an agent serve the segment"
                    yield Finding(("channels", "segments", name, key), sentence)


def _promotions_reach_customers(scenario: Scenario, table: Channels) -> Iterator[Finding]:
    """What a distributor's customers pay is the distributor's business."""
    for name, segment in table.segments.items():
        if scenario.promotion != "skip" and isinstance(segment.channel, Distributor):
            sentence = "must not be a distributor where there are promotions, which it would not pass on, "
            sentence += "found one; skip promotion or take an agent"
            yield Finding(("channels", "segments", name, "channel"), sentence, (("promotion",),))
