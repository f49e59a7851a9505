"""The assumption ledger: every parameter of a scenario, with value, unit, range, source and grade.

A number is as good as where it comes from.  The default of a parameter states its source in the code; a value that a
file writes has the comment on its line for a source, and none without one.  The grade is read off that text by one
rule, in this order, so that doubt wins:

* *assumed*: the text says so;
* *practitioner*: it names a vendor, a consultancy, a survey or TARP, a figure without a published method;
* *derived*: it was computed or calibrated, or measured in runs of the model, and is as good as what it rests on;
* *measured*: it was measured in real firms, and says so;
* *abstract*: it names a publication (a year), which is known mostly by its abstract and does not give this very number;
* *assumed* again: it names nothing that the number could rest on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from simsales.experiments.document import Block, paragraph, table
from simsales.experiments.tables import html_table, text_table
from simsales.policies.base import Policy
from simsales.scenario.base import plain
from simsales.scenario.changes import toml
from simsales.scenario.merging import dotted
from simsales.scenario.table import Table
from simsales.words.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from pydantic.fields import FieldInfo

    from simsales.scenario import Scenario
    from simsales.scenario.merging import Path
    from simsales.scenario.provenance import Writer

GRADES = ("measured", "abstract", "practitioner", "derived", "assumed")
#: Tables that say how to look, or ask a question; nothing in them is assumed of the world.
_NO_ASSUMPTIONS = ("about", "at", "run")
_LONGEST = 60

_GRADED_BY = (
    ("assumed", re.compile(r"\bassum", re.IGNORECASE)),
    ("practitioner", re.compile(r"practitioner|survey|consultan|vendor's figure|\bTARP\b", re.IGNORECASE)),
    ("derived", re.compile(r"comput|calibrat|measured (at|in runs)", re.IGNORECASE)),
    ("measured", re.compile(r"measured", re.IGNORECASE)),
    ("abstract", re.compile(r"\b(1[89]|20)\d\d\b")),
)


def grade(source: str) -> str:
    """How well a number is supported, by what is said of its source; see above."""
    return next((name for name, says in _GRADED_BY if says.search(source)), "assumed")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One parameter as it stands; `default` is the model's own value, `written` the file and line of another one."""

    parameter: str
    value: str
    default: str
    unit: str
    range: str
    grade: str
    source: str
    written: str
    meaning: str

    @property
    def changed(self) -> bool:
        """Whether the value is another than the model's default."""
        return self.value != self.default


COLUMNS = tuple(field.name for field in fields(Assumption))


@dataclass(frozen=True, slots=True, repr=False)
class Ledger:
    """The assumptions of a scenario, or some of them."""

    scenario: str
    rows: tuple[Assumption, ...]

    def changed(self) -> Ledger:
        """Those whose value is another than the model's default."""
        return Ledger(self.scenario, tuple(row for row in self.rows if row.changed))

    def graded(self, grades: Iterable[str]) -> Ledger:
        """Those of some grades.  Raises InputError for a grade that there is not."""
        asked = tuple(grades)
        for name in asked:
            if name not in GRADES:
                raise InputError(f"--grade: must be one of {', '.join(GRADES)}, found {name!r}")
        return Ledger(self.scenario, tuple(row for row in self.rows if row.grade in asked))

    def below(self, key: str) -> Ledger:
        """Those of one table, such as ``market`` or ``selling.closing``.  Raises InputError where there are none."""
        kept = tuple(row for row in self.rows if f"{row.parameter}.".startswith(f"{key}."))
        if not kept:
            raise InputError(f"--key: must be a key of the scenario, such as 'market.hazards', found {key!r}")
        return Ledger(self.scenario, kept)

    def counts(self) -> dict[str, int]:
        """How many there are of each grade."""
        return {name: sum(row.grade == name for row in self.rows) for name in GRADES}

    def sentence(self) -> str:
        """How many of what grade, and how many differ from the model's defaults."""
        counted = ", ".join(f"{count} {name}" for name, count in self.counts().items() if count)
        changed = sum(row.changed for row in self.rows)
        return (
            f"{self.scenario}: {len(self.rows)} parameters ({counted}); {changed} differ from their default."
        )

    def to_pandas(self) -> pd.DataFrame:
        """One row per parameter."""
        import pandas as pd

        return pd.DataFrame(
            [[getattr(row, name) for name in COLUMNS] for row in self.rows], columns=list(COLUMNS)
        )

    def lines(self, longest: int = _LONGEST) -> tuple[list[str], list[list[str]]]:
        """Header and rows of a table for people; what is longer than a column has room for is cut."""
        header = ["parameter", "value", "default", "unit", "range", "grade", "source"]
        return header, [
            [
                row.parameter,
                _short(row.value, longest),
                _short(row.default, longest) if row.changed else "",
                row.unit,
                row.range,
                row.grade,
                _short(f"{row.source} ({row.written})" if row.written else row.source, longest),
            ]
            for row in self.rows
        ]

    def told(self) -> tuple[Block, ...]:
        """What they are, and all of them, as a document."""
        return paragraph(self.sentence()), table(*self.lines())

    def __repr__(self) -> str:
        return f"{text_table(*self.lines())}\n\n{self.sentence()}" if self.rows else self.sentence()

    def _repr_html_(self) -> str:
        return f"{html_table(*self.lines())}<p>{self.sentence()}</p>"


