"""The laws of luck, hours and memory where people respond to pay, control and moods, and come and go."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.processes.play import play
from simsales.words.vocabulary import DISCOUNTED, HELD_BACK, PULLED_IN, QUIT
from tests.laws import test_luck
from tests.laws.responding import TABLES, everything
from tests.laws.stage import Stage
from tests.laws.test_conservation import (
    check_that_hours_fit_into_weeks,
    check_that_hours_take_as_long_as_availability_says,
    check_that_nobody_works_on_two_things_at_once,
    check_that_nobody_works_outside_their_calendar,
    check_that_work_has_its_order,
)
from tests.laws.test_luck import without_ticks

#: What a firm may pay or ask for, and what its people may answer to.
POLICIES: dict[str, dict[str, object]] = {
    "salary": {"compensation.hunter": {"kind": "salary", "salary": 60_000.0, "variable": 30_000.0}},
    "commission": {"compensation.hunter": {"kind": "commission", "salary": 60_000.0, "rate": 0.08}},
    "bonus": {"compensation.hunter": {"kind": "bonus", "salary": 60_000.0, "quota": {"first": 148_000.0}}},
    "no control": {"control": "skip"},
    "all behaviour": {"control.behaviour": 1.0},
    "no moods": {"motivation.mood": "skip"},
    "no games": {"motivation.timing": "skip"},
    "nobody chooses": {
        "motivation.choosing": "skip",
        "motivation.timing": "skip",
        "motivation.mood": "skip",
        "control": "skip",
    },
    "nobody quits": {f"people.{team}.attrition": "skip" for team in ("hunter", "farmer", "supporter")},
}


@pytest.fixture(scope="module")
def log():
    return play(everything())


def same(one, other) -> bool:
    """Whether two logs are the same to the last byte, what people chose and felt included."""
    told = (table.table(name).tobytes() for name in TABLES for table in (one, other))
    return test_luck.same(one, other) and all(
        first == second for first, second in zip(told, told, strict=True)
    )


def test_everything_is_on(log):
    activities = log.notes["activity"]
    for activity in (QUIT, PULLED_IN, HELD_BACK, DISCOUNTED):
        assert np.count_nonzero(activities == activity) > 1
    newcomers = [crew.number for crew in log.people if crew.role == "hunter" and crew.hired > 0.0]
    for name in ("efforts", "moods"):
        assert np.isin(newcomers, log.table(name)["person"]).sum() > 1
    for name in TABLES:
        for column in log.table(name).dtype.names:
            assert np.isfinite(log.table(name)[column]).all()


# --- luck ------------------------------------------------------------------------------------------------


def test_the_same_seed_tells_the_same_story(log):
    assert same(log, play(everything()))


def test_the_story_on_the_stage_is_the_one_that_is_played(log):
    assert same(log, Stage.of(everything()).play().company.log)


def test_no_story_depends_on_the_order_of_insertion(log):
    assert same(log, without_ticks(everything()))


def test_a_story_does_not_depend_on_how_python_hashes():
    told = (
        "import hashlib; from tests.laws.test_responding import everything, play, TABLES, test_luck\n"
        "log = play(everything())\n"
        "tables = [getattr(log, name) for name in test_luck.TABLES] + [log.table(name) for name in TABLES]\n"
        "print(hashlib.sha256(b''.join(table.tobytes() for table in tables)).hexdigest())"
    )
    assert len(test_luck.printed_under_hash_seeds(told)) == 1


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_what_people_answer_to_changes_the_story_but_nobodys_draws(policy):
    """Effort may bring other leads through the door; who comes either way comes with the same luck."""
    one, two = Stage.of(everything()).play(), Stage.of(everything(**policy)).play()
    assert not test_luck.same(one.company.log, two.company.log), "a policy without effect tests nothing"
    both = one.dealt.keys() & two.dealt.keys()
    assert len(both) > 0.9 * min(len(one.dealt), len(two.dealt)) > 300
    for key in both:
        row, other = one.dealt[key], two.dealt[key]
        common = row.keys() & other.keys()
        assert len(common) > 0.8 * len(row)
        assert {name: row[name] for name in common} == {name: other[name] for name in common}
    rows = [stage.company.log.leads for stage in (one, two)]
    # customers send referrals when they are moved to, which is no luck
    sent = one.company.log.sources.index("referral")
    modelled = [{row["key"]: row.tobytes() for row in leads if row["source"] != sent} for leads in rows]
    for key in modelled[0].keys() & modelled[1].keys():
        assert modelled[0][key] == modelled[1][key]


# --- hours -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "check",
    [
        check_that_work_has_its_order,
        check_that_nobody_works_on_two_things_at_once,
        check_that_nobody_works_outside_their_calendar,
        check_that_hours_take_as_long_as_availability_says,
        check_that_hours_fit_into_weeks,
    ],
)
def test_hours_are_those_that_people_have(log, check):
    check(log)


def test_nobody_works_before_they_come_or_after_they_have_left(log):
    people = log.people
    for piece in log.worked[np.isfinite(log.worked["started"])]:
        crew = people[int(piece["person"])]
        assert crew.hired <= piece["started"] and piece["started"] < crew.left
        assert piece["ended"] <= crew.left or not np.isfinite(piece["ended"])
