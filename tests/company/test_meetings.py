"""Meetings as they are arranged and held: hours on the way, money, and what the buyer makes of it."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.company.company import Company
from simsales.company.selling.persuading import Wishes
from simsales.instruments.luck import Luck
from simsales.policies.media import Visiting
from simsales.processes.play import play
from simsales.responses.persuasion import Persuasion
from simsales.scenario import load
from simsales.words.vocabulary import (
    CLOSING,
    EXPENSES,
    FOLLOW_UP,
    MONEY,
    OBJECTIONS,
    PHONE,
    PRESENTATION,
    VIDEO,
    VISIT,
)

WISHES = Wishes(0.9, False, False)


@pytest.fixture(scope="module")
def firm():
    """Sixteen weeks of Norddrive's selling, with buyers who mind how they are met."""
    return load("norddrive_selling").but(
        {
            "run.warm_up": "0 w",
            "run.horizon": "16 w",
            "market.persuasion": {},
            "media": {"visits": {"kind": "always_visit"}},
            "selling.follow_up.visit_share": 0.0,
        }
    )


@pytest.fixture(scope="module")
def visited(firm):
    """What happens where everybody is visited."""
    return play(firm)


def visiting(firm, kind, **changes):
    return firm.but({"media.visits": {"kind": kind}, **changes})


def hours(log, task):
    return log.worked[log.worked["task"] == task]["hours"]


def travel_money(log):
    rows = log.notes[(log.notes["activity"] == MONEY) & (log.notes["reason"] == EXPENSES)]
    return -rows["value"][rows["case"] >= 0]


def test_the_way_is_hours_of_work_and_video_takes_a_little_to_set_up(firm):
    """The same presentations with the same luck: 3 h on the way, or a tenth of an hour."""
    ample = {"people.hunter.count": 40, "switches.competitor": False}
    by_kind = {kind: play(visiting(firm, kind, **ample)) for kind in ("always_visit", "never_visit")}
    there, away = (log.table("meetings") for log in by_kind.values())
    first = {log: set(rows["case"][rows["task"] == PRESENTATION]) for log, rows in ((1, there), (2, away))}
    assert len(first[1] & first[2]) > 50
    travelled = there["travel"][there["task"] == PRESENTATION]
    assert travelled.mean() == pytest.approx(3.0, rel=0.1)
    assert travelled.std() / travelled.mean() == pytest.approx(0.5, abs=0.1)
    assert not away["travel"].any()
    visited, called = (hours(log, PRESENTATION).mean() for log in by_kind.values())
    assert visited - called == pytest.approx(2.9, rel=0.1)


def test_a_customer_lives_in_one_place(visited):
    held = visited.table("meetings")
    for case in np.unique(held["case"]):
        assert len(set(held["travel"][held["case"] == case])) == 1


def test_a_visit_that_is_made_is_paid_once_as_travel_is_reimbursed(firm):
    for travel, paid in (("at_cost", {120.0}), ("per_diem", {90.0}), ("allowance", set())):
        log = play(firm.but({"compensation.hunter.travel": {"kind": travel}}))
        costs = travel_money(log)
        held = log.table("meetings")
        assert {*costs} == paid
        assert costs.sum() == pytest.approx(held["cost"].sum())
        if paid:
            assert len(costs) == np.count_nonzero(held["medium"] == VISIT)


def test_where_yearly_expenses_cover_travel_no_visit_is_paid_beside_them(visited):
    assert not len(travel_money(visited)) and visited.table("meetings")["travel"].any()


def test_who_pays_for_visits_alone_makes_fewer_than_are_wanted(firm):
    media = play(firm.but({"compensation.hunter.travel": {"kind": "allowance"}})).table("meetings")["medium"]
    assert np.mean(media == VISIT) == pytest.approx(0.7, abs=0.06)
    assert {*media} == {VISIT, VIDEO}


def test_steps_that_are_not_named_keep_their_share_of_visits(firm):
    log = play(firm.but({"media.steps": ["presentation"], "selling.closing.visit_share": 1.0}))
    assert {*log.table("meetings")["task"]} == {PRESENTATION}
    assert hours(log, CLOSING).mean() == pytest.approx(2.0 + 3.0, rel=0.15)


def test_the_chosen_medium_takes_the_place_of_a_share_of_visits(firm, visited):
    shares = {f"selling.{step}.visit_share": 0.0 for step in ("presentation", "objections", "closing")}
    other = play(firm.but(shares))
    assert visited.worked.tobytes() == other.worked.tobytes()
    assert visited.notes.tobytes() == other.notes.tobytes()


def test_only_meetings_that_took_place_are_noted(visited):
    held, done = visited.table("meetings"), visited.worked[np.isfinite(visited.worked["ended"])]
    for task in (PRESENTATION, OBJECTIONS, CLOSING):
        pieces = done[(done["task"] == task) & np.isfinite(done["started"])]
        cases = np.count_nonzero(held["task"] == task)
        assert cases <= len(pieces)  # work that a colleague finishes is two pieces
        assert cases >= len(np.unique(pieces["case"])) - 3


