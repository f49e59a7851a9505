"""Deals under way when a run begins: opportunities that came before it, each where its buyer is still thinking.

The past is a Poisson stream of opportunities for each source that runs back from time 0; its leads have luck of
their own, like any other.  A deal is still open if its buyer's own times to think, with usual waits for us, last
longer than its age, and no gate, rival or doubt has ended it: a station with room for all (M/G/infinity) sampled in
its steady state.  The formulas of the gates are those of the market; nothing of the past is logged but who is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from simsales.company.leads.arrivals import stream_number
from simsales.company.leads.columns import plain_hours
from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import packed
from simsales.instruments.kernel import Story
from simsales.instruments.luck import keys_of
from simsales.words.lost import Lost
from simsales.words.records import Lead, Opportunity, Person, new_lead, new_opportunity
from simsales.words.vocabulary import (
    ARRIVAL_EVENT,
    FOLLOW_UP,
    OBJECTIONS,
    PRE_APPROACH,
    PRESENTATION,
    PROSPECTING,
)

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.leads.births import Born
    from simsales.scenario.pipeline import UnderWay

#: A deal under way, the step whose buyer is thinking, and the working hours it will go on.
DealStory = Callable[[Opportunity, int, float, "Company"], Story]

#: The strip number of leads that came before the run.
BEFORE = 1002
_LONGEST = 500.0  # working days looked back: one deal in ten thousand takes as long


def resume_deals(company: Company, story: DealStory) -> None:
    """Put the deals of the past that are still open where they stand; each goes on with `story`."""
    for name, described in company.scenario.selling.start.sources.items():
        if described.rate.amount > 0.0 and name in company.market.ways:
            _Stream(company, name, described, story).begin()


class _Stream:
    """The opportunities of one source, from the past to those whose leads are in hand on the first day."""

    def __init__(self, company: Company, name: str, described: UnderWay, story: DealStory) -> None:
        self._company, self._name, self._described, self._story = company, name, described, story
        self._place = company.source_names.index(name)
        self._way = company.market.ways[name]
        self._table = company.tables[name][0]
        table = company.scenario.selling.start
        self._wait, self._quote = (plain_hours(span, company.base) for span in (table.wait, table.quote))
        self._lead = plain_hours(described.lead, company.base)
        self._year = company.base.hours_between(0.0, YEAR)

    def begin(self) -> None:
        """Walk back through the past and take up whoever is still there."""
        market, team = self._company.market, self._company.sales_force.team
        for ordinal, (age, fits) in enumerate(self._opportunities()):
            owner = None if team is None else team.people[ordinal % len(team.people)]
            deal = self._deal(ordinal, age, fits, owner)
            if age <= 0.0:
                time = self._company.base.finish(0.0, -age)
                self._company.kernel.at(time, ARRIVAL_EVENT + deal.lead.key, self._open, deal)
            elif market.survives(deal, age) and (found := self._where(deal, age)) is not None:
                self._enter(deal, age, *found)
            else:
                deal.lead.deal = None  # it is over: they need not hold on to each other

    def _opportunities(self) -> Iterator[tuple[float, bool]]:
        """Age, working hours, and fit of each opportunity, the latest first."""
        luck = self._company.luck.stream("selling.past", stream_number(self._name))
        gap = self._year / (self._described.rate.per_calendar_hour * YEAR)
        age = -self._lead
        while age < _LONGEST * self._company.base.day_hours:
            age += gap * float(luck.standard_exponential())
            yield age, bool(luck.random() < self._described.fit)

    def _deal(self, ordinal: int, age: float, fits: bool, owner: Person | None) -> Opportunity:
        row, born = self._table.born(BEFORE, ordinal)
        key = int(keys_of(self._place, np.array([BEFORE]), np.array([ordinal]))[0])
        lead = new_lead(key, row, self._way, self._place, self._ago(age + self._lead), born)
        lead.fit = fits
        self._company.reception.standardise(lead, self._table)
        return new_opportunity(lead, owner)

    # --- where a deal stands -------------------------------------------------------------------------

    def _where(self, deal: Opportunity, age: float) -> tuple[int, float] | None:
        """The step whose buyer is thinking at an age, and for how much longer; None for a deal that is over."""
        time = 0.0
        try:
            for step in range(PROSPECTING, FOLLOW_UP):
                thinking = self._until_decided(deal, step)
                time += self._waits(step) + thinking
                if time > age:
                    return step, min(time - age, thinking)
                self._company.market.decide(deal, step)
        except Lost:
            return None
        return None

    def _waits(self, step: int) -> float:
        if step == PROSPECTING:
            return 0.0
        return self._wait + (self._quote if step == OBJECTIONS else 0.0)

    def _until_decided(self, deal: Opportunity, step: int) -> float:
        """Working hours in which the buyer thinks about a step, and what the step does to the deal."""
        market, sales_force = self._company.market, self._company.sales_force
        if step == PRE_APPROACH:
            deal.preparation = sales_force.preparation
        if step == PRESENTATION:
            deal.perceived_value = sales_force.impression(deal)
        rounds = market.rounds(deal) if step == OBJECTIONS else 1
        if rounds:
            sales_force.met_before(deal, step)
        if step != OBJECTIONS:
            return self._hours(*self._way.thinking[step], deal)
        for round_ in range(rounds):
            market.object(deal, round_)
        again = sum(self._hours(*self._way.thinking_again[n], deal) for n in range(1, rounds))
        return again + (self._hours(*self._way.thinking[step], deal) if rounds else 0.0)

    def _hours(self, mean: float, slot: int, working: bool, deal: Opportunity) -> float:
        hours = mean * deal.case.luck[slot] * self._company.market.pace(deal)
        return hours if working else hours * self._year / YEAR

    def _ago(self, worked: float) -> float:
        """The time, below 0, that lies so many working hours back."""
        return -worked * YEAR / self._year

    # --- going on ------------------------------------------------------------------------------------

    def _open(self, deal: Opportunity) -> None:
        """A lead in hand on the first day becomes an opportunity."""
        self._enter(deal, 0.0, PROSPECTING, self._hours(*self._way.thinking[PROSPECTING], deal))

    def _enter(self, deal: Opportunity, age: float, step: int, left: float) -> None:
        company, lead, case = self._company, deal.lead, deal.case
        opened = self._ago(age) if age > 0.0 else company.kernel.now
        lead.number = company.log.lead(lead.arrived, lead.key, self._place, _born_with(lead))
        case.number = company.log.opportunity(lead, opened, deal.owner)
        company.sales_force.take_over(deal)
        company.market.meet(deal, age)
        company.kernel.start(case, self._story(deal, step, left, company))


def _born_with(lead: Lead) -> Born:
    return packed(lead.value, lead.territory, lead.product, lead.segment, lead.fit, lead.standard)
