"""Facts about the seven steps: preparation, ageing deals, unfit leads, and what conversion rates hide."""

from __future__ import annotations

import pytest

from simsales.instruments.eventlog import rows_of
from simsales.processes.play import play
from simsales.words.vocabulary import WON
from tests.facts.logs import figure
from tests.facts.paired import Effect, arms, effect, played

wins = figure("wins")

# --- F2.4, fact 5 ----------------------------------------------------------------------------------------

FIVE_PERCENT = 0.05
STUDY = {str(hours): {"selling.pre_approach.hours.mean": f"{hours} h"} for hours in (0, 1.5, 6)}
BUSY = {"demand.inbound.rate": "810 / y", "switches.absence": False, "switches.skill": False}
IDLE = {**BUSY, "people.hunter.count": 31}
UNIMPRESSED = {**IDLE, "market.advance.preparation": 0.0}


def loss(usual, long):
    """What long preparation costs, as a share of the wins with the usual one."""
    return (usual - long) / usual


def wins_and_use(log, scenario):
    return wins(log, scenario), figure("utilisation.hunter")(log, scenario)


def test_preparation_wins_deals_until_it_takes_the_hours_of_others(slice_of, evidence):
    found = arms(slice_of("hunters").but(BUSY), STUDY, wins_and_use, replications=11)
    none, usual, long = (found[hours][:, 0] for hours in ("0", "1.5", "6"))
    used = effect(float, found["1.5"][:, 1])
    gain = effect(lambda none, usual: (usual - none) / none, none, usual)
    cost = effect(loss, usual, long)
    evidence("use of the hunters with 1.5 h", used)
    evidence("wins gained by 1.5 h over none", gain)
    evidence("wins lost by 6 h against 1.5 h", cost)
    assert abs(used.mean - 0.9) < 0.02
    assert gain.exceeds(0.0)
    assert cost.exceeds(FIVE_PERCENT)


def test_where_hours_abound_long_preparation_costs_nothing_and_helps_less_and_less(slice_of, evidence):
    found = arms(slice_of("hunters").but(IDLE), STUDY, wins, replications=8)
    cost = effect(loss, found["1.5"], found["6"])
    first = effect(lambda none, usual: (usual - none) / none / 1.5, found["0"], found["1.5"])
    more = effect(lambda usual, long: (long - usual) / usual / 4.5, found["1.5"], found["6"])
    evidence("wins lost by 6 h against 1.5 h, idle hunters", cost)
    evidence("wins gained per hour up to 1.5 h", first)
    evidence("wins gained per hour from 1.5 h to 6 h", more)
    assert cost.high <= FIVE_PERCENT / 5
    assert effect(diminishing, *(found[hours] for hours in ("0", "1.5", "6"))).exceeds(0.0)


def diminishing(none, usual, long):
    """Wins that an hour of preparation brings at first, less what it brings later."""
    return (usual - none) / 1.5 - (long - usual) / 4.5


def test_preparation_that_impresses_nobody_wins_nothing(slice_of, evidence):
    found = arms(
        slice_of("hunters").but(UNIMPRESSED), {k: STUDY[k] for k in ("0", "1.5")}, wins, replications=8
    )
    gain = effect(lambda none, usual: (usual - none) / none, found["0"], found["1.5"])
    evidence("wins gained by 1.5 h over none, unimpressed buyers", gain)
    assert gain.high <= FIVE_PERCENT / 5


# --- F2.2 ------------------------------------------------------------------------------------------------

MONTHS = range(4, 56, 4)
GROWTH = [{"time": f"{week} w", "set": {"demand.inbound.rate": "x1.15"}} for week in MONTHS]
GROWING = {"demand.inbound.rate": "15 / d", "at": GROWTH}


def gap(log, scenario):
    """What closing converts by cohort, less what it seems to convert by snapshot."""
    return figure("conversion.closing")(log, scenario) - figure("snapshot_conversion.closing")(log, scenario)


@pytest.mark.slow
def test_while_business_grows_a_snapshot_understates_conversion(slice_of, evidence):
    hidden = effect(float, played(slice_of("pipeline").but(GROWING), gap, 5))
    evidence("conversion by cohort less by snapshot, growing", hidden)
    assert hidden.exceeds(0.05)


@pytest.mark.slow
def test_where_business_stands_still_a_snapshot_tells_the_conversion(slice_of, evidence):
    hidden = effect(float, played(slice_of("pipeline"), gap, 12))
    evidence("conversion by cohort less by snapshot, steady", hidden)
    assert hidden.vanishes(0.05)


