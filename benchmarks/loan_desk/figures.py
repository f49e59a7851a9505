"""Every figure that the scenario `loan_sales` needs, read off the log, each with how it was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from benchmarks.loan_desk.reading import ENDS, MACHINE, STAGES, LoanLog, hours, instant, local

LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90)
MONTHS = {10: "October", 11: "November", 12: "December"}
NOVEMBER = (pd.Timestamp("2011-11-01"), pd.Timestamp("2011-12-01"))
Measure = Callable[[pd.DataFrame], pd.Series]
VALIDATORS = 5
"""The people who validate: five do 93 % of it and little else; all others call and complete."""


@dataclass(frozen=True)
class Table:
    """A few figures that belong together, and the definition by which they were read."""

    title: str
    how: str
    frame: pd.DataFrame

    def __str__(self) -> str:
        figures = self.frame.to_string(na_rep="", float_format="{:,.3f}".format)
        return f"{self.title}\n  ({self.how})\n{figures}\n"


def tables(log: LoanLog) -> list[Table]:
    """All figures, in the order in which a case meets them."""
    return [
        Table(
            "Cases by month of submission",
            "a case counts once at a stage, at the first such event, whenever in the log it comes",
            by_month(log, counts),
        ),
        Table(
            "Share of each stage that reaches the next, from final outcomes",
            "hindsight: a forecaster on 1 December could not know the fates of cases still open",
            by_month(log, shares, pooled=True),
        ),
        Table(
            "The same as known on 1 December",
            "of the cases whose fate at the stage was settled before 1 December 00:00; open ones left out",
            by_month(
                log, lambda cases: shares(as_known(cases, instant("2011-12-01"))), (10, 11), pooled=True
            ),
        ),
        Table(
            "At the door",
            "automatic: the machine declines within 2 min; straight: it pre-accepts; lead: a person decides",
            by_month(log, door, pooled=True),
        ),
        Table(
            "By route: share of the pre-accepted that is accepted, and so on",
            "hindsight, October and November",
            by_route(log.submitted_in(10, 11)),
        ),
        Table(
            "First touch, hours after submission",
            "first W_ START after submission, elapsed time; automatic declines left out",
            by_month(log, lambda cases: quantiles(first_touch(cases)), pooled=True),
        ),
        Table(
            "Cycle time, hours from submission to final state",
            "automatic declines left out",
            by_month(log, lambda cases: quantiles(cycle_time(cases)), pooled=True),
        ),
        Table(
            "Cycle time of the approved, hours",
            "submission to approval",
            by_month(
                log, lambda cases: quantiles(cycle_time(cases[cases["fate"] == "approved"])), pooled=True
            ),
        ),
        Table(
            "Work, from START to COMPLETE",
            "by case, activity and person; sittings over 4 h were left open and are dropped; all months",
            work(log),
        ),
        Table(
            "Silence",
            "cancelled by the machine in its run at 09:00; days since submission or the last offer, if any",
            silence(log),
        ),
        Table(
            "The customer's and the post's time, hours",
            "October and November cases: between the first events of two stages, desk waits included",
            between_stages(log.submitted_in(10, 11)),
        ),
        Table(
            "People there, by hour of the day, November",
            "there: from first to last sitting of the day; unnamed work counts in hours, not in heads",
            presence(log),
        ),
        Table(
            "Hours of this work a person did on a day, November",
            "days with a named sitting; 'all hours' adds the work that carries no name",
            hours_a_day(log),
        ),
        Table(
            "Submissions by hour of the day, October and November",
            "local time; mean 1 over the day",
            hourly_profile(log).to_frame("factor").T.round(2),
        ),
        Table(
            "Submissions by weekday, October and November",
            "per day, local time; factor with mean 1 over the week",
            weekday_profile(log),
        ),
    ]


def by_month(
    log: LoanLog, measure: Measure, months: Iterable[int] = tuple(MONTHS), pooled: bool = False
) -> pd.DataFrame:
    """One column per month of submission, and October and November together if `pooled`."""
    columns = {MONTHS[month]: measure(log.submitted_in(month)) for month in months}
    if pooled:
        columns["Oct+Nov"] = measure(log.submitted_in(10, 11))
    return pd.DataFrame(columns)


def counts(cases: pd.DataFrame) -> pd.Series:
    """Cases at every stage and in every final state."""
    return cases[[*STAGES, "declined", "cancelled"]].notna().sum()


def shares(cases: pd.DataFrame) -> pd.Series:
    """Of the cases that reached a stage and whose fate there is settled, the share that reached the next."""
    stages = list(STAGES)
    return pd.Series(
        {
            f"{here} -> {there}": cases[settled(cases, here, there)][there].notna().mean()
            for here, there in pairwise(stages)
        }
    )


def settled(cases: pd.DataFrame, here: str, there: str) -> pd.Series:
    """Whether a case reached a stage and either passed it or ended."""
    return cases[here].notna() & (cases[there].notna() | cases[list(ENDS)].notna().any(axis=1))


def as_known(cases: pd.DataFrame, when: pd.Timestamp) -> pd.DataFrame:
    """The cases as somebody saw them at `when`: what had not yet happened is blank."""
    seen = cases.copy()
    moments = [*STAGES, "declined", "cancelled", "first_touch", "ended"]
    seen[moments] = seen[moments].where(seen[moments] < when)
    seen["fate"] = seen["fate"].where(seen["ended"].notna(), "open")
    return seen


def open_at(cases: pd.DataFrame, when: pd.Timestamp) -> int:
    """Cases submitted before `when` and without a final state (declined, cancelled, approved) by then."""
    return int(((cases["submitted"] < when) & ~(cases["ended"] < when)).sum())


def door(cases: pd.DataFrame) -> pd.Series:
    """Shares of the three ways in, and the machine's minutes."""
    share = cases["route"].value_counts(normalize=True)
    minutes = 60 * hours(cases["declined"] - cases["submitted"])[cases["route"] == "automatic"].median()
    lead = cases[cases["route"] == "lead"]
    return pd.concat(
        [
            share,
            pd.Series({"median minutes": minutes, "leads pre-accepted": lead["pre_accepted"].notna().mean()}),
        ]
    )


