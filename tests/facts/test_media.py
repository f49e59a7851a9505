"""Facts about visits: what they win, what their hours cost, and when to make them."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.eventlog import rows_of
from simsales.words.vocabulary import WON
from tests.facts.logs import figure
from tests.facts.paired import arms, difference, effect

ALWAYS, NEVER, THRESHOLD, SHADOW = "always_visit", "never_visit", "threshold", "shadow_price"
POLICIES = {kind: {"media.visits": {"kind": kind}} for kind in (ALWAYS, NEVER, THRESHOLD, SHADOW)}
EXTREMES = {kind: POLICIES[kind] for kind in (ALWAYS, NEVER)}

#: The rate at which hunters who visit nobody are used .9, and that at which they are who visit by the threshold.
FULL_WITHOUT_VISITS = {"demand.inbound.rate": "1150 / y"}
FULL_BY_THRESHOLD = {"demand.inbound.rate": "780 / y"}
IDLE = {"people.hunter.count": 31}
NEXT_DOOR = {"media.travel": "0 h", "media.set_up": "0 h"}
NOBODY_MINDS = {"market.persuasion.strength": 0.0}

wins, used, win_rate = figure("wins"), figure("utilisation.hunter"), figure("win_rate")


def wins_and_use(log, scenario):
    return wins(log, scenario), used(log, scenario)


def lost(base, arm):
    """What an arm loses, as a share of the base's wins."""
    return (base - arm) / base


def gained(base, arm):
    return (arm - base) / base


# --- F10.2, fact 11: hours on the road ---------------------------------------------------------------------

FIVE_PERCENT = 0.05


@pytest.mark.slow
def test_where_hunters_are_busy_to_visit_everybody_loses_wins(slice_of, evidence):
    found = arms(slice_of("meetings").but(FULL_WITHOUT_VISITS), EXTREMES, wins_and_use, replications=11)
    busy = effect(float, found[NEVER][:, 1])
    loss = effect(lost, found[NEVER][:, 0], found[ALWAYS][:, 0])
    evidence("use of hunters who visit nobody", busy)
    evidence("wins lost by visiting everybody", loss)
    assert abs(busy.mean - 0.9) < 0.02
    assert loss.exceeds(FIVE_PERCENT)


@pytest.mark.slow
def test_where_a_threshold_makes_them_busy_to_visit_everybody_loses_wins_too(slice_of, evidence):
    found = arms(slice_of("meetings").but(FULL_BY_THRESHOLD), POLICIES, wins_and_use, replications=11)
    busy = effect(float, found[THRESHOLD][:, 1])
    loss = effect(lost, found[THRESHOLD][:, 0], found[ALWAYS][:, 0])
    evidence("use of hunters who visit by the threshold", busy)
    evidence("wins lost by visiting everybody", loss)
    evidence("the same against nobody", effect(lost, found[NEVER][:, 0], found[ALWAYS][:, 0]))
    assert abs(busy.mean - 0.9) < 0.02
    assert loss.exceeds(FIVE_PERCENT)


@pytest.mark.slow
def test_where_everybody_lives_next_door_to_visit_them_all_loses_nothing(slice_of, evidence):
    """Against who visits nobody it wins more: each deal is worth a visit that takes no time."""
    found = arms(
        slice_of("meetings").but({**FULL_WITHOUT_VISITS, **NEXT_DOOR}), EXTREMES, wins, replications=6
    )
    loss = effect(lost, found[NEVER], found[ALWAYS])
    evidence("wins lost by visiting everybody next door", loss)
    assert loss.high <= FIVE_PERCENT / 5


@pytest.mark.slow
def test_next_door_and_where_nobody_minds_all_policies_are_one(slice_of):
    scenario = slice_of("meetings").but({**FULL_WITHOUT_VISITS, **NEXT_DOOR, **NOBODY_MINDS})
    found = arms(scenario, POLICIES, wins, replications=2)
    assert all((found[kind] == found[NEVER]).all() for kind in POLICIES)


# --- F10.2, fact 11: what a visit does to a deal ------------------------------------------------------------

TWO_POINTS = 0.02


@pytest.mark.slow
def test_each_deal_that_is_visited_is_won_more_often(slice_of, evidence):
    """Where there are hunters enough and no way to go, so that a visit takes nobody's hours."""
    found = arms(slice_of("meetings").but({**IDLE, **NEXT_DOOR}), EXTREMES, win_rate, replications=10)
    gain = difference(found[ALWAYS], found[NEVER])
    evidence("share won, visited less not visited", gain)
    assert gain.exceeds(TWO_POINTS)


@pytest.mark.slow
def test_with_the_way_to_go_each_deal_is_still_won_more_often(slice_of, evidence):
    found = arms(slice_of("meetings").but(IDLE), EXTREMES, win_rate, replications=10)
    gain = difference(found[ALWAYS], found[NEVER])
    evidence("share won, visited less not visited, three hours away", gain)
    assert gain.exceeds(TWO_POINTS)


@pytest.mark.slow
def test_where_nobody_minds_a_visited_deal_is_like_any_other(slice_of):
    scenario = slice_of("meetings").but({**IDLE, **NEXT_DOOR, **NOBODY_MINDS})
    found = arms(scenario, EXTREMES, win_rate, replications=3)
    assert (found[ALWAYS] == found[NEVER]).all()


