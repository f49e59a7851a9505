from __future__ import annotations

import pytest

from simsales.words.quantities import Duration, Rate
from tests.scenario.small import Longest

PEOPLE = 'demand.inbound.rate = "100 / y"\npeople.hunter.count = 4\n'


def at(time, change, lasting=None):
    until = f'for = "{lasting}"\n' if lasting else ""
    return f'[[at]]\ntime = "{time}"\n{until}set = {{ {change} }}\n'


def hunters(scenario):
    return [(str(time), each.people["hunter"].count) for time, each in scenario.epochs()]


def test_without_dated_changes_one_scenario_holds_throughout(small):
    scenario = small(PEOPLE)
    assert scenario.epochs() == [(Duration(0, "h"), scenario)]


def test_a_change_for_good_holds_from_its_date_on(small):
    assert hunters(small(PEOPLE + at("26 w", '"people.hunter.count" = 6'))) == [("0 h", 4), ("26 w", 6)]


def test_a_change_for_a_while_gives_the_former_value_back(small):
    scenario = small(PEOPLE + at("26 w", '"demand.inbound.rate" = "x1.3"', "4 w"))
    rates = [each.demand["inbound"].rate for _, each in scenario.epochs()]
    assert [str(time) for time, _ in scenario.epochs()] == ["0 h", "26 w", "30 w"]
    assert rates == [Rate(100, "y"), Rate(130, "y"), Rate(100, "y")]


@pytest.mark.parametrize(
    ("key", "change", "value"),
    [
        ("people.hunter.count", "+2", 6),
        ("people.hunter.count", "-1", 3),
        ("people.hunter.count", "x1.5", 6),
        ("people.hunter.salary", "x1.1", pytest.approx(55_000)),
        ("work.hours", "+0.5", Duration(2.5, "h")),
        ("work.hours", "x2", Duration(4, "h")),
        ("demand.inbound.rate", "-25", Rate(75, "y")),
        ("demand.inbound.fit", "x0.5", 0.25),
        ("shares.0", "x2", 0.4),
    ],
)
def test_a_relative_change_keeps_the_unit_of_the_value_in_force(small, key, change, value):
    (_, _), (_, later) = small(PEOPLE + at("1 w", f'"{key}" = "{change}"')).epochs()
    found = later
    for part in key.split("."):
        found = (
            found[int(part)]
            if part.isdigit()
            else found[part]
            if isinstance(found, dict)
            else getattr(found, part)
        )
    assert found == value


def test_changes_in_force_together_are_applied_in_the_order_of_their_dates(small):
    double = at("20 w", '"people.hunter.count" = "x2"', "20 w")
    hire = at("10 w", '"people.hunter.count" = "+1"')
    expected = [("0 h", 4), ("10 w", 5), ("20 w", 10), ("40 w", 5)]
    assert hunters(small(PEOPLE + double + hire)) == expected
    assert hunters(small(PEOPLE + hire + double)) == expected


def test_keys_may_be_dotted_without_quotes(small):
    assert hunters(small(PEOPLE + at("1 w", 'people.hunter.count = "x2"'))) == [("0 h", 4), ("1 w", 8)]


def test_a_date_may_bring_another_policy(small):
    _, (_, later) = small(at("1 w", 'routing = { kind = "longest", least = 9 }')).epochs()
    assert later.routing == Longest(least=9)


def test_dates_in_different_units_fall_together(small):
    text = PEOPLE + at("7 d", '"people.hunter.count" = 5') + at("1 w", '"people.hunter.salary" = 1')
    assert [str(time) for time, _ in small(text).epochs()] == ["0 h", "7 d"]


def test_a_mistake_in_a_dated_change_is_put_down_to_its_line(refused):
    text = PEOPLE + at("26 w", '"people.hunter.count" = "x1.3"') + at("30 w", '"people.huntr.count" = 5')
    assert refused(text) == [
        "my.toml:5: people.hunter.count: must be a whole number from 0 to 10_000, found 5.2 (from 26 w on)",
        "my.toml:8: people.huntr.count: unknown key 'huntr'; did you mean 'hunter'? (from 30 w on)",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            at("5 wd", '"run.seed" = 2'),
            "my.toml:2: at.0.time: must be calendar time (min, h, d, w, y), found '5 wd'",
        ),
        (at("5 w", '"run.seed" = 2'), "my.toml:3: at.0.set: must not change during a run, found"),
        (at("5 w", ""), "my.toml:3: at.0.set: must name a key to change, found none"),
        (at("5 w", '"work.hours" = "x-2"'), "my.toml:3: work.hours: must be a duration, found 'x-2'"),
        (at("5 w", '"work" = "x2"'), "my.toml:3: work: must be a table, found 'x2'"),
        (at("5 w", '"work.huors" = "x2"'), "my.toml:3: work.huors: unknown key; did you mean 'hours'?"),
        ('[[at]]\ntime = "1 w"\nsets = 3\n', "my.toml:1: at.0.set: must be given, found nothing; add it"),
        ("at = 3", "my.toml:1: at: must be a list, found 3"),
    ],
)
def test_a_dated_change_that_makes_no_sense_is_refused(refused, text, message):
    assert refused(text)[0].startswith(message)


def test_a_dated_change_wrong_from_two_dates_on_is_told_once(refused):
    text = PEOPLE + at("1 w", '"people.hunter.count" = -1') + at("2 w", '"work.hours" = "3 h"')
    assert refused(text) == [
        "my.toml:5: people.hunter.count: must be a whole number from 0 to 10_000, found -1 (from 1 w on)"
    ]
