"""How long it takes: until a new lead is first tried, until work is begun, until a deal is won."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from simsales.kpis.fates import deal_fates, lead_fates
from simsales.kpis.quantiles import quantile
from simsales.kpis.reading import Reading, Rows, of_type
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times, Worked, together
from simsales.words.vocabulary import LEAD, PROSPECTING, QUOTATION

_PROMISE = 0.25  # h


@kpi(
    "first_response.<source>",
    "h",
    "lower",
    "median calendar hours until leads of the window from <source> were first tried",
)
def first_response(reading: Reading) -> Mapping[str, float]:
    return _by_source(reading, _calendar_response, 0.5)


@kpi(
    "first_response_p90.<source>",
    "h",
    "lower",
    "calendar hours within which 90 % of leads from <source> were first tried",
)
def first_response_p90(reading: Reading) -> Mapping[str, float]:
    return _by_source(reading, _calendar_response, 0.9)


@kpi(
    "first_response_working.<source>",
    "wh",
    "lower",
    "median working hours until leads from <source> were first tried",
)
def first_response_working(reading: Reading) -> Mapping[str, float]:
    return _by_source(reading, _working_response, 0.5)


@kpi(
    "first_response_working_p90.<source>",
    "wh",
    "lower",
    "working hours within which 90 % of leads from <source> were first tried",
)
def first_response_working_p90(reading: Reading) -> Mapping[str, float]:
    return _by_source(reading, _working_response, 0.9)


@kpi(
    "touched_in_15_minutes.<source>",
    "share",
    "higher",
    "leads from <source> first tried within 15 minutes during which somebody of the team was there",
)
def touched_in_15_minutes(reading: Reading) -> Mapping[str, float]:
    fates, ends = reading.of_log(lead_fates), _known_until(reading)
    shares = {}
    for place, name in enumerate(reading.log.sources):
        ours = reading.window.has(fates.arrived) & (fates.source == place)
        desk = _coverage(reading, place)
        passed = desk.between(fates.arrived[ours], ends[ours])
        touched = np.isfinite(fates.touched[ours])
        decided = touched | (passed > _PROMISE) | np.isfinite(fates.over[ours])
        kept = touched & (passed <= _PROMISE + 1e-9)
        shares[name] = float(kept[decided].mean()) if decided.any() and touched.any() else np.nan
    return shares


@kpi(
    "wait.<team>",
    "wh",
    "lower",
    "mean working hours that work begun or given up in the window waited for <team>",
)
def wait(reading: Reading) -> Mapping[str, float]:
    return {team: float(np.mean(waits)) if len(waits) else np.nan for team, waits in _waits(reading).items()}


@kpi(
    "wait_p90.<team>",
    "wh",
    "lower",
    "working hours within which <team> began 90 % of the work begun in the window",
)
def wait_p90(reading: Reading) -> Mapping[str, float]:
    return {team: quantile(waits, 0.9) for team, waits in _waits(reading).items()}


@kpi("cycle_time", "wd", "lower", "median working days from opportunity to order, of deals won in the window")
def cycle_time(reading: Reading) -> float:
    return quantile(_cycles(reading), 0.5)


@kpi(
    "cycle_time_p90", "wd", "lower", "working days within which 90 % of the deals won in the window were won"
)
def cycle_time_p90(reading: Reading) -> float:
    return quantile(_cycles(reading), 0.9)


@kpi(
    "time_to_quote",
    "wh",
    "lower",
    "mean working hours from asking for a quote until it was written, of those written in the window",
)
def time_to_quote(reading: Reading) -> float:
    work = reading.work
    written = np.flatnonzero((work["task"] == QUOTATION) & reading.window.has(work["ended"]))
    written = written[np.isfinite(work["started"][written])]
    hours = reading.base.between(work["asked"][written], work["ended"][written])
    return float(np.mean(hours)) if len(hours) else np.nan


@kpi("open_time", "wd", "neither", "mean working days that opportunities won or lost in the window were open")
def open_time(reading: Reading) -> float:
    deals = reading.of_log(deal_fates)
    closed = reading.window.has(deals.closed)
    return float(np.mean(_days(reading, deals.opened, deals.closed, closed))) if closed.any() else np.nan


# --- responses -------------------------------------------------------------------------------------------


def _by_source(reading: Reading, response: Callable[[Reading], Times], share: float) -> dict[str, float]:
    """A quantile over the leads of the window; who left untried waited longer than any who was tried."""
    fates = reading.of_log(lead_fates)
    hours = reading.of_log(response)
    open_still = ~np.isfinite(fates.touched) & ~np.isfinite(fates.over)
    skipped = ~np.isfinite(fates.touched) & np.isfinite(fates.opened)
    counted = reading.window.has(fates.arrived) & ~open_still & ~skipped
    sources = enumerate(reading.log.sources)
    return {name: quantile(hours[counted & (fates.source == place)], share) for place, name in sources}


def _calendar_response(reading: Reading) -> Times:
    fates = reading.of_log(lead_fates)
    return np.asarray(fates.touched - fates.arrived)


def _working_response(reading: Reading) -> Times:
    fates = reading.of_log(lead_fates)
    hours = reading.base.between(fates.arrived, np.minimum(fates.touched, reading.log.horizon))
    return np.where(np.isfinite(fates.touched), hours, np.inf)


def _known_until(reading: Reading) -> Times:
    """When each lead was touched, left, or the log ended."""
    fates = reading.of_log(lead_fates)
    ends = np.where(np.isfinite(fates.touched), fates.touched, fates.over)
    return np.minimum(ends, reading.log.horizon)


def _coverage(reading: Reading, source: int) -> Worked:
    """The hours in which anybody is there of the teams that try the leads of a source."""
    work = reading.work.rows((reading.work["task"] == PROSPECTING) & (reading.work["person"] >= 0))
    leads = of_type(work, LEAD)
    tried = (leads >= 0) & (reading.of_log(lead_fates).source[leads] == source)
    teams = np.unique(reading.team_of_person[work["person"][tried]])
    return together([p.calendar for p in reading.people if reading.team_of_person[p.number] in teams])


# --- waits and cycles ------------------------------------------------------------------------------------


def _waits(reading: Reading) -> dict[str, Times]:
    """Working hours that each piece of work waited, by team, of what began or was given up in the window."""
    waits, teams = reading.of_window(_waits_and_teams)
    return {team: waits[teams == place] for place, team in enumerate(reading.teams)}


def _waits_and_teams(reading: Reading) -> tuple[Times, Rows]:
    work = reading.work
    served = np.minimum(work["started"], work["ended"])
    there = reading.window.has(served)
    return reading.base.between(work["asked"][there], served[there]), reading.team_of_desk[
        work["desk"][there]
    ]


def _cycles(reading: Reading) -> Times:
    deals = reading.of_log(deal_fates)
    return _days(reading, deals.opened, deals.won, reading.window.has(deals.won))


def _days(reading: Reading, begins: Times, ends: Times, chosen: NDArray[np.bool_]) -> Times:
    return reading.base.between(begins[chosen], ends[chosen]) / reading.day_hours
