"""What a case is: a textbook system as a scenario file, its closed form, and a mutation to be noticed.

A case's tolerance is not written down anywhere: it is a third of what the mutation moves the closed form, at
most 5 %.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from simsales.instruments.eventlog import EventLog
from simsales.processes.play import play
from simsales.scenario import load
from simsales.scenario.model import Scenario

Answers = dict[str, float]

SCENARIOS = Path(__file__).parent / "scenarios"
STANDARD_ERRORS = 3.3


@dataclass(frozen=True)
class Case:
    """One textbook system, and how often to play it.

    `expected` holds figures computed apart from this code; the mutation multiplies one parameter of the
    closed form and, as `mutant`, changes the scenario likewise.  `mutant_replications` may be fewer where the
    mutation moves the answer by far more than it has to.
    """

    name: str
    file: str
    parameters: Mapping[str, float]
    answer: Callable[..., Answers]
    expected: Answers
    mutation: tuple[str, float]
    mutant: Mapping[str, object]
    measure: Callable[[EventLog], Answers]
    replications: int = 20
    mutant_replications: int = 20
    changes: Mapping[str, object] = field(default_factory=dict)
    most: float = 0.05
    slow: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def theory(self) -> Answers:
        """The closed form's answers."""
        return self._checked(self.answer(**self.parameters))

    @property
    def mutated(self) -> Answers:
        """The closed form's answers after the mutation."""
        name, factor = self.mutation
        return self._checked(self.answer(**{**self.parameters, name: self.parameters[name] * factor}))

    def _checked(self, answers: Answers) -> Answers:
        return {name: answers[name] for name in self.expected}

    @property
    def tolerance(self) -> Answers:
        """How far off an answer may be, relative to it."""
        theory, mutated = self.theory, self.mutated
        return {name: min(self.most, abs(mutated[name] / theory[name] - 1.0) / 3.0) for name in theory}

    @property
    def scenario(self) -> Scenario:
        """The system as the engine plays it."""
        scenario = load(SCENARIOS / self.file)
        return scenario.but(self.changes) if self.changes else scenario

    @property
    def mutant_scenario(self) -> Scenario:
        """The system with the mutation in it."""
        return self.scenario.but(self.mutant)


@dataclass(frozen=True)
class Estimate:
    """The mean over replications, and its standard error."""

    mean: float
    error: float


def estimates(case: Case, scenario: Scenario, replications: int) -> dict[str, Estimate]:
    """Each checked answer, from so many replications of a scenario."""
    runs = [case.measure(play(scenario, replication)) for replication in range(replications)]
    found = {}
    for name in case.expected:
        values = np.array([run[name] for run in runs])
        found[name] = Estimate(float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))))
    return found
