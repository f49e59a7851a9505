"""The steps of selling and the work beside them, in plain numbers, as the scenario in force describes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, Any

from simsales.company.leads.columns import MAX_ROUNDS, ONE, hours_of
from simsales.instruments.desk import Desk
from simsales.instruments.work import WorkStep
from simsales.words.vocabulary import OBJECTIONS, QUOTATION, STEPS

if TYPE_CHECKING:
    from simsales.company.people.teams import TeamOfDesks
    from simsales.instruments.clock import Calendar
    from simsales.scenario.company import Work
    from simsales.scenario.model import Scenario

Slots = dict[Any, int]
Teams = dict[str, "TeamOfDesks"]


@dataclass(slots=True)
class SalesStep:
    """A step of selling: its work as a desk sees it, the team that does it, and what a visit adds."""

    work: WorkStep
    team: TeamOfDesks
    visit_share: float = 0.0
    visit_slot: int = 0
    travel: float = 0.0  # h
    travel_slot: int = 0
    pooled: Desk | None = None  # the one desk that does it, where nobody has to be chosen and nobody travels


def work_step(table: Work, task: int, slot: Slots, base: Calendar, *, mean: float | None = None) -> WorkStep:
    """The desk's view of a piece of work."""
    one = slot[ONE]
    step = WorkStep(
        task, hours_of(table.hours, base).mean if mean is None else mean, slot.get(("hours", task), one)
    )
    _place(step, table, slot, base)
    return step


def sales_step(
    scenario: Scenario, number: int, slot: Slots, base: Calendar, teams: Teams
) -> SalesStep | None:
    """A step of selling; None where the scenario skips it."""
    table = getattr(scenario.selling, STEPS[number])
    if table == "skip":
        return None
    one, media = slot[ONE], scenario.media
    chosen = media != "skip" and media.decides(STEPS[number])
    step = SalesStep(work_step(table, number, slot, base), teams[table.team])
    step.visit_share = table.visit_share
    step.visit_slot = slot.get(("visit", number), one)
    step.travel = hours_of(table.travel, base).mean
    step.travel_slot = slot.get(("travel", number), one)
    if not scenario.switches.delay:
        step.work.patience = inf
    if not step.team.owned and table.visit_share == 0.0 and not chosen:
        step.pooled = step.team.desk
    return step


def rounds(first: SalesStep | None, slot: Slots) -> list[SalesStep]:
    """The objections step once per round: each round has luck of its own."""
    if first is None:
        return []
    one = slot[ONE]
    steps = [first]
    for number in range(1, MAX_ROUNDS):
        steps.append(
            replace(
                first,
                work=replace(first.work, slot=slot.get(("hours", OBJECTIONS, number), one)),
                visit_slot=slot.get(("visit", OBJECTIONS, number), one),
                travel_slot=slot.get(("travel", OBJECTIONS, number), one),
            )
        )
    return steps


def quote_steps(scenario: Scenario, slot: Slots, base: Calendar) -> list[WorkStep]:
    """One quotation step per product."""
    table = scenario.selling.quotation
    if table == "skip":
        return []
    steps = []
    for place, product in enumerate(scenario.products.values()):
        step = WorkStep(
            QUOTATION, hours_of(product.quote_hours, base).mean, slot.get(("quote", place), slot[ONE])
        )
        _place(step, table, slot, base)
        if not scenario.switches.delay:
            step.patience = inf
        steps.append(step)
    return steps


def _place(step: WorkStep, table: Work, slot: Slots, base: Calendar) -> None:
    step.level = table.level
    step.due = table.due.working_hours(base.day_hours) if table.due.working else table.due.calendar_hours
    if table.patience is not None:
        step.patience = hours_of(table.patience, base).mean
        step.patience_slot = slot.get(("patience", step.task), slot[ONE])
    else:
        step.patience = inf
