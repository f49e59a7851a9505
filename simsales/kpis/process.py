"""How the process flows: work against waiting, quotes right at once, and how much is open at a time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simsales.kpis.fates import deal_fates, lead_fates
from simsales.kpis.reading import Reading, of_type, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times, Window
from simsales.words.vocabulary import OPPORTUNITY, QUOTED


@kpi(
    "flow_efficiency",
    "share",
    "higher",
    "hours worked on the opportunities closed in the window over the working hours that these were open",
)
def flow_efficiency(reading: Reading) -> float:
    deals = reading.of_log(deal_fates)
    closed = reading.window.has(deals.closed)
    stays = reading.base.between(deals.opened[closed], deals.closed[closed])
    return ratio(float(_hours_until_closed(reading)[closed].sum()), float(stays.sum()))


@kpi("first_time_right", "share", "higher", "quotes of the window without an error of the firm's")
def first_time_right(reading: Reading) -> float:
    quotes = reading.noted(QUOTED)
    quotes = quotes[reading.window.has(quotes["time"])]
    return float(np.mean(quotes["value"] == 0.0)) if len(quotes) else np.nan


@kpi(
    "open_opportunities", "opportunities", "neither", "opportunities open at a time, averaged over the window"
)
def open_opportunities(reading: Reading) -> float:
    deals = reading.of_log(deal_fates)
    return _average(reading, deals.opened, deals.closed)


@kpi("open_opportunities_end", "opportunities", "neither", "opportunities open at the end of the window")
def open_opportunities_end(reading: Reading) -> float:
    deals = reading.of_log(deal_fates)
    return open_at(reading.window.until, deals.opened, deals.closed)


@kpi("open_leads", "leads", "neither", "leads neither lost nor taken up by a rep, averaged over the window")
def open_leads(reading: Reading) -> float:
    fates = reading.of_log(lead_fates)
    return _average(reading, fates.arrived, np.minimum(fates.opened, fates.lost))


@kpi("open_leads_end", "leads", "neither", "leads neither lost nor taken up at the end of the window")
def open_leads_end(reading: Reading) -> float:
    fates = reading.of_log(lead_fates)
    return open_at(reading.window.until, fates.arrived, np.minimum(fates.opened, fates.lost))


@kpi("queue.<team>", "cases", "lower", "cases that wait for <team>, averaged over the window")
def queue(reading: Reading) -> Mapping[str, float]:
    served = np.minimum(reading.work["started"], reading.work["ended"])
    teams = reading.team_of_desk[reading.work["desk"]]
    return {
        name: _average(reading, reading.work["asked"][teams == place], served[teams == place])
        for place, name in enumerate(reading.teams)
    }


@kpi("queue_end.<team>", "cases", "lower", "cases that wait for <team> at the end of the window")
def queue_end(reading: Reading) -> Mapping[str, float]:
    served = np.minimum(reading.work["started"], reading.work["ended"])
    teams = reading.team_of_desk[reading.work["desk"]]
    return {
        name: open_at(reading.window.until, reading.work["asked"][teams == place], served[teams == place])
        for place, name in enumerate(reading.teams)
    }


def open_at(instant: float, begins: Times, ends: Times) -> float:
    """How many stays there are just before an instant."""
    return float(np.count_nonzero((begins < instant) & (ends >= instant)))


def little_audit(reading: Reading) -> dict[str, tuple[float, float]]:
    """For each desk the hours that its cases spent there in the window, added up in two ways.

    The integral of the number present over time, and the sum of each case's stay (Little 1961): both agree if
    the log tells of everybody who came when they came and when they left.
    """
    work = reading.work
    desks = enumerate(reading.log.desks)
    stays = {name: work.rows(work["desk"] == number) for number, name in desks}
    return {
        name: (
            _area(reading.window, table["asked"], table["ended"]),
            float(reading.window.stays(table["asked"], table["ended"]).sum()),
        )
        for name, table in stays.items()
    }


def _area(window: Window, begins: Times, ends: Times) -> float:
    """The integral of the number present, event by event."""
    times = np.clip(np.concatenate((begins, ends)), window.since, window.until)
    steps = np.concatenate((np.ones(len(begins)), -np.ones(len(ends))))
    order = np.argsort(times, kind="stable")
    present = np.cumsum(steps[order])[:-1]
    return float(present @ np.diff(times[order])) if len(times) else 0.0


def _average(reading: Reading, begins: Times, ends: Times) -> float:
    return ratio(float(reading.window.stays(begins, ends).sum()), reading.window.hours)


def _hours_until_closed(reading: Reading) -> Times:
    """Hours of finished work on each opportunity before it was won or lost."""
    work, deals = reading.work, reading.of_log(deal_fates)
    rows = of_type(work, OPPORTUNITY)
    mine = np.flatnonzero(rows >= 0)
    mine = mine[work["ended"][mine] <= deals.closed[rows[mine]]]
    mine = mine[np.isfinite(work["started"][mine])]
    return np.bincount(rows[mine], weights=work["hours"][mine], minlength=len(deals.opened)).astype(float)