def by_route(cases: pd.DataFrame) -> pd.DataFrame:
    """Shares from stage to stage for those who came straight and those a person pre-accepted."""
    columns = {route: shares(cases[cases["route"] == route]) for route in ("straight", "lead")}
    return pd.DataFrame(columns).drop(index="submitted -> pre_accepted")


def first_touch(cases: pd.DataFrame) -> pd.Series:
    """Elapsed hours from submission to the first work on the case by a person."""
    touched = cases[cases["route"] != "automatic"]
    return hours(touched["first_touch"] - touched["submitted"]).dropna()


def cycle_time(cases: pd.DataFrame) -> pd.Series:
    """Elapsed hours from submission to the final state, automatic declines left out."""
    worked = cases[cases["route"] != "automatic"]
    return hours(worked["ended"] - worked["submitted"]).dropna()


def quantiles(values: pd.Series) -> pd.Series:
    """The five quantiles that are scored."""
    return pd.Series({f"p{100 * level:.0f}": values.quantile(level) for level in LEVELS})


def work(log: LoanLog) -> pd.DataFrame:
    """Per activity: how many sittings, how many dropped, minutes of one, and how many a case needs."""
    rows = {}
    for activity, sittings in log.sittings.groupby("activity", sort=False):
        kept = log.work[log.work["activity"] == activity]
        rows[activity] = {
            "sittings": len(sittings),
            "over 4 h": len(sittings) - len(kept),
            "their hours": 1 - kept["hours"].sum() / sittings["hours"].sum(),
            "minutes": 60 * kept["hours"].mean(),
            "median": 60 * kept["hours"].median(),
            "cv": kept["hours"].std() / kept["hours"].mean(),
            "per case": len(kept) / kept["case"].nunique(),
            "h a case": kept["hours"].sum() / kept["case"].nunique(),
        }
    return pd.DataFrame(rows).T


def silence(log: LoanLog) -> pd.DataFrame:
    """Days of silence after which the machine cancels."""
    cases = log.cases[(log.cases["fate"] == "cancelled") & (log.cases["ended_by"] == MACHINE)]
    since = {
        "submission, no offer": cases[cases["offered"].isna()]["submitted"],
        "last offer": cases["offered"].dropna(),
    }
    columns = {
        name: quantiles(hours(cases["cancelled"] - start).dropna() / 24) for name, start in since.items()
    }
    return pd.DataFrame(columns)


def between_stages(cases: pd.DataFrame) -> pd.DataFrame:
    """Quantiles of the elapsed hours between stages, and from the last stage to each final state."""
    pairs = [
        ("pre_accepted", "accepted"),
        ("accepted", "sent"),
        ("sent", "returned"),
        ("returned", "approved"),
        ("returned", "declined"),
        ("sent", "cancelled"),
        ("pre_accepted", "cancelled"),
        ("pre_accepted", "declined"),
    ]
    return pd.DataFrame({f"{a} -> {b}": _span(cases, a, b) for a, b in pairs}).T


