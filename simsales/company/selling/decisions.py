"""Decisions on what deals ask for: who has to be asked, one after another or side by side, and when it is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.company.leads.columns import ONE, hours_of
from simsales.company.selling.steps import Slots
from simsales.instruments.joining import beside
from simsales.instruments.kernel import Story
from simsales.instruments.work import WorkStep
from simsales.policies.structure import MOST_APPROVALS, Request, Structure
from simsales.words.lost import Lost
from simsales.words.records import Case, Opportunity, new_case
from simsales.words.vocabulary import APPROVAL, REQUESTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simsales.company.people.teams import TeamOfDesks
    from simsales.instruments.clock import Calendar
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.scenario.model import Scenario

#: A request that has been decided.
DECISION_COLUMNS = {
    "asked": "f8",
    "decided": "f8",
    "case": "i8",  # the opportunity
    "kind": "i2",  # place among `REQUESTS`
    "size": "f8",
    "approvals": "i4",  # pieces of approval work that it took; 0 where whoever sells decided
}


class Decisions:
    """Requests on their way through the organisation."""

    def __init__(
        self,
        kernel: Kernel,
        log: EventLog,
        base: Calendar,
        teams: dict[str, TeamOfDesks],
        slots: dict[str, Slots],
        *,
        ever: bool,
    ) -> None:
        self._kernel = kernel
        self._base = base
        self._teams = teams
        self._slots = slots
        if ever:
            self._enter = log.open("decisions", DECISION_COLUMNS)

    def adopt(self, scenario: Scenario) -> None:
        """Decide from now on as `scenario` says."""
        self._structure: Structure | None = None
        if scenario.structure != "skip":
            self._structure = scenario.structure
            mean = hours_of(scenario.structure.approval, self._base).mean
            self._steps = {name: _steps(slot, mean) for name, slot in self._slots.items()}

    def ask(self, deal: Opportunity, kind: int, size: float) -> Story:
        """Have a request decided by whoever has the right to; without a structure nobody is asked."""
        structure = self._structure
        if structure is None:
            return
        asked, approvals = self._kernel.now, 0
        steps = iter(self._steps[deal.way.name][kind])
        for stage in structure.approvals(Request(REQUESTS[kind], size)):
            times = 1
            if len(stage) > 1:
                times += structure.revisits(deal.lead.luck[deal.way.conflict[kind]])
            for _ in range(times):
                yield from self._approve(deal, [(team, next(steps)) for team in stage])
                approvals += len(stage)
        self._enter(asked, self._kernel.now, deal.case.number, kind, size, approvals)

    def _approve(self, deal: Opportunity, asked: Sequence[tuple[str, WorkStep]]) -> Story:
        if len(asked) == 1:
            (team, step), *_ = asked
            yield from self._teams[team].desk_near(deal.owner).work(deal.case, step)
            return
        lost: list[Lost] = []
        parts = [self._part(deal.case) for _ in asked]

        def approve(part: Case) -> Story:
            team, step = asked[parts.index(part)]
            try:
                yield from self._teams[team].desk_near(deal.owner).work(part, step)
            except Lost as loss:
                loss.__traceback__ = None  # it must not hold on to this story
                lost.append(loss)

        yield from beside(self._kernel, deal.case, [(part, approve) for part in parts])
        deal.case.waited = max(part.waited for part in parts)
        if lost:
            raise lost[0]

    @staticmethod
    def _part(case: Case) -> Case:
        """What one of those sees who are asked side by side: the deal, as far as it has come."""
        part = new_case(case.key, case.luck, case.level)
        part.number, part.waited = case.number, case.waited
        part.deadline = case.deadline
        if case.deadline < float("inf"):
            part.deadline_reason = case.deadline_reason
        return part


def _steps(slot: Slots, mean: float) -> list[list[WorkStep]]:
    """Approvals in the order in which a request meets them, by kind of request."""
    one = slot[ONE]
    return [
        [
            WorkStep(APPROVAL, mean, slot.get(("approval", kind, number), one))
            for number in range(MOST_APPROVALS)
        ]
        for kind in range(len(REQUESTS))
    ]
