"""What must hold where a firm sells abroad: somewhere to go, and no more deals than a run can hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simsales.scenario.checking import Finding

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario

_MOST_DEALS = 20_000_000


def expansion_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold in the table of markets abroad."""
    table, run = scenario.expansion, scenario.run
    if table == "skip":
        return
    if not table.countries:
        yield Finding(("expansion", "countries"), "must name a country, found none; leave [expansion] out")
    for name, country in table.countries.items():
        if country.size == 0.0:
            sentence = "must be above 0, or the country left out, found no market at all"
            yield Finding(("expansion", "countries", name, "size"), sentence)
    if table.looks_ahead.amount == 0:
        yield Finding(("expansion", "looks_ahead"), f"must be more than 0, found '{table.looks_ahead}'")
    hours = sum(each.calendar_hours for each in (run.warm_up, run.horizon, run.follow_up))
    size = sum(country.size for country in table.countries.values())
    deals = table.potential.per_calendar_hour * hours * size
    if deals > _MOST_DEALS:
        sentence = f"must bring at most {_MOST_DEALS:_} deals in a run, found {deals:.3g}; make it less"
        yield Finding(("expansion", "potential"), sentence, (("run",), ("expansion", "countries")))
