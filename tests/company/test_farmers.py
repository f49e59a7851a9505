"""Farmers at work: who is seen how often, what is found there, who is missed, and who comes back."""

from __future__ import annotations

import numpy as np

from simsales.instruments.clock import WEEK, YEAR
from simsales.instruments.eventlog import rows_of, types_of
from simsales.processes.play import play
from simsales.scenario.model import Scenario
from simsales.words.vocabulary import (
    ACCOUNT,
    CHURNED,
    CLOSED_DOWN,
    CROSS_SELL,
    CROSS_SELLING,
    CROSS_SOLD,
    FARMING,
    QUOTATION,
    REPEAT,
    VISITED,
    WIN_BACK,
    WON_BACK,
)

CONTACTS = {"all": {"times": "6 / y", "hours": "2 h"}}
#: Sixty customers who never leave, and farmers with time for all of them.
LOYAL = Scenario().but(
    {
        "calendar": {"kind": "always"},
        "farming": {"contacts": CONTACTS},
        "customers": {"all": {"count": 60, "orders": 12, "usual_contacts": "6 / y"}},
        "market": {"closures": "0 / y"},
        "products": {"standard": {"repeat_value": 1_000.0, "delivery": "0 h"}},
        "people": {"farmer": {"count": 6, "shift": "always", "queue": "owner"}},
        "run": {"horizon": "2 y"},
    }
)
FLEETING = {"customers.all.dropout": {"kind": "hazard", "rate": 1.0}, "customers.all.count": 200}


def noted(log, activity):
    """Accounts and times of an activity."""
    rows = log.notes[log.notes["activity"] == activity]
    return rows_of(rows["case"]), rows["time"]


def visits_of(log):
    """How often each account was seen."""
    return np.bincount(noted(log, VISITED)[0], minlength=len(log.table("accounts")))


def test_every_customer_is_seen_as_often_as_was_planned_and_evenly():
    log = play(LOYAL)
    assert set(visits_of(log).tolist()) <= {11, 12}
    account, time = noted(log, VISITED)
    for number in range(60):
        gaps = np.diff(time[account == number])
        assert np.allclose(gaps, YEAR / 6.0, atol=12.0)


def test_one_farmer_for_all_stretches_everybodys_contacts_and_makes_up_for_none():
    """Work for three is done by one: nobody is seen twice within half of the usual time."""
    overworked = {"people.farmer.count": 1, "farming.contacts.all.hours": "72 h"}
    log = play(LOYAL.but(overworked))
    seen = visits_of(log)
    assert seen.sum() * 72.0 <= log.horizon
    assert seen.max() - seen.min() <= 1, "all of them are neglected alike"
    account, time = noted(log, VISITED)
    assert all(
        np.diff(time[account == number]).min() >= YEAR / 12.0 for number in range(60) if seen[number] > 1
    )


def test_key_accounts_are_those_whose_wallet_the_firm_takes_for_large():
    rule = {"farming.key_accounts": {"wallet": 150_000.0, "contacts": 2.0}}
    wallets = {"customers.all.wallet": {"kind": "lognormal", "mean": 150_000.0, "cv": 0.5}}
    log = play(LOYAL.but({**rule, **wallets, "people.farmer.count": 10}))
    large = log.table("accounts")["wallet_seen"] >= 150_000.0
    assert 10 < np.count_nonzero(large) < 50
    assert set(visits_of(log)[large].tolist()) <= {23, 24}
    assert set(visits_of(log)[~large].tolist()) <= {11, 12}


def test_needs_are_found_in_contacts_offered_and_some_of_them_bought():
    selling = {"hours": "4 h", "win": 0.4, "value": 9_000.0}
    log = play(
        LOYAL.but(
            {
                "farming.cross_selling": selling,
                "customers.all.needs": "2 / y",
                "customers.all.count": 300,
                "people.farmer.count": 40,
                "switches.coverage": False,
            }
        )
    )
    work = log.worked[log.worked["task"] == CROSS_SELLING]
    expected = 300 * 2.0 * 2.0
    assert abs(len(work) - expected) < 0.1 * expected, "less what is found after the end"
    account, _ = noted(log, CROSS_SOLD)
    assert abs(len(account) / len(work) - 0.4) < 3.3 * np.sqrt(0.24 / len(work))
    orders = log.table("orders")
    crossed = orders[orders["kind"] == CROSS_SELL]
    assert len(crossed) == len(account) and set(crossed["value"]) == {9_000.0}
    seen = set(zip(*noted(log, VISITED), strict=True))
    begun = {(who, when) for who, when in zip(rows_of(work["case"]), work["asked"], strict=True)}
    assert begun <= seen, "an offer begins with a contact"


