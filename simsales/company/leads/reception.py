"""The reception: lets leads and background jobs in, each with its own luck, and begins their stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from heapq import heappush
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from simsales.company.leads.arrivals import GIVEN, REFERRED, Arrivals, Door, stream_number
from simsales.company.leads.columns import hours_of
from simsales.company.selling.process import handling
from simsales.instruments.eventlog import case_number
from simsales.instruments.kernel import Story
from simsales.instruments.luck import Column, DoorTable, blocks_of, keys_of
from simsales.instruments.work import WorkStep
from simsales.words.records import Case, Lead, new_case, new_lead
from simsales.words.vocabulary import ARRIVAL_EVENT, BACKGROUND, TASKS

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario

LeadStory = Callable[[Lead, "Company"], Story]
JobStory = Callable[[Case, "Company", str, WorkStep], Story]

_BACKGROUND_PLACE = 64
#: Arrivals turned into Python's numbers at a time.
_AT_A_TIME = 256


class Reception:
    """Where cases come in."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._entrances: list[_Entrance] = []
        self._door = Door(company.epochs, company.luck, company.base)
        self._referred: list[DoorTable] = []

    def adopt(self, scenario: Scenario, place: int, tables: Mapping[str, DoorTable]) -> None:
        """Receive from now on as `scenario` says, the epoch of this place."""
        self._tables, self._epoch = tables, place
        self._fed = scenario.motivation.fed
        process = scenario.selling.process
        self._factor = (
            None if process == "skip" else {True: handling(process, True), False: handling(process, False)}
        )
        for entrance in self._entrances:
            self._furnish(entrance)

    def _furnish(self, entrance: _Entrance) -> None:
        entrance.table = self._tables[entrance.name]
        entrance.factor = self._factor
        entrance.is_fed = entrance.name in self._fed

    def open(
        self, story: LeadStory, job: JobStory, given: Mapping[str, Sequence[float]] | None = None
    ) -> None:
        """Open the door: every source's leads come in and live `story`, background jobs live `job`."""
        for place, name in enumerate(self._company.source_names):
            described = next(s.demand[name] for _, _, s in self._company.epochs if name in s.demand)
            reach = self._company.incentives.reach(name)
            arrivals = (
                self._door.stream(name, reach) if described.batches is None else self._door.batches(name)
            )
            if given and name in given:
                arrivals = self._replaced(arrivals, given[name])
            entrance = _Entrance(self._company, place, name, arrivals, story)
            if self._company.incentives.ever_feed(name) and arrivals.heights is not None:
                entrance.heights = iter(arrivals.heights.tolist())
            self._entrances.append(entrance)
            self._furnish(entrance)
            entrance.begin()
        self._open_background(job)

    def standardise(self, lead: Lead, table: DoorTable) -> None:
        """What the standards of the process do to the hours of a lead's steps."""
        if self._factor is not None:
            _lengthen(lead.luck, table, self._factor[lead.standard])

    def refer(self, account_key: int, ordinal: int) -> None:
        """A customer sends somebody: a lead of source ``referral``, with the luck of that customer's path."""
        entrance = next(each for each in self._entrances if each.name == "referral")
        self._referred = self._referred or self._company.referred()
        index = _hashed_index(account_key, ordinal)
        entrance.admit(self._referred[self._epoch], index)

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
        # who is known to have come lies below any rate
        modelled = np.zeros(len(outside)) if arrivals.heights is None else arrivals.heights
        heights = np.concatenate((modelled[outside], np.zeros(len(known))))
        return Arrivals(parts[0][order], parts[1][order], parts[2][order], heights[order])

    def _open_background(self, job: JobStory) -> None:
        company = self._company
        first = company.epochs[0][2]
        for team, described in sorted(first.people.items()):
            for number, load in enumerate(described.background):
                name = f"background {team} {number}"
                rates = [(start, _rate(scenario, team, number)) for start, _, scenario in company.epochs]
                law = hours_of(load.hours, company.base)
                table = DoorTable(
                    company.luck, stream_number(name), [Column("hours", "background.hours", 0, law.unit)]
                )
                task = len(TASKS) + len(company.log.background)
                company.log.background.append(load.name)
                step = WorkStep(task, law.mean, 0, load.level)
                _Jobs(company, name, team, step, self._door.office_jobs(name, rates), table, job).begin()


