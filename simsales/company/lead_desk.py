"""The lead desk: who calls a new lead, how often, and who is worth a rep's time."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING, Any

from simsales.company.columns import MAX_TOUCHES, ONE, hours_of, is_working
from simsales.company.steps import Slots, work_step
from simsales.instruments.desk import WorkStep
from simsales.instruments.kernel import AT_ONCE, Story
from simsales.words.lost import Lost
from simsales.words.records import Lead
from simsales.words.vocabulary import (
    ATTEMPTED,
    CONTACTED,
    DECLINED,
    DISQUALIFIED,
    LAPSED,
    NOT_QUALIFIED,
    NURTURED,
    NURTURING,
    PROSPECTING,
    QUALIFICATION,
    QUALIFIED,
    REACTIVATED,
    REPLIED,
    VENDOR,
)

if TYPE_CHECKING:
    from simsales.company.teams import TeamOfDesks
    from simsales.instruments.clock import Calendar
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.scenario.model import Scenario


class LeadDesk:
    """SDRs at work on leads that have not become opportunities."""

    def __init__(
        self, kernel: Kernel, log: EventLog, base: Calendar, teams: dict[str, TeamOfDesks], slots: dict[str, Slots]
    ) -> None:
        self._kernel = kernel
        self._log = log
        self._base = base
        self._teams = teams
        self._slots = slots

    def adopt(self, scenario: Scenario) -> None:
        """Work from now on as `scenario` says."""
        self._scenario = scenario
        self._accepts = scenario.qualification.accepts
        self._separation = scenario.qualification.separation()
        self._plans = {name: HandlingPlan(scenario, name, self._slots[name], self._base, self._teams) for name in self._slots}
        self._delay_counts = scenario.switches.delay

    # --- identify ------------------------------------------------------------------------------------

    def receive(self, lead: Lead) -> Iterable[None] | Story:
        """A new lead: decided at the door, answered after hours, given to the desk."""
        plan = self._plans[lead.source_name]
        return self._take_in(lead, plan) if plan.takes_time else AT_ONCE

    def _take_in(self, lead: Lead, plan: HandlingPlan) -> Story:
        if plan.declines or plan.door_delay:
            yield from self._kernel.pause_until(self._kernel.now + plan.door_delay, lead)
            if lead.luck[plan.door] < plan.declines:
                raise Lost(DECLINED)
        if plan.reply != "none" and plan.team.coverage.next_open(self._kernel.now) > self._kernel.now:
            lead.replied = True
            self._log.note(self._kernel.now, lead.number, REPLIED)
        if plan.assignment > 0.0:
            hours = plan.assignment * lead.luck[plan.assignment_slot]
            now = self._kernel.now
            end = self._base.finish(now, hours) if plan.assignment_working else now + hours
            yield from self._kernel.pause_until(end, lead)

    # --- contact -------------------------------------------------------------------------------------

    def attempts(self, lead: Lead) -> range:
        """The attempts this lead may get; none for a lead that needs no prospecting."""
        plan = self._plans[lead.source_name]
        if plan.accepts and plan.declines <= lead.luck[plan.door] < plan.declines + plan.accepts:
            return range(0)
        return plan.numbers

    def attempt(self, lead: Lead, number: int) -> Iterable[None] | Story:
        """Somebody of the desk tries to reach the lead; after hours a vendor may make the first try."""
        plan = self._plans[lead.source_name]
        if number == 0:
            if lead.replied and plan.reply == "vendor":
                return self._vendor_attempt(lead, plan)
            lead.level = plan.priority
        elif plan.oldest is not None and self._kernel.now > self._after(lead.arrived, *plan.oldest):
            raise Lost(LAPSED)
        return plan.team.desk.work(lead, plan.attempts[number])

    def _vendor_attempt(self, lead: Lead, plan: HandlingPlan) -> Story:
        yield from self._kernel.pause_until(self._kernel.now + plan.vendor_delay, lead)
        lead.started = self._kernel.now
        self._log.note(lead.started, lead.number, ATTEMPTED)
        self._log.money(lead.started, VENDOR, -plan.vendor_cost, lead.number)

    def reached(self, lead: Lead, number: int) -> bool:
        """Whether the attempt reached the lead: the odds fall with the time until the first touch."""
        plan = self._plans[lead.source_name]
        if number == 0:
            lead.touched = lead.started
            lead.deadline = inf
            lead.rival_first = plan.has_rival and plan.rival_answers_before(lead)
        waited = lead.touched - lead.arrived if self._delay_counts else 0.0
        if lead.replied:
            waited /= plan.slows_cooling
        if lead.luck[plan.contact[number]] < plan.cooling.contact(number, waited):
            self._log.note(self._kernel.now, lead.number, CONTACTED)
            return True
        return False

    def wait_before_next(self, lead: Lead, number: int) -> Iterable[None]:
        """The time between two attempts."""
        plan = self._plans[lead.source_name]
        if number + 1 >= len(plan.attempts):
            return AT_ONCE
        hours = plan.spacing * lead.luck[plan.spacing_slots[number]]
        return self._kernel.pause_until(self._after(self._kernel.now, plan.spacing_working, hours), lead)

    # --- qualify -------------------------------------------------------------------------------------

    def talk(self, lead: Lead) -> Iterable[None]:
        """The talk in which a contacted lead is qualified."""
        plan = self._plans[lead.source_name]
        return AT_ONCE if plan.qualification is None else plan.team_of_qualification.desk.work(lead, plan.qualification)

    def judge(self, lead: Lead) -> None:
        """Detection: the lead's score speaks for it, or it is `Lost` as not qualified."""
        plan = self._plans[lead.source_name]
        lead.score = self._separation * lead.fit + lead.luck[plan.score]
        if not self._accepts(lead.score, lead.luck[plan.chance]):
            self._log.note(self._kernel.now, lead.number, DISQUALIFIED, lead.score)
            raise Lost(NOT_QUALIFIED)
        if plan.qualification is not None:
            self._log.note(self._kernel.now, lead.number, QUALIFIED, lead.score)

    # --- nurture -------------------------------------------------------------------------------------

    def touches(self, reason: int) -> range:
        """The touches that keep contact with a lead that left for a reason; who was declined gets none."""
        nurturing = self._scenario.selling.nurturing
        if nurturing == "skip" or reason == DECLINED:
            return range(0)
        return range(min(nurturing.touches, MAX_TOUCHES))

    def wait_for_touch(self, lead: Lead) -> Iterable[None]:
        """The time between two touches."""
        lead.deadline = inf
        plan = self._plans[lead.source_name]
        return self._kernel.pause_until(self._after(self._kernel.now, *plan.cadence), lead)

    def touch(self, lead: Lead, number: int) -> Iterable[None]:
        """One touch: a little work on a lead that may have become ready."""
        plan = self._plans[lead.source_name]
        lead.level = 9
        return plan.nurturing_team.desk.work(lead, plan.touches[number])

    def reactivates(self, lead: Lead, number: int) -> bool:
        """Whether the touch shows a lead worth a rep's time: each touch tells more, and needs may arise."""
        nurturing, plan = self._scenario.selling.nurturing, self._plans[lead.source_name]
        assert nurturing != "skip"
        self._log.note(self._kernel.now, lead.number, NURTURED, float(number))
        if not lead.fit and lead.luck[plan.turns_fit[number]] < self._monthly(plan, self._scenario.market.turns_fit):
            lead.fit = True
        separation = min(self._separation + nurturing.gain * (number + 1), max(nurturing.most, self._separation))
        lead.score = separation * lead.fit + lead.luck[plan.touch_score[number]]
        if not self._accepts(lead.score, lead.luck[plan.chance]):
            return False
        if lead.luck[plan.reached_again[number]] >= nurturing.reaches:
            return False
        self._log.note(self._kernel.now, lead.number, REACTIVATED, lead.score)
        return True

    def _monthly(self, plan: HandlingPlan, share: float) -> float:
        """The share that turns fit between two touches, from the share per month of 21 working days."""
        working, hours = plan.cadence
        months = hours / (21.0 * self._base.day_hours) if working else hours / 728.0
        return float(1.0 - (1.0 - share) ** months)

    def _after(self, start: float, working: bool, hours: float) -> float:
        return self._base.finish(start, hours) if working else start + hours


