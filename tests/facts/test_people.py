"""Facts about control and motivation: who is moved by what, and how people, customers and work move each other."""

from __future__ import annotations

import pytest

from simsales.instruments.clock import WEEK
from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from simsales.responses.mood import HUNTER
from simsales.scenario import load
from tests.facts.logs import figure
from tests.facts.paired import arms, difference, effect

QUARTER = 13 * WEEK
COMMISSION_8 = {"compensation.hunter": {"kind": "commission", "salary": 60_000.0, "rate": 0.08}}
BEHAVIOUR = {"control": {"kind": "supervision", "behaviour": 1.0}}
MOOD = {"motivation.mood": {"kind": "set_point"}}


def cut(less, usual):
    """What is missing, as a share of the usual."""
    return (usual - less) / usual


# --- F16.1, F16.3: control ----------------------------------------------------------------------------------


def both_efforts(log, scenario):
    reading = Reading(log, scenario)
    return tuple(value_of(reading, f"effort_{task}.hunter") for task in ("hunting", "farming"))


@pytest.mark.slow
def test_behaviour_control_turns_generalists_from_hunting_back_to_farming(slice_of, evidence):
    controls = {
        "results": COMMISSION_8,
        "behaviour": COMMISSION_8 | BEHAVIOUR,
        "nobody listens": COMMISSION_8 | BEHAVIOUR | {"switches.control": False},
    }
    found = arms(slice_of("generalists"), controls, both_efforts, replications=6)
    less = difference(found["results"][:, 0], found["behaviour"][:, 0])
    more = difference(found["behaviour"][:, 1], found["results"][:, 1])
    evidence("hunting given up and farming gained, of the usual effort", (str(less), str(more)))
    assert less.exceeds(0.1) and more.exceeds(0.2)
    assert (found["nobody listens"] == found["results"]).all()


@pytest.mark.slow
def test_behaviour_control_ends_where_managers_have_no_time(slice_of, evidence):
    """F16.3; the twin has managers enough, and one more of them changes nothing."""
    wide = COMMISSION_8 | BEHAVIOUR | {"control.span": 20.0}
    counts = {str(count): wide | {"people.manager.count": count} for count in (1, 8, 16)}
    found = arms(slice_of("generalists"), counts, figure("effort_farming.hunter"), replications=8)
    lost = difference(found["8"], found["1"])
    evidence("farming lost where one manager looks after fourteen", lost)
    evidence("farming lost where eight do and not sixteen", difference(found["16"], found["8"]))
    assert lost.exceeds(0.1)
    assert difference(found["16"], found["8"]).vanishes(0.1)


# --- F18.1, F18.2, fact 19: hunters and supporters ------------------------------------------------------------

MORE_PAY = {"compensation.hunter.variable": 45_000.0, "compensation.supporter.variable": 3_000.0}
#: What hunters do with their drive would come back to supporters as work.
HALF_A_YEAR = {"run.warm_up": "26 w", "run.horizon": "26 w", "switches.effort": False}


def drives(log, scenario):
    """Factor on effort of hunters and of supporters."""
    reading, mood = Reading(log, scenario), scenario.motivation.mood
    return tuple(mood.works(value_of(reading, f"mood.{team}")) for team in ("hunter", "supporter"))


def changes(base, pay):
    found = arms(base, {"usual": {}, "more": pay}, drives, replications=12)
    return (found["more"] - found["usual"]).T


@pytest.mark.slow
def test_half_more_variable_pay_moves_hunters_three_times_as_much_as_supporters(evidence):
    base = load("norddrive_selling").but(MOOD | HALF_A_YEAR)
    hunters, supporters = changes(base, MORE_PAY)
    beyond = difference(hunters, 3.0 * supporters)
    evidence("effort of hunters and supporters gained", (hunters.mean(), supporters.mean()))
    evidence("hunters' gain beyond three times that of supporters", beyond)
    assert beyond.exceeds(0.0) and supporters.mean() > 0.0


@pytest.mark.slow
def test_were_supporters_of_the_hunters_kind_they_would_be_moved_alike():
    """The twin: equal weights."""
    alike = {"motivation.mood.supporter": HUNTER.model_dump()}
    hunters, supporters = changes(load("norddrive_selling").but(MOOD | HALF_A_YEAR | alike), MORE_PAY)
    apart = difference(hunters, supporters)
    assert apart.vanishes(hunters.mean()), apart


