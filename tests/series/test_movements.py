"""What a page replays is what the log says: every token stands where its case stands, and ends as its case ends."""

import json
from collections import Counter
from itertools import accumulate

import numpy as np
import pytest

from simsales import load, play
from simsales.instruments.eventlog import EventLog
from simsales.kpis import measure
from simsales.series.movements import LEFT, UNDER_WAY, WAITS, movements
from simsales.words.vocabulary import LOST, OBJECT_TYPES, REASONS, WON

HOUR = 60


@pytest.fixture(scope="module")
def company():
    """The whole company for eight weeks."""
    return load("norddrive", ["run.horizon=8 w"])


@pytest.fixture(scope="module")
def log(company):
    return play(company)


@pytest.fixture(scope="module")
def moved(log, company):
    return movements(log, company)


def stays_of(moved):
    """Each stay with its case, in minutes of the clock: case, station, asked, waits until, done, how."""
    cases, stays = moved["cases"], moved["stays"]
    rows, place = [], 0
    for case, count in enumerate(cases["stays"]):
        asked = cases["born"][case]
        for row in range(place, place + count):
            asked += stays["asked"][row]
            began, worked = asked + stays["waited"][row], stays["worked"][row]
            until = moved["horizon"] + 1 if worked == WAITS else began
            done = until if worked in (LEFT, WAITS) else began + worked
            done = moved["horizon"] + 1 if worked == UNDER_WAY else done
            rows.append((case, stays["station"][row], asked, until, done, worked))
        place += count
    return rows


def ends_of(moved, kind):
    """How the cases of a kind ended, counted."""
    place = [each["name"] for each in moved["kinds"]].index(kind)
    cases = moved["cases"]
    ended = [end for which, end in zip(cases["kind"], cases["end"], strict=True) if which == place]
    return Counter(moved["ends"][end]["text"] for end in ended)


def team_waits_by_hand(log, team, minute):
    """How many pieces of work wait for a team at a minute, counted row by row."""
    return sum(
        log.team_of_desk[log.desks[row["desk"]]] == team
        and row["asked"] * HOUR <= minute < min(row["started"], row["ended"]) * HOUR
        for row in log.worked
    )


@pytest.mark.parametrize("team", ["hunter", "supporter", "machining", "service"])
def test_as_many_tokens_wait_for_a_team_as_the_log_says(log, moved, team):
    places = {each["number"] for each in moved["stations"] if each["team"] == team}
    stays = [stay for stay in stays_of(moved) if stay[1] in places]
    minutes = (9 * HOUR, 40_000, 61_234, moved["horizon"] - 1)
    tokens = [sum(asked <= minute < until for _, _, asked, until, _, _ in stays) for minute in minutes]
    assert tokens == [team_waits_by_hand(log, team, minute) for minute in minutes]
    assert sum(tokens) > 0


def test_as_many_tokens_are_worked_on_at_each_station_as_the_log_says(log, moved):
    minute = 3 * 7 * 24 * HOUR + 10 * HOUR
    tokens = sum(until <= minute < done for _, _, _, until, done, _ in stays_of(moved))
    work = log.worked
    assert (
        tokens == np.count_nonzero((work["started"] * HOUR <= minute) & (minute < work["ended"] * HOUR)) > 0
    )


def test_every_piece_of_work_is_there_once_and_at_a_station(log, moved):
    stays = moved["stays"]
    assert len(stays["station"]) == len(log.worked) == sum(moved["cases"]["stays"])
    assert min(stays["station"]) >= 0
    titles = {each["number"]: each["title"] for each in moved["stations"]}
    told = Counter(titles[place] for place in stays["station"])
    by_task = Counter(log.tasks[task] for task in log.worked["task"])
    assert told["Machining"] == by_task["machining"]
    assert told["Order entry"] == by_task["order_entry"] + by_task["clarification"]


