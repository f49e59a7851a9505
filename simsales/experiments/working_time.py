"""Working time as a spreadsheet counts it: hours of a day, days of a year, and what a duration comes to in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.scenario.organisation import available
from simsales.words.units import CALENDAR_HOURS, Duration, Rate

if TYPE_CHECKING:
    from simsales.instruments.distribution import Hours
    from simsales.scenario import Scenario
    from simsales.scenario.shifts import ShiftTable

_YEAR = CALENDAR_HOURS["y"]
_DAYS = 364


@dataclass(frozen=True, slots=True)
class WorkingYear:
    """The base calendar of a scenario: working hours of a day and of a year."""

    day: float
    year: float

    @classmethod
    def of(cls, scenario: Scenario) -> WorkingYear:
        """The working year of a scenario."""
        calendar = scenario.calendar
        if calendar.kind == "always":
            return cls(24.0, _YEAR)
        open_days = sum(day % 7 < calendar.days and day not in calendar.holidays for day in range(_DAYS))
        return cls(calendar.hours, calendar.hours * open_days)

    def hours(self, duration: Duration) -> float:
        """Working hours in a duration; calendar time counts with the share of it that is worked."""
        if duration.working:
            return duration.working_hours(self.day)
        return duration.calendar_hours * self.year / _YEAR

    def mean(self, law: Hours) -> float:
        """Mean working hours of a delay."""
        return float(law.law(self.hours).mean)

    def work(self, law: Hours) -> float:
        """Mean hours that somebody is at a piece of work."""
        return float(law.law(lambda d: d.working_hours(self.day) if d.working else d.calendar_hours).mean)

    def hazard(self, scenario: Scenario) -> float:
        """Hazard that an open deal is lost to a rival or to no decision, per working hour."""
        hazards = scenario.market.hazards
        return self._hourly(hazards.competitor) * hazards.rivals + self._hourly(hazards.no_decision)

    def _hourly(self, rate: Rate) -> float:
        if rate.working:
            return rate.per_working_hour(self.day)
        return rate.per_calendar_hour * _YEAR / self.year


def capacity(scenario: Scenario, name: str) -> float:
    """Hours a year that a team has for work: shifts less holidays, leave, sickness, meetings and administration."""
    team = scenario.people[name]
    groups = [(group.count, group.shift) for group in team.groups] or [(team.count, team.shift)]
    away = team.leave_days + team.sick_days if scenario.switches.absence else 0.0
    hours = sum(
        count * max(_shift_days(scenario, shift) - away, 0.0) * min(shift.hours, shift.closes - shift.opens)
        for count, shift in groups
    )
    return hours * available(scenario, name)


def _shift_days(scenario: Scenario, shift: ShiftTable) -> float:
    """Days a year of one person on a shift; holidays close desks of a five-day week."""
    days = _DAYS / 7.0 * min(shift.days_each, shift.days)
    if shift.days > 5:
        return days
    last = shift.first_day + shift.days
    closed = sum(shift.first_day <= day % 7 < last for day in scenario.calendar.holidays)
    return days - closed * min(shift.days_each / shift.days, 1.0)
