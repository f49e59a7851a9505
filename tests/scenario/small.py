"""A description small enough to see through: what the tests of this floor load."""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.policies.base import Policy, PolicyField
from simsales.scenario.base import Description, Table
from simsales.words.quantities import Count, Euros, Frequency, Headcount, Share, Span, parameter


class First(Policy):
    """Always the first."""

    kind: Literal["first"] = "first"

    def choose(self, names: list[str]) -> str:
        return names[0]


class Longest(Policy):
    """The longest name, if it is long enough."""

    kind: Literal["longest"] = "longest"
    least: int = 3

    def choose(self, names: list[str]) -> str:
        return max(names, key=len)


class Team(Table):
    count: Headcount = parameter(1, help="people", unit="persons", range=(0, 40))
    salary: Euros = parameter(50_000, help="yearly pay", unit="EUR / y")
    ramp: Span | None = parameter(None, help="time until fully productive", unit="d")


class Source(Table):
    rate: Frequency = parameter("100 / y", help="leads", unit="1 / y", range=("0 / y", "5000 / y"))
    fit: Share = parameter(0.5, help="share that could buy", range=(0, 1), source="dossier 3")


class Work(Table):
    hours: Span = parameter("2 h", help="work", unit="h")
    people: Team = parameter(Team(count=3, salary=70_000), help="who does it")


class Run(Table):
    horizon: Span = parameter("1 y", help="counted time")
    seed: Count = parameter(1, help="where luck begins")


class Small(Description):
    demand: dict[str, Source] = parameter({}, help="sources by name")
    products: dict[str, Source] = parameter({"standard": Source()}, help="products by name")
    people: dict[str, Team] = parameter({}, help="teams by role")
    routing: Annotated[First | Longest, PolicyField()] = parameter(First(), help="who gets a lead")
    work: Work = parameter(Work(), help="the work")
    talk: Work | Literal["skip"] = parameter("skip", help="a talk")
    shares: tuple[Share, ...] = parameter((0.2, 0.8), help="shares of two halves")
    run: Run = parameter(Run(), help="how long")
