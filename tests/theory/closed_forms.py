"""Answers of queueing theory, renewal theory and Markov chains, in the units of their arguments.

Sources: Erlang (1917); Palm (1946) for impatient customers; Pollaczek (1930) and Khinchine (1932); Cobham
(1954) for priorities; Little (1961); Kemeny & Snell (1960) for absorbing chains.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy import stats


def erlang_b(servers: int, load: float) -> float:
    """Share of calls lost where nobody may wait; `load` in erlang."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """Share of customers who wait in an M/M/c queue; `load` in erlang."""
    blocked = erlang_b(servers, load)
    return blocked / (1.0 - load / servers * (1.0 - blocked))


def mean_wait(arrivals: float, service: float, servers: int) -> float:
    """Mean wait in an M/M/c queue; rates of arrivals and of one server."""
    return erlang_c(servers, arrivals / service) / (servers * service - arrivals)


def wait_beyond(time: float, arrivals: float, service: float, servers: int) -> float:
    """Share of customers of an M/M/c queue who wait longer than `time`."""
    spare = servers * service - arrivals
    return erlang_c(servers, arrivals / service) * math.exp(-spare * time)


def cooled(arrivals: float, service: float, servers: int, first: float, cooling: float) -> float:
    """Share reached by a first attempt at odds ``first exp(-cooling wait)``: the wait's Laplace transform."""
    waits, spare = erlang_c(servers, arrivals / service), servers * service - arrivals
    return first * (1.0 - waits + waits * spare / (spare + cooling))


def impatient(arrivals: float, service: float, servers: int, leaving: float) -> dict[str, float]:
    """The queue M/M/c+M, whose customers leave at rate `leaving` while they wait, as a birth-death chain."""
    weights = [1.0]
    while len(weights) <= servers or weights[-1] > 1e-18 * max(weights):
        n = len(weights)
        weights.append(weights[-1] * arrivals / (min(n, servers) * service + max(n - servers, 0) * leaving))
    chance = np.array(weights) / math.fsum(weights)
    queue = float(np.maximum(np.arange(len(chance)) - servers, 0) @ chance)
    return {
        "abandons": leaving * queue / arrivals,
        "queue": queue,
        "waits": float(chance[servers:].sum()),
    }


def pollaczek_khinchine(arrivals: float, mean: float, cv: float) -> float:
    """Mean wait in an M/G/1 queue with service times of this mean and coefficient of variation."""
    return arrivals * mean**2 * (1.0 + cv**2) / (2.0 * (1.0 - arrivals * mean))


def priority_waits(arrivals: Sequence[float], service: float, servers: int) -> list[float]:
    """Mean waits by class, first class first, in an M/M/c queue with head-of-line priority."""
    waits = erlang_c(servers, sum(arrivals) / service)
    bounds = np.concatenate(([0.0], np.cumsum(arrivals) / (servers * service)))
    return [waits / (servers * service) / ((1.0 - a) * (1.0 - b)) for a, b in pairwise(bounds)]


def open_cases(arrivals: float, mean: float, shape: float, time: float) -> float:
    """Mean number in an M/G/infinity system with gamma times, started empty, after `time`."""
    law = stats.gamma(shape, scale=mean / shape)
    # the integral of the survival function up to `time`, by parts
    longer = stats.gamma(shape + 1.0, scale=mean / shape)
    return float(arrivals * (time * law.sf(time) + mean * longer.cdf(time)))


def absorbing_chain(moves: Sequence[Sequence[float]], hours: Sequence[float], won: float) -> dict[str, float]:
    """Chance of a win and mean hours of a case that enters at the first state; `won` leaves the last one."""
    transient = np.eye(len(hours)) - np.array(moves)
    visits = np.linalg.solve(transient.T, np.eye(len(hours))[0])
    return {"wins": float(visits[-1] * won), "hours": float(visits @ np.array(hours))}


def wait_for_opening(open_hours: float, days: int) -> dict[str, float]:
    """A desk open so many hours from midnight on the first days of the week, asked at a uniform time."""
    gaps = [24.0 - open_hours] * (days - 1) + [24.0 * (8 - days) - open_hours]
    return {
        "wait": math.fsum(gap**2 for gap in gaps) / (2.0 * 168.0),
        "in hours": open_hours * days / 168.0,
    }
