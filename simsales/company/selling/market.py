"""The market: who comes through the door, how buyers think, and whether they take the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heappush
from math import exp, inf, log, log1p
from typing import TYPE_CHECKING, Any

from simsales.company.leads.births import Products
from simsales.company.leads.columns import MAX_ROUNDS, plain_hours
from simsales.company.leads.way import Way
from simsales.instruments.clock import YEAR
from simsales.instruments.kernel import AT_ONCE, WAIT, Story, StoryOf, Waiting
from simsales.responses.advancing import Level, Logit, probability
from simsales.words.lost import Lost
from simsales.words.records import Case, Opportunity, Person
from simsales.words.vocabulary import (
    CLOSING,
    COMPETITOR,
    DID_NOT_ADVANCE,
    FOLLOW_UP,
    NO_DECISION,
    STALE,
    VISIT,
)

if TYPE_CHECKING:
    from simsales.company.selling.last_days import LastDays
    from simsales.instruments.clock import Calendar
    from simsales.instruments.kernel import Kernel
    from simsales.scenario.model import Scenario
    from simsales.words.quantities import Rate

#: The logit's gates stand after these steps; a plain conversion may stand after any.
GATE_OF_STEP = {2: 0, 3: 1, 4: 2, 5: 3}
_NEVER = (0.0, 0.0)
#: Raised anew for everybody who does not go on; to make one for each would cost as much as the decision.
_UNCONVINCED = Lost(DID_NOT_ADVANCE)


class Market:
    """How customers behave.  Settings are those of the scenario in force (`adopt`)."""

    #: The lead time promised today over the customary one, by product; the factory knows it.
    lead_time_of: Callable[[int], float]
    #: Who hurries buyers at a period's end; None where nobody does.
    last_days: LastDays | None = None

    def __init__(self, kernel: Kernel, base: Calendar, slots: dict[str, dict[Any, int]]) -> None:
        self._kernel = kernel
        self._agenda = kernel.agenda
        self._base = base
        self.ways = {name: Way(name, slot, base) for name, slot in slots.items()}

    def adopt(self, scenario: Scenario) -> None:
        """Behave from now on as `scenario` says."""
        self._scenario = scenario
        self._switches = scenario.switches
        self._advance = scenario.market.advance
        self._logit = self._advance if isinstance(self._advance, Logit) else None
        clock = scenario.switches.competitor
        self._level: Level | None = self._logit.level(clock) if self._logit else None
        hazards = scenario.market.hazards
        rival, doubt = self._hourly(hazards.competitor), self._hourly(hazards.no_decision)
        self._hazards = (rival * hazards.rivals, doubt) if clock else _NEVER
        self._products = Products(scenario, self._base)
        for way in self.ways.values():
            way.adopt(scenario)
        wished = scenario.market.requests.engineering
        self._engineering = [wished.get(name, 0.0) for name in scenario.products]
        #: Plain conversions know no prices.
        self.nobody_haggles = self._logit is None or scenario.market.discounts.share == 0.0
        discard = scenario.selling.discard_after
        self._discard = None if discard is None else (discard.working, plain_hours(discard, self._base))
        #: Nothing ends an opportunity that waits.
        self.waits_for_ever = self._hazards == _NEVER and discard is None

    def _hourly(self, rate: Rate) -> float:
        """A hazard per working hour of the base calendar; a calendar rate keeps its number of events in a year."""
        if rate.working:
            return rate.per_working_hour(self._base.day_hours)
        return rate.per_calendar_hour * YEAR / self._base.hours_between(0.0, YEAR)

    # --- buyers --------------------------------------------------------------------------------------

    def meet(self, deal: Opportunity, survived: float = 0.0) -> None:
        """An opportunity opens, or one that has survived so many working hours goes on: rivals and doubts run."""
        if self._hazards != _NEVER:
            row, way = deal.lead.luck, deal.way
            drawn = (row[way.competitor], row[way.no_decision])
            deal.exposure = [left - rate * survived for left, rate in zip(drawn, self._hazards, strict=True)]
            deal.exposed_since = self._kernel.now
        self._set_deadline(deal)

    def survives(self, deal: Opportunity, hours: float) -> bool:
        """Whether neither a rival nor a doubt ends an opportunity within so many working hours."""
        row, way = deal.lead.luck, deal.way
        rival, doubt = self._hazards
        return bool(row[way.competitor] > rival * hours and row[way.no_decision] > doubt * hours)

    def rethink_hazards(self, deals: Iterable[Opportunity], before: tuple[float, float]) -> None:
        """Hazards change by date: what open deals have already survived stays survived."""
        now = self._kernel.now
        for deal in deals:
            if deal.exposure is None:
                continue
            worked = self._base.hours_between(deal.exposed_since, now)
            deal.exposure = [left - rate * worked for left, rate in zip(deal.exposure, before, strict=True)]
            deal.exposed_since = now
            self._set_deadline(deal)

    @property
    def hazards(self) -> tuple[float, float]:
        """Hazards of losing to a rival and to no decision, per working hour of the base calendar."""
        return self._hazards

    def _set_deadline(self, deal: Opportunity) -> None:
        deal.case.deadline = inf
        if deal.exposure is not None:
            for left, rate, reason in zip(
                deal.exposure, self._hazards, (COMPETITOR, NO_DECISION), strict=True
            ):
                if rate > 0.0:
                    end = self._base.finish(deal.exposed_since, left / rate)
                    if end < deal.case.deadline:
                        deal.case.deadline, deal.case.deadline_reason = end, reason
        if self._discard is not None:
            stale = self._after(self._kernel.now, *self._discard)
            if stale < deal.case.deadline:
                deal.case.deadline, deal.case.deadline_reason = stale, STALE

    def answer(self, deal: Opportunity, step: int, thinks: bool = True) -> Waiting:
        """The buyer thinks about a step and takes the next one, or is `Lost`."""
        plain = deal.way.plain
        if plain is None:
            return AT_ONCE if deal.way.skipped[step] else self._think_and_decide(deal, step, thinks)
        case = deal.case
        luck = case.luck
        share, gate, mean, slot, simple = plain[step]
        if luck[gate] >= share:
            if case.deadline < self._kernel.now:
                raise Lost(case.deadline_reason, case.deadline)
            raise _UNCONVINCED
        if simple and thinks:  # the common case of `think`, without another call
            end = self._kernel.now + mean * luck[slot]
            if end <= case.deadline:
                heappush(self._agenda, (end, case.at_decision, 0, None, case.story))
                return WAIT
        self._check_deadline(case)
        return self._go_on(deal, step, thinks)

    def _check_deadline(self, case: Case) -> None:
        if case.deadline < self._kernel.now:
            raise Lost(case.deadline_reason, case.deadline)

    def _go_on(self, deal: Opportunity, step: int, thinks: bool) -> Waiting:
        if self._discard is not None and step < FOLLOW_UP:  # who has bought is not dropped
            self._set_deadline(deal)
        return self.think(deal, step) if thinks else AT_ONCE

    def think(self, deal: Opportunity, step: int, round_: int = 0, pace: float = 1.0) -> Waiting:
        """The buyer's time to think, times `pace`; a rival or second thoughts may end the deal meanwhile."""
        case = deal.case
        mean, slot, working = deal.way.thinking_again[round_] if round_ else deal.way.thinking[step]
        if mean == 0.0:
            return AT_ONCE
        hours = mean * case.luck[slot] * pace
        end = self._kernel.now + hours
        if working:
            end = self._base.finish(self._kernel.now, hours)
        if end > case.deadline:
            return self._leave(deal)
        heappush(self._agenda, (end, case.at_decision, 0, None, case.story))
        return WAIT

    def _leave(self, deal: Opportunity) -> Story:
        if deal.case.deadline > self._kernel.now:
            yield from self._kernel.pause_until(deal.case.deadline, deal.case)
        raise Lost(deal.case.deadline_reason, deal.case.deadline)

    def _think_and_decide(self, deal: Opportunity, step: int, thinks: bool) -> Story:
        if step == CLOSING and deal.owner is not None:
            if (yield from self._come_to_a_decision(deal, deal.owner)):
                return
        elif thinks:
            yield from self.think(deal, step)
        self._check_deadline(deal.case)
        self.decide(deal, step)
        if self._discard is not None and step < FOLLOW_UP:  # who has bought is not dropped
            self._set_deadline(deal)

    def _come_to_a_decision(self, deal: Opportunity, owner: Person, pace: float = 1.0) -> StoryOf[bool]:
        """The buyer thinks about the offer at its own pace or its rep's; gives whether it was won over before.

        A rep who pushes makes the buyer's own clock run faster, for rivals and doubts as well: pace moves deals in
        time and saves none (dossier 17.3).
        """
        case, now = deal.case, self._kernel.now
        mean, slot, working = deal.way.thinking[CLOSING]
        if mean == 0.0:
            return False  # nothing to think about
        hours = mean * case.luck[slot] * pace
        end = self._after(now, working, hours)
        if end > case.deadline:
            yield from self._leave(deal)
        if owner.hurry != 1.0:
            case.deadline = inf  # it outlasts them by its own clock, whatever time that takes
            end = self._after(now, working, hours * owner.hurry)
        if self.last_days is not None and self.last_days.matters:
            return (yield from self.last_days.think(deal, end))
        yield from self._kernel.pause_until(end, case)
        return False

    def pace(self, deal: Opportunity) -> float:
        """Factor on the time that a buyer thinks, by how they were met: none here."""
        return 1.0

    def decide(self, deal: Opportunity, step: int) -> None:
        """The buyer goes on after a step, or is `Lost`; without a gate after the step everybody goes on."""
        if deal.way.plain is not None:
            if deal.case.luck[deal.way.plain[step][1]] >= deal.way.plain[step][0]:
                raise Lost(DID_NOT_ADVANCE)
            return
        gate = GATE_OF_STEP.get(step)
        if gate is not None:
            if deal.case.luck[deal.way.gate[step]] >= self.chance(deal, gate):
                raise Lost(DID_NOT_ADVANCE)
            deal.case.waited = 0.0

    def make_up_ones_mind(self, deal: Opportunity, step: int, left: float) -> Story:
        """The buyer's thinking about a step goes on for so many working hours, and ends in a decision."""
        end = self._base.finish(self._kernel.now, left)
        if end > deal.case.deadline:
            yield from self._leave(deal)
        yield from self._kernel.pause_until(end, deal.case)
        self.decide(deal, step)

    def chance(self, deal: Opportunity, gate: int) -> float:
        """Probability that a buyer passes a gate (0..3) of the full logit (dossier 2)."""
        passes, owner = probability(self.odds(deal, gate)), deal.owner
        return passes if owner is None else min(passes * owner.odds, 1.0)

    def odds(self, deal: Opportunity, gate: int) -> float:
        """Log-odds that a buyer passes a gate, before its rep's effort."""
        logit, level, lead = self._logit, self._level, deal.lead
        assert logit is not None and level is not None
        source = lead.way.name
        odds = level.alpha[gate] + level.fit * lead.fit + level.source.get(source, 0.0)
        people = logit.people(gate, deal.owner_skill, deal.preparation, deal.perceived_value)
        odds += people - deal.service.reluctance
        if self._switches.delay:
            odds += logit.lateness(gate, deal.case.waited / self._base.day_hours)
            if lead.rival_first:
                odds -= logit.first_mover
        if gate == 2:
            odds += logit.objections(deal.unresolved)
        if gate == 3:
            odds += logit.offer(deal.price, self.lead_time_of(lead.product))
        return odds

    # --- objections and orders -----------------------------------------------------------------------

    def rounds(self, deal: Opportunity) -> int:
        """How many rounds of objections this buyer has."""
        fixed = deal.way.fixed_rounds
        return self._drawn_rounds(deal) if fixed is None else fixed

    def _drawn_rounds(self, deal: Opportunity) -> int:
        table = self._scenario.selling.objections
        assert table != "skip"
        rounds, uniform = table.rounds, deal.lead.luck[deal.way.rounds]
        if rounds.kind == "geometric":
            return min(1 + int(log1p(-uniform) / log(rounds.again)) if rounds.again else 1, MAX_ROUNDS)
        return _poisson(rounds.mean, uniform)

    def object(self, deal: Opportunity, round_: int) -> None:
        """The round's objection is resolved, stays, or ends the talks."""
        if deal.way.plain is not None:
            return
        objecting = self._scenario.market.objecting
        way, luck = deal.way, deal.lead.luck
        if luck[way.resolved[round_]] >= objecting.resolves(deal.owner_skill, deal.medium == VISIT):
            deal.unresolved += 1.0
            if objecting.fatal and luck[way.fatal] < 1.0 - (1.0 - objecting.fatal) ** deal.unresolved:
                raise Lost(DID_NOT_ADVANCE)

    def discount_wish(self, deal: Opportunity) -> float:
        """The discount a buyer asks for at closing, as a share of the list price."""
        discounts, way, luck = self._scenario.market.discounts, deal.way, deal.lead.luck
        if luck[way.discount] >= discounts.share:
            return 0.0
        size: float = luck[way.discount_size]
        return discounts.largest * size

    def lead_time_wish(self, deal: Opportunity) -> float:
        """How much shorter a lead time than the usual a buyer asks for at closing, as a share of it."""
        wish, way, luck = self._scenario.market.requests.lead_time, deal.way, deal.lead.luck
        if luck[way.lead_time_wish] >= wish.share:
            return 0.0
        size: float = luck[way.lead_time_wish_size]
        return wish.largest * size

    def wants_an_engineer(self, deal: Opportunity) -> bool:
        """Whether the customer asks for an engineer's help before the quote."""
        share = self._engineering[deal.lead.product]
        return bool(deal.lead.luck[deal.way.engineer] < share)

    def variable_cost(self, deal: Opportunity) -> float:
        """Variable cost of what was sold, EUR."""
        return self.cost_share(deal) * deal.lead.value

    def cost_share(self, deal: Opportunity) -> float:
        """Variable cost of what is offered, as a share of the list price."""
        return self._products.variable_cost[deal.lead.product]

    def cost_of(self, product: int) -> float:
        """Variable cost of a product, as a share of the list price."""
        return self._products.variable_cost[product]

    def _after(self, start: float, working: bool, hours: float) -> float:
        return self._base.finish(start, hours) if working else start + hours


def _poisson(mean: float, uniform: float) -> int:
    """Quantile of the Poisson law, at most MAX_ROUNDS (beyond it lie 3 in 10 million at mean 1.2)."""
    count, term = 0, exp(-mean)
    total = term
    while uniform >= total and count < MAX_ROUNDS:
        count += 1
        term *= mean / count
        total += term
    return count
