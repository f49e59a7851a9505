"""What became of each problem: noticed, voiced, registered, answered, settled; infinite where that never came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import rows_of
from simsales.kpis.reading import Reading, Rows, of_type
from simsales.kpis.window import Times
from simsales.words.vocabulary import (
    ACKNOWLEDGED,
    AFTER_PROBLEM,
    ANSWERED,
    CHURNED,
    COMPLAINED,
    PROBLEM,
    REGISTERED,
    SETTLED,
    TROUBLED,
)

#: The outcome of a problem that is still open.
OPEN = -1


@dataclass(frozen=True, slots=True, eq=False)
class ProblemFates:
    """One entry per problem.  `answered` is the answer that stood; `lost` whether its customer left over it."""

    noticed: Times
    complained: Times
    registered: Times
    acknowledged: Times
    answered: Times
    settled: Times
    outcome: Rows
    satisfaction: Times
    churn: Times
    severity: Rows
    account: Rows  # case numbers, -1 for somebody who is no customer
    lost: NDArray[np.bool_]

    @property
    def voiced(self) -> NDArray[np.bool_]:
        """Which problems the firm was told of."""
        return np.isfinite(self.complained)

    @property
    def written_down(self) -> NDArray[np.bool_]:
        """Which problems became complaints that the firm knows."""
        return np.isfinite(self.registered)


def problem_fates(reading: Reading) -> ProblemFates:
    """The fates of all problems of the log."""
    problems, settled = reading.log.table("problems"), reading.log.table("settlements")
    count, rows = len(problems), rows_of(settled["problem"])

    def first(activity: int) -> Times:
        return reading.first(activity, PROBLEM, count)

    def of_settled(name: str, missing: float) -> Times:
        found = np.full(count, missing)
        found[rows] = settled[name]
        return found

    ends = first(SETTLED)
    return ProblemFates(
        noticed=first(TROUBLED),
        complained=first(COMPLAINED),
        registered=first(REGISTERED),
        acknowledged=first(ACKNOWLEDGED),
        answered=_last_answers(reading, count),
        settled=ends,
        outcome=of_settled("outcome", OPEN).astype(np.int64),
        satisfaction=of_settled("satisfaction", np.nan),
        churn=of_settled("churn", np.nan),
        severity=problems["severity"].astype(np.int64),
        account=problems["account"],
        lost=_lost(reading, problems["account"], ends),
    )


def _last_answers(reading: Reading, count: int) -> Times:
    notes = reading.noted(ANSWERED)
    found = np.full(count, np.inf)
    found[of_type(notes, PROBLEM)] = notes["time"]  # in order of time: the last one stays
    return found


def _lost(reading: Reading, accounts: Rows, ends: Times) -> NDArray[np.bool_]:
    """A customer who leaves over a problem does so at the instant at which it has ended."""
    notes = reading.noted(CHURNED)
    notes = notes[notes["reason"] == AFTER_PROBLEM]
    leavers = set(zip(notes["case"].tolist(), notes["time"].tolist(), strict=True))
    both = zip(accounts.tolist(), ends.tolist(), strict=True)
    return np.array([each in leavers for each in both], dtype=bool)