def assumptions(scenario: Scenario | str | File) -> Ledger:
    """Every parameter of a scenario (or file, or shipped name) that says something of the company or its market."""
    if isinstance(scenario, str | File):
        from simsales.scenario import load

        scenario = load(scenario)
    return Ledger(scenario.name, tuple(_Walk(scenario).rows()))


class _Walk:
    """Through all tables, entries and policies of one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._data = plain(scenario)
        self._comments: dict[str, list[str]] = {}

    def rows(self) -> Iterator[Assumption]:
        for name, field in type(self._scenario).model_fields.items():
            if name not in _NO_ASSUMPTIONS:
                default = _defaults(type(self._scenario))[name]
                yield from self._value(
                    getattr(self._scenario, name), self._data[name], default, (name,), field
                )

    def _value(
        self, value: Any, data: Any, default: Any, path: Path, field: FieldInfo | None
    ) -> Iterator[Assumption]:
        if isinstance(value, Table | Policy) and isinstance(data, Mapping):
            alike = isinstance(default, Mapping) and default.get("kind") == data.get("kind")
            own = default if alike else _defaults(type(value))
            for name, inner in type(value).model_fields.items():
                key = inner.alias or name
                yield from self._value(getattr(value, name), data[key], own.get(key), (*path, key), inner)
        elif isinstance(value, Mapping) and any(isinstance(item, BaseModel) for item in value.values()):
            entries = default if isinstance(default, Mapping) else {}
            for name, item in value.items():
                yield from self._value(item, data[name], entries.get(name), (*path, name), field)
        else:
            yield self._row(path, data, default, field)

    def _row(self, path: Path, data: Any, default: Any, field: FieldInfo | None) -> Assumption:
        stated = field.json_schema_extra if field is not None else None
        extra = stated if isinstance(stated, dict) else {}
        value, usual = _told(data), _told(default)
        writer = self._scenario.writers.get(path)
        written = writer is not None and value != usual
        source = self._comment(writer) if written and writer is not None else str(extra.get("source", ""))
        return Assumption(
            parameter=dotted(path),
            value=value,
            default=usual,
            unit=str(extra.get("unit") or ""),
            range=_range(extra.get("range")),
            grade=grade(source),
            source=source or "assumed",
            written=_place(writer) if written and writer is not None else "",
            meaning=(field.description or "") if field is not None else "",
        )

    def _comment(self, writer: Writer) -> str:
        """What the line that wrote a value says of it, where the file can still be read."""
        if writer.line is None or not writer.file:
            return ""
        if writer.file not in self._comments:
            try:
                self._comments[writer.file] = File(writer.file).read_text("utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError):
                self._comments[writer.file] = []
        lines = self._comments[writer.file]
        return _comment_of(lines[writer.line - 1]) if writer.line <= len(lines) else ""


_COMMENT = re.compile(r"""(?:[^"'#]|"(?:[^"\\]|\\.)*"|'[^']*')*#(?P<said>.*)""")


def _comment_of(line: str) -> str:
    """The comment at the end of a line of TOML; dots that lead on from the line before are left out."""
    found = _COMMENT.match(line)
    return "" if found is None else found["said"].strip().lstrip(".… ")


@cache
def _defaults(model: type[BaseModel]) -> dict[str, Any]:
    """What a table or policy says where nobody says otherwise; nothing of what must be said."""
    try:
        return plain(model())
    except ValidationError:
        return {}


def _place(writer: Writer) -> str:
    if not writer.file:
        return "in Python"
    return f"{File(writer.file).name}:{writer.line}" if writer.line is not None else writer.file


def _told(value: Any) -> str:
    return type(value).__name__ if isinstance(value, BaseModel) else toml(value)


def _range(limits: Any) -> str:
    return " to ".join(map(str, limits)) if isinstance(limits, list | tuple) else str(limits or "")


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