def _span(cases: pd.DataFrame, here: str, there: str) -> pd.Series:
    """Time from `here` to `there` among the cases for which `here` was the last stage before `there`."""
    stages = list(STAGES)
    skipped = stages[stages.index(here) + 1 :]
    last = cases[cases[[s for s in skipped if s != there]].isna().all(axis=1)] if there in ENDS else cases
    span = hours(last[there] - last[here]).dropna()
    return pd.concat([pd.Series({"cases": len(span), "mean": span.mean()}), quantiles(span)])


def november(log: LoanLog) -> pd.DataFrame:
    """November's work with local times, the day and the kind of desk that did it."""
    sittings = log.work.assign(at=local(log.work["start"]), until=local(log.work["end"]))
    sittings = sittings[(sittings["at"] >= NOVEMBER[0]) & (sittings["at"] < NOVEMBER[1])]
    validated = log.work[log.work["activity"] == "validate"].groupby("person")["hours"].sum()
    validators = validated.drop("", errors="ignore").nlargest(VALIDATORS).index
    desk = np.where(sittings["person"].isin(validators), "validators", "callers")
    return sittings.assign(day=sittings["at"].dt.normalize(), desk=desk)


def person_days(log: LoanLog) -> pd.DataFrame:
    """One row per named person and day of November: first and last moment, hours of work."""
    named = november(log)
    named = named[named["person"] != ""]
    return named.groupby(["desk", "day", "person"], as_index=False).agg(
        first=("at", "min"), last=("until", "max"), hours=("hours", "sum")
    )


def presence(log: LoanLog) -> pd.DataFrame:
    """Mean number of people there, and hours of work done, in each hour of weekdays and Saturdays."""
    days, done = person_days(log), november(log)
    columns = {}
    for desk in ("callers", "validators"):
        for name, which in (("Mon-Fri", range(5)), ("Sat", range(5, 6))):
            open_days = done[done["day"].dt.day_of_week.isin(which)]["day"].nunique()
            there = days[(days["desk"] == desk) & days["day"].dt.day_of_week.isin(which)]
            hour = done[(done["desk"] == desk) & done["day"].dt.day_of_week.isin(which)]
            columns[f"{desk} {name}"] = people_there(there, open_days)
            columns[f"{desk} {name} h"] = hour.groupby(hour["at"].dt.hour)["hours"].sum() / open_days
    frame = pd.DataFrame(columns).loc[lambda rows: (rows.index >= 7) & (rows.index <= 21)]
    return frame.loc[:, (frame.fillna(0) > 0.3).any()].round(1)


def people_there(days: pd.DataFrame, open_days: int) -> pd.Series:
    """Mean number of people there in each hour of the day, over so many open days."""
    first, last = (days[c].dt.hour + days[c].dt.minute / 60 for c in ("first", "last"))
    return pd.Series({hour: ((first < hour + 1) & (last > hour)).sum() / open_days for hour in range(24)})


def hours_a_day(log: LoanLog) -> pd.DataFrame:
    """Hours of this work per person and day, under the definitions that one could mean."""
    days, total = person_days(log), november(log)["hours"].sum()
    half = days[days["hours"] >= 0.5]
    rows = {
        "named hours, every day": (len(days), days["hours"].mean()),
        "all hours, every day": (len(days), total / len(days)),
        "named hours, days of half an hour or more": (len(half), half["hours"].mean()),
    }
    return pd.DataFrame(rows, index=["person-days", "hours"]).T


def hourly_profile(log: LoanLog) -> pd.Series:
    """Submissions by hour of the day, with mean one."""
    at = local(log.submitted_in(10, 11)["submitted"]).dt.hour
    return at.value_counts().reindex(range(24), fill_value=0).sort_index() * 24 / len(at)


def weekday_profile(log: LoanLog) -> pd.DataFrame:
    """Submissions per day for each weekday (October and November), with the factor that averages to one."""
    at = local(log.submitted_in(10, 11)["submitted"])
    days = pd.date_range("2011-10-01", "2011-11-30")
    per_day = (
        at.dt.day_of_week.value_counts().sort_index()
        / pd.Series(days.day_of_week).value_counts().sort_index()
    )
    names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return pd.DataFrame({"a day": per_day, "factor": per_day / per_day.mean()}).set_axis(names).T
