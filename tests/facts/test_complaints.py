"""Complaints: who speaks up, who is answered, who leaves, and what is learnt (facts 8 and 9, F7, F8, loop L7).

Every minimum was written down before the first run of its slice.
"""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.eventlog import rows_of
from simsales.kpis.problems import problem_fates
from simsales.kpis.reading import Reading
from simsales.processes.play import play
from simsales.words.vocabulary import (
    CHURNED,
    DEFECT,
    DELIVERED,
    SATISFIED_FAST,
    SATISFIED_LATE,
    SILENT,
    UNSATISFIED,
)
from tests.facts.logs import figure
from tests.facts.paired import arms, difference, effect

NO_RECOVERY = {"switches.recovery": False}
CUSTOMERS = 600


def voiced(share):
    return {"complaints.voice": {"kind": "plain", "share": share}}


def desk_of(agents):
    return {"people.service.count": agents}


def several(base, changes, measures, replications):
    """Several measures of each replication of each arm, a row per measure; every arm is played once."""
    found = {}
    for name, change in changes.items():
        scenario = base.but(change) if change else base
        logs = [play(scenario, number) for number in range(replications)]
        found[name] = np.array([[measure(log, scenario) for log in logs] for measure in measures])
    return found


def churned(log, scenario):
    """Customers lost over a problem in the window, per customer of the first day."""
    return figure("lost_after_problems")(log, scenario) / CUSTOMERS


# --- fact 8, F7.2: asking for complaints -----------------------------------------------------------------

MORE_COMPLAINTS, FEWER_LOST = 0.30, 0.20


def stimulated(base, names, replications):
    """How each figure changes, as a share, when .9 instead of .4 of the problems are voiced."""
    found = several(
        base, {"few": voiced(0.4), "many": voiced(0.9)}, [figure(name) for name in names], replications
    )
    changes = zip(names, found["many"], found["few"], strict=True)
    return {name: effect(lambda many, few: many / few - 1.0, many, few) for name, many, few in changes}


FIGURES = ("complaints", "lost_after_problems", "problems")


@pytest.mark.slow
def test_fact_8_who_asks_for_complaints_has_more_of_them_and_loses_fewer_customers(slice_of, evidence):
    found = stimulated(slice_of("complaints"), FIGURES, 12)
    for name, change in found.items():
        evidence(f"change of {name}", change)
    assert found["complaints"].exceeds(MORE_COMPLAINTS)
    assert found["lost_after_problems"].high < -FEWER_LOST


@pytest.mark.slow
def test_fact_8_is_gone_where_an_answer_keeps_nobody(slice_of, evidence):
    found = stimulated(slice_of("complaints").but(NO_RECOVERY), FIGURES, 12)
    for name, change in found.items():
        evidence(f"change of {name}, increments of TARP 0", change)
    assert found["complaints"].exceeds(MORE_COMPLAINTS)
    assert found["lost_after_problems"].vanishes(FEWER_LOST)
    assert found["problems"].vanishes(MORE_COMPLAINTS), (
        "there are not more problems, only more is heard of them"
    )


# --- fact 9, F8.2, F8.3: speed, and no paradox -----------------------------------------------------------

HALF_A_POINT = 0.005


def slowed(base, few, many, replications):
    """Customers lost a year over problems, as a share: with `few` agents less with `many`."""
    found = arms(base, {"few": desk_of(few), "many": desk_of(many)}, churned, replications)
    return difference(found["few"], found["many"])


@pytest.mark.slow
def test_fact_9_a_desk_of_two_loses_more_customers_than_a_desk_of_six(slice_of, evidence):
    found = slowed(slice_of("complaints"), 2, 6, 9)
    evidence("points of churn, two agents less six", found)
    assert found.exceeds(HALF_A_POINT)


