"""Facts about markets abroad: where a firm goes, what it learns there, and which way is the safer one."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.clock import YEAR
from simsales.policies.base import Policy
from simsales.processes.play import play
from simsales.words.vocabulary import MONEY, WON
from tests.facts.paired import arms, difference, effect, played

FIRST_STAGE = {"kind": "born_global", "stage": 1, "patience": 100}
NOTHING_LEARNT = {"expansion.foreignness.learning": [0.0, 0.0, 0.0, 0.0]}
#: Six countries that differ in distance alone.
DISTANCES = (0.1, 0.3, 0.5, 0.6, 0.7, 0.8)
RISKS = {"expansion.policy": {"kind": "uppsala", "reach": 4}}
ANY_RISK = {"expansion.policy": {"kind": "uppsala", "reach": 4, "most_risk": 1e9}}
STEP_BY_STEP, AT_ONCE = ({"expansion.policy": {"kind": kind}} for kind in ("uppsala", "born_global"))


def with_countries(base, countries, **others):
    """The slice with these countries and no others."""
    return base.but({"expansion": "skip"}).but({"expansion": {"countries": countries, **others}})


def apart(*distances, size=0.5):
    """Countries A, B, ... alike in all but their distance."""
    alike = {"size": size, "shocks": 0.2}
    return {name: {"distance": d, **alike} for name, d in zip("ABCDEF", distances, strict=True)}


def cost_and_wins(log, year, country=None):
    """Cost of the deals of a year of the run, and how many were won."""
    deals = log.table("foreign_deals")
    chosen = deals["time"] // YEAR == year
    if country is not None:
        chosen &= deals["country"] == country
    return float(deals["cost"][chosen].sum()), float(deals["won"][chosen].sum())


# --- F15.2: experience --------------------------------------------------------------------------------------


def first_and_fifth_year(log, scenario):
    return (*cost_and_wins(log, 0), *cost_and_wins(log, 4))


def fallen(first_cost, first_won, cost, won):
    """By which part the cost per deal won fell."""
    return 1.0 - (cost / won) / (first_cost / first_won)


def test_a_deal_abroad_costs_a_quarter_less_in_the_fifth_year_than_in_the_first(slice_of, evidence):
    base = slice_of("abroad", **{"expansion.policy": FIRST_STAGE, "run.horizon": "5 y"})
    less = effect(fallen, *played(base, first_and_fifth_year, 40).T)
    evidence("cost per deal fallen from year 1 to year 5", less)
    assert less.exceeds(0.25)


@pytest.mark.slow
def test_time_alone_makes_no_deal_cheaper(slice_of, evidence):
    """The twin: alpha = 0."""
    base = slice_of("abroad", **{"expansion.policy": FIRST_STAGE, "run.horizon": "5 y"}, **NOTHING_LEARNT)
    less = effect(fallen, *played(base, first_and_fifth_year, 1000).T)
    evidence("cost per deal fallen where nothing is learnt", less)
    assert less.vanishes(0.25)


# --- F15.1: near markets first, a little at a time ------------------------------------------------------------


def years_of_entry(log, scenario):
    """The year of each country's first commitment; twelve where there was none."""
    rows = log.table("commitments")
    entered = [rows["time"][(rows["country"] == n) & (rows["stage"] > 0)] for n in range(len(log.countries))]
    return [times[0] / YEAR if len(times) else 12.0 for times in entered]


def slope(scenario):
    """Years that a country enters later for each unit of distance, as `DISTANCES` has it."""
    away = np.array(DISTANCES) - np.mean(DISTANCES)
    return played(scenario, years_of_entry, 10) @ away / (away @ away)


@pytest.mark.slow
def test_near_markets_come_first_though_no_rule_says_so(slice_of, evidence):
    graded = with_countries(slice_of("abroad"), apart(*DISTANCES))
    later = effect(lambda mean: mean, slope(graded))
    evidence("years later for a distance of 1", later)
    evidence("years of entry, from near to far", played(graded, years_of_entry, 10).mean(axis=0))
    assert later.exceeds(1.0)
    twin = effect(lambda mean: mean, slope(with_countries(slice_of("abroad"), apart(*[0.5] * 6))))
    evidence("the same where all are at one distance", twin)
    assert twin.vanishes(1.0)


