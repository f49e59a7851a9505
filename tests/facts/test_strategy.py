"""Facts about strategy: people do what they are paid for, and the order in which a firm follows is not all the same."""

from __future__ import annotations

import pytest

from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from tests.facts.logs import cohort_wins, figure
from tests.facts.paired import arms, difference, effect

# --- F13.2: effort follows pay, and not what is announced ------------------------------------------------------------

#: As in fact 16, whose commission it takes away.
FIFTEEN_PERCENT = 0.15
COMMISSION_8 = {"compensation.hunter": {"kind": "commission", "salary": 60_000.0, "rate": 0.08}}


def farming(*follow):
    """A strategy of looking after customers, decided a quarter before the window, of which so much follows."""
    return {"strategy": {"preset": "farming", "at": "13 w", "follow": list(follow)}}


ARMS = {
    "none": COMMISSION_8,
    "alone": COMMISSION_8 | farming("priorities"),
    "with plans": COMMISSION_8 | farming("priorities", "plans"),
}


def gained(more, usual):
    """What is there beyond the usual, as a share of it."""
    return (more - usual) / usual


@pytest.mark.slow
def test_a_strategy_of_farming_is_followed_by_whoever_is_not_paid_for_something_else(slice_of, evidence):
    found = arms(slice_of("generalists"), ARMS, figure("hours.farming"), replications=6)
    alone = effect(gained, found["alone"], found["none"])
    paid = effect(gained, found["with plans"], found["alone"])
    evidence("farming hours gained by the strategy alone", alone)
    evidence("farming hours gained when the commission on new deals goes, too", paid)
    assert alone.vanishes(FIFTEEN_PERCENT)
    assert paid.exceeds(FIFTEEN_PERCENT)


@pytest.mark.slow
def test_whom_pay_does_not_move_does_the_same_under_any_strategy(slice_of, evidence):
    """The twin: nobody answers to pay."""
    unmoved = slice_of("generalists", **{"switches.effort": False})
    found = arms(unmoved, ARMS, figure("hours.farming"), replications=6)
    alone = effect(gained, found["alone"], found["none"])
    evidence("farming hours gained by the strategy alone where nobody answers to pay", alone)
    assert alone.vanishes(FIFTEEN_PERCENT)
    assert (found["with plans"] == found["alone"]).all()


# --- F13.3: structure before processes --------------------------------------------------------------------------------

#: Of the deals that are won in the half year in which the two orders differ.
TWO_PERCENT = 0.02
PODS = {
    "kind": "modular",
    "levels": ["pod_lead"],
    "pods": 2,
    "divided": ["pod_lead"],
    "limits": {"discount": [0.1]},
}
PREPARED = {"selling.pre_approach.hours": "x2", "selling.presentation.hours": "x1.3"}
UNIMPRESSED = {
    "market.advance.preparation": 0.0,
    "market.advance.perceived_value": 0.0,
    "market.discounts.share": 0.0,
}
WEEKS_APART, WEEKS = 26, 78


def reorganised(structure, processes):
    """Pods in place of a matrix and better offers, decided on the first day of the window, each when it follows."""
    levers = {"structure": {"structure": PODS}, "processes": PREPARED}
    lags = {"structure": structure, "processes": processes}
    return {"strategy": {"at": "13 w", "levers": levers, "lags": lags}}


STEPS = {
    "none": {},
    "structure first": reorganised("13 w", "39 w"),
    "processes first": reorganised("39 w", "13 w"),
}


def wins_lost(found):
    """Deals that the reverse order wins less, over those of half a year without a change."""
    share = WEEKS_APART / WEEKS
    return effect(
        lambda first, then, usual: (first - then) / (usual * share),
        *(found[name] for name in ("structure first", "processes first", "none")),
    )


@pytest.mark.slow
def test_who_makes_room_before_asking_for_more_work_loses_fewer_deals_on_the_way(slice_of, evidence):
    found = arms(slice_of("reorganised"), STEPS, cohort_wins, replications=32)
    evidence("deals of half a year that the reverse order loses beyond", wins_lost(found))
    assert wins_lost(found).exceeds(TWO_PERCENT)


