"""Facts about hybrid selling: hours that a portal or a shop gives back, and what is lost on the way between people.

Slices are Norddrive's hunters and Norddrive's supporters.  What customers prefer is left out, for nobody has measured
what an unmet wish costs.
"""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.eventlog import rows_of
from simsales.words.vocabulary import PRODUCTS, WON
from tests.facts.logs import figure
from tests.facts.paired import arms, difference, effect

wins = figure("wins")

#: Everybody alike, nobody away, and no wishes; a visit helps against objections as little as any other talk.
ALIKE = {
    "switches.absence": False,
    "switches.skill": False,
    "market.objecting.visit": 0.0,
    "media": {"hybrid": {"preference": "skip"}},
}
ROWS = "media.hybrid.routes.rows"


def by_portal(*products):
    """Routes that leave these products to the portal and everything else to field reps."""
    return {ROWS: [*({"product": name, "by": "portal"} for name in products), {}]}


def gain(base, other):
    """What an arm adds, as a share of the base."""
    return (other - base) / base


# --- F11.1, fact 12: hours are worth something where they are short -----------------------------------------

FIVE_PERCENT = 0.05
LOADS = {"0.60": "525 / y", "0.95": "880 / y"}
SIMPLE = {"field": {}, "hybrid": by_portal("MTS", "ATO")}
ATTENDED = {"media.hybrid.portal.attended": True}


def wins_and_use(log, scenario):
    return wins(log, scenario), figure("utilisation.hunter")(log, scenario)


@pytest.mark.slow
def test_a_portal_gains_twice_as_much_where_people_are_busy(slice_of, evidence):
    base = slice_of("hunters").but(ALIKE)
    found = {
        load: arms(base.but({"demand.inbound.rate": rate}), SIMPLE, wins_and_use, replications=24)
        for load, rate in LOADS.items()
    }
    for load, at in found.items():
        used = effect(float, at["field"][:, 1])
        evidence(f"use of the hunters without a portal, meant to be {load}", used)
        assert abs(used.mean - float(load)) < 0.02
        evidence(f"wins gained at {load}", effect(gain, at["field"][:, 0], at["hybrid"][:, 0]))
    table = [found[load][arm][:, 0] for load in ("0.95", "0.60") for arm in SIMPLE]
    more = effect(lambda f95, h95, f60, h60: gain(f95, h95) - 2.0 * gain(f60, h60), *table)
    evidence("gain at .95 less twice the gain at .6", more)
    assert effect(gain, *table[:2]).exceeds(FIVE_PERCENT)
    assert more.exceeds(0.0)


def test_a_portal_that_takes_the_reps_hours_gains_nothing_at_any_load(slice_of):
    """The twin."""
    for rate in LOADS.values():
        base = slice_of("hunters").but({**ALIKE, "demand.inbound.rate": rate})
        found = arms(base, {"field": {}, "hybrid": by_portal("MTS", "ATO") | ATTENDED}, wins, replications=2)
        assert (found["field"] == found["hybrid"]).all()


# --- F11.2: past a point, more of it hurts the deals that have much to explain -------------------------------

TWO_POINTS = 0.02
MINDFUL = {**ALIKE, "market.persuasion": {}, "demand.inbound.rate": LOADS["0.95"]}
DIGITAL = {str(count): by_portal(*PRODUCTS[:count]) for count in range(len(PRODUCTS) + 1)}
IDLE = {**MINDFUL, "people.hunter.count": 31}
ALL = {"field": {}, "portal": by_portal(*PRODUCTS) | ATTENDED}
DEAF = {"market.persuasion.strength": 0.0}


def won_of_the_complex(log, scenario):
    """Share won of the window's opportunities for what is made or engineered to order."""
    deals = log.opportunities
    asked = np.isin(deals["product"], (2, 3)) & (deals["opened"] >= log.warm_up)
    won = np.zeros(len(deals), dtype=bool)
    won[rows_of(log.notes["case"][log.notes["activity"] == WON])] = True
    return float(won[asked].mean())


@pytest.mark.slow
def test_more_of_the_portal_sells_more_up_to_a_point_and_then_less(slice_of, evidence):
    found = arms(slice_of("hunters").but(MINDFUL), DIGITAL, figure("bookings"), replications=24)
    for count in DIGITAL:
        change = effect(gain, found["0"], found[count])
        evidence(f"bookings gained by a portal for {', '.join(PRODUCTS[: int(count)]) or 'nothing'}", change)
    first = effect(gain, found["0"], found["1"])
    fall = effect(lambda some, every: (some - every) / some, found["1"], found["4"])
    evidence("bookings lost by a portal for all against one for MTS", fall)
    assert first.exceeds(0.0)
    assert fall.exceeds(FIVE_PERCENT)


