"""People who respond: who is moved by nothing works as before, and nobody's luck depends on pay."""

from __future__ import annotations

import numpy as np
import pytest

from simsales import load, play
from simsales.company.company import Company
from simsales.instruments.clock import WEEK
from simsales.instruments.luck import Luck
from simsales.words.vocabulary import DISCOUNTED, EXPENSES, HELD_BACK, MONEY, PRESENTATION, PULLED_IN, WON

RESPONDS = {"motivation.choosing": {"kind": "weekly"}, "motivation.timing": {"kind": "last_days"}}
COMMISSION = {"compensation.hunter": {"kind": "commission", "salary": 60_000.0, "rate": 0.08}}
BONUS = {"compensation.hunter": {"kind": "bonus", "salary": 60_000.0, "quota": {"first": 148_000.0}}}
OFF = {"switches.effort": False, "switches.timing": False, "switches.haggling": False}


@pytest.fixture(scope="module")
def firm():
    return load("norddrive_selling").but(
        {
            "motivation.choosing": "skip",
            "motivation.timing": "skip",
            "run.horizon": "39 w",
            "run.warm_up": "0 w",
        }
    )


def story(log, but_money=True):
    """All that people did and that happened, but what it was paid for."""
    notes = log.notes
    activity = list(notes.dtype.names)
    rows = notes[notes["activity"] != MONEY] if but_money else notes
    return log.worked.tobytes(), rows[activity].tobytes(), log.opportunities.tobytes()


def test_under_a_salary_people_who_could_respond_do_what_they_did(firm):
    assert story(play(firm), but_money=False) == story(play(firm.but(RESPONDS)), but_money=False)


def test_with_every_response_off_another_plan_changes_money_and_nothing_else(firm):
    for pay in (COMMISSION, BONUS):
        assert story(play(firm)) == story(play(firm.but(RESPONDS | OFF | pay)))


def test_the_responses_are_what_makes_the_difference(firm):
    for pay in (COMMISSION, BONUS):
        assert story(play(firm)) != story(play(firm.but(RESPONDS | pay)))


def test_reps_who_try_harder_find_more_leads_and_move_none(firm):
    """Who would have come anyway comes at the same time, with the same luck."""
    usual, harder = play(firm.but(RESPONDS)).leads, play(firm.but(RESPONDS | COMMISSION)).leads
    known = dict(zip(harder["key"].tolist(), harder.tolist(), strict=True))
    assert len(known) > 1.02 * len(usual)
    for key, row in zip(usual["key"].tolist(), usual.tolist(), strict=True):
        assert known[key] == row


def test_a_source_that_effort_does_not_feed_brings_what_it_brought(firm):
    fed = {"motivation.fed": ["outbound"]}
    place = play(firm).sources.index("inbound")
    for pay in ({}, COMMISSION):
        leads = play(firm.but(RESPONDS | fed | pay)).leads
        inbound = leads[leads["source"] == place]["key"]
        assert sorted(inbound.tolist()) == sorted(
            play(firm).leads["key"][play(firm).leads["source"] == place].tolist()
        )


def test_who_is_told_to_leave_hunting_alone_wins_nothing_and_stops_no_clock(firm):
    nothing = {"kind": "supervision", "hunting": -9.0, "farming": 0.0, "behaviour": 1.0, "span": 20.0}
    log = play(firm.but(RESPONDS | {"motivation.choosing.least_hunting": 0.0, "control": nothing}))
    efforts = log.table("efforts")
    assert efforts["hunting"].min() == 0.0 and np.isfinite(efforts["hunting"]).all()


def test_a_source_is_fed_while_the_scenario_says_so(firm):
    """Effort brings leads of a source up to a date; from then on it brings what it brought."""
    until = {"at": [{"time": "20 w", "set": {"motivation.fed": []}}]}
    plain = play(firm.but(RESPONDS | COMMISSION | {"motivation.fed": []})).leads
    fed = play(firm.but(RESPONDS | COMMISSION | until)).leads
    (before, after), (more, same) = (
        (rows[rows["arrived"] < 20 * WEEK], rows[rows["arrived"] >= 20 * WEEK]) for rows in (plain, fed)
    )
    assert len(more) > len(before)
    assert same.tobytes() == after.tobytes()


def test_people_who_may_only_slacken_bring_fewer_leads(firm):
    """Where nobody can give more than usual, less effort still finds less."""
    lazy = {"kind": "weekly", "most": 0.8}
    told = {"control": {"kind": "supervision", "hunting": -2.0, "behaviour": 1.0, "farming": 0.0}}
    usual, fewer = play(firm).leads, play(firm.but({"motivation.choosing": lazy} | told)).leads
    assert len(fewer) < 0.97 * len(usual)
    assert set(fewer["key"]) < set(usual["key"])


