"""Complaints beside problems, on a log of five problems written by hand; and the same figures of a real run."""

from math import isnan
from pathlib import Path

import numpy as np
import pytest

from simsales.company.accounts.chronicle import ACCOUNT_COLUMNS, STANDING_COLUMNS
from simsales.company.complaints.problems import PROBLEM_COLUMNS
from simsales.company.complaints.quality import MENDING_COLUMNS
from simsales.company.complaints.settling import SETTLEMENT_COLUMNS
from simsales.company.production.order_book import ORDER_COLUMNS
from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import Crew, rows_of
from simsales.kpis import catalogue, measure
from simsales.kpis.outcomes import complaint_cost, cost_of_problems
from simsales.kpis.reading import Reading
from simsales.kpis.recovery import defects_avoided
from simsales.processes.play import play
from simsales.scenario import Scenario, load
from simsales.words.vocabulary import (
    ACCOUNT,
    ACKNOWLEDGED,
    AFTER_PROBLEM,
    ANSWERED,
    CHURNED,
    COMPLAINED,
    DEFECT,
    DELIVERED,
    EVALUATION,
    LATE,
    ORDER,
    PAY,
    PROBLEM,
    PROCESSING,
    REGISTERED,
    REMEDY,
    REOPENED,
    REWORK,
    SATISFIED_FAST,
    SATISFIED_LATE,
    SETTLED,
    SILENT,
    TROUBLED,
    UNSATISFIED,
    WON,
)
from tests.kpis.byhand import DAY, WEEK, Hand, office

SLICES = Path(__file__).parent.parent / "facts" / "scenarios"
TABLES = {
    "farming": {"discount": 0.10},
    "customers.all": {"count": 3, "churn": "0.10 / y", "share": 0.5},
    "products.standard": {"repeat_value": 1000.0, "variable_cost": 0.6},
    "people.service": {"count": 1},
    "people.quality": {"count": 1},
    "people.manager": {"count": 1},
    "people.engineer": {"count": 1},
    "complaints": {"quality": {}, "defects": {"standard": 0.10}},
}
MONDAY = 8.0  # h, when the office opens


def writer(log, name, columns, *object_type):
    """Enters rows of a table by the names of its columns; what is left out is 0."""
    add = log.open(name, columns, *object_type)
    return lambda **values: add(*(values.get(column, 0) for column in columns))


class Desk(Hand):
    """A log with three customers, ten deliveries and a service desk of one."""

    def __init__(self, **window):
        calendar = office(8)
        super().__init__(horizon=8 * WEEK, calendar=calendar, **window)
        self.scenario = Scenario().but(TABLES, name="desk")
        self.log.sources = ()
        self.log.desks[:] = ["service", "quality"]
        self.log.people[:] = [
            Crew(0, "service", "service", 0, 1.0, 1.0, calendar),
            Crew(1, "quality", "quality", 0, 1.0, 1.0, calendar),
        ]
        log = self.log
        enter = writer(log, "accounts", ACCOUNT_COLUMNS, ACCOUNT)
        # a customer orders for 20,000 EUR a year if its whole wallet is ours
        self.accounts = [enter(yearly=20_000.0, key=n) for n in range(3)]
        self.stands = writer(log, "standings", STANDING_COLUMNS)
        orders = log.open("orders", ORDER_COLUMNS, ORDER)
        for n in range(10):
            case = orders(0.0, 1000.0, self.accounts[0], -1, n, 0, 1)
            self.note(n * 4 * DAY + MONDAY, case, DELIVERED)
        self.problem_row = log.open("problems", PROBLEM_COLUMNS, PROBLEM)
        self.settlement = log.open("settlements", SETTLEMENT_COLUMNS)
        self.mending = log.open("mendings", MENDING_COLUMNS)

    def problem(self, noticed, account=0, trouble=DEFECT, severity=0, cause=0):
        case = self.problem_row(noticed, 500.0, self.accounts[account], -1, trouble, cause, severity)
        self.note(noticed, case, TROUBLED)
        return case

    def settle(self, time, case, outcome, satisfaction=0.0, churn=0.0):
        self.note(time, case, SETTLED, float(outcome))
        self.settlement(case, outcome, satisfaction, 0.0, 0.0, 0.0, churn, -1, 0.0)


