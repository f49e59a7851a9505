"""Waits that queueing theory gives in closed form, for desks that are open, busy and fed as evenly as theory assumes.

Erlang (1917) for Poisson arrivals and exponential work; Allen and Cunneen (Allen 1990, after Kingman 1961 for one
server) scale it by the variability of arrivals and of work.  Times are in the unit of the arguments.
"""

import math


def erlang_c(servers: int, load: float) -> float:
    """Share of cases that wait at a desk of `servers` people for an offered load in erlang; 1 where it is too much."""
    if load >= servers:
        return 1.0
    blocked = 1.0  # Erlang's loss formula, person by person
    for person in range(1, servers + 1):
        blocked = load * blocked / (person + load * blocked)
    return blocked / (1.0 - load / servers * (1.0 - blocked))


def erlang_wait(servers: int, load: float, work: float) -> float:
    """Mean wait of M/M/c: `load` in erlang, `work` the mean time of a piece of work; infinite where it is too much."""
    return erlang_c(servers, load) * work / (servers - load) if load < servers else math.inf


def allen_cunneen_wait(servers: int, load: float, work: float, arrivals_cv2: float, work_cv2: float) -> float:
    """Approximate mean wait of G/G/c; with squared coefficients of variation of 1 it is that of M/M/c."""
    return erlang_wait(servers, load, work) * (arrivals_cv2 + work_cv2) / 2.0
