"""Segments of the firm's own customers that a partner or a shop serves: whose hours, goods, money and news."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from simsales.company.partners.segments import Segment
from simsales.instruments.clock import WEEK, YEAR
from simsales.instruments.eventlog import rows_of, types_of
from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from simsales.policies.channels import Channel
from simsales.processes.play import play
from simsales.responses.channels import LinearDemand
from simsales.scenario import load
from simsales.scenario.channels import SegmentChannel
from simsales.words.vocabulary import (
    AGENCY,
    CONFLICTED,
    DEAL,
    ENTERED,
    FARMING,
    LEAD,
    LOST,
    MONEY,
    OFFICE,
    OPPORTUNITY,
    ORDER_ENTRY,
    REGISTERED,
    REPEAT,
    REVENUE,
    TROUBLED,
    VISITED,
    WON,
)

C = 2  # place of the segment
MTS, ATO = 0, 1
TABLES = ("leads", "opportunities", "worked", "notes")


class Frozen(dict):
    """A table that the memory of runs can look up."""

    def __hash__(self):
        return hash(tuple(sorted(self.items())))


def served(kind, **more):
    """Norddrive for ten weeks, with its small customers served so."""
    segment = {"channel": {"kind": kind, **more.pop("channel", {})}, **more}
    return load("norddrive").but({"run.horizon": "10 w", "channels": {"segments": {"C": segment}}})


@cache
def told(kind, **more):
    return play(served(kind, **more)) if kind else play(load("norddrive").but({"run.horizon": "10 w"}))


def alone():
    """A distributor with a full shelf, who knows what it sells, registers its leads and tells us of no complaint."""
    channel = Frozen(safety=200, reorder=Frozen(kind="known_mean"))
    return told("distributor", channel=channel, registration=True, passes_on=0.0)


def noted(log, activity, line=None):
    rows = log.notes[log.notes["activity"] == activity]
    return rows if line is None else rows[rows["reason"] == line]


def weeks(log, shelf):
    rows = log.table("channels")
    return rows[rows["shelf"] == shelf]


def of_segment(log):
    """Accounts of the segment, by number."""
    return np.flatnonzero(log.table("accounts")["segment"] == C)


def orders_of_segment(log, kind=REPEAT):
    orders = log.table("orders")
    ours = (orders["account"] >= 0) & (orders["kind"] == kind)
    ours[ours] = np.isin(rows_of(orders["account"][ours]), of_segment(log))
    return np.flatnonzero(ours)


def leads_of_segment(log):
    return np.flatnonzero((log.leads["segment"] == C) & (log.leads["arrived"] > 0.0))


def worked_for_leads(log, team):
    """Hours of a team on leads and deals of the segment that came in during the run."""
    work, leads = log.worked, log.opportunities["lead"]
    desks = np.flatnonzero([name.split()[0] == team for name in log.desks])
    kind, row = types_of(work["case"]), rows_of(work["case"])
    lead = np.where(kind == LEAD, row, -1)
    deals = kind == OPPORTUNITY
    lead[deals] = leads[row[deals]]
    ours = np.isin(kind, (LEAD, OPPORTUNITY)) & np.isin(lead, leads_of_segment(log))
    return float(work["hours"][ours & np.isin(work["desk"], desks)].sum())


# --- whose hours ---------------------------------------------------------------------------------------------


def test_a_segment_that_is_left_to_our_own_force_is_served_as_ever():
    named, unnamed = told("own_force"), told(None)
    notes = [log.notes[["time", "case", "activity", "value"]] for log in (named, unnamed)]
    assert (notes[0] == notes[1]).all() and named.worked.tobytes() == unnamed.worked.tobytes()
    rows = weeks(named, shelf=False)
    assert rows["asked"].sum() == len(orders_of_segment(named)) > 150
    assert rows["net"].sum() == pytest.approx(rows["listed"].sum())


@pytest.mark.parametrize("kind", ["distributor", "agent", "eshop"])
def test_no_farmer_comes_to_see_whom_others_serve(kind):
    def seen(log):
        return np.isin(rows_of(noted(log, VISITED)["case"]), of_segment(log))

    log = told(kind)
    assert not seen(log).any() and seen(told(None)).sum() > 60
    hours = [each.worked["hours"][each.worked["task"] == FARMING].sum() for each in (told(None), log)]
    assert hours[1] < 0.92 * hours[0]


def test_leads_that_a_partner_works_on_take_no_hours_of_ours_but_quotes():
    log = alone()
    assert worked_for_leads(log, "sdr") == worked_for_leads(log, "hunter") == 0.0
    assert worked_for_leads(log, "supporter") > 0.0
    assert worked_for_leads(told("eshop"), "hunter") > 100.0  # first orders are still our own people's


def test_orders_that_customers_enter_themselves_spare_the_order_desk():
    log = told("eshop")
    orders = orders_of_segment(log)
    entered = noted(log, ENTERED)
    ours = entered[np.isin(rows_of(entered["case"]), orders)]
    product = log.table("orders")["product"][rows_of(ours["case"])]
    assert (ours["value"][product <= ATO] == 1.0).all()
    assert (ours["value"][product > ATO] == 0.0).all()  # what has to be clarified is none for a shop
    hours = [each.worked["hours"][each.worked["task"] == ORDER_ENTRY].sum() for each in (told(None), log)]
    assert hours[1] < hours[0]


def test_a_partner_with_more_effort_sees_customers_more_often():
    often = told("agent", diligence=Frozen(contacts="9 / y"))
    covered = [value_of(Reading(log, served("agent")), "coverage.C") for log in (told("agent"), often)]
    assert covered[0] < covered[1]


# --- whose goods ---------------------------------------------------------------------------------------------


def test_no_piece_is_lost_from_sight_between_our_stock_and_the_customer():
    log = told("distributor")
    rows, orders = weeks(log, shelf=True), log.table("orders")
    mean = 360 * 4 * 0.55 / 52
    first = round(2 * mean) + 60
    shelf = first + np.cumsum(rows["ordered"]) - np.cumsum(rows["asked"] - rows["lost"])
    shelf += rows["owed"] - rows["on_order"]
    assert (shelf >= 0).all() and ((shelf == 0) | (rows["owed"] == 0)).all()
    mine = orders_of_segment(log)
    assert rows["asked"].sum() == np.count_nonzero(orders["product"][mine] == MTS)
    assert weeks(log, shelf=False)["asked"].sum() == np.count_nonzero(orders["product"][mine] != MTS)


def test_a_distributor_orders_once_a_week_and_each_order_is_entered_once():
    log = told("distributor")
    orders = log.table("orders")
    consignments = np.flatnonzero(
        (orders["account"] < 0) & (orders["kind"] == REPEAT) & (orders["placed"] > 0)
    )
    rows = weeks(log, shelf=True)
    assert len(consignments) == np.count_nonzero(rows["ordered"] > 0) <= 10
    assert set(orders["placed"][consignments] % WEEK) == {0.0}
    entered = rows_of(noted(log, ENTERED)["case"])
    counts = [np.count_nonzero(entered == row) for row in consignments if orders["placed"][row] < 9 * WEEK]
    assert set(counts) == {1}


def test_with_a_known_mean_the_distributor_orders_what_it_sells():
    rows = weeks(alone(), shelf=True)
    assert (rows["ordered"] == rows["asked"]).all()


def test_what_customers_take_from_the_shelf_is_theirs_at_once():
    log = alone()
    orders, mine = log.table("orders"), orders_of_segment(log)
    mine = mine[orders["product"][mine] == MTS]
    stock = value_of(Reading(log, served("distributor")), "distributor_stock_range")
    assert (weeks(log, shelf=True)["served"] == weeks(log, shelf=True)["asked"]).all()
    assert len(mine) > 100 and stock > 50.0


# --- whose money ---------------------------------------------------------------------------------------------


def test_a_distributor_pays_list_price_less_its_margin():
    log = told("distributor")
    rows, orders = log.table("channels"), log.table("orders")
    assert rows["net"].sum() == pytest.approx(0.72 * rows["listed"].sum())
    ours = np.isin(rows_of(noted(log, MONEY, REVENUE)["case"]), orders_of_segment(log))
    passed_on = noted(log, MONEY, REVENUE)[ours & (types_of(noted(log, MONEY, REVENUE)["case"]) == 4)]
    assert passed_on["value"].sum() == pytest.approx(orders["value"][rows_of(passed_on["case"])].sum())
    assert not len(noted(log, MONEY, AGENCY))


def test_an_agent_gets_its_commission_of_every_invoice():
    log = told("agent")
    rows = log.table("channels")
    fees = -noted(log, MONEY, AGENCY)["value"].sum()
    cases = noted(log, MONEY, AGENCY)["case"]
    revenue = noted(log, MONEY, REVENUE)
    invoiced = revenue["value"][np.isin(revenue["case"], cases)].sum()
    assert fees == pytest.approx(0.08 * invoiced) and fees > 15_000.0
    assert rows["net"].sum() == pytest.approx(0.92 * invoiced)


def test_a_shop_costs_the_same_whatever_it_sells_and_a_little_for_each_order():
    log = told("eshop")
    net, listed = log.table("channels")["net"].sum(), log.table("channels")["listed"].sum()
    assert net == pytest.approx(0.99 * listed)
    costs = -noted(log, MONEY, OFFICE)["value"].sum()
    assert costs == pytest.approx(60_000.0 * 10 * WEEK / YEAR + 0.01 * listed)


def test_orders_have_the_same_size_whoever_brings_them():
    base, agent = told(None), told("agent")
    worth = []
    for log in (base, agent):
        accounts, orders = log.table("accounts")["key"], log.table("orders")
        rows = orders_of_segment(log)
        keys = accounts[rows_of(orders["account"][rows])].tolist()
        worth.append(
            dict(
                zip(
                    zip(keys, orders["ordinal"][rows].tolist(), strict=True),
                    orders["value"][rows],
                    strict=True,
                )
            )
        )
    common = worth[0].keys() & worth[1].keys()
    assert len(common) > 200
    assert all(worth[0][key] == worth[1][key] for key in common)


def test_what_is_booked_is_what_was_ordered_of_us():
    log = told("distributor")
    orders, shelf = log.table("orders"), orders_of_segment(log)
    shelf = shelf[orders["product"][shelf] == MTS]  # sold by the distributor, and no sale of ours
    since = np.flatnonzero(orders["placed"] > 0.0)
    ours = np.setdiff1d(since[orders["kind"][since] != DEAL], shelf)
    expected = orders["value"][ours].sum() + noted(log, WON)["value"].sum()
    assert noted(log, MONEY, REVENUE)["value"].sum() == pytest.approx(expected)


@pytest.mark.slow
def test_nobody_of_ours_is_paid_for_what_a_partner_sold():
    plan = {"kind": "commission", "rate": 0.05, "credit": {"deal": 1.0}}
    farmers = {"kind": "commission", "rate": 0.01, "credit": {"deal": 0.0, "repeat": 1.0}}
    paid = {"compensation": {"hunter": plan, "farmer": farmers}, "run.horizon": "13 w"}
    scenario = served("distributor", registration=True).but(paid)
    log = play(scenario)
    orders = log.table("orders")
    deals = log.opportunities[rows_of(noted(log, WON)["case"])]
    own = noted(log, WON)["value"][deals["owner"] >= 0].sum()
    rows = log.table("pay_days")
    roles = np.array([log.people[person].role for person in rows["person"]])
    assert rows["sales"][roles == "hunter"].sum() == pytest.approx(own)
    mine = np.concatenate([orders_of_segment(log), np.flatnonzero(orders["account"] < 0)])
    repeat = np.setdiff1d(np.flatnonzero((orders["kind"] == REPEAT) & (orders["placed"] > 0.0)), mine)
    assert rows["sales"][roles == "farmer"].sum() == pytest.approx(orders["value"][repeat].sum(), rel=0.02)


# --- who hears of it, and who quarrels -----------------------------------------------------------------------


def seen_of_segment(log):
    """Problems that customers of the segment noticed, and how many were written down."""
    problems = log.table("problems")
    ours = (problems["account"] >= 0) & (np.isin(rows_of(problems["account"]), of_segment(log)))
    counts = [
        np.isin(np.flatnonzero(ours), rows_of(noted(log, what)["case"])) for what in (TROUBLED, REGISTERED)
    ]
    return counts[0].sum(), counts[1].sum()


def test_the_firm_hears_what_a_distributor_passes_on():
    half, nothing, everything = (
        seen_of_segment(log) for log in (told("distributor"), alone(), told("agent"))
    )
    assert nothing[1] == 0 < half[1] < everything[1]
    assert nothing[0] > 5


def test_what_our_reps_sell_to_a_partners_customers_is_a_conflict():
    log = told("agent", overlap=Frozen(share=1.0))
    won = noted(log, WON)
    leads = log.opportunities["lead"][rows_of(won["case"])]
    ours = log.leads["segment"][leads] == C
    came = log.leads["arrived"][leads] > 0.0
    collided = noted(log, CONFLICTED)
    assert len(collided) > 0
    assert set(collided["case"]) <= set(won["case"][ours & came])
    assert not len(noted(alone(), CONFLICTED))


@pytest.mark.parametrize("kind", ["distributor", "agent"])
def test_no_lead_is_lost_from_sight_and_none_ends_twice(kind):
    log = told("agent", overlap=Frozen(share=1.0)) if kind == "agent" else told(kind)
    lost = rows_of(noted(log, LOST)["case"][types_of(noted(log, LOST)["case"]) == LEAD])
    became = log.opportunities["lead"]
    assert len(np.unique(lost)) == len(lost) and len(np.unique(became)) == len(became)
    assert not set(lost.tolist()) & set(became.tolist())
    mine = leads_of_segment(log)
    over = np.isin(mine, lost) | np.isin(mine, became)
    old = log.leads["arrived"][mine] < 4 * WEEK
    assert over[old].mean() > 0.95


def test_a_deal_of_a_partner_makes_a_customer_of_its_segment():
    log = alone()
    orders = log.table("orders")
    deals = orders[(orders["kind"] == DEAL) & (orders["deal"] >= 0)]
    leads = log.opportunities["lead"][rows_of(deals["deal"])]
    ours = log.leads["segment"][leads] == C
    came = log.leads["arrived"][leads] > 0.0
    won = deals[ours & came]
    assert len(won) > 0
    listed = log.leads["value"][leads][ours & came]
    assert won["value"] == pytest.approx(0.72 * listed)


# --- terms ---------------------------------------------------------------------------------------------------


def segment(**table):
    made = Segment(0, "C", 2)
    made.adopt(SegmentChannel.model_validate(table))
    return made


def test_effort_follows_the_margin_until_a_conflict_sours_it():
    ours = segment(channel={"kind": "distributor", "margin": 0.14})
    usual = 8 * 0.5**1.5 / (0.5**1.5 + 7)
    assert ours.reach(0.0) == pytest.approx(usual)
    ours.sour(10.0)
    assert ours.reach(10.0 + 13 * WEEK - 1.0) == pytest.approx(0.8 * usual)
    assert ours.reach(10.0 + 13 * WEEK) == pytest.approx(usual)
    assert ours.spacing(0.0) == pytest.approx(YEAR / 3 / (0.8 * usual))


def test_who_sells_for_us_alone_gives_us_what_is_left_of_all_its_effort():
    ours = segment(channel={"kind": "distributor", "margin": 0.34}, exclusive=True)
    assert ours.reach(0.0) == 2.0
    assert not ours.known_to_both(0.0) and segment(channel={"kind": "agent"}).known_to_both(0.09)


def test_nobody_contacts_the_customers_of_a_shop():
    assert segment(channel={"kind": "eshop"}).spacing(0.0) == np.inf


def test_a_dearer_partner_sells_less_and_a_rebate_brings_it_back():
    channel = {"kind": "distributor", "margin": 0.28}
    dear = segment(channel=channel, answer=LinearDemand())
    assert (dear.price, dear.quantity) == pytest.approx((1.035, 0.9), abs=1e-3)
    kept = segment(channel={**channel, "rebate": 0.07}, answer=LinearDemand())
    assert (kept.price, kept.quantity) == pytest.approx((1.0, 1.0), abs=1e-3)
    assert kept.paid == pytest.approx(0.72 - 0.07 * 0.1, abs=1e-3)


class Retainer(Channel):
    """A channel of one's own: a partner that is paid the same whatever it sells."""

    def invoiced(self):
        return 1.0

    def fee(self):
        return 0.0

    def yearly_cost(self):
        return 104_000.0

    def earned(self):
        return 0.1, 0.1


def test_a_channel_of_ones_own_serves_a_segment():
    segment = {"channel": Retainer()}
    log = play(load("norddrive").but({"run.horizon": "2 w", "channels": {"segments": {"C": segment}}}))
    assert noted(log, MONEY, AGENCY)["value"].tolist() == pytest.approx([-2_000.0, -2_000.0])
    assert weeks(log, shelf=False)["net"].sum() == pytest.approx(weeks(log, shelf=False)["listed"].sum())
