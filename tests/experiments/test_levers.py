"""What a study varies is written on one line, checked against the schema, and refused with all mistakes at once."""

from __future__ import annotations

import pytest

from simsales.experiments.designs import design_of, unit_points
from simsales.experiments.levers import asked, levers_of, value_at
from simsales.experiments.parameters import comparable, parameters
from simsales.scenario import Scenario
from simsales.words.errors import InputError


@pytest.fixture(scope="module")
def company():
    teams = {name: {"count": 7} for name in ("hunter", "sdr", "supporter")}
    sources = {"inbound": {"rate": "1400 / y"}, "outbound": {"rate": "900 / y"}}
    skill = {"kind": "lognormal", "mean": 1.0, "cv": 0.2}
    steps = {"selling.presentation": {"hours": "5 h"}, "selling.closing": {"hours": "2 h"}}
    tables = {"people": teams, "demand": sources, **steps, "people.hunter.skill": skill}
    return Scenario().but(tables, name="company")


def lever(company, text):
    (found,) = levers_of(company, asked([text]))
    return found


def test_a_range_of_whole_numbers_is_every_one_of_them(company):
    assert lever(company, "people.hunter.count=5..9").choices == (5, 6, 7, 8, 9)


def test_a_range_of_amounts_is_anything_between(company):
    found = lever(company, "people.hunter.available=0.5..0.9")
    assert found.continuous
    assert found.levels(3) == (0.5, 0.7, 0.9)


def test_a_quantity_keeps_its_unit(company):
    found = lever(company, "demand.inbound.rate=1000..1800 / y")
    assert found.levels(3) == ("1000 / y", "1400 / y", "1800 / y")
    assert lever(company, "demand.inbound.rate=1000 / y..1800 / y").levels(3) == found.levels(3)


def test_a_relative_range_multiplies_what_the_file_says(company):
    found = lever(company, "demand.inbound.rate=x0.5..x1.5")
    assert found.levels(2) == ("x0.5", "x1.5")
    assert value_at(company.but({found.key: found.at(1.0)}), found.key) == "2100 / y"


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("people.sdr.discipline=fifo,priority", ("fifo", "priority")),
        ("people.hunter.count=5, 7, 12", (5, 7, 12)),
        (
            'routing={ kind = "round_robin" },{ kind = "least_loaded" }',
            ({"kind": "round_robin"}, {"kind": "least_loaded"}),
        ),
        ("people.hunter.count=7", (7,)),
    ],
)
def test_choices_stand_between_commas(company, text, choices):
    assert lever(company, text).choices == choices


def test_each_choice_is_as_wide_as_the_others(company):
    found = lever(company, "people.hunter.count=5..9")
    assert [found.at(share / 100) for share in (0, 19, 20, 99, 100)] == [5, 5, 6, 9, 9]
    assert [found.nearest(share) for share in (0.0, 1 / 3, 1.0)] == [(5, 0.0), (6, 0.25), (9, 1.0)]


WRONG = (
    ("people.huntr.count=5..9", "people.huntr.count: unknown key 'huntr'; did you mean 'hunter'?"),
    ("people.hunter.cuont=5..9", "people.hunter.cuont: unknown key; did you mean 'count'?"),
    (
        "people.hunter.count=5..60",
        "must lie in its plausible range, 0 to 50, found 51; stay in it, or say --beyond-range",
    ),
    ("people.sdr.available=0.5..1.2", "people.sdr.available: must be more than 0 and at most 1, found 1.2"),
    ("people.hunter.available=0.9..0.5", "must have its lower end first, found '0.9..0.5'"),
    ("people.supporter.available=low..high", "must be a range of amounts, found 'low..high'"),
    ("people.sdr.count=2.5..4", "must have whole numbers as ends"),
    ("people.supporter.count=1..5000", "must have at most 1000 whole numbers"),
    ("demand.inbound.rate=3..5", "must be a rate, found 3.0"),
    ("demand.outbound.rate=3 / y..5 / w", "must have both ends in one unit"),
    (
        "people.sdr.discipline=fifo,lifo",
        "must be 'fifo', 'priority' or 'due_date', found 'lifo'; did you mean 'fifo'?",
    ),
    (
        "selling.presentation.hours=2 h..8 h",
        "vary its mean, selling.presentation.hours.mean, or say x0.8..x1.2",
    ),
    (
        "run.horizon=1 y..2 y",
        "run.horizon: must be about the company, for runs that differ are not compared; use --set",
    ),
    ("selling.closing.hours=2 h,3 h", "must stay a distribution, found '2 h'"),
)


