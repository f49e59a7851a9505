"""One file of the disk: its plain data and who wrote each key."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from simsales.scenario import library
from simsales.scenario.merging import Plain
from simsales.scenario.naming import nearest
from simsales.scenario.provenance import Writer, Writers
from simsales.scenario.source import lines_of
from simsales.words.errors import Problem, ScenarioError

LARGEST = 5_000_000  # bytes; the largest shipped file has some twenty thousand


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: the name that messages use, its data, and the writer of every key."""

    file: str
    data: Plain
    writers: Writers


def read(path: Path) -> Document:
    """A TOML file's data and lines; ScenarioError says what keeps it from being read."""
    file = spoken(path)
    text = _text(path, file)
    try:
        data = tomllib.loads(text)
        lines = lines_of(text)
    except RecursionError:
        raise _refusal(
            file, "must be a scenario, found brackets nested too deep to read; close them"
        ) from None
    except ValueError as error:  # tomllib's own errors, and numbers of thousands of digits
        sentence, line = _with_line(str(error), text)
        raise _refusal(file, f"must be valid TOML, found a mistake: {sentence}", line) from None
    if not data:
        sentence = 'must say something, found an empty file; write at least based_on = "norddrive"'
        raise _refusal(file, sentence)
    return Document(file, data, {key: Writer(file, line) for key, line in lines.items()})


def find(name: str | os.PathLike[str], beside: Path | None = None) -> Path:
    """The file of a path (seen from the folder `beside`), or of the bare name of a shipped scenario."""
    path = (beside or Path()) / name
    bare = os.fspath(name)
    if not bare and beside is None:
        raise _refusal("FILE", "must be a file or the name of a shipped scenario, found an empty name")
    if not is_file(path) and bare in library.names():
        return library.path(bare)
    if not bare.endswith(".toml") and not _exists(path):
        sentence = "must be a file or the name of a shipped scenario, found neither"
        raise _refusal(bare, sentence + nearest(bare, library.names()))
    return path


def is_file(path: Path) -> bool:
    """Whether an ordinary file is there; a name that no file could have is not an error."""
    try:
        return path.is_file()
    except OSError:
        return False


def spoken(path: Path) -> str:
    """A path as messages show it: seen from the current folder where it lies below it."""
    try:
        near = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if near.startswith("..") else near


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _text(path: Path, file: str) -> str:
    if not _exists(path):
        raise _refusal(file, "must be a scenario file, found no such file; check the path")
    if path.is_dir():
        raise _refusal(file, "must be a file, found a folder; name a file in it")
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise _refusal(file, f"must be an ordinary file of at most {LARGEST:_} bytes, found another")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = f"must be text in UTF-8, found a binary byte at position {error.start}; save it as UTF-8"
        raise _refusal(file, sentence) from None
    except OSError as error:
        raise _refusal(file, f"must be readable, found: {error.strerror}") from None


def _refusal(file: str, sentence: str, line: int | None = None) -> ScenarioError:
    return ScenarioError([Problem("", sentence, file, line)])


def _with_line(message: str, text: str) -> tuple[str, int | None]:
    """tomllib's message and the line it names, so that the line can be said where a reader looks for it."""
    place = re.search(r" ?\(at line (\d+), column (\d+)\)", message)
    if place is not None:
        return f"{message[: place.start()]} (column {place[2]})", int(place[1])
    if message.endswith("(at end of document)"):
        return message, text.count("\n") + 1
    return message.partition("; use sys")[0], None  # what follows is a hint for programmers
