"""Read the loan desk's event log: one row per case, one row per sitting of human work.

The log (BPI Challenge 2012, DOI 10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f) holds one row per event.
Here a *case* is counted once however often an event repeats in it: its passing of a stage is the first such
event.  Moments are local wall-clock time, because people and desks live by it; spans are true elapsed time,
because the clock went back an hour on 30 October 2011.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

FILE = "events_2011Q4.csv.gz"
ZONE = "Europe/Amsterdam"
DAY_0 = pd.Timestamp("2011-09-26")
"""The Monday at whose midnight the scenario's clock starts; 1 December is day 66."""
MACHINE = "112"
"""The resource that answers within seconds at any hour: the firm's system, not a person."""
AUTOMATIC_HOURS = 2 / 60
LONGEST_SITTING_HOURS = 4.0

STAGES = {
    "submitted": "A_SUBMITTED",
    "pre_accepted": "A_PREACCEPTED",
    "accepted": "A_ACCEPTED",
    "sent": "O_SENT",
    "returned": "O_SENT_BACK",
    "approved": "A_APPROVED",
}
ENDS = {"approved": "A_APPROVED", "declined": "A_DECLINED", "cancelled": "A_CANCELLED"}
ACTIVITIES = {
    "W_Afhandelen leads": "handle lead",
    "W_Completeren aanvraag": "complete application",
    "W_Nabellen offertes": "call after offer",
    "W_Valideren aanvraag": "validate",
    "W_Nabellen incomplete dossiers": "call for missing papers",
    "W_Beoordelen fraude": "assess fraud",
}


@dataclass(frozen=True)
class LoanLog:
    """The log as cases and sittings, with what had to be left out on the way.

    `cases`: indexed by case; the first moment of every stage and end (UTC, NaT if never), local `month` of
    submission, `route` at the door, `first_touch`, `ended`, `fate`, `offered` (the last offer), `ended_by`.
    `sittings`: one uninterrupted piece of human work: case, activity, person, start, end (UTC), hours.
    """

    cases: pd.DataFrame
    sittings: pd.DataFrame
    events: int
    ends_without_start: int
    starts_without_end: int

    @property
    def work(self) -> pd.DataFrame:
        """The sittings counted as work: those of at most four hours (longer ones were left open)."""
        return self.sittings[self.sittings["hours"] <= LONGEST_SITTING_HOURS]

    def submitted_in(self, *months: int) -> pd.DataFrame:
        """The cases submitted in these months of 2011 (local time)."""
        return self.cases[self.cases["month"].isin(months)]


def find_folder(given: str | os.PathLike[str] | None = None) -> Path | None:
    """The folder with the log: as given, else in SIMSALES_DATA, else in ../shared/data; None if nowhere."""
    repository = Path(__file__).resolve().parents[2]
    elsewhere = os.environ.get("SIMSALES_DATA") or repository.parent / "shared" / "data"
    root = Path(given or elsewhere)
    return next((folder for folder in (root, root / "loan_sales") if (folder / FILE).is_file()), None)


def read(folder: Path) -> LoanLog:
    """Read the log in `folder`; raises FileNotFoundError where it is absent."""
    events = _events(folder / FILE)
    sittings, lonely_ends, lonely_starts = _sittings(events)
    return LoanLog(_cases(events), sittings, len(events), lonely_ends, lonely_starts)


def local(moments: pd.Series) -> pd.Series:
    """Local wall-clock time of UTC moments, without a zone (what a clock on the wall showed)."""
    return moments.dt.tz_convert(ZONE).dt.tz_localize(None)


def on_the_clock(moments: pd.Series) -> pd.Series:
    """UTC moments as hours on the scenario's clock, which shows local time from day 0 on."""
    return (local(moments) - DAY_0).dt.total_seconds() / 3600


def instant(day: str) -> pd.Timestamp:
    """Local midnight at the start of `day` (ISO), as a UTC moment."""
    return pd.Timestamp(day, tz=ZONE).tz_convert("UTC")


