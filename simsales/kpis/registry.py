"""The list of all KPIs: what each means, in which unit, and which direction is better.

A KPI is a function of a `Reading` with the decorator `kpi`; whoever adds one writes that function and nothing
else.  A name such as ``utilisation.<team>`` is a family: its function gives one value per team.  A family of two words,
such as ``payout.<team>.<band>``, has members named by both, such as ``hunter.to_80``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from simsales.kpis.reading import Reading
    from simsales.scenario.model import Scenario

Better: TypeAlias = Literal["higher", "lower", "neither"]
Values: TypeAlias = "float | Mapping[str, float]"
Measured = TypeVar("Measured", bound="Callable[[Reading], Values]")

_MEMBER = re.compile(r"<\w+>")


@dataclass(frozen=True, slots=True)
class Kpi:
    """What a figure means; for a family the definition holds for each of its members."""

    name: str
    definition: str
    unit: str
    better: Better
    chapter: str = ""  # the table of a scenario without which there is no such figure

    @property
    def family(self) -> str | None:
        """What the members of a family are, such as ``<team>``, by the first word; None for a single KPI."""
        return self._words[0] if self._words else None

    @property
    def _words(self) -> list[str]:
        return _MEMBER.findall(self.name)

    def exists_in(self, scenario: Scenario) -> bool:
        """Whether a scenario plays the chapter that the figure is about, such as ``channels`` or ``media.hybrid``."""
        table: object = scenario
        for word in self.chapter.split(".") if self.chapter else ():
            table = getattr(table, word, "skip")
        return table != "skip"

    def parts(self, name: str) -> list[str]:
        """What a member's name says for each word of the family; a word that it leaves out is missing at the end."""
        return name.split(".", len(self._words) - 1)

    def has_member(self, name: str) -> bool:
        """Whether a name has something to say for each word of the family."""
        parts = self.parts(name)
        return len(parts) == len(self._words) and all(parts)

    def member(self, name: str) -> Kpi:
        """One KPI of the family."""
        assert self.has_member(name)
        named, definition = self.name, self.definition
        for word, part in zip(self._words, self.parts(name), strict=True):
            named, definition = named.replace(word, part), definition.replace(word, part)
        return replace(self, name=named, definition=definition)


class Catalogue(Mapping[str, Kpi]):
    """All KPIs by name, in the order in which they are measured.

    A family is listed once, and found under the name of any member: ``catalogue()["utilisation.hunter"]``.
    """

    def __init__(self) -> None:
        self._kpis: dict[str, Kpi] = {}
        self._families: dict[str, Kpi] = {}

    def add(self, kpi: Kpi) -> None:
        """Enter a KPI; names and the first words of families are unique."""
        stem = kpi.name.partition(".")[0]
        assert kpi.name not in self._kpis, f"{kpi.name} is there already"
        self._kpis[kpi.name] = kpi
        if kpi.family is not None:
            assert stem not in self._families, f"there is a family of {stem} already"
            self._families[stem] = kpi

    def __getitem__(self, name: str) -> Kpi:
        if name in self._kpis:
            return self._kpis[name]
        stem, _, member = name.partition(".")
        if stem in self._families and self._families[stem].has_member(member):
            return self._families[stem].member(member)
        raise KeyError(name)

    def family_of(self, name: str) -> Kpi | None:
        """The family that a KPI such as ``utilisation.hunter`` is a member of; None for a single one."""
        return None if name in self._kpis else self._families.get(name.partition(".")[0])

    def __iter__(self) -> Iterator[str]:
        return iter(self._kpis)

    def __len__(self) -> int:
        return len(self._kpis)


CATALOGUE = Catalogue()
_FUNCTIONS: dict[str, Callable[[Reading], Values]] = {}


def kpi(
    name: str, unit: str, better: Better, definition: str, chapter: str = ""
) -> Callable[[Measured], Measured]:
    """Make the function below a KPI: it gives a number, or for a family one per member; NaN is undefined.

    A KPI of a `chapter`, such as ``complaints``, is absent where the scenario skips that table.
    """

    def enter(function: Measured) -> Measured:
        CATALOGUE.add(Kpi(name, definition, unit, better, chapter))
        _FUNCTIONS[name] = function
        return function

    return enter


def value_of(reading: Reading, name: str) -> float:
    """One KPI of a reading by its name.  Raises KeyError for one that this reading does not have."""
    return float(figure_of(reading, name))


def figure_of(reading: Reading, name: str) -> float:
    """The same as its function gave it: a quantile still knows the cases that it is of."""
    known = CATALOGUE[name]
    if name in _FUNCTIONS:
        return cast(float, _FUNCTIONS[name](reading))
    stem, _, member = known.name.partition(".")
    family = next(n for n in _FUNCTIONS if n.startswith(f"{stem}.<"))
    found = cast("Mapping[str, float]", _FUNCTIONS[family](reading))
    return {m.replace(" ", "_"): value for m, value in found.items()}[member]


def values_of(reading: Reading) -> Iterator[tuple[str, float]]:
    """Every KPI of a reading, families member by member."""
    for name, function in _FUNCTIONS.items():
        if not CATALOGUE[name].exists_in(reading.scenario):
            continue
        found = function(reading)
        if isinstance(found, Mapping):
            known = CATALOGUE[name]
            for member, value in found.items():
                yield known.member(member.replace(" ", "_")).name, float(value)
        else:
            yield name, float(found)
