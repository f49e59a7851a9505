"""A strategy as dated changes: what each element sets, when, and how far the company is from what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from simsales.policies.presets import ELEMENTS, Element
from simsales.scenario.changes import Change
from simsales.scenario.checking import Finding, models_at
from simsales.scenario.dated import DatedChange, Planned, after
from simsales.scenario.merging import Path, Plain, path_of, put
from simsales.scenario.naming import nearest
from simsales.words.quantities import (
    CALENDAR_HOURS,
    Duration,
    read_duration,
    read_money,
    read_rate,
    shown,
)

if TYPE_CHECKING:
    from pydantic import BaseModel

    from simsales.policies.strategy import Strategy
    from simsales.scenario.model import Scenario

_NOTHING = object()


class FollowUp(NamedTuple):
    """One element that follows the strategy: from when on, and what it sets."""

    element: Element
    time: Duration
    levers: Mapping[str, Any]


def follow_ups(strategy: Strategy, data: Plain) -> list[FollowUp]:
    """What follows, element by element, without what the preset asks of tables that are not there."""
    found = []
    for element in ELEMENTS:
        lag = strategy.follows(element)
        levers = _levers(strategy, element, data)
        if lag is not None and levers:
            found.append(FollowUp(element, after(strategy.at, lag), levers))
    return found


def planned(strategy: Strategy, data: Plain) -> list[Planned]:
    """The same as dated changes, with the place to blame for each."""
    return [
        Planned(("strategy", "levers", each.element), DatedChange(time=each.time, set=dict(each.levers)))
        for each in follow_ups(strategy, data)
    ]


def left_out(strategy: Strategy, data: Plain) -> list[str]:
    """Keys that the preset would set in a scenario that has them."""
    return [
        key
        for element in strategy.follow
        for key in strategy.preset_sets(element)
        if key not in _levers(strategy, element, data)
    ]


def _levers(strategy: Strategy, element: Element, data: Plain) -> dict[str, Any]:
    """One's own keys stay whatever they are, so that a mistake in them is told."""
    own = strategy.levers.get(element, {})
    return {
        key: value
        for key, value in strategy.sets(element).items()
        if key in own or value_at(data, key) is not _NOTHING
    }


def consequences(strategy: Strategy, data: Plain) -> Iterator[Change]:
    """What each lever of the strategy changes, old → new, as far as the file alone can tell."""
    for element, time, levers in sorted(
        follow_ups(strategy, data), key=lambda each: each.time.calendar_hours
    ):
        for key, value in levers.items():
            old = value_at(data, key)
            data = _with(data, key, value)
            new = value_at(data, key)
            if new != old:
                told = f"{key} (strategy: {element}, from {time})"
                yield Change(told, *(None if each is _NOTHING else each for each in (old, new)))


# --- what must hold ------------------------------------------------------------------------------------------


def strategy_findings(scenario: Scenario, end: float) -> Iterator[Finding]:
    """What does not hold in the table itself; `end` is the last hour of the run."""
    strategy = scenario.strategy
    if strategy == "skip":
        return
    if strategy.at.calendar_hours >= end:
        weeks = f"{end / CALENDAR_HOURS['w']:g} weeks"
        sentence = f"must be decided before the run ends after {weeks}, found '{strategy.at}'"
        sentence += "; decide earlier, or make run.horizon longer"
        yield Finding(("strategy", "at"), sentence, (("run",),))
    for place, name in enumerate(strategy.segments or ()):
        if name not in scenario.customers:
            sentence = f"must be a segment of [customers], found {shown(name)}"
            path: Path = ("strategy", "segments", place)
            yield Finding(path, sentence + nearest(name, scenario.customers), (("customers",),))


def strategy_remarks(scenario: Scenario, data: Plain, end: float) -> Iterator[Finding]:
    """What is allowed and may be meant: elements that follow too late to be seen, levers that find nothing."""
    strategy = scenario.strategy
    if strategy == "skip":
        return
    for element, time, _ in follow_ups(strategy, data):
        if time.calendar_hours >= end:
            sentence = f"follows at '{time}', beyond the end of the run"
            yield Finding(("strategy", "lags", element), sentence)
    missing = left_out(strategy, data)
    if missing:
        sentence = f"leaves out what this scenario has no table for: {', '.join(missing)}"
        yield Finding(("strategy", "preset"), sentence)


