"""What a company chooses: people, the steps of selling, and how leads are handled."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import model_validator

from simsales.instruments.distribution import Hours, Numbers
from simsales.policies.base import PolicyField
from simsales.responses.learning import RampUp, Relearning
from simsales.scenario.attrition import Attrition, Departure
from simsales.scenario.base import Table
from simsales.scenario.pipeline import Pipeline
from simsales.scenario.shifts import Shift, ShiftGroup
from simsales.words.quantities import (
    Amount,
    Between,
    CalendarFrequency,
    CalendarSpan,
    Flag,
    Fraction,
    Headcount,
    NonNegative,
    Number,
    Positive,
    Share,
    Span,
    Whole,
    parameter,
)


class Background(Table):
    """Work that keeps a team busy beside leads; later chapters put the real thing in its place."""

    name: str = parameter("other work", help="what it stands for")
    rate: CalendarFrequency = parameter(
        "0 / y", help="jobs per calendar time, in office hours", unit="1 / y", range=("0 / y", "40_000 / y")
    )
    hours: Hours = parameter("1 h", help="work on a job", unit="h")
    level: Annotated[int, Whole(0, 9)] = parameter(0, help="place in a priority queue, 0 first", range=(0, 9))


class Team(Table):
    """People of one role."""

    count: Headcount = parameter(0, help="people on the team", range=(0, 50))
    shift: Shift = parameter("8/5", help="when they are there")
    groups: tuple[ShiftGroup, ...] = parameter((), help="shift groups in place of `count` and `shift`")
    available: Fraction = parameter(
        1.0, help="share of a shift left after meetings and administration", range=(0.3, 1)
    )
    queue: Literal["pooled", "owner"] = parameter(
        "pooled", help="one queue for all, or each person their own cases"
    )
    discipline: Literal["fifo", "priority", "due_date"] = parameter("fifo", help="who is served next")
    skill: Numbers = parameter(1.0, help="skill, 1 = average", range=(0.5, 1.6))
    expertise_cv: Annotated[float, Between(0, 10)] = parameter(
        0.0, help="how much skill differs between products", range=(0, 0.4)
    )
    leave_days: Annotated[int, Whole(0, 200)] = parameter(
        0, help="days of leave a year", unit="wd", range=(0, 40)
    )
    sick_days: Annotated[float, Between(0, 200)] = parameter(
        0.0, help="mean days of sickness a year", unit="wd", range=(0, 20)
    )
    ramp: Annotated[RampUp, PolicyField()] = parameter(RampUp(), help="how newcomers get up to speed")
    attrition: Attrition | Literal["skip"] = parameter("skip", help="who leaves by themselves")
    departures: tuple[Departure, ...] = parameter((), help="people who leave at a date")
    wip_cap: Annotated[int, Whole(1, 10_000)] | None = parameter(
        None, help="most open opportunities a person may own", range=(5, 40)
    )
    full_load: Positive = parameter(19.0, help="open opportunities that fill a person's time", range=(10, 40))
    background: tuple[Background, ...] = parameter((), help="work beside leads")

    @property
    def size(self) -> int:
        """People on the team, over its shift groups where it has any."""
        return sum(group.count for group in self.groups) if self.groups else self.count


class Work(Table):
    """A piece of work: who does it and how long it takes."""

    team: str = parameter("hunter", help="the team that does it")
    hours: Hours = parameter("0 h", help="work", unit="h")
    level: Annotated[int, Whole(0, 9)] = parameter(0, help="place in a priority queue, 0 first", range=(0, 9))
    due: Span = parameter(
        "0 h",
        help="due this long after asking, for desks that serve by due date",
        unit="h",
        range=("0 h", "80 wh"),
    )
    patience: Hours | None = parameter(
        None, help="how long the customer waits for it before leaving", unit="h"
    )


class Step(Work):
    """A step of selling: work, a visit for some, and the buyer's time to think before the next."""

    think: Hours = parameter("0 h", help="the buyer's time to think afterwards", unit="wd")
    visit_share: Share = parameter(0.0, help="share done as a visit", range=(0, 1))
    travel: Hours = parameter("3 h", help="travel of a visit", unit="h", range=("1 h", "6 h"))


