"""The numbers that a scenario rests on: each with its value, unit, plausible range and source.

A table states with each field what it means and between what ends its value is plausible (`words.quantities
.parameter`); here they are read off a scenario, with the keys by which they are changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simsales.words.quantities import (
    CALENDAR_HOURS,
    Duration,
    Rate,
    read_duration,
    read_money,
    read_rate,
    shortest,
)

if TYPE_CHECKING:
    from simsales.scenario import Scenario

_WORKING_HOURS = {"wh": 1.0, "wd": 8.0}  # of a usual day; only amounts of the same key are compared


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a scenario: `low` and `high` are the ends of its plausible range, as a file writes them."""

    key: str
    value: Any
    unit: str
    low: Any
    high: Any
    source: str
    meaning: str

    def holds(self, value: object) -> bool:
        """Whether a value lies in the plausible range; so does one that has no amount to compare."""
        amounts = [comparable(each) for each in (self.low, value, self.high)]
        kinds = {None if each is None else each[0] for each in amounts}
        if None in kinds or len(kinds) > 1:
            return True
        low, amount, high = (each[1] for each in amounts if each is not None)
        slack = 1e-9 * max(abs(low), abs(high))  # an end may be worked out from a share of the range
        return low - slack <= amount <= high + slack

    def range_text(self) -> str:
        """The range in words."""
        return f"{_written(self.low)} to {_written(self.high)}"


def parameters(scenario: "Scenario") -> tuple[Parameter, ...]:
    """Every number of a scenario that has a plausible range, in the order of its tables.

    Of a distribution it is the mean (where its kind has one) that the range is about.  Numbers in lists,
    such as profiles, have no key of their own and are left out; so are those that are not set.
    """
    return tuple(_below(scenario, ()))


def comparable(value: object) -> tuple[str, float] | None:
    """What sort of amount a value is, and how much: hours, rates per hour, or plain numbers, euros among them."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return "number", float(value)
    for read in (read_duration, read_rate):
        try:
            quantity: Duration | Rate = read(value)
        except ValueError:
            continue
        hours = CALENDAR_HOURS.get(quantity.unit) or _WORKING_HOURS[quantity.unit]
        what = f"{'working ' if quantity.working else ''}{type(quantity).__name__}"
        return what, quantity.amount * hours if isinstance(quantity, Duration) else quantity.amount / hours
    try:
        return "number", read_money(value)
    except ValueError:
        return None


def _below(table: BaseModel, path: tuple[str, ...]) -> Iterator[Parameter]:
    for name, field in type(table).model_fields.items():
        yield from _at(getattr(table, name), (*path, field.alias or name), field)


def _at(value: Any, path: tuple[str, ...], field: FieldInfo) -> Iterator[Parameter]:
    from simsales.instruments.distribution import Distribution

    if isinstance(value, Distribution):
        if value.mean is not None and (found := _parameter(value.mean, (*path, "mean"), field)):
            yield found
        if value.cv is not None and (
            found := _parameter(value.cv, (*path, "cv"), type(value).model_fields["cv"])
        ):
            yield found
    elif isinstance(value, BaseModel):
        yield from _below(value, path)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _at(entry, (*path, str(key)), field)
    elif isinstance(value, tuple):
        for place, entry in enumerate(value):
            if isinstance(entry, BaseModel):
                yield from _below(entry, (*path, str(place)))
    elif found := _parameter(value, path, field):
        yield found


def _parameter(value: Any, path: tuple[str, ...], field: FieldInfo) -> Parameter | None:
    stated = field.json_schema_extra
    ends: Any = stated.get("range") if isinstance(stated, dict) else None
    if not isinstance(stated, dict) or not ends or comparable(value) is None:
        return None
    low, high = ends
    plain = str(value) if isinstance(value, Duration | Rate) else value
    unit, source = str(stated.get("unit") or ""), str(stated.get("source") or "")
    return Parameter(".".join(path), plain, unit, low, high, source, field.description or "")


def _written(end: Any) -> str:
    return end if isinstance(end, str) else shortest(float(end))
