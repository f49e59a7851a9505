"""The front door of the experiments: play scenarios many times, and compare them."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from simsales.experiments.comparison import (
    VERDICT_KPI,
    Comparison,
    must_be_comparable,
    must_decide,
)
from simsales.experiments.executors import carry_out, workers_to_use
from simsales.experiments.replications import Outcome, Work, perform, scenario_key, whole_number, work_items
from simsales.experiments.results import Results
from simsales.experiments.store import Store
from simsales.experiments.until_certain import AT_MOST, Look, must_be_one_way_of_stopping, settle
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.scenario import Scenario

    Playable: TypeAlias = Scenario | str | Path
Progress = Callable[[int, int], None]
LARGEST_SEED = 2**63 - 1  # what a column of the store holds


class Interrupted(KeyboardInterrupt):
    """Ctrl-C ended an experiment; `results` holds the replications that were finished."""

    def __init__(self, results: Results, finished: int, total: int) -> None:
        super().__init__(f"interrupted with {finished} of {total} replications finished")
        self.results = results
        self.finished = finished
        self.total = total


def run(
    *scenarios: "Playable",
    replications: int | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Results:
    """Play each scenario (or scenario file, or shipped name) several times, all with the same seed.

    The number of replications and the seed are those of the first scenario's [run] table unless given.
    Local processes play them, one per processor; `workers=1` plays in this process, and any executor of
    `concurrent.futures` may be handed in instead.  Neither changes a number.  With `store`, the path of a
    file, every finished replication is kept there and found again by the next run.  `progress` is called
    with the replications finished and asked for.

    Raises InputError for values that cannot be used, and Interrupted on Ctrl-C.
    """
    named = prepared(scenarios, replications, seed)
    return play_all(named, workers, executor, store, progress)


def compare(
    base: "Playable",
    *others: "Playable",
    kpi: str = VERDICT_KPI,
    worth: float = 0.0,
    replications: int | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
    until_certain: bool = False,
    at_most: int | None = None,
) -> Comparison:
    """Run a base and other scenarios and compare them; see `run` and `Results.compare`.

    With `until_certain` replications are added in blocks until every difference in the KPI is told from `worth`, or
    `at_most` (1,000) of them are played.  What cannot be compared is refused before anything is played.
    """
    must_be_one_way_of_stopping(replications, until_certain, at_most)
    named = prepared((base, *others), replications, seed)
    must_be_comparable(named, next(iter(named)))
    must_decide(kpi, worth)
    if until_certain:
        return play_until_certain(named, kpi, worth, at_most, (workers, executor, store, progress))
    results = play_all(named, workers, executor, store, progress)
    return results.compare(kpi=kpi, worth=worth)


def prepared(
    scenarios: Iterable["Playable"], replications: int | None, seed: int | None
) -> dict[str, "Scenario"]:
    """The scenarios as they will be played, by the names that they go by in tables."""
    chosen = [_set_run(scenario, replications, seed) for scenario in _loaded(scenarios)]
    return dict(zip(_labels(chosen), chosen, strict=True))


def play_until_certain(
    named: dict[str, "Scenario"],
    kpi: str,
    worth: float,
    at_most: int | None,
    means: tuple[int | None, Executor | None, str | Path | None, Progress | None],
    watch: Callable[[Look], None] | None = None,
    finished: dict[tuple[str, int], Outcome] | None = None,
) -> Comparison:
    """Play scenarios that were prepared until they are told apart; see `compare`.

    `means` are workers, executor, store and progress, as for `play_all`; `watch` is told after each block how many
    replications were played and how many it is likely to take.  Outcomes are added to `finished` as they come, for
    whoever wants to look more often.
    """
    workers, executor, store, progress = means
    finished = {} if finished is None else finished

    def play(replications: int) -> Results:
        longer = {label: s.but({"run.replications": replications}, name=s.name) for label, s in named.items()}
        return play_all(longer, workers, executor, store, progress, finished)

    return settle(play, kpi, worth, AT_MOST if at_most is None else at_most, watch)


def play_all(
    named: dict[str, "Scenario"],
    workers: int | None,
    executor: Executor | None,
    store: str | Path | None,
    progress: Progress | None,
    finished: dict[tuple[str, int], Outcome] | None = None,
) -> Results:
    """Play scenarios that were prepared, and gather the outcomes; see `run`.

    What is in `finished`, by key and number, is not played again, and what is played is added to it.
    """
    first = next(iter(named.values())).run
    items = list(work_items(named, first.replications, first.seed))
    finished = {} if finished is None else finished
    try:
        _finish(items, finished, workers_to_use(workers), executor, store, progress or _silent)
    except KeyboardInterrupt:
        partial = _results(named, finished, first.replications, first.seed)
        raise Interrupted(partial, len(finished), len(items)) from None
    return _results(named, finished, first.replications, first.seed)


def _finish(
    items: list[Work],
    finished: dict[tuple[str, int], Outcome],
    workers: int,
    executor: Executor | None,
    store: str | Path | None,
    progress: Progress,
) -> None:
    """Fill `finished`, first from the store and then by playing what is missing."""
    with ExitStack() as stack:
        kept = None if store is None else stack.enter_context(Store(store))
        if kept is not None:
            unknown = [work for work in items if (work.key, work.number) not in finished]
            finished.update(((o.key, o.number), o) for o in kept.finished(unknown))
        progress(len(finished), len(items))
        missing = [work for work in items if (work.key, work.number) not in finished]
        for outcome in stack.enter_context(closing(carry_out(missing, perform, workers, executor))):
            if kept is not None:
                kept.keep(outcome)
            finished[outcome.key, outcome.number] = outcome
            progress(len(finished), len(items))


def _results(
    named: dict[str, "Scenario"], finished: dict[tuple[str, int], Outcome], replications: int, seed: int
) -> Results:
    keys = {label: scenario_key(scenario) for label, scenario in named.items()}
    outcomes = {
        label: {n: finished[key, n] for n in range(replications) if (key, n) in finished}
        for label, key in keys.items()
    }
    return Results(named, outcomes, replications, seed)


def _loaded(scenarios: Iterable["Playable"]) -> list["Scenario"]:
    from simsales.scenario import load

    found = [load(s) if isinstance(s, str | Path) else s for s in scenarios]
    if not found:
        raise InputError("run: must have at least one scenario, found none; name a file")
    return found


def _set_run(scenario: "Scenario", replications: int | None, seed: int | None) -> "Scenario":
    """The scenario with the number of replications and the seed that were asked for."""
    changes: dict[str, Any] = {}
    if replications is not None:
        changes["run.replications"] = whole_number("--replications", replications, 1)
    if seed is not None:
        changes["run.seed"] = whole_number("--seed", seed, 0, LARGEST_SEED)
    whole_number("run.replications", scenario.run.replications, 1)
    whole_number("run.seed", scenario.run.seed, 0, LARGEST_SEED)
    return scenario.but(changes, name=scenario.name) if changes else scenario


def _labels(scenarios: list["Scenario"]) -> list[str]:
    """The names in tables: each scenario's own, with a number where several share it."""
    labels: list[str] = []
    for scenario in scenarios:
        again = sum(1 for other in scenarios[: len(labels)] if other.name == scenario.name)
        labels.append(f"{scenario.name} ({again + 1})" if again else scenario.name)
    return labels


def _silent(finished: int, total: int) -> None:
    """Nobody watches."""
