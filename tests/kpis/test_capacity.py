"""What becomes of the hours of a team's seats, and how many experienced people a team has."""

from __future__ import annotations

from dataclasses import replace
from math import exp, isnan

import numpy as np
import pytest

from simsales import measure, play
from simsales.instruments.clock import Calendar, without
from simsales.instruments.eventlog import Crew
from simsales.scenario import Scenario
from simsales.words.vocabulary import PRESENTATION
from tests.kpis.byhand import WEEK, Hand, office, scenario

PARTS = ("vacant", "away", "overhead", "ramping", "ready")


def parts_of(figures, team):
    start = f"capacity.{team}."
    return {name.removeprefix(start): value for name, value in figures.items() if name.startswith(start)}


def shift(begin=0.0, end=2 * WEEK, *absences):
    """Monday to Friday, 8 to 16 h, of somebody who was there between two instants but for some absences."""
    days = zip(office().starts, office().ends, strict=True)
    return Calendar(without(((a, b) for a, b in days if begin <= a < end), absences))


def two_weeks():
    """Hunter 1 leaves after a week, hunter 2 is away on the first Wednesday."""
    hand = Hand(horizon=2 * WEEK, calendar=office())
    hand.scenario = scenario(**{"calendar.holidays": []})
    people = hand.log.people
    people[1] = replace(people[1], calendar=shift(end=WEEK), left=WEEK)
    people[2] = replace(people[2], calendar=shift(0.0, 2 * WEEK, (48.0, 72.0)))
    return hand


def test_the_hours_of_all_seats_fall_to_those_that_are_ready():
    hand = two_weeks()
    hand.work(8.0, 8.0, 11.0, 3.0, hand.open(8.0, 8.0), PRESENTATION, 2)
    figures = hand.measured()
    hunters = {"seats": 160.0, "vacant": 40.0, "away": 8.0, "overhead": 0.0, "ramping": 0.0, "ready": 112.0}
    assert parts_of(figures, "hunter") == pytest.approx({**hunters, "worked": 3.0})
    sdr = {"seats": 80.0, "vacant": 0.0, "away": 0.0, "overhead": 40.0, "ramping": 0.0, "ready": 40.0}
    assert parts_of(figures, "sdr") == pytest.approx({**sdr, "worked": 0.0})
    assert figures["capacity.hunter.vacant"] == 40.0
    assert figures["vacancy.hunter"] == pytest.approx(0.25)
    assert figures["vacancy.sdr"] == 0.0


def test_only_the_window_counts():
    hand = two_weeks()
    hand.log.warm_up = WEEK
    hunters = parts_of(hand.measured(), "hunter")
    assert [hunters[part] for part in ("seats", "vacant", "away", "ready")] == [80.0, 40.0, 0.0, 40.0]


def with_newcomer():
    """Somebody takes the empty seat in the second week and begins with half of the pace."""
    hand = two_weeks()
    ramp = {"start": 0.5, "tau": "1 w"}
    hand.scenario = scenario(
        **{"people.hunter": {"count": 2, "queue": "owner", "ramp": ramp, "available": 0.8}}
    )
    hand.log.people.append(Crew(3, "hunter", "hunter 1", 0, 1.0, 0.8, shift(WEEK), hired=WEEK))
    return hand


def test_newcomers_lack_hours_while_they_learn():
    hunters = parts_of(with_newcomer().measured(), "hunter")
    days = [(24.0 * day + 8.0, 24.0 * day + 16.0) for day in range(5)]
    lacking = 0.8 * sum(0.5 * WEEK * (exp(-a / WEEK) - exp(-b / WEEK)) for a, b in days)
    assert hunters["vacant"] == 0.0
    assert hunters["overhead"] == pytest.approx(0.2 * 152.0)
    assert hunters["ramping"] == pytest.approx(lacking)
    assert hunters["ready"] == pytest.approx(0.8 * 152.0 - lacking)


