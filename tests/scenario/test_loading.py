from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from simsales.scenario.loading import load_as
from simsales.words.errors import InputError, ScenarioError
from simsales.words.quantities import Duration, Rate
from tests.scenario.small import Longest, Small, Source, Team, Work

BASE = """
about = "the base"
[demand.inbound]
rate = "1400 / y"
[people]
hunter.count = 7
hunter.salary = "62_000 EUR"
sdr.count = 3
[routing]
kind = "longest"
least = 5
"""


def test_a_file_becomes_a_scenario_named_after_it(small):
    scenario = small(BASE)
    assert scenario.name == "my" and scenario.about == "the base"
    assert scenario.demand == {"inbound": Source(rate=Rate(1400, "y"))}
    assert scenario.people["hunter"] == Team(count=7, salary=62_000)
    assert scenario.routing == Longest(least=5)


def test_a_child_states_only_what_differs(files):
    files(base=BASE, child='based_on = "base.toml"\npeople.hunter.count = 9\nshares = [1.0]')
    base, child = load_as(Small, "base.toml"), load_as(Small, "child.toml")
    assert child.people == base.people | {"hunter": Team(count=9, salary=62_000)}
    assert child.demand == base.demand
    assert child.shares == (1.0,)


def test_a_question_is_not_inherited(files):
    files(base=BASE, child='based_on = "base.toml"\npeople.hunter.count = 9')
    assert load_as(Small, "child.toml").about == ""


def test_a_parent_is_found_beside_the_file_that_names_it(files):
    folder = files(base=BASE, child='based_on = "base.toml"\npeople.hunter.count = 9')
    (folder / "deep").mkdir()
    (folder / "deep" / "grandchild.toml").write_text('based_on = "../child.toml"\nwork.hours = "3 h"')
    scenario = load_as(Small, "deep/grandchild.toml")
    assert scenario.people["hunter"].count == 9 and scenario.work.hours == Duration(3, "h")


def test_a_policy_of_another_kind_replaces_the_old_one_whole(files):
    files(base=BASE, same='based_on = "base.toml"\nrouting = { kind = "longest" }')
    files(
        other='based_on = "base.toml"\nrouting.kind = "first"',
        none='based_on = "base.toml"\nrouting.least = 1',
    )
    assert load_as(Small, "same.toml").routing == Longest(least=5)
    assert load_as(Small, "other.toml").routing.kind == "first"
    assert load_as(Small, "none.toml").routing == Longest(least=1)


def test_a_table_stated_in_part_keeps_the_rest_of_its_default(small):
    assert small("work.people.count = 4").work == Work(people=Team(count=4, salary=70_000))


def test_default_products_go_once_a_file_names_its_own(small):
    assert set(small('products.gear.rate = "5 / y"').products) == {"gear"}
    assert set(small("run.seed = 3").products) == {"standard"}


def test_default_products_go_also_when_only_a_child_names_its_own(files):
    files(base="run.seed = 3", child='based_on = "base.toml"\nproducts.gear.rate = "5 / y"')
    assert set(load_as(Small, "base.toml").products) == {"standard"}
    assert set(load_as(Small, "child.toml").products) == {"gear"}


def test_a_child_may_change_a_number_in_proportion_to_its_parent(files):
    files(base=BASE, child='based_on = "base.toml"\ndemand.inbound.rate = "x1.5"\npeople.sdr.count = "+2"')
    child = load_as(Small, "child.toml")
    assert child.demand["inbound"].rate == Rate(2100, "y") and child.people["sdr"].count == 5


def test_an_override_wins_over_every_file(small):
    scenario = small(
        BASE, "people.hunter.count=9", "about=why not", 'routing={ kind = "first" }', "run.seed = x2"
    )
    assert scenario.people["hunter"].count == 9
    assert scenario.about == "why not"
    assert scenario.routing.kind == "first"
    assert scenario.run.seed == 2


def test_an_override_reaches_values_that_no_file_states(small):
    assert small(BASE, "people.hunter.ramp=90 d").people["hunter"].ramp == Duration(90, "d")
    assert small(BASE, "demand.inbound.fit=x0.5").demand["inbound"].fit == 0.25


def test_an_override_with_a_plus_adds_without_quotes_as_one_with_an_x_multiplies(small):
    assert (
        small(BASE, "people.hunter.count=+2").people["hunter"].count == 2 + small(BASE).people["hunter"].count
    )
    assert small(BASE, 'people.hunter.count="+2"') == small(BASE, "people.hunter.count=+2")


