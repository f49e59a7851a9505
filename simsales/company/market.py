"""The market: who comes through the door, how buyers think, and whether they take the next step."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, inf, log, log1p
from typing import TYPE_CHECKING, Any

from simsales.company.columns import MAX_ROUNDS, ONE, hours_of, is_working
from simsales.instruments.kernel import AT_ONCE, Story
from simsales.responses.advancing import Level, Logit, Plain, probability
from simsales.words.lost import Lost
from simsales.words.records import Lead, Opportunity, Order
from simsales.words.vocabulary import (
    COMPETITOR,
    DID_NOT_ADVANCE,
    LAPSED,
    NO_DECISION,
    OBJECTIONS,
    STALE,
    STEPS,
)

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.instruments.distribution import Law
    from simsales.instruments.kernel import Kernel
    from simsales.scenario.model import Scenario

#: The logit's gates stand after these steps; a plain conversion may stand after any.
_GATE_OF_STEP = {2: 0, 3: 1, 4: 2, 5: 3}


class Market:
    """How customers behave.  Settings are those of the scenario in force (`adopt`)."""

    def __init__(self, kernel: Kernel, base: Calendar, slots: dict[str, dict[Any, int]]) -> None:
        self._kernel = kernel
        self._base = base
        self._slots = slots

    def adopt(self, scenario: Scenario) -> None:
        """Behave from now on as `scenario` says."""
        self._scenario = scenario
        self._switches = scenario.switches
        self._advance = scenario.market.advance
        self._logit = self._advance if isinstance(self._advance, Logit) else None
        clock = scenario.switches.competitor
        self._level: Level | None = self._logit.level(clock) if self._logit else None
        hazards = scenario.market.hazards
        day = self._base.day_hours
        rival = hazards.competitor.per_working_hour(day) if hazards.competitor.working else hazards.competitor.per_calendar_hour
        doubt = hazards.no_decision.per_working_hour(day) if hazards.no_decision.working else hazards.no_decision.per_calendar_hour
        self._hazards = (rival * hazards.rivals, doubt) if clock else (0.0, 0.0)
        self._products = _Products(scenario, self._base)
        self._answers = {
            name: Answers(name, scenario, self._slots[name], self._base) for name in scenario.demand if name in self._slots
        }
        self._births = {name: Birth(scenario, name, self._slots[name], self._base) for name in self._answers}
        discard = scenario.selling.discard_after
        self._discard = None if discard is None else (discard.working, _amount(discard, day))

    # --- at the door ---------------------------------------------------------------------------------

    def describe(self, lead: Lead, name: str) -> None:
        """Give a lead what it was born with: fit, product, value, segment, territory."""
        self._births[name].describe(lead)
        lead.answers = self._answers[name]

    # --- buyers --------------------------------------------------------------------------------------

    def meet(self, deal: Opportunity) -> None:
        """An opportunity opens: rivals and doubts begin to run."""
        if self._hazards[0] or self._hazards[1]:
            row, answers = deal.luck, deal.lead.answers
            deal.exposure = [row[answers.competitor], row[answers.no_decision]]
            deal.exposed_since = deal.opened
        self._set_deadline(deal)

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
        deal.deadline = inf
        if deal.exposure is not None:
            for left, rate, reason in zip(deal.exposure, self._hazards, (COMPETITOR, NO_DECISION), strict=True):
                if rate > 0.0:
                    end = self._base.finish(deal.exposed_since, left / rate)
                    if end < deal.deadline:
                        deal.deadline, deal.deadline_reason = end, reason
        if self._discard is not None:
            stale = self._after(self._kernel.now, *self._discard)
            if stale < deal.deadline:
                deal.deadline, deal.deadline_reason = stale, STALE

    def answer(self, deal: Opportunity, step: int, thinks: bool = True) -> Iterable[None] | Story:
        """The buyer thinks about a step and takes the next one, or is `Lost`."""
        answers = deal.lead.answers
        if answers.skipped[step]:
            return AT_ONCE
        if self._logit is not None:
            return self._think_and_decide(deal, step, thinks)
        if deal.luck[answers.gate[step]] >= answers.plain[step]:
            raise Lost(DID_NOT_ADVANCE)
        if self._discard is not None:
            self._set_deadline(deal)
        return self.think(deal, step) if thinks else AT_ONCE

    def think(self, deal: Opportunity, step: int, round_: int = 0) -> Iterable[None] | Story:
        """The buyer's time to think; a rival or second thoughts may end the deal meanwhile."""
        answers = deal.lead.answers
        mean = answers.think_mean[step]
        if mean == 0.0:
            return AT_ONCE
        slot = answers.think_slot[step] if round_ == 0 else answers.round_think[round_]
        now = self._kernel.now
        hours = mean * deal.luck[slot]
        end = self._base.finish(now, hours) if answers.think_working[step] else now + hours
        if end <= deal.deadline:
            return self._kernel.pause_until(end, deal)
        return self._leave(deal)

    def _leave(self, deal: Opportunity) -> Story:
        if deal.deadline > self._kernel.now:
            yield from self._kernel.pause_until(deal.deadline, deal)
        raise Lost(deal.deadline_reason, deal.deadline)

    def _think_and_decide(self, deal: Opportunity, step: int, thinks: bool) -> Story:
        if thinks:
            yield from self.think(deal, step)
        if deal.deadline < self._kernel.now:
            raise Lost(deal.deadline_reason, deal.deadline)
        gate = _GATE_OF_STEP.get(step)
        if gate is not None:
            if deal.luck[deal.lead.answers.gate[step]] >= self.chance(deal, gate):
                raise Lost(DID_NOT_ADVANCE)
            deal.waited = 0.0
        if self._discard is not None:
            self._set_deadline(deal)

    def chance(self, deal: Opportunity, gate: int) -> float:
        """Probability that a buyer passes a gate (0..3) of the full logit (dossier 2)."""
        logit, level, lead = self._logit, self._level, deal.lead
        assert logit is not None and level is not None
        source = lead.answers.name
        odds = level.alpha[gate] + level.fit * lead.fit + level.source.get(source, 0.0)
        odds += logit.people(gate, deal.owner_skill, deal.preparation, deal.perceived_value)
        if self._switches.delay:
            odds += logit.lateness(gate, deal.waited / self._base.day_hours)
            if lead.rival_first:
                odds -= logit.first_mover
        if gate == 2:
            odds += logit.objections(deal.unresolved)
        if gate == 3:
            odds += logit.offer(deal.price, self._products.lead_times[deal.product])
        return probability(odds)

    # --- objections and orders -----------------------------------------------------------------------

    def rounds(self, deal: Opportunity) -> int:
        """How many rounds of objections this buyer has."""
        table = self._scenario.selling.objections
        if table == "skip":
            return 0
        rounds, uniform = table.rounds, deal.luck[deal.lead.answers.rounds]
        if rounds.kind == "fixed":
            return int(rounds.mean)
        if rounds.kind == "geometric":
            return min(1 + int(log1p(-uniform) / log(rounds.again)) if rounds.again else 1, MAX_ROUNDS)
        return _poisson(rounds.mean, uniform)

    def object(self, deal: Opportunity, round_: int, visit: bool) -> None:
        """The round's objection is resolved, stays, or ends the talks."""
        if self._logit is None:
            return
        objecting = self._scenario.market.objecting
        answers = deal.lead.answers
        if deal.luck[answers.resolved[round_]] >= objecting.resolves(deal.owner_skill, visit):
            deal.unresolved += 1.0
            if objecting.fatal and deal.luck[answers.fatal] < 1.0 - (1.0 - objecting.fatal) ** deal.unresolved:
                raise Lost(DID_NOT_ADVANCE)

    def discount_wish(self, deal: Opportunity) -> float:
        """The discount a buyer asks for at closing, as a share of the list price."""
        discounts, answers = self._scenario.market.discounts, deal.lead.answers
        if deal.luck[answers.discount] >= discounts.share:
            return 0.0
        return discounts.largest * deal.luck[answers.discount_size]

    def receive(self, order: Order) -> Iterable[None]:
        """The customer waits for the delivery."""
        working, hours = self._products.delivery[order.deal.product]
        if hours == 0.0:
            return AT_ONCE
        return self._kernel.pause_until(self._after(self._kernel.now, working, hours), order.deal)

    def variable_cost(self, deal: Opportunity) -> float:
        """Variable cost of what was sold, EUR."""
        return self._products.variable_cost[deal.product] * deal.value

    def _after(self, start: float, working: bool, hours: float) -> float:
        return self._base.finish(start, hours) if working else start + hours