@pytest.mark.slow
def test_where_waiting_costs_nothing_the_order_is_of_no_consequence(slice_of, evidence):
    """The twin: people enough and all alike, buyers who neither mind a wait nor are impressed, no rivals."""
    ample = {
        f"people.{team}.count": 40 for team in ("hunter", "product_manager", "regional_manager", "pod_lead")
    }
    patient = {f"switches.{each}": False for each in ("delay", "competitor", "skill")}
    found = arms(
        slice_of("reorganised", **ample, **patient, **UNIMPRESSED), STEPS, cohort_wins, replications=2
    )
    evidence("deals won either way", found["structure first"])
    assert (found["structure first"] == found["processes first"]).all()


@pytest.mark.slow
def test_where_all_follows_at_once_there_is_no_order(slice_of):
    """The other twin."""
    at_once = reorganised("13 w", "13 w")
    found = arms(slice_of("reorganised"), {"one": at_once, "other": at_once}, cohort_wins, replications=2)
    assert (found["one"] == found["other"]).all()


# --- F13.3, with pay for a structure --------------------------------------------------------------------------------

#: Of the margin of the half year in which the two orders differ.
ONE_PERCENT = 0.01
#: Prices made at the customer's table, by reps who are paid on margin.  Each plan pays 4 % of a deal at list price.
ON_BOOKINGS = {"kind": "commission", "salary": 60_000.0, "rate": 0.04}
ON_MARGIN = {"compensation.hunter.rate": 0.04 / 0.35, "compensation.hunter.base": "margin"}
AT_THE_TABLE = {"pricing.authority": 0.15, "pricing.ceiling": 0.15}
BASE = {
    "compensation.hunter": ON_BOOKINGS,
    "pricing": {"kind": "negotiated", "authority": 0.05, "ceiling": 0.05},
    "switches.timing": False,
    "switches.effort": False,
}


def decided(plans, processes):
    """The strategy, decided on the first day of the window, with what follows when."""
    levers = {"plans": ON_MARGIN, "processes": AT_THE_TABLE}
    return {"strategy": {"at": "13 w", "levers": levers, "lags": {"plans": plans, "processes": processes}}}


ORDERS = {
    "none": {},
    "plans first": decided("13 w", "39 w"),
    "processes first": decided("39 w", "13 w"),
    "at once": decided("13 w", "13 w"),
}


def earned(log, scenario):
    """Contribution and margin of the window, EUR."""
    reading = Reading(log, scenario)
    return value_of(reading, "contribution"), value_of(reading, "margin")


def loss_beyond(first, then, usual):
    """What one order costs beyond the other, over the margin of half a year."""
    return (first - then) / (usual / 2.0)


def extra_loss(found):
    """Of the reverse order; against all at once each order's own loss cancels out of the difference."""
    return effect(
        loss_beyond, found["plans first"][:, 0], found["processes first"][:, 0], found["none"][:, 1]
    )


@pytest.mark.slow
def test_who_changes_what_is_paid_before_how_prices_are_made_loses_less_on_the_way(slice_of, evidence):
    found = arms(slice_of("closing", **BASE), ORDERS, earned, replications=8)
    evidence("margin of half a year that the reverse order loses beyond", extra_loss(found))
    for name in ("plans first", "processes first"):
        lost = effect(loss_beyond, found["at once"][:, 0], found[name][:, 0], found["none"][:, 1])
        evidence(f"lost against all at once: {name}", lost)
    evidence("gained in the end", difference(found["at once"][:, 0], found["none"][:, 0]))
    assert extra_loss(found).exceeds(ONE_PERCENT)


@pytest.mark.slow
def test_where_nobody_asks_for_a_discount_the_order_is_of_no_consequence(slice_of):
    """The twin: nothing to decide at the customer's table."""
    found = arms(
        slice_of("closing", **BASE, **{"market.discounts.share": 0.0}), ORDERS, earned, replications=4
    )
    assert extra_loss(found).vanishes(ONE_PERCENT)
