"""What can be changed in a scenario, read off its own models: each lever with its value, unit, range, source and help.

A lever is a key as `--set` takes it.  Where only some words fit (a switch, a kind of policy, a chapter that may be
skipped) they are its choices; the choice of another policy carries the levers of that policy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from simsales.experiments.assumptions import Assumption, assumptions, grade
from simsales.instruments.distribution import Distribution
from simsales.policies.base import Policy, kind_of
from simsales.scenario.base import plain
from simsales.scenario.changes import toml
from simsales.scenario.checking import models_inside
from simsales.scenario.loading import value_of
from simsales.scenario.merging import Path, dotted
from simsales.scenario.table import Table
from simsales.studio.wording import label_of, said, section_of
from simsales.words.quantities import shortest

if TYPE_CHECKING:
    from simsales.scenario import Scenario

#: The order and the three questions of the file format.
GROUPS = (
    ("What we cannot choose", ("calendar", "demand", "products", "customers", "market")),
    (
        "What we choose",
        (
            *(
                "people",
                "routing",
                "qualification",
                "handoff",
                "selling",
                "pricing",
                "compensation",
                "control",
            ),
            *("motivation", "farming", "promotion", "complaints", "production", "channels", "media"),
            *("structure", "strategy", "expansion", "at"),
        ),
    ),
    ("How we look", ("run", "switches")),
)
SKIP = "skip"

Lever = dict[str, Any]


def groups(scenario: "Scenario") -> list[dict[str, Any]]:
    """All levers of a scenario, by group and table."""
    walk = _Walk(scenario)
    return [{"title": title, "tables": [walk.table(name) for name in names]} for title, names in GROUPS]


def text_of(value: Any) -> str | None:
    """A plain value as `--set` takes it: text without quotes where it reads back as the same."""
    if value is None:
        return None
    if isinstance(value, float):
        return shortest(value)
    if isinstance(value, str) and value == value.strip() and value_of(value) == value and "\n" not in value:
        return value
    return toml(value)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: its key, what the model says of it, and whether it is only a proposal."""

    path: Path
    field: FieldInfo | None
    proposed: bool = False

    def at(self, key: str, field: FieldInfo | None) -> "_Place":
        return _Place((*self.path, key), field, self.proposed)

    @property
    def stated(self) -> Mapping[str, Any]:
        extra = None if self.field is None else self.field.json_schema_extra
        return extra if isinstance(extra, dict) else {}

    @property
    def help(self) -> str:
        return "" if self.field is None else self.field.description or ""

    @property
    def models(self) -> list[type[BaseModel]]:
        """The tables and policies that may stand here."""
        found = [] if self.field is None else list(models_inside(self.field.annotation))
        return [model for model in dict.fromkeys(found) if not issubclass(model, Distribution)]

    @property
    def may_be_skipped(self) -> bool:
        return self.field is not None and SKIP in _words_in(self.field.annotation)


