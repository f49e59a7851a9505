"""The way the leads of one source take: the steps they pass and where their buyers' luck stands.

One `Way` lives as long as the company and changes with the scenario in force, so that a dated change reaches the
leads that are already on their way.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from simsales.company.leads.columns import MAX_ROUNDS, ONE, hours_of, is_working, plain_hours
from simsales.responses.advancing import Plain
from simsales.words.vocabulary import LAPSED, OBJECTIONS, STEPS

if TYPE_CHECKING:
    from simsales.company.leads.handling import HandlingPlan
    from simsales.company.selling.steps import SalesStep, Slots
    from simsales.instruments.clock import Calendar
    from simsales.scenario.model import Scenario
    from simsales.words.records import Lead


#: A time to think: mean hours, the place of its luck, and whether it runs in working time.
Thinking = tuple[float, int, bool]
#: A plain conversion: the share that goes on, the place of the luck that decides, mean hours and place of the
#: time to think after it, and whether that time is all that happens then and runs by the clock.
Conversion = tuple[float, int, float, int, bool]


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
        self._think = [slot.get(("think", step), one) for step in range(len(STEPS))]
        self._round_think = [slot.get(("think", OBJECTIONS, n), one) for n in range(MAX_ROUNDS)]
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
        self.hurried = slot.get("hurried", one)
        self.ready = slot.get("ready", one)
        self.held_back = slot.get("held back", one)
        self.insists = slot.get("insists", one)
        self.dislikes = slot.get("dislikes visits", one)
        self.distance = slot.get("distance", one)

    def adopt(self, scenario: Scenario) -> None:
        """Think times and plain conversions of the scenario in force."""
        source = scenario.demand.get(self.name)
        if source is not None:
            lapses = source.lapses if scenario.switches.delay else None
            self.lapses = None if lapses is None else (lapses.working, plain_hours(lapses, self._base))
        tables = [getattr(scenario.selling, name) for name in STEPS]
        laws = [None if t == "skip" or not hasattr(t, "think") else t.think for t in tables]
        self.skipped = [table == "skip" for table in tables]
        means = [0.0 if law is None else hours_of(law, self._base).mean for law in laws]
        working = [law is not None and is_working(law) for law in laws]
        self.thinking: list[Thinking] = list(zip(means, self._think, working, strict=True))
        #: Between two rounds of objections.
        self.thinking_again: list[Thinking] = [
            (means[OBJECTIONS], place, working[OBJECTIONS]) for place in self._round_think
        ]
        objections = scenario.selling.objections
        self.fixed_rounds: int | None = 0
        if objections != "skip":
            self.fixed_rounds = int(objections.rounds.mean) if objections.rounds.kind == "fixed" else None
        #: By number of the step; None where the logit decides.
        self.plain: list[Conversion] | None = None
        if isinstance(scenario.market.advance, Plain):
            drops = scenario.selling.discard_after is not None
            self.plain = [
                self._conversion(scenario.market.advance, step, drops) for step in range(len(STEPS))
            ]

    def _conversion(self, plain: Plain, step: int, drops: bool) -> Conversion:
        # A skipped step draws no luck, and a share beyond all luck loses nobody.
        share = inf if self.skipped[step] else getattr(plain, STEPS[step], 1.0)
        mean, slot, working = self.thinking[step]
        return share, self.gate[step], mean, slot, mean > 0.0 and not working and not drops

    def begin_to_lapse(self, lead: Lead) -> None:
        """From its arrival on, a lead that nobody answers lapses."""
        assert self.lapses is not None
        working, hours = self.lapses
        lead.case.deadline = self._base.finish(lead.arrived, hours) if working else lead.arrived + hours
        lead.case.deadline_reason = LAPSED
