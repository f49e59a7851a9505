"""How hard people try, how they feel, and what they do with orders in a period's last days."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simsales.kpis.reading import Reading
from simsales.kpis.registry import kpi
from simsales.words.vocabulary import HELD_BACK, PULLED_IN


@kpi(
    "effort_hunting.<team>",
    "share",
    "neither",
    "mean weekly effort of <team> at hunting, over what people give whom nothing moves",
)
def effort_hunting(reading: Reading) -> Mapping[str, float]:
    return _mean_of_weeks(reading, "efforts", "hunting")


@kpi(
    "effort_farming.<team>",
    "share",
    "neither",
    "mean weekly effort of <team> at farming, over what people give whom nothing moves",
)
def effort_farming(reading: Reading) -> Mapping[str, float]:
    return _mean_of_weeks(reading, "efforts", "farming")


@kpi(
    "mood.<team>",
    "share",
    "higher",
    "mean motivation of <team>, 0 to 1; .55 is that of the base company",
)
def mood(reading: Reading) -> Mapping[str, float]:
    return _mean_of_weeks(reading, "moods", "mood")


@kpi(
    "pulled_in", "deals", "neither", "deals of the window that were won by a concession for an order at once"
)
def pulled_in(reading: Reading) -> float:
    return _in_window(reading, PULLED_IN)


@kpi("held_back", "deals", "neither", "deals of the window whose signed order was left for the next period")
def held_back(reading: Reading) -> float:
    return _in_window(reading, HELD_BACK)


def _mean_of_weeks(reading: Reading, table: str, column: str) -> dict[str, float]:
    """Mean over the people and weeks of each team, of rows in the window."""
    if not reading.log.has(table):
        return {}
    rows = reading.log.table(table)
    rows = rows[reading.window.has(rows["time"])]
    teams = reading.team_of_person[rows["person"]]
    return {reading.teams[team]: float(rows[column][teams == team].mean()) for team in np.unique(teams)}


def _in_window(reading: Reading, activity: int) -> float:
    return float(np.count_nonzero(reading.window.has(reading.noted(activity)["time"])))
