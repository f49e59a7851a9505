"""From a file to a checked scenario: parents first, then the file, then `--set`."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, TypeVar, get_origin

from pydantic import BaseModel

from simsales.scenario.base import Description, built, defaults, plain
from simsales.scenario.checking import validated
from simsales.scenario.merging import Path, Plain, merge, path_of, put
from simsales.scenario.provenance import Provenance, Writer, Writers, keys_below
from simsales.scenario.reading import Document, find, is_file, read
from simsales.words.errors import Problem, ScenarioError
from simsales.words.quantities import shown

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario

Model = TypeVar("Model", bound=Description)


def load(path_or_name: str | os.PathLike[str], overrides: Sequence[str] = ()) -> Scenario:
    """A scenario from a file, or a shipped one by its bare name, with `key=value` overrides on top.

    Raises ScenarioError with everything that is wrong, each with its file and line.
    """
    from simsales.scenario.model import Scenario

    return load_as(Scenario, path_or_name, overrides)


def load_as(model: type[Model], path_or_name: str | os.PathLike[str], overrides: Sequence[str] = ()) -> Model:
    """As `load`, for any description."""
    path = find(path_or_name)
    try:
        documents = _family(path)
        named: Plain = {}
        for document in documents:
            named = merge(named, document.data)
        parent, data = None, _defaults_under(named, defaults(model), model)
        writers: Writers = {}
        for document in documents:
            parent = data if writers else None
            data, writers = _laid_over(data, writers, document)
            data = _in_full(model, data, writers)
        problems: list[Problem] = []
        if overrides:
            parent = data
            data, writers, problems = _overridden(data, writers, overrides)
        return built(model, data, Provenance(path.stem, parent, writers, documents[-1].file), problems)
    except RecursionError:
        sentence = "must be a scenario, found keys nested too deep to follow; nest them less"
        raise ScenarioError([Problem("", sentence, os.fspath(path_or_name))]) from None


def _family(path: File) -> list[Document]:
    """The file and all it is based on, the eldest first."""
    documents: list[Document] = []
    seen: list[File] = []
    while True:
        documents.insert(0, read(path))
        seen.append(path.resolve())
        if "based_on" not in documents[0].data:
            return documents
        path = _parent_of(documents[0], path, seen)


def _parent_of(document: Document, path: File, seen: list[File]) -> File:
    named = document.data["based_on"]
    writer = document.writers["based_on",]
    if not isinstance(named, str):
        sentence = f"must be the name of one scenario, found {shown(named)}"
        raise ScenarioError([Problem("based_on", sentence, *writer)])
    try:
        parent = find(named, beside=path.parent)
    except ScenarioError as error:
        raise ScenarioError(
            [Problem("based_on", f"{error.problems[0].sentence} ({named!r})", *writer)]
        ) from None
    if not is_file(parent):
        sentence = (
            f"must name a scenario file, found none at {named!r}; the path counts from this file's folder"
        )
        raise ScenarioError([Problem("based_on", sentence, *writer)])
    if parent.resolve() in seen:
        circle = " → ".join(each.name for each in [*seen[seen.index(parent.resolve()) :], parent])
        sentence = f"must lead to a scenario without a parent, found a circle: {circle}"
        raise ScenarioError([Problem("based_on", sentence, *writer)])
    return parent


def _defaults_under(data: Plain, default: Plain, model: type[BaseModel]) -> Plain:
    """The defaults to start from: where any file names products (or teams, ...), the default ones go."""
    kept = {}
    for key, value in default.items():
        field, table = model.model_fields[key].annotation, data.get(key)
        if isinstance(table, dict) and isinstance(field, type) and issubclass(field, BaseModel):
            kept[key] = _defaults_under(table, value, field)
        elif isinstance(table, dict) and get_origin(field) is dict:
            kept[key] = {name: entry for name, entry in value.items() if name in table}
        else:
            kept[key] = value
    return kept


def _in_full(model: type[Model], data: Plain, writers: Writers) -> Plain:
    """The data with every default in place; data with mistakes stays as it is, to be refused at the end."""
    try:
        return plain(validated(model, data, writers))
    except ScenarioError:
        return data


def _laid_over(data: Plain, writers: Writers, document: Document) -> tuple[Plain, Writers]:
    """One more generation: its values and who wrote them."""
    own = {key: value for key, value in document.data.items() if key != "based_on"}
    older = {key: value for key, value in data.items() if key != "about"}  # a question is not inherited
    return merge(older, own), {**_still_standing(writers, document.writers), **document.writers}


def _still_standing(older: Writers, newer: Writers) -> Writers:
    """Who wrote what before, entries of lists that are written anew left out."""

    def stands(path: Path) -> bool:
        return not any(isinstance(path[n], int) and path[:n] in newer for n in range(1, len(path)))

    return {path: writer for path, writer in older.items() if stands(path)}


def _overridden(
    data: Plain, writers: Writers, overrides: Sequence[str]
) -> tuple[Plain, Writers, list[Problem]]:
    problems: list[Problem] = []
    added: dict[Path, Writer] = {}
    for override in overrides:
        key, equals, text = override.partition("=")
        key = key.strip()
        value = value_of(text.strip())
        try:
            if not (equals and key):
                raise ValueError(f"must be key=value, found {shown(override)}")
            data = put(data, path_of(key), value)
        except ValueError as refusal:
            problems.append(Problem(key, str(refusal), "--set"))
        added |= {(*path_of(key), *below): Writer("--set") for below in [(), *keys_below(value)]}
    return data, {**writers, **added}, problems


def value_of(text: str) -> Any:
    """A value as TOML reads it, or the bare text, so that a shell needs no second pair of quotes."""
    if text.startswith("+"):  # TOML would read +2 as 2, where two more are meant
        return text
    try:
        read_back = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return read_back["value"] if read_back.keys() == {"value"} else text
