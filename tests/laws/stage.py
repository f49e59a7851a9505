"""A company on the stage with an observer in the stalls: who is still in, and what everybody was dealt."""

from __future__ import annotations

from dataclasses import dataclass, field

from simsales.company.company import Company
from simsales.company.partners.reps import LeadStory
from simsales.company.selling.past import resume_deals
from simsales.instruments.luck import Luck
from simsales.processes.complaining import complain, evaluate, improve_steadily
from simsales.processes.farming import cross_sell, keep, reorder, request
from simsales.processes.frequency import introduce
from simsales.processes.managing import attend, improve, supervise
from simsales.processes.ordering import fulfil, make, replenish
from simsales.processes.partnering import sell_beside, sell_through, supply
from simsales.processes.selling import go_on, sell
from simsales.scenario.model import Scenario
from simsales.words.records import Lead


@dataclass
class Stage:
    """A company ready to play the same story as `play` plays, and what the observer noted."""

    company: Company
    story: LeadStory = sell
    inside: dict[int, Lead] = field(default_factory=dict)
    dealt: dict[int, dict[object, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario, replication: int = 0) -> Stage:
        stage = cls(Company(scenario, Luck(scenario.run.seed, replication)))
        company = stage.company
        company.management.begin_improvement(improve, company)
        company.service_desk.open(complain, make, attend)
        company.evaluation.open(evaluate, improve_steadily)
        company.promotions.open(introduce)
        company.partners.open(supply)
        company.customers.open(keep, reorder, request, cross_sell)
        company.factory.open(fulfil, replenish)
        stage.story = company.partner_reps.door(sell, sell_through, sell_beside)
        company.reception.open(stage._watched, attend)
        resume_deals(company, go_on)
        company.supervision.open(supervise)
        company.morale.open()
        return stage

    def play(self) -> Stage:
        self.company.kernel.play_until(self.company.end)
        self.company.close()
        return self

    def _watched(self, lead, company):
        slots = company.tables[lead.way.name][0].slot
        self.dealt[lead.key] = {name: lead.luck[place] for name, place in slots.items()}
        self.inside[lead.key] = lead
        yield from self.story(lead, company)
        del self.inside[lead.key]
