"""The score: December as it was, as two naive forecasts have it, and as the model has it, measured alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from benchmarks.loan_desk.figures import counts, cycle_time, first_touch, open_at, quantiles
from benchmarks.loan_desk.reading import LoanLog, instant

COUNTS = ("pre_accepted", "accepted", "sent", "returned", "approved")
STATED = {
    "submitted": 2122,
    "pre_accepted": 1226,
    "accepted": 851,
    "sent": 839,
    "returned": 523,
    "approved": 376,
}
"""December's counts as the brief of this benchmark states them; the reading has to give the same."""
STATED_OPEN = 596
MONTH_ENDS = {10: "2011-11-01", 11: "2011-12-01", 12: "2012-01-01"}


def measure(cases: pd.DataFrame, month: int) -> pd.Series:
    """The scored figures of a month's cohort: counts, cases open at the month's end, hours at quantiles."""
    approved = cases[cases["fate"] == "approved"]
    return pd.concat(
        {
            "cases": pd.concat(
                [
                    counts(cases)[["submitted", *COUNTS]],
                    pd.Series({"open at month's end": open_at(cases, instant(MONTH_ENDS[month]))}),
                ]
            ).astype(float),
            "first touch, h": quantiles(first_touch(cases)),
            "cycle time, h": quantiles(cycle_time(cases)),
            "cycle time of the approved, h": quantiles(cycle_time(approved)),
        }
    )


def actual(log: LoanLog) -> pd.Series:
    """December as it was."""
    return measure(log.submitted_in(12), 12)


def naive(log: LoanLog, *months: int) -> pd.Series:
    """December forecast as a repetition of earlier months: their shares of its submissions, their quantiles.

    Final outcomes are used, as the scenario's shares use them: hindsight that favours both alike.  The share
    open at the end of the month is that of each month's own cohort at that month's own end.
    """
    cohorts = [measure(log.submitted_in(month), month)["cases"] for month in months]
    together = measure(log.submitted_in(*months), months[-1])
    cases = sum(cohorts[1:], cohorts[0])
    december = len(log.submitted_in(12))
    together["cases"] = (cases * december / cases["submitted"]).to_numpy()
    return together


def table(log: LoanLog, models: Mapping[str, Sequence[pd.Series]] | None = None) -> pd.DataFrame:
    """All forecasts beside the actual figures; a model's as the mean of its replications.

    The 95 % range of the first model's single replications stands beside it: one December is one draw.
    """
    columns = {"actual": actual(log), "November": naive(log, 11), "pooled": naive(log, 10, 11)}
    for place, (name, replications) in enumerate((models or {}).items()):
        runs = pd.concat(replications, axis=1)
        columns[name] = runs.mean(axis=1)
        if place == 0:
            columns |= {"low": runs.quantile(0.025, axis=1), "high": runs.quantile(0.975, axis=1)}
    return pd.DataFrame(columns)


def errors(scores: pd.DataFrame) -> pd.DataFrame:
    """Mean absolute error of each forecast, as a share of the actual figure, per group of figures."""
    forecasts = scores.drop(columns=["actual", "low", "high"], errors="ignore")
    relative = forecasts.sub(scores["actual"], axis=0).div(scores["actual"], axis=0).abs()
    given = relative.index.isin([("cases", "submitted")])
    still_open = relative.index.get_level_values(1) == "open at month's end"
    group = relative.index.get_level_values(0).where(~still_open, "open on 31 December")
    return relative[~given].groupby(group[~given], sort=False).mean()


def disagreements(log: LoanLog) -> list[str]:
    """Where this reading gives other December counts than the stated ones (empty: nowhere)."""
    cases = actual(log)["cases"]
    stated = STATED | {"open at month's end": STATED_OPEN}
    return [
        f"{name}: stated {value}, read {cases[name]:.0f}"
        for name, value in stated.items()
        if cases[name] != value
    ]