def desk(**window):
    """Five problems: a silent one that costs the customer, a forgotten one, a quick and a slow answer, an open one."""
    hand = Desk(**window)
    silent = hand.problem(MONDAY, account=2, severity=1)
    hand.settle(MONDAY, silent, SILENT, churn=0.15)
    hand.note(MONDAY, hand.accounts[2], CHURNED, reason=AFTER_PROBLEM)
    forgotten = hand.problem(MONDAY + DAY, account=1, trouble=LATE, cause=-1)
    hand.note(MONDAY + DAY, forgotten, COMPLAINED, 1.0)
    hand.settle(MONDAY + DAY + 2 * WEEK, forgotten, UNSATISFIED, churn=0.0208)
    quick = hand.problem(MONDAY, account=0)
    answered(hand, quick, MONDAY, 4.0, [8.0], SATISFIED_FAST, 90.0, 0.001)
    slow = hand.problem(MONDAY + WEEK, account=0, severity=1)
    answered(hand, slow, MONDAY + WEEK, 2 * DAY, [4 * DAY, 2 * WEEK], SATISFIED_LATE, 70.0, 0.015)
    unanswered = hand.problem(MONDAY + 7 * WEEK, account=0, trouble=LATE, cause=-1)
    hand.note(MONDAY + 7 * WEEK, unanswered, COMPLAINED)
    hand.note(MONDAY + 7 * WEEK + 4.0, unanswered, REGISTERED)
    hand.note(MONDAY + 7 * WEEK + 4.0, unanswered, ACKNOWLEDGED)
    return hand


def answered(hand, case, complained, receipt, answers, outcome, satisfaction, churn):
    """A complaint with its answers, so many hours after it was voiced; all but the last do not hold."""
    hand.note(complained, case, COMPLAINED)
    hand.note(complained + receipt, case, REGISTERED)
    hand.note(complained + receipt, case, ACKNOWLEDGED)
    for answer in answers:
        hand.note(complained + answer, case, ANSWERED)
    for answer in answers[:-1]:
        hand.note(complained + answer + 1.0, case, REOPENED)
    hand.settle(complained + answers[-1], case, outcome, satisfaction, churn)


# --- what is heard ---------------------------------------------------------------------------------------


def test_few_complaints_are_not_few_problems():
    figures = desk().measured()
    assert (figures["problems"], figures["complaints"]) == (5.0, 4.0)
    assert figures["articulation"] == pytest.approx(4 / 5)
    assert figures["registration"] == pytest.approx(3 / 4), "one was told to field staff, who forgot it"
    assert figures["problems_seen"] == pytest.approx(2 / 4), "one is silent, one forgotten, one still open"


def test_complaints_stand_beside_problems_per_thousand_deliveries():
    figures = desk().measured()
    assert figures["problems_per_1000_deliveries"] == pytest.approx(500.0)
    assert figures["complaints_per_1000_deliveries"] == pytest.approx(400.0)


def test_the_trend_of_defects_is_that_per_delivery():
    hand = (
        desk()
    )  # seven deliveries and three defects in the first four weeks, three deliveries and none after
    assert hand.measured()["defect_trend"] == -1.0
    hand.problem(MONDAY + 5 * WEEK)
    assert hand.measured()["defect_trend"] == pytest.approx((1 / 3) / (3 / 7) - 1.0)


def test_the_pareto_counts_written_complaints_by_root_cause():
    hand = desk()
    other = hand.problem(MONDAY, cause=2)
    answered(hand, other, MONDAY, 4.0, [8.0], SATISFIED_FAST, 90.0, 0.001)
    figures = hand.measured()
    assert figures["complaints.machining"] == 2.0, "the silent one is not among them"
    assert figures["complaints.assembly"] == 1.0
    assert figures["complaints.material"] == 0.0


