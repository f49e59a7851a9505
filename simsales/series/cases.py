"""The cases of a log: what each is, when it began, when and how it ended, and which case it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import case_number, rows_of, types_of
from simsales.kpis.fates import deal_fates, lead_fates
from simsales.kpis.problems import OPEN, problem_fates
from simsales.kpis.reading import Reading
from simsales.words.vocabulary import (
    CANCELLED,
    DELIVERED,
    LEAD,
    LOST,
    NO_REASON,
    OPPORTUNITY,
    ORDER,
    OUTCOMES,
    PROBLEM,
    REASONS,
    SATISFIED_LATE,
)

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog
    from simsales.scenario.model import Scenario

Numbers = NDArray[np.int64]
Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a case is; where it `rests` it is somewhere also while nobody works on it and it waits for nobody."""

    name: str
    label: str
    plural: str
    rests: bool

    def described(self) -> dict[str, Any]:
        """As plain data."""
        return {"name": self.name, "label": self.label, "plural": self.plural, "rests": self.rests}


KINDS = (
    Kind("lead", "lead", "leads", True),
    Kind("opportunity", "opportunity", "opportunities", True),
    Kind("order", "order", "orders", True),
    Kind("complaint", "complaint", "complaints", True),
    Kind("problem", "problem that nobody was told of", "problems that nobody was told of", True),
    Kind("contact", "customer contact", "customer contacts", False),
    Kind("supply", "lot for stock", "lots for stock", False),
    Kind("background", "other work", "other work", False),
)
_LEAD, _OPPORTUNITY, _ORDER, _COMPLAINT, _PROBLEM, _CONTACT, _SUPPLY, _BACKGROUND = range(len(KINDS))
#: The kind of each object type: lead, opportunity, background, account, order, problem, supply, foreign deal.
_KIND_OF_TYPE = np.array(
    [_LEAD, _OPPORTUNITY, _BACKGROUND, _CONTACT, _ORDER, _COMPLAINT, _SUPPLY, _BACKGROUND]
)

GOOD, BAD, PLAIN = "good", "bad", "plain"
STILL_OPEN, GONE, TAKEN_UP, WON_IT, SIGNED, DELIVERED_IT, CANCELLED_IT = range(7)
_ENDS = (
    ("open", PLAIN),
    ("done", PLAIN),
    ("taken up as an opportunity", GOOD),
    ("won", GOOD),
    ("signed", GOOD),
    ("delivered", GOOD),
    ("cancelled", BAD),
)
_FIRST_REASON = len(_ENDS)
_FIRST_OUTCOME = _FIRST_REASON + len(REASONS)


def ends_of() -> list[tuple[str, str]]:
    """How a case can end, by number: in words, and whether that is good or bad for the firm."""
    lost = [(f"lost: {reason}" if reason else "lost", BAD) for reason in REASONS]
    tones = [GOOD if place >= SATISFIED_LATE else BAD for place in range(len(OUTCOMES))]
    outcomes = [(f"ended {name.replace('_', ' ')}", tone) for name, tone in zip(OUTCOMES, tones, strict=True)]
    return [*_ENDS, *lost, *outcomes]


class Cases(NamedTuple):
    """An entry per case, by type and number; `of_work` tells for each row of `work` which case it belongs to.

    `ended` is when it was decided, `over` when nothing is done of it any more; infinite where that never came.
    """

    case: Numbers
    kind: Numbers
    born: Times
    ended: Times
    over: Times
    end: Numbers
    parent: Numbers
    value: Times
    product: Numbers
    work: Numbers
    of_work: Numbers


def story_of(log: EventLog, scenario: Scenario) -> Cases:
    """All cases of a log that began in it, and which piece of work belongs to which."""
    reading = Reading(log, scenario)
    told = [_leads(reading), _deals(reading), *_orders(reading), *_problems(reading)]
    worked = log.worked
    mine = np.flatnonzero(worked["case"] >= 0)
    rest = _others(log, np.unique(worked["case"][mine]), told)
    tables = [*told, rest]
    joined = {name: np.concatenate([table[name] for table in tables]) for name in rest}
    begun = np.flatnonzero(
        np.isfinite(joined["born"])
    )  # nobody has noticed some problems by the end of the log
    order = begun[np.argsort(joined["case"][begun], kind="stable")]
    columns = {name: column[order] for name, column in joined.items()}
    case = columns["case"]
    of_work = np.searchsorted(case, worked["case"][mine])
    columns["over"] = _until_the_last_work(log, columns["over"], mine, of_work)
    return Cases(
        **{**columns, "parent": _places(case, columns["parent"])},
        work=mine,
        of_work=of_work,
    )


def _table(object_type: int, born: Times, kind: Any, **columns: Any) -> dict[str, Any]:
    """Columns of the cases of one type, in the order of their numbers."""
    count = len(born)
    fixed = {"ended": np.inf, "over": np.inf, "end": STILL_OPEN, "parent": -1, "value": 0.0, "product": -1}
    given = {"kind": kind, **fixed, **columns}
    case = case_number(object_type, 0) + np.arange(count, dtype=np.int64)
    return {"case": case, "born": born} | {name: np.broadcast_to(each, count) for name, each in given.items()}


