"""What is paid is what was agreed at the time, to the day of a dated change."""

from __future__ import annotations

import pytest

from simsales import load, measure, play
from simsales.words.vocabulary import MONEY, PAY

FEE = 52_000.0  # EUR a year: 1,000 a week


@pytest.fixture(scope="module")
def company():
    """Four counted weeks of the reference company after four of warm-up, with a fee that is not due yet."""
    short = {"run.horizon": "4 w", "run.warm_up": "4 w", "compensation.fee": {"kind": "budget", "yearly": 0}}
    return load("norddrive_selling").but(short)


def paid(scenario, line):
    return measure(play(scenario), scenario)[f"cost.{line}"]


@pytest.mark.parametrize(
    "time, weeks, due",
    [("4 w", "1 w", 1_000), ("3 w", "1 w", 0), ("3.5 w", "1 w", 500), ("36 d", "2 d", 1_000 * 2 / 7)],
)
def test_a_fee_for_a_while_is_paid_for_the_part_of_it_that_lies_in_the_window(company, time, weeks, due):
    dated = {"at": [{"time": time, "for": weeks, "set": {"compensation.fee.yearly": FEE}}]}
    more = paid(company.but(dated), "marketing") - paid(company, "marketing")
    assert more == pytest.approx(due, abs=1e-6)


def test_who_is_hired_in_the_middle_of_a_week_is_paid_from_that_day_on(company):
    hired = {"at": [{"time": "6.5 w", "set": {"people.manager.count": "+1"}}]}
    more = paid(company.but(hired), "pay") - paid(company, "pay")
    assert more == pytest.approx(1.5 / 52 * (85_000 + 30_000) * 1.21)


def test_who_leaves_in_the_middle_of_a_week_is_paid_up_to_that_day(company):
    gone = {"at": [{"time": "6.5 w", "set": {"people.manager.count": "-1"}}]}
    less = paid(company, "pay") - paid(company.but(gone), "pay")
    assert less == pytest.approx(1.5 / 52 * (85_000 + 30_000) * 1.21)


def test_who_is_away_when_the_run_ends_is_paid_like_everybody_else():
    """In the reference company's first year three people are on leave or ill on its last Friday."""
    scenario = load("norddrive").but({"run.horizon": "1 y", "run.warm_up": "0 y"})
    log = play(scenario)
    rows = log.notes[(log.notes["activity"] == MONEY) & (log.notes["reason"] == PAY)]
    last = log.base.ends[-1]
    assert len([crew.role for crew in log.people if crew.calendar.ends[-1] < last]) == 3
    for role, plan in scenario.compensation.items():
        for crew in (crew for crew in log.people if crew.role == role):
            paid = -rows["value"][rows["person"] == crew.number].sum()
            assert paid == pytest.approx(plan.yearly_pay())
