"""How long people belong to the firm: who is here, since when and until when."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simsales.words.records import Person


def leaves_at(person: Person) -> float:
    """When somebody leaves the firm for good; inf for whoever stays."""
    away = person.absences
    return away[-1][0] if away and away[-1][1] == inf else inf


def is_employed(person: Person, now: float) -> bool:
    """Whether somebody belongs to the firm, on leave or not."""
    return person.hired <= now < leaves_at(person)


def employed_hours(person: Person, since: float, until: float) -> float:
    """Calendar hours between two instants for which somebody belongs to the firm."""
    return max(0.0, min(until, leaves_at(person)) - max(since, person.hired))


def away_at(person: Person, time: float) -> bool:
    """Whether a person is on a long absence, not hired yet, or gone."""
    if time < person.hired:
        return True
    for away, back in person.absences:
        if away <= time < back:
            return True
        if away > time:
            break
    return False
