"""The root of a scenario: everything a run needs, as frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Self

from pydantic import field_validator

from simsales.policies.base import PolicyField
from simsales.policies.compensation import AnyCompensation
from simsales.policies.control import Supervision
from simsales.policies.handoff import AcceptAll, AnyHandoff
from simsales.policies.pricing import AnyPricing, ListPrice
from simsales.policies.qualification import AnyQualification, PlainQualification
from simsales.policies.routing import AnyRouting, RoundRobin
from simsales.scenario.base import Description, Table
from simsales.scenario.channels import Channels
from simsales.scenario.checking import Finding
from simsales.scenario.company import Process, Selling, Skippable, Team
from simsales.scenario.complaints import Complaints
from simsales.scenario.consistency import findings
from simsales.scenario.consistency_promotion import beyond_the_end
from simsales.scenario.constant import changed_too_late
from simsales.scenario.customers import Segment
from simsales.scenario.expansion import Expansion
from simsales.scenario.farming import Farming
from simsales.scenario.media import Media
from simsales.scenario.motivation import Motivation
from simsales.scenario.production import Production
from simsales.scenario.promotion import Promotion
from simsales.scenario.world import Market, OfficeCalendar, Product, Source
from simsales.words.errors import Problem
from simsales.words.quantities import CalendarSpan, Count, Duration, Flag, Whole, parameter

__all__ = ["Process", "Run", "Scenario", "Switches"]


class Switches(Table):
    """Mechanisms that can be taken out, one by one."""

    competitor: Flag = parameter(True, help="rivals and doubts end open deals")
    delay: Flag = parameter(True, help="waiting costs: leads cool and leave, late sellers convince less")
    skill: Flag = parameter(True, help="people differ in skill and expertise")
    absence: Flag = parameter(True, help="people take leave and fall ill")
    learning: Flag = parameter(True, help="newcomers ramp up, a changed process is learnt")
    lead_time: Flag = parameter(True, help="the lead time that is promised enters the odds of winning")
    defects: Flag = parameter(True, help="deliveries have defects")
    satisfaction: Flag = parameter(
        True, help="experiences change satisfaction, and with it share of wallet, churn and referrals"
    )
    coverage: Flag = parameter(
        True, help="contacts change coverage, and with it share of wallet, churn and cross-selling"
    )
    recovery: Flag = parameter(True, help="how a problem ends changes whether the customer stays")
    effort: Flag = parameter(True, help="people choose how hard they try, where [motivation] says how")
    timing: Flag = parameter(
        True, help="orders are pulled in or held back at a period's end, where it says how"
    )
    haggling: Flag = parameter(True, help="reps who are paid by results weigh what a discount costs them")
    control: Flag = parameter(True, help="people are supervised, where [control] says how")
    mood: Flag = parameter(
        True, help="motivation moves effort, service and quitting, where [motivation] says how"
    )
    quality: Flag = parameter(True, help="root causes that are found and removed lower the defect rate")
    knowledge: Flag = parameter(True, help="business abroad makes the firm less of a stranger there")


LONGEST = Duration(1000, "y")  # a horizon beyond it is a slip of the pen


class Run(Table):
    """How long a run is, and how often it is repeated."""

    horizon: CalendarSpan = parameter("1 y", help="counted time", unit="y", range=("4 w", "10 y"))
    warm_up: CalendarSpan = parameter("0 y", help="played first, not counted", unit="y", range=("0 w", "1 y"))
    follow_up: CalendarSpan = parameter(
        "0 y", help="played after the window, for cohorts", unit="y", range=("0 w", "1 y")
    )
    replications: Annotated[int, Whole(1, 1_000_000)] = parameter(
        30, help="repetitions with different luck", range=(2, 1000)
    )
    seed: Count = parameter(1, help="where luck begins")

    @field_validator("horizon")
    @classmethod
    def _something(cls, value: Duration) -> Duration:
        if value.amount == 0:
            raise ValueError(f"must be more than 0, found '{value}'")
        return value

    @field_validator("horizon", "warm_up", "follow_up")
    @classmethod
    def _playable(cls, value: Duration) -> Duration:
        if value.calendar_hours > LONGEST.calendar_hours:
            raise ValueError(f"must be at most {LONGEST}, found '{value}'")
        return value


class Scenario(Description):
    """One company in one market, and how long to watch it."""

    about: str = parameter("", help="the question this scenario asks")
    calendar: OfficeCalendar = parameter(OfficeCalendar(), help="working time")
    demand: dict[str, Source] = parameter({}, help="sources of leads, by name")
    products: dict[str, Product] = parameter({"standard": Product()}, help="products, by name")
    customers: dict[str, Segment] = parameter({"all": Segment()}, help="segments, by name")
    market: Market = parameter(Market(), help="how buyers behave")
    people: dict[str, Team] = parameter({}, help="teams, by role")
    routing: Annotated[AnyRouting, PolicyField()] = parameter(RoundRobin(), help="who gets a qualified lead")
    qualification: Annotated[AnyQualification, PolicyField()] = parameter(
        PlainQualification(), help="who is worth a rep's time"
    )
    handoff: Annotated[AnyHandoff, PolicyField()] = parameter(AcceptAll(), help="how leads reach a rep")
    selling: Selling = parameter(Selling(), help="the seven steps")
    pricing: Annotated[AnyPricing, PolicyField()] = parameter(ListPrice(), help="what a rep may grant")
    compensation: dict[str, Annotated[AnyCompensation, PolicyField()]] = parameter(
        {}, help="what people cost, by role"
    )
    control: Annotated[Supervision, PolicyField()] | Skippable = parameter(
        "skip", help="how salespeople are controlled"
    )
    motivation: Motivation = parameter(Motivation(), help="how people respond")
    farming: Farming | Skippable = parameter("skip", help="how customers are looked after")
    promotion: Promotion | Skippable = parameter("skip", help="what raises the frequency of use")
    complaints: Complaints | Skippable = parameter("skip", help="how problems are heard and answered")
    production: Production | Skippable = parameter("skip", help="how orders are made")
    channels: Channels | Skippable = parameter("skip", help="markets that partners serve")
    media: Media | Skippable = parameter("skip", help="by which media customers are met")
    expansion: Expansion | Skippable = parameter("skip", help="markets abroad")
    switches: Switches = parameter(Switches(), help="mechanisms that can be taken out")
    run: Run = parameter(Run(), help="how long, and how often")

    undated: ClassVar[frozenset[str]] = Description.undated | {"calendar"}

    def findings(self, story: Sequence[Self]) -> Iterator[Finding]:
        """What does not hold between tables, or is changed by a date although it is settled at the start."""
        yield from findings(self, story)
        yield from changed_too_late(story[0], self)

    def remarks(self) -> list[Problem]:
        """What is allowed but can hardly be meant: dated changes that begin after the end of the run."""
        end = sum(each.calendar_hours for each in (self.run.warm_up, self.run.horizon, self.run.follow_up))
        return [
            self._problem(("at", place, "time"), f"lies beyond the end of the run, found '{change.time}'")
            for place, change in enumerate(self.at)
            if change.start >= end
        ] + [self._problem(found.path, found.sentence) for found in beyond_the_end(self, end)]
