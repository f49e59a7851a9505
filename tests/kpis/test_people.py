"""Hours and where they go, and how evenly leads and wins fall."""

from dataclasses import replace
from math import inf, isnan, sqrt

import pytest

from simsales.instruments.clock import Calendar
from simsales.instruments.eventlog import case_number
from simsales.kpis.people import KINDS, _kinds
from simsales.words.vocabulary import (
    BACKGROUND,
    CLOSING,
    FARMING,
    IMPROVEMENT,
    OBJECTIONS,
    ORDER_ENTRY,
    PRESENTATION,
    PROSPECTING,
    QUALIFICATION,
    QUIT,
    TASKS,
    TRIAGE,
    WON,
)
from tests.kpis.byhand import WEEK, Hand, office, scenario


def busy_week():
    """The SDR could work 20 h and works 5; the hunters could work 80 h and work 8."""
    hand = Hand(horizon=WEEK, calendar=office())
    lead, deal = hand.lead(8.0), hand.open(8.0, 9.0)
    hand.work(8.0, 8.0, 12.0, 2.0, lead)
    hand.work(8.0, 32.0, 38.0, 3.0, lead, QUALIFICATION)
    hand.work(9.0, 9.0, 15.0, 6.0, deal, PRESENTATION, 1)
    hand.work(15.0, 32.0, 34.0, 2.0, deal, CLOSING, 2)
    return hand, deal


def test_utilisation_is_hours_worked_over_hours_available():
    hand, _ = busy_week()
    figures = hand.measured()
    assert figures["utilisation.sdr"] == pytest.approx(0.25)
    assert figures["utilisation.hunter"] == pytest.approx(0.1)


def test_a_team_that_never_rests_is_fully_used():
    hand = Hand(horizon=100.0, warm_up=20.0)
    hand.work(0.0, 0.0, inf, 1000.0, hand.lead(0.0))
    assert hand.measured()["utilisation.sdr"] == pytest.approx(1.0)


def test_offered_load_counts_what_is_asked_whether_or_not_it_is_done():
    hand, deal = busy_week()
    hand.work(100.0, inf, inf, 72.0, deal, OBJECTIONS, 1)
    figures = hand.measured()
    assert figures["offered_load.hunter"] == pytest.approx(1.0)
    assert figures["utilisation.hunter"] == pytest.approx(0.1)


def test_hours_are_told_by_task():
    hand, _ = busy_week()
    figures = hand.measured()
    hours = {
        name.removeprefix("hours."): value for name, value in figures.items() if name.startswith("hours.")
    }
    assert {task: value for task, value in hours.items() if value} == {
        "prospecting": 2.0,
        "qualification": 3.0,
        "presentation": 6.0,
        "closing": 2.0,
    }
    assert "nurturing" not in hours, "the scenario does none"


def test_background_work_has_a_line_of_its_own():
    hand, _ = busy_week()
    hand.log.background.append("order desk")
    hand.work(8.0, 56.0, 60.0, 2.0, case_number(BACKGROUND, 5), len(TASKS))
    assert hand.measured()["hours.order_desk"] == 2.0


def test_a_teams_hours_are_shared_out_by_what_they_are_for():
    hand, deal = busy_week()  # the SDR has worked five hours on leads
    hand.log.background.append("order desk")
    for task, hours in ((ORDER_ENTRY, 1.0), (IMPROVEMENT, 0.5), (TRIAGE, 2.0), (len(TASKS), 1.5)):
        hand.work(8.0, 56.0, 56.0 + hours / 0.5, hours, deal, task)
    hand.work(8.0, 57.0, 61.0, 4.0, deal, FARMING, 2)
    figures = hand.measured()
    shares = {kind: figures[f"hours_share.sdr.{kind}"] for kind in KINDS}
    assert shares == pytest.approx(
        {"selling": 0.5, "farming": 0.0, "complaints": 0.2, "orders": 0.1, "other": 0.2}
    )
    assert figures["hours_share.hunter.farming"] == pytest.approx(4.0 / 12.0)
    assert figures["hours_share.hunter.selling"] == pytest.approx(8.0 / 12.0)