class Rounds(Table):
    """How many rounds of objections: poisson (mean), geometric (again), or a fixed number."""

    kind: Literal["poisson", "geometric", "fixed"] = parameter("fixed", help="law of the number of rounds")
    mean: Annotated[float, Between(0, 12)] = parameter(
        1.0, help="mean number of rounds (poisson) or the number itself (fixed)", range=(0, 4)
    )
    again: Annotated[float, Between(0, 0.95)] = parameter(
        0.3,
        help="chance that one more round follows (geometric; the first always takes place)",
        range=(0, 0.7),
    )

    @model_validator(mode="after")
    def _whole_if_fixed(self) -> Self:
        if self.kind == "fixed" and not self.mean.is_integer():
            raise ValueError(f"must have a whole number of rounds where they are fixed, found {self.mean}")
        return self


class Objections(Step):
    """The step of objections: rounds of talks, each of which resolves its objection or does not."""

    rounds: Rounds = parameter(Rounds(), help="how many rounds")


class Reply(Table):
    """What happens to leads that come after hours."""

    kind: Literal["none", "automatic", "vendor"] = parameter(
        "none", help="nothing, an automatic reply, or an outside call desk"
    )
    slows_cooling: Positive = parameter(
        1.5, help="factor on the cooling time after an automatic reply", range=(1, 4)
    )
    delay: Span = parameter(
        "0.5 h", help="until the vendor makes the first attempt", unit="h", range=("0.1 h", "4 h")
    )
    cost: Amount = parameter(12.0, help="vendor's price of an attempt", unit="EUR", range=(5, 40))


class AtTheDoor(Table):
    """Decisions without people as a lead comes in."""

    decline: Share = parameter(0.0, help="share turned down at once", range=(0, 1))
    accept: Share = parameter(0.0, help="share that needs no prospecting", range=(0, 1))
    delay: Span = parameter("0 h", help="time the decision takes", unit="h", range=("0 h", "24 h"))

    @model_validator(mode="after")
    def _shares(self) -> Self:
        if self.decline + self.accept > 1:
            raise ValueError(f"must have decline + accept <= 1, found {self.decline} + {self.accept}")
        return self


class Handling(Table):
    """How the leads of one source are worked."""

    team: str = parameter("sdr", help="the team that makes the attempts")
    priority: Annotated[int, Whole(0, 9)] = parameter(
        0, help="place among the sources, 0 first", range=(0, 9)
    )
    assignment: Hours = parameter(
        "0 h", help="time until a lead is assigned to the desk", unit="wh", range=("0 wh", "8 wh")
    )
    attempts: Annotated[int, Whole(1, 8)] = parameter(1, help="most attempts to reach a lead", range=(1, 8))
    spacing: Hours = parameter("1 wd", help="time between attempts", unit="wd")
    oldest: Span | None = parameter(
        None, help="age at which a lead is no longer called", unit="d", range=("2 d", "90 d")
    )
    reps_share: Share = parameter(
        0.0, help="share of the leads that the reps who own deals prospect themselves", range=(0, 1)
    )
    nurtured: Flag = parameter(True, help="whether leads that were not ready are kept in touch with")
    reply: Reply = parameter(Reply(), help="what happens to leads that come after hours")
    door: AtTheDoor = parameter(AtTheDoor(), help="decisions without people as a lead comes in")


class Nurturing(Table):
    """Staying in touch with leads that were not ready; every touch tells a little more."""

    team: str = parameter("sdr", help="the team that keeps in touch")
    hours: Hours = parameter("0.1 h", help="work on a touch", unit="h", range=("0.05 h", "0.5 h"))
    cadence: Span = parameter("20 wd", help="time between touches", unit="wd", range=("5 wd", "60 wd"))
    touches: Annotated[int, Whole(1, 24)] = parameter(
        6, help="touches before the lead is let go", range=(1, 24)
    )
    gain: NonNegative = parameter(
        0.15,
        help="detectability that each touch adds",
        unit="sd",
        range=(0, 0.4),
        source="dossier 3.5, assumed",
    )
    most: NonNegative = parameter(
        2.2, help="largest detectability", unit="sd", range=(1.5, 3), source="dossier 3.5, assumed"
    )
    reaches: Share = parameter(0.7, help="chance that a reactivated lead is reached again", range=(0, 1))


