"""Touchpoints: who serves whom, whose hours it takes, and what is lost when somebody takes over."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest

from simsales.company.company import Company
from simsales.instruments.eventlog import rows_of
from simsales.instruments.luck import Luck
from simsales.policies.base import Policy
from simsales.processes.managing import attend
from simsales.processes.play import play
from simsales.processes.selling import sell
from simsales.scenario.model import Scenario
from simsales.words.vocabulary import (
    APPROACH,
    BY_FIELD,
    BY_PORTAL,
    CLOSING,
    DISQUALIFIED,
    FOLLOW_UP,
    LEDGER,
    MONEY,
    OBJECTIONS,
    PORTAL_COST,
    PRE_APPROACH,
    PRESENTATION,
    PROSPECTING,
    QUALIFIED,
    WAYS,
)

MEETINGS = ("approach", "presentation", "objections", "closing", "follow_up")
FIRM = {
    "demand.inbound": {"rate": "3 / d", "fit": 1.0, "contact": {"kind": "off", "p_0": 1.0}},
    "people.hunter": {"count": 12, "queue": "owner"},
    "people.inside": {"count": 12, "queue": "owner"},
    "selling.prospecting": "skip",
    **{f"selling.{step}": {"hours": "1 h", "think": "1 wd"} for step in MEETINGS},
    "market.advance": {"kind": "plain"},
    "switches.competitor": False,
    "run.horizon": "8 w",
}


def firm(hybrid, **changes):
    changes = {key.replace("__", "."): value for key, value in changes.items()}
    return Scenario().but({**FIRM, "media": {"hybrid": hybrid}, **changes})


def routes(*rows):
    return {"rows": [*rows, {}]}


def all_by(way, **hybrid):
    return {"routes": routes({"by": way}), **hybrid}


NO_WISHES = {"preference": "skip"}
NEVER_FAILS = {"portal": {"fails": 0.0}}


def done(log):
    return log.worked[np.isfinite(log.worked["ended"])]


def roles(log, work):
    return {log.people[person].role for person in work["person"]}


# --- the portal --------------------------------------------------------------------------------------------


def test_in_the_portal_customers_serve_themselves_at_any_hour_and_take_nobodys_time():
    log = play(firm(all_by("portal", **NO_WISHES, **NEVER_FAILS)))
    touches = log.table("touches")
    assert not len(log.worked)
    assert len(touches) > 200 and (touches["way"] == BY_PORTAL).all() and not touches["handover"].any()
    first = touches[touches["step"] == APPROACH]
    assert np.array_equal(first["time"], log.leads["arrived"][: len(first)])
    assert ((first["time"] % 168.0) > 120.0).any()  # on a weekend, too


def test_where_the_portal_fails_the_owner_does_the_step_after_all():
    log = play(firm(all_by("portal", **NO_WISHES, portal={"fails": 1.0})))
    field = play(firm(all_by("field", **NO_WISHES)))
    touches = log.table("touches")
    assert np.array_equal(done(log)["hours"], done(field)["hours"]) and roles(log, done(log)) == {"hunter"}
    assert touches["failed"].sum() * 2 == len(touches)
    assert not touches["handover"].any()  # nothing has happened in the portal that one would have to know


def test_one_use_in_twelve_fails():
    touches = play(firm(all_by("portal", **NO_WISHES), demand__inbound__rate="40 / d")).table("touches")
    used = touches[touches["way"] == BY_PORTAL]
    assert abs(used["failed"].mean() - 0.08) < 4.0 * np.sqrt(0.08 * 0.92 / len(used))


def test_an_owner_who_sits_by_gives_all_the_hours_of_the_field():
    portal = {"portal": {"fails": 0.0, "attended": True}}
    attended, field = (play(firm(all_by(way, **NO_WISHES, **portal))) for way in ("portal", "field"))
    assert np.array_equal(attended.worked, field.worked)
    assert (attended.table("touches")["way"] == BY_PORTAL).all()


def test_what_the_portal_costs_is_posted_as_weeks_end():
    notes = play(firm(all_by("portal", portal={"cost": 52_000.0}))).notes
    paid = notes[(notes["activity"] == MONEY) & (notes["reason"] == PORTAL_COST)]
    assert LEDGER[PORTAL_COST] == "portal"
    assert paid["value"] == pytest.approx([-1_000.0] * 8)


def test_a_portal_that_no_route_leads_to_costs_nothing():
    assert not (play(firm({})).notes["reason"] == PORTAL_COST).any()


# --- inside reps -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("medium", "hours"), [("video", 1.1), ("phone", 1.0)])
def test_an_inside_rep_talks_without_a_way_and_sets_a_video_call_up(medium, hours):
    far = {"selling__closing": {"hours": "1 h", "visit_share": 1.0, "travel": "3 h"}}
    log = play(firm(all_by("inside", **NO_WISHES, inside={"medium": medium}), **far))
    assert set(np.round(done(log)["hours"], 9)) == {hours} and roles(log, done(log)) == {"inside"}


def test_inside_reps_with_queues_of_their_own_keep_their_customers():
    log = play(firm(all_by("inside", **NO_WISHES)))
    of_case = {}
    for row in done(log):
        of_case.setdefault(int(row["case"]), set()).add(int(row["person"]))
    assert max(map(len, of_case.values())) == 1
    assert len(set().union(*of_case.values())) > 6  # and share them


def test_who_makes_the_approach_prepares_it_and_the_owner_where_that_is_the_portal():
    study = {"selling__pre_approach": {"hours": "2 h"}}
    for way, role in (("inside", "inside"), ("portal", "hunter")):
        log = play(firm(all_by(way, **NO_WISHES, **NEVER_FAILS), **study))
        prepared = done(log)[done(log)["task"] == PRE_APPROACH]
        assert len(prepared) and roles(log, prepared) == {role}


# --- handovers ---------------------------------------------------------------------------------------------

BY_INSIDE_FROM_PRESENTATION = {"routes": routes({"step": "approach"}, {"by": "inside"}), **NO_WISHES}


@pytest.mark.parametrize(("crm", "lost"), [(0.0, True), (1.0, False)])
def test_whoever_takes_over_reads_up_unless_the_crm_has_kept_it_all(crm, lost):
    log = play(
        firm({**BY_INSIDE_FROM_PRESENTATION, "handovers": {"crm": crm}, "inside": {"medium": "phone"}})
    )
    touches, work = log.table("touches"), done(log)
    taken_over = touches[touches["handover"]]
    assert set(taken_over["step"]) == {PRESENTATION} and (taken_over["lost"] == lost).all()
    hours = {step: set(work["hours"][work["task"] == step]) for step in (APPROACH, PRESENTATION, CLOSING)}
    assert hours == {APPROACH: {1.0}, PRESENTATION: {1.5 if lost else 1.0}, CLOSING: {1.0}}


def test_seven_of_ten_handovers_lose_nothing():
    log = play(firm(BY_INSIDE_FROM_PRESENTATION, demand__inbound__rate="40 / d", people__inside__count=80))
    taken_over = log.table("touches")[log.table("touches")["handover"]]
    assert abs(taken_over["lost"].mean() - 0.3) < 4.0 * np.sqrt(0.21 / len(taken_over))


def test_each_handover_that_loses_takes_a_tenth_of_what_the_customer_saw_in_the_offer():
    back_and_forth = {"routes": routes({"step": "presentation", "by": "inside"}), **NO_WISHES}
    scenario = firm({**back_and_forth, "handovers": {"crm": 0.0}}, market__advance={"kind": "logit"})
    company = Company(scenario, Luck(1, 0))
    company.reception.open(sell, attend)
    company.kernel.play_until(company.end)
    touches = company.log.table("touches")
    lost = {case: touches["lost"][touches["case"] == case].sum() for case in set(touches["case"].tolist())}
    deals = [deal for deal in company.sales_force.open_deals if deal.case.number in lost]
    assert {lost[deal.case.number] for deal in deals} == {0, 1, 2}
    for deal in deals:
        assert deal.service.context == pytest.approx(0.9 ** lost[deal.case.number])
        if lost[deal.case.number] == 2:
            assert deal.perceived_value == pytest.approx(company.sales_force.impression(deal))


def test_who_comes_from_the_portal_is_new_to_whoever_serves_next():
    log = play(firm({"routes": routes({"step": "presentation", "by": "portal"}), **NO_WISHES, **NEVER_FAILS}))
    touches = log.table("touches")
    assert set(touches["step"][touches["handover"]]) == {OBJECTIONS}
    assert touches["way"][touches["handover"]].tolist() == [BY_FIELD] * touches["handover"].sum()


PROSPECTED = {
    "people__sdr": {"count": 4},
    "people__hunter__count": 20,
    "selling__prospecting": {"hours": "0.2 h", "sources": {"inbound": {"team": "sdr"}}},
}


def test_a_hunter_takes_a_customer_over_from_an_sdr_but_not_from_themselves():
    split = play(firm(NO_WISHES, **PROSPECTED))
    alone = {"hours": "0.2 h", "sources": {"inbound": {"team": "sdr", "reps_share": 1.0}}}
    full_cycle = play(firm(NO_WISHES, **(PROSPECTED | {"selling__prospecting": alone})))
    touches = split.table("touches")
    assert np.array_equal(touches["handover"], touches["step"] == APPROACH)
    assert not full_cycle.table("touches")["handover"].any()
    tried = done(full_cycle)[done(full_cycle)["task"] == PROSPECTING]
    assert roles(full_cycle, tried) == {"hunter"}


# --- wishes and traces -------------------------------------------------------------------------------------


def test_a_router_that_follows_wishes_serves_a_third_in_each_way():
    busy = {"demand__inbound__rate": "20 / d", "people__inside__count": 60, "people__hunter__count": 60}
    touches = play(firm(all_by("preferred", **NEVER_FAILS), **busy)).table("touches")
    assert np.bincount(touches["way"]) / len(touches) == pytest.approx([1 / 3] * len(WAYS), abs=0.04)


def test_wishes_are_the_customers_own_whatever_the_firm_does():
    ways = []
    for hunters in (2, 12):
        log = play(firm(all_by("preferred"), people__hunter__count=hunters, people__inside__count=hunters))
        touches = log.table("touches")
        first = touches[(touches["step"] == APPROACH) & ~touches["failed"]]
        keys = log.opportunities["key"][rows_of(first["case"])]
        ways.append(dict(zip(keys.tolist(), first["way"].tolist(), strict=True)))
    shared = set(ways[0]) & set(ways[1])
    assert len(shared) > 100 and all(ways[0][key] == ways[1][key] for key in shared)


QUALIFYING = {
    **PROSPECTED,
    "demand__inbound__fit": 0.4,
    "demand__inbound__rate": "40 / d",
    "people__sdr": {"count": 40},
    "selling__qualification": {"team": "sdr", "hours": "0.1 h"},
    "qualification": {"kind": "detection", "detectability": 1.711, "threshold": 0.674},
    "run__horizon": "13 w",
}


def judged(scenario):
    """Key, score and fit of every lead that was judged."""
    log = play(scenario)
    notes = log.notes[np.isin(log.notes["activity"], (QUALIFIED, DISQUALIFIED))]
    leads = log.leads[notes["case"]]
    order = np.argsort(leads["key"])
    return leads["key"][order], notes["value"][order], leads["fit"][order]


def test_traces_of_those_who_look_around_by_themselves_make_d_prime_two():
    """Of a third of the leads more is known; the scores of all others are what they were."""
    keys, plain, fit = judged(firm(all_by("portal", portal={"traces": {"detectability": 0.0}}), **QUALIFYING))
    same, traced, _ = judged(firm(all_by("portal"), **QUALIFYING))
    assert np.array_equal(keys, same)
    changed = ~np.isclose(plain, traced, rtol=1e-9)
    assert changed.mean() == pytest.approx(1 / 3, abs=0.02)
    for scores, separation in ((plain, 1.711), (traced, 2.0)):
        found = scores[changed & fit].mean() - scores[changed & ~fit].mean()
        noise = 4.0 * np.sqrt(1.0 / (changed & fit).sum() + 1.0 / (changed & ~fit).sum())
        assert abs(found - separation) < noise
        assert scores[changed & ~fit].std() == pytest.approx(1.0, abs=0.06)


def test_where_the_portal_is_closed_to_them_nobody_leaves_traces():
    open_to_others = {"routes": routes({"product": "other", "by": "portal"})}
    products = {"products": {"standard": {"deal_share": 1.0}, "other": {"deal_share": 0.0}}}
    short = QUALIFYING | {"run__horizon": "3 w"}
    _, plain, _ = judged(firm(all_by("field"), **short, **products))
    _, closed, _ = judged(firm(open_to_others, **short, **products))
    assert np.array_equal(plain, closed)


# --- the whole ---------------------------------------------------------------------------------------------


def test_field_reps_alone_with_nothing_to_lose_are_the_firm_without_the_table():
    harmless = {**NO_WISHES, "handovers": {"loss": 0.0, "hours": "0 h"}}
    hybrid = firm(harmless, **PROSPECTED, market__advance={"kind": "logit"})
    logs = [play(scenario) for scenario in (hybrid, hybrid.but({"media.hybrid": "skip"}))]
    for table in ("leads", "opportunities", "worked", "notes"):
        assert np.array_equal(*(getattr(log, table) for log in logs))


def test_a_portal_may_open_by_date():
    opens = [{"time": "4 w", "set": {"media.hybrid.routes.rows": [{"by": "portal"}]}}]
    touches = play(firm({**NO_WISHES, **NEVER_FAILS}, at=opens)).table("touches")
    assert np.array_equal(touches["way"] == BY_PORTAL, touches["time"] >= 4 * 168.0)


def test_where_the_table_comes_by_date_a_rep_is_no_newcomer_to_a_deal_of_their_own():
    begins = [{"time": "4 w", "set": {"media.hybrid": NO_WISHES}}]
    log = play(firm("skip", at=begins, **PROSPECTED))
    touches, opened = log.table("touches"), log.opportunities["opened"]
    late = opened[rows_of(touches["case"])] >= 4 * 168.0
    assert (~late).any() and late.any()
    assert not touches["handover"][~late].any() and touches["handover"][late].any()


def test_a_customer_of_an_inside_rep_who_leaves_gets_another_one_and_keeps_them():
    leaves = {"count": 5, "queue": "owner", "departures": [{"time": "4 w", "who": "longest"}]}
    log = play(firm(all_by("inside", **NO_WISHES), people__inside=leaves, demand__inbound__rate="6 / d"))
    persons = {}
    for row in done(log):
        persons.setdefault(int(row["case"]), []).append(int(row["person"]))
    stays = [[who for who, _ in groupby(served)] for served in persons.values()]
    given = [served for served in stays if len(served) > 1]
    assert len(given) > 10 and len({served[-1] for served in given}) == 4
    assert max(map(len, given)) <= 3  # what waited at the desk of who left went to a colleague first


class FollowUpByPortal(Policy):
    """A policy of one's own: only the last step is left to the portal."""

    def choose(self, touch):
        return "portal" if touch.step == "follow_up" else "field"


