"""Plays scenarios over and over and hands back what each person of a team brought in, instead of KPIs."""

from collections.abc import Mapping
from concurrent.futures import Executor
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from simsales.experiments.looking import look_at
from simsales.kpis.attaining import Attained, attaining
from simsales.kpis.reading import Reading
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.scenario import Scenario

#: What the people of each replication brought in.
Brought: TypeAlias = dict[int, tuple[Attained, ...]]


def people_of(team: str, reading: Reading) -> tuple[Attained, ...]:
    """What the people of a team brought in, quarter by quarter."""
    return tuple(attaining(reading, team))


def brought_in(
    named: Mapping[str, "Scenario"], team: str, workers: int | None, executor: Executor | None
) -> list[Brought]:
    """For each scenario what the team brought in, in the replications that every scenario has finished.

    Raises InputError for a team that is not there or sells nothing, and SimSalesError where nothing was finished.
    """
    first = next(iter(named.values()))
    if team not in first.people:
        raise InputError(f"team: must be a team of the scenario, found '{team}'{nearest(team, first.people)}")
    found = look_at(named, partial(people_of, team), workers, executor)
    if not any(each.sales for arm in found for people in arm.values() for each in people):
        raise InputError(
            f"team: must sell something in whole quarters of the window, found nothing sold by '{team}'; "
            "take the team that owns the deals, or a longer window"
        )
    return found
