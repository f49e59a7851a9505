"""Which share goes on: by snapshot (what passed in the window) and by cohort (what became of its leads).

A snapshot divides two counts of the same window, which are not the same cases; where volume grows the two
differ.  A cohort needs time: it holds the leads that came in during the window and counts those whose fate is
known at the end of the log.  Leads that take long are then missing, so a run for cohorts needs a `follow_up`;
`cohort_followed` tells how many of the cohort were followed to the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import rows_of, types_of
from simsales.kpis.fates import deal_fates, lead_fates
from simsales.kpis.funnel import by_source, lost_deals, step_entries
from simsales.kpis.reading import Reading, Rows, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import (
    FOLLOW_UP,
    FOLLOWED_UP,
    LEAD,
    LOST,
    NOT_PURSUED,
    OPPORTUNITY,
    PROSPECTING,
    STEPS,
)

Chosen = NDArray[np.bool_]


# --- snapshots -------------------------------------------------------------------------------------------


@kpi("contact_rate", "share", "higher", "leads reached in the window per lead that came in")
def contact_rate(reading: Reading) -> float:
    fates, window = reading.of_log(lead_fates), reading.window
    return _share(window.has(fates.contacted), window.has(fates.arrived))


@kpi("contact_rate.<source>", "share", "higher", "leads from <source> reached per lead that came in")
def contact_rate_by_source(reading: Reading) -> Mapping[str, float]:
    fates, window = reading.of_log(lead_fates), reading.window
    return _share_by_source(reading, window.has(fates.contacted), window.has(fates.arrived))


@kpi("qualification_rate", "share", "neither", "leads qualified in the window per lead reached")
def qualification_rate(reading: Reading) -> float:
    fates, window = reading.of_log(lead_fates), reading.window
    return _share(window.has(fates.qualified), window.has(fates.contacted))


@kpi("pursuit_rate", "share", "higher", "qualified leads taken up in the window, of those taken up or let go")
def pursuit_rate(reading: Reading) -> float:
    taken, offered = _offers(reading)
    return _share(taken, offered)


@kpi(
    "pursuit_rate.<source>",
    "share",
    "higher",
    "qualified leads from <source> taken up, of those taken up or let go",
)
def pursuit_rate_by_source(reading: Reading) -> Mapping[str, float]:
    return _share_by_source(reading, *_offers(reading))


@kpi("precision", "share", "higher", "leads that could really buy, of those qualified in the window")
def precision(reading: Reading) -> float:
    fates = reading.of_log(lead_fates)
    passed = reading.window.has(fates.qualified)
    return _share(passed & fates.fit, passed)


@kpi("recall", "share", "higher", "leads that passed, of those judged in the window that could really buy")
def recall(reading: Reading) -> float:
    fates = reading.of_log(lead_fates)
    judged = reading.window.has(np.minimum(fates.qualified, fates.disqualified)) & fates.fit
    return _share(judged & (fates.qualified < fates.disqualified), judged)


@kpi("win_rate", "share", "higher", "opportunities won, of those won or lost in the window")
def win_rate(reading: Reading) -> float:
    won, closed = _closings(reading)
    return _share(won, closed)


@kpi(
    "win_rate.<source>",
    "share",
    "higher",
    "opportunities from <source> won, of those won or lost in the window",
)
def win_rate_by_source(reading: Reading) -> Mapping[str, float]:
    source = reading.of_log(lead_fates).source[reading.of_log(deal_fates).lead]
    won, closed = (by_source(reading, source[chosen]) for chosen in _closings(reading))
    return {name: ratio(won[name], closed[name]) for name in closed}


@kpi(
    "snapshot_conversion.<step>",
    "share",
    "higher",
    "cases that went on from <step> in the window per case that entered",
)
def snapshot_conversion(reading: Reading) -> Mapping[str, float]:
    has = reading.window.has
    return {STEPS[step]: _share(has(after), has(entered)) for step, entered, after in _passages(reading)}


# --- cohorts ---------------------------------------------------------------------------------------------


@kpi(
    "conversion.<step>",
    "share",
    "higher",
    "leads of the window that went on from <step>, of those that entered it and are decided",
)
def conversion(reading: Reading) -> Mapping[str, float]:
    fates, deals = reading.of_log(lead_fates), reading.of_log(deal_fates)
    leads = reading.window.has(fates.arrived)
    cohorts = {True: (leads, fates.over), False: (leads[deals.lead], deals.over)}
    shares = {}
    for step, entered, after in _passages(reading):
        members, over = cohorts[step == PROSPECTING]
        went_on = members & np.isfinite(entered) & np.isfinite(after)
        stopped = members & np.isfinite(entered) & ~np.isfinite(after) & np.isfinite(over)
        shares[STEPS[step]] = _share(went_on, went_on | stopped)
    return shares


@kpi(
    "cohort_followed",
    "leads",
    "neither",
    "leads that came in during the window and are won or lost by the end of the log",
)
def cohort_followed(reading: Reading) -> float:
    return float(np.count_nonzero(_followed(reading)))


@kpi(
    "cohort_followed_share",
    "share",
    "neither",
    "leads of the window that are won or lost by the end of the log",
)
def cohort_followed_share(reading: Reading) -> float:
    return _share(_followed(reading), reading.window.has(reading.of_log(lead_fates).arrived))


@kpi(
    "lead_to_win",
    "share",
    "higher",
    "leads of the window that were won, of those won or lost by the end of the log",
)
def lead_to_win(reading: Reading) -> float:
    followed = _followed(reading)
    return _share(followed & np.isfinite(reading.of_log(lead_fates).won), followed)


@kpi(
    "lead_to_win.<source>",
    "share",
    "higher",
    "leads of the window from <source> that were won, of those won or lost",
)
def lead_to_win_by_source(reading: Reading) -> Mapping[str, float]:
    followed = _followed(reading)
    return _share_by_source(reading, followed & np.isfinite(reading.of_log(lead_fates).won), followed)


def _followed(reading: Reading) -> Chosen:
    fates = reading.of_log(lead_fates)
    return reading.window.has(fates.arrived) & np.isfinite(np.minimum(fates.won, fates.over))


# --- who went on -----------------------------------------------------------------------------------------


def _passages(reading: Reading) -> Iterator[tuple[int, Times, Times]]:
    """For each step played when each case entered it, and when it went on to what is played next."""
    deals, steps = reading.of_log(deal_fates), reading.of_log(step_entries)
    played = [step for step in steps if step != PROSPECTING]
    yield PROSPECTING, steps[PROSPECTING], reading.of_log(lead_fates).opened
    for step, following in zip(played, [*played, None][1:], strict=True):
        if step == FOLLOW_UP:
            yield step, steps[step], reading.first(FOLLOWED_UP, OPPORTUNITY, len(deals.won))
        else:
            yield step, steps[step], deals.won if following is None else steps[following]


def _offers(reading: Reading) -> tuple[Chosen, Chosen]:
    """Leads taken up in the window, and those on which a rep decided."""
    fates, notes = reading.of_log(lead_fates), reading.noted(LOST)
    taken = reading.window.has(fates.opened)
    dropped = np.zeros(len(taken), dtype=bool)
    ignored = notes[(notes["reason"] == NOT_PURSUED) & reading.window.has(notes["time"])]
    dropped[_lead_rows(ignored["case"])] = True
    return taken, taken | dropped


def _lead_rows(cases: Rows) -> Rows:
    return rows_of(cases[types_of(cases) == LEAD])


def _closings(reading: Reading) -> tuple[Chosen, Chosen]:
    deals = reading.of_log(deal_fates)
    won = reading.window.has(deals.won)
    return won, won | (lost_deals(reading) & reading.window.has(deals.lost))


def _share(part: Chosen, whole: Chosen) -> float:
    return ratio(float(np.count_nonzero(part)), float(np.count_nonzero(whole)))


def _share_by_source(reading: Reading, part: Chosen, whole: Chosen) -> dict[str, float]:
    source = reading.of_log(lead_fates).source
    parts, wholes = by_source(reading, source[part]), by_source(reading, source[whole])
    return {name: ratio(parts[name], wholes[name]) for name in wholes}