@pytest.mark.slow
def test_supporters_answer_to_work_they_can_bear_and_to_common_goals_not_to_commission(evidence):
    """F18.2."""
    base = load("norddrive_selling").but(MOOD | HALF_A_YEAR)
    paid = changes(base, {"compensation.supporter.variable": 3_000.0})[1]
    relieved = changes(base, {"people.supporter.count": 6})[1]
    shared = {
        "kind": "commission",
        "salary": 48_000.0,
        "rate": 0.001,
        "team_share": 1.0,
        "credit": {"deal": 0.0},
    }
    together = changes(base, {"compensation.supporter": shared})[1]
    evidence(
        "effort gained by pay, by relief, by a team's goal", [x.mean() for x in (paid, relieved, together)]
    )
    assert difference(relieved, 3.0 * paid).exceeds(0.0)
    assert difference(together, 3.0 * paid).exceeds(0.0)


# --- L6: what hunting does to customers ------------------------------------------------------------------------


def late_sales(log, scenario):
    """Repeat orders of the fifth and sixth quarter, EUR."""
    orders = log.table("orders")
    late = (orders["placed"] >= 4 * QUARTER) & (orders["placed"] < 6 * QUARTER) & (orders["kind"] > 0)
    return float(orders["value"][late].sum())


@pytest.mark.slow
@pytest.mark.parametrize("responds", [True, False])
def test_hunters_who_starve_their_customers_sell_them_less_a_year_later(slice_of, evidence, responds):
    """L6, with its switch: commission on deals costs the farming hours that keep customers buying."""
    base = slice_of(
        "generalists", **{"run.warm_up": "0 w", "run.horizon": "78 w", "switches.effort": responds}
    )
    found = arms(base, {"salary": {}, "8 %": COMMISSION_8}, late_sales, replications=16 if responds else 2)
    if responds:
        lost = effect(cut, found["8 %"], found["salary"])
        evidence("repeat orders lost in quarters 5 and 6", lost)
        assert lost.exceeds(0.0)
    else:
        assert (found["8 %"] == found["salary"]).all()


# --- L8, L9: people -----------------------------------------------------------------------------------------------

STRAINED = {
    "switches.effort": False,
    "people.supporter.count": 4,
    "people.supporter.attrition": {"quits": "0.4 / y", "vacancy": {"kind": "exponential", "mean": "90 wd"}},
    "run.warm_up": "0 w",
    "run.horizon": "3 y",
}


#: Overload is all the same to people.
UNMOVED = {
    "motivation.mood.supporter.team": 0.0,
    "motivation.mood.strained": 0.0,
    "motivation.mood.flees_load": 0.0,
}


@pytest.mark.slow
@pytest.mark.parametrize("moved", [True, False])
def test_overload_drives_people_away_and_their_absence_overloads_the_rest(evidence, moved):
    """L8 with the switch of moods on and off; the twin: nobody minds."""
    calm = {"motivation.usual.supporter.shocks": 0.0, "motivation.mood.doubts_at_first": 0.0}
    base = load("norddrive_selling").but(MOOD | STRAINED | calm)
    base = base if moved else base.but(UNMOVED)

    def quits_and_load(log, scenario):
        reading = Reading(log, scenario)
        return value_of(reading, "quits.supporter") / 4.0, value_of(reading, "utilisation.supporter")

    found = arms(base, {"on": {}, "off": {"switches.mood": False}}, quits_and_load, 24 if moved else 2)
    if moved:
        more = difference(found["on"][:, 0], found["off"][:, 0])
        evidence("quits per seat in three years that moods add", more)
        evidence("load that they add", difference(found["on"][:, 1], found["off"][:, 1]))
        assert more.exceeds(0.0)
    else:
        assert (found["on"] == found["off"]).all()


def hybrid(up):
    quota = {"first": 120_000.0, "up": up, "down": 0.0}
    of_plan = {"rate": 0.03, "tiers": [{"above": 1.0, "rate": 0.06}], "bonus": 3_000.0, "quota": quota}
    return {"compensation.hunter": {"kind": "hybrid", "salary": 60_000.0, **of_plan}}


@pytest.mark.slow
@pytest.mark.parametrize("feels", [True, False])
def test_a_quota_that_runs_away_from_those_who_meet_it_sours_them(evidence, feels):
    """L9; where a raised quota and a missed one are all the same to people, so is the ratchet."""
    base = load("norddrive_selling").but(
        MOOD
        | {"run.warm_up": "26 w", "run.horizon": "1 y", "switches.effort": False, "switches.timing": False}
    )
    if not feels:
        base = base.but(
            {"motivation.mood.unfair": 0.0, "motivation.mood.missed": 0.0, "motivation.mood.met": 0.0}
        )
        base = base.but({"motivation.mood.hunter.pay": 0.0, "motivation.mood.hunter.security": 0.0})
    found = arms(base, {"steady": hybrid(0.0), "ratchet": hybrid(0.5)}, figure("mood.hunter"), replications=6)
    lost = difference(found["steady"], found["ratchet"])
    evidence("motivation of hunters lost to the ratchet", lost)
    if feels:
        assert lost.exceeds(0.01)
    else:
        assert (found["ratchet"] == found["steady"]).all()
