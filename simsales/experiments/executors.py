"""Who plays the replications: this process, a pool of local processes, or any executor that is handed in.

Whoever plays them, each outcome is handed back as soon as it is there, and the numbers are the same.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any

from simsales.experiments.replications import Outcome, Work, whole_number
from simsales.words.errors import SimSalesError

REBUILDS = 3

Perform = Callable[[Work], Outcome]


def carry_out(
    items: Sequence[Work], perform: Perform, workers: int, executor: Executor | None = None
) -> Generator[Outcome]:
    """Yield the outcome of every item, in the order in which they end.

    An executor that is handed in is used as it is and stays open.  Otherwise one worker means this
    process, and more mean a pool of fresh local processes.

    Raises SimSalesError when worker processes keep dying.
    """
    if executor is not None:
        yield from _through_borrowed(executor, items, perform)
    elif workers == 1 or len(items) <= 1:
        yield from map(perform, items)
    else:
        yield from _through_local_processes(items, perform, min(workers, len(items)))


def workers_to_use(workers: int | None) -> int:
    """As many as asked for, or else one per processor; InputError unless that is at least one."""
    return available_processors() if workers is None else whole_number("--workers", workers, 1)


def available_processors() -> int:
    """Processors that this process may use, which in a container can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _through_borrowed(executor: Executor, items: Sequence[Work], perform: Perform) -> Generator[Outcome]:
    futures = [executor.submit(perform, work) for work in items]
    try:
        yield from _as_they_end(futures, Exception)
    except SimSalesError:
        raise
    except Exception as problem:  # a cluster has errors of its own, such as for workers that keep dying
        raise SimSalesError(
            f"executor: must carry out every replication, found {type(problem).__name__}: {problem}; "
            "what was finished is kept: mend it, and give the same command again"
        ) from problem
    finally:
        for future in futures:
            future.cancel()


def _as_they_end(
    futures: Sequence[Future[Outcome]], broken_by: type[Exception] = BrokenExecutor
) -> Generator[Outcome]:
    """Every outcome that there is; a broken executor is an error only after the last of them."""
    broken: Exception | None = None
    for future in as_completed(futures):
        try:
            outcome = future.result()
        except broken_by as problem:
            broken = problem
        else:
            yield outcome
    if broken is not None:
        raise broken


def _through_local_processes(items: Sequence[Work], perform: Perform, workers: int) -> Generator[Outcome]:
    missing = {(work.key, work.number): work for work in items}
    for _ in range(1 + REBUILDS):
        try:
            for outcome in _through_pool(list(missing.values()), perform, workers):
                del missing[outcome.key, outcome.number]
                yield outcome
            return
        except BrokenExecutor:
            continue
    raise SimSalesError(
        f"worker processes: each must live until its replication is over, but they died {1 + REBUILDS} times "
        f"with {len(missing)} of {len(items)} replications unplayed (often the machine ran out of memory); "
        "use fewer workers"
    )


def _through_pool(items: Sequence[Work], perform: Perform, workers: int) -> Generator[Outcome]:
    family = _Family()
    pool = ProcessPoolExecutor(workers, mp_context=family, initializer=_settle_in)
    ended = False
    try:
        yield from _as_they_end([pool.submit(perform, work) for work in items])
        ended = True
    finally:
        pool.shutdown(wait=ended, cancel_futures=True)
        if not ended:
            family.end()


class _LocalWorker(SpawnProcess):
    """A worker process that neither repeats the caller's script nor answers to the caller's Ctrl-C."""

    def start(self) -> None:
        with _interrupts_held_back(), _script_hidden():
            super().start()


class _Family(SpawnContext):
    """A way of starting worker processes that remembers them, so that all can be ended at once."""

    def __init__(self) -> None:
        super().__init__()
        self.workers: list[_LocalWorker] = []

    def Process(self, *args: Any, **kwargs: Any) -> _LocalWorker:  # type: ignore[override]  # a class there
        worker = _LocalWorker(*args, **kwargs)
        self.workers.append(worker)
        return worker

    def end(self) -> None:
        for worker in self.workers:
            if worker.is_alive():
                worker.terminate()


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """A child inherits the blocked signal; the parent gets it late rather than never."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _script_hidden() -> Iterator[None]:
    """Start a child without the caller's script, which would otherwise be run again in every child."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _settle_in() -> None:
    """Prepare a worker: leave Ctrl-C to the parent, and go when the parent goes, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