class Birth:
    """What the leads of a source are born with: fit, product, value, segment, territory, and how long they keep."""

    def __init__(self, scenario: Scenario, name: str, slot: dict[Any, int], base: Calendar) -> None:
        source, process = scenario.demand[name], scenario.selling.process
        self._base = base
        self._fit, self._fit_share = slot["fit"], source.fit
        self._product, self._products = slot["product"], _Products(scenario, base)
        self._segment = slot["segment"]
        self._segments = _cumulated([segment.new_mix for segment in scenario.customers.values()])
        self._value, self._territory, self._standard = slot["value"], slot["territory"], slot["standard"]
        self._non_standard = 0.0 if process == "skip" else process.non_standard
        lapses = source.lapses
        self._lapses = None if lapses is None else (lapses.working, _amount(lapses, base.day_hours))

    def describe(self, lead: Lead) -> None:
        """Fill in what a new lead was born with."""
        row, products = lead.luck, self._products
        lead.fit = row[self._fit] < self._fit_share
        lead.product = product = _place(row[self._product], products.shares)
        law = products.values[product]
        lead.value = law.mean if law.kind == "fixed" else law.at(row[self._value])
        lead.segment = _place(row[self._segment], self._segments)
        lead.territory = int(row[self._territory] * 5040)
        lead.standard = row[self._standard] >= self._non_standard
        if self._lapses is not None:
            working, hours = self._lapses
            lead.deadline = self._base.finish(lead.arrived, hours) if working else lead.arrived + hours
            lead.deadline_reason = LAPSED