@pytest.mark.slow
def test_fact_9_is_gone_where_an_answer_keeps_nobody(slice_of, evidence):
    found = slowed(slice_of("complaints").but(NO_RECOVERY), 2, 6, 20)
    evidence("points of churn, increments of TARP 0", found)
    assert found.vanishes(HALF_A_POINT)


@pytest.mark.slow
def test_f8_2_each_helping_of_agents_keeps_more_customers(slice_of, evidence):
    found = arms(slice_of("complaints"), {str(n): desk_of(n) for n in (2, 3, 6)}, churned, 24)
    for few, many in (("2", "3"), ("3", "6")):
        step = difference(found[few], found[many])
        evidence(f"points of churn, {few} agents less {many}", step)
        assert step.exceeds(0.0)


def test_f8_3_recovery_never_beats_having_no_problem(slice_of):
    """Whoever leaves a company without problems leaves one that answers all of them brilliantly, too."""
    base = slice_of("complaints")
    brilliant = {"complaints.justice.satisfied": 0.0, **voiced(1.0), **desk_of(12)}
    none = {"complaints.billing": "0 / y", "complaints.failures": "0 / y"}
    more = 0
    for replication in range(3):
        gone = []
        for change in (brilliant, none):
            log = play(base.but(change), replication)
            left = log.notes["case"][log.notes["activity"] == CHURNED]
            gone.append(set(log.table("accounts")["key"][rows_of(left)].tolist()))
        assert gone[1] <= gone[0]
        more += len(gone[0]) - len(gone[1])
    assert more > 0


# --- F7.3: few complaints are not few problems -----------------------------------------------------------

FEWER_COMPLAINTS, MORE_PROBLEMS, LESS_HEARD = 0.20, 0.50, 0.4
TWICE = {"complaints.billing": "1.2 / y", "complaints.failures": "1.2 / y"}


@pytest.mark.slow
def test_f7_3_a_firm_that_hears_little_has_fewer_complaints_and_more_problems(slice_of, evidence):
    changes = {"heard": voiced(0.9), "unheard": {**voiced(0.3), **TWICE}, "twin": {**voiced(0.9), **TWICE}}
    base = slice_of("complaints").but(desk_of(8))
    names = ("complaints", "problems", "articulation")
    logs = several(base, changes, [figure(name) for name in names], 6)
    found = {name: {arm: rows[place] for arm, rows in logs.items()} for place, name in enumerate(names)}
    less = effect(lambda a, b: 1.0 - a / b, found["complaints"]["unheard"], found["complaints"]["heard"])
    more = effect(lambda a, b: a / b - 1.0, found["problems"]["unheard"], found["problems"]["heard"])
    heard = difference(found["articulation"]["heard"], found["articulation"]["unheard"])
    twin = difference(found["articulation"]["heard"], found["articulation"]["twin"])
    for label, value in (
        ("complaints fewer", less),
        ("problems more", more),
        ("heard", heard),
        ("twin", twin),
    ):
        evidence(label, value)
    assert less.exceeds(FEWER_COMPLAINTS)
    assert more.exceeds(MORE_PROBLEMS)
    assert heard.exceeds(LESS_HEARD)
    assert twin.vanishes(LESS_HEARD), "who listens alike has complaints in proportion to problems"


# --- F7.4: a desk with too much to do --------------------------------------------------------------------

A_TENTH = 0.1


def procedural(log, scenario):
    """Mean procedural justice, 0 to 1, of complaints settled in the window."""
    settled, fates = log.table("settlements"), problem_fates(Reading(log, scenario))
    rows = rows_of(settled["problem"])
    chosen = fates.written_down[rows] & (fates.settled[rows] >= log.warm_up)
    return float(settled["procedural"][chosen].mean())


