"""The log as one long table for people: a row per event, with words in place of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import rows_of, types_of
from simsales.instruments.luck import addresses_of
from simsales.words.vocabulary import (
    ACTIVITIES,
    ARRIVED,
    LEAD,
    LEDGER,
    MONEY,
    OBJECT_TYPES,
    OPENED,
    OPPORTUNITY,
    REASONS,
)

if TYPE_CHECKING:
    import pandas as pd

    from simsales.instruments.eventlog import EventLog

Columns = dict[str, Any]

_LIFECYCLE = ("schedule", "start", "complete")

# What comes first in one instant: a lead comes in, work ends, something is noted, a deal opens, work is asked
# for and begun; work that takes no time ends after it began.
_ARRIVES, _ENDS, _IS_NOTED, _OPENS, _IS_ASKED, _BEGINS, _ENDS_AT_ONCE = range(7)


def long_form(log: EventLog) -> pd.DataFrame:
    """A row per event, in order of time: time (hours from the start of the run), order, object_type, object,
    activity, lifecycle, resource, value and reason.

    A piece of work is three rows: asked for (schedule), begun (start), done (complete, with the hours of work
    as its value); what never happened has no row.  What happens at an instant is complete at once.  An object
    is named by its lead's key, such as inbound/3/17, an opportunity by that of its lead.
    """
    import pandas as pd

    names = object_names(log)
    parts = [_born(log, names), _worked(log, names), _noted(log, names)]
    table = pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True)
    table = table.sort_values(["time", "rank"], kind="stable", ignore_index=True).drop(columns="rank")
    table.insert(1, "order", np.arange(len(table)))
    return table


def lead_names(log: EventLog) -> list[str]:
    """The key of each lead as people write it: source, strip of the arrival process, place in the strip."""
    leads = log.leads
    _, strips, indices = addresses_of(leads["key"])
    columns = (leads["source"].tolist(), strips.tolist(), indices.tolist())
    return [f"{log.sources[source]}/{strip}/{index}" for source, strip, index in zip(*columns, strict=True)]


def object_names(log: EventLog) -> Sequence[NDArray[Any]]:
    """For leads and opportunities the name of each row."""
    leads = np.array(lead_names(log), dtype=object)
    return leads, leads[rows_of(log.opportunities["lead"])]


def _born(log: EventLog, names: Sequence[NDArray[Any]]) -> Columns:
    """Leads come in and opportunities open: their tables tell when."""
    leads, deals = log.leads, log.opportunities
    both = len(leads), len(deals)
    people = _resources(log)
    return {
        "time": np.concatenate((leads["arrived"], deals["opened"])),
        "rank": np.repeat([_ARRIVES, _OPENS], both),
        "object_type": np.repeat(np.array(OBJECT_TYPES[: OPPORTUNITY + 1], dtype=object), both),
        "object": np.concatenate((names[LEAD], names[OPPORTUNITY])),
        "activity": np.repeat(np.array([ACTIVITIES[ARRIVED], ACTIVITIES[OPENED]], dtype=object), both),
        "lifecycle": "complete",
        "resource": np.concatenate((np.full(both[0], "", dtype=object), people[deals["owner"]])),
        "value": np.concatenate((leads["value"], deals["value"])),
        "reason": "",
    }


def _worked(log: EventLog, names: Sequence[NDArray[Any]]) -> Columns:
    """Work, three rows a piece."""
    work = log.worked
    times = np.concatenate([work[name] for name in ("asked", "started", "ended")])
    kept = np.isfinite(times)
    work = np.concatenate((work, work, work))[kept]
    stage = np.repeat(np.arange(3), len(kept) // 3)[kept]
    begun = stage > 0
    return {
        "time": times[kept],
        "rank": np.where(
            stage == 2, np.where(work["asked"] < work["ended"], _ENDS, _ENDS_AT_ONCE), _IS_ASKED + stage
        ),
        **_objects(work["case"], names),
        "activity": np.array(log.tasks, dtype=object)[work["task"]],
        "lifecycle": np.array(_LIFECYCLE, dtype=object)[stage],
        "resource": np.where(
            begun, _resources(log)[work["person"]], np.array(log.desks, dtype=object)[work["desk"]]
        )
        if len(work)
        else np.zeros(0, dtype=object),
        "value": np.where(stage == 2, work["hours"], np.nan),
        "reason": np.where((stage == 2) & ~np.isfinite(work["started"]), "left while waiting", ""),
    }


def _noted(log: EventLog, names: Sequence[NDArray[Any]]) -> Columns:
    """Instants; a row of the ledger has its line as the reason."""
    notes = log.notes
    money = notes["activity"] == MONEY
    return {
        "time": notes["time"],
        "rank": _IS_NOTED,
        **_objects(notes["case"], names),
        "activity": np.array(ACTIVITIES, dtype=object)[notes["activity"]],
        "lifecycle": "complete",
        "resource": _resources(log)[notes["person"]],
        "value": notes["value"],
        "reason": np.where(money, _words(LEDGER, notes["reason"]), _words(REASONS, notes["reason"])),
    }


def _objects(cases: NDArray[np.int64], names: Sequence[NDArray[Any]]) -> Columns:
    """Type and name of the object of each case; a case of no object, such as a payment, has neither."""
    rows = rows_of(cases)
    types = np.where(cases < 0, len(OBJECT_TYPES), types_of(cases))
    known = np.full(len(cases), "", dtype=object)
    for kind, named in enumerate(names):
        known[types == kind] = named[rows[types == kind]]
    others = (types >= len(names)) & (types < len(OBJECT_TYPES))
    known[others] = [
        f"{OBJECT_TYPES[kind]}/{row}"
        for kind, row in zip(types[others].tolist(), rows[others].tolist(), strict=True)
    ]
    return {"object_type": np.array([*OBJECT_TYPES, ""], dtype=object)[types], "object": known}


def table_form(log: EventLog, name: str) -> pd.DataFrame:
    """A department's own table, with people by name."""
    import pandas as pd

    table = pd.DataFrame(log.table(name))
    if "person" in table:
        table["person"] = _resources(log)[table["person"]]
    return table


def _resources(log: EventLog) -> NDArray[Any]:
    """Names of people by number; -1, nobody, is the last."""
    return np.array([*people_names(log), ""], dtype=object)


def people_names(log: EventLog) -> list[str]:
    """Names of people by number: their role and their seat, and who came after whom in it."""
    names: list[str] = []
    for person in log.people:
        title = f"{person.role} {person.seat + 1}"
        before = sum(name.split(", ")[0] == title for name in names)
        names.append(f"{title}, successor {before}" if before else title)
    return names


def _words(words: Sequence[str], numbers: NDArray[np.int16]) -> NDArray[Any]:
    return np.array(words, dtype=object)[np.minimum(numbers, len(words) - 1)]
