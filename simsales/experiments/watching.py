"""Plays a few replications of an experiment once more and keeps what their logs show: for charts, and for why."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simsales.experiments.comparison import VERDICT_KPI
from simsales.experiments.endings import Endings, endings
from simsales.experiments.experiment import Progress
from simsales.experiments.looking import look_at
from simsales.experiments.split import ADDITIVE
from simsales.experiments.why import REPLICATIONS, Why, must_add_up, why_of
from simsales.kpis.reading import Reading
from simsales.scenario.naming import nearest
from simsales.series.course import Course, course
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.experiments.results import Results
    from simsales.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What was seen of one replication."""

    course: Course
    endings: Endings


@dataclass(frozen=True, slots=True, repr=False)
class Watched:
    """What the logs of a few replications of each scenario show, by the scenario's name and the replication's number.

    Every scenario has the same replications, those of the `asked` first that came to an end in all of them.  `results`
    is the experiment that they belong to.
    """

    results: Results
    sights: Mapping[str, Mapping[int, Sight]]
    asked: int

    @property
    def replications(self) -> tuple[int, ...]:
        """The numbers of the replications that were watched."""
        return tuple(next(iter(self.sights.values())))

    def courses(self, scenario: str) -> list[Course]:
        """The courses of a scenario's replications, in order."""
        return [sight.course for sight in self.sights[scenario].values()]

    def why(self, other: str, kpi: str = VERDICT_KPI, base: str | None = None) -> Why:
        """Why one scenario comes to more than the base (by default the first); nothing is played for it.

        Raises InputError for a name that is not there, and for a KPI that is no sum over cases.
        """
        must_add_up(kpi)
        base = next(iter(self.sights)) if base is None else base
        problems = [
            f"why: must name a scenario of the results, found '{name}'{nearest(name, self.sights)}"
            for name in dict.fromkeys((base, other))
            if name not in self.sights
        ]
        if base == other:
            problems.append(f"why: must name two scenarios, found '{base}' twice; name another one")
        if problems:
            raise InputError("\n".join(problems))
        scenarios = _fewer(self.results, self.asked)
        named = {name: scenarios[name] for name in (base, other)}
        before, after = ({n: s.endings for n, s in self.sights[name].items()} for name in named)
        return why_of(named, before, after, kpi)

    def __repr__(self) -> str:
        count = len(self.replications)
        return f"Watched({', '.join(self.sights)}; {count} replication{'s' if count != 1 else ''} of each)"


def watch(
    results: Results,
    most: int = REPLICATIONS,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    store: str | Path | None = None,
) -> Watched:
    """Play the first `most` replications of each scenario once more, with the same luck, and keep what they show.

    Local processes play them, one per processor, as in `run`.  With `store`, the path of a file, what was seen is kept
    there and found again the next time, without a further play.  Raises InputError where `most` is less than 1, and
    SimSalesError where no replication came to an end in every scenario.
    """
    if most < 1:
        raise InputError(f"watch: most must be at least 1, found {most}; name how many replications to watch")
    asked = min(most, results.replications)
    named = _fewer(results, asked)
    found = look_at(named, see, workers, executor, progress, store)
    return Watched(results, dict(zip(named, found, strict=True)), asked)


def see(reading: Reading) -> Sight:
    """Look at one replication."""
    return Sight(course(reading), endings(tuple(ADDITIVE), reading))


def _fewer(results: Results, replications: int) -> dict[str, Scenario]:
    changes = {"run.replications": replications, "run.seed": results.seed}
    return {label: scenario.but(changes, name=scenario.name) for label, scenario in results.scenarios.items()}
