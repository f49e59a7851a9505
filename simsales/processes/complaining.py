"""Complaints: receipt, processing, response, control, evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.instruments.kernel import AT_ONCE

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.instruments.kernel import Story
    from simsales.words.customers import Problem


def complain(problem: Problem, company: Company) -> Story:
    """A customer's problem, from the first trouble to the day it is settled, or never heard of."""
    yield from AT_ONCE
