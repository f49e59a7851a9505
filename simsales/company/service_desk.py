"""The service desk: problems, and the complaints that are made of some of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simsales.instruments.kernel import Story

if TYPE_CHECKING:
    from simsales.company.columns import Columns
    from simsales.company.company import Company
    from simsales.instruments.clock import Calendar
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Order, Problem

ProblemStory = Callable[["Problem", "Company"], Story]


def order_columns(columns: Columns, scenario: Scenario, base: Calendar) -> None:
    """The luck of an order that decides about problems with it."""


class ServiceDesk:
    """Hears complaints and answers them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base

    def adopt(self, scenario: Scenario) -> None:
        """Serve from now on as `scenario` says."""

    def open(self, story: ProblemStory) -> None:
        """Every problem lives `story`."""
        self._story = story

    def problem_with(self, order: Order) -> Problem | None:
        """What the customer will find wrong with a delivery; None where all is well."""
        return None

    def close(self) -> None:
        """The horizon."""
