"""From the log's figures to the scenario's values: October and November read as the engine's steps.

The loan process on the seven steps: prospecting is handling a lead (after the machine's decision at the
door), the approach completes the application (passed: accepted), the presentation makes the offer (passed:
sent), the objections are the calls after it (passed: returned), closing validates (passed: approved);
follow-up holds the calls for missing papers.  Customers who fall silent are left to the discard rule: their
time to think is longer than the rule waits.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.loan_desk.figures import (
    hourly_profile,
    november,
    people_there,
    person_days,
    settled,
    weekday_profile,
)
from benchmarks.loan_desk.reading import MACHINE, LoanLog, hours, on_the_clock
from simsales.instruments.clock import Calendar, Pattern

OFFICE = Calendar(
    Pattern(tuple((24.0 * day + 9, 24.0 * day + 21) for day in range(5))).until(52 * 168.0), 12.0
)
"""The hours in which outcomes are recorded: 9 to 21 h from Monday to Friday; times to think run in them."""
RULE = 30.7 / 7 * 60
"""Office hours in the 30.7 days after which the machine cancels a case in which nothing moved ("Silence")."""
NEVER = 9999.0
GRID = np.linspace(0.0, 1.0, 41)
"""The probabilities at which times to think are written into the scenario."""

Value = float | list[float]


def values(log: LoanLog) -> dict[str, Value]:
    """The scenario's values by dotted key: shares, hours of work a case, hours to think (as quantiles)."""
    cases = log.submitted_in(10, 11)
    return {**demand(log), **door(cases), **gates(cases), **work_a_case(log, cases), **thinking(log, cases)}


def demand(log: LoanLog) -> dict[str, Value]:
    """Submissions a year of 364 days: of October, and from when on other rates hold."""
    october, november, both = (len(log.submitted_in(*months)) for months in ((10,), (11,), (10, 11)))
    return {
        "demand.inbound.rate": october * 364 / 31,
        "demand.inbound.rate from day 36": november * 364 / 30,
        "demand.inbound.rate from day 66": both * 364 / 61,
        "demand.inbound.profile.day": hourly_profile(log).tolist(),
        "demand.inbound.profile.week": weekday_profile(log).loc["factor"].tolist(),
    }


def door(cases: pd.DataFrame) -> dict[str, Value]:
    """What the machine decides, and the share of the leads left over that a person pre-accepts."""
    share = cases["route"].value_counts(normalize=True)
    leads = cases[cases["route"] == "lead"]
    automatic = cases[cases["route"] == "automatic"]
    key = "selling.prospecting.sources.inbound.door"
    return {
        f"{key}.decline": share["automatic"],
        f"{key}.accept": share["straight"],
        f"{key}.delay": hours(automatic["declined"] - automatic["submitted"]).median(),
        "demand.inbound.contact.p_0": leads["pre_accepted"].notna().mean(),
    }


def gates(cases: pd.DataFrame) -> dict[str, Value]:
    """The four gates as log-odds: of the settled cases that did not fall silent, the share that went on."""
    pairs = (
        ("pre_accepted", "accepted"),
        ("accepted", "sent"),
        ("sent", "returned"),
        ("returned", "approved"),
    )
    share = [_goes_on(cases, *pair) for pair in pairs]
    return {"market.advance.clock_off.alpha": [float(np.log(p / (1 - p))) for p in share]}


def _goes_on(cases: pd.DataFrame, here: str, there: str) -> float:
    spoken = cases[settled(cases, here, there) & ~fell_silent(cases, here, there)]
    return float(spoken[there].notna().mean())


def fell_silent(cases: pd.DataFrame, here: str, there: str) -> pd.Series:
    """Whether a case reached a stage and was cancelled by the machine before the next."""
    by_machine = (cases["fate"] == "cancelled") & (cases["ended_by"] == MACHINE)
    return by_machine & cases[here].notna() & cases[there].isna()


def silent(cases: pd.DataFrame, here: str, there: str) -> float:
    """Of the cases that reached a stage, the share that then fell silent."""
    return float(fell_silent(cases, here, there).sum() / cases[here].notna().sum())


