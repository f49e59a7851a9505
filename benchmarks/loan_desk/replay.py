"""The replay: December's submissions through the engine, its log brought into the shape of the real one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.loan_desk.calibration import gates
from benchmarks.loan_desk.figures import as_known
from benchmarks.loan_desk.reading import DAY_0, ENDS, ZONE, LoanLog, instant, local, on_the_clock
from benchmarks.loan_desk.scoring import measure
from simsales.instruments.eventlog import EventLog, Table, rows_of, types_of
from simsales.processes.play import play
from simsales.scenario.model import Scenario
from simsales.words.vocabulary import (
    APPROACH,
    CLOSING,
    DECLINED,
    LOST,
    OBJECTIONS,
    OPPORTUNITY,
    PRESENTATION,
    PROSPECTING,
    STALE,
    WON,
)

ASKED_AT = {"accepted": PRESENTATION, "sent": OBJECTIONS, "returned": CLOSING}
"""A stage is passed when the next step's work is asked for."""


def submissions(log: LoanLog) -> list[float]:
    """December's submissions on the scenario's clock, in hours from the start of day 0 (local time)."""
    return sorted(on_the_clock(log.submitted_in(12)["submitted"]))


def replays(log: LoanLog, scenario: Scenario, replications: int) -> Iterator[pd.Series]:
    """The scored figures of December's cohort, one replication after another."""
    given = {"inbound": submissions(log)}
    for replication in range(replications):
        played = cases_of(play(scenario, replication, arrivals=given))
        yield measure(played[played["month"] == 12], 12)


def as_known_on_1_december(log: LoanLog, scenario: Scenario) -> Scenario:
    """The scenario with the gates that one could read on 1 December, when many cases were still open."""
    return scenario.but(gates(as_known(log.submitted_in(10, 11), instant("2011-12-01"))), "as known")


def cases_of(log: EventLog) -> pd.DataFrame:
    """The engine's log in the shape of `reading.LoanLog.cases`: one row per submission, moments in UTC."""
    leads, worked = log.leads, _with_lead(log, log.worked)
    notes = _with_lead(log, log.notes)
    hours = pd.DataFrame({"submitted": leads["arrived"]})
    hours["pre_accepted"] = pd.Series(log.opportunities["opened"], index=log.opportunities["lead"])
    for stage, task in ASKED_AT.items():
        hours[stage] = worked[worked["task"] == task].groupby("lead")["asked"].min()
    hours["approved"] = notes[notes["activity"] == WON].groupby("lead")["time"].min()
    lost = notes[notes["activity"] == LOST].drop_duplicates("lead").set_index("lead")
    hours["cancelled"] = lost["time"][lost["reason"] == STALE]
    hours["declined"] = lost["time"][lost["reason"] != STALE]
    touched = worked[worked["task"].isin([PROSPECTING, APPROACH]) & np.isfinite(worked["started"])]
    hours["first_touch"] = touched.groupby("lead")["started"].min()
    cases = hours.apply(_moments)
    cases["month"] = local(cases["submitted"]).dt.month
    cases["ended"] = cases[list(ENDS)].min(axis=1)
    cases["fate"] = _fate(cases[list(ENDS)])
    automatic = lost.index[lost["reason"] == DECLINED]
    led = worked["lead"][worked["task"] == PROSPECTING].unique()
    cases["route"] = "straight"
    cases.loc[led, "route"] = "lead"
    cases.loc[automatic, "route"] = "automatic"
    return cases


def _with_lead(log: EventLog, table: Table) -> pd.DataFrame:
    """Rows of work or notes with the lead they belong to, in place of the lead or opportunity."""
    frame = pd.DataFrame({name: table[name] for name in table.dtype.names or ()})
    case = table["case"]
    deals = types_of(case) == OPPORTUNITY
    lead = np.where(case >= 0, rows_of(case), -1)
    lead[deals] = rows_of(log.opportunities["lead"])[rows_of(case[deals])]
    return frame.assign(lead=lead)[case >= 0]


def _moments(hours: pd.Series) -> pd.Series:
    """Hours on the scenario's clock as moments of local winter time, in UTC."""
    wall = DAY_0 + pd.to_timedelta(hours, unit="h")
    return wall.dt.tz_localize(ZONE, ambiguous=True, nonexistent="shift_forward").dt.tz_convert("UTC")


def _fate(ends: pd.DataFrame) -> pd.Series:
    return ends.notna().idxmax(axis=1).where(ends.notna().any(axis=1), "open")
