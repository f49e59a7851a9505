"""Replications played as a study asks for them, each once, and what they came to.

`run` knows beforehand what it plays; ranking, screening and searching decide as they go.  They share this: a
scenario enters once, is asked for by its key, and a replication that was played (now, or in a run that was
stopped and left it in the store) is never played again.
"""

import math
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cloudpickle
import numpy as np
from numpy.typing import NDArray

from simsales.experiments.executors import carry_out, workers_to_use
from simsales.experiments.replications import Outcome, Work, perform, scenario_key
from simsales.experiments.store import Store
from simsales.words.errors import SimSalesError

if TYPE_CHECKING:
    from simsales.experiments.experiment import Progress
    from simsales.scenario import Scenario

Numbers = NDArray[np.float64]


class Stopped(KeyboardInterrupt):
    """Ctrl-C ended a study; `finished` replications are in its store."""

    def __init__(self, finished: int) -> None:
        super().__init__(f"interrupted with {finished} replications finished")
        self.finished = finished


class _Entered(NamedTuple):
    label: str
    packed: bytes


class _Measured(NamedTuple):
    """KPIs of one replication; replications that measure the same share the names."""

    names: tuple[str, ...]
    values: "array[float]"


class Plays:
    """What has been played of some scenarios with one seed, and whoever plays the rest; see `playing`."""

    def __init__(
        self,
        seed: int,
        workers: int | None = None,
        executor: Executor | None = None,
        store: Store | None = None,
        progress: "Progress | None" = None,
    ) -> None:
        self.seed = seed
        self._workers = workers_to_use(workers)
        self._executor = executor
        self._store = store
        self._progress = progress
        self._entered: dict[str, _Entered] = {}
        self._measured: dict[tuple[str, int], _Measured] = {}
        self._failed: dict[tuple[str, int], Outcome] = {}
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}

    def enter(self, label: str, scenario: "Scenario") -> str:
        """The key by which this scenario is asked for; scenarios of the same content share it."""
        key = scenario_key(scenario)
        if key not in self._entered:
            self._entered[key] = _Entered(label, cloudpickle.dumps(scenario))
        return key

    def play(self, keys: Iterable[str], numbers: range) -> None:
        """Play these replications of these scenarios, those apart that are there already.

        Raises Stopped on Ctrl-C.
        """
        keys = list(dict.fromkeys(keys))
        items = [
            Work(key, self._entered[key].label, self.seed, number, self._entered[key].packed)
            for number in numbers
            for key in keys
            if (key, number) not in self._measured and (key, number) not in self._failed
        ]
        try:
            self._finish(items)
        except KeyboardInterrupt:
            raise Stopped(self.finished) from None

    def table(self, keys: Sequence[str], numbers: range, kpi: str) -> Numbers:
        """A KPI's values, a row for each replication and a column for each scenario.

        Raises SimSalesError for a replication that failed, or did not measure the KPI: paired by replication,
        a number that is missing in one scenario would be missing in all.
        """
        self.play(keys, numbers)
        return np.array([[self._value(key, number, kpi) for key in keys] for number in numbers]).reshape(
            len(numbers), len(keys)
        )

    def kpis(self, key: str, number: int) -> Mapping[str, float]:
        """All that was measured in one replication; nothing where it failed."""
        found = self._measured.get((key, number))
        return {} if found is None else dict(zip(found.names, found.values, strict=True))

    def measured_names(self) -> tuple[str, ...]:
        """Names of all KPIs that some replication has."""
        return tuple(dict.fromkeys(name for names in self._names for name in names))

    def failures(self) -> list[Outcome]:
        """The replications that an error ended."""
        return [self._failed[place] for place in sorted(self._failed)]

    @property
    def finished(self) -> int:
        """Replications that came to an end, now or before."""
        return len(self._measured)

    def _finish(self, items: list[Work]) -> None:
        before = len(self._measured) + len(self._failed)
        if self._store is not None:
            for outcome in self._store.finished(items):
                self._remember(outcome)
            items = [work for work in items if (work.key, work.number) not in self._measured]
        total = len(self._measured) + len(self._failed) + len(items)
        if items or len(self._measured) + len(self._failed) > before:
            self._tell(total)
        with closing(carry_out(items, perform, self._workers, self._executor)) as outcomes:
            for outcome in outcomes:
                if self._store is not None:
                    self._store.keep(outcome)
                self._remember(outcome)
                self._tell(total)

    def _tell(self, total: int) -> None:
        if self._progress is not None:
            self._progress(len(self._measured) + len(self._failed), total)

    def _remember(self, outcome: Outcome) -> None:
        place = (outcome.key, outcome.number)
        if outcome.kpis is None:
            self._failed[place] = outcome
            return
        names = tuple(map(sys.intern, outcome.kpis))
        names = self._names.setdefault(names, names)
        self._measured[place] = _Measured(names, array("d", outcome.kpis.values()))

    def _value(self, key: str, number: int, kpi: str) -> float:
        label, failed = self._entered[key].label, self._failed.get((key, number))
        if failed is not None:
            raise SimSalesError(
                f"{label}: every replication must come to an end, found replication {number}, "
                f"seed {self.seed}: {failed.error}"
            )
        value = self.kpis(key, number).get(kpi, math.nan)
        if not math.isfinite(value):
            raise SimSalesError(
                f"{label}: every replication must have a number for {kpi}, found none in replication {number}, "
                f"seed {self.seed}; take another KPI, or a longer run"
            )
        return value


@contextmanager
def playing(
    seed: int,
    workers: int | None = None,
    executor: Executor | None = None,
    store: str | Path | None = None,
    progress: "Progress | None" = None,
) -> Iterator[Plays]:
    """Plays with a store that is open for as long as they go on."""
    if store is None:
        yield Plays(seed, workers, executor, None, progress)
        return
    with Store(store) as kept:
        yield Plays(seed, workers, executor, kept, progress)
