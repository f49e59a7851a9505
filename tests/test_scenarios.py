"""Every scenario that travels with simsales asks one question, changes something for it, and plays."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from simsales import load as load_file
from simsales import measure, play
from simsales.instruments.eventlog import rows_of, types_of
from simsales.policies.presets import ELEMENTS
from simsales.scenario import library
from simsales.words.vocabulary import FOLLOWED_UP, LEAD, LOST, OPPORTUNITY

NAMES = library.names()
load = cache(load_file)
#: Companies of their own; all other files change something in the one that they are based on.
PARENTS = {"norddrive", "norddrive_selling", "loan_sales", "abroad_stay_home"}
#: Who goes abroad is watched for ten years.
OF_TEN_YEARS = {"abroad_uppsala", "abroad_born_global", "strategy_export"}
CHILDREN = [name for name in NAMES if name not in PARENTS and not name.startswith("lessons/")]

SMALL = [
    *("always_open_desk", "automatic_reply", "best_fit", "demand_shock", "fast_response", "hiring_dates"),
    *("improvement_cycle", "lead_flood", "long_desk", "looser_threshold", "more_media", "new_process"),
    *("nurturing", "round_robin", "sla_handoff", "split_supporters", "standardised_process"),
    *("tighter_threshold", "trade_fair", "two_more_hunters", "wip_cap"),
    *("promotion", "promotion_at_list_price", "reward_card", "usage_programme"),
    *("yearly_rebate", "two_week_promise", "quarter_end_surge", "fewer_farmers"),
    *("same_product", "same_product_to_stock", "same_product_assembled", "same_product_engineered"),
    *("pay_by_results", "plan_salary_only", "plan_commission", "plan_quarterly_bonus", "plan_hybrid"),
    *("plan_accelerator", "plan_capped", "plan_ratchet", "plan_team_bonus"),
    *("outcome_control", "behaviour_control", "generalists"),
    *("distributor", "agent", "direct_office"),
    *("channel_direct_c", "channel_distributor_c", "channel_agent_c", "channel_eshop_c"),
    "channel_agent_c_lean",
    *("distributor_margin_cut", "deal_registration", "exclusive_distributor"),
    *("abroad_uppsala", "abroad_born_global", "export_from_home"),
    *("visits_always", "visits_never", "visits_threshold", "visits_shadow_price"),
    *("visits_always_busy", "visits_never_busy", "visits_threshold_busy"),
    *("hierarchical_volume", "matrix_volume", "modular_volume", "raised_discount_limits"),
    *("hierarchical_solution", "matrix_solution", "modular_solution"),
    *("strategy_volume", "strategy_solution", "strategy_farming", "strategy_export"),
    *("strategy_alone", "strategy_with_plans", "strategy_with_structure_and_plans"),
    *("field_selling", "field_selling_busy", "hybrid_selling", "hybrid_selling_busy", "inside_selling"),
]
QUESTIONS = {*range(1, 31)}


def brought_forward(scenario):
    """Six weeks without warm-up, in which every dated change takes place."""
    dates = {f"at.{n}.time": f"{2 + n} w" for n in range(len(scenario.at))}
    ends = {f"at.{n}.for": "2 w" for n, change in enumerate(scenario.at) if change.lasting is not None}
    short = {"run.horizon": "6 w", "run.warm_up": "0 w", "run.follow_up": "0 w"}
    if scenario.strategy != "skip":
        dates |= {"strategy.at": "1 w", "strategy.lags": {e: f"{n} d" for n, e in enumerate(ELEMENTS)}}
    return scenario.but({**short, **dates, **ends})


def ended(log, kind):
    """The rows of a table whose story is over, once for each time it ended."""
    over = log.notes[np.isin(log.notes["activity"], [LOST, FOLLOWED_UP])]["case"]
    return rows_of(over[types_of(over) == kind])


def test_the_small_scenarios_are_all_there():
    assert set(SMALL) <= set(CHILDREN)


def test_exactly_the_questions_of_this_wing_have_files():
    files = [name.removeprefix("questions/") for name in CHILDREN if name.startswith("questions/")]
    assert all(re.fullmatch(r"q\d\d[a-z]?_[a-z0-9_]+", name) for name in files)
    assert {int(name[1:3]) for name in files} == QUESTIONS


@pytest.mark.parametrize("name", CHILDREN)
def test_a_scenario_asks_a_question_and_changes_something_for_it(name):
    scenario = load(name)
    assert scenario.about.endswith("?")
    assert scenario.changes()


@pytest.mark.parametrize("name", [name for name in CHILDREN if name not in OF_TEN_YEARS])
def test_a_scenario_can_be_compared_with_the_reference_company(name):
    assert load(name).run == load("norddrive").run


@pytest.mark.parametrize("name", sorted(OF_TEN_YEARS))
def test_who_goes_abroad_can_be_compared_with_who_stays_at_home(name):
    assert load(name).run == load("abroad_stay_home").run


def test_no_two_scenarios_of_a_folder_ask_the_same():
    for folder in ("", "questions/"):
        asked = [load(name).about for name in CHILDREN if name.rpartition("/")[0] == folder.rstrip("/")]
        assert len(set(asked)) == len(asked)


def test_a_promotion_and_its_base_look_at_the_same_days():
    assert load("promotion").promotion.plan.events[0].begins == 20 * 168.0
    for key in ("begins", "ends"):
        days = [
            getattr(load(name).promotion.plan.events[0], key)
            for name in ("promotion", "promotion_at_list_price")
        ]
        assert days[0] == days[1]


#: To play them all takes a minute: every sixth is enough for a first look.
EVERY_SIXTH = [pytest.param(name, marks=[pytest.mark.slow] * (n % 6 > 0)) for n, name in enumerate(CHILDREN)]


@pytest.mark.parametrize("name", EVERY_SIXTH)
def test_no_lead_is_lost_from_sight(name):
    scenario = brought_forward(load(name))
    log = play(scenario)
    kpis = measure(log, scenario)
    lost, closed = ended(log, LEAD), ended(log, OPPORTUNITY)
    became = rows_of(log.opportunities["lead"])
    before = np.count_nonzero(log.leads["arrived"] < 0.0)  # deals under way when the run begins
    assert len(log.leads) - before == kpis["leads"] > 50
    assert len({*lost}) == len(lost) and len({*closed}) == len(closed) and len({*became}) == len(became)
    assert not {*lost} & {*became}
    opened = len(log.opportunities)
    assert len(log.leads) == len(lost) + opened + kpis["open_leads_end"]
    assert opened == kpis["wins"] + kpis["losses"] + kpis["open_opportunities_end"]
