"""The journeys of orders, complaints and customers, from logs written by hand and from a run."""

import pytest

from simsales.company.accounts.chronicle import ACCOUNT_COLUMNS
from simsales.company.complaints.problems import PROBLEM_COLUMNS
from simsales.company.complaints.settling import SETTLEMENT_COLUMNS
from simsales.company.production.factory import PROMISE_COLUMNS
from simsales.company.production.order_book import ORDER_COLUMNS
from simsales.instruments.clock import YEAR
from simsales.journeys import account_journey, complaint_journey, journey, order_journey
from simsales.processes.play import play
from simsales.scenario.model import Scenario
from simsales.words.errors import InputError
from simsales.words.vocabulary import (
    ACCOUNT,
    ACTIVITIES,
    AFTER_PROBLEM,
    ANSWERED,
    ASSEMBLY,
    BACKORDERED,
    CHURNED,
    COMPLAINED,
    CREDIT,
    DEFECT,
    DELIVERED,
    ENTERED,
    MONEY,
    OFFERED,
    ORDER,
    PROBLEM,
    RECEIPT,
    REPEAT,
    SATISFIED_FAST,
    SETTLED,
    TROUBLED,
    VISITED,
)
from tests.kpis.byhand import DAY, Hand


def orders_and_complains():
    """A customer of two years orders on Tuesday, finds a defect, complains, is answered and leaves."""
    hand = Hand(horizon=20 * DAY)
    log = hand.log
    account = log.open("accounts", ACCOUNT_COLUMNS, ACCOUNT)(-2 * YEAR, 150e3, 0.0, 0.0, 0.0, 7, -1, 0, 0)
    order = log.open("orders", ORDER_COLUMNS, ORDER)(1.5 * DAY, 4500.0, account, -1, 1, 0, REPEAT)
    log.open("promises", PROMISE_COLUMNS)(order, 5.5 * DAY, 0.0, 0.0, 0)
    hand.note(1.5 * DAY, order, OFFERED, 0.05)
    hand.note(1.6 * DAY, order, ENTERED, 1.0)
    hand.note(2.0 * DAY, order, BACKORDERED, 2.0)
    hand.work(2 * DAY, 2 * DAY + 9, 2 * DAY + 11, 2.0, order, ASSEMBLY)
    hand.note(6 * DAY, order, DELIVERED, 1.0)
    columns = (8 * DAY, 300.0, account, order, DEFECT, 0, 1)
    problem = log.open("problems", PROBLEM_COLUMNS, PROBLEM)(*columns)
    for day, activity, value in ((8, TROUBLED, 0), (8.5, COMPLAINED, 0), (9.5, ANSWERED, 210)):
        hand.note(day * DAY, problem, activity, float(value))
    hand.work(8.5 * DAY, 9 * DAY, 9 * DAY + 1, 1.0, problem, RECEIPT)
    hand.note(10 * DAY, problem, SETTLED, float(SATISFIED_FAST))
    log.open("settlements", SETTLEMENT_COLUMNS)(
        problem, SATISFIED_FAST, 81.0, 0.8, 0.8, 0.8, 0.1, CREDIT, 210.0
    )
    hand.note(3 * DAY, account, VISITED)
    hand.log.note(11 * DAY, account, CHURNED, 0.0, AFTER_PROBLEM)
    return log


def told(journey):
    return [sentence.split("  ")[1] for sentence in journey.sentences()]


def test_an_orders_way_to_its_customer():
    story = order_journey(orders_and_complains(), 0)
    promised = "it is promised for week 1 Sat 12:00"
    assert told(story) == [
        f"Order 0 comes in: standard, 4,500, a repeat order of account 0; {promised}.",
        "A promotion takes 5.0% off its price.",
        "It is entered by the customer, in the shop.",
        "It waits for stock: 2 missing.",
        "It waits for assembly.",
        "sdr 1 begins assembly after 9.0 h of waiting.",
        "sdr 1 ends assembly, 2.0 h of work.",
        "It is delivered, late.",
        "There is a grave problem (defect), a loss of 300 (problem 0).",
    ]
    assert story.over and story.end == 6 * DAY
    assert story.timeline().startswith("assembly · sdr 1")


def test_a_complaints_way_through_the_service_desk():
    story = complaint_journey(orders_and_complains(), 0)
    assert told(story) == [
        "There is a grave problem (defect), a loss of 300 (problem 0) with order 0 of account 0.",
        "The customer notices it.",
        "The customer complains.",
        "It waits for receipt.",
        "sdr 1 begins receipt after 12.0 h of waiting.",
        "sdr 1 ends receipt, 1.0 h of work.",
        "It is answered, with a remedy worth 210.",
        "It is over: satisfied fast.",
        "Satisfaction with the credit: 81 of 100.",
    ]
    assert story.over


def test_a_customers_life():
    story = account_journey(orders_and_complains(), 0)
    assert told(story) == [
        "Account 0 is a customer for 2.0 years: segment all, needs 150,000 a year.",
        "It orders standard for 4,500 (order 0).",
        "Somebody of ours has spoken with it.",
        "There is a grave problem (defect), a loss of 300 (problem 0).",
        "It has left: after a problem.",
    ]


@pytest.mark.parametrize("tell, option", [(order_journey, "order"), (complaint_journey, "complaint")])
def test_a_number_that_nothing_has_is_refused(tell, option):
    with pytest.raises(InputError, match=f"--{option}: must be the number of one of the 1 .* found 3"):
        tell(orders_and_complains(), 3)
    with pytest.raises(InputError, match="found 0; this scenario has no"):
        tell(Hand().log, 0)


def test_a_lead_tells_which_order_it_became():
    hand = Hand()
    deal = hand.open(1.0, 5.0)
    hand.log.open("orders", ORDER_COLUMNS, ORDER)(7.0, 4500.0, -1, deal, 0, 0, 0)
    assert told(journey(hand.log, "inbound/0/1"))[-2] == "It becomes order 0."


def test_everything_that_can_happen_to_them_is_a_sentence():
    log = orders_and_complains()
    problem = log.table("settlements")["problem"][0]
    for case in (log.table("orders")["account"][0], log.table("problems")["order"][0], problem):
        for number in range(len(ACTIVITIES)):
            if number != MONEY:
                log.note(12 * DAY, int(case), number, 0.0)
    for tell in (account_journey, order_journey, complaint_journey):
        assert all("_" not in sentence for sentence in told(tell(log, 0)))


def test_every_order_and_complaint_of_a_real_run_has_a_journey():
    scenario = Scenario().but(
        {
            "farming": {},
            "customers.all": {"count": 40, "orders": 20},
            "complaints": {"defects": {"standard": 0.3}, "approval": "skip", "complex": "skip"},
            "people.service": {"count": 2},
            "run.horizon": "10 w",
        }
    )
    log = play(scenario)
    assert len(log.table("orders")) > 100 and len(log.table("problems")) > 20
    for tell, table in (
        (order_journey, "orders"),
        (complaint_journey, "problems"),
        (account_journey, "accounts"),
    ):
        for number in range(0, len(log.table(table)), 7):
            story = tell(log, number)
            assert story.arrived <= story.end <= log.horizon
            assert story.sentences() and story.timeline()
