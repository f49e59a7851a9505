"""What must hold of complaints: classes and causes that add up, products that are there, people who listen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum
from typing import TYPE_CHECKING

from simsales.policies.service import ToSales
from simsales.scenario.checking import Finding
from simsales.scenario.naming import nearest
from simsales.words.quantities import shown
from simsales.words.vocabulary import PRODUCTS

if TYPE_CHECKING:
    from simsales.scenario.complaints import Complaints
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario

_ROUNDING = 1e-6
_KEY = "complaints"


def complaint_tasks(complaints: Complaints) -> Iterator[tuple[Path, str, bool]]:
    """The key that names a team, the team, and whether the work is done from one queue for all."""
    for name in ("receipt", "triage", "processing", "response", "approval", "control", "handover", "call"):
        phase = getattr(complaints, name)
        if phase != "skip":
            yield (_KEY, name, "team"), phase.team, False
    if complaints.complex != "skip" and complaints.complex.diagnosis != "skip":
        yield (_KEY, "complex", "diagnosis", "team"), complaints.complex.diagnosis.team, False
    if complaints.inquiries != "skip":
        yield (_KEY, "inquiries", "team"), complaints.inquiries.team, True
    if complaints.quality != "skip":
        yield (_KEY, "quality", "team"), complaints.quality.team, True
    if isinstance(complaints.routing, ToSales):
        yield (_KEY, "routing", "team"), complaints.routing.team, False


def complaint_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold of complaints."""
    table = scenario.complaints
    if table == "skip":
        return
    yield from _sums(table)
    yield from _products(scenario, table)
    yield from _targets(table)
    yield from _asking(scenario, table)


def _sums(table: Complaints) -> Iterator[Finding]:
    shares = {
        "severity": ("shares of its classes", {key: each.share for key, each in table.severity.items()}),
        "causes": ("shares", dict(table.causes)),
    }
    for name, (words, parts) in shares.items():
        if abs(fsum(parts.values()) - 1.0) > _ROUNDING:
            told = ", ".join(f"{key} {share:g}" for key, share in parts.items())
            sentence = f"must have {words} that add up to 1, found {fsum(parts.values()):.6g} ({told})"
            yield Finding((_KEY, name), sentence)


def _products(scenario: Scenario, table: Complaints) -> Iterator[Finding]:
    known = scenario.products
    for name in table.defects:
        if name not in known and name not in PRODUCTS:  # the default speaks of the usual products
            sentence = f"must be a product of [products], found {shown(name)}{nearest(name, known)}"
            yield Finding((_KEY, "defects", name), sentence, (("products",),))
    missing = [name for name in known if name not in table.defects]
    if missing and scenario.switches.defects:
        sentence = f"must say how often each product has a defect, found nothing for {shown(missing[0])}"
        sentence += "; add it, or set switches.defects = false"
        yield Finding((_KEY, "defects"), sentence, (("products",), ("switches",)))


def _targets(table: Complaints) -> Iterator[Finding]:
    escalation = table.escalation
    if escalation != "skip" and escalation.remind > escalation.urge:
        sentence = f"must come before urging at {escalation.urge}, found {escalation.remind}"
        yield Finding((_KEY, "escalation", "remind"), sentence, ((_KEY, "escalation"),))


def _asking(scenario: Scenario, table: Complaints) -> Iterator[Finding]:
    """Inquiries come from customers, and so do errors in bills and failures of service."""
    if scenario.farming != "skip":
        return
    asked = [("inquiries",)] if table.inquiries != "skip" and table.inquiries.rate.amount > 0 else []
    asked += [(name,) for name in ("billing", "failures") if getattr(table, name).amount > 0]
    for name in asked:
        sentence = "must be left out where customers are not followed, found some; add a table [farming]"
        yield Finding((_KEY, *name), sentence, (("farming",),))