# --- F2.3 ------------------------------------------------------------------------------------------------

AT_LEISURE = {
    "people.hunter.count": 60,
    "demand.inbound.fit": 1.0,
    "switches.delay": False,
    "switches.skill": False,
    "switches.absence": False,
    "run.warm_up": "0 w",
    "run.follow_up": "1 y",
}
SLOWER = {"usual": {}, "slow": {"selling.closing.think.mean": "42 wd"}}


@pytest.mark.slow
def test_a_deal_that_takes_longer_is_won_less_often(slice_of, evidence):
    found = arms(slice_of("hunters").but(AT_LEISURE), SLOWER, decided_wins, replications=9)
    fall = effect(lambda usual, slow: 1 - slow / usual, found["usual"], found["slow"])
    evidence("wins lost when customers take twice as long to decide", fall)
    assert fall.exceeds(0.1)


@pytest.mark.slow
def test_where_no_rival_and_no_doubt_runs_an_old_deal_is_as_good_as_a_young_one(slice_of, evidence):
    found = arms(
        slice_of("hunters").but({**AT_LEISURE, "switches.competitor": False}),
        SLOWER,
        decided_wins,
        replications=2,
    )
    fall = effect(lambda usual, slow: 1 - slow / usual, found["usual"], found["slow"])
    evidence("the same without rivals and doubts", fall)
    assert fall.vanishes(0.1)


def decided_wins(log, scenario):
    """Orders from the leads of the window, all of whom decide in the year that follows it."""
    early = log.opportunities["opened"] < log.horizon - log.follow_up
    won = rows_of(log.notes["case"][log.notes["activity"] == WON])
    return float(early[won].sum())


# --- F2.5 ------------------------------------------------------------------------------------------------

ALL_OUT = {
    f"selling.{step}.hours.mean": f"{hours} h"
    for step, hours in (("pre_approach", 6), ("presentation", 6), ("closing", 8))
}
BASE = {"people.hunter.count": 60, "switches.absence": False}
NOBODY_FITS, ALL_FIT = {**BASE, "demand.inbound.fit": 0.0}, {**BASE, "demand.inbound.fit": 1.0}


@pytest.mark.slow
def test_no_effort_makes_up_for_fit(slice_of, evidence):
    """A lead that does not fit, with everything done for it, is won less than a fifth as often as one that fits."""
    base = slice_of("hunters")
    share = figure("win_rate")
    usual = played(base.but(NOBODY_FITS), share, 10)
    unfit, fit = played(base.but({**NOBODY_FITS, **ALL_OUT}), share, 10), played(base.but(ALL_FIT), share, 10)
    for label, found in (
        ("unfit, usual effort", usual),
        ("unfit, all effort", unfit),
        ("fit, usual effort", fit),
    ):
        evidence(f"share won, {label}", effect(float, found))
    assert effect(float, unfit).high < 0.05
    assert effect(lambda fit, unfit: fit - 5 * unfit, fit, unfit).exceeds(0.0)


# --- F1.1 ------------------------------------------------------------------------------------------------

AT_ONCE = {
    f"selling.{step}.think": "0 h"
    for step in ("pre_approach", "approach", "presentation", "objections", "closing")
}


def flow(scenario, replications=4) -> Effect:
    return effect(float, played(scenario, figure("flow_efficiency"), replications))


def test_deals_of_a_busy_office_wait_most_of_their_time(slice_of, evidence):
    base = slice_of("hunters").but(BUSY)
    found = flow(base)
    quick = flow(base.but(AT_ONCE))
    evidence("flow efficiency with hunters used .9", found)
    evidence("the same if customers decide at once", quick)
    assert 0.0 < found.low < found.high < 0.2


def test_where_nobody_thinks_and_nobody_waits_all_time_is_work(slice_of):
    ample = {**AT_ONCE, "people.hunter.count": 400, "people.hunter.available": 1.0, "switches.absence": False}
    always = {"calendar.kind": "always", "calendar.holidays": [], "people.hunter.shift": "always"}
    steps = {
        f"selling.{step}.visit_share": 0.0 for step in ("presentation", "objections", "closing", "follow_up")
    }
    scenario = slice_of("hunters").but({**ample, **always, **steps, "switches.competitor": False})
    assert abs(figure("flow_efficiency")(play(scenario), scenario) - 1.0) < 1e-3