def hours(span: pd.Series) -> pd.Series:
    """Elapsed hours of a column of time differences."""
    return span.dt.total_seconds() / 3600


def _events(path: Path) -> pd.DataFrame:
    columns = {
        "case": "case",
        "concept:name": "activity",
        "lifecycle:transition": "lifecycle",
        "org:resource": "person",
        "time:timestamp": "moment",
    }
    events = pd.read_csv(path, usecols=list(columns), dtype={"org:resource": str}).rename(columns=columns)
    events["moment"] = pd.to_datetime(events["moment"], utc=True, format="ISO8601")
    events["person"] = events["person"].fillna("")
    events["row"] = np.arange(len(events))
    return events.sort_values(["case", "moment", "row"], kind="stable").drop(columns="row")


def _cases(events: pd.DataFrame) -> pd.DataFrame:
    first = events.drop_duplicates(["case", "activity"])
    names = STAGES | ENDS
    moments = _by_activity(first, "moment").apply(pd.to_datetime, utc=True)
    cases = pd.DataFrame({name: moments[activity] for name, activity in names.items()})
    cases["month"] = local(cases["submitted"]).dt.month
    cases["first_touch"] = _first_start(events)
    cases["offered"] = events[events["activity"] == "O_SENT"].groupby("case")["moment"].max()
    ends = cases[list(ENDS)]
    cases["ended"] = ends.min(axis=1)
    cases["fate"] = ends.notna().idxmax(axis=1).where(ends.notna().any(axis=1), "open")
    people = _by_activity(first, "person")
    cases["ended_by"] = _person_of_fate(cases["fate"], people)
    cases["route"] = _route(cases, people["A_PREACCEPTED"])
    return cases


def _by_activity(first: pd.DataFrame, column: str) -> pd.DataFrame:
    """One column per stage or end, also for those that nobody reached."""
    wide = first.pivot(index="case", columns="activity", values=column)
    return wide.reindex(columns=sorted({*STAGES.values(), *ENDS.values()}))


def _first_start(events: pd.DataFrame) -> pd.Series:
    starts = events[events["activity"].str.startswith("W_") & (events["lifecycle"] == "START")]
    return starts.groupby("case")["moment"].min()


def _person_of_fate(fate: pd.Series, people: pd.DataFrame) -> pd.Series:
    by = pd.Series("", index=fate.index)
    for name, activity in ENDS.items():
        by = by.mask(fate == name, people[activity])
    return by


def _route(cases: pd.DataFrame, pre_acceptor: pd.Series) -> pd.Series:
    """The way in: declined by the machine, pre-accepted by it, or handed to a person as a lead."""
    quick = hours(cases["declined"] - cases["submitted"]) <= AUTOMATIC_HOURS
    declined = quick & (cases["ended_by"] == MACHINE) & (cases["fate"] == "declined")
    route = pd.Series("lead", index=cases.index)
    return route.mask(pre_acceptor == MACHINE, "straight").mask(declined, "automatic")


def _sittings(events: pd.DataFrame) -> tuple[pd.DataFrame, int, int]:
    """Pair each COMPLETE with the START before it (same case, activity, person); count the unpaired."""
    steps = events[
        events["activity"].isin(list(ACTIVITIES)) & events["lifecycle"].isin(["START", "COMPLETE"])
    ]
    group = steps.groupby(["case", "activity", "person"], sort=False)
    before = group["lifecycle"].shift()
    paired = (steps["lifecycle"] == "COMPLETE") & (before == "START")
    sittings = steps.assign(start=group["moment"].shift())[paired].rename(columns={"moment": "end"})
    sittings["activity"] = sittings["activity"].map(ACTIVITIES)
    sittings["hours"] = hours(sittings["end"] - sittings["start"])
    ends = int((steps["lifecycle"] == "COMPLETE").sum()) - len(sittings)
    starts = int((steps["lifecycle"] == "START").sum()) - len(sittings)
    return (
        sittings[["case", "activity", "person", "start", "end", "hours"]].reset_index(drop=True),
        ends,
        starts,
    )