def _leads(reading: Reading) -> dict[str, Any]:
    fates, leads = reading.of_log(lead_fates), reading.leads
    ended = np.minimum(fates.opened, fates.lost)
    lost = fates.lost < fates.opened
    end = np.where(lost, _FIRST_REASON + _reasons(reading, LEAD, len(leads)), TAKEN_UP)
    return _table(
        LEAD,
        np.asarray(leads["arrived"]),
        _LEAD,
        ended=ended,
        over=ended,
        end=np.where(np.isfinite(ended), end, STILL_OPEN),
        value=leads["value"],
        product=leads["product"],
    )


def _deals(reading: Reading) -> dict[str, Any]:
    fates, deals = reading.of_log(deal_fates), reading.opportunities
    won = np.isfinite(fates.won)
    end = np.where(won, WON_IT, _FIRST_REASON + _reasons(reading, OPPORTUNITY, len(deals)))
    ended = np.where(won, fates.won, fates.lost)
    return _table(
        OPPORTUNITY,
        np.asarray(deals["opened"]),
        _OPPORTUNITY,
        ended=ended,
        over=fates.over,
        end=np.where(np.isfinite(ended), end, STILL_OPEN),
        parent=deals["lead"],
        value=deals["value"],
        product=deals["product"],
    )


def _orders(reading: Reading) -> list[dict[str, Any]]:
    """Orders; where nobody makes what is sold, one is over once it is signed."""
    log = reading.log
    if not log.has("orders"):
        return []
    orders = log.table("orders")
    born = np.asarray(orders["placed"])
    common = {"parent": orders["deal"], "value": orders["value"], "product": orders["product"]}
    delivered, cancelled = (reading.first(each, ORDER, len(orders)) for each in (DELIVERED, CANCELLED))
    ended = np.minimum(delivered, cancelled)
    end = np.where(delivered <= cancelled, DELIVERED_IT, CANCELLED_IT)
    open_still = ~np.isfinite(ended)
    if all(then.production == "skip" for _, _, then in reading.epochs):
        ended, end = np.where(open_still, born, ended), np.where(open_still, SIGNED, end)
    else:
        end = np.where(open_still, STILL_OPEN, end)
    return [_table(ORDER, born, _ORDER, ended=ended, over=ended, end=end, **common)]


def _problems(reading: Reading) -> list[dict[str, Any]]:
    """Customers' problems: a complaint begins when it is voiced, what never is when it is noticed."""
    log = reading.log
    if not log.has("problems"):
        return []
    fates, table = problem_fates(reading), log.table("problems")
    parent = np.where(table["order"] >= 0, table["order"], table["account"])
    outcome = np.where(fates.outcome == OPEN, 0, fates.outcome)
    return [
        _table(
            PROBLEM,
            np.where(fates.voiced, fates.complained, fates.noticed),
            np.where(fates.voiced, _COMPLAINT, _PROBLEM),
            ended=fates.settled,
            over=fates.settled,
            end=np.where(np.isfinite(fates.settled), _FIRST_OUTCOME + outcome, STILL_OPEN),
            parent=parent,
        )
    ]


def _reasons(reading: Reading, object_type: int, count: int) -> Numbers:
    """Why each case was lost, the first time."""
    notes = reading.noted(LOST)
    ours = notes[types_of(notes["case"]) == object_type][
        ::-1
    ]  # the first to be told is the last to be written
    found = np.full(count, NO_REASON, dtype=np.int64)
    found[rows_of(ours["case"])] = ours["reason"]
    return found


def _others(log: EventLog, worked_on: Numbers, told: list[dict[str, Any]]) -> dict[str, Any]:
    """Whatever else was worked on: contacts with customers, lots for stock, work that is no case of anybody's."""
    known = np.concatenate([table["case"] for table in told])
    case = worked_on[~np.isin(worked_on, known)]
    work = log.worked
    born = np.full(len(case), np.inf)
    mine = np.isin(work["case"], case)
    np.minimum.at(born, np.searchsorted(case, work["case"][mine]), work["asked"][mine])
    kinds = _KIND_OF_TYPE[np.minimum(types_of(case), len(_KIND_OF_TYPE) - 1)]
    columns = _table(0, born, kinds, ended=born, over=born, end=GONE)
    return columns | {"case": case}


def _until_the_last_work(log: EventLog, over: Times, rows: Numbers, of_work: Numbers) -> Times:
    """When each case is over: not before the last piece of work on it is, which the horizon may cut off."""
    last = over.copy()
    np.maximum.at(last, of_work, log.worked["ended"][rows])
    return last


def _places(case: Numbers, parent: Numbers) -> Numbers:
    """Place of each parent among the cases; -1 where it is none of them."""
    places = np.minimum(np.searchsorted(case, parent), max(len(case) - 1, 0))
    return np.where((parent >= 0) & (case[places] == parent), places, -1) if len(case) else places