class GateReview(Table):
    """A second look at an opportunity before the presentation."""

    team: str = parameter("manager", help="the team that reviews")
    hours: Hours = parameter("0.5 h", help="work on a review", unit="h", range=("0.1 h", "2 h"))
    detectability: NonNegative = parameter(
        1.5, help="d' of what the review sees beyond the score", unit="sd", range=(0, 3)
    )
    threshold: Number = parameter(
        0.0, help="review score above which the opportunity goes on", unit="sd", range=(-2, 2)
    )


class Process(Table):
    """How the process itself is run: standardised or not, learnt, improved."""

    standardisation: Share = parameter(
        0.5, help="0 = everybody their own way, 1 = one playbook", range=(0, 1), source="dossier 1, assumed"
    )
    non_standard: Share = parameter(
        0.2, help="share of cases a playbook does not cover", range=(0.05, 0.5), source="dossier 1, assumed"
    )
    errors: Share = parameter(
        0.05,
        help="share of quotes with an error of the firm's, at standardisation 0",
        range=(0.01, 0.15),
        source="dossier 1, assumed",
    )
    rework: Share = parameter(0.5, help="share of a quote's hours that mending it takes", range=(0.2, 1))
    changed: CalendarSpan | None = parameter(
        None, help="when the process changes and everybody learns it anew"
    )
    relearning: Annotated[Relearning, PolicyField()] = parameter(
        Relearning(), help="how a changed process is learnt"
    )
    improvement: Flag = parameter(False, help="run an improvement cycle: each removes a tenth of the errors")
    improvement_hours: Hours = parameter(
        "40 h",
        help="work of a manager on a cycle",
        unit="h",
        range=("10 h", "80 h"),
        source="dossier 1, assumed",
    )
    improvement_every: Span = parameter(
        "90 wd", help="time between cycles", unit="wd", range=("30 wd", "250 wd"), source="dossier 1, assumed"
    )
    improvement_removes: Share = parameter(
        0.10, help="share of errors that a cycle removes", range=(0.02, 0.3), source="dossier 1, assumed"
    )


Skippable = Literal["skip"]


class Prospecting(Work):
    """Step 1: the attempts to reach a lead, by source."""

    team: str = parameter("sdr", help="unused: each source names its team")
    think: Hours = parameter("0 h", help="time until a lead that was won over meets its rep", unit="wd")
    sources: dict[str, Handling] = parameter({}, help="how the leads of each source are worked")


class Selling(Table):
    """The seven steps and what belongs to them."""

    prospecting: Prospecting | Skippable = parameter(Prospecting(), help="step 1")
    qualification: Work | Skippable = parameter(
        "skip", help="the talk in which a contacted lead is qualified"
    )
    pre_approach: Step | Skippable = parameter("skip", help="step 2")
    approach: Step | Skippable = parameter("skip", help="step 3")
    presentation: Step | Skippable = parameter("skip", help="step 4")
    objections: Objections | Skippable = parameter("skip", help="step 5")
    closing: Step | Skippable = parameter("skip", help="step 6")
    follow_up: Step | Skippable = parameter("skip", help="step 7, wins only")
    quotation: Work | Skippable = parameter("skip", help="the quote; hours come from the product")
    presales: Work | Skippable = parameter(
        "skip", help="an engineer's help before the quote, for deals that ask for it"
    )
    approval: Work | Skippable = parameter("skip", help="a manager's approval of a discount")
    deal_desk: Work | Skippable = parameter("skip", help="a desk that decides on large discounts")
    nurturing: Nurturing | Skippable = parameter(
        "skip", help="staying in touch with leads that were not ready"
    )
    gate_review: GateReview | Skippable = parameter("skip", help="a second look before the presentation")
    process: Process | Skippable = parameter("skip", help="how the process itself is run")
    start: Pipeline = parameter(Pipeline(), help="deals under way when the run begins")
    discard_after: Span | None = parameter(
        None, help="drop a case that long without progress", unit="d", range=("14 d", "364 d")
    )
