"""Scenario files in and out: a what-if as a file that is based on its base, and a file as a what-if."""

import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsales.scenario.changes import bare, toml
from simsales.studio.levers import text_of
from simsales.studio.places import STUDIES, below, file_of, must_stay_inside
from simsales.studio.question import Refused, WhatIf, Wrong
from simsales.words.errors import InputError, Problem, ScenarioError

if TYPE_CHECKING:
    from simsales.scenario import Scenario
    from simsales.scenario.changes import Change

_ON_ITS_OWN = (
    "must be there, as a what-if is based on a company; to ask about this one, put its file into the folder"
)
LARGEST = 500_000  # characters of a scenario that the page is given


class Taken(InputError):
    """A file of that name is there already."""


def text_for(base: str, about: str, changes: "Iterable[Change]") -> str:
    """The text of a scenario file: what it is based on, what it asks, and a line for each key that it changes.

    `base` is the name of a shipped scenario or the path of a file as seen from the folder of the new one.
    """
    lines = [f"based_on = {toml(base)}", f"about    = {toml(about)}", ""]
    lines += [f"{_key(each.key)} = {toml(each.new)}" for each in changes]
    return "\n".join(lines).rstrip("\n") + "\n"


def parent_for(base: str, path: Path, target: Path) -> str:
    """How a file at `target` names its base: a shipped one by its name, another by the way to it."""
    from simsales.scenario import library

    if base in library.names():
        return base
    return Path(os.path.relpath(path, target.parent)).as_posix()


def about_of(whatif: WhatIf) -> str:
    return whatif.about or f"{whatif.name}: what changes?"


def save(folder: Path, named: str, text: str, replace: bool) -> Path:
    """Write a scenario file below the folder.

    Raises InputError for a place outside it or a name that is no .toml, Taken where a file is there already.
    """
    path = below(folder, named)
    if path.resolve().is_relative_to((folder / STUDIES).resolve()):
        raise InputError(
            f"path: must lie outside {STUDIES}, whose files are those of studies, found {named!r}"
        )
    if path.suffix != ".toml" or path.name.startswith("."):
        raise InputError(f"path: must end in .toml, such as mine.toml, found {named!r}")
    _make_room(path.parent)
    try:
        with path.open("w" if replace else "x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise Taken(
            f"path: must not be there yet, found a file; replace it, or choose another: {named}"
        ) from None
    except OSError as problem:
        raise InputError(f"path: must be a place to write to, found: {problem.strerror}") from None
    return path


def _make_room(place: Path) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InputError(f"path: must lie in a folder, found: {problem.strerror}") from None


def opened(folder: Path, named: str) -> dict[str, Any]:
    """A scenario file below the folder, or a shipped scenario, as a what-if.

    Raises ScenarioError with all that is wrong, by line.
    """
    from simsales.scenario import library

    if named in library.names():
        return _as_whatif(folder, library.path(named), named)
    path = below(folder, named)
    must_stay_inside(folder, path)
    return _as_whatif(folder, path, path.stem)


def read_text(folder: Path, text: str) -> dict[str, Any]:
    """As `opened`, for a text that is not in the folder: its parent counts from there."""
    draft = folder / f".simsales-{uuid.uuid4().hex}.toml"
    if len(text) > LARGEST:
        raise InputError(f"text: must have at most {LARGEST:_} characters, found {len(text):_}")
    try:
        draft.write_text(text, encoding="utf-8")
        must_stay_inside(folder, draft)
        found = _as_whatif(folder, draft, "Opened")
        if found["base"] == draft.name:
            raise Refused([Wrong(None, "based_on", _ON_ITS_OWN)])
        return found
    except UnicodeEncodeError:
        raise InputError("text: must be text that can be written to a file") from None
    except ScenarioError as error:  # of a file that has no name here
        raise ScenarioError([_nameless(each, draft.name) for each in error.problems]) from None
    finally:
        draft.unlink(missing_ok=True)


def _nameless(problem: Problem, draft: str) -> Problem:
    file = "" if draft in problem.file else problem.file
    return Problem(problem.where, problem.sentence.replace(draft, "this text"), file, problem.line)


def _as_whatif(folder: Path, path: Path, name: str) -> dict[str, Any]:
    """Its base, name and question, and the keys that it sets on the base, as `--set` takes them.

    A file without a parent is a base itself and sets nothing.
    """
    from simsales.scenario import load
    from simsales.scenario.base import plain
    from simsales.scenario.reading import read

    scenario = load(path)  # all that is wrong is told first
    data = dict(read(path).data)
    parent = data.pop("based_on", None)
    about = data.pop("about", "")
    if parent is None:
        base, settings = _name_of(folder, path), {}
    else:
        base = _base_of(folder, path, str(parent))
        settings = dict(_settings(data, (), plain(load(file_of(folder, base)))))
    found = {"base": base, "name": name, "about": about, "set": settings}
    if parent is not None:
        _must_be_the_same(folder, base, settings, scenario)
    return found


def _base_of(folder: Path, path: Path, parent: str) -> str:
    from simsales.scenario.reading import find

    return _name_of(folder, find(parent, beside=path.parent))


def _name_of(folder: Path, file: Path) -> str:
    """What the page calls a file: a shipped scenario by its name, another by its way from the folder."""
    from simsales.scenario import library

    home, path = library.folder().resolve(), file.resolve()
    if path.is_relative_to(home):
        return path.relative_to(home).with_suffix("").as_posix()
    return path.relative_to(folder.resolve()).as_posix()


def _settings(table: Mapping[str, Any], path: tuple[str, ...], base: Any) -> Iterator[tuple[str, str]]:
    """Every value of a file by its key; tables that name a kind, are new, or hold names with dots go whole."""
    for key, value in table.items():
        here, old = (*path, key), base.get(key)
        apart = isinstance(value, Mapping) and isinstance(old, Mapping) and value and "kind" not in value
        if apart and not any("." in inner for inner in value):
            yield from _settings(value, here, old)
        else:
            yield ".".join(here), text_of(value) or ""


def _must_be_the_same(folder: Path, base: str, settings: Mapping[str, str], scenario: "Scenario") -> None:
    """Raise Refused where the file cannot be told as keys on its base, such as one that renames products."""
    from simsales.scenario import load
    from simsales.studio.question import overrides_of

    try:
        again = load(file_of(folder, base), overrides_of(settings))
    except ScenarioError:
        again = None
    if again is None or again.content_key() != scenario.content_key():
        said = "must change its base key by key to be opened as a what-if; choose it as a base instead"
        raise Refused([Wrong(None, "based_on", said)])


def _key(dotted: str) -> str:
    return ".".join(bare(part) for part in dotted.split("."))
