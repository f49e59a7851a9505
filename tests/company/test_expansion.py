"""Markets abroad: who decides by what, what is learnt, and that no decision moves anybody's luck."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import types_of
from simsales.kpis import measure
from simsales.policies.expansion import BornGlobal, Prospect, StayHome, Uppsala
from simsales.processes.play import play
from simsales.responses.foreignness import Foreignness
from simsales.scenario import Scenario
from simsales.words.errors import ScenarioError
from simsales.words.vocabulary import ENTRY, EXPORT, FOREIGN_DEAL, MONEY, PRESENCE


def abroad(**others):
    """A firm without a home market, for four years."""
    return Scenario().but({"expansion": {}, "run.horizon": "4 y", **others})


def deals_by_address(scenario):
    table = play(scenario).table("foreign_deals")
    return {(d["country"], d["strip"], d["place"]): (d["time"], d["value"]) for d in table}


def market(stage=1, years=1, losses=0, values=(0.0, 1.0, 2.0, 3.0, 0.5), risks=(0.0, 1.0, 2.0, 3.0, 4.0)):
    return Prospect(stage, years, losses, values, risks)


def test_uppsala_takes_the_next_stage_where_it_is_worth_more_and_its_risk_can_be_borne():
    careful = Uppsala(most_risk=2.0)
    assert careful.commit(market()) == 2
    assert careful.commit(market(stage=2)) == 2
    assert Uppsala(most_risk=9.0).commit(market(stage=3)) == 3
    assert Uppsala(most_risk=9.0, reach=4).commit(market(stage=0)) == 3


def test_who_lost_money_for_years_steps_back():
    for policy in (Uppsala(), BornGlobal()):
        assert policy.commit(market(stage=3, losses=1, risks=(9e9,) * 5)) == 3
        assert policy.commit(market(stage=3, losses=2)) == 2
        assert policy.commit(market(stage=0, losses=2, risks=(9e9,) * 5)) == 0


def test_born_globals_begin_with_a_subsidiary_and_the_others_stay_at_home():
    assert BornGlobal().commit(market(stage=0, years=0)) == 3
    assert StayHome().commit(market(stage=0, years=0)) == 0


def test_knowledge_grows_with_the_root_of_activity_and_fades():
    response = Foreignness()
    assert response.learnt(0.0, 2, 25.0, 1.0) == pytest.approx(0.5 / 0.1 * (1.0 - exp(-0.1)))
    assert response.learnt(1.0, 0, 25.0, 2.0) == pytest.approx(exp(-0.2))
    assert Foreignness(fading=0.0).learnt(1.0, 1, 4.0, 2.0) == pytest.approx(1.2)


def test_friction_is_that_of_the_dossier():
    frictions = [Foreignness().friction(0.5, knowledge) for knowledge in (0.0, 1.0, 2.0)]
    assert frictions == pytest.approx([0.50, 0.18, 0.07], abs=0.005)


def test_going_further_adds_deals_and_moves_none():
    stages = [
        deals_by_address(
            abroad(**{"expansion.policy": {"kind": "born_global", "stage": stage, "patience": 100}})
        )
        for stage in (2, 3)
    ]
    few, many = stages
    assert len(many) > 1.5 * len(few) > 0
    assert all(many[address] == deal for address, deal in few.items())


def test_another_country_moves_nobodys_luck():
    ours = abroad(**{"expansion.policy": {"kind": "born_global", "patience": 100}})
    usual = deals_by_address(ours)
    more = deals_by_address(ours.but({"expansion.countries.ZZ": {"size": 0.3}}))
    assert all(more[address] == deal for address, deal in usual.items())
    assert len(more) > len(usual)


def test_who_stays_at_home_spends_nothing_abroad():
    log = play(abroad(**{"expansion.policy": {"kind": "stay_home"}}))
    assert not len(log.table("foreign_deals"))
    assert not (log.notes["activity"] == MONEY).any()


def test_entering_and_being_there_are_paid_each_quarter():
    one = {"expansion": "skip"}
    scenario = abroad(**one).but(
        {
            "expansion": {
                "countries": {"FR": {"size": 0.5}},
                "policy": {"kind": "born_global", "stage": 2},
                "deal_cost": 0,
            }
        }
    )
    notes = play(scenario).notes
    money = notes[notes["activity"] == MONEY]
    entered, there = (money[money["reason"] == line] for line in (ENTRY, PRESENCE))
    assert entered["value"].tolist() == [-40_000.0] and entered["time"][0] == YEAR / 4
    assert there["value"].tolist() == [-15_000.0] * 16


def test_a_network_of_partners_brings_deals():
    base = abroad(**{"expansion.policy": {"kind": "born_global", "stage": 2, "patience": 100}})
    known = deals_by_address(base.but({"expansion.countries.NL.relationship": 1.0}))
    assert len(known) > len(deals_by_address(base)) + 40


def test_what_is_won_is_won_as_often_as_the_odds_say():
    scenario = abroad(**{"expansion.policy": {"kind": "born_global", "patience": 100}, "run.horizon": "8 y"})
    deals = play(scenario).table("foreign_deals")
    chance = 1.0 / (1.0 + np.exp(2.0 * deals["friction"]) * 0.79 / 0.21)
    off = (deals["won"] - chance).sum() / np.sqrt((chance * (1.0 - chance)).sum())
    assert abs(off) < 3.0
    assert deals["value"].mean() == pytest.approx(175_000.0, rel=0.03)


def test_the_ledger_and_the_deals_agree():
    scenario = abroad()
    figures = measure(play(scenario), scenario)
    assert figures["contribution"] == pytest.approx(figures["foreign_value"])
    assert figures["foreign_share"] == pytest.approx(1.0)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ScenarioError, match="must name a country"):
        abroad(expansion={"countries": {}})
    with pytest.raises(ScenarioError, match=r"countries.JP.size: must be given, found nothing; add it"):
        Scenario().but({"expansion": {"countries": {"JP": {"distance": 0.6}}}})
    with pytest.raises(ScenarioError, match=r"countries.JP.size: must be above 0, or the country left out"):
        Scenario().but({"expansion": {"countries": {"JP": {"size": 0}}}})
    with pytest.raises(ScenarioError, match="must be more than 0"):
        abroad(**{"expansion.looks_ahead": "0 y"})
    with pytest.raises(ScenarioError, match="must bring at most"):
        abroad(**{"expansion.potential": "1e9 / y"})
    with pytest.raises(ScenarioError, match="must not change during a run"):
        abroad(at=[{"time": "1 y", "set": {"expansion.deal_cost": 1.0}}])


# --- work at home -------------------------------------------------------------------------------------------


def exporting(**others):
    """One country that is worked from home by two hunters, at the first stage for good."""
    country = {"NL": {"distance": 0.0, "size": 1.0, "shocks": 0.0}}
    first = {"kind": "born_global", "stage": 1, "patience": 100}
    world = {"people": {"hunter": {"count": 2, "shift": "always"}}, "run.horizon": "2 y"}
    return Scenario().but(
        {**world, "expansion": {"policy": first, "countries": country, "home": {}}, **others}
    )


def hours_at_home(log):
    return float(log.worked["hours"][log.worked["task"] == EXPORT].sum())


def test_deals_abroad_take_hours_of_people_at_home():
    log = play(exporting())
    deals = len(log.table("foreign_deals"))
    assert deals > 20
    assert hours_at_home(log) == pytest.approx(10.3 * deals, rel=0.3)
    work = log.worked[log.worked["task"] == EXPORT]
    assert set(types_of(work["case"])) == {FOREIGN_DEAL}
    assert len(np.unique(work["case"])) == len(work)


def test_a_stranger_needs_more_hours_for_a_deal():
    far = {"expansion.countries": {"NL": {"distance": 1.0, "size": 1.0, "shocks": 0.0}}}
    ignorant = {"switches.knowledge": False}
    assert hours_at_home(play(exporting(**far, **ignorant))) == pytest.approx(
        2.0 * hours_at_home(play(exporting(**ignorant))), rel=0.02
    )


def test_what_is_done_at_home_is_not_paid_for_abroad_as_well():
    half = {"expansion.home.shares": [0.5, 0.5, 0.5, 0.5]}
    costs = [play(exporting(**each)).table("foreign_deals")["cost"] for each in ({}, half)]
    assert not costs[0].any()
    assert costs[1] == pytest.approx(np.full(len(costs[1]), 1_750.0))


def test_who_has_no_time_sells_abroad_later_and_less_of_it_within_the_run():
    busy = {"people.hunter.available": 0.01}  # 350 h in two years, where a hundred deals ask for ten each
    at_ease, pressed = (play(exporting(**each)).table("foreign_deals") for each in ({}, busy))
    assert 0 < len(pressed) < len(at_ease) / 2


def test_a_home_team_that_is_not_there_is_named():
    with pytest.raises(ScenarioError, match=r"must be a team of .people., found 'huntr'.*hunter"):
        exporting(**{"expansion.home.team": "huntr"})


@pytest.mark.parametrize(("kind", "first"), [("uppsala", 1), ("born_global", 3)])
def test_another_policy_decides_when_a_countrys_year_is_over(kind, first):
    change = [{"time": "1.5 y", "set": {"expansion.policy": {"kind": kind}}}]
    decided = play(abroad(at=change, **{"expansion.policy": {"kind": "stay_home"}})).table("commitments")
    near = decided["country"] == 0
    assert decided["stage"][near][:3].tolist() == [0, 0, first]
    assert decided["time"][near][2] == 2 * YEAR


def test_what_a_stage_costs_and_where_the_countries_lie_change_by_no_date():
    change = [{"time": "1 y", "set": {"expansion.countries.NL.size": 0.9, "expansion.winning": 0.5}}]
    with pytest.raises(ScenarioError) as refused:
        abroad(at=change)
    told = str(refused.value).split("\n")
    assert [line.partition(":")[0] for line in told] == ["expansion.countries", "expansion.winning"]
    assert all("must not change during a run" in line for line in told)
