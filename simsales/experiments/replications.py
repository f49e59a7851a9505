"""Which plays of the company an experiment consists of, and how one of them is carried out.

A replication is one play of one scenario with one seed and one number.  Its result depends on nothing
else: not on the process that played it, nor on what was played before.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from time import perf_counter
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

import cloudpickle

import simsales
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog
    from simsales.scenario import Scenario

# Rooms that only print and draw: their wording may change without changing a single number.
_ROOMS_WITHOUT_NUMBERS = ("cli", "plots", "report", "studio")


MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Work:
    """One replication that is still to be played; the scenario travels packed, to any process."""

    key: str
    name: str
    seed: int
    number: int
    scenario: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one replication: its KPIs, or the message of the error that ended it."""

    key: str
    name: str
    seed: int
    number: int
    kpis: dict[str, float] | None
    error: str | None
    seconds: float

    @property
    def failed(self) -> bool:
        return self.kpis is None


def work_items(named: Mapping[str, "Scenario"], replications: int, seed: int) -> Iterator[Work]:
    """Every replication of every scenario, number by number, so that pairs finish close together."""
    packed = {scenario_key(s): (name, cloudpickle.dumps(s)) for name, s in named.items()}
    for number in range(replications):
        for key, (name, scenario) in packed.items():
            yield Work(key, name, seed, number, scenario)


def scenario_key(scenario: "Scenario") -> str:
    """A fingerprint of what is played; seed and number of replications are keys of their own."""
    return scenario.but({"run.replications": 1, "run.seed": 1}).content_key()


def perform(work: Work) -> Outcome:
    """Play one replication and read its KPIs; an error in the play becomes part of the outcome."""
    started = perf_counter()
    try:
        kpis, error = _measured(work), None
    except Exception as problem:  # one bad replication must not take the others with it
        kpis, error = None, told(problem)
    return Outcome(work.key, work.name, work.seed, work.number, kpis, error, perf_counter() - started)


def told(problem: Exception) -> str:
    """The error and the line that raised it."""
    place = extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__}: {problem} ({Path(place.filename).name}:{place.lineno})"


def played(work: Work) -> "tuple[Scenario, EventLog]":
    """The scenario of a replication, and the log of what happened in it."""
    from simsales.processes.play import play

    scenario = _unpack(work.scenario)
    return scenario, play(scenario, replication=work.number, seed=work.seed)


def _measured(work: Work) -> dict[str, float]:
    from simsales.kpis import measure

    scenario, log = played(work)
    return {name: float(value) for name, value in measure(log, scenario).items()}


@lru_cache(maxsize=64)
def _unpack(scenario: bytes) -> Any:
    return cloudpickle.loads(scenario)


def whole_number(where: str, value: int, least: int, most: int = MOST) -> int:
    """The value; InputError unless it is a whole number within the limits."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InputError(f"{where}: must be a whole number from {least} to {most:_}, found {value!r}")
    return value


@cache
def model_version() -> str:
    """The release and a fingerprint of the source that makes numbers: results of two models never mix."""
    root = Path(__file__).parents[1]
    content = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        place = path.relative_to(root)
        if place.parts[0] not in _ROOMS_WITHOUT_NUMBERS:
            content.update(place.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{simsales.__version__}+{content.hexdigest()[:12]}"
