"""Cooling leads, pursuing reps, learning, and media money: figures of dossier 1, 3 and 18 worked by hand."""

from __future__ import annotations

from math import exp, log

import pytest
from pydantic import ValidationError

from simsales.responses.advertising import Advertising
from simsales.responses.cooling import Cooling
from simsales.responses.learning import RampUp, Relearning
from simsales.responses.pursuit import Pursuit

MONTH = 8736 / 12  # h


@pytest.mark.parametrize(("waited", "chance"), [(0, 0.60), (1.5, 0.57), (20, 0.32), (48, 0.19), (1e6, 0.15)])
def test_a_lead_cools_by_the_hour(waited, chance):
    assert Cooling().contact(0, waited) == pytest.approx(chance, abs=0.005)


def test_the_base_mix_is_reached_half_of_the_time_at_first_and_70_percent_after_four_attempts():
    # 75 % of inquiries wait 1.5 h, 25 % a night of 20 h; each later attempt succeeds with .154
    cooling = Cooling()
    first = 0.75 * cooling.contact(0, 1.5) + 0.25 * cooling.contact(0, 20)
    later = cooling.contact(1, 1.5)
    missed = 1 - first
    assert first == pytest.approx(0.505, abs=0.005)
    assert 1 - missed * (1 - later) ** 3 == pytest.approx(0.70, abs=0.005)
    made = 1 + missed * (1 + (1 - later) + (1 - later) ** 2)
    assert made == pytest.approx(2.27, abs=0.01)


def test_later_attempts_do_not_look_at_the_clock():
    assert Cooling().contact(1, 0.0) == Cooling().contact(3, 500.0) == 0.154


def test_the_steep_preset_falls_sevenfold_within_an_hour_and_sixtyfold_within_a_day():
    steep = Cooling(kind="hbr")
    assert (steep.p_0, steep.p_inf, str(steep.tau)) == (0.60, 0.01, "0.51 h")

    def reached(since, until):  # mean over leads first tried between two hours
        tau = 0.51
        return 0.01 + 0.59 * tau * (exp(-since / tau) - exp(-until / tau)) / (until - since)

    def odds(chance):
        return chance / (1 - chance)

    assert sum(steep.contact(0, (n + 0.5) / 1000) for n in range(1000)) / 1000 == pytest.approx(
        reached(0, 1), rel=1e-5
    )
    assert odds(reached(0, 1)) / odds(reached(1, 2)) == pytest.approx(7, rel=0.1)
    assert odds(reached(0, 1)) / odds(steep.contact(0, 24)) > 30
    assert steep.contact(0, 0) / steep.contact(0, 24) == pytest.approx(60, rel=0.01)


def test_a_preset_may_be_changed_in_part():
    assert Cooling(kind="hbr", tau="1 h").p_inf == 0.01


def test_switched_off_a_lead_stays_as_it_was():
    off = Cooling(kind="off", p_0=0.75)
    assert off.contact(0, 0) == off.contact(0, 5_000) == 0.75


def test_a_lead_does_not_warm_up():
    with pytest.raises(ValidationError, match="must have p_inf <= p_0"):
        Cooling(p_0=0.1, p_inf=0.2)


def base_chance(pursuit, **changes):
    """At base trust (precision at the base threshold), tracking and load, for a rep of average experience."""
    base = {"belief": 0.647, "tracking": 0.5, "load": 0.7, "experience": 0.0, "offset": 0.0}
    return pursuit.chance(**(base | changes))


def test_in_the_base_three_of_four_leads_are_pursued():
    assert base_chance(Pursuit()) == pytest.approx(0.75, abs=0.001)


def test_the_odds_of_pursuit_move_as_stated():
    pursuit, base = Pursuit(), log(3)

    def moved(**changes):
        chance = base_chance(pursuit, **changes)
        return log(chance / (1 - chance)) - base

    assert moved(belief=0.747) == pytest.approx(0.2, abs=0.002)
    assert moved(tracking=1.0) == pytest.approx(0.4, abs=0.002)
    assert moved(tracking=1.0, experience=1.0) == pytest.approx(0.4 - 0.5, abs=0.002)
    assert moved(load=0.8) == pytest.approx(0, abs=0.002)
    assert moved(load=1.3) == pytest.approx(-0.6, abs=0.002)
    assert moved(offset=1.846) == pytest.approx(1.846, abs=0.002)


def test_tracking_moves_experienced_reps_less():
    def gain(experience):
        pursuit = Pursuit()
        return base_chance(pursuit, tracking=1.0, experience=experience) - base_chance(
            pursuit, tracking=0.0, experience=experience
        )

    assert gain(-1.0) > gain(0.0) > gain(1.0) > 0


def test_a_referral_is_pursued_95_times_in_100():
    assert base_chance(Pursuit(), offset=1.846) == pytest.approx(0.95, abs=0.001)


def test_a_rep_believes_a_tenth_more_in_what_the_last_lead_showed():
    pursuit = Pursuit()
    assert pursuit.learn(0.6, True) == pytest.approx(0.64) and pursuit.learn(0.6, False) == pytest.approx(
        0.54
    )
    assert Pursuit(memory=0.0).learn(0.6, False) == 0.6


def test_a_newcomer_is_at_90_percent_after_nine_months():
    ramp = RampUp()
    assert ramp.productivity(0) == pytest.approx(0.2)
    assert ramp.productivity(9 * MONTH) == pytest.approx(0.9, abs=0.01)
    assert ramp.productivity(10 * 8736) == pytest.approx(1, abs=1e-9)


def test_without_a_ramp_a_newcomer_is_at_full_pace():
    assert RampUp(tau="0 y").productivity(0) == 1 and RampUp(start=1).productivity(0) == 1


def test_each_doubling_of_cases_saves_a_tenth_until_the_floor_after_96_repetitions():
    learning = Relearning()
    assert [learning.factor(n) for n in (1, 2, 4, 8)] == pytest.approx([2, 1.8, 1.62, 1.458])
    assert learning.factor(95) > 1.0
    assert [learning.factor(n) for n in (96, 500)] == pytest.approx([1, 1], abs=0.001)
    assert learning.factor(0) == learning.factor(1)


def test_steady_media_money_changes_nothing():
    assert Advertising().levels([1.0] * 5) == pytest.approx([1.0] * 5)


def test_doubled_media_money_brings_15_percent_more_leads_in_the_long_run():
    levels = Advertising(elasticity=0.20, carry=0.75).levels([2.0] * 60)
    # adstock after one week 1.25, after two 1.4375; in the end 2
    assert levels[:2] == pytest.approx([1.25**0.2, 1.4375**0.2])
    assert levels[-1] == pytest.approx(2**0.2, abs=1e-6) and pytest.approx(1.149, abs=5e-4) == 2**0.2


def test_without_media_money_leads_fade_and_do_not_stop_at_once():
    levels = Advertising(carry=0.75).levels([0.0] * 4)
    assert levels == pytest.approx([0.75 ** (0.2 * week) for week in (1, 2, 3, 4)])
    assert Advertising(carry=0.0).levels([0.0]) == [0.0]


def test_without_elasticity_money_does_nothing():
    assert Advertising(elasticity=0).levels([3.0, 0.5]) == [1.0, 1.0]