@pytest.mark.slow
def test_f7_4_an_overloaded_desk_is_felt_to_be_unfair(slice_of, evidence):
    sizes = {str(n): desk_of(n) for n in (2, 6, 12)}
    found = several(slice_of("complaints"), sizes, [procedural, figure("complaint_satisfaction")], 8)
    fair, content = ({arm: rows[place] for arm, rows in found.items()} for place in range(2))
    lost, twin = difference(fair["6"], fair["2"]), difference(fair["12"], fair["6"])
    evidence("procedural justice lost", lost)
    evidence("procedural justice lost, ample people", twin)
    evidence("points of satisfaction lost", difference(content["6"], content["2"]))
    assert lost.exceeds(A_TENTH)
    assert difference(content["6"], content["2"]).exceeds(0.0)
    assert twin.vanishes(A_TENTH)


# --- F7.5: escalation ------------------------------------------------------------------------------------

SHORTER_TAIL = 0.10


def resolution(log, scenario):
    """Working days until the answer that stood, of registered complaints settled in the window."""
    reading = Reading(log, scenario)
    fates = problem_fates(reading)
    there = reading.window.has(fates.settled) & fates.written_down
    return reading.base.between(fates.complained[there], fates.answered[there]) / reading.day_hours


def escalated(base, replications):
    """Quantiles .25, .5 and .99 of the days until the answer: with escalation over without, less 1."""
    quantiles = [
        lambda log, scenario, q=q: float(np.quantile(resolution(log, scenario), q)) for q in (0.25, 0.5, 0.99)
    ]
    found = several(base, {"with": {}, "without": {"complaints.escalation": "skip"}}, quantiles, replications)
    pairs = zip(found["with"], found["without"], strict=True)
    return [effect(lambda a, b: a / b - 1.0, *pair) for pair in pairs]


@pytest.mark.slow
def test_f7_5_escalation_shortens_the_tail_and_the_quicker_quarter_pays_for_it(slice_of, evidence):
    quarter, middle, tail = escalated(slice_of("complaints").but(desk_of(2)), 16)
    calm = escalated(slice_of("complaints").but(desk_of(8)), 6)
    for label, found in (
        ("tail", tail),
        ("middle", middle),
        ("quicker quarter", quarter),
        ("tail, ample", calm[2]),
    ):
        evidence(label, found)
    assert tail.high < -SHORTER_TAIL
    assert quarter.exceeds(0.0)
    assert calm[2].vanishes(SHORTER_TAIL)


# --- F7.6: customers who wait do not complain again ------------------------------------------------------

TOO_MUCH = 0.20


def until_solved(log, scenario):
    """Mean hours from complaint to answer."""
    fates = problem_fates(Reading(log, scenario))
    done = np.isfinite(fates.answered) & (fates.complained >= log.warm_up)
    return float((fates.answered - fates.complained)[done].mean())


def overpredicted(base, replications):
    """By how much the time until solved is longer where complaints come without limit, as a share."""
    changes = {"limited": {}, "unlimited": {"complaints.one_at_a_time": False}}
    found = arms(base, changes, until_solved, replications)
    return effect(lambda a, b: a / b - 1.0, found["unlimited"], found["limited"])


@pytest.mark.slow
def test_f7_6_an_unlimited_source_predicts_too_long_a_wait(one_at_a_time, evidence):
    found = overpredicted(one_at_a_time, 12)
    twin = overpredicted(one_at_a_time.but(desk_of(40)), 4)
    evidence("longer", found)
    evidence("longer, an agent for everybody", twin)
    assert found.exceeds(TOO_MUCH)
    assert twin.vanishes(TOO_MUCH)


@pytest.fixture
def one_at_a_time():
    from tests.theory.complaints import S16

    return S16.scenario.but({"complaints.failures": "0.015 / h"})


# --- F8.1: four ways to end ------------------------------------------------------------------------------

OUTCOMES = (SILENT, UNSATISFIED, SATISFIED_LATE, SATISFIED_FAST)
STEPS = (0.02, 0.02, 0.005)  # by which each loses fewer of the customers with a major problem
GRAVE = {
    "complaints.severity.minor.share": 0.0,
    "complaints.severity.major.share": 1.0,
    "complaints.justice.satisfied": 85.0,
}


