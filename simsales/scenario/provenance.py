"""Where a scenario and each of its values come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from simsales.scenario.merging import Path, Plain


class Writer(NamedTuple):
    """The file (or `--set`) and the line that wrote a value."""

    file: str
    line: int | None = None


Writers = Mapping[Path, Writer]


@dataclass(frozen=True, slots=True)
class Provenance:
    """A scenario's name, the plain data of its parent (None if it has none), and who wrote which key."""

    name: str = "scenario"
    parent: Plain | None = None
    writers: Writers = field(default_factory=dict)
    file: str = ""


def writer_of(path: Path, writers: Writers, default: Writer) -> Writer:
    """Who wrote this key; for a key nobody wrote, whoever wrote the nearest table around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in writers:
            return writers[path[:length]]
    return default


def keys_below(value: Any, path: Path = ()) -> list[Path]:
    """The path of every key, table and list entry inside a plain value."""
    if isinstance(value, Mapping):
        entries: list[tuple[str | int, Any]] = list(value.items())
    elif isinstance(value, list | tuple):
        entries = list(enumerate(value))
    else:
        return []
    paths: list[Path] = []
    for key, item in entries:
        paths += [(*path, key), *keys_below(item, (*path, key))]
    return paths