class _Walk:
    """Through all tables, entries and policies of one scenario."""

    def __init__(self, scenario: "Scenario") -> None:
        self._scenario = scenario
        self._data = plain(scenario)
        self._ledger = {row.parameter: row for row in assumptions(scenario).rows}

    def table(self, name: str) -> dict[str, Any]:
        field = type(self._scenario).model_fields[name]
        place = _Place((name,), field)
        levers = list(self._levers(getattr(self._scenario, name), self._data[name], place))
        return {"name": name, "title": label_of((name,)), "help": said(field.description), "levers": levers}

    def _levers(self, value: Any, data: Any, place: _Place) -> Iterator[Lever]:
        if isinstance(value, Distribution) and isinstance(data, Mapping):
            yield from self._distribution(value, data, place)
        elif isinstance(value, Table | Policy) and isinstance(data, Mapping):
            yield from self._fields(value, data, place)
        elif isinstance(value, Mapping) and any(isinstance(item, BaseModel) for item in value.values()):
            for name, item in value.items():
                yield from self._levers(item, data[name], place.at(name, place.field))
        elif data == SKIP and place.models:
            yield self._skipped(place)
        else:
            yield self._lever(data, place, self._teams(data, place) or _choices(place.field))

    def _fields(self, value: BaseModel, data: Mapping[str, Any], place: _Place) -> Iterator[Lever]:
        kind = kind_of(type(value))
        if place.may_be_skipped:
            yield self._lever({}, place, [_choice("{}", "part of it"), _choice(SKIP, "left out")])
        if kind is not None and len(place.models) > 1 and isinstance(value, Policy):
            inner = type(value).model_fields["kind"]
            choices = [self._kind(model, place) for model in place.models if kind_of(model) is not None]
            yield self._lever(kind, place.at("kind", inner), choices, place.help)
        for name, field in type(value).model_fields.items():
            key = field.alias or name
            if key != "kind" or (kind is None or not isinstance(value, Policy)):
                yield from self._levers(getattr(value, name), data[key], place.at(key, field))

    def _teams(self, data: Any, place: _Place) -> list[dict[str, Any]] | None:
        """The teams of the company, where one of them is to be named."""
        if place.path[-1] != "team" or data not in self._scenario.people:
            return None
        return [_choice(team, label_of((team,))) for team in self._scenario.people]

    def _distribution(
        self, value: Distribution[Any], data: Mapping[str, Any], place: _Place
    ) -> Iterator[Lever]:
        """The numbers of a distribution; of its mean the model states unit and range where it stands."""
        for name, field in type(value).model_fields.items():
            if name != "kind" and data.get(name) is not None:
                inner = place.at(name, place.field if name == "mean" else field)
                unit = "" if name in ("cv", "shape") else place.stated.get("unit", "")
                told = f"{place.help}: {field.description} ({value.kind})"
                yield self._lever(data[name], inner, None, told, unit, place.path)

    def _skipped(self, place: _Place) -> Lever:
        """A chapter that is left out, and what may stand there instead."""
        others = []
        for model in place.models:
            kind = kind_of(model)
            text = "{}" if kind is None or len(place.models) == 1 else toml({"kind": kind})
            others.append(
                self._choice_of(model, text, "part of it" if kind is None else label_of((kind,)), place)
            )
        return self._lever(SKIP, place, [_choice(SKIP, "left out"), *others])

    def _kind(self, model: type[BaseModel], place: _Place) -> dict[str, Any]:
        kind = str(kind_of(model))
        return self._choice_of(model, kind, label_of((kind,)), place)

    def _choice_of(self, model: type[BaseModel], text: str, label: str, place: _Place) -> dict[str, Any]:
        """A choice with the levers of the table or policy that it puts in place, at their defaults."""
        levers = []
        proposal = replace(place, proposed=True)
        for key, field, value, data in _defaults(model):
            if key != "kind":
                levers += list(self._levers(value, data, proposal.at(key, field)))
        return {**_choice(text, label), "help": _first_sentence(model.__doc__), "levers": levers}

    def _lever(
        self,
        data: Any,
        place: _Place,
        choices: list[dict[str, Any]] | None,
        help: str | None = None,
        unit: str | None = None,
        row_path: Path | None = None,
    ) -> Lever:
        stated = place.stated
        ends = stated.get("range")
        has_ends = isinstance(ends, list | tuple) and len(ends) == 2 and not isinstance(data, list | dict)
        low, high = (text_of(end) for end in ends) if has_ends and ends is not None else (None, None)
        known = self._ledger.get(dotted(row_path or place.path))
        row = None if place.proposed else known
        source = _source(row, stated)
        return {
            "key": dotted(place.path),
            "label": label_of(place.path),
            "section": section_of(place.path),
            "value": text_of(data),
            "unit": str((stated.get("unit") or "") if unit is None else unit),
            "low": low,
            "high": high,
            "source": source,
            "written": "" if row is None else row.written,
            "grade": grade(source) if row is None else row.grade,
            "help": said(place.help if help is None else help),
            "choices": choices,
            "was": self._now(place.path) if place.proposed else None,
        }

    def _now(self, path: Path) -> str | None:
        """What the scenario says at the same key now, to be kept where another policy takes its place."""
        data: Any = self._data
        for part in path:
            data = data.get(part) if isinstance(data, Mapping) else None
        return text_of(data)


def _source(row: Assumption | None, stated: Mapping[str, Any]) -> str:
    return str(stated.get("source") or "assumed") if row is None else row.source


def _choice(value: str, label: str) -> dict[str, Any]:
    return {"value": value, "label": label, "help": "", "levers": []}


def _choices(field: FieldInfo | None) -> list[dict[str, Any]] | None:
    """The words that fit a plain field: yes or no, or those that the model names."""
    if field is None:
        return None
    if field.annotation is bool:
        return [_choice("true", "yes"), _choice("false", "no")]
    words = _words_in(field.annotation)
    others = [
        each for each in get_args(field.annotation) or (field.annotation,) if get_origin(each) is not Literal
    ]
    if len(words) < 2 or any(each is not type(None) and not isinstance(each, str) for each in others):
        return None
    return [_choice(word, label_of((word,))) for word in words]


def _words_in(annotation: Any) -> list[str]:
    """The words that a field of this type may hold, those of lists and dictionaries left out."""
    if get_origin(annotation) is Literal:
        return [word for word in get_args(annotation) if isinstance(word, str)]
    if get_origin(annotation) in (list, tuple, dict):
        return []
    return [word for argument in get_args(annotation) for word in _words_in(argument)]


def _defaults(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo, Any, Any]]:
    """Key, field, value and plain value of each field where nobody says otherwise; None where it must be said."""
    try:
        usual = model()
    except ValidationError:
        for name, field in model.model_fields.items():
            value = None if field.default is PydanticUndefined else field.default
            data = plain(value) if isinstance(value, BaseModel) else value
            yield field.alias or name, field, value, data
    else:
        data = plain(usual)
        for name, field in model.model_fields.items():
            key = field.alias or name
            yield key, field, getattr(usual, name), data[key]


def _first_sentence(text: str | None) -> str:
    return said((text or "").strip().partition("\n")[0])
