"""Frequency of use (F5.1 to F5.4): what is only moved in time, and what is gained."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.clock import WEEK, YEAR
from simsales.processes.play import play
from tests.facts.paired import difference, effect

# --- F5.1, F5.3: a promotion, its echo and what remains ---------------------------------------------------

BEGIN, LENGTH = 26, 4  # weeks
GAP = 52 / 12  # weeks between two orders of a customer
PROMOTION = {
    "promotion": {
        "plan": {
            "kind": "calendar",
            "events": [{"start": f"{BEGIN} w", "length": f"{LENGTH} w", "depth": 0.10}],
        }
    },
    "run.horizon": "40 w",
}
NO_PROMOTION = {"promotion": {"plan": {"kind": "none"}}, "run.horizon": "40 w"}
QUARTER = 0.25


def sales(log, begin: float, end: float) -> float:
    """EUR ordered between two weeks."""
    rows = log.table("purchases")
    return float(rows["value"][(rows["time"] >= begin * WEEK) & (rows["time"] < end * WEEK)].sum())


def moved(base, changes, replications):
    """Sales a week with less without: during the promotion, in one gap after it, and in two."""
    found = []
    for number in range(replications):
        with_it, without = (play(base.but(each), number) for each in ({**PROMOTION, **changes}, NO_PROMOTION))
        end = BEGIN + LENGTH
        found.append(
            [
                sales(with_it, begin, until) - sales(without, begin, until)
                for begin, until in ((BEGIN, end), (end, end + GAP), (end, end + 2 * GAP))
            ]
        )
    return np.array(found).T


def dip_of(gross, after, _):
    """Shortfall a week in the gap after a promotion over the surplus a week during it."""
    return -(after / GAP) / (gross / LENGTH)


def borrowed_of(gross, _, after):
    """What is missing in the two gaps after a promotion, as a share of the lift during it."""
    return -after / gross


def test_a_promotion_lifts_sales_and_is_missed_afterwards(slice_of, evidence):
    found = moved(slice_of("buyers"), {}, 6)
    dip, borrowed = effect(dip_of, *found), effect(borrowed_of, *found)
    evidence("lift during the promotion, EUR", difference(found[0], np.zeros(len(found[0]))))
    evidence("dip over spike", dip)
    evidence("share of the lift that is missing after it", borrowed)
    assert dip.exceeds(QUARTER)
    assert borrowed.exceeds(QUARTER)  # so that the net lift is less than three quarters of the gross


TWIN = {"promotion.buying": {"stock_share": 0.0, "acceleration": 0.0}}


def test_where_nothing_is_borrowed_nothing_is_missed(slice_of, evidence):
    base = slice_of("buyers")
    found = moved(base.but(PROMOTION), TWIN, 2)
    dip, borrowed = effect(dip_of, *found), effect(borrowed_of, *found)
    evidence("dip over spike, no stock and no haste", dip)
    evidence("share missing, no stock and no haste", borrowed)
    assert difference(found[0], np.zeros(len(found[0]))).exceeds(0.0)  # there is a spike
    assert dip.vanishes(QUARTER) and borrowed.vanishes(QUARTER)


# --- F5.3: without growth nothing is gained in the long run -----------------------------------------------

RANDOM = np.random.default_rng(5303)
CALENDAR = [
    {"start": f"{start} w", "length": f"{length} w", "depth": depth}
    for start, length, depth in zip(
        np.sort(RANDOM.integers(2, 70, 6)),
        RANDOM.integers(1, 7, 6),
        RANDOM.uniform(0.02, 0.15, 6).round(3),
        strict=True,
    )
]
BORROWED = {
    "promotion": {"plan": {"kind": "calendar", "events": CALENDAR}, "buying": {"stock_share": 1.0}},
    "run.horizon": "2 y",
    "run.seed": 7121,
}
CALM = {"switches.satisfaction": False, "switches.coverage": False, "customers.B.dropout": {"kind": "none"}}
STEADY = {**CALM, "market.wallet.new": 1.0, "market.closures": "0 / y"}


def orders_by_account(log):
    """Rows of purchases, in order of time, of each account."""
    rows = log.table("purchases")
    return {number: rows[rows["account"] == number] for number in np.unique(rows["account"])}


def bought_and_used(base, number):
    """By the last order of each account: orders' worth bought more and used more than without a promotion."""
    moved_ones, usual_ones = (
        orders_by_account(play(base.but({**BORROWED, **each}), number))
        for each in ({}, {"promotion.plan": {"kind": "none"}})
    )
    lines = []
    for account, rows in moved_ones.items():
        usual = usual_ones[account]
        last = len(rows) - 1
        if last >= len(usual):
            continue
        stocked = (rows["stocked"] / (rows["value"] - rows["stocked"] - rows["grown"])).sum()
        used = (rows["time"][last] - usual["time"][last]) / usual["gap"][last]
        lines.append((stocked, used + rows["stock"][last]))
    return np.array(lines).T


