"""How the leads of one source are worked, in plain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simsales.company.leads.columns import MAX_TOUCHES, ONE, hours_of, is_working, plain_hours
from simsales.company.selling.steps import Slots, work_step
from simsales.instruments.work import WorkStep
from simsales.scenario.company import Handling, Nurturing
from simsales.scenario.staffing import team_of_owners
from simsales.words.records import Lead
from simsales.words.vocabulary import NURTURING, PROSPECTING, QUALIFICATION

if TYPE_CHECKING:
    from simsales.company.people.teams import TeamOfDesks
    from simsales.instruments.clock import Calendar
    from simsales.scenario.model import Scenario
    from simsales.scenario.world import Source


class HandlingPlan:
    """How the leads of one source are worked, in plain numbers."""

    def __init__(
        self, scenario: Scenario, name: str, slot: Slots, base: Calendar, teams: dict[str, TeamOfDesks]
    ) -> None:
        self._slot, self._base, self._teams = slot, base, teams
        prospecting = scenario.selling.prospecting
        handling = Handling() if prospecting == "skip" else prospecting.sources.get(name, Handling())
        self._identify(scenario, handling)
        self._contact(scenario, handling, scenario.demand[name])
        self._qualify(scenario)
        if scenario.selling.nurturing != "skip":
            self._nurture(scenario.selling.nurturing)

    def _place(self, name: object) -> int:
        """Where a number of the lead's luck stands; the constant one where it was not drawn."""
        return self._slot.get(name, self._slot[ONE])

    def _identify(self, scenario: Scenario, handling: Handling) -> None:
        owners = team_of_owners(scenario)
        self.team = self._teams.get(handling.team) or next(iter(self._teams.values()))
        self.desk = self.team.desk
        self.priority = handling.priority
        self.reps_share, self.prospector = handling.reps_share, self._place("prospector")
        self.reps = self._teams[owners] if owners is not None and handling.reps_share else None
        assignment = hours_of(handling.assignment, self._base)
        self.assignment, self.assignment_slot = assignment.mean, self._place("assignment")
        self.assignment_working = is_working(handling.assignment)
        self.reply = handling.reply.kind
        self.slows_cooling = handling.reply.slows_cooling if self.reply == "automatic" else 1.0
        self.vendor_delay = plain_hours(handling.reply.delay, self._base)
        self.vendor_cost = handling.reply.cost
        door = handling.door
        self.door, self.declines, self.accepts = self._place("door"), door.decline, door.accept
        self.door_delay = plain_hours(door.delay, self._base)
        answers_late = self.reply != "none" or self.assignment > 0.0
        self.takes_time = bool(self.declines or self.door_delay or answers_late or self.reps)
        self.nurtured = handling.nurtured

    def _contact(self, scenario: Scenario, handling: Handling, source: Source) -> None:
        numbers = range(handling.attempts)
        self.spacing = hours_of(handling.spacing, self._base).mean
        self.spacing_working = is_working(handling.spacing)
        self.spacing_slots = [self._place(("spacing", n)) for n in numbers]
        oldest = handling.oldest
        self.oldest = None if oldest is None else (oldest.working, plain_hours(oldest, self._base))
        self.cooling = source.contact
        flat = self.cooling.kind == "off" or not scenario.switches.delay
        #: Chances that do not depend on the wait, by attempt; None where leads cool.
        self.always = [self.cooling.contact(n, 0.0) if flat else None for n in numbers]
        self.contact = [self._place(("contact", n)) for n in numbers]
        skipped = scenario.selling.prospecting == "skip"
        self.attempts = (
            [] if skipped else self._attempts(scenario, source, self._slot, self._base, handling.attempts)
        )
        self.numbers = range(len(self.attempts))
        self._rival, self._first_mover = source.first_mover, self._place("first mover")
        self.has_rival = source.first_mover.share > 0.0
        self._rival_mean = hours_of(source.first_mover.answers, self._base).mean
        self._rival_slot = self._place("first mover time")

    def _qualify(self, scenario: Scenario) -> None:
        rule, talk = scenario.qualification, scenario.selling.qualification
        self.takes_all = rule.kind == "plain" and talk == "skip" and rule.accepts(0.0, 1.0 - 1e-16)
        self.score, self.chance = self._place("score"), self._place("qualification")
        self.qualification: WorkStep | None = None
        if talk != "skip":
            self.qualification = work_step(talk, QUALIFICATION, self._slot, self._base)
            self.team_of_qualification = self._teams[talk.team]

    def _nurture(self, nurturing: Nurturing) -> None:
        self.cadence = (nurturing.cadence.working, plain_hours(nurturing.cadence, self._base))
        self.nurturing_team = self._teams[nurturing.team]
        mean = hours_of(nurturing.hours, self._base).mean
        touches = range(min(nurturing.touches, MAX_TOUCHES))
        self.touches = [WorkStep(NURTURING, mean, self._place(("touch", n))) for n in touches]
        self.touch_score = [self._slot["touch score", n] for n in touches]
        self.turns_fit = [self._slot["turns fit", n] for n in touches]
        self.reached_again = [self._slot["reached again", n] for n in touches]

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
