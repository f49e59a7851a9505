"""How many leads came, and how many passed each point of the process in the counted window."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simsales.kpis.fates import deal_fates, lead_fates
from simsales.kpis.reading import Reading, Rows
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import FOLLOW_UP, LOST, PRE_APPROACH, PROSPECTING, REASONS, STEPS


@kpi("leads", "leads", "neither", "leads that came in during the window")
def leads(reading: Reading) -> float:
    return _count(reading, reading.of_log(lead_fates).arrived)


@kpi("leads.<source>", "leads", "neither", "leads from <source> that came in during the window")
def leads_by_source(reading: Reading) -> Mapping[str, float]:
    return _by_source(reading, reading.of_log(lead_fates).arrived)


@kpi("contacted", "leads", "neither", "leads reached by an attempt in the window")
def contacted(reading: Reading) -> float:
    return _count(reading, reading.of_log(lead_fates).contacted)


@kpi("contacted.<source>", "leads", "neither", "leads from <source> reached in the window")
def contacted_by_source(reading: Reading) -> Mapping[str, float]:
    return _by_source(reading, reading.of_log(lead_fates).contacted)


@kpi("qualified", "leads", "neither", "leads found worth a rep's time in the window, or never doubted to be")
def qualified(reading: Reading) -> float:
    return _count(reading, reading.of_log(lead_fates).qualified)


@kpi("qualified.<source>", "leads", "neither", "leads from <source> found worth a rep's time in the window")
def qualified_by_source(reading: Reading) -> Mapping[str, float]:
    return _by_source(reading, reading.of_log(lead_fates).qualified)


@kpi("opportunities", "opportunities", "neither", "qualified leads that a rep took up in the window")
def opportunities(reading: Reading) -> float:
    return _count(reading, reading.of_log(lead_fates).opened)


@kpi("opportunities.<source>", "opportunities", "neither", "leads from <source> taken up in the window")
def opportunities_by_source(reading: Reading) -> Mapping[str, float]:
    return _by_source(reading, reading.of_log(lead_fates).opened)


@kpi("wins", "wins", "higher", "orders signed in the window")
def wins(reading: Reading) -> float:
    return _count(reading, reading.of_log(deal_fates).won)


@kpi("wins.<source>", "wins", "higher", "orders signed in the window by leads from <source>")
def wins_by_source(reading: Reading) -> Mapping[str, float]:
    return _by_source(reading, reading.of_log(lead_fates).won)


@kpi("losses", "opportunities", "lower", "opportunities lost in the window")
def losses(reading: Reading) -> float:
    return float(np.count_nonzero(_lost(reading)))


@kpi(
    "lost.<reason>",
    "cases",
    "neither",
    "leads and opportunities that left the process in the window: <reason>",
)
def lost_by_reason(reading: Reading) -> Mapping[str, float]:
    notes = reading.noted(LOST)
    counts = np.bincount(notes["reason"][reading.window.has(notes["time"])], minlength=len(REASONS))
    return {reason: float(counts[place]) for place, reason in enumerate(REASONS) if reason}


@kpi("entries.<step>", "cases", "neither", "leads or opportunities that entered <step> in the window")
def entries(reading: Reading) -> Mapping[str, float]:
    return {STEPS[step]: _count(reading, times) for step, times in reading.of_log(step_entries).items()}


def step_entries(reading: Reading) -> dict[int, Times]:
    """For each step that the scenario plays, when each case entered it; follow-up is entered by winning."""
    entered = reading.of_log(deal_fates).entered
    selling = reading.scenario.selling
    played = [step for step in range(PRE_APPROACH, FOLLOW_UP + 1) if getattr(selling, STEPS[step]) != "skip"]
    return {PROSPECTING: reading.of_log(lead_fates).arrived} | {step: entered[step] for step in played}


def lost_deals(reading: Reading) -> NDArray[np.bool_]:
    """Which opportunities were lost, a customer who leaves after signing not counted."""
    deals = reading.of_log(deal_fates)
    return np.isfinite(deals.lost) & ~np.isfinite(deals.won)


def _lost(reading: Reading) -> NDArray[np.bool_]:
    return lost_deals(reading) & reading.window.has(reading.of_log(deal_fates).lost)


def _count(reading: Reading, times: Times) -> float:
    return float(np.count_nonzero(reading.window.has(times)))


def _by_source(reading: Reading, times: Times) -> dict[str, float]:
    inside = reading.window.has(times)
    return by_source(reading, reading.of_log(lead_fates).source[inside])


def by_source(reading: Reading, sources: Rows) -> dict[str, float]:
    """How many of these leads each source sent."""
    counts = np.bincount(sources, minlength=len(reading.log.sources))
    return dict(zip(reading.log.sources, counts.astype(float), strict=True))
