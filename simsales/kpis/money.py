"""What was won, what it cost, and what remained: sums of the ledger's rows in the window.

Cost is posted when a week of it is over, so that a posting on the window's last instant belongs to it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simsales.kpis.funnel import leads, qualified, wins
from simsales.kpis.people import hours_by_team_and_task
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.words.vocabulary import (
    AGENCY,
    ENTRY,
    EXPEDITING,
    EXPENSES,
    FOREIGN_COMPLAINTS,
    FOREIGN_SELLING,
    HOLDING,
    LEDGER,
    MARKETING,
    MEDIA,
    MONEY,
    NURTURING,
    OBSOLESCENCE,
    OFFICE,
    PAY,
    PORTAL_COST,
    PRESENCE,
    PROGRAMME,
    PROMOTION,
    PROSPECTING,
    QUALIFICATION,
    REBATE,
    REMEDY,
    REVENUE,
    REWARD,
    REWORK,
    SETUP,
    STEPS,
    VARIABLE_COST,
    VENDOR,
)

_SELLING_LINES = (PAY, EXPENSES, MEDIA, MARKETING, VENDOR)
#: The lines of the ledger that chapters bring along.
_LINES_OF = {
    "production": (HOLDING, SETUP, OBSOLESCENCE, EXPEDITING),
    "promotion": (PROMOTION, REWARD, REBATE, PROGRAMME),
    "complaints": (REMEDY, REWORK),
    "channels": (AGENCY, OFFICE),
    "media": (PORTAL_COST,),
    "expansion": (ENTRY, PRESENCE, FOREIGN_SELLING, FOREIGN_COMPLAINTS),
}
_GENERATING_LEADS = (PROSPECTING, QUALIFICATION, NURTURING)
_ACQUIRING = (*range(len(STEPS)), QUALIFICATION, NURTURING)


@kpi("bookings", "EUR", "higher", "value of the orders signed in the window, after discounts")
def bookings(reading: Reading) -> float:
    return _line(reading, REVENUE)


@kpi("margin", "EUR", "higher", "bookings less the variable cost of what was sold")
def margin(reading: Reading) -> float:
    return _line(reading, REVENUE) + _line(reading, VARIABLE_COST)


@kpi(
    "cost",
    "EUR",
    "lower",
    "cost of the window: people, media and vendors, and what promotions, stocks, complaints, partners and markets "
    "abroad cost",
)
def cost(reading: Reading) -> float:
    return spent(reading, reading.of_log(_cost_lines))


@kpi("cost.<line>", "EUR", "lower", "cost of the window on the ledger's line <line>")
def cost_by_line(reading: Reading) -> Mapping[str, float]:
    return {LEDGER[line]: spent(reading, (line,)) for line in reading.of_log(_cost_lines)}


@kpi(
    "contribution",
    "EUR",
    "higher",
    "margin of what was won less sales, support and marketing cost and that of promotions, stocks, complaints, "
    "partners and markets abroad",
)
def contribution(reading: Reading) -> float:
    return margin(reading) - cost(reading)


@kpi("cost_per_eur_sold", "EUR / EUR", "lower", "cost of the window per euro of bookings")
def cost_per_eur_sold(reading: Reading) -> float:
    return ratio(cost(reading), bookings(reading))


@kpi("cost_per_lead", "EUR / lead", "lower", "marketing, media and vendor cost per lead that came in")
def cost_per_lead(reading: Reading) -> float:
    return ratio(_marketing(reading), leads(reading))


@kpi(
    "cost_per_qualified_lead",
    "EUR / lead",
    "lower",
    "marketing, media, vendors, and people for the share of their hours spent on lead generation, "
    "per qualified lead",
)
def cost_per_qualified_lead(reading: Reading) -> float:
    return ratio(_marketing(reading) + _people_cost_of(reading, _GENERATING_LEADS), qualified(reading))


@kpi(
    "acquisition_cost",
    "EUR / win",
    "lower",
    "customer acquisition cost: marketing, media, vendors, and people for the share of their hours spent on "
    "lead generation and the seven steps, per win",
)
def acquisition_cost(reading: Reading) -> float:
    return ratio(_marketing(reading) + _people_cost_of(reading, _ACQUIRING), wins(reading))


@kpi("cost_per_win", "EUR / win", "lower", "all sales, support and marketing cost of the window per win")
def cost_per_win(reading: Reading) -> float:
    return ratio(cost(reading), wins(reading))


def _cost_lines(reading: Reading) -> tuple[int, ...]:
    """The lines of the ledger that cost is posted on in this scenario, from the beginning or from some date on."""
    in_force = [scenario for _, scenario in reading.scenario.epochs()]
    lines: tuple[int, ...] = _SELLING_LINES
    for chapter, brought in _LINES_OF.items():
        if any(getattr(each, chapter) != "skip" for each in in_force):
            lines += brought
    return lines


def _ledger(reading: Reading) -> NDArray[np.float64]:
    """Sum of each line in the window, income positive."""
    rows = reading.noted(MONEY)
    rows = rows[reading.window.accrued(rows["time"])]
    return np.bincount(rows["reason"], weights=rows["value"], minlength=len(LEDGER)).astype(float)


def _line(reading: Reading, line: int) -> float:
    return float(reading.of_window(_ledger)[line])


def spent(reading: Reading, lines: tuple[int, ...]) -> float:
    return 0.0 - sum(_line(reading, line) for line in lines)


def _marketing(reading: Reading) -> float:
    return spent(reading, (MEDIA, MARKETING, VENDOR))


def cost_of_teams(reading: Reading) -> NDArray[np.float64]:
    """Pay and expenses of each team in the window."""
    rows = reading.noted(MONEY)
    rows = rows[reading.window.accrued(rows["time"]) & (rows["person"] >= 0)]
    rows = rows[np.isin(rows["reason"], (PAY, EXPENSES))]
    teams = reading.team_of_person[rows["person"]] if len(rows) else np.zeros(0, dtype=np.int64)
    return -np.bincount(teams, weights=rows["value"], minlength=len(reading.teams)).astype(float)


def _people_cost_of(reading: Reading, tasks: tuple[int, ...]) -> float:
    """Cost of people for some tasks: each team's cost by the share of its hours that they took."""
    hours = reading.of_window(hours_by_team_and_task)
    total = hours.sum(axis=1)
    share = np.divide(hours[:, list(tasks)].sum(axis=1), total, out=np.zeros_like(total), where=total > 0)
    return float(share @ reading.of_window(cost_of_teams))
