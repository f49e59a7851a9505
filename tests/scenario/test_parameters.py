"""Every default says what it means, in which unit, in which plausible range, and where it comes from."""

from __future__ import annotations

from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from simsales.instruments.distribution import Distribution
from simsales.scenario.checking import models_inside
from simsales.scenario.model import Scenario
from simsales.words.quantities import Duration, Rate


def models(model: type[BaseModel], seen: dict[type[BaseModel], None]) -> list[type[BaseModel]]:
    if model not in seen:
        seen[model] = None
        for field in model.model_fields.values():
            for inner in models_inside(field.annotation):
                models(inner, seen)
    return list(seen)


def is_a_name(field):
    """A policy's own kind is its name, not a setting."""
    return get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1


def is_quantity(annotation):
    return annotation in (int, float, Duration, Rate) or any(map(is_quantity, get_args(annotation)))


FIELDS = [
    (f"{model.__name__}.{name}", model, field)
    for model in models(Scenario, {})
    for name, field in model.model_fields.items()
    if not field.is_required() and not is_a_name(field)
]
# Dates, days and the seed have no plausible range.
BOUNDLESS = {"DatedChange.lasting", "Process.changed", "OfficeCalendar.holidays", "Batches.times", "Run.seed"}


def test_the_walk_reaches_tables_policies_responses_and_distributions():
    names = {model.__name__ for _, model, _ in FIELDS}
    assert {"Team", "ShiftGroup", "Judged", "Pursuit", "Level", "Relearning", "Nurturing", "Reply"} <= names
    assert any(issubclass(model, Distribution) for _, model, _ in FIELDS)


@pytest.mark.parametrize(("name", "field"), [(name, field) for name, _, field in FIELDS])
def test_a_default_says_what_it_means_and_where_it_comes_from(name, field):
    assert field.description, name
    assert isinstance(field.json_schema_extra, dict), f"{name} does not go through parameter()"
    assert field.json_schema_extra["source"], name


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (name, field)
        for name, model, field in FIELDS
        if is_quantity(field.annotation) and not issubclass(model, Distribution) and name not in BOUNDLESS
    ],
)
def test_a_quantity_has_a_plausible_range_in_order(name, field):
    low, high = field.json_schema_extra["range"]
    amounts = [float(str(each).split(" ")[0].replace("_", "")) for each in (low, high)]
    assert amounts[0] < amounts[1] or str(low).split(" ")[1:] != str(high).split(" ")[1:], name