class Answers:
    """Where a source's leads keep the luck that buyers decide by, and the means that go with it."""

    def __init__(self, name: str, scenario: Scenario, slot: dict[Any, int], base: Calendar) -> None:
        self.name = name
        one = slot[ONE]
        self.gate = [slot.get(("gate", step), one) for step in range(len(STEPS))]
        self.think_slot = [slot.get(("think", step), one) for step in range(len(STEPS))]
        self.round_think = [slot.get(("think", OBJECTIONS, n), one) for n in range(MAX_ROUNDS)]
        self.resolved = [slot.get(("resolved", n), one) for n in range(MAX_ROUNDS)]
        self.competitor = slot.get("competitor", one)
        self.no_decision = slot.get("no decision", one)
        self.rounds = slot["rounds"]
        self.discount = slot["discount"]
        self.discount_size = slot["discount size"]
        self.fatal = slot["fatal objection"]
        tables = [getattr(scenario.selling, name) for name in STEPS]
        laws = [None if t == "skip" or not hasattr(t, "think") else t.think for t in tables]
        self.skipped = [table == "skip" for table in tables]
        self.think_mean = [0.0 if law is None else hours_of(law, base).mean for law in laws]
        self.think_working = [law is not None and is_working(law) for law in laws]
        plain = scenario.market.advance
        self.plain = [getattr(plain, name, 1.0) if isinstance(plain, Plain) else 1.0 for name in STEPS]


class _Products:
    """Products in plain numbers, in the order of the scenario."""

    def __init__(self, scenario: Scenario, base: Calendar) -> None:
        products = list(scenario.products.values())
        self.shares = _cumulated([product.deal_share for product in products])
        self.values: list[Law] = [product.deal_value.law(float) for product in products]
        self.variable_cost = [product.variable_cost for product in products]
        self.lead_times = [product.lead_time for product in products]
        day = base.day_hours
        self.delivery = [(p.delivery.working, _amount(p.delivery, day) * p.lead_time) for p in products]


def _amount(duration: Any, day_hours: float) -> float:
    return float(duration.working_hours(day_hours) if duration.working else duration.calendar_hours)


def _cumulated(shares: list[float]) -> list[float]:
    total, sums = 0.0, []
    for share in shares:
        total += share
        sums.append(total)
    return sums


def _place(uniform: float, sums: list[float]) -> int:
    if len(sums) == 1:
        return 0
    for place, bound in enumerate(sums):
        if uniform < bound:
            return place
    return len(sums) - 1


def _poisson(mean: float, uniform: float) -> int:
    """Quantile of the Poisson law, at most MAX_ROUNDS (beyond it lie 3 in 10 million at mean 1.2)."""
    count, term = 0, exp(-mean)
    total = term
    while uniform >= total and count < MAX_ROUNDS:
        count += 1
        term *= mean / count
        total += term
    return count