def test_what_is_bought_ahead_is_used_up_later_to_the_last_piece(slice_of, evidence):
    stocked, used = bought_and_used(slice_of("buyers").but(STEADY), 0)
    evidence("orders' worth put on stock by a customer", stocked.mean())
    evidence("largest error", np.abs(stocked - used).max())
    assert len(stocked) > 250 and stocked.mean() > 0.3
    assert np.allclose(stocked, used, atol=1e-6)


# --- F5.2: the nearer the reward, the sooner the next order -----------------------------------------------

STAMPS = 10
CARD = {"promotion": {"reward": {"threshold": STAMPS}}, "run.horizon": "78 w"}
NO_CARD = {"promotion.reward": "skip"}
LAST_GAP, AFTER_REWARD, SOONER_FULL = 0.12, 0.10, 0.005


def gaps_of(base, changes, number):
    """The same orders of the same customers with a card and without: gaps by stamps on the card, and full cards.

    For each number of stamps, and for the first gap after a reward, the hours with a card and without.
    """
    carded, plain = (
        orders_by_account(play(base.but({**CARD, **each}), number)) for each in (changes, NO_CARD)
    )
    sums = np.zeros((STAMPS + 1, 2))
    for account, rows in carded.items():
        usual = plain.get(account, rows[:0])
        common = min(len(rows), len(usual))
        stamps = np.arange(common) % STAMPS
        place = np.where(rows["rewarded"][:common], STAMPS, stamps)[1:]
        for column, times in enumerate((rows["time"], usual["time"])):
            np.add.at(sums[:, column], place, np.diff(times[:common]))
    return sums


def shortening(base, changes, replications):
    """By how much the last gap of a card is shorter than the second, and the one after a reward longer than usual."""
    sums = np.array([gaps_of(base, changes, number) for number in range(replications)])
    second, last, after = sums[:, 1], sums[:, STAMPS - 1], sums[:, STAMPS]
    arms = (*second.T, *last.T, *after.T)
    shorter = effect(lambda a, b, c, d, e, f: 1.0 - (c / d) / (a / b), *arms)
    longer = effect(lambda a, b, c, d, e, f: e / f - 1.0, *arms)
    return shorter, longer


def test_orders_come_faster_near_the_reward_and_slower_after_it(slice_of, evidence):
    shorter, longer = shortening(slice_of("buyers"), {}, 3)
    evidence("last gap of a card, shorter by", shorter)
    evidence("gap after a reward, longer by", longer)
    assert shorter.exceeds(LAST_GAP)
    assert longer.exceeds(AFTER_REWARD)


NO_GRADIENT = {
    "promotion.reward.striving": {"gain": 0.0, "reset": 1.0},
    "promotion.reward.endowed": 0.0,
}


def test_a_card_that_nobody_strives_for_moves_no_order(slice_of, evidence):
    base = slice_of("buyers")
    shorter, longer = shortening(base, {**NO_GRADIENT, "run.horizon": "1 y"}, 2)
    evidence("last gap shorter by, no gradient", shorter)
    assert shorter.vanishes(LAST_GAP) and longer.vanishes(AFTER_REWARD)
    carded, plain = (
        play(base.but({**CARD, **each}), 0).table("purchases") for each in (NO_GRADIENT, NO_CARD)
    )
    assert np.array_equal(carded["time"], plain["time"]) and len(carded) > 4000


def weeks_to_fill(base, endowed, gain, number):
    """Weeks from the start to a customer's first full card, with the same luck for all."""
    card = {
        **CARD,
        **STEADY,
        "promotion.reward.endowed": endowed,
        "promotion.reward.striving": {"gain": gain},
    }
    rows = orders_by_account(play(base.but(card), number))
    return np.mean([found["time"][STAMPS - 1] for found in rows.values() if len(found) >= STAMPS]) / WEEK


@pytest.mark.slow
@pytest.mark.parametrize("gain", [0.25, 0.0])
def test_a_card_with_stamps_on_it_is_filled_sooner_only_where_customers_strive(slice_of, evidence, gain):
    empty, endowed = (
        [weeks_to_fill(slice_of("buyers"), share, gain, number) for number in range(2)]
        for share in (0.0, 0.15)
    )
    sooner = effect(lambda a, b: 1.0 - b / a, empty, endowed)
    evidence(f"sooner full with stamps on it, gain {gain}", sooner)
    assert sooner.exceeds(SOONER_FULL) if gain else sooner.vanishes(SOONER_FULL)