def test_whom_moods_drive_beyond_the_most_they_choose_finds_leads_enough(firm):
    """As many leads are kept ready as the most motivated could ever bring."""
    moody = RESPONDS | {"motivation.mood": {"kind": "set_point"}}
    reach = [Company(firm.but(each), Luck(1, 0)).incentives.reach("inbound") for each in (RESPONDS, moody)]
    assert reach == pytest.approx([(1.9 / 0.8) ** 0.15, (1.9 / 0.8 * 1.225) ** 0.15])


def test_a_month_that_is_replayed_brings_who_came_and_the_usual_rest(firm):
    """Around the counted window leads come as people try; inside it those come who did."""
    month = firm.but({"run.warm_up": "10 w", "run.horizon": "4 w", "run.follow_up": "10 w"})
    given = {"inbound": [11 * WEEK, 12 * WEEK + 0.5]}
    plain, responding = (play(each, arrivals=given).leads for each in (month, month.but(RESPONDS)))
    assert responding.tobytes() == plain.tobytes()
    place = play(firm).sources.index("inbound")
    harder = play(month.but(RESPONDS | COMMISSION), arrivals=given).leads
    inbound = harder[harder["source"] == place]["arrived"]
    inside = (inbound >= 10 * WEEK) & (inbound < 14 * WEEK)
    assert inbound[inside].tolist() == given["inbound"] and len(harder) > len(plain)


def test_effort_is_chosen_each_monday_by_everybody_who_is_there(firm):
    efforts = play(firm.but(RESPONDS | BONUS)).table("efforts")
    assert set(np.unique(efforts["time"])) == {week * WEEK for week in range(39)}
    assert set(np.bincount(efforts["person"])) <= {0, 39}
    assert len(np.unique(efforts["hunting"])) > 50  # everybody's own


def test_a_new_quarter_is_looked_at_as_a_new_quarter(firm):
    """Whoever has met the quota rests until the period ends, and not a week longer."""
    efforts = play(firm.but(RESPONDS | BONUS)).table("efforts")
    begun = efforts[(efforts["time"] % (13 * WEEK) == 0.0)]
    assert (begun["sales"] == 0.0).all() and (begun["worth"] > 0.0).all()
    done = efforts[efforts["sales"] >= efforts["quota"]]
    assert len(done) > 10 and (done["worth"] == 0.0).all()


def test_who_is_there_for_a_part_of_a_period_looks_at_the_quota_of_that_part(firm):
    """A plan that begins two weeks before pay day asks for two thirteenths, and people know it."""
    plan = BONUS["compensation.hunter"]
    log = play(firm.but(RESPONDS | {"at": [{"time": "11 w", "set": {"compensation.hunter": plan}}]}))
    efforts, paid = log.table("efforts"), log.table("pay_days")
    part = efforts[(efforts["time"] >= 11 * WEEK) & (efforts["time"] < 13 * WEEK) & (efforts["quota"] > 0.0)]
    assert part["quota"] == pytest.approx(148_000.0 * 2.0 / 13.0)
    assert set(part["quota"]) == set(paid["quota"][paid["time"] == 13 * WEEK])
    begun = part[(part["time"] == 11 * WEEK) & (part["person"] == part["person"][0])]
    skill = next(crew.skill for crew in log.people if crew.number == begun["person"][0])
    week, share = 11_400.0 * skill, 2.0 / 13.0
    spread = 1.06 * week * (13.0 * 2.0) ** 0.5
    z = (share * 148_000.0 - 2.0 * week) / spread
    bonus = share * 7_500.0 * np.exp(-z * z / 2.0) / (spread * (2.0 * np.pi) ** 0.5)
    assert begun["worth"][0] == pytest.approx(bonus)


def test_a_share_for_the_team_lets_people_ride_free(firm):
    alone = play(firm.but(RESPONDS | COMMISSION)).table("efforts")["hunting"].mean()
    shared = play(firm.but(RESPONDS | COMMISSION | {"compensation.hunter.team_share": 1.0})).table("efforts")
    assert shared["hunting"].mean() - 1.0 == pytest.approx((alone - 1.0) / 7.0)


