"""Where things stand on the map of the company, as data: report and page draw the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simsales.report import map_narrow, map_wide
from simsales.series.stations import stations

if TYPE_CHECKING:
    from simsales.report.map_boxes import Layout
    from simsales.scenario.model import Scenario
    from simsales.series.stations import Station


def layout(
    scenario: Scenario, narrow: bool = False, there: Sequence[Station] | None = None, moving: bool = False
) -> Layout:
    """The map of a scenario's company, with room for cases at its stations where these move.

    `there` are its stations where a log has shown more than the scenario tells.
    """
    there = stations(scenario) if there is None else tuple(there)
    draw = map_narrow.narrow if narrow else map_wide.wide
    return draw(scenario, there, moving)
