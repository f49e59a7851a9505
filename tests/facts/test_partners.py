"""Facts about partners of the firm's own customers: what it no longer hears, two margins in a row, and conflicts."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.eventlog import rows_of
from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from simsales.processes.play import play
from simsales.responses.channels import end_price
from simsales.scenario import load
from simsales.words.vocabulary import CONFLICTED, WON
from tests.facts.paired import arms, difference, effect

NORTH = "channels.markets.north"
ALL = "channels.segments.all"


def kpi(name):
    return lambda log, scenario: value_of(Reading(log, scenario), name)


# --- F14.4: what nobody hears of ------------------------------------------------------------------------------

DIRECT = {f"{ALL}.channel": {"kind": "own_force"}}
INDIRECT = {f"{ALL}.channel": {"kind": "distributor"}}
HEARING = {"direct": DIRECT, "indirect": INDIRECT, "all passed on": {**INDIRECT, f"{ALL}.passes_on": 1.0}}
UNHEARD = 0.10  # of all problems, at least


@pytest.mark.slow
def test_an_indirect_channel_raises_silent_problems(slice_of, evidence):
    """F14.4 and, where all is passed on, its twin: what a customer feels is the same."""
    found = arms(slice_of("partners"), HEARING, kpi("problems_seen"), 8)
    unheard = difference(found["direct"], found["indirect"])
    evidence("share of all problems that the firm no longer hears of", unheard)
    assert unheard.exceeds(UNHEARD)
    twin = difference(found["direct"], found["all passed on"])
    evidence("the twin: all is passed on", twin)
    assert twin.vanishes(UNHEARD)


# --- F14.5: two margins in a row -------------------------------------------------------------------------------

ELASTIC = {"kind": "linear"}  # such that list price is what the firm itself would ask
SELLERS = {
    "office": {f"{NORTH}.channel": {"kind": "direct_office"}},
    "distributor": {},
    "distributor with a rebate": {
        f"{NORTH}.channel": {"kind": "distributor", "rebate": 0.07, "rebate_above": 0.8}
    },
}
LOST = 0.05  # of the quantity, at least


def asked(log, scenario):
    return float(log.table("channels")["asked"].sum())


def missing(direct, indirect):
    return 1.0 - indirect / direct


@pytest.mark.parametrize("answer", [ELASTIC, {"kind": "constant_elasticity"}], ids=lambda each: each["kind"])
def test_two_margins_in_a_row_sell_less_unless_a_rebate_aligns_them(slice_of, evidence, answer):
    """F14.5; the rebate is our margin of .72 - .65, so that a further piece costs the partner what it costs us.

    It is paid from so small a quantity on that the partner gains by it whichever way demand bends.
    """
    found = arms(slice_of("market", **{f"{NORTH}.answer": answer}), SELLERS, asked, 12)
    lost = effect(missing, found["office"], found["distributor"])
    evidence("quantity lost by a distributor that asks its own best price", lost)
    assert lost.exceeds(LOST)
    twin = effect(missing, found["office"], found["distributor with a rebate"])
    evidence("the twin: a rebate on all beyond four fifths of the usual quantity", twin)
    assert twin.vanishes(LOST)


def test_where_quantity_does_not_answer_price_nothing_is_lost(slice_of):
    """The other twin."""
    found = arms(slice_of("market", **{f"{NORTH}.answer": {**ELASTIC, "elasticity": 0.0}}), SELLERS, asked, 4)
    assert (found["distributor"] == found["office"]).all()


def test_what_a_rebate_gains_is_the_partners(slice_of, evidence):
    """What one might expect and does not appear: aligning costs the firm its margin on what it gains, and more."""
    base = slice_of("market", **{f"{NORTH}.answer": ELASTIC})
    sellers = {name: SELLERS[name] for name in ("distributor", "distributor with a rebate")}

    def joint(log, scenario):
        market = scenario.channels.markets["north"]
        return asked(log, scenario) * 1_000.0 * (end_price(market.answer, market.channel) - 0.65)

    both = arms(base, sellers, joint, 12)
    gain = difference(both["distributor with a rebate"], both["distributor"])
    evidence("EUR a year that the rebate brings to both together", gain)
    assert gain.exceeds(0.0)
    ours = arms(base, sellers, kpi("contribution"), 12)
    loss = difference(ours["distributor"], ours["distributor with a rebate"])
    evidence("EUR of contribution a year that it costs the firm", loss)
    assert loss.exceeds(0.0)


# --- conflict, and deals that are registered -------------------------------------------------------------------

C = "channels.segments.C"
#: Overlap is common here, four times the usual, so that a few runs show what it does.
COMMON = {
    "run.horizon": "1 y",
    "run.warm_up": "0 w",
    "channels": {"segments": {"C": {"channel": {"kind": "distributor"}, "overlap": {"share": 0.4}}}},
}
NEVER = {f"{C}.overlap.share": 0.0}
CALM = {f"{C}.overlap.sours": 0.0}
REGISTERED = {f"{C}.registration": True}
FEWER = 0.05
REPLICATIONS = 12


@pytest.fixture
def selling():
    return load("norddrive_selling").but(COMMON)


def of_segment(log, leads):
    """How many of these leads are the partner's."""
    return float(np.count_nonzero(log.leads["segment"][leads] == 2))


