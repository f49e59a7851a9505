"""Turnover: who leaves while the run goes on, and who takes the empty seat.

A person's tenure ends when the hazard that has added up since they came reaches an exponential number of their own
(dossier 18).  The hazard is looked at anew each Monday and at every dated change; where it ends a tenure before the
next look, the instant is known exactly.  The exponential number and the vacancy after it are the luck of the seat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING
from zlib import crc32

from simsales.company.people.attrition import anybody_quits, attrition_at, filled_at
from simsales.company.people.tenure import is_employed
from simsales.instruments.clock import WEEK, Window
from simsales.words.vocabulary import CALENDAR_EVENT, HAND_OVER_EVENT, QUIT

if TYPE_CHECKING:
    from numpy.random import Generator

    from simsales.company.company import Company
    from simsales.company.people.teams import TeamOfDesks
    from simsales.scenario.attrition import Attrition, Departure
    from simsales.words.records import Person


@dataclass(slots=True, eq=False)
class Seat:
    """A seat of a team whose people quit: who holds it, and what is left of their number."""

    key: int  # decides between simultaneous events
    team: TeamOfDesks
    number: int
    spans: list[Window]  # from when to when there is a seat, the next one last
    until: float = 0.0  # h, the end of the span
    luck: Generator = field(init=False)  # of the span
    holder: Person | None = None
    ordinal: int = -1  # of who came last
    threshold: float = inf  # what is left of it since the hazard changed last
    hazard: float = 0.0  # 1 / h
    since: float = 0.0  # h, when it changed
    vacancy: float = 0.0  # quantile of the vacancy that follows
    frozen: bool = False  # empty, and nobody is looked for

    def settle(self, person: Person, now: float) -> None:
        """A person begins their time on the seat, with a number of their own."""
        self.holder = person
        self.ordinal += 1
        self.threshold, self.vacancy = float(self.luck.standard_exponential()), float(self.luck.random())
        self.hazard, self.since, self.frozen = 0.0, now, False

    def ends_at(self, hazard: float, now: float) -> float:
        """When the holder's number is used up by what has added up so far and this hazard from now on."""
        if hazard != self.hazard:
            self.threshold -= self.hazard * (now - self.since)
            self.hazard, self.since = hazard, now
        return max(self.since + self.threshold / hazard, now) if hazard > 0.0 else inf


