"""Evaluation: what was heard is coded, the largest root cause gets a project, and what it finds is removed in time.

Reviews keep a rhythm of their own, whether or not the one before is done: five working days apart they are fifty a
year.  Nobody but who reads registered complaints knows root causes, so what is not heard is not mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.company.leads.columns import hours_of, plain_hours
from simsales.instruments.eventlog import case_number
from simsales.instruments.kernel import Story
from simsales.instruments.work import WorkStep
from simsales.words.records import Case, new_case
from simsales.words.vocabulary import (
    BACKGROUND,
    CAUSE_FOUND,
    CAUSE_REMOVED,
    DECISION_EVENT,
    EVALUATION,
    IMPROVEMENT,
    ROOT_CAUSE,
)

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.complaints import Quality as QualityTable
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Problem
    from simsales.words.quantities import Duration

#: A row per project, written when its work is done; `evidence` is the complaints that spoke for it.
PROJECT_COLUMNS = {"begun": "f8", "ended": "f8", "cause": "i2", "evidence": "i4", "found": "?"}
_REVIEWS, _CYCLES = range(2)
_KEYS = 192 << 47  # where the keys of reviews begin, beyond those of accounts
#: Places in the numbers a review is born with.
_HOURS, _PROJECT_HOURS, _SUCCESS = range(3)


@dataclass(slots=True)
class Review:
    """One sitting of the quality engineer, and the project that may come of it."""

    case: Case
    success: float  # luck
    cause: int = -1
    evidence: int = 0
    begun: float = 0.0  # h


ReviewStory = Callable[[Review, "Company"], Story]


class Evaluation:
    """Learns from complaints, in the time that a quality engineer has for it."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        table = company.epochs[0][2].complaints
        self._learns = table != "skip" and table.quality != "skip"
        self._luck = company.luck.hashed("quality.review")
        self._uncoded: list[int] = []
        #: Coded complaints by cause since it was last treated.
        self._coded: dict[int, int] = {}
        self._last_slot = -1
        if self._learns:
            self._enter = company.log.open("projects", PROJECT_COLUMNS)

    def adopt(self, scenario: Scenario) -> None:
        """Learn from now on as `scenario` says."""
        if self._learns and scenario.complaints != "skip" and scenario.complaints.quality != "skip":
            self._table: QualityTable = scenario.complaints.quality
            self._mends = scenario.switches.quality

    def open(self, review: ReviewStory, cycle: ReviewStory) -> None:
        """Begin the rhythm of reviews, and of cycles of continuous improvement where there are any."""
        if not self._learns:
            return
        table = self._table
        steps = (
            (EVALUATION, table.evaluation, 0),
            (ROOT_CAUSE, table.project, 1),
            (IMPROVEMENT, table.cycle, 2),
        )
        laws = [hours_of(hours, self._base) for _, hours, _ in steps]
        self._steps = [
            WorkStep(task, law.mean, slot, level=slot)
            for (task, _, slot), law in zip(steps, laws, strict=True)
        ]
        self._units = [law.unit_at for law in laws]
        self._stories = (review, cycle)
        self._expect(_REVIEWS, 1)
        if laws[2].mean > 0.0:
            self._expect(_CYCLES, 1)

    # --- the rhythm ----------------------------------------------------------------------------------

    def _expect(self, kind: int, number: int) -> None:
        every = self._table.every if kind == _REVIEWS else self._table.cycle_every
        rank = DECISION_EVENT + _KEYS + 2 * number + kind
        self._kernel.at(self._beat(every, number), rank, self._sit_down, (kind, number))

    def _beat(self, every: Duration, number: int) -> float:
        """When so many spans have passed since the run began."""
        hours = number * plain_hours(every, self._base)
        return self._base.finish(0.0, hours) if every.working else hours

    def _sit_down(self, what: tuple[int, int]) -> None:
        kind, number = what
        self._expect(kind, number + 1)
        luck = self._luck(kind, number, 0)
        hours, project = luck[_HOURS], luck[_PROJECT_HOURS]
        shapes = [unit(number) for unit, number in zip(self._units, (hours, project, hours), strict=True)]
        case = new_case(_KEYS + 2 * number + kind, shapes)
        case.number = case_number(BACKGROUND, number)
        review = Review(case, luck[_SUCCESS])
        self._kernel.start(case, self._stories[kind](review, self._company))

    # --- hearing and coding --------------------------------------------------------------------------

    def hear(self, problem: Problem) -> None:
        """A registered complaint about a defect lies on the pile of the next review."""
        if self._learns and problem.cause >= 0:
            self._uncoded.append(problem.cause)

    def code(self, review: Review) -> Story:
        """Read what has come in and name its root causes."""
        yield from self._work(review, 0)
        for cause in self._uncoded:
            self._coded[cause] = self._coded.get(cause, 0) + 1
        self._uncoded.clear()

    def _worst(self) -> tuple[int, int]:
        """Pareto: the cause that is complained of most, and how often; the first of equals."""
        return max(self._coded.items(), key=lambda each: (each[1], -each[0]), default=(-1, 0))

    def _work(self, review: Review, place: int) -> Iterable[None]:
        return self._company.teams[self._table.team].desk.work(review.case, self._steps[place])

    # --- projects ------------------------------------------------------------------------------------

    def finds_worth_a_project(self, review: Review) -> bool:
        """Whether it is time for a project, and enough complaints speak for one."""
        cause, count = self._worst()
        slot = self._slot()
        if slot == self._last_slot or count < self._table.evidence:
            return False
        self._last_slot = slot
        self._coded[cause] = 0
        review.cause, review.evidence, review.begun = cause, count, self._kernel.now
        return True

    def _slot(self) -> int:
        """Which of the year's places for projects it is: one in each span of the rhythm."""
        every, now = self._table.project_every, self._kernel.now
        passed = self._base.hours_between(0.0, now) if every.working else now
        return int(passed / plain_hours(every, self._base) + 1e-9)

    def look_for_the_cause(self, review: Review) -> Iterable[None]:
        """The project: trials, measurements, talks with the shop."""
        return self._work(review, 1)

    def is_found(self, review: Review) -> bool:
        """Whether the project has found what to do."""
        found = review.success < self._table.success
        now = self._kernel.now
        self._enter(review.begun, now, review.cause, review.evidence, found)
        if found:
            self._log.note(now, review.case.number, CAUSE_FOUND, float(review.cause))
        return found

    def until_effective(self, review: Review) -> Iterable[None]:
        """The time until the remedy shows in what is delivered."""
        span, now = self._table.effective, self._kernel.now
        hours = plain_hours(span, self._base)
        end = self._base.finish(now, hours) if span.working else now + hours
        return self._kernel.pause_until(end, review.case)

    def remove(self, review: Review) -> None:
        """From now on fewer deliveries have a defect of this cause."""
        if self._mends:
            self._company.quality.mend(review.cause, self._table.removes)
        self._log.note(self._kernel.now, review.case.number, CAUSE_REMOVED, float(review.cause))

    # --- continuous improvement ----------------------------------------------------------------------

    def work_on_the_process(self, review: Review) -> Iterable[None]:
        """A cycle of continuous improvement."""
        return self._work(review, 2)

    def refine(self) -> None:
        """A part of the cause that is complained of most goes at once."""
        cause, _ = self._worst()
        if cause >= 0 and self._mends:
            self._company.quality.mend(cause, self._table.cycle_removes)