def test_everything_wrong_is_told_at_once(company):
    with pytest.raises(InputError) as refused:
        levers_of(company, asked(text for text, _ in WRONG))
    told = str(refused.value)
    assert [message for _, message in WRONG if message not in told] == []


def test_beyond_the_plausible_range_only_on_request(company):
    assert levers_of(company, {"people.hunter.count": "49..60"}, beyond_range=True)[0].choices[-1] == 60


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("people.hunter.count", "must be key=a..b or key=a,b,c, found 'people.hunter.count'"),
        ("=3", "must be key=a..b"),
        ("people.hunter.count=", "must be key=a..b"),
    ],
)
def test_what_is_no_key_with_values_is_refused(text, message):
    with pytest.raises(InputError, match=message):
        asked([text])


def test_a_key_is_varied_once():
    with pytest.raises(InputError, match=r"must name each key once, found a\.b twice"):
        asked(["a.b=1..2", "a.b=3..4"])


def test_nothing_to_vary_is_refused(company):
    with pytest.raises(InputError, match="--vary: must name at least one key"):
        levers_of(company, {})


def test_parameters_are_read_with_value_range_and_source(company):
    known = {each.key: each for each in parameters(company)}
    count = known["people.hunter.count"]
    assert (count.value, count.low, count.high, count.source) == (7, 0, 50, "assumed")
    rate = known["demand.inbound.rate"]
    assert (rate.value, rate.range_text()) == ("1400 / y", "0 / y to 40_000 / y")
    assert known["people.hunter.skill.mean"].value == 1.0
    assert known["people.hunter.skill.cv"].value == 0.2
    assert not any(key.endswith(".kind") for key in known)


def test_every_parameter_can_be_set_to_what_it_is(company):
    same = company.but({each.key: each.value for each in parameters(company)}, name=company.name)
    assert same.content_key() == company.content_key()


def test_amounts_of_one_sort_are_compared_across_units():
    assert comparable("1 d") == comparable("24 h")
    assert comparable("52 / y") == pytest.approx(comparable("1 / w")) or comparable("52 / y")[
        1
    ] == pytest.approx(comparable("1 / w")[1])
    assert comparable("1 wd")[0] != comparable("8 h")[0]
    assert comparable("62_000 EUR") == ("number", 62_000.0)
    assert comparable("soon") is comparable(True) is comparable(None) is None


def test_a_grid_crosses_everything_in_order(company):
    levers = levers_of(company, {"people.hunter.count": "5..6", "people.hunter.available": "0.5..0.7"})
    points = [tuple(point.values.values()) for point in design_of(levers, "grid", levels=3)]
    assert points == [(5, 0.5), (5, 0.6), (5, 0.7), (6, 0.5), (6, 0.6), (6, 0.7)]


def test_a_latin_hypercube_has_one_point_in_each_slice(company):
    levers = levers_of(company, {"people.hunter.available": "0.5..0.9", "people.sdr.available": "0.5..0.9"})
    points = design_of(levers, "latin", points=8)
    for key in ("people.hunter.available", "people.sdr.available"):
        slices = sorted(int((point.values[key] - 0.5) / 0.05) for point in points)
        assert slices == list(range(8))


@pytest.mark.parametrize("design", ["latin", "sobol"])
def test_the_same_seed_gives_the_same_points(design):
    assert (unit_points(design, 3, 10, 7) == unit_points(design, 3, 10, 7)).all()
    assert (unit_points(design, 3, 10, 7) != unit_points(design, 3, 10, 8)).any()


@pytest.mark.parametrize(
    ("asked_for", "message"),
    [
        ({"design": "grd"}, "--design: must be a known design, found 'grd'; did you mean 'grid'"),
        ({"design": "grid", "points": 5}, "--points: must be left away with a grid"),
        ({"design": "sobol", "levels": 5}, "--levels: must be left away with sobol"),
        ({"design": "sobol", "points": 20_000}, "must make from 1 to 10_000 points, found 20_000"),
        ({"design": "grid", "levels": 20_000}, "must make from 1 to 10_000 points"),
    ],
)
def test_designs_that_cannot_be_are_refused(company, asked_for, message):
    levers = levers_of(company, {"people.hunter.available": "0.5..0.9"})
    with pytest.raises(InputError, match=message):
        design_of(levers, **asked_for)