def rises(log, scenario):
    """The longest rise in one decision, the share of rises by one stage, and of first commitments to a subsidiary."""
    rows = log.table("commitments")
    up = rows[rows["stage"] > rows["before"]]
    leaps = up["stage"] - up["before"]
    return float(leaps.max()), float((leaps == 1).mean()), float((up["stage"][up["before"] == 0] >= 3).mean())


@pytest.mark.slow
def test_who_may_leap_and_has_a_limit_to_risks_never_begins_with_a_subsidiary(slice_of, evidence):
    """By the rule of the dossier a stage follows the one before.  Here any may be taken at once."""
    longest, by_one, at_once = played(slice_of("abroad", **RISKS), rises, 10).T
    evidence("longest rise, and share of rises by one stage", (longest.max(), by_one.mean()))
    assert longest.max() == 2.0 and at_once.max() == 0.0
    nothing_foreign = with_countries(slice_of("abroad"), apart(*[0.0] * 6, size=1.0))
    assert played(nothing_foreign.but(ANY_RISK), rises, 2)[:, 2].min() == 1.0


# --- F15.3: a second similar market -----------------------------------------------------------------------------


class TheRiskyOneLater(Policy):
    """Export to a quiet market at once, and to a riskier one after four years."""

    def commit(self, market):
        if market.stage == 0 and market.years == 0:
            return int(market.risks[1] < 6_000.0)
        return 1 if market.years >= 4 else market.stage


def second_market(log, scenario):
    """What deals in the last country cost in its first year, and how many were won."""
    return cost_and_wins(log, 4, len(log.countries) - 1)


@pytest.mark.parametrize("spills", [True, False])
def test_a_second_market_like_the_first_is_cheaper(slice_of, evidence, spills):
    second = {"second": {"distance": 0.4, "size": 2.0, "shocks": 0.3}}
    before = {
        "alone": {},
        "like": {"first": {"distance": 0.4, "size": 2.0, "shocks": 0.1}},
        "unlike": {"first": {"distance": 1.0, "size": 2.0, "shocks": 0.1}},
    }
    late = {"policy": TheRiskyOneLater(), "foreignness": {} if spills else {"spill_over": 0.0}}
    base = slice_of("abroad", **{"run.horizon": "5 y"})
    found = {
        name: played(with_countries(base, first | second, **late), second_market, 40 if spills else 4)
        for name, first in before.items()
    }
    if not spills:
        assert found["like"] == pytest.approx(found["alone"]) and found["unlike"] == pytest.approx(
            found["alone"]
        )
        return
    cheaper = effect(lambda a, b, c, d: 1.0 - (c / d) / (a / b), *found["alone"].T, *found["like"].T)
    evidence("cheaper after a market at the same distance", cheaper)
    evidence(
        "cheaper after a market far from it",
        effect(lambda a, b, c, d: 1.0 - (c / d) / (a / b), *found["alone"].T, *found["unlike"].T),
    )
    assert cheaper.exceeds(0.05)


# --- F15.4: small steps or a leap -------------------------------------------------------------------------------


def deepest_loss_and_value(log, scenario):
    """The deepest that the firm was ever in the red abroad, and what it earned in all, EUR."""
    money = log.notes[log.notes["activity"] == MONEY]
    stand = np.cumsum(money["value"])
    return (max(0.0, -float(stand.min())), float(stand[-1])) if len(stand) else (0.0, 0.0)


def in_steps_and_at_once(scenario, replications=24):
    ways = {"steps": STEP_BY_STEP, "at once": AT_ONCE}
    found = arms(scenario, ways, deepest_loss_and_value, replications)
    return found["steps"].T, found["at once"].T