def test_projects_that_found_their_cause_are_counted(played):
    log, scenario = played
    figures = measure(log, scenario)
    assert figures["causes_found"] == np.count_nonzero(log.table("projects")["found"])
    written = log.notes["case"][log.notes["activity"] == REGISTERED]
    causes = log.table("problems")["cause"][rows_of(written)]
    total = sum(figures[f"complaints.{name}"] for name in scenario.complaints.causes)
    assert total == np.count_nonzero(causes >= 0)


# --- how soon --------------------------------------------------------------------------------------------


def test_times_are_working_days_from_the_complaint_on():
    figures = desk().measured()
    assert figures["acknowledgement_time"] == pytest.approx((0.5 + 2.0 + 0.5) / 3)
    assert figures["acknowledgement_time_p90"] == 2.0
    assert figures["resolution_time"] == pytest.approx((1.0 + 10.0) / 2), "the answer that stood"
    assert figures["resolution_time_p90"] == 10.0


def test_targets_are_those_of_the_class():
    figures = desk().measured()
    assert figures["acknowledged_in_time"] == pytest.approx(2 / 3)
    assert figures["solved_in_time"] == pytest.approx(1 / 2), (
        "5 wd for a major one; the open one is not late yet"
    )


def test_the_backlog_is_a_mean_over_time():
    stays = (8.0 - 4.0) + (2 * WEEK - 2 * DAY) + (8 * WEEK - (MONDAY + 7 * WEEK + 4.0))
    assert desk().measured()["complaint_backlog"] == pytest.approx(stays / (8 * WEEK))


# --- how well --------------------------------------------------------------------------------------------


def test_satisfaction_is_that_of_whoever_was_answered():
    figures = desk().measured()
    assert figures["complaint_satisfaction"] == 80.0
    assert figures["complainants_satisfied"] == pytest.approx(2 / 3), "the forgotten one is none of them"
    assert figures["reopen_rate"] == pytest.approx(1 / 3)


def test_customers_lost_by_how_their_problem_ended():
    figures = desk().measured()
    assert figures["lost_after_problems"] == 1.0
    assert figures["problem_churn"] == pytest.approx(1 / 4)
    assert figures["problem_churn.silent"] == 1.0
    assert figures["problem_churn.unsatisfied"] == figures["problem_churn.satisfied_late"] == 0.0


# --- what it costs, and what it is worth -----------------------------------------------------------------


def paid():
    """The desk: 3,200 EUR for 320 hours, 6 on a problem; the engineer: 1,600 EUR for as many, 8 for learning."""
    hand = desk()
    hand.log.money(WEEK, PAY, -3200.0, person=0)
    hand.log.money(WEEK, PAY, -1600.0, person=1)
    hand.log.money(WEEK, REMEDY, -200.0)
    hand.log.money(WEEK, REWORK, -100.0)
    problem = int(hand.log.table("settlements")["problem"][2])
    hand.work(MONDAY, MONDAY, MONDAY + 6.0, 6.0, problem, PROCESSING, 0)
    hand.work(MONDAY, MONDAY + DAY, MONDAY + DAY + 4.0, 4.0, -1, PROCESSING, 0)
    hand.work(MONDAY, MONDAY, MONDAY + 8.0, 8.0, -1, EVALUATION, 1)
    return hand


def test_a_complaint_costs_its_hours_and_its_remedy():
    figures = paid().measured()
    assert figures["cost_per_complaint"] == pytest.approx((60.0 + 300.0) / 3)
    assert figures["complaint_cost"] == pytest.approx(60.0 + 300.0 + 40.0)


WORTH = 20_000.0 * 0.5 * 0.4 / (0.10 + 0.10)  # yearly margin over churn plus discount


def test_the_ledger_of_retention_is_what_silence_would_have_cost():
    figures = paid().measured()
    kept = (0.03 - 0.0208) + (0.03 - 0.001) + (0.15 - 0.015)
    assert figures["complaint_ledger.retention"] == pytest.approx(kept * WORTH)


