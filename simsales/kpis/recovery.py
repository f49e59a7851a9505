"""What hearing and answering complaints is worth: four ledgers, and the return on complaint management.

Retention, attitude, quality and cost (Stauss & Schoeler 2004; Johnston 2001).  The benefits are expected ones: what
stays with the firm by the chances that the scenario assumes, not a count of who has left.  A customer is worth the
yearly margin of what it orders, over its segment's churn plus the discount rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import rows_of
from simsales.kpis.funnel import leads_by_source, wins_by_source
from simsales.kpis.outcomes import complaint_cost, cost_of_problems
from simsales.kpis.problems import ProblemFates, problem_fates
from simsales.kpis.reading import Reading, Rows, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.kpis.worth import worth_of_customers
from simsales.words.vocabulary import DELIVERED, SILENT

if TYPE_CHECKING:
    from simsales.scenario.complaints import Complaints

Chosen = NDArray[np.bool_]

_CHAPTER = "complaints"


@kpi(
    "complaint_ledger.<ledger>",
    "EUR",
    "higher",
    "the ledger of <ledger> of complaints settled in the window: retention (chance of staying beyond that of a "
    "silent customer, times the customer's worth), attitude (referrals that satisfied complainants still make, "
    "times their worth), quality (defects that remedies of root causes avoided, times the mean cost of a problem), "
    "cost (negative)",
    _CHAPTER,
)
def complaint_ledger(reading: Reading) -> Mapping[str, float]:
    return reading.of_window(_ledgers)


@kpi(
    "complaint_return",
    "ratio",
    "higher",
    "return on complaint management: retention, attitude and quality less cost, over cost",
    _CHAPTER,
)
def complaint_return(reading: Reading) -> float:
    ledgers = reading.of_window(_ledgers)
    return ratio(sum(ledgers.values()), -ledgers["cost"])


def _ledgers(reading: Reading) -> dict[str, float]:
    fates = reading.of_log(problem_fates)
    ended = reading.window.has(fates.settled)
    return {
        "retention": _retention(reading, fates, ended),
        "attitude": _attitude(reading, fates, ended),
        "quality": _quality(reading, fates, ended),
        "cost": 0.0 - complaint_cost(reading),
    }


def _table(reading: Reading) -> Complaints:
    table = reading.scenario.complaints
    assert table != "skip"
    return table


# --- retention -------------------------------------------------------------------------------------------


def _retention(reading: Reading, fates: ProblemFates, ended: Chosen) -> float:
    voiced = ended & fates.voiced & (fates.account >= 0)
    recovery = _table(reading).recovery
    silent = np.array([recovery.churn_chance(SILENT, severe) for severe in (False, True)])
    kept = silent[(fates.severity[voiced] > 0).astype(int)] - fates.churn[voiced]
    return float(kept @ _worth_of(reading, fates)[voiced])


def _worth_of(reading: Reading, fates: ProblemFates) -> Times:
    """The worth of each problem's customer, EUR; 0 of somebody who is none."""
    worth = reading.of_log(worth_of_customers)
    known = fates.account >= 0
    found = np.zeros(len(known))
    if len(worth):
        found[known] = worth[rows_of(fates.account[known])]
    return found


# --- attitude --------------------------------------------------------------------------------------------


def _attitude(reading: Reading, fates: ProblemFates, ended: Chosen) -> float:
    """Referrals that satisfied customers go on making because their complaint was answered, and how well."""
    sources = reading.log.sources
    worth = reading.of_log(worth_of_customers)
    if "referral" not in sources or not len(worth):
        return 0.0
    referring, recovery = reading.scenario.market.referring, _table(reading).recovery
    answered = np.flatnonzero(ended & fates.written_down & (fates.account >= 0))
    fond = [
        referring.refers(feeling, recovery.word_of_mouth(fates.satisfaction[place]))
        for place, feeling in zip(answered, _feelings(reading, fates, answered), strict=True)
    ]
    a_referral = ratio(wins_by_source(reading)["referral"], leads_by_source(reading)["referral"])
    referrals = sum(fond) * referring.hazard.per_calendar_hour * referring.remembers.calendar_hours
    return float(referrals * np.nan_to_num(a_referral) * worth.mean())


def _feelings(reading: Reading, fates: ProblemFates, problems: Rows) -> Times:
    """Satisfaction of each problem's customer once it had ended."""
    standings = reading.log.table("standings")
    order = np.lexsort((standings["time"], standings["account"]))
    accounts, times = standings["account"][order], standings["time"][order]
    place = [
        int(np.searchsorted(times[low:high], fates.settled[problem], "right")) + low - 1
        for problem in problems
        for low, high in [np.searchsorted(accounts, [fates.account[problem], fates.account[problem] + 1])]
    ]
    return np.asarray(standings["satisfaction"][order][np.array(place, dtype=int)])


# --- quality ---------------------------------------------------------------------------------------------


def _quality(reading: Reading, fates: ProblemFates, ended: Chosen) -> float:
    avoided = defects_avoided(reading)
    if not avoided:
        return 0.0
    churned = ended & (fates.account >= 0)
    lost = float(fates.churn[churned] @ _worth_of(reading, fates)[churned])
    return avoided * ratio(lost + cost_of_problems(reading), float(np.count_nonzero(ended)))


def defects_avoided(reading: Reading) -> float:
    """Expected defects that deliveries of the window did not have, thanks to what was learnt from complaints."""
    table, log = _table(reading), reading.log
    mended = log.table("mendings")
    notes = reading.noted(DELIVERED)
    notes = notes[reading.window.has(notes["time"])]
    if not len(mended) or not len(notes):
        return 0.0
    chances = np.array([table.defects.get(name, 0.0) for name in log.products])
    chance = chances[log.table("orders")["product"][rows_of(notes["case"])]]
    gone = np.zeros(len(notes))
    for cause, share in enumerate(table.causes.values()):
        ours = mended[mended["cause"] == cause]
        left = np.append(1.0, ours["left"])[np.searchsorted(ours["time"], notes["time"], "right")]
        gone += share * (1.0 - left)
    drifted = np.array([exp(table.drift * time / YEAR) for time in notes["time"]]) if table.drift else 1.0
    return float(np.sum(chance * gone * drifted))
