"""The stations of a company's process: where which team does which part of the work, in the order of the process.

A station is a part of the process in the hands of one team.  Desks of one team are one station at each part, because a
rep who serves only their own deals is no other place of the process than the rep beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.scenario.staffing import tasks, team_of_owners
from simsales.words.vocabulary import STEPS, TASKS

if TYPE_CHECKING:
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario

#: A team, and the part of the process it does.
Post = tuple[str, str]

LEADS, SELLING, BACKING, ORDERS, CUSTOMERS, ALONGSIDE = (
    "leads",
    "selling",
    "backing",
    "orders",
    "customers",
    "alongside",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the process: what it is called, the stretch of the process it stands in, and the tasks it has."""

    title: str
    stretch: str
    tasks: tuple[str, ...]


#: The whole process, in order.
PARTS = (
    Part("Prospecting", LEADS, ("prospecting",)),
    Part("Qualification", LEADS, ("qualification",)),
    Part("Nurturing", LEADS, ("nurturing",)),
    Part("Pre-approach", SELLING, ("pre_approach",)),
    Part("Approach", SELLING, ("approach",)),
    Part("Presentation", SELLING, ("presentation",)),
    Part("Objections", SELLING, ("objections",)),
    Part("Closing", SELLING, ("closing",)),
    Part("Follow-up", SELLING, ("follow_up",)),
    Part("Gate review", BACKING, ("gate_review",)),
    Part("Presales", BACKING, ("presales",)),
    Part("Quotation", BACKING, ("quotation",)),
    Part("Approval", BACKING, ("approval",)),
    Part("Work at home", BACKING, ("export",)),
    Part("Order entry", ORDERS, ("order_entry", "clarification")),
    Part("Engineering", ORDERS, ("engineering",)),
    Part("Machining", ORDERS, ("machining",)),
    Part("Assembly", ORDERS, ("assembly",)),
    Part("Dispatch", ORDERS, ("test", "dispatch")),
    Part("Farming", CUSTOMERS, ("farming", "cross_selling", "win_back", "usage_programme")),
    Part("Inquiries", CUSTOMERS, ("inquiry",)),
    Part("Receipt", CUSTOMERS, ("receipt", "triage")),
    Part("Diagnosis", CUSTOMERS, ("diagnosis",)),
    Part("Handling", CUSTOMERS, ("processing", "response", "control")),
    Part("Learning", CUSTOMERS, ("evaluation", "root_cause", "improvement")),
    Part("Supervision", ALONGSIDE, ("supervision", "reporting")),
    Part("Other work", ALONGSIDE, ()),
)
_PART_OF_TASK = {task: part for part in PARTS for task in part.tasks}
_OTHER = PARTS[-1]

#: Keys of a scenario that name a team by a word that is no task's.
_TASK_OF_KEY = {
    "deal_desk": "approval",
    "entry": "order_entry",
    "call": "farming",
    "repeat_quotes": "quotation",
    "quality": "evaluation",
    "inquiries": "inquiry",
    "programmes": "farming",
    "home": "export",
    "structure": "approval",
}


@dataclass(frozen=True, slots=True)
class Station:
    """Where a team does a part of the process; `number` counts the stations in order."""

    number: int
    part: Part
    team: str

    @property
    def title(self) -> str:
        return self.part.title


def part_of(task: str) -> Part:
    """The part of the process that a task belongs to; work that is no part of it is *other work*."""
    return _PART_OF_TASK.get(task, _OTHER)


def stations(scenario: Scenario, seen: Iterable[Post] = ()) -> tuple[Station, ...]:
    """The stations of a scenario, those of its dated changes among them, in the order of the process.

    `seen` are posts (team, task) that a log has shown; a team that did what its scenario does not tell of has a station
    for it all the same.
    """
    told = [post for _, then in scenario.epochs() for post in _posts(then)]
    teams = [*dict.fromkeys([*(name for _, then in scenario.epochs() for name in then.people)])]
    posts = {(part_of(task), team): None for team, task in [*told, *seen]}
    for _, team in posts:
        if team not in teams:
            teams.append(team)
    ordered = sorted(posts, key=lambda post: (PARTS.index(post[0]), teams.index(post[1])))
    return tuple(Station(number, part, team) for number, (part, team) in enumerate(ordered))


def _posts(scenario: Scenario) -> Iterator[Post]:
    """Teams that are there, with the tasks that a scenario gives them."""
    for path, team, _ in tasks(scenario):
        if team in scenario.people:
            yield from ((team, task) for task in _tasks_of(path, scenario))
    owners, prospecting = team_of_owners(scenario), scenario.selling.prospecting
    if owners and prospecting != "skip" and any(each.reps_share for each in prospecting.sources.values()):
        yield owners, "prospecting"
        if scenario.selling.qualification != "skip":
            yield owners, "qualification"
    if scenario.control != "skip" and scenario.control.team in scenario.people:
        yield scenario.control.team, "supervision"


def _tasks_of(path: Path, scenario: Scenario) -> tuple[str, ...]:
    """The tasks that a key of the scenario speaks of."""
    words = [str(word) for word in path]
    if "inside" in words:  # an inside rep may take any step of a deal
        return tuple(step for step in STEPS[1:] if getattr(scenario.selling, step) != "skip")
    if words[0] == "complaints" and "handover" in words:
        return ()  # whoever is told of a complaint in passing; what they do of it is the task of the complaint
    if words[0] == "complaints" and "routing" in words:
        return ("processing",)
    named = next((word for word in reversed(words) if word in TASKS or word in _TASK_OF_KEY), "")
    return (_TASK_OF_KEY.get(named, named) or "other",)
