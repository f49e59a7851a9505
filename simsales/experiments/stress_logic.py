"""Section 2 of the STRESS-DES checklist: the logic of what was played, told from the scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from simsales.experiments.document import Block, Bullets, Span, Table, code, paragraph, table
from simsales.instruments.distribution import Hours
from simsales.scenario.changes import bare, differences, toml
from simsales.scenario.company import Step, Work
from simsales.scenario.organisation import available

if TYPE_CHECKING:
    from simsales.experiments.results import Results
    from simsales.scenario import Scenario

_ENTITIES = {
    "leads and the opportunities they become": (),
    "orders and what replenishes stocks": ("production",),
    "customers and their repeat orders": ("farming",),
    "problems, and the complaints that some of them become": ("complaints",),
    "partners' end customers": ("channels",),
    "deals abroad": ("expansion",),
}


def logic(results: Results, base: Scenario) -> Iterator[Block]:
    """Base model, what each scenario changes, algorithms, and the components: entities, activities, resources."""
    fields = type(base).model_fields
    skipped = [name for name in fields if getattr(base, name) == "skip"]
    yield paragraph(
        "A discrete-event simulation of a sales organisation: leads come in, people with calendars "
        "and queues take them through seven steps of selling, and what is won goes on as the chapters below say. ",
        code("docs/design.md"),
        " of the project describes the logic and draws the floors; the processes read as the textbook does (",
        code("simsales/processes/"),
        ").",
        head="2.1 Base model.",
    )
    yield Bullets(
        tuple(
            (code(name), f": {field.description}")
            for name, field in fields.items()
            if name not in skipped and name not in ("about", "at", "run")
        )
    )
    yield paragraph(f"Chapters that are left out: {', '.join(skipped) or 'none'}. {_switched_off(base)}")
    yield from _changes(results, base)
    yield paragraph(
        "Whoever is free takes the next case of a queue at once; work stops when a shift ends and "
        "goes on in the next; times to think, hazards and patience are drawn for each customer. Policies are those "
        "of the scenario: ",
        *_policies(base),
        ".",
        head="2.3 Algorithms.",
    )
    entities = [name for name, needs in _ENTITIES.items() if all(getattr(base, n) != "skip" for n in needs)]
    yield paragraph(f"{'; '.join(entities).capitalize()}.", head="2.4 Components: entities.")
    yield paragraph(head="Activities.")
    yield _activities(base)
    yield paragraph("Hours of a quote come from the product; other work has its hours in the appendix.")
    yield paragraph(head="Resources and queues.")
    yield _resources(base)
    leave = "they leave when they are lost, or followed up"
    yield paragraph(f"Leads come from {_sources(base)}; {leave}.", head="Entry and exit.")


def _switched_off(base: Scenario) -> str:
    off = [name for name, value in base.switches.model_dump().items() if value is False]
    return f"Mechanisms that are switched off: {', '.join(off) or 'none'}."


def _changes(results: Results, base: Scenario) -> Iterator[Block]:
    before, head = base.resolved(), "2.2 Scenario logic."
    for label, scenario in list(results.scenarios.items())[1:]:
        found = [change for change in differences(before, scenario.resolved()) if change.key != "about"]
        yield paragraph(f"What {label} changes on {base.name}:", head=head)
        yield Bullets(tuple((code(str(change)),) for change in found) or (("nothing",),))
        head = ""
    if len(results.scenarios) == 1:
        yield paragraph("There is one scenario only.", head=head)
    if base.at:
        yield paragraph("Dated changes of the base:")
        yield Bullets(tuple((f"from {date.time}: ", code(toml(dict(date.set)))) for date in base.at))


def _policies(base: Scenario) -> Iterator[str | Span]:
    chosen = {name: getattr(getattr(base, name), "kind", None) for name in type(base).model_fields}
    between = ""
    for name, kind in chosen.items():
        if isinstance(kind, str):
            yield from (f"{between}{name} ", code(kind))
            between = ", "


def _activities(base: Scenario) -> Table:
    rows = [
        [".".join(bare(each) for each in path), work.team, _law(work.hours), _thinks(work)]
        for path, work in _works(base, ())
    ]
    return table(["part", "team", "hours", "the customer thinks"], rows)


def _works(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Work]]:
    """Every piece of work that a table describes, wherever it stands."""
    if isinstance(value, Work):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _works(item, (*path, str(name)))
    elif isinstance(value, BaseModel) and not isinstance(value, Hours):
        for name in type(value).model_fields:
            yield from _works(getattr(value, name), (*path, name))


def _thinks(work: Work) -> str:
    return _law(work.think) if isinstance(work, Step) else ""


def _law(law: Hours) -> str:
    if law.mean is None:
        return law.kind
    spread = f", cv {law.cv}" if law.cv else f", shape {law.shape}" if law.shape else ""
    return f"{law.mean}" if law.kind == "fixed" else f"{law.kind}, mean {law.mean}{spread}"


def _resources(base: Scenario) -> Table:
    rows = [
        [
            name,
            str(team.size),
            f"{team.shift.opens:g}–{team.shift.closes:g} h, {team.shift.days} days"
            if not team.groups
            else "groups",
            f"{available(base, name):g}",
            f"{team.queue}, {team.discipline.replace('_', ' ')}",
            f"{team.leave_days} + {team.sick_days:g}",
        ]
        for name, team in base.people.items()
    ]
    header = ["desk", "people", "shift", "available", "queue", "days of leave + sickness"]
    return table(header, rows)


def _sources(base: Scenario) -> str:
    return ", ".join(f"{name} ({source.rate})" for name, source in base.demand.items()) or "nowhere"
