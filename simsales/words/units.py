"""Amounts with units: durations, rates and money, as scenario files write them.

Time has calendar units (`min h d w y`; 1 y = 52 w = 364 d) and working units (`wh wd`), which a calendar
turns into hours.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

Unit = Literal["min", "h", "d", "w", "y", "wh", "wd"]
UNITS: tuple[str, ...] = get_args(Unit)
CALENDAR_HOURS = {"min": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0, "y": 8736.0}
_DIGITS = r"[0-9]+(?:_[0-9]+)*"  # \d would take the digits of all scripts
_NUMBER = rf"[+-]?{_DIGITS}(?:\.{_DIGITS})?(?:[eE][+-]?[0-9]+)?"
DURATION = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<unit>[A-Za-z]+)\s*")
RATE = re.compile(rf"\s*(?P<number>{_NUMBER})\s*/\s*(?P<unit>[A-Za-z]+)\s*")
MONEY = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<unit>EUR)?\s*")


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
    amount, unit = _read(value, DURATION, "a duration", '"4 h"')
    return Duration(amount, _time_unit(unit, value, '"4 h"'))


def read_rate(value: object) -> Rate:
    """A rate of any sign from text such as "1400 / y"; ValueError says what is wrong with it."""
    if isinstance(value, Rate):
        return Rate(_finite(value.amount, value), value.unit)
    amount, unit = _read(value, RATE, "a rate", '"1400 / y"')
    return Rate(amount, _time_unit(unit, value, '"1400 / y"'))


def read_money(value: object) -> float:
    """Euros of any sign from a number or text such as "62_000 EUR"; ValueError says what is wrong with it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(value, value)
    return _read(value, MONEY, "an amount of money", '62_000 or "62_000 EUR"')[0]


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
