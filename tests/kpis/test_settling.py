"""What is under way, week by week from the beginning, read off a log that was written by hand."""

import pytest

from simsales.words.vocabulary import COMPETITOR, WON
from tests.kpis.byhand import WEEK, Hand
from tests.kpis.shop import Workshop


def test_what_is_open_is_averaged_over_each_week_of_warm_up_and_window():
    hand = Hand(horizon=4 * WEEK, warm_up=WEEK, follow_up=WEEK)
    won, lost, _ = (hand.open(0.0, opened) for opened in (0.0, 0.5 * WEEK, 1.75 * WEEK))
    hand.note(1.5 * WEEK, won, WON)
    hand.lose(2.0 * WEEK, lost, COMPETITOR)
    figures = hand.measured()
    weeks = {name: value for name, value in figures.items() if name.startswith("open_opportunities_week.")}
    assert weeks == {
        "open_opportunities_week.1": pytest.approx(1.0 + 0.5),
        "open_opportunities_week.2": pytest.approx(0.5 + 1.0 + 0.25),
        "open_opportunities_week.3": pytest.approx(1.0),
    }


def test_the_weeks_of_a_window_average_to_the_figure_of_the_window():
    hand = Hand(horizon=6 * WEEK, warm_up=2 * WEEK)
    for opened in (0.3, 1.9, 2.4, 3.3, 5.5):
        hand.open(0.0, opened * WEEK)
    figures = hand.measured()
    mean = sum(figures[f"open_opportunities_week.{week}"] for week in (3, 4, 5, 6)) / 4
    assert mean == pytest.approx(figures["open_opportunities"])


def test_orders_in_progress_are_averaged_over_each_week():
    book = Workshop(horizon=2 * WEEK)
    book.order(0.0, 2 * WEEK, 1.5 * WEEK)
    book.order(0.75 * WEEK, 2 * WEEK)
    figures = book.measured()
    weeks = [figures[f"open_orders_week.{week}"] for week in (1, 2)]
    assert weeks == [pytest.approx(1.25), pytest.approx(1.5)]
