"""How problems arise, how they are heard and how they are answered."""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.instruments.distribution import Amounts, Hours
from simsales.policies.base import PolicyField
from simsales.policies.service import AnyComplaintRouting, AnyService, Fitting, ToDesk
from simsales.responses.justice import Justice
from simsales.responses.recovery import Recovery
from simsales.responses.voice import AnyVoice, Voice
from simsales.scenario.table import Table
from simsales.words.quantities import (
    Between,
    CalendarFrequency,
    Count,
    Flag,
    Fraction,
    LastingSpan,
    NonNegative,
    Share,
    Span,
    Whole,
    parameter,
)

Skippable = Literal["skip"]
_DOSSIER = "dossier 7, assumed"
#: Problems with deliveries by product, and what causes them.
DEFECTS = {"MTS": 0.03, "ATO": 0.04, "MTO": 0.06, "ETO": 0.09}
CAUSES = {"machining": 0.35, "material": 0.25, "assembly": 0.20, "documents": 0.12, "packing": 0.08}


def _lognormal(mean: str, cv: float = 0.6) -> dict[str, object]:
    return {"kind": "lognormal", "mean": mean, "cv": cv}


class Severity(Table):
    """One class of problems: how frequent, how much work, what it costs the customer and when an answer is due.

    The first class is the least; all others count as major where a formula asks for it.
    """

    share: Share = parameter(1.0, help="share of all problems", range=(0, 1), source=_DOSSIER)
    level: Annotated[int, Whole(0, 9)] = parameter(0, help="place in a priority queue, 0 first", range=(0, 9))
    hours: Hours = parameter(
        _lognormal("1.84 h"),
        help="the service desk's work on a simple case, each time",
        unit="h",
        range=("0.5 h", "6 h"),
        source=_DOSSIER,
    )
    loss: Amounts = parameter(
        {"kind": "lognormal", "mean": 400, "cv": 1.0},
        help="what it costs the customer",
        unit="EUR",
        range=(100, 20_000),
    )
    expects_receipt: Span = parameter(
        "2 wd",
        help="acknowledgement that the customer expects",
        unit="wd",
        range=("0.5 wd", "5 wd"),
        source=_DOSSIER,
    )
    expects_solution: Span = parameter(
        "10 wd",
        help="solution that the customer expects",
        unit="wd",
        range=("2 wd", "30 wd"),
        source=_DOSSIER,
    )
    quick: Span = parameter(
        "1 wd", help="solution that the customer calls quick", unit="wd", range=("0.5 wd", "10 wd")
    )
    target_receipt: Span = parameter(
        "1 wd",
        help="the firm's target for the acknowledgement",
        unit="wd",
        range=("0.5 wd", "5 wd"),
        source=_DOSSIER,
    )
    target: Span = parameter(
        "10 wd",
        help="the firm's target for the solution",
        unit="wd",
        range=("1 wd", "30 wd"),
        source=_DOSSIER,
    )


MINOR = Severity(share=0.75, level=2)
MAJOR = Severity.model_validate(
    {
        "share": 0.25,
        "level": 1,
        "loss": {"kind": "lognormal", "mean": 3_000, "cv": 1.0},
        "expects_receipt": "1 wd",
        "expects_solution": "5 wd",
        "target": "5 wd",
    }
)


class Phase(Table):
    """A phase of handling a complaint: who does it, how long it takes, and its place beside other work."""

    team: str = parameter("service", help="the team that does it")
    hours: Hours = parameter("0 h", help="work", unit="h", range=("0 h", "4 h"))
    level: Annotated[int, Whole(0, 9)] = parameter(
        0,
        help="place in a priority queue, 0 first; at the service desk beside that of the class",
        range=(0, 9),
    )


