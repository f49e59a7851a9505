"""Play one replication: open the door, let the clock run, close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simsales.company.company import Company
from simsales.company.selling.past import resume_deals
from simsales.instruments.luck import Luck
from simsales.processes.complaining import complain, evaluate, improve_steadily
from simsales.processes.expanding import expand
from simsales.processes.farming import cross_sell, keep, reorder, request
from simsales.processes.frequency import introduce
from simsales.processes.managing import attend, improve, supervise
from simsales.processes.ordering import fulfil, make, replenish
from simsales.processes.partnering import sell_beside, sell_through, supply
from simsales.processes.selling import go_on, sell

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog
    from simsales.scenario.model import Scenario


def play(
    scenario: Scenario,
    replication: int = 0,
    seed: int | None = None,
    *,
    arrivals: Mapping[str, Sequence[float]] | None = None,
    keep_log: bool = True,
) -> EventLog:
    """The log of one replication, played in this process.

    `arrivals` gives, by source, times in hours from the start of the run that take the place of modelled
    arrivals inside the counted window (to replay a real month).  Without `keep_log` the same story is played
    and nothing is written, which only a benchmark wants.
    """
    luck = Luck(scenario.run.seed if seed is None else seed, replication)
    company = Company(scenario, luck, keep_log)
    company.management.begin_improvement(improve, company)
    company.service_desk.open(complain, make, attend)
    company.evaluation.open(evaluate, improve_steadily)
    company.promotions.open(introduce)
    company.partners.open(supply)
    company.customers.open(keep, reorder, request, cross_sell)
    # some of what is under way is delivered at once, to customers who may complain
    company.factory.open(fulfil, replenish)
    door = company.partner_reps.door(sell, sell_through, sell_beside)
    company.reception.open(door, attend, arrivals)
    resume_deals(company, go_on)
    company.supervision.open(supervise)
    company.morale.open()
    company.channels.open()
    company.abroad.open(expand)
    company.kernel.play_until(company.end)
    company.close()
    return company.log
