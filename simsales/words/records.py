"""What the house knows about a lead, an opportunity, a person: slotted data without behaviour.

The first three have no `__init__`: a plain function (`new_case`, `new_lead`, `new_opportunity`) fills one in two
thirds of the time, and leads come by the hundred thousand.

A *case* is whatever takes a person's time: one story, and the piece of work it waits for (a case does one thing at
a time).  A lead and the opportunity it becomes are one case, so they share it; a background job is a case alone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from math import inf
from typing import Any

from simsales.words.vocabulary import COMPLETION_EVENT, DECISION_EVENT, VIDEO

# Words stand on the ground floor: what is built above them is known here only as `Any`.
Calendar = Any  # simsales.instruments.clock.Calendar
WorkStep = Any  # simsales.instruments.desk.WorkStep
Way = Any  # simsales.company.leads.way.Way


class Case:
    """Anything that asks for hours: who it is, its luck, its running story and its current piece of work.

    Nothing inherits from it: the desk reads these fields many times for each piece of work, and Python reads
    the fields of one class several times faster than those of two that take turns.
    """

    __slots__ = (
        "asked",  # h, when the current work was asked for
        "at_completion",  # its rank among what happens at one instant, where a piece of work is over
        "at_decision",  # the same where it has made up its mind
        "deadline",  # h, when the case ends of itself (hazards, lapsing)
        "deadline_reason",
        "done_by",  # who did its last signed piece of work
        "hours",  # h of work of the current piece
        "key",  # decides between simultaneous events
        "leave_at",  # h, when it leaves the queue it stands in
        "level",  # place in a priority queue, 0 first
        "luck",  # its row of the door table
        "number",  # case number in the log
        "started",  # h
        "step",  # the current piece of work
        "story",
        "waited",  # working hours of the base calendar spent waiting since the last decision
    )

    key: int
    at_completion: int
    at_decision: int
    luck: Sequence[float]
    number: int
    story: Generator[Any, None, None]
    step: WorkStep
    asked: float
    started: float
    hours: float
    deadline: float
    deadline_reason: int
    done_by: Person | None  # at desks whose people sign their work
    leave_at: float
    level: int
    waited: float


def new_case(key: int, luck: Sequence[float], level: int = 0) -> Case:
    """A case that waits for nothing yet."""
    case = Case()
    case.key = key
    case.at_completion = COMPLETION_EVENT + key
    case.at_decision = DECISION_EVENT + key
    case.luck = luck
    case.level = level
    case.deadline = inf
    case.waited = 0.0
    return case


class Lead:
    """Somebody who may want to buy.  `fit` is hidden: people see only `score`."""

    __slots__ = (
        "arrived",
        "assigned_rep",
        "case",
        "deal",
        "fit",
        "handed_over",
        "key",
        "luck",
        "number",
        "product",
        "replied",
        "rival_first",
        "score",
        "segment",
        "source",
        "standard",
        "territory",
        "touched",
        "value",
        "way",
    )

    case: Case
    key: int
    number: int  # its row in the log; the case has that of the opportunity later
    luck: Sequence[float]  # its row of the door table
    source: int  # place among the scenario's sources by name
    arrived: float  # h
    fit: bool
    score: float  # what qualification observed so far
    value: float  # EUR at list price
    product: int
    segment: int
    territory: int
    standard: bool  # a case the playbook covers
    touched: float  # h, start of the first attempt; inf before
    replied: bool  # has had an automatic reply
    rival_first: bool  # a rival answered before we did
    way: Way  # the steps before it, and where its buyers' luck stands
    assigned_rep: Person | None  # who takes it out of the common pool, or prospects it themselves
    handed_over: float  # h, when the sales force was first offered it; inf before
    deal: Opportunity | None  # the opportunity it became


def new_lead(
    key: int, luck: Sequence[float], way: Way, source: int, arrived: float, born: Sequence[Any]
) -> Lead:
    """A lead as it comes through the door, with what it was born with (`simsales.instruments.eventlog.packed`)."""
    lead = Lead()
    lead.case = case = Case()  # as `new_case` makes one
    case.key = key
    case.at_completion = COMPLETION_EVENT + key
    case.at_decision = DECISION_EVENT + key
    case.luck = luck
    case.level = 0
    case.deadline = inf
    case.waited = 0.0
    lead.key = key
    lead.luck = luck
    lead.way = way
    lead.source = source
    lead.arrived = arrived
    lead.value, lead.territory, lead.product, lead.segment, lead.fit, lead.standard, _ = born
    lead.score = 0.0
    lead.touched = inf
    lead.replied = False
    lead.rival_first = False
    lead.assigned_rep = None
    lead.handed_over = inf
    lead.deal = None
    return lead


class Opportunity:
    """A qualified lead and the rep who owns it."""

    __slots__ = (
        "case",
        "discount",
        "exposed_since",
        "exposure",
        "lead",
        "medium",
        "owner",
        "owner_skill",
        "perceived_value",
        "preparation",
        "price",
        "service",
        "sooner",
        "unresolved",
        "way",
    )

    case: Case  # the lead's
    lead: Lead  # who it is, what it is worth, and its luck
    way: Way
    owner: Person | None  # None where a pooled team sells
    owner_skill: float  # for the product in question
    exposure: list[float] | None  # integrated hazards still to be survived: rivals, no decision
    exposed_since: float  # h, where there is an exposure
    preparation: float  # 0..1
    perceived_value: float  # 1 after a base presentation
    price: float  # paid share of the list price
    discount: float  # share of list price granted
    sooner: float  # share of the lead time that it was promised to be shorter
    unresolved: float  # objections left unresolved
    service: Service  # who has served it, and what came of that
    medium: int  # of `MEETING_MEDIA`, how the last step was held; by video before there was any


def new_opportunity(lead: Lead, owner: Person | None) -> Opportunity:
    """What a lead becomes in the hands of a rep, or of a pooled team; its case begins to wait anew."""
    lead.deal = deal = Opportunity()
    deal.case = case = lead.case
    case.level = 0
    case.deadline = inf
    case.waited = 0.0
    deal.lead = lead
    deal.way = lead.way
    deal.owner = owner
    deal.owner_skill = 1.0 if owner is None else owner.expertise[lead.product]
    deal.preparation = 0.6321205588285577
    deal.perceived_value = 1.0
    deal.price = 1.0
    deal.discount = deal.sooner = 0.0
    deal.unresolved = 0.0
    deal.service = BY_ITS_OWNER
    deal.medium = VIDEO
    deal.exposure = None
    return deal


class Service:
    """Who has served a customer so far."""

    __slots__ = ("context", "inside", "party", "reluctance")

    inside: Person | None  # the inside rep who has it, where these have customers of their own
    party: int  # the last to serve it (`simsales.company.selling.touchpoints`)
    context: float  # what is left of what was known, once others have taken over; 1 where nothing was lost
    reluctance: float  # log-odds lost by serving the customer in a way that it did not want

    def __init__(self, party: int) -> None:
        self.inside = None
        self.party = party
        self.context = 1.0
        self.reluctance = 0.0


#: Of deals that nobody but their owner has served; all of them share it, and nobody writes to it.
BY_ITS_OWNER = Service(-1)


class Person:
    """Somebody on a team: a seat, a calendar and what they are good at."""

    __slots__ = (
        "absences",
        "busy",
        "calendar",
        "case",
        "closes",
        "drive",
        "experience",
        "expertise",
        "farming",
        "hired",
        "hunting",
        "hurry",
        "known_stretch",
        "load",
        "mark",
        "mood",
        "number",
        "odds",
        "open_cases",
        "practice",
        "role",
        "seat",
        "skill",
        "sold",
        "spacing",
        "stretch",
        "substance",
        "trust",
    )

    number: int
    mark: bytes  # their desk and number as the log writes them
    role: str
    seat: int
    calendar: Calendar
    absences: list[tuple[float, float]]  # longer than two days, in order; leaving for good ends at inf
    hired: float  # h
    skill: float  # 1 = average
    expertise: tuple[float, ...]  # skill by product
    stretch: float  # shift hours per hour of work: 1 / available
    practice: Callable[[float], float] | None  # factor on hours while learning, asked with the time
    known_stretch: (
        float  # the stretch; inf for who is learning, whose hours are known only when they are asked
    )
    experience: float  # standardised, for responses to control
    trust: float  # believed precision of marketing's leads
    closes: float  # h, end of the shift window they are in
    case: Case | None  # what they work on
    open_cases: int  # opportunities they own
    sold: float  # EUR, deals they have won
    load: float  # exponentially smoothed share of time busy
    # What this week's effort comes to; all 1 for whom nothing moves.
    hunting: float  # effort over the usual
    farming: float
    odds: float  # factor on the chance of passing a gate
    hurry: float  # factor on the buyer's time to decide at closing
    spacing: float  # factor on the time between contacts with customers
    substance: float  # part of a contact that is really made
    # How they feel, where anybody asks.
    mood: float | None  # 0..1; None before the first week is over
    drive: float  # factor on effort and on how customers are treated
    busy: float  # h of the shifts of the current week


def set_pace(person: Person, available: float) -> None:
    """A person has this share of their shift for work."""
    person.stretch = 1.0 / available
    person.known_stretch = inf if person.practice is not None else person.stretch