class HandlingPlan:
    """How the leads of one source are worked, in plain numbers."""

    def __init__(self, scenario: Scenario, name: str, slot: Slots, base: Calendar, teams: dict[str, TeamOfDesks]) -> None:
        from simsales.scenario.company import Handling

        one = slot[ONE]
        selling, source = scenario.selling, scenario.demand[name]
        prospecting = selling.prospecting
        handling = Handling() if prospecting == "skip" else prospecting.sources.get(name, Handling())
        self.team = teams.get(handling.team) or next(iter(teams.values()))
        self.priority = handling.priority
        assignment = hours_of(handling.assignment, base)
        self.assignment, self.assignment_slot = assignment.mean, slot.get("assignment", one)
        self.assignment_working = is_working(handling.assignment)
        self.spacing = hours_of(handling.spacing, base).mean
        self.spacing_working = is_working(handling.spacing)
        self.spacing_slots = [slot.get(("spacing", n), one) for n in range(handling.attempts)]
        self.oldest = None if handling.oldest is None else (handling.oldest.working, _plain(handling.oldest, base))
        self.reply = handling.reply.kind
        self.slows_cooling = handling.reply.slows_cooling if self.reply == "automatic" else 1.0
        self.vendor_delay, self.vendor_cost = _plain(handling.reply.delay, base), handling.reply.cost
        self.door, self.declines, self.accepts = slot["door"], handling.door.decline, handling.door.accept
        self.door_delay = _plain(handling.door.delay, base)
        self.takes_time = bool(self.declines or self.door_delay or self.reply != "none" or self.assignment)
        self.cooling = source.contact
        self.contact = [slot.get(("contact", n), one) for n in range(handling.attempts)]
        self.score, self.chance = slot["score"], slot["qualification"]
        self.attempts = [] if prospecting == "skip" else self._attempts(scenario, source, slot, base, handling.attempts)
        self.numbers = range(len(self.attempts))
        self._rival, self._first_mover = source.first_mover, slot["first mover"]
        self.has_rival = source.first_mover.share > 0.0
        self._rival_mean, self._rival_slot = hours_of(source.first_mover.answers, base).mean, slot.get("first mover time", one)
        self.qualification: WorkStep | None = None
        if selling.qualification != "skip":
            self.qualification = work_step(selling.qualification, QUALIFICATION, slot, base)
            self.team_of_qualification = teams[selling.qualification.team]
        if selling.nurturing != "skip":
            nurturing = selling.nurturing
            self.cadence = (nurturing.cadence.working, _plain(nurturing.cadence, base))
            self.nurturing_team = teams[nurturing.team]
            mean = hours_of(nurturing.hours, base).mean
            touches = range(min(nurturing.touches, MAX_TOUCHES))
            self.touches = [WorkStep(NURTURING, mean, slot.get(("touch", n), one)) for n in touches]
            self.touch_score = [slot[("touch score", n)] for n in touches]
            self.turns_fit = [slot[("turns fit", n)] for n in touches]
            self.reached_again = [slot[("reached again", n)] for n in touches]

    def _attempts(self, scenario: Scenario, source: Any, slot: Slots, base: Calendar, count: int) -> list[WorkStep]:
        prospecting = scenario.selling.prospecting
        assert prospecting != "skip"
        mean = hours_of(prospecting.hours, base).mean
        steps = [
            WorkStep(PROSPECTING, mean, slot.get(("attempt", n), slot[ONE]), prospecting.level) for n in range(count)
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


def _plain(duration: Any, base: Calendar) -> float:
    return float(duration.working_hours(base.day_hours) if duration.working else duration.calendar_hours)
