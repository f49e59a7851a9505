from __future__ import annotations

import tomllib

import jsonschema
import pytest

from simsales.scenario.schema import schema
from simsales.scenario.template import template_of
from tests.scenario.small import Small


def complaints(text):
    checker = jsonschema.Draft202012Validator(schema(Small))
    return [error.json_path for error in checker.iter_errors(tomllib.loads(text))]


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema(Small))


@pytest.mark.parametrize(
    "text",
    [
        'based_on = "norddrive"\nabout = "x"',
        'people.hunter = { count = 3, salary = "62_000 EUR", ramp = "90 d" }',
        'people.hunter.salary = 62_000\ndemand.a.rate = "1400 / y"',
        'routing.kind = "longest"',
        "routing.least = 3",
        'talk = "skip"',
        'talk.hours = "3 h"',
        'people.hunter.count = "x1.5"',
        'demand.a.rate = "x2"',
        'people.hunter.ramp = "+10"',
        '[[at]]\ntime = "3 w"\nset = { "run.seed" = "+2" }',
    ],
)
def test_it_lets_a_file_state_only_what_differs(text):
    assert complaints(text) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("peple = 3", "$"),
        ("people.hunter.count = -1", "$.people.hunter.count"),
        ("demand.a.fit = 1.5", "$.demand.a.fit"),
        ('demand.a.rate = "many"', "$.demand.a.rate"),
        ("based_on = 3", "$.based_on"),
    ],
)
def test_it_marks_what_loading_would_refuse(text, where):
    assert complaints(text) == [where]


def test_it_carries_meaning_unit_range_and_source_to_the_editor():
    count = schema(Small)["$defs"]["Team"]["properties"]["count"]
    assert count["description"] == "people" and count["unit"] == "persons" and count["range"] == [0, 40]


def test_a_template_passes_it():
    assert complaints(template_of(Small(), "norddrive")) == []
