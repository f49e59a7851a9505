"""How a firm answers complaints: `service.remedy(problem)`, and who works on them: `routing.goes_to_sales(...)`.

That a remedy has to suit the failure is Smith, Bolton & Wagner (1999): goods for goods, money for money.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from simsales.policies.base import Policy
from simsales.words.customers import Problem
from simsales.words.quantities import Amount, NonNegative, Positive, parameter
from simsales.words.vocabulary import APOLOGY, CREDIT, DEFECT, REMEDIES, REPAIR, REPLACEMENT, SERVICE


class Remedy(NamedTuple):
    """What the customer gets, and what it is worth to them in EUR."""

    kind: int
    worth: float


class Service(Policy):
    """What complainants get, and what the desk may give alone."""

    kind: str = "own"
    share: NonNegative = parameter(0.7, help="share of the customer's loss that is made good", range=(0, 1.2))
    empowerment: Amount = parameter(
        500.0,
        help="worth of a remedy up to which the desk decides alone",
        unit="EUR",
        range=(0, 5_000),
        source="dossier 7, assumed",
    )

    def remedy(self, problem: Problem) -> Remedy:
        """What this complainant gets."""
        raise NotImplementedError

    def needs_approval(self, worth: float) -> bool:
        """Whether a manager has to agree first."""
        return worth > self.empowerment


class Fitting(Service):
    """A remedy that suits the failure: defects are replaced or repaired, money errors credited, words excused."""

    kind: Literal["fitting"] = "fitting"

    def remedy(self, problem: Problem) -> Remedy:
        if problem.trouble == DEFECT:
            kind = REPLACEMENT if problem.severe else REPAIR
        else:
            kind = APOLOGY if problem.trouble == SERVICE else CREDIT
        return Remedy(kind, self.share * problem.loss)


class OneForAll(Service):
    """The same kind of remedy for everybody; an apology alone is worth nothing to pay with."""

    kind: Literal["one_for_all"] = "one_for_all"
    what: Literal["apology", "credit", "repair", "replacement"] = parameter(
        "credit", help="what everybody gets"
    )

    def remedy(self, problem: Problem) -> Remedy:
        kind = REMEDIES.index(self.what)
        return Remedy(kind, 0.0 if kind == APOLOGY else self.share * problem.loss)


AnyService = Fitting | OneForAll


class ComplaintRouting(Policy):
    """Who works on a complaint: the service desk, or a sales team that gives its selling time."""

    kind: str = "own"

    def goes_to_sales(self, waiting: float) -> bool:
        """Whether sales takes the next complaint, with so many waiting per agent of the service desk."""
        return False


class ToDesk(ComplaintRouting):
    """The service desk works on every complaint."""

    kind: Literal["desk"] = "desk"

    def goes_to_sales(self, waiting: float) -> bool:
        return False


class ToSales(ComplaintRouting):
    """People who sell work on complaints as soon as so many wait per agent of the service desk."""

    kind: Literal["sales"] = "sales"
    team: str = parameter("hunter", help="the team that gives its time, such as hunter or farmer")
    above: NonNegative = parameter(
        0.0, help="cases waiting per agent from which on sales steps in; 0 = always", range=(0, 20)
    )
    slower: Positive = parameter(
        1.25, help="hours of somebody who sells over those of the service desk", range=(1, 2)
    )

    def goes_to_sales(self, waiting: float) -> bool:
        return waiting >= self.above


AnyComplaintRouting = ToDesk | ToSales
