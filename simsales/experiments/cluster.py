"""A Dask cluster as the executor of an experiment, where one machine is not enough.

The cluster's workers must have the same simsales installed: results of two models never mix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from simsales.experiments.replications import model_version
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 8.0  # s, until a scheduler that does not answer is given up
_SCHEMES = ("tcp", "tls", "ucx", "ws", "wss")


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """An executor on the Dask scheduler at an address such as ``tcp://10.0.0.5:8786``.

    Raises InputError where Dask is not installed, the scheduler does not answer, it has no workers, or one of
    them has another model.
    """
    try:
        from distributed import Client
    except ImportError as problem:
        sentence = "must have Dask to be used, found none; install simsales with the extra `dask`"
        raise InputError(f"--dask: {sentence}") from problem
    try:
        _must_be_an_address(address)
        client = _in_time(lambda: Client(address, timeout=PATIENCE / 2, set_as_default=False))
    except Exception as problem:  # whoever listens there may be anything, and answer anything
        sentence = "must be the address of a Dask scheduler that answers, such as tcp://10.0.0.5:8786"
        found = f"{address!r} ({_told(problem)})"
        raise InputError(f"--dask: {sentence}, found {found}; start one with `dask scheduler`") from problem
    with client:
        _must_be_alike(client, address)
        with client.get_executor() as executor:
            yield executor


def _must_be_an_address(address: str) -> None:
    """Raise ValueError unless Dask could make something of it; a client that fails over it complains for seconds."""
    place = urlsplit(address if "://" in address else f"tcp://{address}")
    if place.scheme not in _SCHEMES:
        raise ValueError(f"its scheme is none of {', '.join(_SCHEMES)}")
    if not place.hostname or not place.port:
        raise ValueError("no host and port")


def _in_time(connect: Callable[[], Client]) -> Client:
    """A client that is connected.

    Dask's own timeout ends neither a look-up of a host's name nor a talk with somebody who is no scheduler; a thread
    is left alone with those.
    """
    clients: list[Client] = []
    problems: list[Exception] = []

    def visit() -> None:
        try:
            clients.append(connect())
        except Exception as problem:
            problems.append(problem)

    visitor = Thread(target=visit, daemon=True)
    visitor.start()
    visitor.join(PATIENCE)
    if clients:
        return clients[0]
    raise problems[0] if problems else TimeoutError(f"no answer in {PATIENCE:.0f} s")


def _must_be_alike(client: Client, address: str) -> None:
    found = _versions(client)
    if not found:
        sentence = f"must have workers, found none at {address}; start some with `dask worker {address}`"
        raise InputError(f"--dask: {sentence}")
    others = {worker: version for worker, version in found.items() if version != model_version()}
    if others:
        worker, version = next(iter(others.items()))
        raise InputError(
            f"--dask: every worker must have simsales {model_version()}, found {version} on {worker}; "
            "install the same there"
        )


def _versions(client: Client) -> dict[str, str]:
    """The model of each worker, by its address."""
    return dict(client.run(model_version))


def _told(problem: BaseException) -> str:
    return str(problem).splitlines()[0] if str(problem) else type(problem).__name__