def _hashed_index(account_key: int, ordinal: int) -> int:
    """A referred lead's place in the strip of its kind: of its path, never a running number."""
    digest = blake2b(f"{account_key}/referral/{ordinal}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "little")


#: When a case arrives, its rank among what happens then, its key, strip, block and place in the block.
_Point = tuple[float, int, int, int, int, int]


def _points(place: int, arrivals: Arrivals) -> Iterator[_Point]:
    """Arrivals in order of time.

    They become Python's numbers a few at a time: all at once would fill fresh pages of memory, which costs more
    than the numbers do.
    """
    keys = keys_of(place, arrivals.strips, arrivals.indices)
    columns = (arrivals.times, keys + ARRIVAL_EVENT, keys, arrivals.strips, *blocks_of(arrivals.indices))
    starts = range(0, len(keys), _AT_A_TIME)
    return chain.from_iterable(
        zip(*(column[start : start + _AT_A_TIME].tolist() for column in columns), strict=True)
        for start in starts
    )


class _Entrance:
    """Where the leads of one source come in.

    Letting them in is a story like any other, that waits for the next arrival: what it needs for each lead stands
    in local names, which Python reads fastest.
    """

    table: DoorTable
    factor: dict[bool, float] | None
    #: Whether people's effort moves the rate now.
    is_fed: bool
    #: How high each lead lies over the rate in force, where people's effort ever moves the rate.
    heights: Iterator[float] | None = None

    def __init__(self, company: Company, place: int, name: str, arrivals: Arrivals, story: LeadStory) -> None:
        self.name = name
        self._company = company
        self._kernel, self._log = company.kernel, company.log
        self._way = company.market.ways[name]
        self._place, self._story = place, story
        self._points = _points(place, arrivals)

    def begin(self) -> None:
        """Expect the first lead."""
        self._doorkeeper = self._let_in()
        next(self._doorkeeper, None)

    def _let_in(self) -> Story:
        kernel, company, begin = self._kernel, self._company, self._story
        agenda, myself, enter = kernel.agenda, self._doorkeeper, self._log.lead
        way, source, heights = self._way, self._place, self.heights
        for time, rank, key, strip, block, place in self._points:
            heappush(agenda, (time, rank, 0, None, myself))
            yield None
            if heights is not None and next(heights) >= (company.incentives.feed if self.is_fed else 1.0):
                continue
            table = self.table  # what `DoorTable.at` does, without its call
            held = table.held.get(strip)
            if held is None or held[0] != block:
                held = table.draw(strip, block)
            begin_of_row = place * table.width
            row, born = held[1][begin_of_row : begin_of_row + table.width], held[2][place]
            lead = new_lead(key, row, way, source, time, born)
            if self.factor is not None:
                _lengthen(row, self.table, self.factor[lead.standard])
            if way.lapses is not None:
                way.begin_to_lapse(lead)
            case = lead.case
            case.number = lead.number = enter(time, key, source, born)
            case.story = story = begin(lead, company)
            event = next(story, None)
            if event is not None:
                kernel.resume_after(story, event)

    def admit(self, table: DoorTable, index: int) -> None:
        """Let one lead in that nobody expected."""
        row, born = table.born(REFERRED, index)
        now, way = self._kernel.now, self._way
        key = int(keys_of(self._place, np.array([REFERRED]), np.array([index]))[0])
        lead = new_lead(key, row, way, self._place, now, born)
        if self.factor is not None:
            _lengthen(row, self.table, self.factor[lead.standard])
        if way.lapses is not None:
            way.begin_to_lapse(lead)
        case = lead.case
        case.number = lead.number = self._log.lead(now, key, self._place, born)
        self._kernel.start(case, self._story(lead, self._company))


def _lengthen(row: Any, table: DoorTable, factor: float) -> None:
    for slot in table.work_slots:
        row[slot] *= factor


class _Jobs:
    """The background jobs of one kind."""

    def __init__(
        self,
        company: Company,
        name: str,
        team: str,
        step: WorkStep,
        arrivals: Arrivals,
        table: DoorTable,
        job: JobStory,
    ) -> None:
        self._company, self._team, self._step, self._table, self._job = company, team, step, table, job
        self._points = _points(_BACKGROUND_PLACE + step.task, arrivals)
        self._row = 0

    def begin(self) -> None:
        """Expect the next job."""
        point = next(self._points, None)
        if point is not None:
            self._company.kernel.at(point[0], point[1], self._arrive, point)

    def _arrive(self, point: _Point) -> None:
        self.begin()
        _, _, key, strip, block, place = point
        row, _ = self._table.at(strip, block, place)
        case = new_case(key, row, self._step.level)
        case.number = case_number(BACKGROUND, self._row)
        self._row += 1
        self._company.kernel.start(case, self._job(case, self._company, self._team, self._step))


def _rate(scenario: Scenario, team: str, number: int) -> float:
    loads = scenario.people[team].background if team in scenario.people else ()
    return loads[number].rate.per_calendar_hour if number < len(loads) else 0.0
