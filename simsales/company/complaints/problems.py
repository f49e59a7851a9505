"""Where problems come from: defects, late deliveries, wrong bills and failures of service, each with its luck.

A problem is born inside the run, so its luck is hashed from the path of its birth: the customer, the kind and the
ordinal.  Neither a policy nor another problem can move it.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from math import exp, log1p
from typing import TYPE_CHECKING, Any

from simsales.company.leads.columns import hours_of, is_working
from simsales.instruments.clock import YEAR
from simsales.words.customers import Problem
from simsales.words.vocabulary import ARRIVAL_EVENT, BILLING, DEFECT, LATE, PROBLEM, SERVICE, TROUBLES

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.instruments.law import Law
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Account, Order

PROBLEM_COLUMNS = {
    "occurred": "f8",
    "loss": "f8",
    "account": "i8",
    "order": "i8",
    "trouble": "i2",
    "cause": "i2",
    "severity": "i2",
}
#: The cause of what is no defect.
NO_CAUSE = -1
_PROBLEMS = 3 << 54  # where a problem's key begins, beyond those of orders
_KEY_BITS = (1 << 54) - 1
_OF_AN_ORDER = 0
_TROUBLES_OF_A_CUSTOMER = (BILLING, SERVICE)
#: Places in the numbers a problem is born with.
SEVERITY, LOSS, FOUND, VOICE, FIELD, REGISTERED, COMPLEX, CONTRARY = range(8)


class Problems:
    """The births of problems, as the scenario in force describes them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._base = company.kernel, company.base
        self._of_order = company.luck.hashed("order.service")
        self._of_problem = company.luck.hashed("problem.born")
        self._clock = company.luck.hashed("account.trouble")
        self._of_past = company.luck.hashed("account.in_use")
        self._enter = company.log.open("problems", PROBLEM_COLUMNS, PROBLEM)
        scenarios = [scenario for _, _, scenario in company.epochs]
        #: The highest rate of each trouble of a customer's own, per hour, over all dated changes.
        self._highest = {
            trouble: max(_rate(s, trouble) for s in scenarios) for trouble in _TROUBLES_OF_A_CUSTOMER
        }

    def adopt(self, scenario: Scenario) -> None:
        """Let things go wrong from now on as `scenario` says."""
        table = scenario.complaints
        assert table != "skip"
        self._one_at_a_time = table.one_at_a_time
        classes = list(table.severity.values())
        self._shares = list(accumulate(each.share for each in classes))[:-1]
        self._losses: list[Law] = [each.loss.law(float) for each in classes]
        self._found = hours_of(table.found, self._base)
        self._found_working = is_working(table.found)
        self._repeat_shares = [product.repeat_share for product in scenario.products.values()]
        self._rates = {trouble: _rate(scenario, trouble) for trouble in _TROUBLES_OF_A_CUSTOMER}

    # --- with a delivery -----------------------------------------------------------------------------

    def with_order(self, order: Order) -> list[Problem]:
        """What the customer will find wrong with a delivery: that it is late, that it is defective, or both."""
        account, quality = order.account, self._company.quality
        luck = self._of_order(order.account_key, _OF_AN_ORDER, order.ordinal)
        found = []
        if order.late and luck[1] < quality.late_felt:
            found.append((LATE, NO_CAUSE))
        cause = quality.cause_of_defect(order.product, luck[0])
        if cause is not None:
            found.append((DEFECT, cause))
        if self._one_at_a_time and account is not None:
            found = [] if account.open_problems else found[:1]
        return [
            self._born(trouble, cause, order.account_key, order.ordinal, account, order)
            for trouble, cause in found
        ]

    def _bring_along(self, account: Account) -> None:
        """What first customers have in use already: some of its defects are still to be found.

        A customer's deliveries with a defect not found yet are Poisson; with an exponential time in use what is
        left of it has the same law (other laws are taken as if they had).
        """
        open_share = 1.0
        if self._found_working:
            open_share = self._base.hours_between(0.0, YEAR) / YEAR
        ordered = account.state.rate * account.share * self._found.mean / open_share
        quality = self._company.quality
        mean = ordered * sum(
            share * quality.defect_chance(product) for product, share in enumerate(self._repeat_shares)
        )
        for place in range(_poisson_at(self._of_past(account.key, 0, 0)[0], mean)):
            if self._one_at_a_time and account.open_problems:
                return
            cause = quality.cause_at(self._of_past(account.key, 1, place)[0])
            problem = self._born(DEFECT, cause, account.key, -1 - place, account, None)
            self._company.service_desk.face(problem)

    # --- of a customer's own -------------------------------------------------------------------------

    def watch(self, account: Account) -> None:
        """From now on this customer may be billed wrongly or served badly."""
        for trouble in _TROUBLES_OF_A_CUSTOMER:
            if self._highest[trouble] > 0.0:
                self._expect(account, trouble, 0)
        if account.since < 0.0 and self._found.mean > 0.0:
            self._bring_along(account)

    def _expect(self, account: Account, trouble: int, ordinal: int) -> None:
        """The next trouble that might come at the highest rate of all dates; at lower ones some do not."""
        luck = self._clock(account.key, trouble, ordinal)
        time = self._kernel.now - log1p(-luck[0]) / self._highest[trouble]
        rank = ARRIVAL_EVENT + (account.key & _KEY_BITS)
        self._kernel.at(time, rank, self._befall, (account, trouble, ordinal, luck[1]))

    def _befall(self, what: tuple[Account, int, int, float]) -> None:
        account, trouble, ordinal, height = what
        self._expect(account, trouble, ordinal + 1)
        busy = self._one_at_a_time and account.open_problems
        if account.alive and not busy and height * self._highest[trouble] < self._rates[trouble]:
            self._company.service_desk.face(
                self._born(trouble, NO_CAUSE, account.key, ordinal, account, None)
            )

    # --- birth ---------------------------------------------------------------------------------------

    def _born(
        self,
        trouble: int,
        cause: int,
        parent: int,
        ordinal: int,
        account: Account | None,
        order: Order | None,
    ) -> Problem:
        luck = self._of_problem(parent, trouble, ordinal)
        place = bisect_right(self._shares, luck[SEVERITY])
        law = self._losses[place]
        path = f"{parent} · {'order' if order is not None else 'trouble'} {ordinal} · {TROUBLES[trouble]}"
        problem = Problem(_PROBLEMS | hash_of(luck), path, luck, trouble, self._time(trouble, luck[FOUND]))
        problem.account, problem.order, problem.cause, problem.severe = account, order, cause, place
        problem.loss = law.mean * law.unit_at(luck[LOSS])
        problem.number = problem.case.number = self._enter(
            problem.occurred,
            problem.loss,
            -1 if account is None else account.number,
            -1 if order is None else order.number,
            trouble,
            cause,
            place,
        )
        problem.state = (parent, trouble, ordinal)
        return problem

    def _time(self, trouble: int, luck: float) -> float:
        """When it is noticed: defects in use, everything else at once."""
        now = self._kernel.now
        if trouble != DEFECT or self._found.mean == 0.0:
            return now
        hours = self._found.mean * self._found.unit_at(luck)
        return self._base.finish(now, hours) if self._found_working else now + hours


def hash_of(luck: list[float]) -> int:
    """A whole number of a problem's own, to settle what happens at the same instant."""
    return int(luck[SEVERITY] * _KEY_BITS)


def _rate(scenario: Scenario, trouble: int) -> float:
    table: Any = scenario.complaints
    if table == "skip":
        return 0.0
    return float((table.billing if trouble == BILLING else table.failures).per_calendar_hour)


def _poisson_at(uniform: float, mean: float) -> int:
    """The quantile of a Poisson law."""
    number, chance = 0, exp(-mean)
    below = chance
    while uniform >= below and chance > 0.0:
        number += 1
        chance *= mean / number
        below += chance
    return number
