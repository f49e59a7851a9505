"""Who runs: the house with and without its log, and the same funnel in three other libraries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any

from benchmarks.peers.tally import Tally
from benchmarks.workloads import Answers, Workload

HOUSE, SILENT, TEXTBOOK, CIW, SALABIM = "house", "house, log off", "textbook", "ciw", "salabim"
NEEDS = {HOUSE: "simsales", SILENT: "simsales", TEXTBOOK: "simpy", CIW: "ciw", SALABIM: "salabim"}


@dataclass(frozen=True, slots=True)
class Contestant:
    """How a contestant states a workload, plays one replication of it, and reads the answers off that run."""

    state: Callable[[Workload], Any]
    simulate: Callable[[Any, int], Any]
    read: Callable[[Any], Answers | None]


def is_installed(name: str) -> bool:
    """Say whether the library that a contestant needs is there."""
    return find_spec(NEEDS[name]) is not None


def as_it_is(workload: Workload) -> Workload:
    """Return a workload as the peers take it."""
    return workload


def contestant(name: str) -> Contestant:
    """Import a contestant; only that one, for each plays in a process of its own."""
    match name:
        case "house":
            from benchmarks import house

            return Contestant(house.scenario, house.simulate, house.read)
        case "house, log off":
            from benchmarks import house

            return Contestant(house.scenario, partial(house.simulate, keep_log=False), lambda log: None)
        case "textbook":
            from benchmarks.peers import textbook

            return Contestant(as_it_is, textbook.simulate, Tally.answers)
        case "ciw":
            from benchmarks.peers import ciw_funnel

            return Contestant(as_it_is, ciw_funnel.simulate, ciw_funnel.read)
        case "salabim":
            from benchmarks.peers import salabim_funnel

            return Contestant(as_it_is, salabim_funnel.simulate, Tally.answers)
    raise ValueError(f"contestant: must be one of {', '.join(NEEDS)}, found {name!r}")