def by_outcome(base, replications):
    """Chance that a problem cost the customer, by how it ended, a row per outcome."""
    rows = []
    for replication in range(replications):
        settled = play(base, replication).table("settlements")
        rows.append([settled["churn"][settled["outcome"] == outcome].mean() for outcome in OUTCOMES])
    return np.array(rows).T


def test_f8_1_the_silent_leave_first_then_the_unsatisfied_the_late_and_the_quickly_satisfied(
    slice_of, evidence
):
    base = slice_of("complaints").but(GRAVE)
    chances, equal = by_outcome(base, 2), by_outcome(base.but(NO_RECOVERY), 2)
    for place, least in enumerate(STEPS):
        step = difference(chances[place], chances[place + 1])
        twin = difference(equal[place], equal[place + 1])
        evidence(f"step {place}", step)
        assert step.exceeds(least)
        assert twin.vanishes(least)


def test_customers_leave_over_problems_as_often_as_their_chances_say(slice_of):
    lost, chance, spread = 0, 0.0, 0.0
    for replication in range(3):
        scenario = slice_of("complaints").but(GRAVE)
        fates = problem_fates(Reading(play(scenario, replication), scenario))
        first = np.unique(fates.account, return_index=True)[
            1
        ]  # who has left has no second problem to leave over
        first = first[np.isfinite(fates.settled[first])]
        lost += np.count_nonzero(fates.lost[first])
        chance += fates.churn[first].sum()
        spread += (fates.churn[first] * (1.0 - fates.churn[first])).sum()
    assert abs(lost - chance) < 3.3 * np.sqrt(spread)


# --- F8.4: prevention ------------------------------------------------------------------------------------

A_CUSTOMER_IN_TWO_YEARS = 0.5
PREVENTED = {"complaints.billing": "0.48 / y", "complaints.failures": "0.48 / y"}
QUICK = {f"complaints.severity.{name}.quick": "99 wd" for name in ("minor", "major")}
PERFECT = {"complaints.justice.satisfied": 0.0, **QUICK}


def expected_losses(log, scenario):
    """Customers that problems settled in the window cost, by their chances."""
    reading = Reading(log, scenario)
    fates = problem_fates(reading)
    return float(fates.churn[reading.window.has(fates.settled) & (fates.account >= 0)].sum())


def prevention_over_recovery(base, replications):
    """Customers a year that a fifth fewer problems keep beyond those that perfect answers keep."""
    found = arms(base, {"prevented": PREVENTED, "perfect": PERFECT}, expected_losses, replications)
    return difference(found["perfect"], found["prevented"])


@pytest.mark.slow
def test_f8_4_prevention_beats_recovery_where_many_keep_silent(slice_of, evidence):
    found = prevention_over_recovery(slice_of("complaints").but(voiced(0.6)), 12)
    twin = prevention_over_recovery(slice_of("complaints").but(voiced(1.0)), 12)
    evidence("customers a year", found)
    evidence("customers a year, nobody silent", twin)
    assert found.exceeds(A_CUSTOMER_IN_TWO_YEARS)
    assert twin.high < 0.0, "where everybody speaks up, answering well is worth more"


# --- F8.5, L7: what is heard is mended, later ------------------------------------------------------------

FEWER_DEFECTS, TENTH_FEWER = 0.15, 0.10


def defects(since, until):
    """Defects born per delivery between two weeks."""

    def measure(log, scenario):
        notes, problems = log.notes, log.table("problems")
        delivered = notes[notes["activity"] == DELIVERED]
        delivered = delivered[(delivered["time"] >= since * 168.0) & (delivered["time"] < until * 168.0)]
        faulty = problems["order"][problems["trouble"] == DEFECT]
        return float(np.isin(delivered["case"], faulty).mean())

    return measure


