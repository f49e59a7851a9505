"""What must hold between the promotion table and the rest: it speaks of segments and teams that exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simsales.policies.promotion import PromotionCalendar
from simsales.scenario.checking import Finding
from simsales.scenario.naming import nearest
from simsales.words.quantities import shown

if TYPE_CHECKING:
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario
    from simsales.scenario.promotion import Promotion


def promotion_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold in the promotion table."""
    table = scenario.promotion
    if table == "skip":
        return
    if scenario.farming == "skip":
        sentence = "must be 'skip' where customers are not followed after their first order, found a table; "
        yield Finding(("promotion",), sentence + "add [farming], or leave [promotion] out", (("farming",),))
    for path, segments in _named_segments(table):
        for place, name in enumerate(segments):
            if name not in scenario.customers:
                sentence = f"must be a segment of [customers], found {shown(name)}"
                yield Finding((*path, place), sentence + nearest(name, scenario.customers), (("customers",),))
    if table.programmes and not scenario.people:
        sentence = "must have a team that sets a programme up at the customer's, found nobody; add one"
        yield Finding(("people",), sentence, (("promotion", "programmes"),))


def _named_segments(table: Promotion) -> Iterator[tuple[Path, tuple[str, ...]]]:
    if isinstance(table.plan, PromotionCalendar):
        for place, event in enumerate(table.plan.events):
            yield ("promotion", "plan", "events", place, "segments"), event.segments
    if table.reward != "skip":
        yield ("promotion", "reward", "segments"), table.reward.segments


def beyond_the_end(scenario: Scenario, end: float) -> Iterator[Finding]:
    """Promotions that begin after the run is over: allowed, but hardly meant."""
    table = scenario.promotion
    if table != "skip" and isinstance(table.plan, PromotionCalendar):
        for place, event in enumerate(table.plan.events):
            if event.begins >= end:
                sentence = f"lies beyond the end of the run, found '{event.start}'"
                yield Finding(("promotion", "plan", "events", place, "start"), sentence)