def test_routes_of_ones_own_are_followed():
    touches = play(firm({"routes": FollowUpByPortal(), **NO_WISHES, **NEVER_FAILS})).table("touches")
    assert np.array_equal(touches["way"] == BY_PORTAL, touches["step"] == FOLLOW_UP)


def test_customers_of_inside_reps_who_are_hired_later_wait_for_them():
    hired = [{"time": "3 w", "set": {"people.inside.count": 2}}]
    log = play(firm(all_by("inside", **NO_WISHES), people__inside={"count": 0, "queue": "owner"}, at=hired))
    assert len(done(log)) > 20 and done(log)["started"].min() >= 3 * 168.0


def test_what_buyers_hold_against_how_they_were_served_outlives_other_changes_by_date():
    def held(change):
        scenario = firm(all_by("portal"), market__advance={"kind": "logit"})
        company = Company(scenario.but({"at": [{"time": "7 w", "set": change}]}), Luck(1, 0))
        company.reception.open(sell, attend)
        company.kernel.play_until(7 * 168.0 - 0.001)
        company.adopt(1)
        return [deal.service.reluctance for deal in company.sales_force.open_deals]

    assert max(held({"people.hunter.count": 13})) > 0.0
    assert max(held({"media.hybrid": "skip"})) == 0.0
