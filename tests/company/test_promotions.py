"""What raises the frequency of use, one customer at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.company.company import Company
from simsales.instruments.clock import WEEK, YEAR
from simsales.instruments.eventlog import EventLog
from simsales.instruments.luck import Luck
from simsales.processes.frequency import introduce
from simsales.processes.play import play
from simsales.scenario.model import Scenario
from simsales.words.vocabulary import (
    ADOPTED,
    ENGINEERING,
    MACHINING,
    MONEY,
    PROGRAMME,
    PROMOTION,
    REBATE,
    REWARD,
    REWARDED,
)
from tests.company.buying import GAP, VALUE, company, customer, needs, ordered, played, times

START, END = 20 * WEEK, 26 * WEEK


def promotion(depth=0.10, **buying):
    events = [{"start": "20 w", "length": "6 w", "depth": depth}]
    answer = {"acceleration": 0.0, "quantity": 0.0, **buying}
    return {"plan": {"kind": "calendar", "events": events}, "buying": answer}


def paid(log: EventLog, line: int) -> float:
    notes = log.notes
    return float(notes["value"][(notes["activity"] == MONEY) & (notes["reason"] == line)].sum())


@pytest.fixture
def usual():
    """When orders come if nothing is done."""
    return np.cumsum(needs(7))


# --- promotions ------------------------------------------------------------------------------------------


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), haste=st.floats(0.0, 0.5))
def test_what_comes_sooner_for_a_discount_is_where_it_would_have_been_two_orders_later(seed, haste):
    hours = needs(seed, 40)
    found = times(ordered(company(**promotion(acceleration=haste)), customer(), hours))
    usual = np.cumsum(hours)
    first_after = np.searchsorted(found, END) + 1
    assert np.all(found[:first_after] <= usual[:first_after] + 1e-6)
    assert np.allclose(found[first_after:], usual[first_after:], atol=1e-6)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), haste=st.floats(0.0, 0.5))
def test_what_goes_on_stock_delays_all_later_orders_by_the_time_it_lasts(seed, haste):
    hours = needs(seed, 40)
    buying = {"acceleration": haste, "quantity": 0.2, "stock_share": 1.0}
    orders = ordered(company(**promotion(**buying)), customer(), hours)
    larger = np.array([order.value / VALUE - 1.0 for order in orders])
    found, usual = times(orders), np.cumsum(hours)
    last = np.searchsorted(found, END) + 1
    assert np.allclose(found[last:] - usual[last:], larger.sum() * GAP, atol=1e-6)
    inside = (found >= START) & (found < END)
    assert np.allclose(larger[inside], 0.4) and not larger[~inside].any()


def test_without_haste_and_stock_the_promotion_leaves_no_trace_in_time(usual):
    orders = ordered(company(**promotion(quantity=0.12, stock_share=0.0)), customer(), needs(7))
    assert np.allclose(times(orders), usual, atol=1e-6)


def test_a_discount_costs_its_depth_and_its_announcement():
    house = company(**promotion(), announcement="700 EUR")
    orders = ordered(house, customer(), needs(7))
    house.kernel.now = 0.0
    house.kernel.play_until(YEAR)
    sold = sum(order.value for order in orders if START <= order.placed < END)
    assert sold > 0.0 and paid(house.log, PROMOTION) == pytest.approx(-0.10 * sold - 700.0)


def test_every_part_of_the_lift_is_entered_on_its_own():
    house = company(**promotion(acceleration=0.1, quantity=0.12, stock_share=0.6))
    ordered(house, customer(), needs(7))
    rows = house.log.table("purchases")
    inside = rows[rows["depth"] > 0.0]
    assert len(inside) > 0 and np.allclose(inside["stocked"] + inside["grown"] + VALUE, inside["value"])
    assert np.allclose(inside["stocked"], 1.5 * inside["grown"])
    assert rows["sooner"].max() > 0.0 and not rows["strived"].any() and not rows["pulled"].any()


def test_a_promotion_for_others_moves_nobody(usual):
    buying = {"acceleration": 0.3, "quantity": 0.3, "stock_share": 1.0}
    event = {"start": "20 w", "length": "6 w", "depth": 0.10, "segments": ["B"]}
    plan = {"kind": "calendar", "events": [event]}
    segments = {"all": {"new_mix": 0.5}, "B": {"new_mix": 0.5}}
    house = company({"customers": segments}, plan=plan, buying=buying)
    assert np.allclose(times(ordered(house, customer(segment=0), needs(7))), usual, atol=1e-6)
    assert not np.allclose(times(ordered(house, customer(1, segment=1), needs(7))), usual, atol=1e-6)


def test_a_promotion_that_is_called_off_by_a_date_is_kept_to_until_then():
    buying = {"acceleration": 0.5, "quantity": 0.0}
    off = {"at": [{"time": "22 w", "set": {"promotion.plan": {"kind": "none"}}}]}
    plan = promotion(**buying)["plan"]
    hours = [40 * WEEK] * 4
    found = times(played(company(off, plan=plan, buying=buying), customer(), hours))
    assert found[0] == pytest.approx(40 * WEEK - 2 * WEEK)  # two weeks at twice the pace
    assert np.allclose(found[1:], np.cumsum(hours)[1:])


# --- reward cards ----------------------------------------------------------------------------------------

CARD = {"threshold": 10.0, "endowed": 0.0, "worth": "500 EUR"}


def gaps(orders):
    return np.diff([0.0, *times(orders)])


def test_orders_come_faster_as_the_reward_comes_near_and_slower_after_it():
    house = company(reward={**CARD, "striving": {"stock_share": 0.0}})
    hours = [GAP] * 22
    found = GAP / gaps(ordered(house, customer(), hours))
    expected = [1.0 + 0.25 * (place / 10) ** 2 for place in range(10)]
    assert np.allclose(found[:10], expected)
    assert np.allclose(found[10], 0.95) and np.allclose(found[11:20], expected[1:])
    assert np.all(np.diff(found[:10]) > 0.0)


def test_a_card_with_stamps_on_it_is_filled_sooner_than_an_empty_one():
    def filled(endowed):
        scheme = {**CARD, "endowed": endowed, "striving": {"stock_share": 0.0}}
        return times(ordered(company(reward=scheme), customer(), [GAP] * 10))[-1]

    assert filled(0.15) < filled(0.0) < 10 * GAP


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_what_was_bought_sooner_for_a_reward_is_missing_after_it(seed):
    hours = needs(seed, 40)
    striving = {"stock_share": 1.0, "reset": 1.0}
    found = times(ordered(company(reward={**CARD, "striving": striving}), customer(), hours))
    usual = np.cumsum(hours)
    assert np.allclose(found[10::10], usual[10::10], atol=1e-6)
    assert np.all(found[1:10] < usual[1:10]) and np.all(found[11:20] < usual[11:20])


def test_a_reward_is_given_for_every_full_card_and_costs_its_worth():
    house = company(reward=CARD)
    ordered(house, customer(), needs(7, 35))
    assert (house.log.notes["activity"] == REWARDED).sum() == 3
    assert paid(house.log, REWARD) == -1500.0


def test_points_for_euros_fill_a_card_by_what_is_bought():
    house = company(reward={**CARD, "per_order": 0.0, "per_thousand": 4.0})
    ordered(house, customer(), needs(7, 35))
    assert paid(house.log, REWARD) == -500.0 * (35 * 4 // 10)


# --- rebates ---------------------------------------------------------------------------------------------


def rebate(threshold, share=1.0, **more):
    steps = [{"threshold": threshold, "rate": 0.03}]
    return {"steps": steps, "window": "8 w", "reaching": {"share": share, **more}}


def test_customers_near_a_step_hurry_before_the_year_ends_and_pause_after_it():
    # an order of 1,000 EUR every four weeks, the 11th at the beginning of the last eight weeks
    orders = ordered(company(rebate=rebate(12_900.0)), customer(), [GAP] * 40)
    found, usual = times(orders), np.cumsum([GAP] * 40)
    assert np.allclose(found[:11], usual[:11])
    assert np.allclose(np.diff(found)[10:12], GAP / 3)  # the 12th and the 13th, which reaches the step
    assert (found < YEAR).sum() == 14 and (usual < YEAR).sum() == 12
    assert np.allclose(found[14:24], usual[14:24])  # up to the next year's end


def test_who_is_far_from_a_step_or_does_not_care_buys_as_ever():
    usual = np.cumsum([GAP] * 40)
    for scheme in (rebate(30_000.0), rebate(12_900.0, share=0.0), rebate(5_000.0)):
        assert np.allclose(times(ordered(company(rebate=scheme), customer(), [GAP] * 40)), usual)


def test_of_many_customers_the_stated_share_hurries():
    house = company(rebate=rebate(12_900.0, share=0.4))
    usual = np.cumsum([GAP] * 13)
    hurried = [not np.allclose(times(ordered(house, customer(n), [GAP] * 13)), usual) for n in range(400)]
    assert 0.32 < np.mean(hurried) < 0.48


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), threshold=st.sampled_from([9_000.0, 12_000.0, 14_000.0]))
def test_what_is_pulled_forward_to_the_old_year_is_missing_in_the_new_one(seed, threshold):
    hours = needs(seed, 26)
    found = times(ordered(company(rebate=rebate(threshold)), customer(), hours))
    usual = np.cumsum(hours)
    years = found // YEAR
    hurried = found % YEAR >= YEAR - 8 * WEEK
    settled = [n for n in range(1, 26) if years[n] == years[n - 1] and not hurried[n] and not hurried[n - 1]]
    assert np.all(found <= usual + 1e-6) and len(settled) > 5
    assert np.allclose(found[settled], usual[settled], atol=1e-6)


def test_the_rebate_is_paid_on_the_year_when_the_year_is_over():
    house = company(rebate=rebate(10_000.0))
    orders = ordered(house, customer(), [GAP] * 12)
    house.kernel.now = 0.0
    house.kernel.play_until(YEAR)
    bought = sum(order.value for order in orders if order.placed < YEAR)
    assert paid(house.log, REBATE) == pytest.approx(-0.03 * bought)


# --- usage programmes ------------------------------------------------------------------------------------


def programme(**more):
    return {"training": {"team": "farmer", "hours": "8 h", "setup": "1_500 EUR", "upkeep": "520 EUR", **more}}


def with_farmers(**promotion):
    house = company({"people": {"farmer": {"count": 2}}}, **promotion)
    house.promotions.open(introduce)
    return house


def test_a_programme_is_taken_up_after_enough_contacts_and_a_days_work():
    house = with_farmers(programmes=programme(adoption={"per_contact": 0.5}))
    account = customer()
    for week in range(40):
        house.kernel.at(week * WEEK + 9.0, 3 << 56, lambda _: house.promotions.contacted(account, 0.0))
    house.kernel.play_until(YEAR)
    assert (house.log.notes["activity"] == ADOPTED).sum() == 1
    assert house.log.worked["hours"].tolist() == [8.0]
    since = house.log.notes["time"][house.log.notes["activity"] == ADOPTED][0]
    weeks = np.floor(YEAR / WEEK) - np.ceil(since / WEEK)
    assert paid(house.log, PROGRAMME) == pytest.approx(-1500.0 - 10.0 * (weeks + 1), abs=10.1)


def test_more_contacts_mean_more_customers_with_the_programme():
    house = with_farmers(programmes=programme(adoption={"per_contact": 0.1}))
    accounts = [customer(n) for n in range(600)]
    for n, account in enumerate(accounts):
        for contact in range(10 if n < 300 else 2):
            house.promotions.contacted(account, float(contact))
    house.kernel.play_until(YEAR)
    adopters = house.log.notes["case"][house.log.notes["activity"] == ADOPTED]
    often, seldom = (adopters < 300).mean() * len(adopters) / 300, (adopters >= 300).sum() / 300
    assert often == pytest.approx(1.0 - np.exp(-1.0), abs=0.08)
    assert seldom == pytest.approx(1.0 - np.exp(-0.2), abs=0.08)


def test_use_grows_by_three_per_cent_a_year_quarter_by_quarter():
    house = with_farmers(programmes=programme())
    account = customer()
    site = house.promotions._site(account)
    site.programmes["training"] = 0.0
    quarter = YEAR / 4
    found = [house.promotions.use(account, (n + 0.5) * quarter) for n in range(9)]
    assert np.allclose(found, [1.03 ** (n / 4) for n in range(9)])
    assert house.promotions.next_change(account, 0.5 * quarter) == quarter


def test_a_stock_that_we_manage_is_moved_by_no_discount_and_no_rebate():
    events = promotion(acceleration=0.5, quantity=0.5, stock_share=1.0)
    managed = programme(vendor_managed=True, adoption={"per_contact": 99.0, "growth": 0.0})
    house = with_farmers(**events, rebate=rebate(12_900.0), programmes=managed)
    account = customer()
    house.promotions.contacted(account, 0.0)
    house.kernel.play_until(WEEK)
    assert (house.log.notes["activity"] == ADOPTED).sum() == 1
    orders = ordered(house, account, [GAP] * 40)
    assert np.allclose(times(orders), np.cumsum([GAP] * 40))
    assert {order.value for order in orders} == {VALUE}


# --- the whole -------------------------------------------------------------------------------------------

EVERYTHING = {
    **promotion(acceleration=0.1, quantity=0.12, stock_share=0.6),
    "reward": CARD,
    "rebate": rebate(12_000.0),
}


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000), every=st.floats(10.0, 900.0))
def test_it_makes_no_difference_how_often_a_customer_asks(seed, every):
    hours = needs(seed, 30)
    once = times(ordered(company(**EVERYTHING), customer(), hours))
    often = times(ordered(company(**EVERYTHING), customer(), hours, every))
    assert np.allclose(once, often, atol=1e-6)


def test_with_nothing_to_raise_it_nothing_is_asked(usual):
    house = Company(Scenario(), Luck(1, 0))
    assert not house.promotions.active and not house.log.has("purchases")
    assert house.promotions.next_change(customer(), 0.0) == float("inf")
    assert np.allclose(times(ordered(house, customer(), needs(7))), usual)


def test_who_uses_more_needs_more_from_us_and_from_others():
    """So a usage programme raises no share of wallet: what we sell and what is needed grow alike."""
    house = with_farmers(programmes=programme())
    account = customer()
    house.promotions._site(account).programmes["training"] = 0.0
    house.customers.adopt(house.scenario, 0)
    before = account.wallet
    for quarter in range(1, 9):
        house.customers._reordering.reconsider(account, quarter * YEAR / 4)
        assert account.state.use == pytest.approx(1.03 ** (quarter / 4))
        assert account.wallet / before == pytest.approx(account.state.use)


def test_what_is_bought_more_in_a_promotion_has_to_be_made():
    scenario = Scenario().but(
        {
            "farming": {},
            "customers.all": {"count": 40, "orders": 20},
            "people": {"supporter": {"count": 1}, "engineer": {"count": 50}, "machining": {"count": 50}},
            "production": {
                "decoupling": {"kind": "fixed", "points": {"standard": "MTO"}},
                "products": {"standard": {"repeat": {"engineering": "3 h", "machining": "2 h"}}},
                "teams": dict.fromkeys(("assembly", "dispatch"), "machining"),
            },
            "promotion": promotion(quantity=0.12, depth=0.10),
            "run.horizon": "40 w",
        }
    )
    log = play(scenario)
    rows, work = log.table("purchases"), log.worked
    hours = dict(zip(zip(work["case"], work["task"], strict=True), work["hours"], strict=True))
    promoted = (rows["depth"] > 0.0) & (rows["time"] < 36 * WEEK)
    assert promoted.sum() > 50
    for order, larger in zip(rows["order"][promoted], rows["value"][promoted], strict=True):
        assert larger == pytest.approx(1.24)
        assert hours[order, MACHINING] == pytest.approx(2.48)
        assert hours[order, ENGINEERING] == pytest.approx(3.0)