class Complex(Table):
    """Cases that take long, and an engineer's part in them."""

    share: Share = parameter(
        0.3, help="share of complaints that are complex", range=(0.1, 0.5), source=_DOSSIER
    )
    hours: Hours = parameter(
        _lognormal("11.04 h"),
        help="the service desk's work on one, each time",
        unit="h",
        range=("4 h", "24 h"),
        source=_DOSSIER,
    )
    diagnosis: Phase | Skippable = parameter(
        Phase.model_validate({"team": "engineer", "hours": _lognormal("3.68 h")}),
        help="an engineer's part, as task owner, before the desk can solve it",
        source=_DOSSIER,
    )


class Escalation(Table):
    """What happens to complaints that grow old: they move up the queue."""

    remind: Fraction = parameter(
        0.5,
        help="share of the target time after which a case moves up one place",
        range=(0.3, 0.9),
        source=_DOSSIER,
    )
    urge: Fraction = parameter(
        1.0,
        help="share of the target time after which it moves before the rest",
        range=(0.5, 1),
        source=_DOSSIER,
    )


class Inquiries(Table):
    """Questions of customers that are no complaints: work of the same desk."""

    rate: CalendarFrequency = parameter(
        "3000 / y",
        help="inquiries of the customers of the first day, in office hours; they follow the number of customers",
        unit="1 / y",
        range=("0 / y", "20_000 / y"),
        source="dossier C, assumed",
    )
    team: str = parameter("service", help="the team that answers")
    hours: Hours = parameter(
        _lognormal("0.35 h"),
        help="work on one",
        unit="h",
        range=("0.1 h", "1 h"),
        source="dossier C, assumed",
    )
    level: Annotated[int, Whole(0, 9)] = parameter(1, help="place in a priority queue, 0 first", range=(0, 9))


class Quality(Table):
    """Learning from complaints: coding what was heard, and projects that remove root causes."""

    team: str = parameter("quality", help="the team that does it")
    evaluation: Hours = parameter(
        "8 h", help="work on each evaluation", unit="h", range=("0 h", "16 h"), source=_DOSSIER
    )
    every: LastingSpan = parameter(
        "5 wd", help="time between evaluations", unit="wd", range=("5 wd", "20 wd"), source=_DOSSIER
    )
    project: Hours = parameter(
        "60 h", help="work on a root-cause project", unit="h", range=("20 h", "200 h"), source=_DOSSIER
    )
    project_every: LastingSpan = parameter(
        "62.5 wd",
        help="time between the beginnings of projects",
        unit="wd",
        range=("20 wd", "250 wd"),
        source=_DOSSIER,
    )
    evidence: Count = parameter(
        5,
        help="registered complaints of one cause, since it was last treated, that a project needs",
        range=(1, 20),
    )
    success: Share = parameter(
        0.6, help="share of projects that find the remedy", range=(0.3, 0.9), source="dossier 8, assumed"
    )
    removes: Share = parameter(
        0.5,
        help="share of a cause's defects that a successful project removes",
        range=(0.2, 0.9),
        source="dossier 8, assumed",
    )
    effective: Span = parameter(
        "60 wd",
        help="time until a remedy shows",
        unit="wd",
        range=("10 wd", "125 wd"),
        source="dossier 8, assumed",
    )
    cycle: Hours = parameter(
        "0 h",
        help="work on a cycle of continuous improvement; none at 0 h",
        unit="h",
        range=("0 h", "80 h"),
        source="dossier 1, assumed",
    )
    cycle_every: LastingSpan = parameter(
        "90 wd", help="time between cycles", unit="wd", range=("30 wd", "250 wd"), source="dossier 1, assumed"
    )
    cycle_removes: Share = parameter(
        0.10,
        help="share of the largest cause's defects that a cycle removes",
        range=(0.02, 0.3),
        source="dossier 1, assumed",
    )


