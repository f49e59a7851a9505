"""How the leads of one source are worked, in plain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simsales.company.columns import MAX_TOUCHES, ONE, hours_of, is_working, plain_hours
from simsales.company.steps import Slots, work_step
from simsales.instruments.desk import WorkStep
from simsales.scenario.company import Handling
from simsales.words.records import Lead
from simsales.words.vocabulary import NURTURING, PROSPECTING, QUALIFICATION

if TYPE_CHECKING:
    from simsales.company.teams import TeamOfDesks
    from simsales.instruments.clock import Calendar
    from simsales.scenario.model import Scenario


class HandlingPlan:
    """How the leads of one source are worked, in plain numbers."""

    def __init__(
        self, scenario: Scenario, name: str, slot: Slots, base: Calendar, teams: dict[str, TeamOfDesks]
    ) -> None:
        one = slot[ONE]
        selling, source = scenario.selling, scenario.demand[name]
        prospecting = selling.prospecting
        handling = Handling() if prospecting == "skip" else prospecting.sources.get(name, Handling())
        self.team = teams.get(handling.team) or next(iter(teams.values()))
        self.desk = self.team.desk
        self.priority = handling.priority
        assignment = hours_of(handling.assignment, base)
        self.assignment, self.assignment_slot = assignment.mean, slot.get("assignment", one)
        self.assignment_working = is_working(handling.assignment)
        self.spacing = hours_of(handling.spacing, base).mean
        self.spacing_working = is_working(handling.spacing)
        self.spacing_slots = [slot.get(("spacing", n), one) for n in range(handling.attempts)]
        self.oldest = (
            None if handling.oldest is None else (handling.oldest.working, plain_hours(handling.oldest, base))
        )
        self.nurtured = handling.nurtured
        self.reply = handling.reply.kind
        self.slows_cooling = handling.reply.slows_cooling if self.reply == "automatic" else 1.0
        self.vendor_delay, self.vendor_cost = plain_hours(handling.reply.delay, base), handling.reply.cost
        self.door, self.declines, self.accepts = (
            slot.get("door", one),
            handling.door.decline,
            handling.door.accept,
        )
        self.door_delay = plain_hours(handling.door.delay, base)
        self.takes_time = bool(self.declines or self.door_delay or self.reply != "none" or self.assignment)
        self.cooling = source.contact
        flat = self.cooling.kind == "off" or not scenario.switches.delay
        #: Chances that do not depend on the wait, by attempt; empty where leads cool.
        self.always = [self.cooling.contact(n, 0.0) for n in range(handling.attempts)] if flat else []
        rule = scenario.qualification
        self.takes_all = (
            rule.kind == "plain" and rule.accepts(0.0, 1.0 - 1e-16) and selling.qualification == "skip"
        )
        self.contact = [slot.get(("contact", n), one) for n in range(handling.attempts)]
        self.score, self.chance = slot.get("score", one), slot.get("qualification", one)
        self.attempts = (
            [] if prospecting == "skip" else self._attempts(scenario, source, slot, base, handling.attempts)
        )
        self.numbers = range(len(self.attempts))
        self._rival, self._first_mover = source.first_mover, slot.get("first mover", one)
        self.has_rival = source.first_mover.share > 0.0
        self._rival_mean, self._rival_slot = (
            hours_of(source.first_mover.answers, base).mean,
            slot.get("first mover time", one),
        )
        self.qualification: WorkStep | None = None
        if selling.qualification != "skip":
            self.qualification = work_step(selling.qualification, QUALIFICATION, slot, base)
            self.team_of_qualification = teams[selling.qualification.team]
        if selling.nurturing != "skip":
            nurturing = selling.nurturing
            self.cadence = (nurturing.cadence.working, plain_hours(nurturing.cadence, base))
            self.nurturing_team = teams[nurturing.team]
            mean = hours_of(nurturing.hours, base).mean
            touches = range(min(nurturing.touches, MAX_TOUCHES))
            self.touches = [WorkStep(NURTURING, mean, slot.get(("touch", n), one)) for n in touches]
            self.touch_score = [slot[("touch score", n)] for n in touches]
            self.turns_fit = [slot[("turns fit", n)] for n in touches]
            self.reached_again = [slot[("reached again", n)] for n in touches]

    def _attempts(
        self, scenario: Scenario, source: Any, slot: Slots, base: Calendar, count: int
    ) -> list[WorkStep]:
        prospecting = scenario.selling.prospecting
        assert prospecting != "skip"
        mean = hours_of(prospecting.hours, base).mean
        steps = [
            WorkStep(PROSPECTING, mean, slot.get(("attempt", n), slot[ONE]), prospecting.level)
            for n in range(count)
        ]
        if prospecting.patience is not None:
            for step in steps:
                step.patience = hours_of(prospecting.patience, base).mean
                step.patience_slot = slot.get(("patience", PROSPECTING), slot[ONE])
        if source.patience is not None and scenario.switches.delay:
            steps[0].patience = hours_of(source.patience, base).mean
            steps[0].patience_slot = slot.get("patience", slot[ONE])
            steps[0].leave_is_event = scenario.selling.nurturing != "skip"
        return steps

    def rival_answers_before(self, lead: Lead) -> bool:
        """Whether the lead also asked a rival, who answered before our first touch."""
        if lead.luck[self._first_mover] >= self._rival.share:
            return False
        return self._rival_mean * lead.luck[self._rival_slot] < lead.touched - lead.arrived