@pytest.mark.slow
def test_where_nobody_minds_the_medium_more_of_the_portal_never_sells_less(slice_of, evidence):
    """The twin under load; where nobody waits the next one has it exactly."""
    chosen = {count: DIGITAL[count] for count in ("1", "4")}
    found = arms(slice_of("hunters").but({**MINDFUL, **DEAF}), chosen, figure("bookings"), replications=24)
    fall = effect(lambda some, every: (some - every) / some, found["1"], found["4"])
    evidence("the same where nobody minds the medium", fall)
    assert fall.high <= FIVE_PERCENT / 5


@pytest.mark.slow
def test_what_is_complex_is_won_less_often_by_portal(slice_of, evidence):
    """Each deal for itself: hunters abound, and sit by all the same, so that only the medium differs."""
    found = arms(slice_of("hunters").but(IDLE), ALL, won_of_the_complex, replications=24)
    lost = difference(found["field"], found["portal"])
    evidence("share won of complex deals, field less portal", lost)
    assert lost.exceeds(TWO_POINTS)


def test_where_nobody_minds_the_medium_what_is_complex_is_won_as_often_by_portal(slice_of):
    """The twin."""
    found = arms(slice_of("hunters").but({**IDLE, **DEAF}), ALL, won_of_the_complex, replications=2)
    assert (found["field"] == found["portal"]).all()


# --- F11.3: a shop frees the order desk, and quotes come sooner where one pool does both ---------------------

A_QUARTER = 0.25
SHOP = {
    "desk": {"production.products.MTS.eshop": 0.0, "production.products.ATO.eshop": 0.0},
    "eshop": {},  # 45 % of all repeat orders, as at Norddrive
}
APART = {
    "people.clerk": {"count": 2, "available": 0.8},
    "people.supporter.count": 2,
    "production.teams.entry": "clerk",
}


def quotes_and_use(log, scenario):
    return figure("time_to_quote")(log, scenario), figure("utilisation.supporter")(log, scenario)


@pytest.mark.slow
def test_a_shop_frees_the_order_desk_and_quotes_come_sooner(slice_of, evidence):
    found = arms(slice_of("order_desk"), SHOP, quotes_and_use, replications=8)
    sooner = effect(float, 1.0 - found["eshop"][:, 0] / found["desk"][:, 0])
    evidence("use of the supporters without the e-shop", effect(float, found["desk"][:, 1]))
    freed = difference(found["desk"][:, 1], found["eshop"][:, 1])
    evidence("share of the time to quote that the e-shop saves in a year", sooner)
    evidence("use of the supporters that it frees", freed)
    assert sooner.exceeds(A_QUARTER)
    assert freed.exceeds(0.05)


@pytest.mark.slow
def test_where_quotes_have_people_of_their_own_a_shop_makes_none_sooner(slice_of):
    """The twin: nothing is pooled."""
    found = arms(slice_of("order_desk").but(APART), SHOP, quotes_and_use, replications=1)
    assert np.allclose(found["desk"], found["eshop"], rtol=1e-12, atol=0.0)


# --- F11.4: too many handovers cancel the gain ---------------------------------------------------------------

#: The same seven people; three of them sell at a distance, whole deals or every other step.
SEVEN = {**ALIKE, "demand.inbound.rate": LOADS["0.95"]}
SHARED = {"people.hunter.count": 4, "people.inside": {"count": 3, "available": 0.65}}
HOPPING = SHARED | {
    ROWS: [*({"step": s, "by": "inside"} for s in ("approach", "objections", "follow_up")), {}]
}
FORGETFUL, CAREFUL = {"media.hybrid.handovers.crm": 0.0}, {"media.hybrid.handovers.crm": 1.0}
HARMLESS = {"media.hybrid.handovers.loss": 0.0, "media.hybrid.handovers.hours": "0 h"}


@pytest.mark.slow
def test_handovers_without_a_memory_cancel_what_hybrid_selling_gains(slice_of, evidence):
    """Who meets the customer changes at each step; what that gains with a perfect CRM is gone without one."""
    changes = {"field": {}, "forgetful": HOPPING | FORGETFUL, "careful": HOPPING | CAREFUL}
    found = arms(slice_of("hunters").but(SEVEN), changes, wins, replications=24)
    kept, left = (effect(gain, found["field"], found[arm]) for arm in ("careful", "forgetful"))
    evidence("wins gained with a perfect CRM", kept)
    evidence("wins gained without any", left)
    evidence("wins lost by handovers", effect(lambda a, b: (a - b) / a, found["careful"], found["forgetful"]))
    assert kept.exceeds(0.0)
    assert left.high <= 0.0
    assert effect(lambda a, b: (a - b) / a, found["careful"], found["forgetful"]).exceeds(FIVE_PERCENT)


def test_where_handovers_lose_nothing_a_memory_is_worth_nothing(slice_of):
    """The twin."""
    changes = {"forgetful": HOPPING | FORGETFUL | HARMLESS, "careful": HOPPING | CAREFUL | HARMLESS}
    found = arms(slice_of("hunters").but(SEVEN), changes, wins, replications=2)
    assert (found["forgetful"] == found["careful"]).all()
