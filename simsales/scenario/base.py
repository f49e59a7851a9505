"""The base of the scenario: what one can do with any description of a company.

The tables themselves are declared in `model.py`; here is what holds whatever the tables are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Self, TypeVar, cast

from pydantic import BaseModel, PrivateAttr

from simsales.policies.base import KEEP_OWN, Kept
from simsales.scenario.changes import Change, differences, toml
from simsales.scenario.checking import Finding, Invalid, in_order, validated
from simsales.scenario.dated import DatedChange, Planned, epochs
from simsales.scenario.merging import Path, Plain, dotted, path_of, put, without
from simsales.scenario.provenance import Provenance, Writer, Writers, keys_below, writer_of
from simsales.scenario.table import Table
from simsales.words.errors import Problem, ScenarioError
from simsales.words.quantities import Duration, parameter

__all__ = ["Description", "Table"]

Built = TypeVar("Built", bound="Description")


class Description(Table):
    """A whole scenario as one unchangeable value.

    Two descriptions are equal when all their tables are, whatever files they were read from.  Every table
    of a subclass needs a default, so that a file may state only what differs.
    """

    undated: ClassVar[frozenset[str]] = frozenset({"about", "at", "run"})  # tables that no date may change
    settled: ClassVar[Mapping[str, Any]] = {
        "at": []
    }  # of a scenario in force, which has no dates ahead of it

    about: str = parameter("", help="the question this scenario asks, in a sentence")
    at: tuple[DatedChange, ...] = parameter((), help="dated changes, in any order")

    _provenance: Provenance = PrivateAttr(default_factory=Provenance)
    _epochs: Any = PrivateAttr(default=None)

    @property
    def name(self) -> str:
        """The file's name without its ending, and what was changed since."""
        return self._provenance.name

    @property
    def writers(self) -> Writers:
        """Which file and line wrote a key, by its path; keys at their defaults are absent."""
        return self._provenance.writers

    def but(self, changes: Mapping[str, Any], name: str = "") -> Self:
        """This scenario with other values by dotted key, e.g. `{"people.hunter.count": 9}`.

        A value may be plain, a quantity, a table of values, or an object of a policy class, also of one's
        own.  Raises ScenarioError with all that does not hold.
        """
        data, problems, writers = plain(self), [], dict(self._provenance.writers)
        for key, value in changes.items():
            path = path_of(key)
            try:
                data = put(data, path, value)
            except ValueError as refusal:
                problems.append(Problem(key, str(refusal)))
            writers |= {(*path, *below): Writer("") for below in [(), *keys_below(value)]}
        told = (
            name
            or f"{self.name} but {', '.join(f'{key} = {_told(value)}' for key, value in changes.items())}"
        )
        provenance = Provenance(told, plain(self), writers, self._provenance.file)
        return built(type(self), data, provenance, problems)

    def changes(self) -> list[Change]:
        """What differs from the parent: the file it is based on, or the scenario it was made from."""
        parent = self._provenance.parent
        if parent is None:
            return []
        try:
            old = validated(type(self), parent, self._provenance.writers)
        except ScenarioError:  # a parent with mistakes that this scenario mends is compared as written
            return [change for change in differences(parent, self.resolved()) if change.key != "about"]
        return self.changes_on(old)

    def changes_on(self, old: Self) -> list[Change]:
        """What differs from another scenario, old → new; what either asks is left aside."""
        return [each for each in differences(old.resolved(), self.resolved()) if each.key != "about"]

    def epochs(self) -> list[tuple[Duration, Self]]:
        """The scenario in force from time 0 and from each date of `at` on, and when `for` is over."""
        if self._epochs is None:
            self._epochs = self._told()
        return list(self._epochs)

    def planned(self, data: Plain) -> list[Planned]:
        """All dated changes; `data` is this scenario as plain data."""
        return [Planned(("at", place, "set"), change) for place, change in enumerate(self.at)]

    def of_its_dates(self) -> Iterable[Finding]:
        """What does not hold of the plans themselves, whatever is in force."""
        return ()

    def findings(self, story: Sequence[Self]) -> Iterable[Finding]:
        """What does not hold between tables; `story` are all the scenarios in force, one after another."""
        return ()

    def resolved(self) -> Plain:
        """Every value of every table as plain data; a user's own policy as its class, values and code."""
        return cast(Plain, _lists(self.model_dump(by_alias=True)))

    def content_key(self) -> str:
        """A digest of all that can change a result: the same content has the same key anywhere."""
        content = {key: value for key, value in self.resolved().items() if key != "about"}
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(self.content_key())

    def __repr__(self) -> str:
        question = f": {self.about}" if self.about else ""
        return "\n  ".join([f"<{type(self).__name__} {self.name}>{question}", *map(str, self.changes())])

    __str__ = __repr__

    def __getstate__(self) -> dict[Any, Any]:
        state = super().__getstate__()
        private = {**(state["__pydantic_private__"] or {}), "_epochs": None}  # workers make their own
        return {**state, "__pydantic_private__": private}

    def _problem(self, path: Path, sentence: str) -> Problem:
        writer = writer_of(path, self._provenance.writers, Writer(self._provenance.file))
        return Problem(dotted(path), sentence, *writer)

    def _told(self, wrong: Collection[Path] = ()) -> list[tuple[Duration, Self]]:
        return epochs(self, plain(self), self._provenance.writers, self._provenance.file, wrong)

    def _with(self, provenance: Provenance) -> Self:
        self._provenance = provenance
        return self


def built(model: type[Built], data: Plain, provenance: Provenance, found: Sequence[Problem] = ()) -> Built:
    """A checked scenario, dated changes included; ScenarioError with what was `found` and all the rest."""
    problems = list(found)
    try:
        scenario = validated(model, data, provenance.writers, provenance.file)._with(provenance)
        scenario.epochs()
    except Invalid as error:
        problems += [*error.problems, *_beside(model, data, provenance, error.wrong)]
    except ScenarioError as error:
        problems += error.problems
    if problems:
        raise ScenarioError(in_order(problems))
    return scenario


def _beside(
    model: type[Built], data: Plain, provenance: Provenance, wrong: Collection[Path]
) -> Sequence[Problem]:
    """What else does not hold, once the keys that are wrong in themselves are taken away."""
    inmost_first = sorted(wrong, key=lambda path: (-len(path), str(path)))  # a set's own order would vary
    for path in inmost_first:
        data = without(data, path)
    try:
        validated(model, data, provenance.writers, provenance.file)._with(provenance)._told(wrong)
    except Invalid:  # too much is wrong to say more
        return ()
    except ScenarioError as error:
        return error.problems
    return ()


def plain(description: BaseModel) -> Plain:
    """A description as data that can be laid over, with policies of a user's own class kept as objects."""
    return cast(Plain, _lists(description.model_dump(by_alias=True, context=KEEP_OWN)))


@cache
def defaults(model: type[Description]) -> Plain:
    """The parent of all files: what the model says where nobody says otherwise."""
    return plain(model())


def _told(value: Any) -> str:
    return type(value).__name__ if isinstance(value, BaseModel) else toml(value)


def _lists(value: Any) -> Any:
    if isinstance(value, Kept):
        return value.policy
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_lists(item) for item in value]
    return value