def test_a_newcomer_is_worth_a_part_of_an_experienced_person():
    figures = with_newcomer().measured()
    newcomer = 1.0 - 0.5 * (1.0 - exp(-1.0))
    assert figures["ramped_equivalents.hunter"] == pytest.approx((1.0 + newcomer) / 2.0 + 1.0, rel=1e-4)
    assert figures["ramped_equivalents.sdr"] == 1.0


def test_where_nobody_has_to_learn_everybody_counts_in_full():
    hand = with_newcomer()
    hand.scenario = hand.scenario.but({"switches.learning": False})
    figures = hand.measured()
    assert figures["ramped_equivalents.hunter"] == pytest.approx(2.0)
    assert figures["capacity.hunter.ramping"] == 0.0


def test_a_team_without_seats_has_no_share_that_is_empty():
    hand = Hand(horizon=WEEK)
    hand.scenario = scenario(**{"people.dispatch": {"count": 0}})
    figures = hand.measured()
    assert isnan(figures["vacancy.dispatch"])
    assert figures["capacity.dispatch.seats"] == 0.0


# --- laws ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def busy():
    """A team with more calls of an hour than anybody could make, whose people come, go, learn and are away."""
    company = Scenario().but(
        {
            "people.sdr": {
                "count": 10,
                "available": 0.8,
                "leave_days": 25,
                "sick_days": 8.0,
                "attrition": {"quits": "1 / y", "vacancy": {"kind": "exponential", "mean": "30 wd"}},
                "background": [
                    {"name": "calls", "rate": "40_000 / y", "hours": {"kind": "fixed", "mean": "1 h"}}
                ],
            },
            "selling": {"prospecting": "skip"},
            "run": {"warm_up": "13 w", "horizon": "2 y", "follow_up": "2 w"},
            "at": [
                {"time": "40 w", "set": {"people.sdr.count": 14}},
                {"time": "70 w", "set": {"people.sdr.count": 6, "people.sdr.shift": "12/5"}},
            ],
        }
    )
    return company, play(company)


def test_the_parts_add_up_to_the_hour(busy):
    company, log = busy
    found = parts_of(measure(log, company), "sdr")
    assert all(found[part] > 100.0 for part in PARTS)
    assert sum(found[part] for part in PARTS) == pytest.approx(found["seats"], abs=1e-6)


def test_whoever_always_has_something_to_do_works_all_the_hours_there_are(busy):
    company, log = busy
    found = parts_of(measure(log, company), "sdr")
    assert found["worked"] == pytest.approx(found["ready"] + found["ramping"], rel=1e-6)


def test_hours_that_are_ready_are_hours_of_experienced_people(busy):
    """Each call would take an experienced person an hour: as many are made as there are such hours."""
    company, log = busy
    ended = log.worked["ended"]
    window = (ended >= log.warm_up) & (ended < log.horizon - log.follow_up)
    made = len({*log.worked["case"][window & np.isfinite(log.worked["started"])].tolist()})
    assert made == pytest.approx(parts_of(measure(log, company), "sdr")["ready"], rel=0.01)


def test_what_is_vacant_is_what_nobody_holds(busy):
    """Seat by seat and hour by hour: a coarse count of the same."""
    company, log = busy
    edges = [0.0, *(date.calendar_hours for date, _ in company.epochs()[1:]), np.inf]
    sizes = [each.people["sdr"].count for _, each in company.epochs()]
    weeks = np.arange(log.warm_up + 84.0, log.horizon - log.follow_up, 168.0)
    size = np.array([sizes[np.searchsorted(edges, t, side="right") - 1] for t in weeks])
    here = np.array([sum(crew.hired <= t < crew.left for crew in log.people) for t in weeks])
    assert (here <= size).all()
    empty = 1.0 - here.sum() / size.sum()
    assert measure(log, company)["vacancy.sdr"] == pytest.approx(empty, rel=0.05)
