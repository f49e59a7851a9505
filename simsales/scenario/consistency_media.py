"""What must hold of how customers are met: buyers who may mind it, and steps that take place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simsales.responses.advancing import Logit
from simsales.scenario.checking import Finding
from simsales.words.quantities import shown

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario


def media_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold of visits, and of what buyers make of them."""
    market, table = scenario.market, scenario.media
    if market.persuasion != "skip" and not isinstance(market.advance, Logit):
        sentence = (
            "must be 'skip' where plain shares decide at the gates, found buyers who mind how they are met"
        )
        yield Finding(
            ("market", "persuasion"), f"{sentence}; skip it or use a logit", (("market", "advance"),)
        )
    if table == "skip" or table.visits == "skip":
        return
    if market.persuasion == "skip":
        sentence = "must be 'skip' where [market.persuasion] is, found a choice of whom to visit"
        sentence += "; say what buyers need, with strength = 0 if they do not mind"
        yield Finding(("media", "visits"), sentence, (("market",),))
    if all(getattr(scenario.selling, step) == "skip" for step in table.steps):
        sentence = "must name a step that [selling] plays, found none; name one at which customers are met"
        yield Finding(("media", "steps"), sentence, (("media",), ("selling",)))
    for place, step in enumerate(table.steps):
        if step in table.steps[:place]:
            sentence = f"must be named once, found {shown(step)} again; take it out"
            yield Finding(("media", "steps", place), sentence, (("media", "steps"),))
