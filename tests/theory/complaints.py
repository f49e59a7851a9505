"""Textbook systems of the service desk: their closed forms, what is read off the log, and the cases.

Sources: Cobham (1954) for classes with priority at one server, Kleinrock (1965) for what priorities cannot change;
the machine-repair model (Palm 1947) for customers who have one complaint at a time.  Rates per hour, times in hours.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np

from simsales.instruments.eventlog import EventLog, rows_of
from simsales.words.vocabulary import ANSWERED, COMPLAINED
from tests.theory.case import Answers, Case

HOURS = (1.0, 1.5, 2.0)  # of the gravest, of major and of minor complaints


# --- closed forms ----------------------------------------------------------------------------------------


def priorities(gravest: float, major: float, minor: float) -> Answers:
    """Mean waits of three classes at one agent, exponential hours; ``sum of rho_k Wq_k``, whatever the order."""
    rates = (gravest, major, minor)
    loads = [rate * mean for rate, mean in zip(rates, HOURS, strict=True)]
    residual = sum(rate * mean**2 for rate, mean in zip(rates, HOURS, strict=True))
    waits = [residual / ((1.0 - a) * (1.0 - b)) for a, b in pairwise(accumulate(loads, initial=0.0))]
    kept = sum(load * wait for load, wait in zip(loads, waits, strict=True))
    return {f"wait {place}": wait for place, wait in enumerate(waits)} | {"conserved": kept}


def finite_source(customers: float, each: float, solved: float, agents: float) -> Answers:
    """Complaints open, and their time until solved, where a customer has one at a time: a birth-death chain."""
    weights = [1.0]
    for open_now in range(int(customers)):
        weights.append(
            weights[-1] * (customers - open_now) * each / (min(open_now + 1, int(agents)) * solved)
        )
    chance = np.array(weights) / sum(weights)
    open_cases = float(np.arange(len(chance)) @ chance)
    return {"open": open_cases, "time": open_cases / ((customers - open_cases) * each)}


# --- what is read off a log ------------------------------------------------------------------------------


def waits_by_class(log: EventLog) -> Answers:
    """Mean wait for the agent by class, gravest first, and the sum that no order of service changes."""
    work = log.worked
    work = work[(work["asked"] >= log.warm_up) & np.isfinite(work["started"])]
    severity = log.table("problems")["severity"][rows_of(work["case"])]
    waited = work["started"] - work["asked"]
    waits = [float(waited[severity == place].mean()) for place in (2, 1, 0)]
    kept = sum(rate * hours * wait for rate, hours, wait in zip((0.1, 0.2, 0.15), HOURS, waits, strict=True))
    return {f"wait {place}": wait for place, wait in enumerate(waits)} | {"conserved": kept}


def open_complaints(log: EventLog) -> Answers:
    """Mean number of complaints that are open, and mean time from a complaint to its solution."""
    notes, count = log.notes, len(log.table("problems"))
    begun, solved = np.full(count, np.inf), np.full(count, np.inf)
    for activity, times in ((COMPLAINED, begun), (ANSWERED, solved)):
        found = notes[notes["activity"] == activity]
        times[rows_of(found["case"])] = found["time"]
    since, until = log.warm_up, log.horizon
    stays = np.clip(np.minimum(solved, until) - np.maximum(begun, since), 0.0, None)
    done = (begun >= since) & np.isfinite(solved)
    return {"open": float(stays.sum()) / (until - since), "time": float((solved - begun)[done].mean())}


# --- the cases -------------------------------------------------------------------------------------------


def _shares(minor: float) -> dict[str, object]:
    total = 0.3 + minor
    return {
        "complaints.failures": f"{total / 1000.0!r} / h",
        "complaints.severity.minor.share": minor / total,
        "complaints.severity.major.share": 0.2 / total,
        "complaints.severity.gravest.share": 0.1 / total,
    }


T04_COMPLAINTS = Case(
    name="T04 priority among complaints",
    file="t04_complaints.toml",
    parameters={"gravest": 0.1, "major": 0.2, "minor": 0.15},
    answer=priorities,
    expected={"wait 2": 6.3888888888888875, "conserved": 2.6833333333333327},
    mutation=("minor", 1.05),
    mutant=_shares(0.1575),
    measure=waits_by_class,
    replications=185,
    mutant_replications=40,
    slow=True,
)
S16 = Case(
    name="S16 one complaint at a time",
    file="s16.toml",
    parameters={"customers": 60, "each": 0.02, "solved": 0.5, "agents": 2},
    answer=finite_source,
    expected={"open": 11.204819315619355, "time": 11.48148153000489},
    mutation=("each", 1.05),
    mutant={"complaints.failures": "183.456 / y"},
    measure=open_complaints,
    replications=44,
    mutant_replications=12,
    slow=True,
)
CASES = (T04_COMPLAINTS, S16)
