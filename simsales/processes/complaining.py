"""Complaints: receipt, processing, response, control, evaluation.

The direct process answers one customer, the indirect one learns from all of them (Stauss & Seidel, Effective
Complaint Management).  Between a problem and a complaint stands a decision of the customer's: voice or silence
(Hirschman 1970).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.complaints.evaluation import Review
    from simsales.instruments.kernel import Story, StoryOf
    from simsales.words.customers import Problem


def complain(problem: Problem, company: Company) -> Story:
    """A customer's problem, from the first trouble to the day it is settled, or never heard of."""
    yield from suffer(problem, company)
    if problem.voiced:
        yield from receive(problem, company)
    solved = not problem.registered  # whatever nobody wrote down is closed for the firm
    while not solved:
        yield from process(problem, company)
        yield from respond(problem, company)
        solved = yield from control(problem, company)
    company.service_desk.settle(problem)


def suffer(problem: Problem, company: Company) -> Story:
    """Something is wrong and is noticed in time: the customer speaks up, or keeps silent."""
    yield from company.service_desk.until_noticed(problem)
    problem.voiced = company.service_desk.is_voiced(problem)


def receive(problem: Problem, company: Company) -> Story:
    """Receipt · Whoever is told hands it on; it is registered, acknowledged and sorted, or forgotten."""
    problem.registered = company.service_desk.is_registered(problem)
    if problem.registered:
        yield from company.service_desk.hand_over(problem)
        yield from company.service_desk.register(problem)
        yield from company.service_desk.sort(problem)
    else:
        yield from company.service_desk.wait_in_vain(problem)


def process(problem: Problem, company: Company) -> Story:
    """Processing · Find out what went wrong; of complex cases an engineer knows a part."""
    company.service_desk.assign(problem)
    yield from company.service_desk.diagnose(problem)
    yield from company.service_desk.solve(problem)


def respond(problem: Problem, company: Company) -> Story:
    """Response · Choose a remedy, ask whoever must agree, and tell the customer."""
    yield from company.service_desk.decide(problem)
    yield from company.service_desk.answer(problem)


def control(problem: Problem, company: Company) -> StoryOf[bool]:
    """Control · See whether it is solved; if not, all begins again."""
    yield from company.service_desk.control(problem)
    if company.service_desk.is_reopened(problem):
        return False
    yield from company.service_desk.call(problem)
    return True


def evaluate(review: Review, company: Company) -> Story:
    """Evaluation · Code what was heard by root cause; the one that is heard most gets a project."""
    yield from company.evaluation.code(review)
    if company.evaluation.finds_worth_a_project(review):
        yield from company.evaluation.look_for_the_cause(review)
        if company.evaluation.is_found(review):
            yield from company.evaluation.until_effective(review)
            company.evaluation.remove(review)


def improve_steadily(review: Review, company: Company) -> Story:
    """Continuous improvement: every so often a small part of the largest cause goes."""
    yield from company.evaluation.work_on_the_process(review)
    company.evaluation.refine()
