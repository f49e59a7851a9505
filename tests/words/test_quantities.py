from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from simsales.words.quantities import (
    CALENDAR_HOURS,
    FROZEN,
    UNITS,
    Count,
    Duration,
    Euros,
    Frequency,
    Headcount,
    NonNegative,
    Positive,
    Rate,
    Share,
    Span,
    parameter,
    read_duration,
    read_money,
    read_rate,
    shown,
)

AMOUNTS = st.floats(allow_nan=False, allow_infinity=False)


class Everything(BaseModel):
    model_config = FROZEN
    span: Span = parameter("4 h", help="a delay", unit="h", range=("0 h", "8 h"))
    frequency: Frequency = parameter("1400 / y", help="leads", source="dossier C")
    euros: Euros = parameter("62_000 EUR", help="pay")
    share: Share = parameter(0.5, help="a share")
    positive: Positive = parameter(1, help="a factor")
    non_negative: NonNegative = parameter(0, help="a cost")
    headcount: Headcount = parameter(9, help="people")
    count: Count = parameter(30, help="replications")


@given(AMOUNTS, st.sampled_from(UNITS))
def test_a_duration_reads_back_as_it_was_written(amount, unit):
    assert read_duration(str(Duration(amount, unit))) == Duration(amount, unit)


@given(AMOUNTS, st.sampled_from(UNITS))
def test_a_rate_reads_back_as_it_was_written(amount, unit):
    assert read_rate(str(Rate(amount, unit))) == Rate(amount, unit)


def test_a_year_has_52_weeks_of_seven_days():
    assert Duration(1, "y").calendar_hours == Duration(52, "w").calendar_hours == 364 * 24
    assert Duration(90, "min").calendar_hours == 1.5


def test_working_time_becomes_hours_only_with_a_working_day():
    assert Duration(2, "wd").working_hours(8) == 16
    assert Duration(3, "wh").working_hours(8) == 3
    with pytest.raises(ValueError, match="calendar time"):
        _ = Duration(2, "wd").calendar_hours
    with pytest.raises(ValueError, match="working time"):
        Duration(2, "d").working_hours(8)


def test_a_rate_is_per_hour_of_its_own_kind_of_time():
    assert Rate(8736, "y").per_calendar_hour == pytest.approx(1, abs=1e-12)
    assert Rate(4, "wd").per_working_hour(8) == 0.5
    assert Rate(4, "wd").working and not Rate(4, "d").working
    with pytest.raises(ValueError, match="calendar time"):
        _ = Rate(4, "wd").per_calendar_hour


@pytest.mark.parametrize("unit", CALENDAR_HOURS)
def test_calendar_units_are_not_working_time(unit):
    assert not Duration(1, unit).working


def test_money_is_a_number_or_an_amount_in_euros():
    assert read_money("62_000 EUR") == read_money(62_000) == read_money("62000") == 62_000.0
    assert read_money("-1.5e3 EUR") == -1500.0


def test_defaults_are_written_as_in_a_file():
    values = Everything()
    assert values.span == Duration(4, "h") and values.frequency == Rate(1400, "y") and values.euros == 62_000


def test_values_write_themselves_back_as_plain_data():
    plain = Everything().model_dump()
    assert plain["span"] == "4 h" and plain["frequency"] == "1400 / y" and plain["euros"] == 62_000.0
    assert Everything.model_validate(plain) == Everything()


def test_values_travel_between_processes():
    assert pickle.loads(pickle.dumps(Everything())) == Everything()


def test_a_parameter_states_meaning_unit_range_and_source():
    field = Everything.model_json_schema()["properties"]["span"]
    assert (field["description"], field["unit"], field["range"]) == ("a delay", "h", ["0 h", "8 h"])
    assert field["source"] == "assumed"
    assert Everything.model_json_schema()["properties"]["frequency"]["source"] == "dossier C"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("span", "4 x", "must have a unit of time (min, h, d, w, y, wh, wd), found '4 x'"),
        ("span", 4, 'must be a duration, found 4; write it like "4 h"'),
        ("span", True, "must be a duration, found true"),
        ("span", "-4 h", "must be 0 or more, found '-4 h'"),
        ("span", "nan h", "must be a duration, found 'nan h'"),
        ("span", "1e999 h", "must be a finite number, found '1e999 h'"),
        ("span", Duration(float("nan"), "h"), "must be a finite number"),
        ("frequency", "5 h", "must be a rate, found '5 h'"),
        ("frequency", "-1 / y", "must be 0 or more, found '-1 / y'"),
        ("frequency", "5 / month", "must have a unit of time"),
        ("euros", "5 USD", "must be an amount of money, found '5 USD'"),
        ("euros", float("inf"), "must be a finite number, found inf"),
        ("euros", 10**400, "must be a finite number, found a whole number of more than 60 digits"),
        ("share", 1.2, "must be between 0 and 1, found 1.2"),
        ("share", float("nan"), "must be a finite number, found nan"),
        ("share", "0.5", "must be a number, found '0.5'"),
        ("positive", 0, "must be more than 0, found 0"),
        ("non_negative", -0.1, "must be 0 or more, found -0.1"),
        ("headcount", 10**20, "must be a whole number from 0 to 10_000, found 100000000000000000000"),
        ("headcount", 9.5, "must be a whole number from 0 to 10_000, found 9.5"),
        ("headcount", True, "must be a whole number from 0 to 10_000, found true"),
        ("count", "5", "must be a whole number from 0 to 1_000_000_000, found '5'"),
        ("headcount", -1, "must be a whole number from 0 to 10_000, found -1"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(field, value, sentence):
    with pytest.raises(ValidationError) as caught:
        Everything(**{field: value})
    (error,) = caught.value.errors()
    assert str(error["ctx"]["error"]).startswith(sentence)


def test_long_values_are_cut_short_in_messages():
    assert len(shown("x" * 500)) == 60
    assert shown(1 << 20_000) == "a whole number of more than 60 digits"