# --- how far the company is from it --------------------------------------------------------------------------


class Distance:
    """How far a company is from what its strategy asks: D = √(mean over levers of ((x − x*) / scale)²).

    x* is what the strategy's own vector asks, every element of it included, whether it follows or not; the scale of a
    number is its plausible range, or where none is stated the way that it has to go.  What is no number, such as a plan
    or a policy, is there (0) or not (1).  Levers weigh alike.  This is a distance to what was asked for, and
    says nothing about whether that was wise (profile deviation, Venkatraman 1989).
    """

    def __init__(self, scenario: Scenario, before: Plain) -> None:
        """`before` is the company as the strategy finds it."""
        strategy = scenario.strategy
        assert strategy != "skip"
        levers = {
            key: value for element in ELEMENTS for key, value in _levers(strategy, element, before).items()
        }
        followed = before
        for key, value in levers.items():
            followed = _with(followed, key, value)
        self._levers: list[tuple[str, Any, float]] = []
        for key, value in levers.items():
            asked = _as_far_as(value, value_at(followed, key))
            now, target = number_of(value_at(before, key)), number_of(asked)
            scale = 1.0
            if now is not None and target is not None:
                scale = range_of(type(scenario), path_of(key)) or abs(target - now) or 1.0
            self._levers.append((key, asked, scale))
        self.jump = self.of(before)

    def of(self, data: Plain) -> float:
        """The distance of a company described by these data."""
        if not self._levers:
            return 0.0
        squares = [(_apart(value_at(data, key), asked) / scale) ** 2 for key, asked, scale in self._levers]
        return sqrt(sum(squares) / len(squares))


def value_at(data: Any, key: str) -> Any:
    """The value at a dotted key of plain data; `_NOTHING` where there is none."""
    for part in path_of(key):
        if isinstance(data, Mapping) and str(part) in data:
            data = data[str(part)]
        elif isinstance(data, list | tuple) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return _NOTHING
    return data


def _with(data: Plain, key: str, lever: Any) -> Plain:
    """The data with a lever set; unchanged where only a later date brings the table that it lies in."""
    try:
        return put(data, path_of(key), lever)
    except ValueError:
        return data


def number_of(value: Any) -> float | None:
    """A value as a number: hours of a duration, a rate per hour, the mean of a distribution; else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, Mapping) and value.get("mean") is not None:
        return number_of(value["mean"])
    if not isinstance(value, str):
        return None
    for read in (_hours, _per_hour, read_money):
        try:
            return float(read(value))
        except ValueError:
            continue
    return None


def range_of(model: type[BaseModel], path: Path) -> float | None:
    """How wide the plausible range of a field is; None where none is stated."""
    name = path[-1]
    for each in models_at(model, path[:-1]):
        for field, info in each.model_fields.items():
            extra = info.json_schema_extra
            if (info.alias or field) == name and isinstance(extra, dict):
                limits = extra.get("range")
                ends = [number_of(limit) for limit in limits] if isinstance(limits, list | tuple) else []
                if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
                    return abs(ends[1] - ends[0]) or None
    return None


def _as_far_as(lever: Any, value: Any) -> Any:
    """Of the value that a lever makes only what the lever speaks of; the lever itself where it makes none yet."""
    if value is _NOTHING:
        return lever
    if isinstance(lever, Mapping) and isinstance(value, Mapping):
        return {key: _as_far_as(inner, value[key]) for key, inner in lever.items()}
    return value


def _apart(now: Any, asked: Any) -> float:
    x, target = number_of(now), number_of(asked)
    if x is not None and target is not None:
        return abs(x - target)
    return 0.0 if _holds(now, asked) else 1.0


def _holds(now: Any, asked: Any) -> bool:
    """Whether a value is what was asked for; of a table only what was asked of it counts."""
    if isinstance(asked, Mapping):
        return isinstance(now, Mapping) and all(
            _holds(now.get(key, _NOTHING), value) for key, value in asked.items()
        )
    x, target = number_of(now), number_of(asked)
    return bool(now == asked or (x is not None and x == target))


def _hours(value: str) -> float:
    duration = read_duration(value)
    return duration.working_hours(8.0) if duration.working else duration.calendar_hours


def _per_hour(value: str) -> float:
    rate = read_rate(value)
    return rate.per_working_hour(8.0) if rate.working else rate.per_calendar_hour
