"""What each person of a team brought in, quarter by quarter, beside what they are truly good at.

Where everybody of the team has a quota for each quarter or for parts of it, sales are those that the plan credits, put
beside the quota; elsewhere they are the deals that a person owned and won, and there is a way without a plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import rows_of
from simsales.kpis.fates import deal_fates
from simsales.kpis.pay import quota_periods
from simsales.kpis.quarters import quarters
from simsales.kpis.reading import Reading
from simsales.words.vocabulary import WON

Numbers = NDArray[np.float64]
#: Whoever was there for less of a quarter than this share of the most that a colleague was is not judged by it.
_PRESENT = 0.5


class Attained(NamedTuple):
    """One person and quarter; `quota` is NaN where nobody has one."""

    person: int
    quarter: int
    sales: float
    quota: float
    skill: float
    expertise: tuple[float, ...]  # skill by product


def attaining(reading: Reading, team: str) -> list[Attained]:
    """What the people of a team brought in in each quarter that lies in the window."""
    members = np.flatnonzero([person.role == team for person in reading.people])
    spans = list(quarters(reading))
    quotas = _by_quota(reading, team, spans)
    counted = quotas if quotas is not None else [(_won(reading, *span), None) for span in spans]
    products = max(len(reading.log.products), 1)
    return [
        Attained(
            int(person),
            number,
            float(sales[person]),
            np.nan if quota is None else float(quota[person]),
            reading.people[person].skill,
            reading.people[person].expertise[:products],
        )
        for number, ((sales, quota), span) in enumerate(zip(counted, spans, strict=True))
        for person in _present(reading, members, *span)
    ]


def _by_quota(
    reading: Reading, team: str, spans: list[tuple[float, float]]
) -> list[tuple[Numbers, Numbers | None]] | None:
    """Credited sales and quota of each person in each quarter; None unless each quarter has asked for some."""
    if team not in quota_periods(reading):
        return None
    rows, people = quota_periods(reading)[team], len(reading.people)
    found: list[tuple[Numbers, Numbers | None]] = []
    for begin, end in spans:
        inside = rows[(rows["time"] > begin) & (rows["time"] <= end)]
        if not len(inside):
            return None
        sales, quota = (np.bincount(inside["person"], inside[name], people) for name in ("sales", "quota"))
        found.append((sales.astype(float), quota.astype(float)))
    return found


def _won(reading: Reading, begin: float, end: float) -> Numbers:
    """Value of the deals that each person won between two instants."""
    won = reading.noted(WON)
    owner = reading.of_log(deal_fates).owner[rows_of(won["case"])]
    mine = (won["time"] > begin) & (won["time"] <= end) & (owner >= 0)
    return np.bincount(owner[mine], won["value"][mine], len(reading.people)).astype(float)


def _present(reading: Reading, members: NDArray[np.int64], begin: float, end: float) -> Iterator[int]:
    """Those who were there for long enough to be judged by what they sold."""
    hours = {int(person): float(reading.curves[person].between(begin, end)) for person in members}
    most = max(hours.values(), default=0.0)
    yield from (person for person, there in hours.items() if there > 0.0 and there >= _PRESENT * most)