def test_an_order_is_asked_for_only_in_the_last_days_and_signed_at_work(firm):

    many = firm.but(RESPONDS | BONUS | {"motivation.timing.held_back": 1.0})
    log = play(many)
    base = log.base
    for activity in (PULLED_IN, HELD_BACK):
        times = log.notes["time"][log.notes["activity"] == activity]
        assert len(times) > 3
        for time in times.tolist():
            end = (time // (13 * WEEK) + 1) * 13 * WEEK
            assert base.days_between(time, end) <= 10.0 + 1e-9
            assert base.next_open(time) == time or base.closing(time) == time
    waiting = log.notes[log.notes["activity"] == HELD_BACK]
    won = {row["case"]: row["time"] for row in log.notes[log.notes["activity"] == WON]}
    for row in waiting:
        assert row["case"] not in won or won[row["case"]] // (13 * WEEK) == row["time"] // (13 * WEEK) + 1


def test_a_concession_stays_within_what_a_rep_may_give(firm):

    log = play(firm.but(RESPONDS | BONUS | {"pricing.authority": 0.03}))
    pulled = log.notes[log.notes["activity"] == PULLED_IN]
    assert len(pulled) and pulled["value"].max() <= 0.03 + 1e-12
    discounts = log.notes[log.notes["activity"] == DISCOUNTED]
    of_pulled = discounts[np.isin(discounts["case"], pulled["case"])]
    last = {row["case"]: row["value"] for row in of_pulled}
    assert max(last.values()) <= 0.03 + 1e-12


def test_nobody_asks_for_an_order_that_the_next_period_would_pay_as_well(firm):

    log = play(firm.but(RESPONDS | COMMISSION | {"motivation.timing.held_back": 1.0}))
    assert not np.isin(log.notes["activity"], (PULLED_IN, HELD_BACK)).any()


def test_a_team_without_people_that_nobody_needs_is_no_obstacle(firm):
    company = Company(firm.but({"people.farmer": {"count": 0, "queue": "owner"}}), Luck(1, 0))
    assert company.teams["farmer"].people == []


# --- travel -----------------------------------------------------------------------------------------------


def visits_and_cost(scenario):
    """Hours of the presentation per deal, and what visits cost, EUR."""
    log = play(scenario)
    spent = log.notes[
        (log.notes["activity"] == MONEY) & (log.notes["reason"] == EXPENSES) & (log.notes["case"] >= 0)
    ]
    return log.worked[log.worked["task"] == PRESENTATION]["hours"].mean(), -spent["value"]


def test_a_visit_out_of_ones_own_pocket_is_made_less_often(firm):
    own, paid = (
        {"compensation.hunter.travel": {"kind": kind, "per_diem": 180.0}} for kind in ("allowance", "at_cost")
    )
    (hours, none), (usual, costs) = visits_and_cost(firm.but(own)), visits_and_cost(firm.but(paid))
    assert not len(none) and set(costs) == {120.0}
    assert hours == pytest.approx(
        usual - 0.6 * 0.3 * 3.0, rel=0.05
    )  # .3 of the visits of 3 h to 6 in 10 deals
    generous = firm.but({"compensation.hunter.travel": {"kind": "per_diem", "per_diem": 180.0}})
    more, sums = visits_and_cost(generous)
    assert more > usual and set(sums) == {180.0}


def test_at_cost_nobody_travels_other_than_under_a_lump_sum(firm):
    lump, at_cost = play(firm), play(firm.but({"compensation.hunter.travel": {"kind": "at_cost"}}))
    assert lump.worked.tobytes() == at_cost.worked.tobytes()


# --- people who come and go ------------------------------------------------------------------------------

QUITS = {"quits": "3 / y", "vacancy": {"kind": "fixed", "mean": "10 wd"}}


def test_a_successor_chooses_and_is_paid_like_colleagues(firm):
    log = play(firm.but(RESPONDS | BONUS | {"people.hunter.attrition": QUITS}))
    efforts, paid = log.table("efforts"), log.table("pay_days")
    came = [crew for crew in log.people if crew.role == "hunter" and crew.hired > 0.0]
    assert len(came) > 7
    for crew in came:
        mondays = efforts["time"][efforts["person"] == crew.number]
        first = -(-crew.hired // WEEK) * WEEK
        assert mondays.tolist() == np.arange(first, min(crew.left, log.horizon), WEEK).tolist()
        ends = [day * 13 * WEEK for day in (1, 2, 3)]
        days = [end for end in ends if crew.hired < end and crew.left > end - 13 * WEEK]
        assert sorted(paid["time"][paid["person"] == crew.number]) == days


def test_who_has_left_hurries_nobody_and_holds_nothing_back(firm):
    """What their buyers think about is decided by the buyers alone."""
    everybody = [{"time": "10 w", "who": "longest", "count": 7}]
    games = RESPONDS | BONUS | {"motivation.timing.held_back": 1.0}
    log = play(firm.but(games | {"people.hunter.departures": everybody}))
    late = log.notes[log.notes["time"] > 10 * WEEK]
    assert np.count_nonzero(late["activity"] == WON) > 3
    assert not np.isin(late["activity"], (PULLED_IN, HELD_BACK)).any()