def won(log, scenario):
    """Deals with the segment's customers who came in during the run, whoever won them."""
    return of_segment(
        log, log.opportunities["lead"][rows_of(log.notes["case"][log.notes["activity"] == WON])]
    )


def of_partner(log, scenario):
    """Deals that the partner took up."""
    return of_segment(log, log.opportunities["lead"][log.opportunities["owner"] < 0])


def conflicts(log, scenario):
    return float(np.count_nonzero(log.notes["activity"] == CONFLICTED))


@pytest.mark.slow
def test_a_margin_lower_by_a_quarter_costs_more_than_a_quarter_of_the_partners_deals(selling, evidence):
    """F14.2 among the firm's own customers; the twin is effort that does not follow margins."""
    cut, flat = {f"{C}.channel.margin": 0.21}, {f"{C}.effort.sharpness": 0.0}
    changes = {
        "usual": NEVER,
        "cut": NEVER | cut,
        "usual, flat": NEVER | flat,
        "cut, flat": NEVER | cut | flat,
    }
    found = arms(selling, changes, of_partner, REPLICATIONS)
    lost = effect(missing, found["usual"], found["cut"])
    evidence("deals that a partner takes up less at 21 % instead of 28 %", lost)
    assert lost.exceeds(0.25)
    assert (found["usual, flat"] == found["cut, flat"]).all()


@pytest.mark.slow
def test_a_sale_to_a_partners_customer_costs_the_partners_zeal(selling, evidence):
    changes = {"sour": {}, "calm": CALM, "sour, never": NEVER, "calm, never": {**NEVER, **CALM}}
    found = arms(selling, changes, of_partner, REPLICATIONS)
    lost = effect(missing, found["calm"], found["sour"])
    evidence("deals that a partner takes up less because our reps sell to customers it knows", lost)
    assert lost.exceeds(FEWER)
    assert (found["sour, never"] == found["calm, never"]).all(), "the twin: nobody is known to both"


@pytest.mark.slow
def test_a_deal_that_is_registered_has_no_second_chance(selling, evidence):
    """Apart from sourness: two who try win more than one does."""
    changes = {
        "open": CALM,
        "registered": {**CALM, **REGISTERED},
        "open, never": {**NEVER, **CALM},
        "registered, never": {**NEVER, **CALM, **REGISTERED},
    }
    found = arms(selling, changes, won, REPLICATIONS)
    lost = effect(missing, found["open"], found["registered"])
    evidence("deals won less where the partner's leads are registered", lost)
    assert lost.exceeds(FEWER)
    assert (found["registered, never"] == found["open, never"]).all(), "the twin: nobody is known to both"


@pytest.mark.slow
def test_registration_is_peace(selling, evidence):
    found = arms(selling, {"open": {}, "registered": REGISTERED}, conflicts, 4)
    evidence("conflicts a year without registration", effect(float, found["open"]))
    assert (found["registered"] == 0.0).all() and (found["open"] > 0.0).all()
    both = arms(selling, {"open": {}, "registered": REGISTERED}, won, REPLICATIONS)
    evidence(
        "deals won less by registration, peace counted", effect(missing, both["open"], both["registered"])
    )


# --- F14.3 among the firm's own customers ------------------------------------------------------------------------


@pytest.mark.slow
def test_a_distributor_of_ours_that_forecasts_orders_more_unevenly_than_it_sells(evidence):
    """What it orders for its shelf varies more than what it sells; the twin knows its mean and passes sales on."""
    channel = {"kind": "distributor", "safety": 40}
    base = load("norddrive").but(
        {"complaints": "skip", "channels": {"segments": {"B": {"channel": channel}}}, "run.horizon": "1 y"}
    )
    rules = {"forecasts": {}, "knows": {"channels.segments.B.channel.reorder": {"kind": "known_mean"}}}
    amplified, filled = {}, {}
    for name, rule in rules.items():
        scenario = base.but(rule) if rule else base
        readings = [Reading(play(scenario, number), scenario) for number in range(4)]
        amplified[name] = [value_of(reading, "order_variance_amplification") for reading in readings]
        filled[name] = [value_of(reading, "fill_rate") for reading in readings]
    found = effect(float, amplified["forecasts"])
    evidence("variance of its orders over that of its sales", found)
    evidence("fill rate of our own stocks lost by it", difference(filled["knows"], filled["forecasts"]))
    assert found.exceeds(1.25)
    assert amplified["knows"] == [1.0] * 4