def test_the_ledger_of_attitude_counts_referrals_of_satisfied_customers():
    hand = paid()
    assert hand.measured()["complaint_ledger.attitude"] == 0.0, "nobody listens to referrals"
    hand.log.sources = ("referral",)
    for satisfaction, time in (
        (80.0, 0.0),
        (60.0, 2 * WEEK),
    ):  # content after the first, not after the second
        hand.stands(time=time, satisfaction=satisfaction, account=hand.accounts[0], alive=True)
    lead = hand.lead(0.0)
    hand.note(1.0, hand.deal(lead, 0.5, owner=0), WON)
    referrals = 0.46 * (364 * DAY / YEAR)  # one customer for the year in which it remembers
    assert hand.measured()["complaint_ledger.attitude"] == pytest.approx(referrals * WORTH)


def test_the_ledger_of_quality_is_the_defects_that_did_not_happen():
    hand = paid()
    hand.mending(3 * WEEK, 0.5, 0)  # half of the defects of machining, which are .35 of all, are gone
    reading = hand.reading()
    after = sum(n * 4 * DAY + MONDAY >= 3 * WEEK for n in range(10))
    assert defects_avoided(reading) == pytest.approx(after * 0.10 * 0.35 * 0.5)
    a_problem = ((0.15 + 0.0208 + 0.001 + 0.015) * WORTH + 360.0) / 4
    found = hand.measured()["complaint_ledger.quality"]
    assert found == pytest.approx(defects_avoided(reading) * a_problem)


def test_the_return_is_benefits_less_cost_over_cost():
    figures = paid().measured()
    ledgers = {name: value for name, value in figures.items() if name.startswith("complaint_ledger.")}
    assert ledgers["complaint_ledger.cost"] == pytest.approx(-400.0)
    assert figures["complaint_return"] == pytest.approx(sum(ledgers.values()) / 400.0)


def test_the_window_leaves_out_what_came_before():
    hand = desk()
    hand.log.warm_up = 6 * WEEK
    figures = hand.measured()
    assert (figures["problems"], figures["complaints"]) == (1.0, 1.0)
    assert isnan(figures["resolution_time"])


def test_without_complaints_their_figures_are_absent():
    figures = Hand().measured()
    assert not [name for name in figures if name.startswith(("problem", "complain"))]


# --- a real run ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def played():
    scenario = load(SLICES / "quality.toml")
    return play(scenario), scenario


def test_the_figures_of_a_real_run_agree_with_a_second_count(played):
    log, scenario = played
    figures, notes = measure(log, scenario), log.notes
    counts = {n: np.count_nonzero(notes["activity"] == n) for n in (TROUBLED, COMPLAINED, ANSWERED, REOPENED)}
    assert figures["problems"] == counts[TROUBLED] > 300
    assert figures["complaints"] == counts[COMPLAINED]
    assert figures["articulation"] == pytest.approx(counts[COMPLAINED] / counts[TROUBLED])
    assert figures["reopen_rate"] == pytest.approx(counts[REOPENED] / counts[ANSWERED])
    assert all(name in catalogue() for name in figures)


def test_the_ledgers_of_a_real_run_add_up(played):
    log, scenario = played
    reading, figures = Reading(log, scenario), measure(log, scenario)
    assert figures["complaint_ledger.cost"] == -complaint_cost(reading)
    assert 0.0 <= cost_of_problems(reading) <= complaint_cost(reading)
    settled = log.table("settlements")
    silent = settled[settled["outcome"] == SILENT]
    assert set(np.round(silent["churn"], 6)) == {0.03, 0.15}
    assert figures["complaint_ledger.retention"] > 0.0
    born = np.count_nonzero(log.table("problems")["trouble"] == DEFECT)
    assert 0.0 < defects_avoided(reading) < born
    assert rows_of(settled["problem"]).max() < len(log.table("problems"))


def test_the_long_table_calls_problems_and_orders_by_their_own_names(played):
    table = played[0].to_pandas()
    problems = table[table["object_type"] == "problem"]
    assert problems["object"].str.startswith("problem/").all()
    assert table[table["object_type"] == "order"]["object"].str.startswith("order/").all()
    assert {"troubled", "complained", "registered", "answered", "settled"} <= set(problems["activity"])
