"""The journeys of an order, of a complaint and of a customer.

They are found by their number, which is the row of their table in the log; an account's journey tells the numbers of
its orders, an order's that of what went wrong with it.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import case_number, rows_of
from simsales.instruments.longform import people_names
from simsales.journeys.story import COMES_IN, OPENS, Journey, Moment, Telling, clock, happened, money, worked
from simsales.words.errors import InputError
from simsales.words.vocabulary import (
    ACCOUNT,
    ACKNOWLEDGED,
    ADOPTED,
    ANSWERED,
    BACKORDERED,
    CANCELLED,
    CHURNED,
    COMPLAINED,
    CROSS_SOLD,
    DELIVERED,
    ENGINEERED,
    ENTERED,
    ESCALATED,
    OBJECT_TYPES,
    OFFERED,
    ORDER,
    ORDER_KINDS,
    OUTCOMES,
    PROBLEM,
    PRODUCED,
    REASONS,
    REFERRED,
    REGISTERED,
    REMEDIES,
    REOPENED,
    REWARDED,
    REWORKED,
    SETTLED,
    SHIPPED,
    TROUBLED,
    TROUBLES,
    VISITED,
    WELCOMED,
    WON_BACK,
)

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog, Table

_TABLES = {ACCOUNT: "accounts", ORDER: "orders", PROBLEM: "problems"}
_OLDEST = 99.0  # years: where nobody leaves, nobody knows when the first customers came
_OPTIONS = {ACCOUNT: "--account", ORDER: "--order", PROBLEM: "--complaint"}


def order_journey(log: EventLog, number: int) -> Journey:
    """An order's way through production to its customer.  Raises InputError where there is no such order."""
    order = _row(log, ORDER, number)
    kind, product = ORDER_KINDS[order["kind"]].replace("_", "-"), log.products[order["product"]]
    customer = f" of account {rows_of(order['account'])}" if order["account"] >= 0 else ""
    placed = f"Order {number} comes in: {product}, {money(order['value'])}, a {kind} order{customer}"
    moments = [Moment(float(order["placed"]), COMES_IN, placed + _promise(log, case_number(ORDER, number)))]
    for problem, row in _of(log, PROBLEM, "order", case_number(ORDER, number)):
        moments.append(_arises(log, row, problem, OPENS))
    ends = (DELIVERED, CANCELLED)
    return _journey(log, ORDER, number, f"order {number}", float(order["placed"]), ends, _ORDERS, moments)


def complaint_journey(log: EventLog, number: int) -> Journey:
    """A problem's way from the customer through the service desk.  Raises InputError where there is none such."""
    problem = _row(log, PROBLEM, number)
    begun = _arises(log, problem, number, COMES_IN, _where(problem))
    moments = [begun, *_judged(log, case_number(PROBLEM, number))]
    return _journey(log, PROBLEM, number, f"problem {number}", begun.time, (SETTLED,), _PROBLEMS, moments)


def account_journey(log: EventLog, number: int) -> Journey:
    """A customer's life with us.  Raises InputError where there is no such account."""
    account = _row(log, ACCOUNT, number)
    begins = max(float(account["since"]), 0.0)
    age = -float(account["since"]) / YEAR
    before = "" if age <= 0.0 else f" for {age:.1f} years" if age < _OLDEST else " of old"
    segment = log.segments[account["segment"]]
    known = (
        f"Account {number} is a customer{before}: segment {segment}, needs {money(account['wallet'])} a year"
    )
    moments = [Moment(begins, COMES_IN, known)]
    for order, row in _of(log, ORDER, "account", case_number(ACCOUNT, number)):
        text = f"It orders {log.products[row['product']]} for {money(row['value'])} (order {order})"
        moments.append(Moment(float(row["placed"]), OPENS, text))
    for problem, row in _of(log, PROBLEM, "account", case_number(ACCOUNT, number)):
        moments.append(_arises(log, row, problem, OPENS))
    return _journey(log, ACCOUNT, number, f"account {number}", begins, (CHURNED,), _ACCOUNTS, moments)


def _journey(
    log: EventLog,
    kind: int,
    number: int,
    key: str,
    begins: float,
    ends: tuple[int, ...],
    telling: Telling,
    moments: list[Moment],
) -> Journey:
    cases = [case_number(kind, number)]
    notes = log.notes[np.isin(log.notes["case"], cases)]
    over = notes["time"][np.isin(notes["activity"], ends)]
    people = [*people_names(log), ""]
    work = worked(log, cases, people)
    ended = [piece.ended for piece in work if isfinite(piece.ended)]
    end = max([float(over.max()), *ended]) if len(over) else log.horizon
    told = (*moments, *happened(log, cases, telling, people))
    return Journey(key, begins, end, bool(len(over)), work, told)


# --- finding ---------------------------------------------------------------------------------------------


