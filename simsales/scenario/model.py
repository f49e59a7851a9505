"""The root of a scenario: everything a run needs, as frozen values."""

from __future__ import annotations

from typing import Annotated

from simsales.policies.base import PolicyField
from simsales.policies.compensation import AnyCompensation
from simsales.policies.handoff import AcceptAll, AnyHandoff
from simsales.policies.pricing import AnyPricing, ListPrice
from simsales.policies.qualification import AnyQualification, PlainQualification
from simsales.policies.routing import AnyRouting, RoundRobin
from simsales.scenario.base import Description, Table
from simsales.scenario.company import Process, Selling, Team
from simsales.scenario.world import Market, OfficeCalendar, Product, Segment, Source
from simsales.words.quantities import Span, parameter

__all__ = ["Process", "Run", "Scenario", "Switches"]


class Switches(Table):
    """Mechanisms that can be taken out, one by one."""

    competitor: bool = parameter(True, help="rivals and doubts end open deals")
    delay: bool = parameter(True, help="waiting costs: leads cool and leave, late sellers convince less")
    skill: bool = parameter(True, help="people differ in skill and expertise")
    absence: bool = parameter(True, help="people take leave and fall ill")
    learning: bool = parameter(True, help="newcomers ramp up, a changed process is learnt")


class Run(Table):
    """How long a run is, and how often it is repeated."""

    horizon: Span = parameter("1 y", help="counted time")
    warm_up: Span = parameter("0 y", help="played first, not counted")
    follow_up: Span = parameter("0 y", help="played after the window, for cohorts")
    replications: int = parameter(30, help="repetitions with different luck", range=(2, 1000))
    seed: int = parameter(1, help="where luck begins")


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
    switches: Switches = parameter(Switches(), help="mechanisms that can be taken out")
    run: Run = parameter(Run(), help="how long, and how often")
