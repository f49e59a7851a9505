"""Customers (F4.2 to F4.5, L3): what looking after them is worth, and what silence hides."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.clock import WEEK, YEAR
from simsales.instruments.eventlog import rows_of
from simsales.kpis.lives import at_end, repeats
from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from simsales.processes.play import play
from simsales.responses.alive import p_alive
from simsales.words.vocabulary import CHURNED, EXPENSES, MONEY, PAY, REFERRED, REVENUE
from tests.facts.logs import won
from tests.facts.paired import Effect, arms, difference, effect

QUARTER = 13 * WEEK


def in_quarter(log, quarter: int, *lines: int) -> float:
    """The ledger's sum of some lines in a quarter, the first being 1."""
    rows = log.notes[log.notes["activity"] == MONEY]
    since = (quarter - 1) * QUARTER
    inside = (rows["time"] > since) & (rows["time"] <= since + QUARTER)
    return float(rows["value"][inside & np.isin(rows["reason"], lines)].sum())


# --- F4.2: fewer farmers ----------------------------------------------------------------------------------

FOUR = {"people.farmer.count": 4}
#: Orders are all alike: what they happen to be worth has nothing to do with farmers.
EVEN = {"products.MTS.repeat_value": 5405.0, "farming.cross_selling.value": 25_000.0}
#: Coverage out of the share of wallet and of leaving, and nothing that only a contact finds.
BLIND = {"switches.coverage": False, "farming.cross_selling": "skip"}
THREE_PERCENT = 0.03
SAVING = 50_000.0  # EUR in the first quarter, of some 85,000 that three farmers cost


def cut(base, changes, replications) -> tuple[Effect, Effect, Effect]:
    """Loss of revenue as a share in the first and in the sixth quarter, and cost saved in the first."""
    found = []
    for number in range(replications):
        seven, four = (play(base.but({**changes, **arm}), number) for arm in ({}, FOUR))
        found.append(
            [in_quarter(log, quarter, REVENUE) for quarter in (1, 6) for log in (seven, four)]
            + [in_quarter(log, 1, PAY, EXPENSES) for log in (seven, four)]
        )
    before, first, kept, last, costly, cheap = np.array(found).T
    lost = [effect(lambda many, few: 1.0 - few / many, *pair) for pair in ((before, first), (kept, last))]
    return lost[0], lost[1], difference(cheap, costly)


@pytest.mark.slow
def test_f4_2_fewer_farmers_save_money_now_and_cost_revenue_later(slice_of, evidence):
    soon, late, saved = cut(
        slice_of("customers"), EVEN, 160
    )  # the effect is only a little beyond its minimum
    evidence("share of revenue lost in the first quarter", soon)
    evidence("share of revenue lost in the sixth", late)
    evidence("EUR saved in the first quarter", saved)
    assert late.exceeds(THREE_PERCENT)
    assert saved.exceeds(SAVING)
    assert soon.mean < 0.5 * late.mean


@pytest.mark.slow
def test_f4_2_vanishes_where_nobody_feels_neglected(slice_of, evidence):
    _, late, saved = cut(slice_of("customers"), BLIND, 16)
    evidence("share of revenue lost in the sixth quarter, coverage off", late)
    assert saved.exceeds(SAVING)
    assert late.vanishes(THREE_PERCENT)


# --- F4.3: loyalty is no measure of worth ---------------------------------------------------------------------------

NOBODY_ELSE = {segment: {"new_mix": 0.0, "count": 0} for segment in "AC"}
WEAK = 0.3
ALIKE = {
    "customers": {
        **NOBODY_ELSE,
        "B": {
            "new_mix": 1.0,
            "count": 600,
            "orders": 12,
            "stages": 50,
            "churn": "0.8 / y",
            "dropout": {"kind": "none"},
        },
    },
    "products": {"MTS": {"repeat_value": 5000.0}},
    "market": {"wallet": {"new": 0.2}},
    "demand": {"inbound": {"rate": "0 / y"}},
    "switches": {"satisfaction": False, "coverage": False},
    "run": {"horizon": "1 y"},
}


def tenure_and_sales(log, scenario) -> float:
    """Correlation across those who were customers all year of their age and of what they ordered in it."""
    accounts, rows = log.table("accounts"), repeats(Reading(log, scenario))
    there = (accounts["since"] <= 0.0) & at_end(Reading(log, scenario)).alive
    spent = np.bincount(rows.account, rows.value, len(accounts))
    return float(np.corrcoef(-accounts["since"][there], spent[there])[0, 1])


def test_f4_3_long_standing_customers_are_not_those_who_buy_most(slice_of, evidence):
    base = slice_of("customers").but({"run.horizon": "1 y"})
    found = arms(base, {"base": {}}, tenure_and_sales, 8)["base"]
    seen = difference(found, np.zeros(len(found)))
    evidence("correlation of tenure and yearly sales", seen)
    assert seen.low > -WEAK and seen.high < WEAK


def test_f4_3_they_would_be_if_customers_differed_in_nothing_else(slice_of, evidence):
    found = arms(slice_of("customers").but(ALIKE), {"alike": {}}, tenure_and_sales, 4)["alike"]
    seen = difference(found, np.zeros(len(found)))
    evidence("correlation of tenure and yearly sales, customers alike", seen)
    assert seen.exceeds(WEAK)


# --- F4.4: the dead look alive ----------------------------------------------------------------------------

