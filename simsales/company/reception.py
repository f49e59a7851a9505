"""The reception: lets leads and background jobs in, each with its own luck, and begins their stories."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import heappush
from typing import TYPE_CHECKING

import numpy as np

from simsales.company.arrivals import GIVEN, Arrivals, Door, stream_number
from simsales.company.columns import hours_of
from simsales.company.process import handling
from simsales.instruments.desk import WorkStep
from simsales.instruments.eventlog import case_number
from simsales.instruments.kernel import Story
from simsales.instruments.luck import Column, DoorTable
from simsales.words.records import Case, Lead
from simsales.words.vocabulary import ARRIVAL_EVENT, BACKGROUND, TASKS

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario

LeadStory = Callable[[Lead, "Company"], Story]
JobStory = Callable[[Case, "Company", str, WorkStep], Story]

_SOURCE_BITS = 52
_STRIP_BITS = 40


class Reception:
    """Where cases come in."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._door = Door(company.epochs, company.luck, company.base)

    def adopt(self, scenario: Scenario, tables: Mapping[str, DoorTable]) -> None:
        """Receive from now on as `scenario` says."""
        self._tables = tables
        process = scenario.selling.process
        self._factor = None if process == "skip" else {True: handling(process, True), False: handling(process, False)}

    def open(self, story: LeadStory, job: JobStory, given: Mapping[str, Sequence[float]] | None = None) -> None:
        """Open the door: every source's leads come in and live `story`, background jobs live `job`."""
        first = self._company.epochs[0][2]
        for place, name in enumerate(self._company.source_names):
            described = first.demand.get(name)
            bursts = described is not None and described.batches is not None
            arrivals = self._door.batches(name) if bursts else self._door.stream(name)
            if given and name in given:
                arrivals = self._replaced(arrivals, given[name])
            _Stream(self, place, name, arrivals, story).begin()
        self._open_background(job)

    def _replaced(self, arrivals: Arrivals, times: Sequence[float]) -> Arrivals:
        """Times given from outside take the place of modelled arrivals in the counted window."""
        log = self._company.log
        begin, end = log.warm_up, log.horizon - log.follow_up
        outside = (arrivals.times < begin) | (arrivals.times >= end)
        known = np.sort(np.asarray(times, dtype=float))
        known = known[(known >= begin) & (known < end)]
        parts = (
            np.concatenate((arrivals.times[outside], known)),
            np.concatenate((arrivals.strips[outside], np.full(len(known), GIVEN))),
            np.concatenate((arrivals.indices[outside], np.arange(len(known)))),
        )
        order = np.lexsort(parts[::-1])
        return Arrivals(*(part[order] for part in parts))

    def admit(self, place: int, name: str, arrived: float, strip: int, index: int, story: LeadStory) -> None:
        """A lead comes in."""
        company = self._company
        row = self._tables[name].row(strip, index)
        key = place << _SOURCE_BITS | strip << _STRIP_BITS | index
        lead = Lead(key, row, place, strip, index, arrived)
        lead.source_name = name
        company.market.describe(lead, name)
        if self._factor is not None:
            factor = self._factor[lead.standard]
            for slot in self._tables[name].work_slots:
                row[slot] *= factor
        lead.number = company.log.lead(lead)
        generator = story(lead, company)
        lead.story = generator
        company.kernel.start(lead, generator)

    def _open_background(self, job: JobStory) -> None:
        company = self._company
        first = company.epochs[0][2]
        for team, described in sorted(first.people.items()):
            for number, load in enumerate(described.background):
                name = f"background {team} {number}"
                rates = [(start, _rate(scenario, team, number)) for start, _, scenario in company.epochs]
                law = hours_of(load.hours, company.base)
                table = DoorTable(company.luck, stream_number(name), [Column("hours", "background.hours", 0, law.unit)])
                task = len(TASKS) + len(company.log.background)
                company.log.background.append(load.name)
                step = WorkStep(task, law.mean, 0, load.level)
                _Jobs(company, name, team, step, self._door.office_jobs(name, rates), table, job).begin()


class _Stream:
    """The leads of one source, one act each."""

    def __init__(self, reception: Reception, place: int, name: str, arrivals: Arrivals, story: LeadStory) -> None:
        self._reception = reception
        self._kernel = reception._company.kernel
        self._place, self._name, self._story = place, name, story
        self._times = arrivals.times.tolist()
        self._strips = arrivals.strips.tolist()
        self._indices = arrivals.indices.tolist()

    def begin(self) -> None:
        if self._times:
            self._schedule(0)

    def _schedule(self, i: int) -> None:
        kernel = self._kernel
        rank = ARRIVAL_EVENT + (self._place << _SOURCE_BITS | self._strips[i] << _STRIP_BITS | self._indices[i])
        heappush(kernel.agenda, (self._times[i], rank, kernel.tick(), self._arrive, i))

    def _arrive(self, i: int) -> None:
        if i + 1 < len(self._times):
            self._schedule(i + 1)
        self._reception.admit(
            self._place, self._name, self._times[i], self._strips[i], self._indices[i], self._story
        )


class _Jobs:
    """The background jobs of one kind."""

    def __init__(
        self, company: Company, name: str, team: str, step: WorkStep, arrivals: Arrivals, table: DoorTable, job: JobStory
    ) -> None:
        self._company, self._team, self._step, self._table, self._job = company, team, step, table, job
        self._place = 512 + step.task
        self._times = arrivals.times.tolist()
        self._strips = arrivals.strips.tolist()
        self._indices = arrivals.indices.tolist()

    def begin(self) -> None:
        if self._times:
            self._company.kernel.at(self._times[0], ARRIVAL_EVENT + self._key(0), self._arrive, 0)

    def _key(self, i: int) -> int:
        return self._place << _SOURCE_BITS | self._strips[i] << _STRIP_BITS | self._indices[i]

    def _arrive(self, i: int) -> None:
        company = self._company
        if i + 1 < len(self._times):
            company.kernel.at(self._times[i + 1], ARRIVAL_EVENT + self._key(i + 1), self._arrive, i + 1)
        case = Case(self._key(i), self._table.row(self._strips[i], self._indices[i]), self._step.level)
        case.number = case_number(BACKGROUND, i)
        case.story = self._job(case, company, self._team, self._step)
        company.kernel.start(case, case.story)


def _rate(scenario: Scenario, team: str, number: int) -> float:
    loads = scenario.people[team].background if team in scenario.people else ()
    return loads[number].rate.per_calendar_hour if number < len(loads) else 0.0