class Complaints(Table):
    """How problems arise, how they are heard and how they are answered."""

    # what goes wrong
    defects: dict[str, Share] = parameter(
        DEFECTS,
        help="share of deliveries with a defect, by product",
        range=(0, 0.2),
        source="dossier C, assumed",
    )
    causes: dict[str, Share] = parameter(
        CAUSES, help="root causes of defects, and their shares", range=(0, 1)
    )
    drift: NonNegative = parameter(
        0.0,
        help="growth a year of the defects of each cause while nobody attends to them",
        unit="1 / y",
        range=(0, 0.5),
    )
    found: Hours = parameter(
        {"kind": "exponential", "mean": "10 wd"},
        help="time in use until a defect is found",
        unit="wd",
        range=("0 wd", "60 wd"),
    )
    late_felt: Share = parameter(
        0.30,
        help="share of late deliveries that are felt as a problem",
        range=(0.1, 0.6),
        source="dossier C, assumed",
    )
    billing: CalendarFrequency = parameter(
        "0 / y", help="errors in bills per customer", unit="1 / y", range=("0 / y", "1 / y")
    )
    failures: CalendarFrequency = parameter(
        "0 / y", help="failures of service per customer", unit="1 / y", range=("0 / y", "2 / y")
    )
    one_at_a_time: Flag = parameter(False, help="a customer with an open problem has no other")
    severity: dict[str, Severity] = parameter(
        {"minor": MINOR, "major": MAJOR}, help="classes of problems, the least first"
    )
    # how customers answer
    voice: Annotated[AnyVoice, PolicyField()] = parameter(Voice(), help="who speaks up")
    justice: Annotated[Justice, PolicyField()] = parameter(Justice(), help="how satisfied complainants are")
    recovery: Annotated[Recovery, PolicyField()] = parameter(Recovery(), help="who leaves after a problem")
    # how complaints come in
    stimulation: NonNegative = parameter(0.0, help="how much customers are asked to complain", range=(0, 3))
    field: Share = parameter(0.3, help="share of complaints told to field staff", range=(0, 1))
    registration: Share = parameter(
        0.85,
        help="share of complaints told to field staff that are registered",
        range=(0.5, 1),
        source=_DOSSIER,
    )
    handover: Phase | Skippable = parameter(
        "skip", help="field staff hand over what they were told, or are briefed"
    )
    inquiries: Inquiries | Skippable = parameter("skip", help="questions that are no complaints")
    # how they are answered
    receipt: Phase | Skippable = parameter(
        Phase.model_validate({"hours": _lognormal("0.3 h")}), help="register and acknowledge", source=_DOSSIER
    )
    triage: Phase | Skippable = parameter(
        Phase.model_validate({"hours": _lognormal("0.1 h")}),
        help="severity, value, target dates",
        source=_DOSSIER,
    )
    processing: Phase | Skippable = parameter(
        Phase(), help="find out and solve; hours come from the class of severity", source=_DOSSIER
    )
    complex: Complex | Skippable = parameter(Complex(), help="cases that take long")
    escalation: Escalation | Skippable = parameter(Escalation(), help="what happens to cases that grow old")
    service: Annotated[AnyService, PolicyField()] = parameter(Fitting(), help="what complainants get")
    routing: Annotated[AnyComplaintRouting, PolicyField()] = parameter(
        ToDesk(), help="who works on complaints"
    )
    response: Phase | Skippable = parameter(
        Phase.model_validate({"hours": _lognormal("0.644 h")}),
        help="tell the customer the solution",
        source=_DOSSIER,
    )
    approval: Phase | Skippable = parameter(
        Phase.model_validate({"team": "manager", "hours": _lognormal("0.25 h")}),
        help="a manager agrees to a dear remedy",
    )
    repair_cost: NonNegative = parameter(
        0.6, help="cost of repairing or replacing, per EUR of worth to the customer", range=(0.3, 1.2)
    )
    control: Phase | Skippable = parameter(
        Phase.model_validate({"hours": _lognormal("0.276 h")}),
        help="see whether it is solved",
        source=_DOSSIER,
    )
    call: Phase | Skippable = parameter("skip", help="a farmer's call after the solution")
    reopens: Annotated[float, Between(0, 0.95)] = parameter(
        0.08,
        help="share of solutions that were none: the case is opened again",
        range=(0, 0.3),
        source=_DOSSIER,
    )
    # what is learnt from them
    quality: Quality | Skippable = parameter("skip", help="root causes are found and removed")