def test_tokens_end_as_their_cases_end_and_as_often_as_the_kpis_say(log, company, moved):
    kpis = measure(log, company)
    deals, leads, orders = (ends_of(moved, kind) for kind in ("opportunity", "lead", "order"))
    assert deals["won"] == kpis["wins"] > 0
    assert orders["delivered"] == kpis["orders_delivered"] > 0
    assert began_in_the_run(moved, "order") == kpis["orders_placed"]
    assert began_in_the_run(moved, "lead") == kpis["leads"]
    assert sum(ends_of(moved, "complaint").values()) == kpis["complaints"] > 0
    lost = deals + leads
    for reason in filter(None, REASONS):
        assert lost[f"lost: {reason}"] == kpis[f"lost.{reason.replace(' ', '_')}"]


def began_in_the_run(moved, kind):
    """How many cases of a kind began in the run; some are under way when it begins."""
    place = [each["name"] for each in moved["kinds"]].index(kind)
    cases = moved["cases"]
    return sum(which == place and born >= 0 for which, born in zip(cases["kind"], cases["born"], strict=True))


def test_each_case_ends_at_its_own_minute(log, moved):
    cases, ends = moved["cases"], moved["ends"]
    told = {
        (moved["kinds"][kind]["name"], number): (ends[end]["text"], born + ended)
        for kind, number, end, born, ended in zip(
            *(cases[name] for name in ("kind", "number", "end", "born", "ended")), strict=True
        )
    }
    numbers = log.notes[np.isin(log.notes["activity"], (WON, LOST))]
    for note in numbers:
        object_type, row = int(note["case"]) >> 27, int(note["case"]) & (1 << 27) - 1
        text, minute = told[OBJECT_TYPES[object_type], row]
        assert text == ("won" if note["activity"] == WON else f"lost: {REASONS[note['reason']]}")
        assert minute == int(np.ceil(note["time"] * HOUR))


def test_nobody_is_worked_on_before_being_born_or_after_all_is_over(moved):
    cases = moved["cases"]
    for case, _, asked, _, done, _ in stays_of(moved):
        assert asked >= cases["born"][case]
        over = cases["over"][case]
        assert over == -1 or done <= cases["born"][case] + over


def test_a_case_knows_where_it_came_from(log, moved):
    cases = moved["cases"]
    kinds = [moved["kinds"][kind]["name"] for kind in cases["kind"]]
    parents = {
        (kind, kinds[parent]) for kind, parent in zip(kinds, cases["parent"], strict=True) if parent >= 0
    }
    assert {("opportunity", "lead"), ("order", "opportunity"), ("complaint", "order")} <= parents
    deal = kinds.index("opportunity")
    assert cases["number"][cases["parent"][deal]] == log.opportunities["lead"][cases["number"][deal]]


def test_customers_are_counted_as_they_come_and_go(log, company, moved):
    assert moved["customers"][0] == [0, 600]
    assert moved["customers"][-1][1] == measure(log, company)["customers"]


def test_the_same_log_makes_the_same_compact_answer(log, company, moved):
    text = json.dumps(moved, separators=(",", ":"))
    assert json.dumps(movements(log, company), separators=(",", ":")) == text
    assert json.loads(text) == moved
    assert len(text) < 60 * len(log.worked)


def test_teams_are_in_by_day_and_out_at_night(moved):
    station = next(each for each in moved["stations"] if each["team"] == "sdr")
    edges = list(accumulate(moved["calendars"][station["calendar"]]))
    assert edges[:4] == [32 * HOUR, 40 * HOUR, 56 * HOUR, 64 * HOUR]  # the first Monday is New Year
    assert edges == sorted(edges)
    assert station["people"] == [[0, 3]]


def test_hires_and_dated_changes_are_told():
    scenario = load("hiring_dates", ["run.horizon=3 w"])
    moved = movements(play(scenario), scenario)
    hunters = next(each["people"] for each in moved["stations"] if each["team"] == "hunter")
    assert hunters == [[0, 7], [7 * 24 * HOUR, 8]]
    assert moved["marks"] == [{"time": 7 * 24 * HOUR, "text": "people.hunter.count: 7 → 8"}]


def test_a_run_in_which_nothing_happens_has_nothing_to_show():
    moved = movements(EventLog(horizon=24.0), load("loan_sales"))
    assert moved["stays"]["station"] == moved["cases"]["kind"] == moved["customers"] == []
    assert moved["stations"][0]["title"] == "Prospecting"
    assert moved["stations"][0]["people"] == [[0, 0]]
