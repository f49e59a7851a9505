"""Who leaves by themselves, and how long the seat is empty.

A person's tenure ends when the hazard that has added up since they came reaches an exponential number of their own
(dossier 18), whatever date changes it; the seat is filled again after a vacancy.  Both are the luck of the seat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from numpy.random import Generator

from simsales.company.leads.columns import hours_of, is_working

if TYPE_CHECKING:
    from simsales.company.people.teams import Epoch
    from simsales.instruments.clock import Calendar
    from simsales.scenario.attrition import Attrition


class Stay(NamedTuple):
    """One person's time on a seat."""

    begins: float  # h
    ends: float  # h
    quits: bool  # of their own will


def anybody_quits(epochs: Sequence[Epoch], team: str) -> bool:
    """Whether people of a team ever leave by themselves."""
    return any(_attrition(epochs, team, start) is not None for start, _, _ in epochs)


def stays(
    epochs: Sequence[Epoch], team: str, begin: float, end: float, luck: Generator, base: Calendar
) -> Iterator[Stay]:
    """Those who hold a seat one after another between two instants."""
    while begin < end:
        left = _quits_at(epochs, team, begin, end, float(luck.standard_exponential()))
        vacancy = float(luck.random())
        yield Stay(begin, min(left, end), left < end)
        if left >= end:
            return
        begin = _filled_at(_attrition(epochs, team, left), left, vacancy, base)


def _quits_at(epochs: Sequence[Epoch], team: str, begin: float, end: float, threshold: float) -> float:
    """When the hazards since an instant add up to a threshold; `end` where they do not before."""
    for start, until, _ in epochs:
        since, until = max(start, begin), min(until, end)
        attrition = _attrition(epochs, team, start)
        if since >= until or attrition is None:
            continue
        hazard = attrition.quits.per_calendar_hour
        if hazard * (until - since) > threshold:
            return since + threshold / hazard
        threshold -= hazard * (until - since)
    return end


def _filled_at(attrition: Attrition | None, left: float, uniform: float, base: Calendar) -> float:
    """When an empty seat is filled again."""
    if attrition is None:
        return left
    law = hours_of(attrition.vacancy, base)
    hours = law.mean * law.unit_at(uniform)
    return base.finish(left, hours) if is_working(attrition.vacancy) else left + hours


def _attrition(epochs: Sequence[Epoch], team: str, time: float) -> Attrition | None:
    """What holds at an instant; None where nobody leaves by themselves."""
    scenario = next(scenario for start, until, scenario in epochs if start <= time < until)
    table = scenario.people[team].attrition if team in scenario.people else "skip"
    return None if table == "skip" else table
