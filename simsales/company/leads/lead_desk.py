"""The lead desk: who calls a new lead, how often, and who is worth a rep's time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf, sqrt
from typing import TYPE_CHECKING

from simsales.company.leads.columns import MAX_TOUCHES
from simsales.company.leads.handling import HandlingPlan
from simsales.company.selling.steps import Slots
from simsales.instruments.kernel import AT_ONCE, Story, Waiting
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
    QUALIFIED,
    REACTIVATED,
    REPLIED,
    VENDOR,
)

if TYPE_CHECKING:
    from simsales.company.leads.way import Way
    from simsales.company.people.teams import TeamOfDesks
    from simsales.instruments.clock import Calendar
    from simsales.instruments.desk import Desk
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.scenario.company import Nurturing
    from simsales.scenario.model import Scenario


class LeadDesk:
    """SDRs at work on leads that have not become opportunities."""

    #: What else is known of a lead, beside a talk's d' and its error; None where nothing is.
    traces: Callable[[Lead, float, float], tuple[float, float]] | None = None

    def __init__(
        self,
        kernel: Kernel,
        log: EventLog,
        base: Calendar,
        teams: dict[str, TeamOfDesks],
        slots: dict[str, Slots],
        ways: dict[str, Way],
    ) -> None:
        self._kernel = kernel
        self._log = log
        self._note = log.note
        self._base = base
        self._teams = teams
        self._slots = slots
        self._ways = ways

    def adopt(self, scenario: Scenario) -> None:
        """Work from now on as `scenario` says."""
        self._scenario = scenario
        self._accepts = scenario.qualification.accepts
        self._separation = scenario.qualification.separation()
        for name, way in self._ways.items():
            if name in scenario.demand:
                way.handling = HandlingPlan(scenario, name, self._slots[name], self._base, self._teams)

    # --- identify ------------------------------------------------------------------------------------

    def receive(self, lead: Lead) -> Waiting:
        """A new lead: decided at the door, answered after hours, given to the desk."""
        plan: HandlingPlan = lead.way.handling
        return self._take_in(lead, plan) if plan.takes_time else AT_ONCE

    def _take_in(self, lead: Lead, plan: HandlingPlan) -> Story:
        if plan.reps is not None and lead.luck[plan.prospector] < plan.reps_share:
            now = self._kernel.now
            lead.assigned_rep = plan.reps.least_loaded(now)
            if lead.assigned_rep is None and plan.reps_share == 1.0:  # there is nobody else
                lead.assigned_rep = (plan.reps.employed(now) or plan.reps.people)[0]
        if plan.declines or plan.door_delay:
            yield from self._kernel.pause_until(self._kernel.now + plan.door_delay, lead.case)
            if lead.luck[plan.door] < plan.declines:
                raise Lost(DECLINED)
        if plan.reply != "none" and plan.team.coverage.next_open(self._kernel.now) > self._kernel.now:
            lead.replied = True
            self._log.note(self._kernel.now, lead.case.number, REPLIED)
        if plan.assignment > 0.0 and not (lead.replied and plan.reply == "vendor"):
            hours = plan.assignment * lead.luck[plan.assignment_slot]
            now = self._kernel.now
            end = self._base.finish(now, hours) if plan.assignment_working else now + hours
            yield from self._kernel.pause_until(end, lead.case)

    # --- contact -------------------------------------------------------------------------------------

    def attempts(self, lead: Lead) -> range:
        """The attempts this lead may get; none for a lead that needs no prospecting."""
        plan: HandlingPlan = lead.way.handling
        if plan.accepts and plan.declines <= lead.luck[plan.door] < plan.declines + plan.accepts:
            return range(0)
        return plan.numbers

    def attempt(self, lead: Lead, number: int) -> Waiting:
        """Somebody of the desk tries to reach the lead; after hours a vendor may make the first try."""
        plan: HandlingPlan = lead.way.handling
        if number == 0:
            lead.case.level = plan.priority
            if lead.replied and plan.reply == "vendor":
                return self._vendor_attempt(lead, plan)
        elif plan.oldest is not None and self._kernel.now > self._after(lead.arrived, *plan.oldest):
            raise Lost(LAPSED)
        desk = plan.desk if lead.assigned_rep is None else self._desk(lead, plan.desk)
        return desk.work(lead.case, plan.attempts[number])

    def _desk(self, lead: Lead, common: Desk) -> Desk:
        """The common desk, or that of the rep who prospects this lead themselves."""
        rep, reps = lead.assigned_rep, lead.way.handling.reps
        return common if rep is None else reps.desk_of(rep, self._kernel.now)

    def desk_of(self, lead: Lead) -> Desk:
        """Where a lead was talked to: at a common desk, or at that of the rep who prospected it themselves."""
        plan: HandlingPlan = lead.way.handling
        if lead.assigned_rep is not None and plan.reps is not None:
            return plan.reps.desks[plan.reps.people.index(lead.assigned_rep)]
        return plan.desk if plan.qualification is None else plan.team_of_qualification.desk

    def _vendor_attempt(self, lead: Lead, plan: HandlingPlan) -> Story:
        yield from self._kernel.pause_until(self._kernel.now + plan.vendor_delay, lead.case)
        lead.case.started = self._kernel.now
        self._log.note(lead.case.started, lead.case.number, ATTEMPTED)
        self._log.money(lead.case.started, VENDOR, -plan.vendor_cost, lead.case.number)

    def reached(self, lead: Lead, number: int) -> bool:
        """Whether the attempt reached the lead: the odds fall with the time until the first touch."""
        plan: HandlingPlan = lead.way.handling
        case = lead.case
        if number == 0:
            lead.touched = case.started
            case.deadline = inf
            if plan.has_rival:
                lead.rival_first = plan.rival_answers_before(lead)
        chance = plan.always[number]
        if chance is None:
            chance = self._chance(lead, plan, number)
        if lead.luck[plan.contact[number]] < chance:
            note = self._note  # Python calls a local faster than a field
            note(self._kernel.now, case.number, CONTACTED)
            return True
        return False

    def _chance(self, lead: Lead, plan: HandlingPlan, number: int) -> float:
        waited = lead.touched - lead.arrived
        return plan.cooling.contact(number, waited / plan.slows_cooling if lead.replied else waited)

    def chance_of_any(self, lead: Lead, now: float) -> float:
        """Whether somebody else who calls first now reaches the lead in as many attempts as ours would be."""
        plan: HandlingPlan = lead.way.handling
        missed = 1.0
        for number, chance in enumerate(plan.always):
            missed *= 1.0 - (plan.cooling.contact(number, now - lead.arrived) if chance is None else chance)
        return 1.0 - missed if plan.always else 1.0

    def wait_before_next(self, lead: Lead, number: int) -> Iterable[None]:
        """The time between two attempts."""
        plan: HandlingPlan = lead.way.handling
        if number + 1 >= len(plan.attempts):
            return AT_ONCE
        hours = plan.spacing * lead.luck[plan.spacing_slots[number]]
        return self._kernel.pause_until(self._after(self._kernel.now, plan.spacing_working, hours), lead.case)

    # --- qualify -------------------------------------------------------------------------------------

    def qualify(self, lead: Lead) -> Waiting:
        """A contacted lead is talked to and judged; all are taken where nobody asks."""
        plan: HandlingPlan = lead.way.handling
        return AT_ONCE if plan.takes_all else self._talk_and_judge(lead, plan)

    def _talk_and_judge(self, lead: Lead, plan: HandlingPlan) -> Story:
        if plan.qualification is not None:
            desk = self._desk(lead, plan.team_of_qualification.desk)
            yield from desk.work(lead.case, plan.qualification)
        self.judge(lead)

    def judge(self, lead: Lead) -> None:
        """Detection: the lead's score speaks for it, or it is `Lost` as not qualified."""
        plan: HandlingPlan = lead.way.handling
        if plan.takes_all:  # since a change during the talk
            return
        separation, noise = self._known(lead)
        lead.score = separation * lead.fit + noise
        if not self._accepts(lead.score, lead.luck[plan.chance]):
            self._log.note(self._kernel.now, lead.case.number, DISQUALIFIED, lead.score)
            raise Lost(NOT_QUALIFIED)
        if plan.qualification is not None:
            self._log.note(self._kernel.now, lead.case.number, QUALIFIED, lead.score)

    def _known(self, lead: Lead) -> tuple[float, float]:
        """d' of what is known of a lead once it has been talked to, and what misleads in it."""
        talk, noise = self._separation, lead.luck[lead.way.handling.score]
        return (talk, noise) if self.traces is None else self.traces(lead, talk, noise)

    # --- nurture -------------------------------------------------------------------------------------

    def touches(self, lead: Lead, reason: int) -> range:
        """The touches that keep contact with a lead that left for a reason; who was declined gets none."""
        nurturing = self._scenario.selling.nurturing
        if nurturing == "skip" or reason == DECLINED or not lead.way.handling.nurtured:
            return range(0)
        return range(min(nurturing.touches, MAX_TOUCHES))

    def wait_for_touch(self, lead: Lead) -> Iterable[None]:
        """The time between two touches."""
        lead.case.deadline = inf
        plan: HandlingPlan = lead.way.handling
        return self._kernel.pause_until(self._after(self._kernel.now, *plan.cadence), lead.case)

    def touch(self, lead: Lead, number: int) -> Iterable[None]:
        """One touch: a little work on a lead that may have become ready."""
        plan: HandlingPlan = lead.way.handling
        lead.case.level = 9
        return plan.nurturing_team.desk.work(lead.case, plan.touches[number])

    def reactivates(self, lead: Lead, number: int) -> bool:
        """Whether the touch shows a lead worth a rep's time: each touch tells more, and needs may arise."""
        nurturing, plan = self._scenario.selling.nurturing, lead.way.handling
        assert nurturing != "skip"
        self._log.note(self._kernel.now, lead.case.number, NURTURED, float(number))
        if not lead.fit and lead.luck[plan.turns_fit[number]] < self._monthly(
            plan, self._scenario.market.turns_fit
        ):
            lead.fit = True
        separation, noise = self._known_after(nurturing, lead, number + 1)
        lead.score = separation * lead.fit + noise
        if not self._accepts(lead.score, lead.luck[plan.chance]):
            return False
        if lead.luck[plan.reached_again[number]] >= nurturing.reaches:
            return False
        self._log.note(self._kernel.now, lead.case.number, REACTIVATED, lead.score)
        return True

    def _known_after(self, nurturing: Nurturing, lead: Lead, touches: int) -> tuple[float, float]:
        """The same after some touches: they add to what was known, so an earlier error fades slowly.

        Scores that sum up independent evidence, each with unit variance, correlate as their d' before and after.
        """
        plan: HandlingPlan = lead.way.handling
        first, noise = self._known(lead)
        before, most = first, max(nurturing.most, first)
        for touch in range(touches):
            after = min(first + nurturing.gain * (touch + 1), most)
            kept = before / after if after else 0.0
            noise = kept * noise + sqrt(1.0 - kept * kept) * lead.luck[plan.touch_score[touch]]
            before = after
        return before, noise

    def _monthly(self, plan: HandlingPlan, share: float) -> float:
        """The share that turns fit between two touches, from the share per month of 21 working days."""
        working, hours = plan.cadence
        months = hours / (21.0 * self._base.day_hours) if working else hours / 728.0
        return float(1.0 - (1.0 - share) ** months)

    def _after(self, start: float, working: bool, hours: float) -> float:
        return self._base.finish(start, hours) if working else start + hours