def fewer(base, change, measures, replications):
    """For each measure, the share of the defects that are gone in `base` and are there with a change."""
    found = several(base, {"base": {}, "other": change}, measures, replications)
    pairs = zip(found["base"], found["other"], strict=True)
    return [effect(lambda a, b: 1.0 - a / b, *pair) for pair in pairs]


OFF = {"switches.quality": False}
YEARS = [defects(52, 104), defects(0, 12)]


@pytest.mark.slow
def test_f8_5_the_quality_loop_lowers_defects_with_a_delay(slice_of, evidence):
    base = slice_of("quality")
    late, early = fewer(base, OFF, YEARS, 10)
    (deaf,) = fewer(base.but(voiced(0.0)), OFF, YEARS[:1], 3)
    for label, found in (("second year", late), ("first twelve weeks", early), ("nobody speaks up", deaf)):
        evidence(f"defects gone, {label}", found)
    assert late.exceeds(FEWER_DEFECTS)
    assert early.low == early.high == 0.0, "a remedy takes sixty working days to show"
    assert deaf.low == deaf.high == 0.0, "what nobody hears is not mended"


@pytest.mark.slow
def test_l7_a_firm_that_hears_more_has_fewer_defects_a_year_later(slice_of, evidence):
    # nobody leaves or orders less over a problem, so that both firms deliver the same
    base = slice_of("quality").but(
        {"complaints.quality.evidence": 10, **NO_RECOVERY, "switches.satisfaction": False}
    )
    heard, deaf = base.but(voiced(0.9)), voiced(0.1)
    (found,) = fewer(heard, deaf, YEARS[:1], 14)
    (twin,) = fewer(heard.but(OFF), deaf, YEARS[:1], 8)
    evidence("defects gone", found)
    evidence("defects gone, loop cut", twin)
    assert found.exceeds(TENTH_FEWER)
    assert twin.vanishes(TENTH_FEWER)


# --- L4, the promise half: short promises, late deliveries, complaints, customers lost -------------------

LATER, MORE_TROUBLE, MORE_LOST = 0.10, 0.50, 0.20
SHORT = {"production.promising": {"kind": "fixed", "factors": {"standard": 0.4}}}


def late_share(log, scenario):
    """Share of the window's deliveries that came later than promised."""
    notes = log.notes
    delivered = notes[(notes["activity"] == DELIVERED) & (notes["time"] >= log.warm_up)]
    return float(delivered["value"].mean())


def overpromised(base, replications):
    """What promises of 1.2 instead of 3 working days change: late share, problems, complaints, customers lost."""
    measures = [late_share, figure("problems"), figure("complaints"), expected_losses]
    found = several(base, {"true": {}, "short": SHORT}, measures, replications)
    more = [
        effect(lambda a, b: a / b - 1.0, *pair)
        for pair in zip(found["short"][1:], found["true"][1:], strict=True)
    ]
    return [difference(found["short"][0], found["true"][0]), *more]


@pytest.mark.slow
def test_l4_promises_that_are_too_short_come_back_as_complaints_and_lost_customers(slice_of, evidence):
    late, problems, complaints, lost = overpromised(slice_of("promises"), 12)
    unfelt = overpromised(slice_of("promises").but({"complaints.late_felt": 0.0}), 6)
    for label, value in (("late", late), ("problems", problems), ("complaints", complaints), ("lost", lost)):
        evidence(label, value)
    for label, value in zip(("late", "problems", "complaints", "lost"), unfelt, strict=True):
        evidence(f"{label}, lateness not felt", value)
    assert late.exceeds(LATER)
    assert problems.exceeds(MORE_TROUBLE)
    assert complaints.exceeds(MORE_TROUBLE)
    assert lost.exceeds(MORE_LOST)
    assert unfelt[0].exceeds(LATER)
    assert all(value.vanishes(MORE_TROUBLE) for value in unfelt[1:3])
    assert unfelt[3].vanishes(MORE_LOST)