def test_whom_a_threshold_visits(firm):
    held = play(visiting(firm, "threshold")).table("meetings")
    visited = held["medium"] == VISIT
    assert (visited == (held["insists"] | (held["equivocality"] > 0.5))).all()
    assert 0.2 < held["insists"].mean() < 0.6 and 0.2 < visited.mean() < 0.9


def test_an_hour_that_is_dear_is_not_spent_on_the_road(firm):
    def share(hour):
        held = play(visiting(firm, "shadow_price", **{"media.visits.hour": hour})).table("meetings")
        return np.mean(held["medium"] == VISIT)

    assert share(0.0) > share(100.0) + 0.1 > share(600.0) + 0.2


def test_followed_up_by_choice_nobody_is_visited_for_an_hour_that_costs_anything(firm):
    steps = {"media.steps": ["closing", "follow_up"]}
    held = play(visiting(firm, "shadow_price", **steps)).table("meetings")
    after = held[held["task"] == FOLLOW_UP]
    assert len(after) > 5 and (after["medium"] == VIDEO).all()


class ByPhone(Visiting):
    """A policy of one's own: the telephone for whoever does not insist."""

    def choose(self, meeting):
        return VISIT if meeting.insists else PHONE


def test_a_policy_of_ones_own_may_take_any_medium(firm):
    held = play(firm.but({"media.visits": ByPhone()})).table("meetings")
    assert ((held["medium"] == VISIT) == held["insists"]).all()
    assert {*held["medium"]} == {VISIT, PHONE}


def test_without_strength_who_is_met_how_is_a_matter_of_hours_alone(firm):
    """No way to go and nothing to set up: all policies are one company, to the last event."""
    alike = {
        "market.persuasion.strength": 0.0,
        "market.objecting.visit": 0.0,
        "media.travel": "0 h",
        "media.set_up": "0 h",
    }
    first, *others = (
        play(visiting(firm, kind, **alike))
        for kind in ("always_visit", "never_visit", "threshold", "shadow_price")
    )
    for other in others:
        assert other.worked.tobytes() == first.worked.tobytes()
        assert other.notes.tobytes() == first.notes.tobytes()


def test_buyers_who_mind_may_be_met_by_a_share_of_visits(firm):
    """Without a policy the shares of the steps stand, and what they lead to counts."""
    shared = firm.but({"media": "skip"})
    plain = shared.but({"market.persuasion": "skip"})
    one, other = play(shared), play(plain)
    assert not one.has("meetings")
    assert len(one.leads) == len(other.leads) and one.notes.tobytes() != other.notes.tobytes()


def test_a_date_changes_who_is_visited(firm):
    later = {"time": "13 w", "set": {"media": {"visits": {"kind": "never_visit"}}}}
    held = play(firm.but({"at": [later]})).table("meetings")
    early, late = held["time"] < 13 * 168.0, held["time"] > 15 * 168.0
    assert (held["medium"][early] == VISIT).all() and (held["medium"][late] == VIDEO).all()


def test_a_pooled_team_goes_on_visits_too(firm):
    pooled = {"people.hunter.queue": "pooled", "compensation.hunter": {"kind": "salary"}}
    held = play(firm.but(pooled)).table("meetings")
    assert (held["person"] == -1).all() and held["travel"].mean() == pytest.approx(3.0, rel=0.1)


def test_deals_of_the_past_were_met_as_is_usual(firm):
    """Who was visited unwillingly, or insisted in vain, is in part gone before the run begins."""
    under_way = {
        "run.horizon": "4 w",
        "selling.start.sources": {"inbound": {"rate": "1000 / y", "fit": 0.65, "lead": "1 wd"}},
    }

    def there(kind, strength):
        buyers = {"market.persuasion.strength": strength, "market.objecting.visit": 0.0}
        scenario = visiting(firm, kind, **under_way, **buyers)
        return np.count_nonzero(play(scenario).opportunities["opened"] < 0.0)

    assert there("always_visit", 0.0) == there("never_visit", 0.0)
    assert there("always_visit", 2.0) > there("never_visit", 2.0)


def test_what_a_visit_adds_is_told_without_what_nobody_says(firm):
    """Who would rather not be visited looks to the policy like anybody else."""
    company = Company(firm, Luck(firm.run.seed, 0))
    market = company.market
    for dislikes in (True, False):
        seen = market.visit_adds(None, PRESENTATION, WISHES._replace(dislikes=dislikes), VIDEO)
        assert seen == pytest.approx((0.9 - 0.75) / 3)
    assert Persuasion().odds(1, WISHES.equivocality, VISIT, False, True) == -0.2
