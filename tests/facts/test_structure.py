"""Facts about the sales organisation: who decides, how soon, with whom one waits, and what that is worth to whom.

Two strategies are watched.  *Volume* sells many simple things (made to stock or assembled) and asks for little; its
scarce people are the hunters.  *Solution* sells few complex ones (made or engineered to order) with many requests; its
scarce people are the engineers who help to sell.  Both are loaded so that under the chain of managers nine tenths of
the scarce hours are worked, as in the dossier's facts 5 and 11.  People are the same in all structures.
"""

from __future__ import annotations

import pytest

from simsales.instruments.clock import WEEK
from simsales.instruments.eventlog import rows_of
from simsales.kpis import measure
from simsales.kpis.reading import Reading
from simsales.words.vocabulary import APPROVAL, CLOSING, WON
from tests.facts.paired import arms, difference, effect, played

OWN = {"discount": [0.05], "lead_time": [0.05], "engineering": [8]}  # what hunters decide alone, everywhere
CHAIN: dict[str, object] = {}
MATRIX: dict[str, object] = {
    "structure": {"kind": "matrix", "product": "product_manager", "region": "regional_manager", "limits": OWN}
}
PODS: dict[str, object] = {
    "structure": {
        "kind": "modular",
        "levels": ["pod_lead"],
        "pods": 4,
        "divided": ["supporter", "engineer", "pod_lead"],
        "limits": OWN,
    }
}
STRUCTURES = {"chain": CHAIN, "matrix": MATRIX, "pods": PODS}


def mix(**shares: float) -> dict[str, object]:
    return {f"products.{name}.deal_share": shares.get(name, 0.0) for name in ("MTS", "ATO", "MTO", "ETO")}


VOLUME = {**mix(MTS=0.6, ATO=0.4), "demand.inbound.rate": "780 / y"}
SOLUTION = {
    **mix(ATO=0.1, MTO=0.6, ETO=0.3),
    "demand.inbound.rate": "590 / y",
    "market.discounts.share": 0.4,
    "market.requests.lead_time.share": 0.3,
}


def kpi(name):
    return lambda log, scenario: measure(log, scenario)[name]


def margin(log, scenario):
    """Contribution before what people cost, which is the same in all arms."""
    return measure(log, scenario)["margin"]


def ahead(one, other):
    """How much more one leaves than another, as a share of it."""
    return one / other - 1.0


ALIKE = {"meetings": 3.0, "depth": 1.0, "handover_loss": 0.1, "information_delay": "10 wd"}


# --- F12.1: pods decide fastest, pools have an expert sooner -------------------------------------------------


def of_requests(log, scenario):
    figures = measure(log, scenario)
    return figures["decision_latency"], figures["expert_wait"]


@pytest.mark.slow
def test_pods_decide_fastest_and_wait_longest_for_experts(slice_of, evidence):
    base = slice_of("organisation", **SOLUTION)
    found = {name: played(base.but(change), of_requests, 8).T for name, change in STRUCTURES.items()}
    for pool in ("chain", "matrix"):
        sooner = effect(lambda pods, other: 1.0 - pods / other, found["pods"][0], found[pool][0])
        longer = effect(lambda pods, other: pods / other - 1.0, found["pods"][1], found[pool][1])
        evidence(f"decisions sooner in pods than under the {pool}", sooner)
        evidence(f"waits for engineers longer in pods than under the {pool}", longer)
        assert sooner.exceeds(0.3) and longer.exceeds(0.5)


def test_one_pod_is_a_pool(slice_of):
    """The twin: with one manager to ask and one pod there is nothing between them."""
    alike = {
        "chain": {"structure": {"kind": "hierarchical", "levels": ["manager"], "limits": OWN, **ALIKE}},
        "pods": {"structure": {"kind": "modular", "levels": ["manager"], "pods": 1, "limits": OWN, **ALIKE}},
    }
    base = slice_of("organisation", **SOLUTION)
    found = {name: played(base.but(change), of_requests, 2) for name, change in alike.items()}
    assert (found["chain"] == found["pods"]).all()


# --- F12.2, F13.1: no structure for all strategies -----------------------------------------------------------


@pytest.mark.slow
def test_no_structure_is_best_for_both_strategies(slice_of, evidence):
    """F12.2 and F13.1: two managers for everything pay where products are complex, and only there."""
    chosen = {name: STRUCTURES[name] for name in ("matrix", "pods")}
    simple = arms(slice_of("organisation", **VOLUME), chosen, margin, 12)
    many = arms(slice_of("organisation", **SOLUTION), chosen, margin, 60)
    loses = effect(ahead, simple["pods"], simple["matrix"])
    wins = effect(ahead, many["matrix"], many["pods"])
    evidence("volume: pods ahead of the matrix", loses)
    evidence("solution: the matrix ahead of pods", wins)
    assert loses.exceeds(0.02) and wins.exceeds(0.02)