# --- F5.4: a deadline makes customers swing the stick -----------------------------------------------------

STEPS = [
    {"threshold": f"{thousands}_000 EUR", "rate": rate}
    for thousands, rate in ((30, 0.01), (45, 0.015), (60, 0.02), (75, 0.025), (90, 0.03))
]
REBATE = {"promotion": {"rebate": {"steps": STEPS}}, "run.horizon": "60 w"}
LAST_WEEKS, TEN_PERCENT, FIVE_PERCENT = 4, 0.10, 0.05


def stick(base, changes, replications):
    """Orders more than without a rebate in the last weeks of the year, and fewer in as many of the next one."""
    found = []
    for number in range(replications):
        counts = []
        for each in (changes, {"promotion.rebate": "skip"}):
            times = play(base.but({**REBATE, **each}), number).table("purchases")["time"]
            edges = YEAR + WEEK * np.array([-LAST_WEEKS, 0, LAST_WEEKS])
            counts += list(np.histogram(times, edges)[0])
        found.append(counts)
    before, after, usual_before, usual_after = np.array(found, dtype=float).T
    more = effect(lambda a, b: a / b - 1.0, before, usual_before)
    fewer = effect(lambda a, b: 1.0 - a / b, after, usual_after)
    return more, fewer


@pytest.mark.slow
def test_a_rebates_deadline_makes_a_hockey_stick_though_nobody_sells(slice_of, evidence):
    more, fewer = stick(slice_of("buyers"), {}, 5)
    evidence("orders more in the last four weeks", more)
    evidence("orders fewer in the next four", fewer)
    assert more.exceeds(TEN_PERCENT)
    assert fewer.exceeds(FIVE_PERCENT)


@pytest.mark.slow
def test_a_rebate_that_nobody_hurries_for_makes_none(slice_of, evidence):
    more, fewer = stick(slice_of("buyers"), {"promotion.rebate.reaching": {"share": 0.0}}, 2)
    evidence("orders more in the last four weeks, nobody hurries", more)
    assert more.vanishes(TEN_PERCENT) and fewer.vanishes(FIVE_PERCENT)


# --- usage is growth of the need, not of the share --------------------------------------------------------

PROGRAMME = {
    "promotion": {
        "programmes": {"monitoring": {"hours": "2 h", "adoption": {"per_contact": 0.3, "growth": 0.06}}}
    },
    "run.horizon": "2 y",
}

TWO_PERCENT = 0.02


def needed_in_second_year(log):
    """EUR that its customers needed, from us and from others, in the second year."""
    stands, needed = log.table("standings"), 0.0
    stands = stands[np.argsort(stands["time"], kind="stable")]
    for week in np.arange(52.5, 104.0):
        known = stands[: np.searchsorted(stands["time"], week * WEEK)]
        needed += sum({row["account"]: row["wallet"] * row["alive"] for row in known}.values()) / 52
    return needed


def second_year(base, changes, replications):
    """Sales and needs of the second year with a programme and without."""
    found = []
    for number in range(replications):
        logs = [
            play(base.but(each), number)
            for each in ({**PROGRAMME, **changes}, {"promotion": {}, "run.horizon": "2 y"})
        ]
        found.append([figure for log in logs for figure in (sales(log, 52, 104), needed_in_second_year(log))])
    return np.array(found).T


def more(sold, _, sold_without, __):
    return sold / sold_without - 1.0


def more_of_the_wallet(sold, needed, sold_without, needed_without):
    return (sold / needed) / (sold_without / needed_without) - 1.0


@pytest.mark.slow
def test_who_uses_more_buys_more_here_and_elsewhere(slice_of, evidence):
    found = second_year(slice_of("buyers"), {}, 6)
    evidence("sales of the second year, more by", effect(more, *found))
    evidence("share of wallet, more by", effect(more_of_the_wallet, *found))
    assert effect(more, *found).exceeds(TWO_PERCENT)


@pytest.mark.slow
def test_a_programme_that_teaches_nothing_sells_nothing_more(slice_of, evidence):
    nothing = {"promotion.programmes.monitoring.adoption": {"per_contact": 0.3, "growth": 0.0}}
    found = second_year(slice_of("buyers"), nothing, 6)
    evidence("sales of the second year, more by, no growth", effect(more, *found))
    assert effect(more, *found).vanishes(TWO_PERCENT)
