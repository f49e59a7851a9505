from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simsales.scenario.changes import Change, toml
from simsales.scenario.loading import load_as
from simsales.words.errors import ScenarioError
from simsales.words.quantities import Duration
from tests.scenario.small import Longest, Small, Team

BASE = 'people.hunter.count = 7\nrouting = { kind = "longest", least = 5 }\n'


def test_a_root_scenario_has_no_changes(small):
    assert small(BASE).changes() == []


def test_changes_are_told_against_the_parent_file(files):
    people = "people.hunter.count = 9\npeople.sdr = {}\n"
    text = f'based_on = "base.toml"\nabout = "x"\n{people}routing.kind = "first"'
    files(base=BASE, child=text)
    assert load_as(Small, "child.toml").changes() == [
        Change("people.hunter.count", 7, 9),
        Change("people.sdr", None, {"count": 1, "salary": 50_000.0, "ramp": None}),
        Change("routing", {"kind": "longest", "least": 5}, {"kind": "first"}),
    ]


def test_another_spelling_of_the_same_value_is_no_change(files):
    files(
        base='people.hunter.salary = "62_000 EUR"',
        child='based_on = "base.toml"\npeople.hunter.salary = 62000',
    )
    assert load_as(Small, "child.toml").changes() == []


def test_an_override_is_a_change_against_the_file(small):
    assert small(BASE, "people.hunter.count=9").changes() == [Change("people.hunter.count", 7, 9)]


def test_a_change_reads_old_arrow_new():
    assert str(Change("people.hunter.count", 7, 9)) == "people.hunter.count: 7 → 9"
    assert str(Change("routing", None, {"kind": "first"})) == 'routing: – → { kind = "first" }'


TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(VALUES)
def test_values_are_shown_as_a_file_would_write_them(value):
    assert tomllib.loads(f"value = {toml(value)}") == {"value": value}


# The same description with other values.


def test_but_leaves_the_original_alone(small):
    base = small(BASE)
    more = base.but({"people.hunter.count": 9})
    assert base.people["hunter"].count == 7 and more.people["hunter"].count == 9
    assert more.changes() == [Change("people.hunter.count", 7, 9)]
    assert more.name == "my but people.hunter.count = 9"
    assert base.but({"people.hunter.count": 7}) == base


def test_but_takes_quantities_tables_and_policies(small):
    changed = small(BASE).but(
        {
            "work.hours": Duration(3, "h"),
            "people.sdr": Team(count=2),
            "people.clerk": {"count": 1},
            "routing": Longest(least=1),
            "run.seed": "+4",
        },
        name="tuned",
    )
    assert changed.work.hours == Duration(3, "h") and changed.people["sdr"].count == 2
    assert changed.people["clerk"].count == 1 and changed.routing == Longest(least=1)
    assert changed.run.seed == 5 and changed.name == "tuned"


def test_but_may_date_a_change(small):
    dated = small(BASE).but({"at": [{"time": "1 w", "set": {"people.hunter.count": 8}}]})
    assert [each.people["hunter"].count for _, each in dated.epochs()] == [7, 8]


def test_but_refuses_what_a_file_could_not_say_either(small):
    with pytest.raises(ScenarioError) as caught:
        small(BASE).but({"people.hunter.count": -1, "work.huors": 3})
    assert str(caught.value).split("\n") == [
        "people.hunter.count: must be a whole number from 0 to 10_000, found -1",
        "work.huors: unknown key; did you mean 'hours'?",
    ]