def _row(log: EventLog, kind: int, number: int) -> Any:
    name = _TABLES[kind]
    table: Any = log.table(name) if log.has(name) else []
    if not 0 <= number < len(table):
        word = OBJECT_TYPES[kind]
        found = f"must be the number of one of the {len(table)} {name} of this run, from 0, found {number}"
        none = f"; this scenario has no {word}" if not len(table) else ""
        raise InputError(f"{_OPTIONS[kind]}: {found}{none}")
    return table[number]


def _of(log: EventLog, kind: int, parent: str, case: int) -> list[tuple[int, Any]]:
    """Rows of a table by their numbers that belong to a case."""
    name = _TABLES[kind]
    if not log.has(name):
        return []
    table: Table = log.table(name)
    return [(row, table[row]) for row in np.flatnonzero(table[parent] == case).tolist()]


# --- sentences -------------------------------------------------------------------------------------------


def _promise(log: EventLog, case: int) -> str:
    if not log.has("promises"):
        return ""
    promises = log.table("promises")
    made = promises["promised"][promises["order"] == case]
    return f"; it is promised for {clock(made[-1])}" if len(made) else ""


def _arises(log: EventLog, problem: Any, number: int, place: int, where: str = "") -> Moment:
    """The customer meets a problem; one that is still hidden when the run ends is told of there."""
    weight, loss = "grave" if problem["severity"] > 0 else "slight", money(problem["loss"])
    trouble, time = TROUBLES[problem["trouble"]], float(problem["occurred"])
    hidden = ", still hidden" if time > log.horizon else ""
    text = f"There is a {weight} problem ({trouble}), a loss of {loss} (problem {number}){where}{hidden}"
    return Moment(min(time, log.horizon), place, text)


def _where(problem: Any) -> str:
    order = f" with order {rows_of(problem['order'])}" if problem["order"] >= 0 else ""
    return order + (f" of account {rows_of(problem['account'])}" if problem["account"] >= 0 else "")


def _judged(log: EventLog, case: int) -> list[Moment]:
    """How the customer found the handling, told when the problem is settled."""
    settled = log.notes[(log.notes["case"] == case) & (log.notes["activity"] == SETTLED)]
    rows = log.table("settlements")
    rows = rows[(rows["problem"] == case) & (rows["remedy"] >= 0)]
    if not (len(settled) and len(rows)):
        return []
    remedy, liked = REMEDIES[rows[-1]["remedy"]], rows[-1]["satisfaction"]
    return [
        Moment(
            float(settled[-1]["time"]),
            OPENS,
            f"Satisfaction with the {remedy}: {liked:.0f} of 100",
        )
    ]


_ORDERS: Telling = {
    ENTERED: lambda note, who: "It is entered" + (" by the customer, in the shop" if note["value"] else ""),
    ENGINEERED: lambda note, who: "Its engineering is done",
    BACKORDERED: lambda note, who: f"It waits for stock: {note['value']:.0f} missing",
    PRODUCED: lambda note, who: "It is made",
    REWORKED: lambda note, who: "It has to be reworked",
    SHIPPED: lambda note, who: "It is shipped",
    DELIVERED: lambda note, who: "It is delivered" + (", late" if note["value"] else ""),
    CANCELLED: lambda note, who: "The customer withdraws it",
    OFFERED: lambda note, who: f"A promotion takes {note['value']:.1%} off its price",
}
_PROBLEMS: Telling = {
    TROUBLED: lambda note, who: "The customer notices it",
    COMPLAINED: lambda note, who: (
        "The customer complains" + (" to whoever looks after it" if note["value"] else "")
    ),
    REGISTERED: lambda note, who: "The complaint is written down",
    ACKNOWLEDGED: lambda note, who: "The customer is told that it is being dealt with",
    ESCALATED: lambda note, who: "It has waited too long and moves up the queue",
    ANSWERED: lambda note, who: (
        "It is answered" + (f", with a remedy worth {money(note['value'])}" if note["value"] else "")
    ),
    REOPENED: lambda note, who: "The answer does not hold; it is opened again",
    SETTLED: lambda note, who: f"It is over: {OUTCOMES[int(note['value'])].replace('_', ' ')}",
}
_ACCOUNTS: Telling = {
    WELCOMED: lambda note, who: "Its first order is there: it is a customer from now on",
    VISITED: lambda note, who: "Somebody of ours has spoken with it",
    CROSS_SOLD: lambda note, who: f"It takes something it did not buy from us, for {money(note['value'])}",
    REFERRED: lambda note, who: "It recommends us to somebody",
    REWARDED: lambda note, who: f"It is given a reward of {money(note['value'])}",
    ADOPTED: lambda note, who: "It takes up a usage programme",
    CHURNED: lambda note, who: f"It has left: {REASONS[note['reason']]}",
    WON_BACK: lambda note, who: "It is won back",
}
