"""Laying one table over another, and setting a single dotted key.

One rule everywhere (parents, `--set`, `but`, dated changes): tables merge key by key, a table that names
another `kind` replaces the old one whole, and anything else, lists included, is replaced.  Where a number or
a quantity stands, "x1.3" multiplies it, "+2" and "-2" add to it, and it keeps its unit; of a distribution
they change the mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from simsales.scenario.naming import nearest
from simsales.words.quantities import (
    Duration,
    Rate,
    read_duration,
    read_money,
    read_rate,
    shortest,
    shown,
)

Plain = dict[str, Any]
Path = tuple[str | int, ...]

_ENTRY = re.compile(r"[0-9]{1,9}")
_RELATIVE = re.compile(
    r"\s*(?P<sign>[x×+-])\s*(?P<number>[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\s*"
)


def merge(old: Mapping[str, Any], new: Mapping[str, Any]) -> Plain:
    """`new` laid over `old`; neither is changed."""
    merged = dict(old)
    for key, value in new.items():
        merged[key] = _over(merged.get(key), value)
    return merged


def replaces(old: Any, new: Any) -> bool:
    """Whether `new` takes the place of `old` whole, rather than changing it key by key."""
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return True
    return "kind" in new and new["kind"] != old.get("kind")


def path_of(key: str) -> Path:
    """The parts of a dotted key; whole numbers count the entries of a list."""
    return tuple(int(part) if _ENTRY.fullmatch(part) else part for part in key.split("."))


def dotted(path: Path) -> str:
    """The key that a message shows for a path."""
    return ".".join(map(str, path))


def put(data: Mapping[str, Any], path: Path, value: Any) -> Plain:
    """A copy of the data with one key set; ValueError says so when the key lies in no known table."""
    return cast(Plain, _put(data, path, value))


def without(data: Mapping[str, Any], path: Path) -> Plain:
    """A copy of the data without one key; a list goes whole, and so does a table that lacks the key."""
    key, *deeper = path
    value = data.get(str(key))
    if deeper and isinstance(value, Mapping) and deeper[0] in value:
        return {**data, str(key): without(value, tuple(deeper))}
    return {name: item for name, item in data.items() if name != key}


def relative(old: Any, change: Any) -> Any:
    """The value that `change` makes of the number or quantity `old`; any other change stands as it is."""
    form = _RELATIVE.fullmatch(change) if isinstance(change, str) else None
    if form is None:
        return change
    number = float(form["number"])
    if isinstance(old, Mapping) and old.get("mean") is not None:  # a distribution: its mean changes
        return {**old, "mean": relative(old["mean"], change)}
    if isinstance(old, str):
        return _quantity(old, form["sign"], number, change)
    if isinstance(old, bool) or not isinstance(old, int | float):
        return change
    result = _apply(old, form["sign"], number)
    return int(result) if isinstance(old, int) and result.is_integer() else result


def _over(old: Any, new: Any) -> Any:
    return relative(old, new) if replaces(old, new) else merge(old, new)


def _put(table: Any, rest: Path, value: Any) -> Any:
    key, *deeper = rest
    if isinstance(table, list | tuple) and isinstance(key, int):
        if key >= len(table):
            raise ValueError(f"must be an entry of the list, found {len(table)} entries, counted from 0")
        changed = [*table]
        changed[key] = _new_value(table[key], tuple(deeper), value)
        return changed
    if not isinstance(table, Mapping):
        hint = "; a table takes the place of 'skip': set it whole, {} at the least" if table == "skip" else ""
        raise ValueError(f"must lie in a table, found {shown(table)} there{hint}")
    key = str(key)
    if deeper and key not in table:
        raise ValueError(f"unknown key {key!r}{nearest(key, table)}")
    if key == "kind" and not deeper and table.get("kind") != value:
        return {"kind": value}
    return {**table, key: _new_value(table.get(key), tuple(deeper), value)}


def _new_value(old: Any, deeper: Path, value: Any) -> Any:
    if deeper:
        return _put({} if old is None else old, deeper, value)
    return _over(old, value)


def _quantity(old: str, sign: str, number: float, change: str) -> Any:
    for read in (read_duration, read_rate):
        try:
            quantity: Duration | Rate = read(old)
        except ValueError:
            continue
        return str(type(quantity)(_apply(quantity.amount, sign, number), quantity.unit))
    try:
        return f"{shortest(_apply(read_money(old), sign, number))} EUR"
    except ValueError:
        return change


def _apply(old: float, sign: str, number: float) -> float:
    if sign in "x×":
        return float(old * number)
    return float(old + number if sign == "+" else old - number)
