"""What must hold of a structure: managers on every level, limits that rise, pods with somebody in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from simsales.policies.structure import MOST_APPROVALS, Modular, Structure
from simsales.scenario.checking import Finding
from simsales.scenario.naming import nearest
from simsales.scenario.organisation import available, members
from simsales.words.quantities import shown
from simsales.words.vocabulary import REQUESTS

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario


def structure_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold in the structure, and in what it decides on."""
    for name in scenario.market.requests.engineering:
        if name not in scenario.products:
            sentence = f"must be a product, found {shown(name)}{nearest(name, scenario.products)}"
            yield Finding(("market", "requests", "engineering", name), sentence, (("products",),))
    structure = scenario.structure
    if structure == "skip":
        return
    yield from _limits(structure)
    yield from _members(scenario, structure)
    if isinstance(structure, Modular):
        yield from _pods(scenario, structure, story)


def _limits(structure: Structure) -> Iterator[Finding]:
    levels: Sequence[str] = getattr(structure, "levels", ())
    if len(levels) > MOST_APPROVALS:
        sentence = f"must have at most {MOST_APPROVALS} levels, found {len(levels)}"
        yield Finding(("structure", "levels"), sentence)
    for kind, limits in structure.limits.items():
        path = ("structure", "limits", kind)
        if kind not in REQUESTS:
            sentence = f"must be one of {', '.join(REQUESTS)}, found {shown(kind)}{nearest(kind, REQUESTS)}"
            yield Finding(path, sentence)
        if structure.kind != "own" and len(limits) != len(levels):
            sentence = f"must have a limit for each level, found {len(limits)} for {len(levels)}: "
            sentence += f"{', '.join(levels) or 'none'}"
            yield Finding(path, sentence, (("structure", "levels"), ("structure",)))
        elif any(below >= above for below, above in pairwise(limits)):
            sentence = f"must rise from level to level, found {', '.join(f'{each:g}' for each in limits)}"
            yield Finding(path, f"{sentence}; a higher level is asked for more", (("structure",),))


def _members(scenario: Scenario, structure: Structure) -> Iterator[Finding]:
    for place, name in enumerate(structure.members):
        if name not in scenario.people:
            sentence = f"must be a team of [people], found {shown(name)}{nearest(name, scenario.people)}"
            yield Finding(("structure", "members", place), sentence, (("people", name),))
    busy = [name for name in members(scenario) if name in scenario.people and available(scenario, name) <= 0]
    for name in busy[:1]:
        share = f"{scenario.people[name].available:g} of their shifts"
        found = f"found {structure.meetings:g} h a week for {shown(name)}, who are available for {share}"
        sentence = f"must leave time for work, {found}; meet less"
        yield Finding(("structure", "meetings"), sentence, (("people", name),))


def _pods(scenario: Scenario, structure: Modular, story: Sequence[Scenario]) -> Iterator[Finding]:
    for place, name in enumerate(structure.divided):
        path, people = ("structure", "divided", place), (("people", name),)
        if name not in scenario.people:
            sentence = f"must be a team of [people], found {shown(name)}{nearest(name, scenario.people)}"
            yield Finding(path, sentence, people)
        elif scenario.people[name].queue == "owner":
            sentence = (
                f"must be a team with one queue for all, found {shown(name)}, where everybody has their own"
            )
            yield Finding(path, sentence, people)
        elif structure.pods > (size := scenario.people[name].size):
            sentence = f"must be at most the {size} people of {shown(name)}, found {structure.pods}"
            sentence += "; no pod may be without one"
            yield Finding(("structure", "pods"), sentence, (("structure",), *people))
