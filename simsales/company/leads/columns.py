"""The luck of a lead: which numbers are drawn at the door, and where they stand in its row.

Every purpose is a stream of its own (`simsales.instruments.luck`).  Hours, delays and patience are drawn as
shapes with mean one, so that only the mean has to be looked up when they are used; what never varies in a
scenario is not drawn at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simsales.company.selling.process import spread
from simsales.instruments.clock import Calendar
from simsales.instruments.distribution import Hours
from simsales.instruments.law import Law
from simsales.instruments.luck import Column, Transform
from simsales.words.quantities import Duration
from simsales.words.vocabulary import OBJECTIONS, PROSPECTING, STEPS, TASKS

if TYPE_CHECKING:
    from simsales.scenario.company import Process
    from simsales.scenario.model import Scenario

MAX_ATTEMPTS = 8
MAX_ROUNDS = 12
MAX_TOUCHES = 24
ONE = "one"
_DEAL_DESK = 63  # the last slot of its purpose: tasks fill the others from below

_LEAD = (
    "fit",
    "score",
    "value",
    "product",
    "segment",
    "territory",
    "qualification",
    "pursuit",
    "assignment",
    "patience",
    "discount",
    "discount size",
    "rounds",
    "standard",
    "door",
    "first mover",
    "first mover time",
    "review",
    "quote error",
    "fatal objection",
    "prospector",
    "hurried",
    "ready",
    "held back",
    "insists",
    "dislikes visits",
    "distance",
)


def hours_of(law: Hours, base: Calendar) -> Law:
    """A law of durations in hours: working time as working hours of the base calendar."""
    return law.law(lambda duration: plain_hours(duration, base))


def plain_hours(duration: Duration, base: Calendar) -> float:
    """A duration in hours: working time as working hours of the base calendar."""
    return duration.working_hours(base.day_hours) if duration.working else duration.calendar_hours


def is_working(law: Hours) -> bool:
    """Whether a law of durations runs in working time."""
    given = law.mean or law.high or (law.values[0] if law.values else None)
    return given is not None and given.working


class Columns:
    """Collects the columns of one scenario; a name that was never added stands for the constant one."""

    def __init__(self, process: Process | None = None) -> None:
        self._process = process
        self._columns: dict[Hashable, Column] = {ONE: Column(ONE, "", 0)}

    def draw(self, name: Hashable, purpose: str, slot: int, transform: Transform | None = None) -> None:
        """A plain uniform, or a transform of one."""
        self._columns[name] = Column(name, purpose, slot, transform)

    def shape(self, name: Hashable, purpose: str, slot: int, law: Law) -> None:
        """The shape of a law; fixed laws need no luck."""
        if law.kind != "fixed" and law.mean != 0.0:
            self._columns[name] = Column(name, purpose, slot, law.unit)

    def work(self, name: Hashable, purpose: str, slot: int, law: Law) -> None:
        """The shape of hours of work, which the process spreads and a case outside the playbook lengthens."""
        if self._process is not None and law.mean != 0.0:
            spread_out = replace(law, cv=law.cv * spread(self._process)) if law.cv else law
            self._columns[name] = Column(name, purpose, slot, spread_out.unit, work=True)
        else:
            self.shape(name, purpose, slot, law)

    def __iter__(self) -> Iterator[Column]:
        return iter(self._columns.values())


def merged(epochs: Sequence[Columns]) -> list[list[Column]]:
    """The columns of every epoch in one common layout, so that rows drawn before a change stay readable."""
    names: dict[Hashable, Column] = {}
    for columns in epochs:
        for column in columns:
            names.setdefault(column.name, column)
    own = [{column.name: column for column in columns} for columns in epochs]
    return [[mine.get(name, column) for name, column in names.items()] for mine in own]


def lead_columns(scenario: Scenario, source: str, base: Calendar) -> Columns:
    """The luck of one lead of a source."""
    process = scenario.selling.process
    columns = Columns(None if process == "skip" else process)
    _attributes(columns, scenario, source, base)
    _attempts(columns, scenario, source, base)
    _steps(columns, scenario, base)
    _rounds(columns, scenario, base)
    if scenario.switches.competitor:
        for slot, name in enumerate(("competitor", "no decision")):
            columns.draw(name, "hazard", slot, _exponential)
    if scenario.selling.nurturing != "skip":
        _touches(columns, scenario, base)
    return columns


def _attributes(columns: Columns, scenario: Scenario, source: str, base: Calendar) -> None:
    described = scenario.demand[source]
    prospecting = scenario.selling.prospecting
    handling = None if prospecting == "skip" else prospecting.sources.get(source)
    laws = {
        "assignment": None if handling is None else handling.assignment,
        "patience": described.patience,
        "first mover time": described.first_mover.answers,
        "distance": None
        if scenario.media == "skip" or scenario.media.visits == "skip"
        else scenario.media.travel,
    }
    needed = _needed(scenario, source)
    for slot, name in enumerate(_LEAD):
        law = laws.get(name)
        if law is not None:
            columns.shape(name, "lead", slot, hours_of(law, base))
        elif name in needed:
            columns.draw(name, "lead", slot, _normal if name in ("score", "review") else None)


def _needed(scenario: Scenario, source: str) -> set[str]:
    """The attributes that can make a difference in this scenario; the rest is not drawn."""
    selling, market = scenario.selling, scenario.market
    handling = None if selling.prospecting == "skip" else selling.prospecting.sources.get(source)
    uses = {
        "fit": 0.0 < scenario.demand[source].fit < 1.0,
        "score": scenario.qualification.kind != "plain",
        "value": any(product.deal_value.kind != "fixed" for product in scenario.products.values()),
        "product": len(scenario.products) > 1,
        "segment": len(scenario.customers) > 1,
        "territory": any(team.queue == "owner" for team in scenario.people.values()),
        "qualification": scenario.qualification.kind not in ("detection", "score"),
        "pursuit": scenario.handoff.kind != "all",
        "discount": selling.approval != "skip" or scenario.pricing.kind != "list_price",
        "discount size": selling.approval != "skip" or scenario.pricing.kind != "list_price",
        "rounds": selling.objections != "skip" and selling.objections.rounds.kind != "fixed",
        "standard": selling.process != "skip",
        "door": handling is not None and handling.door.decline + handling.door.accept > 0.0,
        "first mover": scenario.demand[source].first_mover.share > 0.0,
        "review": selling.gate_review != "skip",
        "quote error": selling.process != "skip",
        "prospector": handling is not None and handling.reps_share > 0.0,
        "fatal objection": market.objecting.fatal > 0.0,
        **dict.fromkeys(("insists", "dislikes visits"), market.persuasion != "skip"),
        **dict.fromkeys(("hurried", "ready", "held back"), scenario.motivation.timing != "skip"),
    }
    return {name for name, used in uses.items() if used}


def _attempts(columns: Columns, scenario: Scenario, source: str, base: Calendar) -> None:
    prospecting = scenario.selling.prospecting
    if prospecting == "skip":
        return
    handling = prospecting.sources.get(source)
    count = handling.attempts if handling is not None else 1
    if prospecting.patience is not None:
        columns.shape(
            ("patience", PROSPECTING), "task.patience", PROSPECTING, hours_of(prospecting.patience, base)
        )
    for attempt in range(count):
        columns.draw(("contact", attempt), "contact", attempt)
        columns.work(("attempt", attempt), "attempt.hours", attempt, hours_of(prospecting.hours, base))
        if handling is not None and attempt + 1 < count:
            columns.shape(("spacing", attempt), "attempt.spacing", attempt, hours_of(handling.spacing, base))


def _steps(columns: Columns, scenario: Scenario, base: Calendar) -> None:
    selling = scenario.selling
    for task, name in enumerate(TASKS):
        table: Any = getattr(selling, name, "skip")
        if table == "skip" or name == "nurturing":
            continue
        if task == PROSPECTING:
            columns.shape(("think", task), "think", task, hours_of(table.think, base))
            continue
        columns.work(("hours", task), "task.hours", task, hours_of(table.hours, base))
        if getattr(table, "patience", None) is not None:
            columns.shape(("patience", task), "task.patience", task, hours_of(table.patience, base))
        if task < len(STEPS):
            columns.draw(("gate", task), "gate", task)
            columns.shape(("think", task), "think", task, hours_of(table.think, base))
            if _may_be_a_visit(scenario, task):
                columns.draw(("visit", task), "visit", task)
                columns.shape(("travel", task), "travel", task, hours_of(table.travel, base))
    if selling.deal_desk != "skip":
        columns.work("deal desk", "task.hours", _DEAL_DESK, hours_of(selling.deal_desk.hours, base))
    if selling.quotation != "skip":
        quotes = [hours_of(product.quote_hours, base) for product in scenario.products.values()]
        for place, law in enumerate(quotes):
            columns.work(("quote", place), "quote.hours", 0, law)


def _rounds(columns: Columns, scenario: Scenario, base: Calendar) -> None:
    table = scenario.selling.objections
    if table == "skip" or (table.rounds.kind == "fixed" and table.rounds.mean <= 1.0):
        return
    for number in range(1, MAX_ROUNDS):
        columns.work(("hours", OBJECTIONS, number), "round.hours", number, hours_of(table.hours, base))
        columns.shape(("think", OBJECTIONS, number), "round.think", number, hours_of(table.think, base))
        if _may_be_a_visit(scenario, OBJECTIONS):
            columns.draw(("visit", OBJECTIONS, number), "round.visit", number)
            columns.shape(
                ("travel", OBJECTIONS, number), "round.travel", number, hours_of(table.travel, base)
            )
    for number in range(MAX_ROUNDS):
        columns.draw(("resolved", number), "round.resolved", number)


def _may_be_a_visit(scenario: Scenario, step: int) -> bool:
    name, media = STEPS[step], scenario.media
    return getattr(scenario.selling, name).visit_share > 0.0 or (media != "skip" and media.decides(name))


def _touches(columns: Columns, scenario: Scenario, base: Calendar) -> None:
    nurturing = scenario.selling.nurturing
    assert nurturing != "skip"
    for touch in range(min(nurturing.touches, MAX_TOUCHES)):
        columns.shape(("touch", touch), "nurture.hours", touch, hours_of(nurturing.hours, base))
        columns.draw(("touch score", touch), "nurture.score", touch, _normal)
        columns.draw(("turns fit", touch), "nurture.fit", touch)
        columns.draw(("reached again", touch), "nurture.contact", touch)


def _normal(uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import ndtri

    return np.asarray(ndtri(uniforms))


def _exponential(uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
    return -np.log1p(-uniforms)
