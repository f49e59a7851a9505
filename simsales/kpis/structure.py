"""How the sales organisation decides: how long requests take, who decides them, and what meetings take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from simsales.instruments.eventlog import Table
from simsales.kpis.fates import deal_fates
from simsales.kpis.people import available_hours, hours_within
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.scenario.organisation import led, managers, members, week_hours
from simsales.words.vocabulary import PRESALES

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario

_CHAPTER = "structure"


def _decided(reading: Reading) -> Table:
    """Requests that were decided in the window."""
    rows = reading.log.table("decisions")
    return rows[reading.window.has(rows["decided"])]


@kpi(
    "decision_latency",
    "wh",
    "lower",
    "mean working hours from asking to the last approval, of requests decided in the window that needed one",
    _CHAPTER,
)
def decision_latency(reading: Reading) -> float:
    rows = reading.of_window(_decided)
    rows = rows[rows["approvals"] > 0]
    return float(np.mean(reading.base.between(rows["asked"], rows["decided"]))) if len(rows) else np.nan


@kpi(
    "approvals_per_deal",
    "approvals / deal",
    "neither",
    "approvals that requests decided in the window took, over the opportunities won or lost in it",
    _CHAPTER,
)
def approvals_per_deal(reading: Reading) -> float:
    closed = reading.window.has(reading.of_log(deal_fates).closed)
    return ratio(float(reading.of_window(_decided)["approvals"].sum()), np.count_nonzero(closed))


@kpi(
    "decided_at_first_level",
    "share",
    "neither",
    "requests decided in the window that took one approval at most, over all of them",
    _CHAPTER,
)
def decided_at_first_level(reading: Reading) -> float:
    rows = reading.of_window(_decided)
    return float(np.mean(rows["approvals"] <= 1)) if len(rows) else np.nan


@kpi(
    "manager_utilisation",
    "share",
    "neither",
    "hours that all teams which approve worked in the window over the hours they were available for work",
    _CHAPTER,
)
def manager_utilisation(reading: Reading) -> float:
    worked = available = 0.0
    for begin, close, then in _organised(reading):
        bosses = [person.role in managers(then) for person in reading.people]
        by_them = np.isin(reading.work["person"], np.flatnonzero(bosses))
        worked += float(hours_within(reading, begin, close)[by_them].sum())
        available += float(available_hours(reading, begin, close)[bosses].sum())
    return ratio(worked, available)


@kpi(
    "span",
    "people / manager",
    "neither",
    "people whom managers lead over the managers of all levels, by the hours of their shifts in the window at which "
    "they were there",
    _CHAPTER,
)
def span(reading: Reading) -> float:
    people = managing = 0.0
    for begin, close, then in _organised(reading):
        bosses, there = managers(then), _hours_there(reading, begin, close)
        people += sum(there.get(name, 0.0) for name in led(then) if name not in bosses)
        managing += sum(there.get(name, 0.0) for name in bosses)
    return ratio(people, managing)


@kpi(
    "meeting_hours",
    "h",
    "lower",
    "hours that everybody who belongs to the organisation spent in its meetings in the window",
    _CHAPTER,
)
def meeting_hours(reading: Reading) -> float:
    hours = 0.0
    for begin, close, then in _organised(reading):
        assert then.structure != "skip"
        weekly = {name: week_hours(then.people[name]) for name in members(then) if name in then.people}
        for person, curve in zip(reading.people, reading.curves, strict=True):
            if person.role in weekly:
                there = float(curve.between(begin, close))
                hours += then.structure.meetings * there / weekly[person.role]
    return hours


@kpi(
    "expert_wait",
    "wh",
    "lower",
    "mean working hours that deals waited for an engineer's help, of those that got it in the window",
    _CHAPTER,
)
def expert_wait(reading: Reading) -> float:
    work = reading.work
    rows = work.rows((work["task"] == PRESALES) & reading.window.has(work["started"]))
    waits = reading.base.between(rows["asked"], rows["started"])
    return float(np.mean(waits)) if len(waits) else np.nan


def _organised(reading: Reading) -> Iterator[tuple[float, float, Scenario]]:
    """Stretches of the window in which there is a structure, with the scenario in force; it may change by date."""
    for start, end, then in reading.epochs:
        begin, close = max(start, reading.window.since), min(end, reading.window.until)
        if begin < close and then.structure != "skip":
            yield begin, close, then


def _hours_there(reading: Reading, begin: float, close: float) -> dict[str, float]:
    """Hours of shifts between two instants in which people of each team were there."""
    there: dict[str, float] = {}
    for person, curve in zip(reading.people, reading.curves, strict=True):
        there[person.role] = there.get(person.role, 0.0) + float(curve.between(begin, close))
    return there
