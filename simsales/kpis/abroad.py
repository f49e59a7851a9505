"""Markets abroad: what they bring, what a deal there costs, and how far the firm has come in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from simsales.kpis.money import bookings, spent
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.words.vocabulary import ENTRY, PRESENCE

if TYPE_CHECKING:
    from simsales.instruments.eventlog import Table

_CHAPTER = "expansion"


@kpi("foreign_share", "share", "neither", "bookings abroad over all bookings of the window", _CHAPTER)
def foreign_share(reading: Reading) -> float:
    deals = reading.of_window(_deals)
    return ratio(float(deals["value"][deals["won"]].sum()), bookings(reading))


@kpi(
    "cost_per_foreign_deal",
    "EUR / deal",
    "lower",
    "cost of working on deals abroad per deal won there; entering a market and being there are left aside",
    _CHAPTER,
)
def cost_per_foreign_deal(reading: Reading) -> float:
    deals = reading.of_window(_deals)
    return ratio(float(deals["cost"].sum()), int(deals["won"].sum()))


@kpi(
    "foreign_value",
    "EUR",
    "higher",
    "contribution of markets abroad in the window: margin less the cost of deals, complaints, entry and presence",
    _CHAPTER,
)
def foreign_value(reading: Reading) -> float:
    deals = reading.of_window(_deals)
    earned = deals["margin"].sum() - deals["cost"].sum() - deals["complaint"].sum()
    return float(earned) - spent(reading, (ENTRY, PRESENCE))


@kpi(
    "knowledge.<country>",
    "knowledge",
    "higher",
    "what the firm knows of <country>, from there and from elsewhere, at the last yearly decision by the end of the "
    "window; 1 takes friction down to 1/e",
    _CHAPTER,
)
def knowledge(reading: Reading) -> Mapping[str, float]:
    rows = reading.log.table("commitments")
    return _last(reading, rows[rows["time"] <= reading.window.until], "knowledge")


@kpi(
    "stage.<country>",
    "stage",
    "neither",
    "commitment in <country> at the window's end: 0 none, 1 irregular export, 2 an agent, 3 a subsidiary, 4 production",
    _CHAPTER,
)
def stage(reading: Reading) -> Mapping[str, float]:
    rows = reading.log.table("commitments")
    return _last(reading, rows[rows["time"] < reading.window.until], "stage")


def _deals(reading: Reading) -> Table:
    """Deals abroad that were worked on in the window."""
    rows = reading.log.table("foreign_deals")
    return rows[reading.window.accrued(rows["time"])]


def _last(reading: Reading, rows: Table, column: str) -> dict[str, float]:
    """What the last decision about each country says."""
    return {
        name: float(rows[column][rows["country"] == number][-1])
        for number, name in enumerate(reading.log.countries)
    }
