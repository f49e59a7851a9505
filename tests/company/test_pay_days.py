"""Whose sale it is and what is paid for it on pay day, on a firm that is small enough to follow."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from simsales import measure, play
from simsales.company.people.pay_days import Entry, Paid, Purse
from simsales.instruments.clock import WEEK
from simsales.instruments.eventlog import rows_of
from simsales.policies.compensation import Commission, Hybrid, Period
from simsales.scenario import Scenario
from simsales.words.vocabulary import CANCELLED, MONEY, PAY, REVENUE, WON

QUARTER = 13 * WEEK

SHOP = {
    "demand": {"inbound": {"rate": "300 / y", "contact": {"kind": "off"}}},
    "products": {"standard": {"deal_value": {"kind": "lognormal", "mean": 10_000, "cv": 1.0}}},
    "market": {"advance": {"kind": "plain"}, "discounts": {"share": 0.0}},
    "people": {"hunter": {"count": 3, "shift": "always", "queue": "owner"}},
    "selling": {
        "prospecting": "skip",
        **{step: {"team": "hunter", "hours": "1 h"} for step in ("approach", "closing")},
    },
    "switches": {"absence": False, "competitor": False},
    "run": {"horizon": "1 y", "warm_up": "0 w"},
}


def firm(plan, **changes):
    return Scenario().but({**SHOP, "compensation": {"hunter": plan}, **changes})


def paid(log, person):
    """When a person was paid by results, and how much."""
    rows = log.notes[(log.notes["activity"] == MONEY) & (log.notes["reason"] == PAY)]
    rows = rows[(rows["person"] == person) & (rows["value"] != 0.0)]
    return dict(zip(rows["time"].tolist(), (-rows["value"]).tolist(), strict=True))


def sold_by(log, person, begin, end):
    """Value of the deals that a rep won between two instants."""
    won = log.notes[log.notes["activity"] == WON]
    won = won[(won["time"] > begin) & (won["time"] <= end)]
    owner = log.opportunities["owner"][rows_of(won["case"])]
    return float(won["value"][owner == person].sum())


@pytest.mark.parametrize(("period", "weeks"), [("quarter", 13), ("year", 52)])
def test_commission_is_paid_on_the_last_instant_of_each_period_for_the_deals_of_its_owner(period, weeks):
    log = play(firm({"kind": "commission", "rate": 0.05, "period": period}))
    for crew in log.people:
        days = paid(log, crew.number)
        assert sorted(days) == [n * weeks * WEEK for n in range(1, 52 // weeks + 1)]
        for day, amount in days.items():
            assert amount == pytest.approx(1.21 * 0.05 * sold_by(log, crew.number, day - weeks * WEEK, day))


def test_months_have_four_four_and_five_weeks():
    log = play(firm({"kind": "commission", "rate": 0.05, "period": "month"}))
    assert sorted(paid(log, 0)) == [WEEK * end for end in np.cumsum([4, 4, 5] * 4)]


def test_a_quota_that_was_beaten_is_higher_in_the_next_quarter():
    quota = {"first": 100_000, "up": 0.5, "down": 0.175}
    log = play(firm({"kind": "bonus", "bonus": 1_000, "quota": quota}))
    table = log.table("pay_days")
    for crew in log.people:
        rows = table[table["person"] == crew.number]
        assert rows["quota"][0] == 100_000
        for before, after in pairwise(rows):
            met = before["sales"] / before["quota"] - 1.0
            change = min(max(0.5 * max(met, 0.0) - 0.175 * max(-met, 0.0), -0.25), 0.25)
            assert after["quota"] == pytest.approx(before["quota"] * (1.0 + change))
            assert (before["due"] > 0.0) == (before["sales"] >= before["quota"])


def test_whoever_takes_an_empty_seat_is_paid_with_a_quota_for_their_time():
    plan = {"kind": "bonus", "bonus": 1_000, "quota": {"first": 100_000, "up": 0.0, "down": 0.0}}
    leaving = {"quits": "2 / y", "vacancy": {"kind": "fixed", "mean": "10 d"}}
    log = play(firm(plan, **{"people.hunter.attrition": leaving}))
    table, came = log.table("pay_days"), [crew for crew in log.people if crew.hired > 0.0]
    assert len(came) > 3
    for crew in came:
        rows = table[table["person"] == crew.number]
        for row in rows:
            present = min(crew.left, row["time"]) - max(crew.hired, row["time"] - QUARTER)
            assert row["quota"] == pytest.approx(100_000 * present / QUARTER)
            begin = row["time"] - QUARTER
            assert row["sales"] == pytest.approx(sold_by(log, crew.number, begin, row["time"]))
        ends = [QUARTER * n for n in range(1, 5)]
        assert rows["time"].tolist() == [t for t in ends if crew.hired < t and crew.left > t - QUARTER]


def test_whoever_takes_an_empty_seat_knows_where_they_stand():
    """They choose their effort by what the plan pays, and feel about it, like their colleagues."""
    seats = {"quits": "2 / y", "vacancy": {"kind": "exponential", "mean": "20 d"}}
    ways = {"choosing": {"kind": "weekly"}, "mood": {"kind": "set_point"}}
    changes = {"people.hunter.attrition": seats, "motivation": ways, "market.advance": {"kind": "logit"}}
    log = play(firm({"kind": "commission", "rate": 0.05}, **changes))
    successors = [crew.number for crew in log.people if crew.hired > 0.0]
    efforts = log.table("efforts")
    assert successors
    assert (efforts["worth"][np.isin(efforts["person"], successors)] > 0.0).any()


def test_what_goes_to_the_team_goes_to_all_alike():
    log = play(firm({"kind": "commission", "rate": 0.05, "team_share": 1.0}))
    table = log.table("pay_days")
    for day in np.unique(table["time"]):
        sales = table["sales"][table["time"] == day]
        assert sales == pytest.approx(np.full(3, sales[0])) and sales[0] > 0.0
    assert table["sales"].sum() == pytest.approx(
        sold_by(log, 0, -1, 1e9) + sold_by(log, 1, -1, 1e9) + sold_by(log, 2, -1, 1e9)
    )


def test_a_split_pays_each_euro_once():
    plans = {
        "hunter": {"kind": "commission", "rate": 0.05, "credit": {"deal": 0.7}},
        "boss": {"kind": "commission", "rate": 0.05, "credit": {"deal": 0.3}},
    }
    people = {**SHOP["people"], "boss": {"count": 2, "shift": "always"}}
    log = play(firm(plans["hunter"], people=people, compensation=plans))
    credited, ledger = log.table("pay_days")["sales"].sum(), log.notes[log.notes["reason"] == REVENUE]
    booked = ledger["value"][ledger["activity"] == MONEY].sum()
    assert credited == pytest.approx(booked)


def test_the_best_seller_of_a_quarter_wins_the_contest():
    log = play(firm({"kind": "commission", "rate": 0.0, "contest": {"prize": 900, "winners": 1}}))
    table = log.table("pay_days")
    for day in np.unique(table["time"]):
        rows = table[table["time"] == day]
        assert rows["due"].tolist() == [900.0 * (sales == rows["sales"].max()) for sales in rows["sales"]]


def test_a_plan_that_changes_in_the_middle_of_a_quarter_is_settled_then():
    plan = {"kind": "bonus", "bonus": 1_000, "quota": {"first": 1.0}}
    dated = [{"time": "20 w", "set": {"compensation.hunter.bonus": 2_000}}]
    log = play(firm(plan, at=dated))
    share = 7 / 13
    assert paid(log, 0) == pytest.approx(
        {
            13 * WEEK: 1_210,
            20 * WEEK: 1_210 * share,
            26 * WEEK: 2_420 * (1 - share),
            39 * WEEK: 2_420,
            52 * WEEK: 2_420,
        }
    )


def test_who_comes_in_the_middle_of_a_quarter_is_asked_for_half_of_a_quota():
    plan = {"kind": "bonus", "bonus": 1_000, "quota": {"first": 90_000}}
    log = play(firm(plan, at=[{"time": "6.5 w", "set": {"people.hunter.count": "+1"}}]))
    table = log.table("pay_days")
    newcomer = table[table["person"] == 3]
    assert newcomer["quota"].tolist() == [45_000, 90_000, 90_000, 90_000]


# --- when a sale counts -----------------------------------------------------------------------------------

SLOW = {"products": {"standard": {"deal_value": 10_000.0, "delivery": "30 d"}}}


@pytest.mark.parametrize(
    ("plan", "later"),
    [
        ({"credited": "order"}, 0.0),
        ({"credited": "delivery"}, 30.0),
        ({"credited": "cash", "payment": "20 d"}, 50.0),
        ({"credited": "delivery", "base": "revenue"}, 30.0),
    ],
)
def test_a_sale_counts_with_the_order_the_delivery_or_the_cash(plan, later):
    log = play(firm({"kind": "commission", "rate": 0.05, **plan}, **SLOW))
    table = log.table("pay_days")
    for crew in log.people:
        rows = table[table["person"] == crew.number]
        for end, sales in zip(rows["time"], rows["sales"], strict=True):
            found = sold_by(log, crew.number, end - QUARTER - later * 24.0, end - later * 24.0)
            assert sales == pytest.approx(found)


def test_margin_is_what_a_sale_leaves_over_its_cost():
    by_margin, by_value = (
        play(firm({"kind": "commission", "rate": 0.05, "base": base})).table("pay_days")["sales"].sum()
        for base in ("margin", "bookings")
    )
    assert by_margin == pytest.approx(by_value * (1.0 - Scenario().products["standard"].variable_cost))


def test_a_kicker_is_paid_for_each_sale_of_its_product():
    log = play(firm({"kind": "commission", "rate": 0.0, "kickers": {"standard": 50.0}}))
    won = np.count_nonzero(log.notes["activity"] == WON)
    assert log.table("pay_days")["due"].sum() == pytest.approx(50.0 * won)


def test_a_spif_is_a_kicker_for_a_while_and_no_new_agreement():
    plan = {"kind": "commission", "rate": 0.0}
    spif = [{"time": "15 w", "for": "2 w", "set": {"compensation.hunter.kickers": {"standard": 200.0}}}]
    log = play(firm(plan, at=spif))
    won = log.notes[log.notes["activity"] == WON]["time"]
    during = np.count_nonzero((won >= 15 * WEEK) & (won < 17 * WEEK))
    table = log.table("pay_days")
    assert np.unique(table["time"]).tolist() == [QUARTER * n for n in range(1, 5)]
    assert table["due"].sum() == pytest.approx(200.0 * during) and during > 3


# --- orders that are withdrawn ----------------------------------------------------------------------------


@pytest.mark.parametrize("clawback", [0.0, 1.0])
def test_commission_for_an_order_that_is_withdrawn_is_kept_back(clawback):
    """Whatever was credited for orders that never came is off the sales of its quarter, or owed after it."""
    plan = {"kind": "commission", "rate": 0.05, "clawback": clawback, "kickers": {"standard": 20.0}}
    production = {
        "decoupling": {"kind": "fixed", "points": {"standard": "MTO"}},
        "teams": dict.fromkeys(("entry", "engineering", "machining", "assembly", "dispatch"), "shop"),
        "products": {
            "standard": {"cancelled": 0.4, "clarify": {"kind": "exponential", "mean": "300 h"}},
        },
    }
    people = {**SHOP["people"], "shop": {"count": 50, "shift": "always"}}
    scenario = firm(plan, people=people, production=production)
    log = play(scenario)
    orders, notes, table = log.table("orders"), log.notes, log.table("pay_days")
    gone = notes[notes["activity"] == CANCELLED]
    assert len(gone) > 20
    same = orders["placed"][rows_of(gone["case"])] // QUARTER == gone["time"] // QUARTER
    later = gone["value"][~same]
    assert len(later) > 5
    credited, sales = table["sales"].sum(), len(orders) - np.count_nonzero(same)
    assert credited == pytest.approx(orders["value"].sum() - gone["value"][same].sum())
    earned, taken = 0.05 * credited + 20.0 * sales, 0.05 * later.sum() + 20.0 * len(later)
    owed = table["owed"][table["time"] == 4 * QUARTER].sum()
    assert table["due"].sum() == pytest.approx(earned - clawback * taken + owed)


def test_what_is_taken_back_is_what_its_own_quarter_paid():
    """Two quarters with different rates and a cap that binds: nothing taken back exceeds what was paid for it."""
    purse = Purse(person=None, quota=100_000.0, paid=[Paid(0.03, 1.0), Paid(0.02, 0.5)])
    plan = Commission(rate=0.05)
    assert Entry(purse, plan, 0, 10_000.0, 50.0).was_paid == pytest.approx(350.0)
    assert Entry(purse, plan, 1, 10_000.0, 50.0).was_paid == pytest.approx(225.0)


def test_a_cap_lowers_what_is_paid_per_euro():
    log = play(firm({"kind": "commission", "rate": 0.05, "cap": 1_000}))
    assert set(log.table("pay_days")["due"].tolist()) == {1_000.0}


# --- nothing but money ------------------------------------------------------------------------------------

BY_RESULTS = {
    "compensation.hunter": {
        "kind": "hybrid",
        "salary": 60_000,
        "expenses": 14_000,
        "rate": 0.03,
        "tiers": [{"above": 1.0, "rate": 0.06}],
        "quota": {"first": 148_000},
    },
    "compensation.farmer": {
        "kind": "commission",
        "salary": 62_000,
        "expenses": 12_000,
        "rate": 0.0042,
        "credit": {"deal": 0.0, "repeat": 1.0, "cross_sell": 1.0},
        "credited": "delivery",
    },
}


def test_another_plan_changes_money_and_nothing_else(norddrive):
    """To the last event of half a year of the whole company whose people do not respond."""
    off = {"switches.effort": False, "switches.timing": False, "switches.haggling": False}
    scenario = norddrive.but({"run.horizon": "26 w", **off})
    salaries, results = play(scenario), play(scenario.but(BY_RESULTS))
    assert np.array_equal(salaries.worked, results.worked)
    others = [log.notes[log.notes["activity"] != MONEY] for log in (salaries, results)]
    assert np.array_equal(*others)
    for name in ("orders", "accounts"):
        assert np.array_equal(salaries.table(name), results.table(name))
    money = [log.notes[log.notes["activity"] == MONEY] for log in (salaries, results)]
    assert np.array_equal(*(rows[rows["reason"] != PAY] for rows in money))
    assert len(results.table("pay_days")) == 2 * 7 * 2


@pytest.fixture(scope="module")
def norddrive():
    from simsales import load

    return load("norddrive").but({"run.warm_up": "0 w"})


def test_the_figures_of_pay_are_those_of_the_ledger(norddrive):
    scenario = norddrive.but({"run.horizon": "26 w", **BY_RESULTS})
    log = play(scenario)
    figures, table = measure(log, scenario), log.table("pay_days")
    hunters = [crew.number for crew in log.people if crew.role == "hunter"]
    rows = table[np.isin(table["person"], hunters)]
    assert figures["quota_met.hunter"] == np.mean(rows["sales"] >= rows["quota"])
    assert figures["attainment.hunter"] == pytest.approx(np.mean(rows["sales"] / rows["quota"]))
    fixed = 60_000 * 1.21 / 2
    assert figures["pay_per_head.hunter"] == pytest.approx(fixed + 1.21 * rows["due"].sum() / 7)
    plan = scenario.compensation["hunter"]
    assert isinstance(plan, Hybrid)
    for sales, quota, due in zip(rows["sales"], rows["quota"], rows["due"], strict=True):
        assert due == pytest.approx(plan.pay(Period(sales, quota)).due)
    assert isinstance(scenario.compensation["farmer"], Commission)
    assert "attainment.farmer" not in figures
