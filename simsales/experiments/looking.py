"""Plays scenarios over and over and hands back what somebody looks for in each log, instead of all KPIs."""

from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from simsales.experiments.executors import carry_out, workers_to_use
from simsales.experiments.packing import Unreadable, name_of_look, pack, unpack
from simsales.experiments.plays import Stopped
from simsales.experiments.replications import Outcome, Work, played, scenario_key, told, work_items
from simsales.experiments.store import Store
from simsales.kpis.reading import Reading
from simsales.words.errors import SimSalesError

if TYPE_CHECKING:
    from simsales.scenario import Scenario

Found = TypeVar("Found")
#: What is looked for in a log; it must reach worker processes, as a function of a module does.
Look: TypeAlias = Callable[[Reading], Found]


@dataclass(frozen=True, slots=True)
class Seen(Outcome):
    """One replication, and what was found in it."""

    found: Any = None


def see(look: Look[Any], work: Work) -> Seen:
    """Play one replication and look; an error in the play becomes part of the outcome."""
    started = perf_counter()
    found, error = None, None
    try:
        scenario, log = played(work)
        found = look(Reading(log, scenario))
    except Exception as problem:  # one bad replication must not take the others with it
        error = told(problem)
    seconds = perf_counter() - started
    return Seen(work.key, work.name, work.seed, work.number, None if error else {}, error, seconds, found)


def look_at(
    named: Mapping[str, "Scenario"],
    look: Look[Found],
    workers: int | None,
    executor: Executor | None,
    progress: Callable[[int, int], None] | None = None,
    store: str | Path | None = None,
) -> list[dict[int, Found]]:
    """For each scenario what is found in the replications that every scenario has finished, by their numbers.

    `progress` is called with the replications finished and asked for.  With `store`, the path of a file, what was
    found is kept there replication by replication, and found again by the next look of the same kind.

    Raises SimSalesError where none was finished, and Stopped on Ctrl-C.
    """
    first = next(iter(named.values())).run
    items = list(work_items(named, first.replications, first.seed))
    outcomes: list[Outcome] = []
    try:
        with ExitStack() as stack:
            kept = None if store is None else _Kept(stack.enter_context(Store(store)), look)
            for outcome in stack.enter_context(
                closing(_seen(items, look, workers_to_use(workers), executor, kept))
            ):
                outcomes.append(outcome)
                if progress is not None:
                    progress(len(outcomes), len(items))
    except KeyboardInterrupt:
        raise Stopped(sum(not outcome.failed for outcome in outcomes)) from None
    failed = [outcome for outcome in outcomes if outcome.failed]
    without = {outcome.number for outcome in failed}
    if len(without) == first.replications:
        raise SimSalesError(f"replications: some must be played to their end, found {failed[0].error}")
    found = {
        (outcome.key, outcome.number): outcome.found
        for outcome in sorted(outcomes, key=lambda outcome: outcome.number)
        if isinstance(outcome, Seen) and outcome.number not in without
    }
    return [
        {number: one for (key, number), one in found.items() if key == scenario_key(scenario)}
        for scenario in named.values()
    ]


class _Kept:
    """What one kind of look found before, and finds now, in a store."""

    def __init__(self, store: Store, look: Look[Any]) -> None:
        self._store = store
        self._name = name_of_look(look)

    def known(self, items: list[Work]) -> Iterator[Seen]:
        """What is there of these items; what cannot be read is as good as not there."""
        for work, packet, seconds in self._store.looked(self._name, items):
            with suppress(Unreadable):
                yield Seen(work.key, work.name, work.seed, work.number, {}, None, seconds, unpack(packet))

    def keep(self, outcome: Outcome) -> None:
        """Keep what was found; a replication that failed is tried again the next time."""
        if isinstance(outcome, Seen) and not outcome.failed:
            self._store.keep_look(self._name, outcome, pack(outcome.found))


def _seen(
    items: list[Work], look: Look[Any], workers: int, executor: Executor | None, kept: _Kept | None
) -> Generator[Outcome]:
    """What was found before, and then what is found by playing the rest."""
    known = set()
    if kept is not None:
        for seen in kept.known(items):
            known.add((seen.key, seen.number))
            yield seen
    missing = [work for work in items if (work.key, work.number) not in known]
    with closing(carry_out(missing, partial(see, look), workers, executor)) as played:
        for outcome in played:
            if kept is not None:
                kept.keep(outcome)
            yield outcome