def test_every_task_is_for_something_that_its_name_suggests():
    kinds = dict(zip(TASKS, (KINDS[kind] for kind in _kinds(len(TASKS))), strict=True))
    assert [task for task, kind in kinds.items() if kind == "other"] == [
        "improvement",
        "inquiry",
        "supervision",
        "reporting",
    ]
    assert kinds["dispatch"] == kinds["order_entry"] == "orders"
    assert kinds["root_cause"] == kinds["receipt"] == "complaints"
    assert kinds["farming"] == kinds["usage_programme"] == "farming"
    assert kinds["prospecting"] == kinds["gate_review"] == kinds["quotation"] == "selling"


def test_who_did_not_work_has_no_shares():
    assert not [name for name in Hand().measured() if name.startswith("hours_share.")]


def test_hours_per_win_carry_the_lost_deals_and_not_the_search_for_leads():
    hand, deal = busy_week()
    hand.note(40.0, deal, WON)
    other = hand.open(8.0, 9.0)
    hand.work(40.0, 56.0, 60.0, 4.0, other, PRESENTATION, 2)
    assert hand.measured()["hours_per_win"] == pytest.approx(6.0 + 2.0 + 4.0)
    hand.note(41.0, other, WON)
    assert hand.measured()["hours_per_win"] == pytest.approx(6.0)


def deals_of(*owners):
    hand = Hand()
    return hand, [hand.deal(hand.lead(1.0), 2.0, owner) for owner in owners]


def test_even_leads_have_no_gini_and_one_sided_leads_have_one_half():
    assert deals_of(1, 2, 1, 2)[0].measured()["lead_gini"] == pytest.approx(0.0)
    assert deals_of(1, 1, 1)[0].measured()["lead_gini"] == pytest.approx(0.5), "all to one of two"
    assert deals_of(1, 1, 1, 2)[0].measured()["lead_gini"] == pytest.approx(0.25)


def test_the_spread_of_wins_is_their_deviation_over_their_mean():
    hand, deals = deals_of(1, 1, 1, 2)
    for deal in deals:
        hand.note(5.0, deal, WON)
    assert hand.measured()["win_spread"] == pytest.approx(sqrt(2) / 2), "3 and 1: deviation 1.414, mean 2"


def test_without_owners_there_is_nothing_to_share():
    hand = Hand()
    hand.deal(hand.lead(1.0), 2.0, owner=None)
    figures = hand.measured()
    assert isnan(figures["lead_gini"])
    assert isnan(figures["win_spread"])


def test_no_wins_have_no_hours_per_win():
    hand, _ = busy_week()
    assert isnan(hand.measured()["hours_per_win"])


def test_a_rep_who_was_never_there_in_the_window_does_not_count():
    hand, _ = deals_of(1, 1)
    assert hand.measured()["lead_gini"] == pytest.approx(0.5)
    hand.log.people[2] = replace(hand.log.people[2], calendar=Calendar([]))
    assert hand.measured()["lead_gini"] == pytest.approx(0.0)


def test_prospecting_is_the_sdrs_and_not_the_hunters_time():
    hand = Hand(horizon=10.0)
    hand.work(0.0, 0.0, 10.0, 5.0, hand.lead(0.0), PROSPECTING, 0)
    figures = hand.measured()
    assert (figures["utilisation.sdr"], figures["utilisation.hunter"]) == (pytest.approx(1.0), 0.0)


def test_who_quits_is_counted_where_people_can_quit():
    hand = Hand(horizon=100.0)
    hand.scenario = scenario(**{"people.hunter": {"count": 2, "queue": "owner", "attrition": {}}})
    for time, person in ((-1.0, 1), (0.0, 1), (50.0, 2), (100.0, 2)):
        hand.log.note(time, -1, QUIT, person=person)
    figures = hand.measured()
    assert figures["quits.hunter"] == 2
    assert "quits.sdr" not in figures
