"""Logs written by hand, small enough to know every figure beforehand."""

from math import inf
from types import SimpleNamespace

from simsales.instruments.clock import AlwaysOpen, Calendar, Pattern
from simsales.instruments.eventlog import _MARK, _WORK, Crew, EventLog, packed
from simsales.kpis import measure
from simsales.kpis.reading import Reading
from simsales.scenario import Scenario
from simsales.words.vocabulary import (
    APPROACH,
    CLOSING,
    LOST,
    OBJECTIONS,
    PRE_APPROACH,
    PRESENTATION,
    PROSPECTING,
    STEPS,
)

DAY, WEEK = 24.0, 168.0
OFFICE = tuple((day * DAY + 8.0, day * DAY + 16.0) for day in range(5))

SMALL = {
    "demand": {"inbound": {"rate": "1 / h"}, "outbound": {"rate": "1 / h"}},
    "people.sdr": {"count": 1, "available": 0.5},
    "people.hunter": {"count": 2, "queue": "owner"},
    "selling.prospecting": {},
    **{f"selling.{step}": {"hours": "1 h"} for step in STEPS[1:]},
    "selling.qualification": {"team": "sdr"},
    "selling.quotation": {"team": "sdr"},
}


def scenario(**changes):
    """A scenario with one SDR who is available half of the time and two hunters."""
    return Scenario().but({**SMALL, **changes}, name="small")


def office(weeks=4):
    """Monday to Friday, 8 to 16 h."""
    return Calendar(Pattern(OFFICE).until(weeks * WEEK))


class Hand:
    """Writes a log row by row; person 0 is the SDR, persons 1 and 2 are hunters."""

    def __init__(self, horizon=100.0, warm_up=0.0, follow_up=0.0, calendar=None, base=None):
        calendar = calendar or AlwaysOpen()
        self.log = EventLog(horizon, warm_up, follow_up, base=base or calendar)
        self.log.sources = ("inbound", "outbound")
        self.log.products, self.log.segments = ("standard",), ("all",)
        self.log.desks += ["sdr", "hunter 1", "hunter 2"]
        self.log.people += [
            Crew(0, "sdr", "sdr", 0, 1.0, 0.5, calendar),
            Crew(1, "hunter", "hunter 1", 0, 1.0, 1.0, calendar),
            Crew(2, "hunter", "hunter 2", 1, 1.0, 1.0, calendar),
        ]
        self.scenario = scenario()
        self.index = 0

    def lead(self, arrived, source=0, fit=True, value=100.0):
        """A lead comes in; gives its case number."""
        self.index += 1
        return self.log.lead(arrived, self.index, source, packed(value, 0, 0, 0, fit, True))

    def deal(self, lead, opened, owner=1, value=100.0):
        """A lead becomes an opportunity; gives its case number."""
        parent = SimpleNamespace(number=lead, value=value, key=lead, product=0)
        return self.log.opportunity(parent, opened, None if owner is None else SimpleNamespace(number=owner))

    def open(self, arrived, opened, **of_lead):
        """A lead that becomes an opportunity of hunter 1."""
        return self.deal(self.lead(arrived, **of_lead), opened)

    def note(self, time, case, activity, value=0.0, reason=0, person=-1):
        self.log.note(time, case, activity, value, reason, person)

    def lose(self, time, case, reason):
        self.note(time, case, LOST, reason=reason)

    def work(self, asked, started, ended, hours, case, task=PROSPECTING, person=0):
        """A piece of work of a person at their desk; without a start its person is nobody."""
        who = person if started < inf else -1
        self.log._work.write(_WORK.pack(asked, started, ended, hours, case, task, _MARK.pack(person, who)))

    def enter(self, case, **asked):
        """An opportunity enters steps, named with the times at which their work was asked for."""
        numbers = {"pre_approach": PRE_APPROACH, "approach": APPROACH, "presentation": PRESENTATION}
        numbers |= {"objections": OBJECTIONS, "closing": CLOSING}
        for step, time in asked.items():
            self.work(time, time, time + 0.5, 0.5, case, numbers[step], person=1)

    def measured(self):
        return measure(self.log, self.scenario)

    def reading(self):
        return Reading(self.log, self.scenario)
