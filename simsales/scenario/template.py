"""A commented scenario file to start from: all that can be changed, with its value, unit and source."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from simsales.policies.base import Policy, kind_of
from simsales.scenario.base import Description, plain
from simsales.scenario.changes import bare, toml
from simsales.scenario.checking import models_at
from simsales.scenario.loading import load
from simsales.scenario.merging import Path
from simsales.scenario.provenance import Writer
from simsales.scenario.table import Table

_LAST = ("at", "switches", "run")  # what is neither given nor chosen comes last
_COMMENT_COLUMN = 56


def template(base: str | os.PathLike[str] = "norddrive") -> str:
    """The text of a new file on this base; it loads as it stands and then equals the base."""
    return template_of(load(base), os.fspath(base))


def template_of(scenario: Description, base: str) -> str:
    """As `template`, for a scenario already loaded."""
    head = [
        "#:schema ./scenario.schema.json",
        f"based_on = {toml(base)}",
        f"about    = {toml(f'What changes if ... is changed in {scenario.name}?')}",
        "",
        f"# Everything that {scenario.name} lets you change follows, with the value it has now and then:",
        "# meaning; unit; plausible range; source.  Take away the '# ' before a line and give another value.",
        '# Where a number stands, "x1.3" multiplies and "+2" adds to what the base says.',
    ]
    return "\n".join([*head, *_Listing(scenario).lines()]) + "\n"


class _Listing:
    """All keys of one scenario, a line each, the tables in the order of the file format."""

    def __init__(self, scenario: Description) -> None:
        self.scenario = scenario
        self.data = plain(scenario)
        self.writers = scenario.writers

    def lines(self) -> Iterator[str]:
        fields = type(self.scenario).model_fields
        first = [name for name in fields if name not in (*_LAST, "about")]
        for name in [*first, *(name for name in _LAST if name in fields)]:
            yield ""
            yield f"# ── {name}: {fields[name].description or ''}".rstrip(": ")
            yield from self._value(getattr(self.scenario, name), self.data[name], (name,), fields[name])

    def _value(self, value: Any, data: Any, path: Path, field: FieldInfo | None) -> Iterator[str]:
        if isinstance(value, Table | Policy):
            yield from self._fields(value, data, path)
        elif isinstance(value, Mapping) and any(isinstance(item, BaseModel) for item in value.values()):
            for key, item in value.items():
                yield from self._value(item, data[key], (*path, key), None)
        else:
            yield self._line(path, data, field)

    def _fields(self, value: BaseModel, data: Mapping[str, Any], path: Path) -> Iterator[str]:
        for name, field in type(value).model_fields.items():
            key = field.alias or name
            yield from self._value(getattr(value, name), data[key], (*path, key), field)
            if key == "kind":
                yield from self._other_kinds(value, path)

    def _other_kinds(self, value: BaseModel, path: Path) -> Iterator[str]:
        """What could stand in this policy's place, with its own values."""
        for model in models_at(type(self.scenario), path):
            if kind_of(model) is not None and model is not type(value):
                yield f"#   or {_key(path)} = {toml(_by_default(model))}"

    def _line(self, path: Path, data: Any, field: FieldInfo | None) -> str:
        about = _about(field, self.writers.get(path))
        if data is None:
            return f"#   {_key(path)} is not set: {about}"
        start = f"# {_key(path)} = {toml(data)}"
        return f"{start.ljust(_COMMENT_COLUMN)}  # {about}" if about else start


def _by_default(model: type[BaseModel]) -> dict[str, Any]:
    """The values of a policy as they would be written; those that must be given show as "..."."""
    values = {key: field.default for key, field in model.model_fields.items()}
    return {key: "..." if value is PydanticUndefined else _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    return plain(value) if isinstance(value, BaseModel) else value


def _key(path: Path) -> str:
    return ".".join(bare(str(part)) for part in path)


def _about(field: FieldInfo | None, writer: Writer | None) -> str:
    """Meaning; unit; range; source, as far as they are stated; the source of a written value is its line."""
    extra = field.json_schema_extra if field is not None else None
    stated = extra if isinstance(extra, dict) else {}
    source = stated.get("source") if writer is None else f"see {File(writer.file).name}:{writer.line}"
    parts = [field and field.description, stated.get("unit"), _range(stated.get("range")), source]
    return "; ".join(str(part) for part in parts if part)


def _range(limits: Any) -> str:
    return (
        " to ".join(str(limit) for limit in limits) if isinstance(limits, list | tuple) else str(limits or "")
    )
