"""From the log's figures to the scenario's values: October and November read as the engine's steps.

The loan process on the seven steps: prospecting is handling a lead (after the machine's decision at the door),
the approach completes the application (passed: accepted), the presentation makes the offer (passed: sent), the
objections are the calls after it (passed: returned), closing validates (passed: approved); follow-up holds the
calls for missing papers.  Customers who fall silent are left to the discard rule: their time to think is
longer than the rule waits.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.loan_desk.figures import november, people_there, person_days, shares
from benchmarks.loan_desk.reading import MACHINE, LoanLog, hours

SILENT_AFTER_HOURS = 30.7 * 24
"""Median age at which the machine's morning run cancels a case in which nothing moved (table "Silence")."""
GRID = np.linspace(0.0, 1.0, 41)
"""The probabilities at which times to think are written into the scenario."""

Value = float | list[float]


def values(log: LoanLog) -> dict[str, Value]:
    """The scenario's values by dotted key: shares, hours of work a case, hours to think (as quantiles)."""
    cases = log.submitted_in(10, 11)
    return door(cases) | conversions(cases, shares(cases)) | work_a_case(log, cases) | thinking(log, cases)


def door(cases: pd.DataFrame) -> dict[str, Value]:
    """What the machine decides, and what a person makes of the leads it leaves over."""
    share = cases["route"].value_counts(normalize=True)
    leads = cases[cases["route"] == "lead"]
    automatic = cases[cases["route"] == "automatic"]
    door = "selling.prospecting.sources.inbound.door"
    return {
        f"{door}.decline": share["automatic"],
        f"{door}.accept": share["straight"],
        f"{door}.delay": hours(automatic["declined"] - automatic["submitted"]).median(),
        "qualification.share": leads["pre_accepted"].notna().mean(),
    }


def conversions(cases: pd.DataFrame, reached: pd.Series) -> dict[str, Value]:
    """The four gates: of those who do not fall silent, the share that goes on, and its log-odds."""
    share = [
        reached["pre_accepted -> accepted"] / (1 - silent(cases, "pre_accepted", "accepted")),
        reached["accepted -> sent"],
        reached["sent -> returned"] / (1 - silent(cases, "sent", "returned")),
        reached["returned -> approved"],
    ]
    return {"market.advance.clock_off.alpha": [float(np.log(p / (1 - p))) for p in share]}


def silent(cases: pd.DataFrame, here: str, there: str) -> float:
    """Of the cases that reached a stage, the share that the machine cancelled before the next."""
    at = cases[cases[here].notna()]
    return float((at[there].isna() & (at["fate"] == "cancelled") & (at["ended_by"] == MACHINE)).mean())


def work_a_case(log: LoanLog, cases: pd.DataFrame) -> dict[str, Value]:
    """Hours of work in all sittings of a case at a step, mean and cv over the cases that have any."""
    returned, approved = (cases[stage].notna().sum() for stage in ("returned", "approved"))
    papers = _hours_a_case(log, cases, "call for missing papers")
    return {
        **_law("selling.prospecting.hours", _hours_a_case(log, cases, "handle lead")),
        **_law("selling.approach.hours", _hours_a_case(log, cases, "complete application")),
        **_law("selling.objections.hours", _hours_a_case(log, cases, "call after offer")),
        **_law("selling.closing.hours", _hours_a_case(log, cases, "validate")),
        # Every returned case may need papers, but the step stands after approval: all their hours lie on those.
        "selling.follow_up.hours.mean": papers.sum() / approved,
        "selling.follow_up.hours.cv": float(papers.std() / papers.mean()),
        "hours for papers, a returned case": papers.sum() / returned,
    }


def _hours_a_case(log: LoanLog, cases: pd.DataFrame, activity: str) -> pd.Series:
    work = log.work[(log.work["activity"] == activity) & log.work["case"].isin(cases.index)]
    return work.groupby("case")["hours"].sum()


def _law(key: str, sample: pd.Series) -> dict[str, Value]:
    return {f"{key}.mean": float(sample.mean()), f"{key}.cv": float(sample.std() / sample.mean())}


def thinking(log: LoanLog, cases: pd.DataFrame) -> dict[str, Value]:
    """Hours between a step's first work and its outcome, with the silent beyond the discard rule."""
    begun = log.work[log.work["activity"] == "complete application"].groupby("case")["start"].min()
    completed = cases.assign(begun=begun)
    return {
        "selling.approach.think": _quantiles(completed, "begun", "accepted", silent(cases, "pre_accepted", "accepted")),
        "selling.objections.think": _quantiles(cases, "sent", "returned", silent(cases, "sent", "returned")),
        "selling.closing.think": _quantiles(cases, "returned", "approved", 0.0),
    }


def _quantiles(cases: pd.DataFrame, here: str, there: str, never: float) -> list[float]:
    """Quantiles on the grid of the time from `here` to `there` or to another end, for all who reached `here`."""
    by_machine = (cases["fate"] == "cancelled") & (cases["ended_by"] == MACHINE) & cases[there].isna()
    settled = cases[there].fillna(cases["ended"]).where(~by_machine)
    # Answers that came later than the rule allows (a second offer starts it anew) count as just in time.
    sample = hours(settled - cases[here]).dropna().clip(0.0, 0.99 * SILENT_AFTER_HOURS)
    inside = GRID[(1 - never) >= GRID]
    found = list(sample.quantile(inside / (1 - never)))
    while len(found) < len(GRID):
        found.append(_beyond(found, inside, 1 - never))
    return [round(float(value), 3) for value in found]


def _beyond(found: list[float], inside: np.ndarray, settled: float) -> float:
    """The value beyond the rule: the line from the last quantile crosses the rule where the silent begin."""
    if len(found) > len(inside):
        return 400 * 24.0
    rise = (SILENT_AFTER_HOURS - found[-1]) / max(settled - inside[-1], 1e-9)
    return min(found[-1] + rise * (GRID[1] - GRID[0]), 400 * 24.0)


BLOCKS = {
    "callers, Mon-Fri 9-17": ("callers", range(5), 9, 17),
    "callers, Mon-Fri 17-21": ("callers", range(5), 17, 21),
    "callers, Sat 10-17": ("callers", range(5, 6), 10, 17),
    "validators, Mon-Fri 8-17": ("validators", range(5), 8, 17),
}
"""The desk's opening hours as November's sittings show them (table "People there")."""


def heads(log: LoanLog) -> pd.DataFrame:
    """People there in each block of November's week: those with a name, scaled to the hours that carry none."""
    done, days = november(log), person_days(log)
    return pd.DataFrame({name: _block(done, days, *block) for name, block in BLOCKS.items()}).T


def _block(done: pd.DataFrame, days: pd.DataFrame, desk: str, weekdays: range, opens: int, closes: int) -> pd.Series:
    at = done[(done["desk"] == desk) & done["day"].dt.day_of_week.isin(weekdays)]
    at = at[at["at"].dt.hour.between(opens, closes - 1)]
    there = days[(days["desk"] == desk) & days["day"].dt.day_of_week.isin(weekdays)]
    named = people_there(there, at["day"].nunique()).loc[opens : closes - 1].mean()
    scale = at["hours"].sum() / at[at["person"] != ""]["hours"].sum()
    a_day = at["hours"].sum() / at["day"].nunique()
    return pd.Series({"named": named, "all": named * scale, "hours of work a day": a_day})
