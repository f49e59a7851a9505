"""A market whose buyers mind how they are met; which market a company meets is settled when a run begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from simsales.company.selling.market import GATE_OF_STEP, Market
from simsales.words.vocabulary import OBJECTIONS, VISIT

if TYPE_CHECKING:
    from simsales.instruments.kernel import StoryOf, Waiting
    from simsales.scenario.model import Scenario
    from simsales.words.records import Opportunity, Person


class Wishes(NamedTuple):
    """What a customer needs of a meeting: how much is to be made clear, and whether to see somebody."""

    equivocality: float
    insists: bool
    dislikes: bool


class PersuadedMarket(Market):
    """Buyers who understand a rich medium better, and some of whom want to be visited, or do not."""

    def adopt(self, scenario: Scenario) -> None:
        """Behave from now on as `scenario` says."""
        super().adopt(scenario)
        persuasion = scenario.market.persuasion
        assert persuasion != "skip"
        self._persuasion = persuasion
        self._complexity = [product.complexity for product in scenario.products.values()]

    def wishes(self, deal: Opportunity) -> Wishes:
        """What the customer of a deal needs; nothing that the company does changes it."""
        lead, way, persuasion = deal.lead, deal.way, self._persuasion
        equivocality = persuasion.equivocality(self._complexity[lead.product], lead.value)
        insists = persuasion.insists(equivocality, lead.luck[way.insists])
        return Wishes(equivocality, insists, persuasion.dislikes(insists, lead.luck[way.dislikes]))

    def visit_adds(self, deal: Opportunity, step: int, wishes: Wishes, otherwise: int) -> float:
        """Log-odds that a visit at a step adds over another medium, for all that a rep can know of the customer."""
        gate = GATE_OF_STEP.get(step, 0)
        visited, not_visited = (
            self._persuasion.odds(gate, wishes.equivocality, medium, wishes.insists, dislikes=False)
            for medium in (VISIT, otherwise)
        )
        return visited - not_visited + (self._adds_to_talks(deal) if step == OBJECTIONS else 0.0)

    def _adds_to_talks(self, deal: Opportunity) -> float:
        """What it adds to resolve an objection sooner in person."""
        assert self._logit is not None
        resolves = self._scenario.market.objecting.resolves
        in_person, otherwise = (resolves(deal.owner_skill, visit) for visit in (True, False))
        return self._logit.objections(0.0) - self._logit.objections(in_person - otherwise)

    def odds(self, deal: Opportunity, gate: int) -> float:
        """Log-odds that a buyer passes a gate, after a meeting by the medium of the last one."""
        odds = super().odds(deal, gate)
        if gate == 0:
            return odds
        equivocality, insists, dislikes = self.wishes(deal)
        return odds + self._persuasion.odds(gate, equivocality, deal.medium, insists, dislikes)

    def think(self, deal: Opportunity, step: int, round_: int = 0, pace: float = 1.0) -> Waiting:
        """The buyer's time to think; who has been visited against their will takes longer."""
        return super().think(deal, step, round_, pace * self.pace(deal))

    def _come_to_a_decision(self, deal: Opportunity, owner: Person, pace: float = 1.0) -> StoryOf[bool]:
        return super()._come_to_a_decision(deal, owner, pace * self.pace(deal))

    def pace(self, deal: Opportunity) -> float:
        """Factor on the time that a buyer thinks, by how they were met."""
        if deal.medium != VISIT:
            return 1.0
        return self._persuasion.pace(deal.medium, self.wishes(deal).dislikes)


def market_of(epochs: Sequence[tuple[float, float, Scenario]]) -> type[Market]:
    """The market that a scenario describes: buyers who mind how they are met, or the plain one."""
    return Market if epochs[0][2].market.persuasion == "skip" else PersuadedMarket
