"""The funnel in Ciw: two pools and a place to rest are nodes, the stage of a lead is its customer class.

The class changes as work ends: to the next stage, to `Won` after the last, or to `Lost`. Routing then follows
from the class alone, and so does priority.
"""

from __future__ import annotations

import ciw

from benchmarks.peers.tally import mean
from benchmarks.workloads import FIRST_POOL_STAGES, STAGES, Answers, Workload

FIRST_POOL, SECOND_POOL, REST = 1, 2, 3
LEAVE = -1
WON, LOST = "Won", "Lost"
STAGE_CLASSES = {f"Stage {stage}": stage for stage in STAGES}
CLASSES = [*STAGE_CLASSES, WON, LOST]
PRIORITIES = {name: max(STAGES) - STAGE_CLASSES.get(name, max(STAGES)) for name in CLASSES}


class PriorityNode(ciw.Node):
    """A node that remembers in which of its queues it put a customer.

    Ciw 3.2.7 notes the former priority only where a class changes, and then looks for the customer in a
    queue of the node before: a customer who changed class and later leaves or reneges raises a ValueError.
    """

    def accept(self, next_individual: ciw.Individual, completed: bool = False) -> None:
        """Take a customer in, with the priority it arrives with."""
        next_individual.prev_priority_class = next_individual.priority_class
        super().accept(next_individual, completed)


def next_class(workload: Workload, name: str) -> dict[str, float]:
    """Return the chances of each class once work at this stage is done."""
    chances = dict.fromkeys(CLASSES, 0.0)
    if name in STAGE_CLASSES:
        following = CLASSES[CLASSES.index(name) + 1]
        chances[following], chances[LOST] = workload.survival, 1 - workload.survival
    else:
        chances[name] = 1.0
    return chances


def route(name: str) -> ciw.routing.NetworkRouting:
    """Return the way of a class: from a pool to a rest, from a rest to the pool of its stage, or out."""
    if name not in STAGE_CLASSES:
        return ciw.routing.NetworkRouting([ciw.routing.Leave() for _ in (FIRST_POOL, SECOND_POOL, REST)])
    pool = FIRST_POOL if STAGE_CLASSES[name] <= FIRST_POOL_STAGES else SECOND_POOL
    return ciw.routing.NetworkRouting(
        [ciw.routing.Direct(to=REST), ciw.routing.Direct(to=REST), ciw.routing.Direct(to=pool)]
    )


def network(workload: Workload) -> ciw.network.Network:
    """Return the funnel as a queueing network of three nodes and nine classes."""
    work = ciw.dists.Lognormal(*workload.service)
    rest = ciw.dists.Exponential(1 / workload.delay_mean)
    patience = ciw.dists.Exponential(1 / workload.patience_mean)
    arrival: dict[str, list[ciw.dists.Distribution | None]] = {name: [None] * 3 for name in CLASSES}
    arrival[CLASSES[0]] = [ciw.dists.Exponential(workload.arrivals), None, None]
    changes = {name: next_class(workload, name) for name in CLASSES}
    return ciw.create_network(
        arrival_distributions=arrival,
        service_distributions={name: [work, work, rest] for name in CLASSES},
        reneging_time_distributions={name: [patience, patience, None] for name in CLASSES},
        number_of_servers=[*workload.pools, float("inf")],
        class_change_matrices=[changes, changes, {}],
        priority_classes=PRIORITIES,
        routing={name: route(name) for name in CLASSES},
    )


def simulate(workload: Workload, seed: int) -> ciw.Simulation:
    """Build the network and play one replication."""
    ciw.seed(seed)
    simulation = ciw.Simulation(network(workload), node_class=PriorityNode)
    simulation.simulate_until_max_time(workload.horizon)
    return simulation


def read(simulation: ciw.Simulation) -> Answers:
    """Read the answers from Ciw's own records."""
    records = simulation.get_all_records(include_incomplete=True)
    waits: dict[str, list[float]] = {name: [] for name in CLASSES}
    for record in records:
        if record.record_type != "renege" and record.node != REST and record.waiting_time is not None:
            waits[record.original_customer_class].append(record.waiting_time)
    arrivals, first, second, _rest, exits = simulation.nodes
    finished = sum(record.record_type in ("service", "renege") for record in records)
    return Answers(
        sum(lead.customer_class == WON for lead in exits.all_individuals),
        sum(record.record_type == "renege" for record in records),
        *(mean(waits[f"Stage {stage}"]) for stage in (1, 2, 4, 7)),
        first.server_utilisation,
        second.server_utilisation,
        finished + arrivals.number_of_individuals,
    )


def play(workload: Workload, seed: int) -> Answers:
    """Play one replication and read its answers."""
    return read(simulate(workload, seed))
