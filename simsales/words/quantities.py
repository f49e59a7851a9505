"""The field types of scenario tables and policies: what a file may say, and how it is refused.

Each annotated name at the end (`Span`, `Frequency`, `Euros`, ...) reads what a file holds, refuses the rest
in one sentence, and writes itself back as plain text or a number.  Nothing is converted on the way: text is
no number, 1 is not true, and 9.0 is not 9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, cast

from pydantic import (
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from simsales.words.units import (
    CALENDAR_HOURS,
    DURATION,
    MONEY,
    RATE,
    UNITS,
    Duration,
    Rate,
    Unit,
    read_duration,
    read_money,
    read_number,
    read_rate,
    shortest,
    shown,
)

__all__ = [
    "CALENDAR_HOURS",
    "FROZEN",
    "LARGEST_COUNT",
    "MOST_PEOPLE",
    "UNITS",
    "Amount",
    "Between",
    "CalendarFrequency",
    "CalendarSpan",
    "Count",
    "Duration",
    "Euros",
    "Flag",
    "Fraction",
    "Frequency",
    "Headcount",
    "LastingCalendarSpan",
    "LastingSpan",
    "NonNegative",
    "Number",
    "Positive",
    "Rate",
    "Share",
    "Span",
    "Unit",
    "Whole",
    "parameter",
    "read_duration",
    "read_money",
    "read_number",
    "read_rate",
    "shortest",
    "shown",
]

MOST_PEOPLE = 10_000
LARGEST_COUNT = 10**9

# Every description (tables, policies) is a value: unchangeable, closed to unknown keys, free of NaN.
FROZEN = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)


def parameter(
    default: Any,
    *,
    help: str,
    unit: str = "",
    range: object = None,
    source: str = "assumed",
    alias: str | None = None,
) -> Any:
    """A field with its default, meaning, unit, plausible range, e.g. (0, 8), and the source of the value.

    The default may be written as a file would ("4 h"); it is validated like any other value.  `alias` is the
    key in files where Python forbids the word.
    """
    return Field(
        default=default,
        alias=alias,
        description=help,
        json_schema_extra={"unit": unit, "range": cast(Any, range), "source": source},
    )


def _not_negative(amount: float, value: object) -> None:
    if amount < 0:
        raise ValueError(f"must be 0 or more, found {shown(value)}")


def _span(value: object) -> Duration:
    duration = read_duration(value)
    _not_negative(duration.amount, value)
    return duration


def _lasting_span(value: object) -> Duration:
    span = _span(value)
    if span.amount == 0:
        raise ValueError(f"must be more than 0, found {shown(value)}")
    return span


def _lasting_calendar_span(value: object) -> Duration:
    span = _lasting_span(value)
    span.calendar_hours  # noqa: B018  # asked for its refusal of working time
    return span


def _frequency(value: object) -> Rate:
    rate = read_rate(value)
    _not_negative(rate.amount, value)
    return rate


def _positive(value: object) -> float:
    number = read_number(value)
    if number <= 0:
        raise ValueError(f"must be more than 0, found {shown(value)}")
    return number


def _non_negative(value: object) -> float:
    number = read_number(value)
    _not_negative(number, value)
    return number


def _amount(value: object) -> float:
    euros = read_money(value)
    _not_negative(euros, value)
    return euros


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, found {shown(value)}")
    return value


def _calendar_span(value: object) -> Duration:
    span = _span(value)
    span.calendar_hours  # noqa: B018  # asked for its refusal of working time
    return span


def _calendar_frequency(value: object) -> Rate:
    rate = _frequency(value)
    if rate.working:
        raise ValueError(f"must be per calendar time (min, h, d, w, y), found {shown(value)}")
    return rate


@dataclass(frozen=True, slots=True)
class Whole:
    """Marks a field of whole numbers from `least` to `most`: `days: Annotated[int, Whole(1, 7)]`."""

    least: int
    most: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, value: object) -> int:
        """The number; ValueError for anything else."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            bounds = f"{self.least:_} to {self.most:_}"
            raise ValueError(f"must be a whole number from {bounds}, found {shown(value)}")
        return value


@dataclass(frozen=True, slots=True)
class Between:
    """Marks a field of numbers from `least` to `most`; with `above` the least itself is refused."""

    least: float
    most: float
    above: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        least = "exclusiveMinimum" if self.above else "minimum"
        return {"type": "number", least: self.least, "maximum": self.most}

    def read(self, value: object) -> float:
        """The number; ValueError for anything else."""
        number = read_number(value)
        if not self.least <= number <= self.most or (self.above and number == self.least):
            least, most = shortest(self.least), shortest(self.most)
            held = f"more than {least} and at most {most}" if self.above else f"between {least} and {most}"
            raise ValueError(f"must be {held}, found {shown(value)}")
        return number


def _text(pattern: re.Pattern[str]) -> dict[str, Any]:
    # an editor's checker knows no named groups
    return {"type": "string", "pattern": "^" + re.sub(r"\?P<\w+>", "?:", pattern.pattern) + "$"}


Span = Annotated[
    Duration,
    PlainValidator(_span),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_text(DURATION)),
]
LastingSpan = Annotated[  # a span that cannot be nothing
    Duration,
    PlainValidator(_lasting_span),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_text(DURATION)),
]
LastingCalendarSpan = Annotated[
    Duration,
    PlainValidator(_lasting_calendar_span),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_text(DURATION)),
]
Frequency = Annotated[
    Rate,
    PlainValidator(_frequency),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_text(RATE)),
]
CalendarSpan = Annotated[
    Duration,
    PlainValidator(_calendar_span),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_text(DURATION)),
]
CalendarFrequency = Annotated[
    Rate,
    PlainValidator(_calendar_frequency),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_text(RATE)),
]
Euros = Annotated[
    float,
    PlainValidator(read_money),
    WithJsonSchema({"anyOf": [{"type": "number"}, _text(MONEY)]}),
]
Amount = Annotated[
    float,
    PlainValidator(_amount),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, _text(MONEY)]}),
]
Number = Annotated[
    float,
    PlainValidator(read_number),
    WithJsonSchema({"type": "number"}),
]
Flag = Annotated[
    bool,
    PlainValidator(_flag),
    WithJsonSchema({"type": "boolean"}),
]
Positive = Annotated[
    float,
    PlainValidator(_positive),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0}),
]
NonNegative = Annotated[
    float,
    PlainValidator(_non_negative),
    WithJsonSchema({"type": "number", "minimum": 0}),
]
Share = Annotated[float, Between(0, 1)]
Fraction = Annotated[float, Between(0, 1, above=True)]  # a share that cannot be nothing
Headcount = Annotated[int, Whole(0, MOST_PEOPLE)]
Count = Annotated[int, Whole(0, LARGEST_COUNT)]