@pytest.mark.slow
def test_small_steps_spread_losses_less(slice_of, evidence):
    (steps, _), (leap, _) = in_steps_and_at_once(slice_of("abroad", **{"run.horizon": "8 y"}))
    squares = [(x - x.mean()) ** 2 for x in (steps, leap)]
    evidence("standard deviation of the deepest loss, in steps and at once", (steps.std(), leap.std()))
    calmer = effect(lambda a, b: 1.0 - (a / b) ** 0.5, *squares)
    evidence("less spread", calmer)
    assert calmer.exceeds(0.25)


def test_where_nothing_is_foreign_and_any_risk_is_borne_both_are_the_same_firm(slice_of):
    """The twin: no distances, no limit to risks, and a market in which a subsidiary is best from the first day."""
    base = with_countries(slice_of("abroad", **{"run.horizon": "8 y"}), apart(*[0.0] * 6, size=1.0))
    found = arms(base, {"steps": ANY_RISK, "at once": AT_ONCE}, deepest_loss_and_value, replications=3)
    assert (found["steps"] == found["at once"]).all()


@pytest.mark.slow
def test_both_ways_can_be_ahead(slice_of, evidence):
    """A wide market pays for the leap soon; a thin one has not after two years."""
    rich = slice_of("abroad", **{"run.horizon": "8 y"})
    thin = {"expansion.potential": "100 / y", "run.horizon": "2 y"}
    (_, steps), (_, leap) = in_steps_and_at_once(rich)
    ahead = difference(leap, steps)
    (_, thin_steps), (_, thin_leap) = in_steps_and_at_once(rich.but(thin))
    behind = difference(thin_steps, thin_leap)
    evidence("born global ahead, default markets, 8 years, EUR", ahead)
    evidence("uppsala ahead, thin markets, 2 years, EUR", behind)
    assert ahead.exceeds(0.0) and behind.exceeds(0.0)


# --- L10: the loop ------------------------------------------------------------------------------------------------


def late_over_early(log, scenario):
    """Deals of years 9 and 10 over those of years 1 and 2, and the cost of a deal won in them."""
    years = log.table("foreign_deals")["time"] // YEAR
    early, late = np.count_nonzero(years < 2), np.count_nonzero((years >= 8) & (years < 10))
    stages = log.table("commitments")
    return early, late, float(stages["stage"][stages["time"] == 9 * YEAR].sum())


@pytest.mark.parametrize("knows", [True, False])
def test_knowledge_and_commitment_feed_each_other(slice_of, evidence, knows):
    """L10, with its switch."""
    base = slice_of("abroad", **{"switches.knowledge": knows, "run.horizon": "10 y"})
    early, late, stages = played(base, late_over_early, 12).T
    grown = effect(lambda a, b: b / a, early, late)
    evidence(
        "deals of years 9 and 10 over those of 1 and 2, and stages at the end", (str(grown), stages.mean())
    )
    if knows:
        assert grown.exceeds(3.0) and (stages > 14).all()
    else:
        deals = play(base).table("foreign_deals")
        assert not deals["knowledge"].any()
        assert (stages < 13).all()


# --- work at home -------------------------------------------------------------------------------------------


def wins_at_home(log, scenario):
    return float(np.count_nonzero(log.notes["activity"] == WON))


@pytest.mark.slow
@pytest.mark.parametrize("at_home", [pytest.param(1.0, id="fact"), pytest.param(0.0, id="twin")])
def test_export_that_is_done_from_home_takes_hours_from_the_market_at_home(slice_of, evidence, at_home):
    """Six hunters, busy .8 with deals at home, and a country that asks for the rest of their time."""
    abroad = {
        "policy": FIRST_STAGE,
        "countries": {"US": {"distance": 0.45, "size": 2.0, "shocks": 0.0}},
        "home": {"shares": [at_home, 0.5, 0.0, 0.0]},
    }
    base = slice_of("hunters", **{"people.hunter.count": 6})
    found = arms(base, {"stays": {}, "exports": {"expansion": abroad}}, wins_at_home, 24)
    lost = effect(lambda exports, stays: 1.0 - exports / stays, found["exports"], found["stays"])
    evidence("share of the wins at home that export costs", lost)
    assert lost.exceeds(0.05) if at_home else not lost.high and not lost.low
