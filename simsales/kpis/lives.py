"""The lives of customers: how each of them stands at an instant, and for how long they have been customers.

The log has a row per event of an account.  Between two events satisfaction and wallet stay what they were; share and
coverage move on, so that they are exact at the edges of the counted window, where the log has rows of its own, and
elsewhere are those of the event before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import rows_of
from simsales.kpis.reading import Reading, Rows, of_type
from simsales.kpis.window import Times
from simsales.words.vocabulary import ACCOUNT, CROSS_SELL, REPEAT

Chosen = NDArray[np.bool_]


class Stand(NamedTuple):
    """Every account of the log at one instant; of those who had not come yet nothing but `alive` counts."""

    alive: Chosen
    satisfaction: Times
    share: Times  # of wallet
    coverage: Times
    rate: Times  # EUR a year it is expected to order, season and promotions apart; 0 of who is no customer
    size: Times  # the same for a whole wallet, of whoever


class Paths(NamedTuple):
    """Rows of the standings by account and in order of time, and when each gives way to the next."""

    account: Rows
    time: Times
    until: Times
    alive: Chosen
    satisfaction: Times
    wallet: Times


class Repeats(NamedTuple):
    """Orders of followed customers after their first, in order of time."""

    account: Rows
    placed: Times
    value: Times  # EUR
    crossed: Chosen  # a need found by whoever looks after the customer


def at_start(reading: Reading) -> Stand:
    """How everybody stands when the window begins."""
    return _stand(reading, reading.window.since)


def at_end(reading: Reading) -> Stand:
    """How everybody stands when the window ends."""
    return _stand(reading, reading.window.until)


def _stand(reading: Reading, time: float) -> Stand:
    accounts, rows = reading.log.table("accounts"), reading.log.table("standings")
    last = np.full(len(accounts), -1)
    before = np.flatnonzero(rows["time"] <= time)  # rows are written in order of time: the last one stays
    last[rows_of(rows["account"][before])] = before
    known = last >= 0
    # of who is not there yet any row, which `known` leaves out
    found = rows[last] if len(rows) else np.zeros(len(last), dtype=rows.dtype)
    alive = known & found["alive"]
    first = accounts["wallet"]
    grown = np.divide(found["wallet"], first, out=np.ones(len(last)), where=known & (first > 0.0))
    size = accounts["yearly"] * grown
    rate = np.where(alive, size * found["share"], 0.0)
    return Stand(alive, found["satisfaction"], found["share"], found["coverage"], rate, size)


def paths(reading: Reading) -> Paths:
    """How every account went from event to event."""
    rows = reading.log.table("standings")
    rows = rows[np.argsort(rows["account"], kind="stable")]
    account, until = rows_of(rows["account"]), np.full(len(rows), np.inf)
    same = account[1:] == account[:-1]
    until[:-1][same] = rows["time"][1:][same]
    return Paths(account, rows["time"], until, rows["alive"], rows["satisfaction"], rows["wallet"])


def years_of_stays(reading: Reading) -> Times:
    """For each row of the paths how long somebody was a customer so, within the window, in years."""
    path = reading.of_log(paths)
    return np.asarray(reading.window.stays(path.time, path.until) * path.alive / YEAR)


def repeats(reading: Reading) -> Repeats:
    """Orders that customers placed after their first."""
    rows = reading.log.table("orders")
    rows = rows[(rows["account"] >= 0) & np.isin(rows["kind"], (REPEAT, CROSS_SELL))]
    rows = rows[np.argsort(rows["placed"], kind="stable")]
    return Repeats(rows_of(rows["account"]), rows["placed"], rows["value"], rows["kind"] == CROSS_SELL)


def accounts_of(reading: Reading, activity: int) -> Rows:
    """The accounts of the window's notes of an activity, in order of time."""
    notes = reading.noted(activity)
    return of_type(notes[reading.window.has(notes["time"])], ACCOUNT)


def latest(reading: Reading, activity: int, until: float) -> Times:
    """For each account when an activity was last noted up to a time; -infinite if never."""
    notes = reading.noted(activity)
    notes = notes[notes["time"] <= until]
    found, rows = np.full(len(reading.log.table("accounts")), -np.inf), of_type(notes, ACCOUNT)
    found[rows[rows >= 0]] = notes["time"][rows >= 0]
    return found


def chosen_of(rows: Repeats, chosen: Chosen) -> Repeats:
    """Some of the orders."""
    return Repeats(rows.account[chosen], rows.placed[chosen], rows.value[chosen], rows.crossed[chosen])
