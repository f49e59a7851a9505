"""Markets abroad: what the firm knows of each country, how far it has committed itself, and what that brings.

Deals abroad cost money, and hours of people at home where the scenario says whose.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from math import exp, log
from typing import TYPE_CHECKING

from simsales.company.abroad.countries import ForeignDeal, ForeignMarket, annuity
from simsales.company.abroad.home import HomeDesk
from simsales.instruments.clock import WEEK, YEAR
from simsales.instruments.kernel import Story, Waiting
from simsales.policies.expansion import Prospect
from simsales.words.vocabulary import (
    ENTRY,
    FOREIGN_COMPLAINTS,
    FOREIGN_SELLING,
    PRESENCE,
    REVENUE,
    VARIABLE_COST,
)

if TYPE_CHECKING:
    from simsales.company.company import Company

MarketStory = Callable[[ForeignMarket, "Company"], Story]
DealStory = Callable[[ForeignDeal, ForeignMarket, "Company"], Story]

#: Each yearly decision: the stage before and after it, what is known of the country, what the next stage would put
#: at risk, and what it would be worth beyond the stage before.
COMMITMENT_COLUMNS = {
    "time": "f8",
    "country": "i2",
    "before": "i2",
    "stage": "i2",
    "knowledge": "f8",
    "risk": "f8",
    "value": "f8",
}
#: Each deal abroad that was worked on.
DEAL_COLUMNS = {
    "time": "f8",
    "country": "i2",
    "stage": "i2",
    "knowledge": "f8",
    "friction": "f8",
    "value": "f8",  # EUR, whether won or not
    "margin": "f8",  # EUR, of what was won
    "cost": "f8",  # EUR
    "complaint": "f8",  # EUR
    "won": "?",
    "strip": "i4",
    "place": "i8",
}

_QUARTER = 13 * WEEK


class ExpansionDesk:
    """Whoever runs the firm's business abroad."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log = company.kernel, company.log
        table = company.epochs[0][2].expansion
        self.markets: list[ForeignMarket] = []
        if table == "skip":
            return
        self._table = table
        self._knows = company.epochs[0][2].switches.knowledge
        self._base = log(table.winning / (1.0 - table.winning))
        self._law = table.value.law(float)
        self._mean = self._law.mean
        self._years = annuity(table.looks_ahead.calendar_hours / YEAR, table.discount)
        self.markets = [
            ForeignMarket(name, number, country, table)
            for number, (name, country) in enumerate(table.countries.items())
        ]
        self._log.countries = tuple(table.countries)
        self._decided = self._log.open("commitments", COMMITMENT_COLUMNS)
        self._worked = self._log.open("foreign_deals", DEAL_COLUMNS)
        self._uniforms = company.luck.hashed("abroad.deal")
        self._home = HomeDesk(company, table)

    def open(self, story: MarketStory) -> None:
        """Every country lives `story`."""
        for market in self.markets:
            market.draw(self._company.luck, self._company.end)
            self._kernel.start(market.case, story(market, self._company))

    # --- the verbs of the chapter --------------------------------------------------------------------

    def commit(self, market: ForeignMarket) -> None:
        """Decide how far the firm commits itself in this country for the year that begins."""
        now, before = self._kernel.now, market.stage
        knowledge = self.knowledge(market)
        prospect = self.prospect(market, knowledge)
        market.stage = min(max(self._table.policy.commit(prospect), 0), len(self._table.stages))
        following = min(before + 1, len(self._table.stages))
        self._decided(
            *(now, market.number, before, market.stage, knowledge, prospect.risks[following]),
            prospect.values[following] - prospect.values[before],
        )
        if market.stage > before:
            market.due += self._table.stages[market.stage - 1].entry
        if market.stage != before:
            market.losses = 0
        market.years += 1

    def deals_of_the_year(self, market: ForeignMarket) -> deque[ForeignDeal]:
        """What the year's demand brings at this stage."""
        return market.of_year(self._kernel.now)

    def wait_until(self, market: ForeignMarket, time: float) -> Iterable[None]:
        """Meanwhile nothing comes of this country."""
        return self._kernel.pause_until(time, market.case)

    def take_up(self, market: ForeignMarket, deal: ForeignDeal, story: DealStory) -> None:
        """A deal comes, and lives `story`."""
        deal.case = self._home.case_of(market.number, deal, self._luck(market, deal)[3])
        self._kernel.start(deal.case, story(deal, market, self._company))

    def work(self, market: ForeignMarket, deal: ForeignDeal) -> Waiting:
        """People at home do their part of the work; the stranger the country, the more of it."""
        effort = self._table.foreignness.effort(self._friction(market, self.knowledge(market)))
        return self._home.work(deal.case, deal.stage, effort)

    def sell(self, market: ForeignMarket, deal: ForeignDeal) -> None:
        """Do the rest, and win the deal or not, as strangers as we are there today."""
        table, response = self._table, self._table.foreignness
        knowledge = self.knowledge(market)
        friction = self._friction(market, knowledge)
        size, winning, trouble, *_ = self._luck(market, deal)
        value = self._law.at(size)
        won = winning < self._chance(friction)
        complains = won and trouble < table.complaint_rate * response.complaints(friction)
        cost = table.deal_cost * (1.0 - self._home.share(deal.stage)) * response.effort(friction)
        complaint = table.complaint_cost if complains else 0.0
        margin = value * (1.0 - table.variable_cost) if won else 0.0
        market.profit += margin - cost - complaint
        money, now = self._log.money, self._kernel.now
        money(now, FOREIGN_SELLING, -cost)
        if won:
            money(now, REVENUE, value)
            money(now, VARIABLE_COST, margin - value)
        if complains:
            money(now, FOREIGN_COMPLAINTS, -complaint)
        self._worked(
            *(now, market.number, deal.stage, knowledge, friction, value, margin, cost, complaint),
            *(won, deal.strip, deal.place),
        )

    def learn(self, market: ForeignMarket) -> None:
        """One more deal to learn from."""
        market.experience(self._kernel.now)
        market.deal_came(self._kernel.now)

    def pay_for_presence(self, market: ForeignMarket) -> None:
        """A quarter is over: pay for being there, and for having entered."""
        if market.due:
            self._log.money(self._kernel.now, ENTRY, -market.due)
            market.due = 0.0
        if market.stage:
            bill = self._table.stages[market.stage - 1].yearly * _QUARTER / YEAR
            self._log.money(self._kernel.now, PRESENCE, -bill)
            market.profit -= bill

    def close_year(self, market: ForeignMarket) -> None:
        """Was it a year of losses?"""
        market.losses = market.losses + 1 if market.profit < 0.0 else 0
        market.profit = 0.0

    # --- what is known and expected ------------------------------------------------------------------

    def knowledge(self, market: ForeignMarket) -> float:
        """What the firm knows of a market: its own experience there, and part of that elsewhere."""
        if not self._knows:
            return 0.0
        now, response = self._kernel.now, self._table.foreignness
        total = 0.0
        for other in self.markets:
            other.experience(now)
            part = response.shared(market.country.distance, other.country.distance)
            total += other.own * (1.0 if other is market else part)
        return total

    def prospect(self, market: ForeignMarket, knowledge: float) -> Prospect:
        """The country as a decision sees it: what each stage is worth and risks at what is known today."""
        doubt = self._table.foreignness.doubt(knowledge) * market.country.shocks
        a_deal = self._worth_of_a_deal(self._friction(market, knowledge))
        values, risks = [0.0], [0.0]
        for stage, commitment in enumerate(self._table.stages, 1):
            yearly = market.rate(stage) * YEAR * a_deal - commitment.yearly
            entry = commitment.entry if stage > market.stage else 0.0
            values.append(self._years * yearly - entry)
            risks.append((commitment.entry + commitment.yearly) * doubt)
        return Prospect(market.stage, market.years, market.losses, values, risks)

    def _friction(self, market: ForeignMarket, knowledge: float) -> float:
        return self._table.foreignness.friction(market.country.distance, knowledge)

    def _luck(self, market: ForeignMarket, deal: ForeignDeal) -> list[float]:
        return self._uniforms(market.key, deal.strip, deal.place)

    def _worth_of_a_deal(self, friction: float) -> float:
        """Work is reckoned at what it costs abroad, whoever does it: hours at home are no present."""
        table, response = self._table, self._table.foreignness
        margin = self._mean * (1.0 - table.variable_cost)
        complaint = table.complaint_cost * min(1.0, table.complaint_rate * response.complaints(friction))
        return self._chance(friction) * (margin - complaint) - table.deal_cost * response.effort(friction)

    def _chance(self, friction: float) -> float:
        return 1.0 / (1.0 + exp(self._table.foreignness.lost_odds(friction) - self._base))
