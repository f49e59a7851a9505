"""Streams of orders for tests of the factory: placed by nobody in particular, each with luck of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from simsales.company.company import Company
from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import EventLog
from simsales.instruments.luck import Luck
from simsales.processes.complaining import complain
from simsales.processes.farming import keep
from simsales.processes.managing import attend, improve
from simsales.processes.ordering import fulfil, replenish
from simsales.processes.selling import sell
from simsales.scenario.model import Scenario
from simsales.words.vocabulary import ARRIVAL_EVENT, REPEAT

#: Where the accounts of these orders begin, apart from those of leads and of the past.
_ACCOUNTS = 1 << 53


def play_orders(
    scenario: Scenario,
    rates: Mapping[str, float],
    replication: int = 0,
    kind: int = REPEAT,
    value: float = 1_000.0,
    watch: Callable[[Company], None] | None = None,
) -> EventLog:
    """Play a scenario to which repeat orders come in office hours: so many a year of each product."""
    company = Company(scenario, Luck(scenario.run.seed, replication))
    company.management.begin_improvement(improve, company)
    company.factory.open(fulfil, replenish)
    company.service_desk.open(complain)
    company.customers.open(keep)
    company.reception.open(sell, attend)
    for product, name in enumerate(scenario.products):
        if rates.get(name):
            _stream(company, product, rates[name], kind, value)
    if watch is not None:
        watch(company)
    company.kernel.play_until(company.end)
    company.close()
    return company.log


def _stream(company: Company, product: int, rate: float, kind: int, value: float) -> None:
    luck = np.random.default_rng([company.luck.seed, company.luck.replication, product])
    working = company.base.hours_between(0.0, YEAR) / rate
    count = int(3.0 * rate * company.end / YEAR) + 20
    for ordinal, hours in enumerate(np.cumsum(luck.exponential(working, count)).tolist()):
        time = company.base.finish(0.0, hours)
        if time >= company.end:
            return
        address = (kind, product, value, time, _ACCOUNTS + product, ordinal % 4096)
        key = product << 30 | ordinal
        company.kernel.at(
            time,
            ARRIVAL_EVENT + key,
            lambda address: company.factory.accept(company.orders.take(*address)),
            address,
        )
