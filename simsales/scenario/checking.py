"""From plain data to a checked scenario, or to everything that is wrong with it, each with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from simsales.policies.base import kind_of
from simsales.scenario.merging import Path, dotted
from simsales.scenario.naming import nearest
from simsales.scenario.provenance import Writer, Writers, writer_of
from simsales.words.errors import Problem, ScenarioError
from simsales.words.quantities import shown

Model = TypeVar("Model", bound=BaseModel)

_NOUNS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "text",
    "model": "a table",
    "dict": "a table",
    "tuple": "a list",
    "list": "a list",
}


class Finding(NamedTuple):
    """What does not hold between tables: the key to blame, the sentence, and the other keys it rests on."""

    path: Path
    sentence: str
    rests_on: tuple[Path, ...] = ()

    def touches(self, wrong: Collection[Path]) -> bool:
        """Whether it may only follow from keys that are wrong themselves."""
        return any(
            path[: len(other)] == other[: len(path)]
            for path in (self.path, *self.rests_on)
            for other in wrong
        )


class Invalid(ScenarioError):
    """Values of a scenario that cannot stand; `wrong` are their keys."""

    def __init__(self, problems: Iterable[Problem], wrong: Collection[Path]) -> None:
        super().__init__(problems)
        self.wrong = wrong


def validated(model: type[Model], data: Mapping[str, Any], writers: Writers, file: str = "") -> Model:
    """The data as a model; Invalid holds all problems, each with the file and line that wrote it."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
    paths = [_path_in(data, detail) for detail in details]
    found = [_problem(*each, model, writers, file) for each in zip(details, paths, strict=True)]
    raise Invalid(_without_branches(found), set(paths))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file and line, each once."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line or 0))


def _problem(
    detail: ErrorDetails, path: Path, model: type[BaseModel], writers: Writers, file: str
) -> Problem:
    written = (*path, "kind") if detail["type"] == "union_tag_invalid" else path
    writer = writer_of(written, writers, Writer(file))
    return Problem(dotted(path), _sentence(detail, model), writer.file, writer.line)


def _without_branches(problems: list[Problem]) -> list[Problem]:
    """One problem per key: a union of types reports one for each of its branches."""
    by_key: dict[str, Problem] = {}
    for problem in dict.fromkeys(problems):
        other = by_key.get(problem.where)
        by_key[problem.where] = problem if other is None else _joined(other, problem)
    return in_order(problem for key, problem in by_key.items() if not _is_branch(problem, key, by_key))


def _is_branch(problem: Problem, key: str, by_key: Mapping[str, Problem]) -> bool:
    """Whether this only says that a table is not the word that could stand in its place."""
    deeper = any(other.startswith(f"{key}.") for other in by_key)
    return deeper and problem.sentence.startswith("must be ")


def _joined(one: Problem, other: Problem) -> Problem:
    either = [re.fullmatch(r"must be (.*?), found (.*)", problem.sentence) for problem in (one, other)]
    if either[0] is None or either[1] is None:
        return one
    return replace(one, sentence=f"must be {either[0][1]} or {either[1][1]}, found {either[1][2]}")


def _path_in(data: Any, detail: ErrorDetails) -> Path:
    """pydantic's location without the names of kinds and branches that it puts between the keys."""
    path: list[str | int] = []
    has_named_kind = False
    for part in detail["loc"]:
        if isinstance(data, Mapping) and part == data.get("kind") and not has_named_kind:
            has_named_kind = True  # a key may be called like a kind: the salary of a salary
            continue
        inside = part in data if isinstance(data, Mapping) else _is_entry(data, part)
        if inside:
            path.append(part)
            data, has_named_kind = data[part], False
    if detail["type"] == "missing":
        path.append(detail["loc"][-1])
    return tuple(path)


def _is_entry(data: Any, part: str | int) -> bool:
    return isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """*What must hold, what was found; what to do*, for one error of pydantic."""
    kind, found, context = detail["type"], shown(detail["input"]), detail.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        return f"unknown key{nearest(str(detail['loc'][-1]), _known_keys(model, detail['loc'][:-1]))}"
    if kind == "missing":
        return "must be given, found nothing; add it"
    if kind == "finite_number":
        return f"must be a finite number, found {found}"
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _kind_sentence(detail, model)
    if kind in ("literal_error", "enum"):
        choices = re.findall(r"'([^']*)'", context["expected"])
        return f"must be {context['expected']}, found {found}{nearest(str(detail['input']), choices)}"
    noun = _NOUNS.get(kind.split("_")[0])
    if noun is not None and kind.endswith(("_type", "_parsing", "_from_float")):
        return f"must be {noun}, found {found}"
    return f"{re.sub(r'^.*? should ', 'must ', detail['msg'])}, found {found}"


def _kind_sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    kinds = [kind for each in models_at(model, detail["loc"]) if (kind := kind_of(each)) is not None]
    given = detail["input"].get("kind") if isinstance(detail["input"], Mapping) else None
    if given is None:
        return f'must name its kind ({", ".join(kinds)}), found none; add kind = "{kinds[0]}" or another'
    return f"must have a known kind, found {shown(given)}{nearest(str(given), kinds)}"


def _known_keys(model: type[BaseModel], location: tuple[str | int, ...]) -> dict[str, None]:
    models = models_at(model, location)
    return {field.alias or name: None for each in models for name, field in each.model_fields.items()}


def models_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[type[BaseModel]]:
    """The models that may stand at a location: one, or the members of a union."""
    models = [model]
    for part in location:
        fields = [
            each.model_fields[part] for each in models if isinstance(part, str) and part in each.model_fields
        ]
        if fields:
            models = [inner for field in fields for inner in models_inside(field.annotation)]
        else:  # the kind or class of a policy, the key of a dictionary or the number of a list entry
            models = [each for each in models if part in (kind_of(each), each.__name__)] or models
    return models


def models_inside(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field of this type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from models_inside(argument)