def test_every_ninth_repeat_order_waits_for_its_quote():
    quotes = {"farming.repeat_quotes": {"hours": "3 h"}, "people.supporter": {"count": 4, "shift": "always"}}
    log = play(LOYAL.but({**quotes, "customers.all.count": 300, "people.farmer.count": 30}))
    repeat = np.count_nonzero(log.table("orders")["kind"] == REPEAT)
    written = log.worked[log.worked["task"] == QUOTATION]
    assert (types_of(written["case"]) == ACCOUNT).all()
    assert abs(len(written) / repeat - 1.0 / 9.0) < 3.3 * np.sqrt(8.0 / 81.0 / repeat)


def test_whoever_has_left_is_found_gone_and_some_are_won_back():
    log = play(
        LOYAL.but(
            {**FLEETING, "people.farmer.count": 20, "farming.win_back": {"chance": 0.3, "hours": "4 h"}}
        )
    )
    tried = log.worked[(log.worked["task"] == WIN_BACK) & np.isfinite(log.worked["ended"])]
    account, time = noted(log, WON_BACK)
    assert len(tried) > 80
    assert abs(len(account) / len(tried) - 0.3) < 3.3 * np.sqrt(0.21 / len(tried))
    standings, plan = log.table("standings"), LOYAL.customers["all"]
    for who, when in zip(account.tolist(), time.tolist(), strict=True):
        back = standings[(rows_of(standings["account"]) == who) & (standings["time"] == when)][0]
        assert back["alive"] and back["satisfaction"] == 65.0
        assert abs(back["share"] - plan.share * LOYAL.market.wallet.new) < 1e-12
    orders = log.table("orders")
    again = [
        (orders["placed"][rows_of(orders["account"]) == who] > when).any()
        for who, when in zip(account, time, strict=True)
    ]
    assert np.mean(again) > 0.5, "who is back orders again"


def test_nobody_is_won_back_from_a_business_that_has_closed():
    closing = {"market.closures": "1 / y", "farming.win_back": {"chance": 1.0}}
    log = play(LOYAL.but(closing))
    churned = log.notes[log.notes["activity"] == CHURNED]
    assert len(churned) > 20 and set(churned["reason"].tolist()) == {CLOSED_DOWN}
    assert not len(noted(log, WON_BACK)[0])
    assert not (log.worked["task"] == WIN_BACK).any()


def test_an_alert_finds_out_sooner_who_has_left():
    """Customers who order every week and are seen twice a year: silence tells before the next contact."""
    often = {
        **FLEETING,
        "customers.all.orders": 52,
        "customers.all.churn": "0.6 / y",
        "farming.contacts.all.times": "2 / y",
        "people.farmer.count": 20,
    }
    late = [
        gone_unnoticed(play(LOYAL.but({**often, **rule})))
        for rule in ({}, {"farming.alert": {"every": "2 w"}})
    ]
    assert late[1] < 0.5 * late[0]


def gone_unnoticed(log) -> float:
    """Mean weeks until somebody stands before the door of a customer who has left."""
    seen_account, seen = noted(log, VISITED)
    weeks = []
    for who, when in zip(*noted(log, CHURNED), strict=True):
        after = seen[(seen_account == who) & (seen > when)]
        if len(after) and when < log.horizon - 0.5 * YEAR:
            weeks.append((after.min() - when) / WEEK)
    return float(np.mean(weeks))


def test_whoever_is_found_gone_is_not_looked_after_any_more():
    log = play(LOYAL.but({**FLEETING, "people.farmer.count": 20}))
    account, seen = noted(log, VISITED)
    for who, when in zip(*noted(log, CHURNED), strict=True):
        assert np.count_nonzero(seen[account == who] > when) <= 1
    assert (log.worked["task"] == FARMING).any()
