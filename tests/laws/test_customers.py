"""Customers are conserved, and so is money: whoever comes is still there or has left, and every euro has a row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import rows_of, types_of
from simsales.kpis import measure
from simsales.kpis.lives import at_end, at_start, repeats
from simsales.kpis.reading import Reading
from simsales.processes.play import play
from simsales.words.vocabulary import (
    CHURNED,
    DEAL,
    DELIVERED,
    EXPENSES,
    MONEY,
    OPPORTUNITY,
    ORDER,
    PAY,
    REVENUE,
    VARIABLE_COST,
    WELCOMED,
    WON_BACK,
)
from tests.laws.markets import markets
from tests.laws.worlds import lawful

CENT = 0.01


def noted(log, activity):
    """Accounts and times of an activity, in order of time."""
    rows = log.notes[log.notes["activity"] == activity]
    return rows_of(rows["case"]), rows["time"]


@lawful
@given(markets())
def test_customers_come_and_leave_and_nobody_is_lost_from_sight(scenario):
    log = play(scenario)
    accounts = log.table("accounts")
    came, back, left = (noted(log, activity)[0] for activity in (WELCOMED, WON_BACK, CHURNED))
    first = np.count_nonzero(accounts["lead"] < 0)
    assert first == sum(segment.count for segment in scenario.customers.values())
    assert first + len(came) == len(accounts) and len(np.unique(came)) == len(came)
    alive = at_end(Reading(log, scenario)).alive
    assert np.count_nonzero(alive) == first + len(came) + len(back) - len(left)
    gone = np.bincount(left, minlength=len(accounts)) - np.bincount(back, minlength=len(accounts))
    assert np.array_equal(gone, 1 - alive.astype(int)), (
        "each leaves once more than it comes back, or as often"
    )


@lawful
@given(markets())
def test_nobody_orders_after_leaving_or_before_the_first_delivery(scenario):
    log = play(scenario)
    rows, since = repeats(Reading(log, scenario)), log.table("accounts")["since"]
    assert (rows.placed >= since[rows.account]).all()
    account, left = noted(log, CHURNED)
    returned, back = noted(log, WON_BACK)
    for who, when in zip(account.tolist(), left.tolist(), strict=True):
        again = back[(returned == who) & (back >= when)]
        until = again.min() if len(again) else np.inf
        placed = rows.placed[rows.account == who]
        assert not ((placed > when) & (placed < until)).any()


@lawful
@given(markets())
def test_whoever_becomes_a_customer_has_had_a_first_order_delivered(scenario):
    log = play(scenario)
    orders, accounts = log.table("orders"), log.table("accounts")
    rows = log.notes[(log.notes["activity"] == DELIVERED) & (types_of(log.notes["case"]) == ORDER)]
    delivered = rows_of(rows["case"])
    deals = delivered[orders["kind"][delivered] == DEAL]
    leads = log.opportunities["lead"][rows_of(orders["deal"][deals])]
    assert set(accounts["lead"][accounts["lead"] >= 0].tolist()) <= set(leads.tolist())


@lawful
@given(markets())
def test_five_levers_add_up(scenario):
    reading = Reading(play(scenario), scenario)
    figures = measure(reading.log, scenario)
    grown = sum(value for name, value in figures.items() if name.startswith("growth."))
    assert grown == pytest.approx(at_end(reading).rate.sum() - at_start(reading).rate.sum(), abs=CENT)
    lost = sum(value for name, value in figures.items() if name.startswith("lost_customers."))
    assert lost == figures["lost_customers"]


@lawful
@given(markets())
def test_every_order_is_booked_once_and_with_its_cost(scenario):
    log = play(scenario)
    money, orders = log.notes[log.notes["activity"] == MONEY], log.table("orders")
    share = scenario.products["standard"].variable_cost
    paid = of_list_price(log, scenario, orders)
    for line, part in ((REVENUE, 1.0), (VARIABLE_COST, -share / paid)):
        rows = money[money["reason"] == line]
        first = types_of(rows["case"]) == OPPORTUNITY
        deals = orders[orders["kind"] == DEAL]
        assert np.array_equal(np.sort(rows["case"][first]), np.sort(deals["deal"]))
        expected = (part * orders["value"])[orders["kind"] == DEAL]
        assert np.allclose(np.sort(rows["value"][first]), np.sort(expected), atol=CENT)
        booked = np.bincount(rows_of(rows["case"][~first]), rows["value"][~first], len(orders))
        assert np.count_nonzero(~first) + len(deals) == len(orders)
        assert np.allclose(
            booked[orders["kind"] != DEAL], (part * orders["value"])[orders["kind"] != DEAL], atol=CENT
        )


def of_list_price(log, scenario, orders):
    """What we are paid for each order, over its list price: less than all through a distributor."""
    segment = np.zeros(len(orders), dtype=int)
    deals = orders["deal"] >= 0
    segment[deals] = log.leads["segment"][log.opportunities["lead"][rows_of(orders["deal"][deals])]]
    segment[~deals] = log.table("accounts")["segment"][rows_of(orders["account"][~deals])]
    paid = np.ones(len(orders))
    served = {} if scenario.channels == "skip" else scenario.channels.segments
    for place, name in enumerate(scenario.customers):
        if name in served:
            paid[segment == place] = served[name].channel.invoiced()
    listed = log.opportunities["value"][rows_of(orders["deal"][deals])]
    paid[deals] = orders["value"][deals] / listed  # beside a partner our own people sell at list price
    return paid


@lawful
@given(markets())
def test_the_ledger_balances_to_the_cent(scenario):
    """What remains is the sum of all rows; what people cost is what their weeks add up to."""
    log = play(scenario)
    money, figures = log.notes[log.notes["activity"] == MONEY], measure(log, scenario)
    assert figures["contribution"] == pytest.approx(float(money["value"].sum()), abs=CENT)
    assert figures["cost"] == pytest.approx(
        sum(value for name, value in figures.items() if name.startswith("cost.")), abs=CENT
    )
    people = money[np.isin(money["reason"], (PAY, EXPENSES)) & (money["person"] >= 0)]
    farmers = [person.number for person in log.people if person.role == "farmer"]
    if not scenario.at:
        paid = float(people["value"][np.isin(people["person"], farmers)].sum())
        plan = scenario.compensation["farmer"]
        yearly = plan.yearly_pay() + plan.yearly_expenses()
        assert -paid == pytest.approx(yearly * len(farmers) * log.horizon / YEAR, abs=CENT)
