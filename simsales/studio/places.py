"""The working folder: which scenarios there are in it, and no way out of it.

A scenario is a shipped one by its name, or a file below the working folder by its path from there.  Links are followed
before it is asked where they lead, and a file's parents (`based_on`) must lie in the folder as well, or be shipped:
what the page is asked to open must not read, by way of a file, what the page may not open itself.
"""

import os
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from simsales.words.errors import InputError, Problem, ScenarioError

if TYPE_CHECKING:
    from simsales.scenario.reading import Document

#: Files with their time of change and size.
Stamp = tuple[tuple[str, int, int], ...]

STUDIES = "simsales-studies"
_LISTED = 300
_DEPTH = 3
_LARGEST = 200_000  # bytes of a file that is looked into for the list
_SKIPPED = ("node_modules", "__pycache__", STUDIES)


def below(folder: Path, named: str) -> Path:
    """The path of a name below the folder, which need not exist yet.  Raises InputError for any other place."""
    parts = (*PurePosixPath(named).parts, *PureWindowsPath(named).parts)
    absolute = (
        PurePosixPath(named).is_absolute() or PureWindowsPath(named).drive or PureWindowsPath(named).root
    )
    if not named.strip() or "\0" in named or absolute or ".." in parts:
        raise _outside(named)
    path, home = folder / named, folder.resolve()
    try:
        inside = path.resolve().is_relative_to(home)
    except (OSError, RuntimeError):  # a circle of links, a name that no file can have
        inside = False
    if not inside:
        raise _outside(named)
    return path


def _outside(named: str) -> InputError:
    return InputError(
        f"path: must lie below the working folder, without '..' and not absolute, found {named!r}; choose another"
    )


def file_of(folder: Path, base: str) -> Path:
    """The file of a shipped scenario, or of one below the folder, whose parents all lie there or are shipped.

    Raises InputError for any other place, ScenarioError for a file that cannot be read.
    """
    from simsales.scenario import library
    from simsales.scenario.naming import nearest

    if base in library.names():
        return library.path(base)
    if not base.endswith(".toml"):
        names = [*library.names(), *(each["name"] for each in scenarios(folder))]
        raise InputError(
            f"base: must be a shipped scenario or a .toml file below the working folder, "
            f"found {base!r}{nearest(base, names)}"
        )
    path = below(folder, base)
    must_stay_inside(folder, path)
    return path


def must_stay_inside(folder: Path, path: Path) -> None:
    """Raise ScenarioError where a file, or one that it is based on, is neither in the folder nor shipped."""
    family(folder, path)


def family(folder: Path, path: Path) -> list[Path]:
    """A scenario file and those that it is based on, which lie in the folder or are shipped.

    Raises ScenarioError for one that lies elsewhere or cannot be read; what else is wrong is told when it is loaded.
    """
    from simsales.scenario import library
    from simsales.scenario.reading import find

    homes = (folder.resolve(), library.folder().resolve())
    found: list[Path] = []
    while path.resolve() not in found:  # not for ever in a circle
        found.append(path.resolve())
        document = _document(path)
        parent = document.data.get("based_on")
        if not isinstance(parent, str):
            break
        try:
            path = find(parent, beside=path.parent)
        except ScenarioError:
            break
        if not any(path.resolve().is_relative_to(home) for home in homes):
            sentence = "must lie below the working folder or be a shipped scenario"
            writer = document.writers["based_on",]
            raise ScenarioError([Problem("based_on", f"{sentence}, found {parent!r}", *writer)])
        if not path.is_file():
            break
    return found


def stamp_of(folder: Path, path: Path) -> Stamp:
    """What changes when a file or one of its parents does; as `family` otherwise."""
    return tuple(_stamp(file) for file in family(folder, path))


def _stamp(path: Path) -> tuple[str, int, int]:
    found = path.stat()
    return str(path), found.st_mtime_ns, found.st_size


def _document(path: Path) -> "Document":
    """What is written in a file, which is not read again as long as it stays as it is."""
    from simsales.scenario.reading import read

    try:
        stamp = _stamp(path)
    except (OSError, ValueError):  # told in words by whoever reads
        return read(path)
    return _read(path, stamp)


@lru_cache(maxsize=64)
def _read(path: Path, stamp: tuple[str, int, int]) -> "Document":
    from simsales.scenario.reading import read

    return read(path)


def scenarios(folder: Path) -> list[dict[str, Any]]:
    """The shipped scenarios and those below the folder, each with the question that it asks."""
    from simsales.scenario import library

    shipped = [{"name": name, "about": _shipped_question(name), "shipped": True} for name in library.names()]
    return [*shipped, *_own(folder)]


@lru_cache(maxsize=512)
def _shipped_question(name: str) -> str:
    from simsales.scenario import library

    return library.question(name)


def _own(folder: Path) -> Iterator[dict[str, Any]]:
    for path in _files(folder):
        about = _question(folder, path)
        if about is not None:
            yield {"name": path.relative_to(folder).as_posix(), "about": about, "shipped": False}


def _files(folder: Path) -> list[Path]:
    """The first TOML files below the folder, not too deep: it may be somebody's home."""
    from simsales.scenario import library

    found: list[Path] = []
    shipped = library.folder().resolve()
    for here, folders, files in os.walk(folder):
        place = Path(here)
        deep = len(place.relative_to(folder).parts) >= _DEPTH or place.resolve() == shipped
        kept = [name for name in folders if not name.startswith(".") and name not in _SKIPPED]
        folders[:] = [] if deep else sorted(kept)
        if place.resolve() != shipped:
            found += [place / name for name in sorted(files) if name.endswith(".toml") and name[0] != "."]
        if len(found) >= _LISTED:
            break
    return found[:_LISTED]


def _question(folder: Path, path: Path) -> str | None:
    """What a file asks; None for one that is no scenario.  One that cannot be read is listed, to be mended."""
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        if not inside or not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return "This file cannot be read; open it to see what is wrong."
    if not data.keys() & _tables():
        return None
    about = data.get("about", "")
    return about if isinstance(about, str) else ""


def _tables() -> set[str]:
    from simsales.scenario.model import Scenario

    return {"based_on", *Scenario.model_fields}