# --- F10.1 ---------------------------------------------------------------------------------------------------

#: Four products alike but for what there is to explain, and buyers who need a medium and want nothing.
RICHNESS_OF_PHONE = 0.55
COMPLEXITY = {"MTS": 0.3, "ATO": 0.5, "MTO": 0.75, "ETO": 1.0}
ALIKE = {
    **IDLE,
    **NEXT_DOOR,
    "media.otherwise": "phone",
    "market.persuasion": {
        "strength": 2.0,
        "complexity": 1.0,
        "stakes": 0.0,
        "insistence": -30.0,
        "insistence_slope": 0.0,
        "averse": 0.0,
    },
    **{f"products.{name}.deal_value": 20_000.0 for name in COMPLEXITY},
    **{f"products.{name}.deal_share": 0.25 for name in COMPLEXITY},
    **{f"products.{name}.complexity": complexity for name, complexity in COMPLEXITY.items()},
    "demand.inbound.rate": "2000 / y",
    "people.hunter.count": 125,
    "people.hunter.queue": "pooled",
}


def won_by_product(log, scenario):
    """Wins of each product over the leads that asked for it."""
    deals = log.opportunities["product"]
    won = deals[rows_of(log.notes["case"][log.notes["activity"] == WON])]
    count = len(COMPLEXITY)
    return np.bincount(won, minlength=count) / np.bincount(deals, minlength=count)


@pytest.mark.slow
def test_a_visit_is_worth_the_more_the_more_there_is_to_explain(slice_of, evidence):
    found = arms(slice_of("meetings").but(ALIKE), EXTREMES, won_by_product, replications=8)
    gains = [difference(found[ALWAYS][:, n], found[NEVER][:, n]) for n in range(len(COMPLEXITY))]
    for name, gain in zip(COMPLEXITY, gains, strict=True):
        evidence(f"share won, visited less called, equivocality {COMPLEXITY[name]}", gain)
    below = [complexity < RICHNESS_OF_PHONE for complexity in COMPLEXITY.values()]
    assert below == [True, True, False, False]
    assert all((found[ALWAYS][:, n] == found[NEVER][:, n]).all() for n in range(2))
    assert gains[2].exceeds(0.0)
    grows = effect(
        lambda a, b, c, d: (a - b) - (c - d),
        *(found[kind][:, n] for n in (3, 2) for kind in (ALWAYS, NEVER)),
    )
    evidence("more at 1.0 than at .75", grows)
    assert grows.exceeds(0.0)


# --- F10.3 ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("load", [FULL_BY_THRESHOLD, IDLE], ids=["busy", "idle"])
def test_a_threshold_wins_more_than_either_extreme(slice_of, evidence, load):
    found = arms(slice_of("meetings").but(load), POLICIES, wins, replications=12)
    for extreme in EXTREMES:
        gain = effect(gained, found[extreme], found[THRESHOLD])
        evidence(f"wins gained by a threshold over {extreme}", gain)
        assert gain.exceeds(0.0)
    evidence("by a shadow price over a threshold", effect(gained, found[THRESHOLD], found[SHADOW]))


@pytest.mark.slow
def test_a_threshold_that_hours_do_not_allow_loses_to_staying_away(slice_of, evidence):
    """What is best for each deal is not what is best for the firm where its people cannot keep up."""
    found = arms(slice_of("meetings").but(FULL_WITHOUT_VISITS), POLICIES, wins, replications=8)
    loss = effect(lost, found[NEVER], found[THRESHOLD])
    evidence("wins lost by a threshold where hunters who visit nobody are used .9", loss)
    assert loss.exceeds(0.0)


@pytest.mark.slow
@pytest.mark.parametrize("load", [FULL_BY_THRESHOLD, IDLE], ids=["busy", "idle"])
def test_where_nobody_minds_no_policy_beats_staying_away(slice_of, evidence, load):
    found = arms(slice_of("meetings").but({**load, **NOBODY_MINDS}), POLICIES, wins, replications=8)
    for kind in (ALWAYS, THRESHOLD):
        gain = effect(gained, found[NEVER], found[kind])
        evidence(f"wins gained by {kind} over none", gain)
        assert gain.high <= FIVE_PERCENT / 5
    assert (found[SHADOW] == found[NEVER]).all()


# --- the price of an hour --------------------------------------------------------------------------------

PRICES = {hour: {"media.visits": {"kind": SHADOW, "hour": hour}} for hour in (0.0, 300.0)}


@pytest.mark.slow
def test_an_hour_has_the_price_of_what_it_would_bring_elsewhere(slice_of, evidence):
    """Where hunters have time a visit is worth nearly any way; where deals wait for them it has to pay for hours."""
    dear_when = {}
    for name, load in (("idle", IDLE), ("busy", FULL_WITHOUT_VISITS)):
        found = arms(slice_of("meetings").but(load), PRICES, wins, replications=8)
        dear_when[name] = effect(gained, found[0.0], found[300.0])
        evidence(f"wins gained by 300 EUR an hour over none, {name}", dear_when[name])
    assert dear_when["idle"].high < 0.0
    assert dear_when["busy"].exceeds(0.0)
