"""The scenarios that come with simsales, by bare name."""

from __future__ import annotations

import tomllib
from pathlib import Path

from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

_PACKAGE = Path(__file__).parent.parent


def folder() -> Path:
    """Where the shipped files are: inside an installed package, else in the repository."""
    inside = _PACKAGE / "_scenarios"
    return inside if inside.is_dir() else _PACKAGE.parent / "scenarios"


def names() -> list[str]:
    """Every shipped scenario, such as "norddrive" or "questions/q01_x", in order."""
    here = folder()
    return sorted(file.relative_to(here).with_suffix("").as_posix() for file in here.rglob("*.toml"))


def path(name: str) -> Path:
    """The file of a shipped scenario; InputError names the nearest one if there is none of that name."""
    if name not in names():
        raise InputError(f"{name}: no shipped scenario has this name{nearest(name, names())}")
    return folder() / f"{name}.toml"


def question(name: str) -> str:
    """What a shipped scenario asks, read off its file alone: to load all of them takes seconds."""
    with path(name).open("rb") as file:
        return str(tomllib.load(file)["about"])