RATES, CHANCES = (2.0, 2.0 / 12.0), (1.0, 25.0)  # Gamma of orders a year, Beta of leaving at one
SILENT = {
    "customers": {
        **NOBODY_ELSE,
        "B": {
            "new_mix": 1.0,
            "count": 600,
            "orders": {"kind": "gamma", "mean": 12.0, "cv": 2.0**-0.5},
            "stages": 1,
            "first_gap": "whole",
            "dropout": {"kind": "chance", "a": 1.0, "b": 25.0},
        },
    },
    "farming": {"contacts": {segment: {"times": "0 / y"} for segment in "ABC"}},
    "market": {"closures": "0 / y"},
    "demand": {"inbound": {"rate": "0 / y"}},
    "switches": {"satisfaction": False, "coverage": False},
    "run": {"horizon": "2 y"},
}
LOYAL = {"customers.B.dropout": {"kind": "none"}}
TENTH = 0.1


def known_and_believed(base, replications):
    """Customers in the records, those whom P(alive) suggests, and those who are, of each replication."""
    found = []
    for number in range(replications):
        log = play(base, number)
        orders, count = log.table("orders"), len(log.table("accounts"))
        account = rows_of(orders["account"])
        bought, last = np.bincount(account, minlength=count), np.zeros(count)
        last[account] = orders["placed"] / YEAR
        believed = sum(
            p_alive(x, t, log.horizon / YEAR, *RATES, *CHANCES)
            for x, t in zip(bought.tolist(), last.tolist(), strict=True)
        )
        left = np.count_nonzero(log.notes["activity"] == CHURNED)
        recorded = value_of(Reading(log, base), "customers_recorded")
        found.append((recorded, believed, float(count - left)))
    return np.array(found).T


@pytest.mark.slow
def test_f4_4_customers_who_have_left_look_alive_until_silence_is_read(slice_of, evidence):
    recorded, believed, alive = known_and_believed(slice_of("customers").but(SILENT), 24)
    overstated = effect(lambda known, true: known / true - 1.0, recorded, alive)
    mistaken = effect(lambda guess, true: guess / true - 1.0, believed, alive)
    evidence("customers in the records over those who are, less 1", overstated)
    evidence("sum of P(alive) over those who are, less 1", mistaken)
    assert overstated.exceeds(TENTH)
    assert mistaken.vanishes(TENTH)


def test_f4_4_nobody_is_overstated_where_nobody_leaves(slice_of, evidence):
    recorded, _, alive = known_and_believed(slice_of("customers").but({**SILENT, **LOYAL}), 2)
    evidence("customers in the records over those who are, nobody leaves", (recorded / alive).tolist())
    assert np.all(recorded == alive)


# --- F4.5: satisfaction and the share of wallet -----------------------------------------------------------

BETTER = {"market.satisfaction.right": 95.0}
ONE_POINT = 0.01


def shares(base, changes, replications) -> Effect:
    """How much more of their wallets customers spend with us in the third year when deliveries please more."""
    base = base.but({"run.horizon": "3 y", "run.warm_up": "2 y", **changes})

    def spent(log, scenario) -> float:
        return value_of(Reading(log, scenario), "share_of_wallet")

    found = arms(base, {"usual": {}, "better": BETTER}, spent, replications)
    return difference(found["better"], found["usual"])


@pytest.mark.slow
def test_f4_5_more_satisfied_customers_spend_more_of_their_wallet_with_us(slice_of, evidence):
    more = shares(slice_of("customers"), {}, 4)
    evidence("share of wallet more, experiences better by ten points", more)
    assert more.exceeds(ONE_POINT)


@pytest.mark.slow
def test_f4_5_vanishes_where_satisfaction_is_not_felt(slice_of, evidence):
    more = shares(slice_of("customers"), {"switches.satisfaction": False}, 3)
    evidence("share of wallet more, satisfaction off", more)
    assert more.vanishes(ONE_POINT)


# --- L3: the growth engine --------------------------------------------------------------------------------

TWICE = {"demand.inbound.rate": "400 / y"}
MUTE = {"market.referring.hazard": "0 / y"}
FIVE_PERCENT = 0.05


def engine(base, changes, replications) -> tuple[Effect, Effect]:
    """When twice as many leads come in: customers more at the end, and referrals of the last year more, both as a
    share; and deals won of referred leads more."""
    found = []
    for number in range(replications):
        row = []
        for arm in ({}, TWICE):
            log = play(base.but({**changes, **arm}), number)
            alive = np.count_nonzero(at_end(Reading(log, base)).alive)
            sent = log.notes["time"][log.notes["activity"] == REFERRED] >= log.horizon - YEAR
            of_them = won(log) & (log.leads["source"] == log.sources.index("referral"))
            row += [float(alive), float(np.count_nonzero(sent)), float(np.count_nonzero(of_them))]
        found.append(row)
    few, quiet, rare, many, loud, often = np.array(found).T
    grown = effect(lambda a, b: b / a - 1.0, few, many)
    if not quiet.any():
        return grown, difference(loud + often, quiet + rare)
    told = effect(lambda a, b: b / a - 1.0, quiet, loud)
    assert difference(often, rare).exceeds(0.0)
    return grown, told


@pytest.mark.slow
def test_l3_new_customers_send_more_leads_of_whom_some_become_customers(slice_of, evidence):
    grown, told = engine(slice_of("growth"), {}, 8)
    evidence("customers more, twice the inbound leads", grown)
    evidence("referrals more, twice the inbound leads", told)
    assert grown.exceeds(FIVE_PERCENT)
    assert told.exceeds(FIVE_PERCENT)


@pytest.mark.slow
def test_l3_is_cut_where_nobody_recommends_us(slice_of, evidence):
    grown, told = engine(slice_of("growth"), MUTE, 5)
    evidence("customers more, twice the inbound leads, nobody refers", grown)
    evidence("referrals and wins of them more, nobody refers", told)
    assert grown.exceeds(FIVE_PERCENT)
    assert told.mean == told.low == told.high == 0.0
