"""Running the company beside selling: jobs that keep desks busy, supervision, and improving the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.people.supervision import Talk
    from simsales.instruments.kernel import Story
    from simsales.instruments.work import WorkStep
    from simsales.words.records import Case


def attend(job: Case, company: Company, team: str, step: WorkStep) -> Story:
    """A job beside selling, such as an order to enter: somebody of the team does it."""
    yield from company.teams[team].desk.work(job, step)


def supervise(talk: Talk, company: Company) -> Story:
    """A week under supervision: a person reports what they did; a manager looks at it, and coaches them."""
    yield from company.supervision.report(talk)
    yield from company.supervision.look(talk)
    company.supervision.conclude(talk)


def improve(cycle: Case, company: Company) -> Story:
    """The improvement cycle: every so often a manager works on the biggest cause of errors, and part of it goes."""
    while True:
        yield from company.management.wait_for_cycle(cycle)
        yield from company.management.work_on_process(cycle)
        company.quote_desk.remove_errors()