class Turnover:
    """Lets people leave and has their seats filled again."""

    def __init__(self, company: Company) -> None:
        self._company, self._kernel, self._epochs = company, company.kernel, company.epochs
        self._dates = [start for start, _, _ in company.epochs]
        #: What a person makes of the hazard of their team: read each Monday and at every dated change.
        self.factor: Callable[[Person], float] = _like_everybody
        self._seats: list[Seat] = []
        rotas = company.staffing.rotas
        for name, team in company.teams.items():
            for number in range(rotas.seats(name) if anybody_quits(company.epochs, name) else 0):
                spans = list(rotas.spans(name, number))[::-1]
                self._seats.append(Seat(len(self._seats), team, number, spans))
        self._seat_of: dict[Person, Seat] = {}
        self._next_look = 0.0
        if self._seats:
            self._kernel.at(0.0, CALENDAR_EVENT, self._look)
        for name in company.teams:
            for departure in company.staffing.described(name).departures:
                time = departure.time.calendar_hours
                if time < company.end:
                    self._kernel.at(time, CALENDAR_EVENT, self._depart, (name, departure))

    # --- the hazard ----------------------------------------------------------------------------------

    def _look(self, _: object) -> None:
        """A week begins, or a date changes something: who will have left before the next look?"""
        now = self._kernel.now
        monday = (now // WEEK + 1) * WEEK
        self._next_look = min([monday, *(date for date in self._dates if now < date)])
        if self._next_look < self._company.end:
            self._kernel.at(self._next_look, CALENDAR_EVENT, self._look)
        for seat in self._seats:
            self._look_at(seat, now)

    def _look_at(self, seat: Seat, now: float) -> None:
        if seat.holder is not None and now >= seat.until:  # let go by the date
            del self._seat_of[seat.holder]
            seat.holder = None
        if seat.spans and seat.spans[-1][0] <= now:
            self._open(seat)
        elif seat.holder is not None:
            self._await(seat, seat.holder, now)
        elif seat.frozen and now < seat.until:
            self._advertise(seat)

    def _open(self, seat: Seat) -> None:
        """There is a seat from now on: whoever is settled begins, or somebody is hired."""
        name, luck = seat.team.name, self._company.luck
        _, seat.until = seat.spans.pop()
        seat.luck = luck.stream("person.tenure", crc32(name.encode()), seat.number, seat.ordinal + 1)
        settled = [person for person in seat.team.people if person.seat == seat.number]
        if seat.ordinal < 0:
            self._begin(seat, settled[0])
        else:
            self._fill(seat)

    def _begin(self, seat: Seat, person: Person) -> None:
        now = self._kernel.now
        seat.settle(person, now)
        self._seat_of[person] = seat
        self._await(seat, person, now)

    def _await(self, seat: Seat, person: Person, now: float) -> None:
        """Where the hazard ends a person's tenure before the next look, they leave at that instant."""
        attrition = self._attrition(seat)
        hazard = 0.0 if attrition is None else attrition.quits.per_calendar_hour * self.factor(person)
        quits = seat.ends_at(hazard, now)
        if quits < min(self._next_look, seat.until):
            self._kernel.at(quits, HAND_OVER_EVENT + person.number, self._quit, person)

    def _attrition(self, seat: Seat) -> Attrition | None:
        return attrition_at(self._epochs, seat.team.name, self._kernel.now)

    # --- leaving and coming --------------------------------------------------------------------------

    def _quit(self, person: Person) -> None:
        self.leave([person])

    def _depart(self, what: tuple[str, Departure]) -> None:
        """A date has come at which some of a team leave together."""
        name, departure = what
        now = self._kernel.now
        here = [person for person in self._company.teams[name].people if is_employed(person, now)]
        here.sort(key=_ORDER[departure.who])
        self.leave(here[: departure.count])

    def leave(self, people: Sequence[Person]) -> None:
        """People leave the firm now: customers, work and deals go to colleagues, their seats are empty."""
        company, now = self._company, self._kernel.now
        for person in people:
            company.log.note(now, -1, QUIT, person=person.number)
            company.staffing.end_contract(person)
        company.farmers.rearrange()
        for person in people:
            company.teams[person.role].part_with(person, now)
            seat = self._seat_of.pop(person, None)
            if seat is not None:
                seat.holder = None
                self._advertise(seat)

    def _advertise(self, seat: Seat) -> None:
        """Somebody is looked for, who comes when the vacancy is over; in a hiring freeze nobody is."""
        attrition = self._attrition(seat)
        if attrition is None:
            return
        seat.frozen = not attrition.backfill
        if seat.frozen:
            return
        time = filled_at(attrition, self._kernel.now, seat.vacancy, self._company.base)
        if time < seat.until:
            self._kernel.at(time, CALENDAR_EVENT + 1 + seat.key, self._fill, seat)

    def _fill(self, seat: Seat) -> None:
        """Somebody new takes the seat."""
        company = self._company
        person = company.staffing.hire(seat.team, seat.number, seat.ordinal + 1, seat.until)
        company.pay_days.welcome(person)
        company.specialists.welcome(person)
        company.farmers.rearrange()
        company.sales_force.somebody_came()
        self._begin(seat, person)


#: Who leaves first; of those who are alike the one with the lower number.
_ORDER: dict[str, Callable[[Person], tuple[float, int]]] = {
    "best": lambda person: (-person.sold, person.number),
    "worst": lambda person: (person.sold, person.number),
    "longest": lambda person: (person.hired, person.number),
}


def _like_everybody(_: Person) -> float:
    return 1.0
