"""The customers: who they are, how they fare, and what they do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simsales.instruments.kernel import Story

if TYPE_CHECKING:
    from simsales.company.columns import Columns
    from simsales.company.company import Company
    from simsales.instruments.clock import Calendar
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Account, Order, Problem

AccountStory = Callable[["Account", "Company"], Story]


def order_columns(columns: Columns, scenario: Scenario, base: Calendar) -> None:
    """The luck of an order that its customer needs."""


class Customers:
    """Everybody who has bought."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        #: Whether customers are followed after their first order.
        self.follows = False

    def adopt(self, scenario: Scenario) -> None:
        """Behave from now on as `scenario` says."""

    def open(self, story: AccountStory) -> None:
        """The first customers are there; every account lives `story`."""
        self._story = story

    def receive(self, order: Order) -> None:
        """An order is delivered: an experience, good or bad."""
        problem = self._company.service_desk.problem_with(order)
        if problem is not None:
            self._company.service_desk.face(problem)

    def settle(self, problem: Problem) -> None:
        """A problem has ended, one way or another: `problem.outcome` says how."""

    def close(self) -> None:
        """The horizon."""