def work_a_case(log: LoanLog, cases: pd.DataFrame) -> dict[str, Value]:
    """Hours of work in all sittings of a case at a step, mean and cv over the cases that have any."""
    returned, approved = (cases[stage].notna().sum() for stage in ("returned", "approved"))
    papers = _hours_a_case(log, cases, "call for missing papers")
    return {
        **_law("selling.prospecting.hours", _hours_a_case(log, cases, "handle lead")),
        **_law("selling.approach.hours", _hours_a_case(log, cases, "complete application")),
        **_law("selling.objections.hours", _hours_a_case(log, cases, "call after offer")),
        **_law("selling.closing.hours", _hours_a_case(log, cases, "validate")),
        # Any returned case may need papers, but the step stands after approval: the approved carry it all.
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
    """Office hours to a step's outcome (the approach: from the end of its first sitting)."""
    begun = log.work[log.work["activity"] == "complete application"].groupby("case")["end"].min()
    cases = cases.assign(begun=begun)
    return {
        "selling.approach.think": _quantiles(
            cases, "begun", "accepted", silent(cases, "pre_accepted", "accepted")
        ),
        "selling.objections.think": _quantiles(cases, "sent", "returned", silent(cases, "sent", "returned")),
        "selling.closing.think": _quantiles(cases, "returned", "approved", 0.0),
    }


def _quantiles(cases: pd.DataFrame, here: str, there: str, never: float) -> list[float]:
    """Quantiles on the grid of the time from `here` to `there` or another end; the silent lie beyond."""
    outcome = cases[there].fillna(cases["ended"]).where(~fell_silent(cases, here, there))
    # Answers that came later than the rule allows (a second offer starts it anew) count as just in time.
    sample = office_hours(cases[here], outcome).dropna().clip(0.0, 0.95 * RULE)
    inside = GRID[(1 - never) >= GRID]
    found = list(sample.quantile(inside / (1 - never)))
    if len(found) < len(GRID):
        found.append(_beyond(found[-1], inside[-1], 1 - never))
    return [float(value) for value in found + [NEVER] * (len(GRID) - len(found))]


def _beyond(last: float, at: float, settled: float) -> float:
    """The first value beyond the rule: the line to it crosses the rule where the silent begin."""
    rise = (RULE - last) / max(settled - at, 1e-9)
    return min(last + rise * (GRID[1] - GRID[0]), NEVER)


def office_hours(begin: pd.Series, end: pd.Series) -> pd.Series:
    """Hours of `OFFICE` between two columns of moments."""
    first, last = (on_the_clock(moments) for moments in (begin, end))
    spans = [
        OFFICE.hours_between(a, b) if b == b and a == a else np.nan for a, b in zip(first, last, strict=True)
    ]
    return pd.Series(spans, index=begin.index)


BLOCKS = {
    "callers, Mon-Fri 9-17": ("callers", range(5), 9, 17),
    "callers, Mon-Fri 17-21": ("callers", range(5), 17, 21),
    "callers, Sat 10-17": ("callers", range(5, 6), 10, 17),
    "validators, Mon-Fri 8-17": ("validators", range(5), 8, 17),
}
"""The desk's opening hours as November's sittings show them (table "People there")."""


def heads(log: LoanLog) -> pd.DataFrame:
    """People there in each block of November's week: the named, scaled up by the hours without a name."""
    done, days = november(log), person_days(log)
    return pd.DataFrame({name: _block(done, days, *block) for name, block in BLOCKS.items()}).T


def _block(
    done: pd.DataFrame, days: pd.DataFrame, desk: str, weekdays: range, opens: int, closes: int
) -> pd.Series:
    at = done[(done["desk"] == desk) & done["day"].dt.day_of_week.isin(weekdays)]
    at = at[at["at"].dt.hour.between(opens, closes - 1)]
    there = days[(days["desk"] == desk) & days["day"].dt.day_of_week.isin(weekdays)]
    named = people_there(there, at["day"].nunique()).loc[opens : closes - 1].mean()
    scale = at["hours"].sum() / at[at["person"] != ""]["hours"].sum()
    a_day = at["hours"].sum() / at["day"].nunique()
    return pd.Series({"named": named, "all": named * scale, "hours of work a day": a_day})
