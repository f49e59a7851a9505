"""The way the leads of one source take: the steps they pass and where their buyers' luck stands.

One `Way` lives as long as the company and changes with the scenario in force, so that a dated change reaches the
leads that are already on their way.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from simsales.company.columns import MAX_ROUNDS, ONE, hours_of, is_working, plain_hours
from simsales.responses.advancing import Plain
from simsales.words.vocabulary import LAPSED, OBJECTIONS, STEPS

if TYPE_CHECKING:
    from simsales.company.handling import HandlingPlan
    from simsales.company.steps import SalesStep, Slots
    from simsales.instruments.clock import Calendar
    from simsales.scenario.model import Scenario
    from simsales.words.records import Lead


class Way:
    """Steps, rounds and handling in force, and the places of luck in a lead's row."""

    steps: list[SalesStep | None]  # by number of the step; set by the sales force
    rounds_of_talks: list[SalesStep]
    handling: HandlingPlan  # set by the lead desk
    #: How long an unanswered lead keeps: whether in working time, and hours.
    lapses: tuple[bool, float] | None = None

    def __init__(self, name: str, slot: Slots, base: Calendar) -> None:
        self.name = name
        self._base = base
        one = slot[ONE]
        self.gate = [slot.get(("gate", step), one) for step in range(len(STEPS))]
        self.think_slot = [slot.get(("think", step), one) for step in range(len(STEPS))]
        self.round_think = [slot.get(("think", OBJECTIONS, n), one) for n in range(MAX_ROUNDS)]
        self.resolved = [slot.get(("resolved", n), one) for n in range(MAX_ROUNDS)]
        self.competitor = slot.get("competitor", one)
        self.no_decision = slot.get("no decision", one)
        self.pursuit = slot.get("pursuit", one)
        self.rounds = slot.get("rounds", one)
        self.discount = slot.get("discount", one)
        self.discount_size = slot.get("discount size", one)
        self.fatal = slot.get("fatal objection", one)
        self.quote_error = slot.get("quote error", one)
        self.review = slot.get("review", one)

    def adopt(self, scenario: Scenario) -> None:
        """Think times and plain conversions of the scenario in force."""
        source = scenario.demand.get(self.name)
        if source is not None:
            lapses = source.lapses if scenario.switches.delay else None
            self.lapses = None if lapses is None else (lapses.working, plain_hours(lapses, self._base))
        tables = [getattr(scenario.selling, name) for name in STEPS]
        laws = [None if t == "skip" or not hasattr(t, "think") else t.think for t in tables]
        self.skipped = [table == "skip" for table in tables]
        self.think_mean = [0.0 if law is None else hours_of(law, self._base).mean for law in laws]
        self.think_working = [law is not None and is_working(law) for law in laws]
        objections = scenario.selling.objections
        self.fixed_rounds: int | None = 0
        if objections != "skip":
            self.fixed_rounds = int(objections.rounds.mean) if objections.rounds.kind == "fixed" else None
        plain = scenario.market.advance
        self.plain: list[float] | None = None
        if isinstance(plain, Plain):
            shares = [getattr(plain, name, 1.0) for name in STEPS]
            # A skipped step draws no luck, and a share beyond all luck loses nobody.
            self.plain = [
                inf if skipped else share for share, skipped in zip(shares, self.skipped, strict=True)
            ]

    def begin_to_lapse(self, lead: Lead) -> None:
        """From its arrival on, a lead that nobody answers lapses."""
        assert self.lapses is not None
        working, hours = self.lapses
        lead.case.deadline = self._base.finish(lead.arrived, hours) if working else lead.arrived + hours
        lead.case.deadline_reason = LAPSED