@pytest.mark.parametrize("strategy", [VOLUME, SOLUTION], ids=["volume", "solution"])
def test_structures_that_are_alike_in_all_do_alike(slice_of, strategy):
    """The twin: nobody is asked, and skills, meetings, losses, news and pools are equal."""
    nobody = {"limits": {"discount": [1.0], "lead_time": [1.0], "engineering": [1e6]}}
    alike = {
        "hierarchical": {"structure": {"kind": "hierarchical", "levels": ["manager"], **nobody, **ALIKE}},
        "matrix": {"structure": {"kind": "matrix", **nobody, **ALIKE}},
        "modular": {"structure": {"kind": "modular", "pods": 1, **nobody, **ALIKE}},
    }
    found = arms(slice_of("organisation", **strategy), alike, margin, 2)
    assert (found["hierarchical"] == found["matrix"]).all()
    assert (found["hierarchical"] == found["modular"]).all()


@pytest.mark.slow
def test_what_a_matrix_costs_a_simple_business_is_time_in_meetings(slice_of, evidence):
    """F12.2, the hours: with no more meetings than a hierarchy has, what was lost is there again."""
    base = slice_of("organisation", **VOLUME)
    usual = {**MATRIX, "structure.meetings": 3.0}
    found = arms(base, {"six": MATRIX, "three": usual}, margin, 12)
    lost = effect(ahead, found["three"], found["six"])
    evidence("volume: a matrix that meets three hours ahead of one that meets six", lost)
    assert lost.exceeds(0.02)


# --- F12.3: what a hunter may decide alone -------------------------------------------------------------------


def cycle_and_price(log, scenario):
    """Mean working days from opportunity to order, and the share of list price that is paid."""
    reading = Reading(log, scenario)
    won = reading.noted(WON)
    won = won[reading.window.has(won["time"])]
    deals = log.opportunities[rows_of(won["case"])]
    days = reading.base.between(deals["opened"], won["time"]) / reading.day_hours
    return float(days.mean()), float(won["value"].sum() / deals["value"].sum())


def raised(base):
    """Hunters may give a tenth alone instead of a twentieth, and the levels above begin there."""
    return {"as it was": {}, "raised": {"structure.limits.discount": [0.10, 0.11, 0.13]}}


@pytest.mark.slow
def test_raised_limits_shorten_cycles_and_lower_prices(slice_of, evidence):
    base = slice_of("organisation", **VOLUME, **{"market.discounts.share": 1.0})
    found = {
        name: played(base.but(c) if c else base, cycle_and_price, 12).T for name, c in raised(base).items()
    }
    days = difference(found["as it was"][0], found["raised"][0])
    price = difference(found["as it was"][1], found["raised"][1])
    evidence("working days from opportunity to order, saved", days)
    evidence("share of list price that is paid, given away", price)
    assert days.exceeds(0.5) and price.exceeds(0.002)


def test_where_nobody_haggles_limits_change_nothing(slice_of):
    """The twin."""
    base = slice_of("organisation", **VOLUME, **{"market.discounts.share": 0.0})
    found = {name: played(base.but(c) if c else base, cycle_and_price, 2) for name, c in raised(base).items()}
    assert (found["as it was"] == found["raised"]).all()


# --- F12.4: the end of a quarter -----------------------------------------------------------------------------


def waits_at_the_end(log, scenario):
    """Mean working hours for which approvals, and hunters, are waited for: in a quarter's last two weeks, and in its
    fourth to eleventh, when the rush of the one before is over."""
    reading = Reading(log, scenario)
    waits = []
    for task in (APPROVAL, CLOSING):
        rows = reading.work.rows((reading.work["task"] == task) & reading.window.has(reading.work["started"]))
        hours = reading.base.between(rows["asked"], rows["started"])
        week = rows["asked"] % (13 * WEEK) // WEEK
        waits += [float(hours[week >= 11].mean()), float(hours[(week >= 3) & (week < 11)].mean())]
    return tuple(waits)


def offers(slice_of, **changes):
    """Offers on the table: hunters close, and managers approve."""
    steps = ("pre_approach", "approach", "presentation", "presales", "quotation", "objections", "follow_up")
    skipped = {f"selling.{step}": "skip" for step in steps}
    rest = {"demand.inbound.rate": "700 / y", "switches.absence": False}
    return slice_of("organisation", **{**skipped, **VOLUME, **rest, **changes})


def season(factors):
    """Demand by the weeks of a quarter, four times a year."""
    return {"demand.inbound.profile": {"season": factors * 4, "office_share": 1.0}}


#: With a rush, half of a quarter's offers come in its last two weeks of thirteen.
RUSHED, EVEN = season([1.0] * 11 + [5.5] * 2), season([1.0] * 13)


def test_at_a_quarters_end_it_is_managers_who_are_waited_for(slice_of, evidence):
    found = played(offers(slice_of, **RUSHED), waits_at_the_end, 8).T
    rise = difference(found[0], found[1])
    more = difference(found[0], found[2])
    evidence("working hours that managers are waited for in the last two weeks, beyond before", rise)
    evidence("working hours that managers are waited for then, beyond hunters", more)
    assert rise.exceeds(8.0) and more.exceeds(8.0)


@pytest.mark.slow
def test_without_a_rush_ends_of_quarters_are_like_other_weeks(slice_of, evidence):
    """The twin."""
    found = played(offers(slice_of, **EVEN), waits_at_the_end, 50).T
    rise = difference(found[0], found[1])
    evidence("the same with even demand", rise)
    assert rise.vanishes(8.0)
