"""Attrition as a team has it: whether people quit, and how long a seat is empty afterwards (dossier 18)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simsales.company.leads.columns import hours_of, is_working

if TYPE_CHECKING:
    from simsales.company.people.rotas import Epoch
    from simsales.instruments.clock import Calendar
    from simsales.scenario.attrition import Attrition


def anybody_quits(epochs: Sequence[Epoch], team: str) -> bool:
    """Whether people of a team ever leave by themselves."""
    return any(attrition_at(epochs, team, start) is not None for start, _, _ in epochs)


def attrition_at(epochs: Sequence[Epoch], team: str, time: float) -> Attrition | None:
    """What holds at an instant; None where nobody leaves by themselves."""
    scenario = next(scenario for start, until, scenario in epochs if start <= time < until)
    table = scenario.people[team].attrition if team in scenario.people else "skip"
    return None if table == "skip" else table


def filled_at(attrition: Attrition, since: float, uniform: float, base: Calendar) -> float:
    """When a seat is filled for which somebody is looked since an instant."""
    law = hours_of(attrition.vacancy, base)
    hours = law.mean * law.unit_at(uniform)
    return base.finish(since, hours) if is_working(attrition.vacancy) else since + hours
