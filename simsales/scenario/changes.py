"""What one scenario changes on another, old → new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simsales.scenario.merging import dotted, replaces

_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Change:
    """One key that differs; `old` or `new` is None where the key is absent.

    A policy that was replaced by one of another kind is one change, shown whole.
    """

    key: str
    old: Any
    new: Any

    def __str__(self) -> str:
        return f"{self.key}: {toml(self.old)} → {toml(self.new)}"


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """All changes from one resolved scenario to another, in the order of their tables."""
    return list(_differences(old, new, ()))


def toml(value: Any) -> str:
    """A plain value as a scenario file writes it on one line; nothing is shown as a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{bare(key)} = {toml(item)}" for key, item in value.items() if item is not None)
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml(item) for item in value)}]"
    return repr(value)


def bare(key: str) -> str:
    """A key as a file writes it: in quotes only where it needs them."""
    plain = key and key.isascii() and all(letter.isalnum() or letter in "_-" for letter in key)
    return key if plain else _quoted(key)


def _differences(old: Mapping[str, Any], new: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Change]:
    for key in [*old, *(key for key in new if key not in old)]:
        before, after = old.get(key, _NOTHING), new.get(key, _NOTHING)
        here = (*path, key)
        if not replaces(before, after):
            yield from _differences(before, after, here)
        elif before != after:
            yield Change(dotted(here), *(None if value is _NOTHING else value for value in (before, after)))


def _quoted(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(escapes.get(c, c if c.isprintable() else f"\\U{ord(c):08X}") for c in text) + '"'
