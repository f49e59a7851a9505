"""Who has been at work longest without a pause is the bottleneck of the moment."""

import pytest

from simsales.words.vocabulary import PRESENTATION
from tests.kpis.byhand import DAY, WEEK, Hand, office


def test_the_longest_active_period_makes_the_bottleneck():
    hand = Hand(horizon=100.0)
    lead, deal = hand.lead(0.0), hand.open(0.0, 0.0)
    hand.work(0.0, 0.0, 20.0, 10.0, lead)
    hand.work(0.0, 20.0, 40.0, 10.0, lead)  # 40 h on end
    hand.work(0.0, 30.0, 60.0, 30.0, deal, PRESENTATION, 1)  # 30 h on end
    figures = hand.measured()
    assert figures["bottleneck.sdr"] == pytest.approx(0.4, abs=0.002)
    assert figures["bottleneck.hunter"] == pytest.approx(0.2, abs=0.002)


def test_a_pause_divides_an_active_period():
    hand = Hand(horizon=100.0)
    lead, deal = hand.lead(0.0), hand.open(0.0, 0.0)
    hand.work(0.0, 0.0, 19.0, 9.5, lead)
    hand.work(0.0, 20.0, 40.0, 10.0, lead)
    hand.work(0.0, 0.0, 30.0, 30.0, deal, PRESENTATION, 1)
    figures = hand.measured()
    assert figures["bottleneck.hunter"] == pytest.approx(0.3, abs=0.002)
    assert figures["bottleneck.sdr"] == pytest.approx(0.1, abs=0.002)


def test_going_home_is_no_pause():
    hand = Hand(horizon=WEEK, calendar=office())
    lead, deal = hand.lead(8.0), hand.open(8.0, 8.0)
    hand.work(8.0, 8.0, DAY + 12.0, 6.0, lead)  # 12 h of the shift, over a night
    hand.work(8.0, DAY + 8.0, DAY + 16.0, 8.0, deal, PRESENTATION, 1)
    figures = hand.measured()
    # the week has 40 working hours: the SDR leads for 12 of them, the hunter for the 4 after
    assert figures["bottleneck.sdr"] == pytest.approx(0.3, abs=0.002)
    assert figures["bottleneck.hunter"] == pytest.approx(0.1, abs=0.002)


def test_where_nobody_works_there_is_no_bottleneck():
    figures = Hand().measured()
    assert (figures["bottleneck.sdr"], figures["bottleneck.hunter"]) == (0.0, 0.0)