def test_equal_content_is_equal_whatever_file_it_came_from(files):
    files(one=BASE, two=BASE + "[run]\nseed = 1\n")
    one, two = load_as(Small, "one.toml"), load_as(Small, "two.toml")
    assert one == two and hash(one) == hash(two) and one.content_key() == two.content_key()
    assert one.name != two.name


def test_a_scenario_travels_between_processes_with_its_name_and_parent(files):
    files(base=BASE, child='based_on = "base.toml"\npeople.hunter.count = 9')
    child = load_as(Small, "child.toml")
    copy = pickle.loads(pickle.dumps(child))
    assert copy == child and copy.name == "child" and copy.changes() == child.changes()


def test_resolved_data_makes_the_same_scenario_again(small):
    scenario = small(BASE)
    assert Small.model_validate(scenario.resolved()) == scenario
    assert scenario.resolved()["people"]["hunter"] == {"count": 7, "salary": 62_000.0, "ramp": None}


def test_only_the_question_and_the_name_leave_the_content_key_alone(small):
    key = small(BASE).content_key()
    assert small(BASE.replace("the base", "another question")).content_key() == key
    assert small(BASE, "run.seed=2").content_key() != key
    assert small(BASE, "people.hunter.salary=62_001").content_key() != key


def test_reading_scenarios_loads_no_number_library():
    code = (
        "import sys, simsales.scenario.loading\n"
        "print(sorted({'numpy', 'scipy', 'pandas', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# What a file may get wrong.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("people.hunter.cuont = 9", "my.toml:1: people.hunter.cuont: unknown key; did you mean 'count'?"),
        ("[peple]\nx = 1", "my.toml:1: peple: unknown key; did you mean 'people'?"),
        (
            'demand.a.rate = "5 h"',
            "my.toml:1: demand.a.rate: must be a rate, found '5 h'; write it like \"1400 / y\"",
        ),
        ('demand.a.rate = "-5 / y"', "my.toml:1: demand.a.rate: must be 0 or more, found '-5 / y'"),
        ("demand.a.fit = 1.2", "my.toml:1: demand.a.fit: must be between 0 and 1, found 1.2"),
        ("demand.a.fit = nan", "my.toml:1: demand.a.fit: must be a finite number, found nan"),
        (
            "people.a.count = 100000000000000000000",
            "my.toml:1: people.a.count: must be a whole number from 0 to 10_000, found 100000000000000000000",
        ),
        (
            '\nrouting = { kind = "longst" }',
            "my.toml:2: routing: must have a known kind, found 'longst'; did you mean 'longest'?",
        ),
        ("shares = [\n 0.1,\n 1.5 ]", "my.toml:3: shares.1: must be between 0 and 1, found 1.5"),
        ("people = 4", "my.toml:1: people: must be a table, found 4"),
        ("work = 4", "my.toml:1: work: must be a table, found 4"),
        ("shares = 4", "my.toml:1: shares: must be a list, found 4"),
        ("run.seed = 1.5", "my.toml:1: run.seed: must be a whole number from 0 to 1_000_000_000, found 1.5"),
        (
            'routing = { kind = "longest", least = 1.5 }',
            "my.toml:1: routing.least: must be a whole number, found 1.5",
        ),
        (
            "routing = 4",
            "my.toml:1: routing: must be a table that names its kind ('first', 'longest'), found 4",
        ),
        ('talk = "skp"', "my.toml:1: talk: must be a table or 'skip', found 'skp'; did you mean 'skip'?"),
        ('[talk]\nhours = "4 x"', "my.toml:2: talk.hours: must have a unit of time"),
        ("a = 1\nb == 2", "my.toml:2: must be valid TOML, found a mistake: Invalid value (column 4)"),
        ("a = 1\na = 2", "my.toml:2: must be valid TOML, found a mistake: Cannot overwrite a value"),
        ("a = " + "9" * 5000, "my.toml: must be valid TOML, found a mistake: Exceeds the limit"),
        (
            "run.seed = 0x" + "f" * 5000,
            "my.toml:1: run.seed: must be a whole number from 0 to 1_000_000_000, found a",
        ),
        (
            "people.a.count = 0x" + "f" * 5000,
            "my.toml:1: people.a.count: must be a whole number from 0 to 10_000",
        ),
        ("a = " + "[" * 3000, "my.toml: must be a scenario, found brackets nested too deep to read"),
        (
            "a = " + "[" * 3000 + "]" * 3000,
            "my.toml: must be a scenario, found brackets nested too deep to read",
        ),
        (
            ".".join(["a"] * 3000) + " = 1",
            "my.toml: must be a scenario, found keys nested too deep to follow",
        ),
        ("", "my.toml: must say something, found an empty file"),
        ("# nothing but a comment\n", "my.toml: must say something, found an empty file"),
        ("based_on = 3", "my.toml:1: based_on: must be the name of one scenario, found 3"),
        (
            'based_on = "my.toml"',
            "my.toml:1: based_on: must lead to a scenario without a parent, found a circle",
        ),
        (
            '\nbased_on = "gone.toml"',
            "my.toml:2: based_on: must name a scenario file, found none at 'gone.toml'",
        ),
        (
            'based_on = "gone"',
            "my.toml:1: based_on: must be a file or the name of a shipped scenario, found neither",
        ),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(refused, text, message):
    (line,) = refused(text)
    assert line.startswith(message)


def test_all_mistakes_of_a_file_are_told_at_once_in_its_order(refused):
    text = 'people.a.cuont = 1\nshares = [2]\n[run]\nhorizon = "1 lightyear"\nseed = "many"\n'
    assert [line.split(": ")[:2] for line in refused(text)] == [
        ["my.toml:1", "people.a.cuont"],
        ["my.toml:2", "shares.0"],
        ["my.toml:4", "run.horizon"],
        ["my.toml:5", "run.seed"],
    ]


def test_an_inherited_mistake_names_the_file_that_wrote_it(files):
    files(base='[run]\nseed = "x"', child='based_on = "base.toml"\nshares = [2]')
    with pytest.raises(ScenarioError) as caught:
        load_as(Small, "child.toml")
    assert [line.split(": ")[0] for line in str(caught.value).split("\n")] == ["base.toml:2", "child.toml:2"]


def test_a_child_may_mend_its_parent(files):
    files(base='[run]\nseed = "x"', child='based_on = "base.toml"\nrun.seed = 3')
    child = load_as(Small, "child.toml")
    assert child.run.seed == 3
    assert [str(change) for change in child.changes()] == ['run.seed: "x" → 3']


def test_a_circle_of_parents_is_told_whole(files):
    files(a='based_on = "b.toml"', b='based_on = "c.toml"', c='\nbased_on = "b.toml"')
    with pytest.raises(ScenarioError, match=r"^c\.toml:2: based_on: .* b\.toml → c\.toml → b\.toml$"):
        load_as(Small, "a.toml")


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("people.hunter.cuont=9", "--set: people.hunter.cuont: unknown key; did you mean 'count'?"),
        ("people.huntr.count=9", "--set: people.huntr.count: unknown key 'huntr'; did you mean 'hunter'?"),
        ("people.hunter.count=many", "--set: people.hunter.count: must be a whole number from 0 to 10_000"),
        ("people.hunter.count", "--set: people.hunter.count: must be key=value, found 'people.hunter.count'"),
        ("=3", "--set: must be key=value, found '=3'"),
        ("run.seed.deep=3", "--set: run.seed.deep: must lie in a table, found 1 there"),
        ("shares.7=0.5", "--set: shares.7: must be an entry of the list, found 2 entries, counted from 0"),
        ("run.seed=1\nrun.horizon=2", "--set: run.seed: must be a whole number"),
    ],
)
def test_a_wrong_override_is_put_down_to_set(refused, override, message):
    (line,) = refused(BASE, override)
    assert line.startswith(message)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no device files there")
def test_a_device_is_no_scenario_file(files):
    with pytest.raises(InputError, match=r"^/dev/zero: must be an ordinary file"):
        load_as(Small, "/dev/zero")


def test_what_is_no_readable_file_is_refused_by_name(files):
    folder = files(my=BASE)
    (folder / "binary.toml").write_bytes(b"\x00\xff\xfe\x80")
    (folder / "folder").mkdir()
    for name, message in [
        ("gone.toml", "gone.toml: must be a scenario file, found no such file"),
        ("gone", "gone: must be a file or the name of a shipped scenario, found neither"),
        ("binary.toml", "binary.toml: must be text in UTF-8, found a binary byte at position 1"),
        ("folder", "folder: must be a file, found a folder"),
        ("x" * 5000, "x"),
        ("nul\0.toml", "nul\0.toml: must be a scenario file, found no such file"),
    ]:
        with pytest.raises(InputError) as caught:
            load_as(Small, name)
        assert str(caught.value).startswith(message)
