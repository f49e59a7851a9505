"""Durations, rates, money and shares, as scenario files write them and as policies read them.

Time has calendar units (`min h d w y`; 1 y = 52 w = 364 d) and working units (`wh wd`), which a calendar
turns into hours.  The annotated names at the end (`Span`, `Frequency`, `Euros`, ...) are field types: they
read what a file holds, refuse the rest in one sentence, and write themselves back as plain text or numbers.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast, get_args

from pydantic import ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema

Unit = Literal["min", "h", "d", "w", "y", "wh", "wd"]
UNITS: tuple[str, ...] = get_args(Unit)
CALENDAR_HOURS = {"min": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0, "y": 8736.0}
MOST_PEOPLE = 10_000
LARGEST_COUNT = 10**9

# Every description (tables, policies) is a value: unchangeable, closed to unknown keys, free of NaN.
FROZEN = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)

_NUMBER = r"[+-]?(?:\d+(?:_\d+)*)(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?"
_DURATION = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<unit>[A-Za-z]+)\s*")
_RATE = re.compile(rf"\s*(?P<number>{_NUMBER})\s*/\s*(?P<unit>[A-Za-z]+)\s*")
_MONEY = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<unit>EUR)?\s*")


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of time in the unit it was written in, e.g. `Duration(4, "h")` for "4 h"."""

    amount: float
    unit: Unit

    @property
    def working(self) -> bool:
        """Whether this is working time, which only a calendar can place on the clock."""
        return self.unit in ("wh", "wd")

    @property
    def calendar_hours(self) -> float:
        """Calendar hours; raises ValueError for working time."""
        if self.working:
            raise ValueError(f"must be calendar time (min, h, d, w, y), found '{self}'")
        return self.amount * CALENDAR_HOURS[self.unit]

    def working_hours(self, day_hours: float) -> float:
        """Hours of work, where a working day has `day_hours`; raises ValueError for calendar time."""
        if not self.working:
            raise ValueError(f"must be working time (wh, wd), found '{self}'")
        return self.amount * (day_hours if self.unit == "wd" else 1.0)

    def __str__(self) -> str:
        return f"{shortest(self.amount)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many per unit of time, e.g. `Rate(1400, "y")` for "1400 / y"."""

    amount: float
    unit: Unit

    @property
    def working(self) -> bool:
        """Whether this counts per working hour or working day."""
        return self.unit in ("wh", "wd")

    @property
    def per_calendar_hour(self) -> float:
        """How many per calendar hour; raises ValueError for a rate per working time."""
        return self.amount / Duration(1.0, self.unit).calendar_hours

    def per_working_hour(self, day_hours: float) -> float:
        """How many per working hour of a day of `day_hours`; raises ValueError for a calendar rate."""
        return self.amount / Duration(1.0, self.unit).working_hours(day_hours)

    def __str__(self) -> str:
        return f"{shortest(self.amount)} / {self.unit}"


def shortest(number: float) -> str:
    """The shortest text that reads back as the same number: 4 rather than 4.0."""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))


def read_duration(value: object) -> Duration:
    """A duration of any sign from text such as "4 h"; ValueError says what is wrong with it."""
    if isinstance(value, Duration):
        return Duration(_finite(value.amount, value), value.unit)
    amount, unit = _read(value, _DURATION, "a duration", '"4 h"')
    return Duration(amount, _time_unit(unit, value, '"4 h"'))


def read_rate(value: object) -> Rate:
    """A rate of any sign from text such as "1400 / y"; ValueError says what is wrong with it."""
    if isinstance(value, Rate):
        return Rate(_finite(value.amount, value), value.unit)
    amount, unit = _read(value, _RATE, "a rate", '"1400 / y"')
    return Rate(amount, _time_unit(unit, value, '"1400 / y"'))


def read_money(value: object) -> float:
    """Euros of any sign from a number or text such as "62_000 EUR"; ValueError says what is wrong with it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(value, value)
    return _read(value, _MONEY, "an amount of money", '62_000 or "62_000 EUR"')[0]


def read_number(value: object) -> float:
    """A finite number that is neither text nor true/false; ValueError says what is wrong with it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"must be a number, found {shown(value)}")
    return _finite(value, value)


def shown(value: object, width: int = 60) -> str:
    """A found value as a message quotes it: text in quotes, long things cut short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > 200:  # Python refuses to print very long ones
        return "a whole number of more than 60 digits"
    text = repr(value)
    return text if len(text) <= width else text[: width - 3] + "..."


def parameter(
    default: Any, *, help: str, unit: str = "", range: object = None, source: str = "assumed"
) -> Any:
    """A field with its default, meaning, unit, plausible range, e.g. (0, 8), and the source of the value.

    The default may be written as a file would ("4 h"); it is validated like any other value.
    """
    return Field(
        default=default,
        description=help,
        json_schema_extra={"unit": unit, "range": cast(Any, range), "source": source},
    )


def _read(value: object, form: re.Pattern[str], what: str, example: str) -> tuple[float, str]:
    match = form.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"must be {what}, found {shown(value)}; write it like {example}")
    return _finite(float(match["number"]), value), match["unit"]


def _time_unit(unit: str, value: object, example: str) -> Unit:
    if unit not in UNITS:
        known = ", ".join(UNITS)
        raise ValueError(f"must have a unit of time ({known}), found {shown(value)}; write it like {example}")
    return cast(Unit, unit)


def _finite(number: float, value: object) -> float:
    try:
        finite = math.isfinite(number)
    except OverflowError:  # an integer too long for a float
        finite = False
    if not finite:
        raise ValueError(f"must be a finite number, found {shown(value)}")
    return float(number)


def _not_negative(amount: float, value: object) -> None:
    if amount < 0:
        raise ValueError(f"must be 0 or more, found {shown(value)}")


def _span(value: object) -> Duration:
    duration = read_duration(value)
    _not_negative(duration.amount, value)
    return duration


def _frequency(value: object) -> Rate:
    rate = read_rate(value)
    _not_negative(rate.amount, value)
    return rate


def _share(value: object) -> float:
    share = read_number(value)
    if not 0 <= share <= 1:
        raise ValueError(f"must be between 0 and 1, found {shown(value)}")
    return share


def _positive(value: object) -> float:
    number = read_number(value)
    if number <= 0:
        raise ValueError(f"must be more than 0, found {shown(value)}")
    return number


def _non_negative(value: object) -> float:
    number = read_number(value)
    _not_negative(number, value)
    return number


def _whole(value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(f"must be a whole number from 0 to {most:_}, found {shown(value)}")
    return value


def _headcount(value: object) -> int:
    return _whole(value, MOST_PEOPLE)


def _count(value: object) -> int:
    return _whole(value, LARGEST_COUNT)


def _text(pattern: re.Pattern[str]) -> dict[str, Any]:
    # an editor's checker knows no named groups
    return {"type": "string", "pattern": "^" + re.sub(r"\?P<\w+>", "?:", pattern.pattern) + "$"}


Span = Annotated[
    Duration,
    PlainValidator(_span),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_text(_DURATION)),
]
Frequency = Annotated[
    Rate,
    PlainValidator(_frequency),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_text(_RATE)),
]
Euros = Annotated[
    float,
    PlainValidator(read_money),
    WithJsonSchema({"anyOf": [{"type": "number"}, _text(_MONEY)]}),
]
Share = Annotated[
    float,
    PlainValidator(_share),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
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
Headcount = Annotated[
    int,
    PlainValidator(_headcount),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": MOST_PEOPLE}),
]
Count = Annotated[
    int,
    PlainValidator(_count),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": LARGEST_COUNT}),
]
