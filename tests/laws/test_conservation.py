"""Nobody is lost from sight, nothing ends twice, and no hour is worked that nobody had."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given

from simsales.instruments.clock import WEEK
from simsales.instruments.eventlog import rows_of, types_of
from simsales.processes.play import play
from simsales.words.records import Case, Lead
from simsales.words.vocabulary import (
    COMPETITOR,
    FOLLOWED_UP,
    LAPSED,
    LEAD,
    LOST,
    MONEY,
    NO_DECISION,
    OPPORTUNITY,
    REVENUE,
    STALE,
    WON,
)
from tests.laws.stage import Stage
from tests.laws.worlds import desks, lawful, worlds

SECOND = 1.0 / 3600.0


def ends(log, kind):
    """How often each row of a table ended, by being lost or followed up."""
    notes = log.notes
    ended = notes[np.isin(notes["activity"], [LOST, FOLLOWED_UP])]
    return Counter(rows_of(ended["case"][types_of(ended["case"]) == kind]).tolist())


@lawful
@given(worlds())
def test_every_lead_ends_once_or_is_still_open(scenario):
    stage = Stage.of(scenario).play()
    log = stage.company.log
    lost, closed = ends(log, LEAD), ends(log, OPPORTUNITY)
    became = Counter(log.opportunities["lead"].tolist())
    open_rows = {int(np.flatnonzero(log.leads["key"] == key)[0]) for key in stage.inside}
    opened = {row for row, lead in enumerate(log.opportunities["lead"].tolist()) if row not in closed}
    for row in range(len(log.leads)):
        assert lost[row] + became[row] + (row in open_rows and not became[row]) == 1
    assert all(times == 1 for times in closed.values())
    assert {int(log.opportunities["lead"][row]) for row in opened} == {
        row for row in open_rows if became[row]
    }


@lawful
@given(worlds())
def test_who_is_still_in_stands_somewhere(scenario):
    """An open case is on the agenda, in a queue, with somebody, or in the common pool."""
    stage = Stage.of(scenario).play()
    company = stage.company
    held = [*(on for *_, on in company.kernel.agenda), *company.sales_force._pool]
    held = [on.case if isinstance(on, Lead) else on for on in held]
    for desk in (desk for team in company.teams.values() for desk in team.desks):
        held += [*desk.waiting(), *(person.case for person in desk.people)]
    stories = {id(on) for *_, act, on in company.kernel.agenda if act is None}
    stories |= {id(case.story) for case in held if isinstance(case, Case)}
    for lead in stage.inside.values():
        assert id(lead.case.story) in stories


@lawful
@given(worlds())
def test_no_work_is_begun_on_a_case_that_has_ended(scenario):
    """A customer may leave while somebody works for them, but not before that work begins."""
    log = play(scenario)
    notes = log.notes
    last = notes[np.isin(notes["activity"], [LOST, FOLLOWED_UP])]
    end = dict(zip(last["case"].tolist(), last["time"].tolist(), strict=True))
    for piece in log.worked[np.isfinite(log.worked["started"])]:
        assert piece["started"] <= end.get(int(piece["case"]), np.inf)


@lawful
@given(worlds())
def test_a_deal_is_won_at_most_once_and_only_won_deals_bring_revenue(scenario):
    log = play(scenario)
    won = log.notes[log.notes["activity"] == WON]
    assert len(np.unique(won["case"])) == len(won)
    assert len(log.opportunities) == len(np.unique(log.opportunities["lead"]))
    revenue = log.notes[(log.notes["activity"] == MONEY) & (log.notes["reason"] == REVENUE)]
    assert sorted(revenue["case"]) == sorted(won["case"])
    assert sorted(revenue["value"]) == sorted(won["value"])


@lawful
@given(worlds())
def test_who_has_bought_is_not_lost_to_a_rival_to_doubts_or_to_time(scenario):
    log = play(scenario)
    lost = log.notes[log.notes["activity"] == LOST]
    open_only = lost[np.isin(lost["reason"], [COMPETITOR, NO_DECISION, STALE, LAPSED])]
    assert not np.isin(open_only["case"], log.notes[log.notes["activity"] == WON]["case"]).any()


@lawful
@given(worlds())
def test_work_is_begun_after_it_was_asked_for_and_ended_after_it_was_begun(scenario):
    check_that_work_has_its_order(play(scenario))


def check_that_work_has_its_order(log):
    """Work is asked for, begun and ended, in this order, by somebody, and takes no less than nothing."""
    work = log.worked
    begun = np.isfinite(work["started"])
    assert (work["started"] >= work["asked"]).all()
    assert (work["ended"] >= work["started"])[begun].all()
    assert (work["ended"] >= work["asked"]).all()
    assert (work["person"] >= 0)[begun].all()
    assert (work["hours"] >= 0.0).all()
    assert (work["person"] < 0)[~begun].all(), "who left, or still waits, was served by nobody"


def pieces(log):
    """By person: the pieces of work done or under way, in order."""
    work = log.worked
    for person in log.people:
        mine = work[(work["person"] == person.number) & np.isfinite(work["started"])]
        yield person, mine[np.lexsort((mine["ended"], mine["started"]))]


@lawful
@given(worlds())
def test_nobody_works_on_two_things_at_once(scenario):
    check_that_nobody_works_on_two_things_at_once(play(scenario))


def check_that_nobody_works_on_two_things_at_once(log):
    """One piece of work is over before a person begins another."""
    for _, mine in pieces(log):
        assert (mine["started"][1:] >= mine["ended"][:-1]).all()


@lawful
@given(worlds())
def test_nobody_works_outside_their_calendar(scenario):
    check_that_nobody_works_outside_their_calendar(play(scenario))


def check_that_nobody_works_outside_their_calendar(log):
    """Work ends within a shift, or when an absence begins: then a deputy takes it up, or the case has ended."""
    handed_over = set(zip(log.worked["case"].tolist(), log.worked["asked"].tolist(), strict=True))
    last_asked = dict(sorted(handed_over))
    lost = log.notes[log.notes["activity"] == LOST]
    gone = dict(zip(lost["case"].tolist(), lost["time"].tolist(), strict=True))
    for person, mine in pieces(log):
        for piece in mine[mine["hours"] > 0.0]:
            assert person.calendar.next_open(piece["started"]) == piece["started"]
            case, end = int(piece["case"]), float(piece["ended"])
            if end == np.inf or (case, end) in handed_over or gone.get(case, np.inf) < end:
                continue
            if last_asked[case] > end:
                continue  # a lead that had lapsed by then, and is nurtured
            assert person.calendar.hours_between(end - SECOND, end) > 0.0


@lawful
@given(worlds())
def test_hours_booked_take_as_many_shift_hours_as_availability_says(scenario):
    check_that_hours_take_as_long_as_availability_says(play(scenario))


def check_that_hours_take_as_long_as_availability_says(log):
    """Hours of work over the shift hours that they took are the share of a shift that is available."""
    for person, mine in pieces(log):
        for piece in mine[np.isfinite(mine["ended"])]:
            taken = person.calendar.hours_between(piece["started"], piece["ended"]) * person.available
            assert abs(taken - piece["hours"]) < 1e-6


@lawful
@given(worlds())
def test_hours_booked_never_exceed_the_hours_of_a_week(scenario):
    check_that_hours_fit_into_weeks(play(scenario))


def check_that_hours_fit_into_weeks(log):
    """Nobody works more in a week than their shifts in it last."""
    for person, mine in pieces(log):
        for week in range(int(log.horizon // WEEK)):
            begin, end = week * WEEK, (week + 1) * WEEK
            taken = sum(
                person.calendar.hours_between(max(p["started"], begin), min(p["ended"], end))
                for p in mine
                if p["started"] < end and p["ended"] > begin
            )
            assert taken <= person.calendar.hours_between(begin, end) + 1e-6


@lawful
@given(desks())
def test_nobody_idles_while_work_waits(scenario):
    """At a pooled desk: whoever is in while a case waits is busy all the time it waits."""
    log = play(scenario)
    work = log.worked
    waits = work[(work["started"] > work["asked"])]
    for person, mine in pieces(log):
        free = idle_times(person, mine, log.horizon)
        for piece in waits:
            until = min(piece["started"], piece["ended"], log.horizon)
            overlap = np.minimum(free[:, 1], until) - np.maximum(free[:, 0], piece["asked"])
            assert len(free) == 0 or overlap.max() < SECOND


def idle_times(person, mine, horizon):
    """When a person is in and does nothing."""
    free = []
    for opens, closes in zip(person.calendar.starts, person.calendar.ends, strict=True):
        time, closes = opens, min(closes, horizon)
        for piece in mine[(mine["ended"] > opens) & (mine["started"] < closes)]:
            free.append((time, piece["started"]))
            time = max(time, piece["ended"])
        free.append((time, closes))
    return np.array([(a, b) for a, b in free if b > a]).reshape(-1, 2)
