"""The logit of dossier 2: what every effect is worth at its gates, and how far a base journey gets."""

from __future__ import annotations

import json
from math import exp, log, prod
from pathlib import Path

import pytest

from simsales.responses.advancing import Logit, Objecting, Plain, probability

LOGIT = Logit()
# Survival of the hazard clock over the gaps before the four gates, wd: 14, 15.5, 16.6 on average, 23.5.
SURVIVAL = (0.8891392990647927, 0.8795505879659926, 0.8738097095269216, 0.8251180829585687)


def passing(level, fit, source="inbound"):
    """Chances of the four gates on a base journey; the source's offset speaks for fit leads."""
    return [probability(alpha + fit * (level.fit + level.source[source])) for alpha in level.alpha]


def bare(level, fit):
    return [probability(alpha + fit * level.fit) for alpha in level.alpha]


def test_with_the_clock_a_base_journey_wins_298_of_1000_fit_and_20_of_1000_unfit_leads():
    level = LOGIT.level(clock=True)
    assert prod(SURVIVAL) * prod(bare(level, 1)) == pytest.approx(0.298, abs=5e-4)
    assert prod(SURVIVAL) * prod(bare(level, 0)) == pytest.approx(0.020, abs=5e-4)


def test_without_the_clock_the_gates_carry_all_losses_to_the_same_end():
    level = LOGIT.level(clock=False)
    assert prod(bare(level, 1)) == pytest.approx(0.298, abs=5e-4)
    assert prod(bare(level, 0)) == pytest.approx(0.020, abs=5e-4)


@pytest.mark.parametrize(("source", "win"), [("inbound", 0.30), ("outbound", 0.24), ("referral", 0.38)])
def test_sources_differ_in_how_many_fit_leads_are_won(source, win):
    on, off = LOGIT.level(clock=True), LOGIT.level(clock=False)
    assert prod(SURVIVAL) * prod(passing(on, 1, source)) == pytest.approx(win, abs=0.002)
    assert prod(passing(off, 1, source)) == pytest.approx(win, abs=0.002)


def test_stages_are_reached_by_85_68_44_and_21_percent():
    """Of 338, 111 and 60 opportunities of the three sources .647, .694 and .806 are fit: .676 of all."""
    level = LOGIT.level(clock=True)
    alive = {1: 1.0, 0: 1.0}
    reach = []
    for gate, survival in enumerate(SURVIVAL):
        for fit in alive:
            alive[fit] *= survival * bare(level, fit)[gate]
        reach.append(0.676 * alive[1] + 0.324 * alive[0])
    assert reach == pytest.approx([0.85, 0.68, 0.44, 0.208], abs=0.01)


def test_the_reference_company_states_the_same_levels():
    file = Path(__file__).parents[3] / "shared" / "science" / "reference_company.json"
    if not file.exists():
        pytest.skip("the science files are not beside this repository")
    stated = json.loads(file.read_text())
    gates, check = stated["parameters"]["gates"], stated["back_of_envelope"]["gate_check"]
    for name, level in (("clock_on", LOGIT.clock_on), ("clock_off", LOGIT.clock_off)):
        assert list(level.alpha) == gates[name]["alpha"] and level.fit == gates[name]["beta_q"]
        assert level.source == gates[name]["source_offset"]
    assert bare(LOGIT.clock_on, 1) == pytest.approx(check["fit_gates_on"], abs=1e-12)
    assert tuple(check["survival_by_gap"]) == SURVIVAL


@pytest.mark.parametrize("gate", range(4))
def test_a_base_journey_has_no_effects(gate):
    assert LOGIT.people(gate, 1.0, 1 - exp(-1), 1.0) == pytest.approx(0, abs=1e-12)
    assert LOGIT.lateness(gate, LOGIT.tolerated[gate]) == 0
    assert LOGIT.offer(1.0, 1.0) == 0 and LOGIT.objections(0.42) == 0


def test_skill_and_preparation_act_in_equal_parts_at_all_four_gates():
    for gate in range(4):
        assert LOGIT.people(gate, 2.0, 1 - exp(-1), 1.0) == pytest.approx(0.8 / 4 * log(2))
        assert LOGIT.people(gate, 1.0, 0.0, 1.0) == pytest.approx(-1.0 / 4 * (1 - exp(-1)))


def test_perceived_value_acts_once_the_presentation_is_over():
    base = 1 - exp(-1)
    assert LOGIT.people(0, 1.0, base, 1.5) == pytest.approx(0)
    assert [LOGIT.people(gate, 1.0, base, 1.5) for gate in (1, 2, 3)] == pytest.approx([0.6 / 3 * 0.5] * 3)


def test_only_the_delay_beyond_what_the_buyer_tolerates_counts():
    # tolerated 3, 3, 6 and 4 working days; .35 for every ten beyond
    assert [LOGIT.lateness(gate, 14.0) for gate in range(4)] == pytest.approx([-0.385, -0.385, -0.28, -0.35])
    assert LOGIT.lateness(2, 5.9) == 0


def test_ten_percent_of_price_and_one_customary_lead_time_have_their_price():
    assert LOGIT.offer(1.1, 1.0) == pytest.approx(-0.35) and LOGIT.offer(0.9, 1.0) == pytest.approx(0.35)
    assert LOGIT.offer(1.0, 2.0) == pytest.approx(-0.4) and LOGIT.offer(1.0, 0.5) == pytest.approx(0.2)


def test_objections_left_unresolved_count_against_the_usual_number():
    assert LOGIT.objections(1.42) == pytest.approx(-0.5) and LOGIT.objections(0.0) == pytest.approx(0.21)


def test_an_average_rep_leaves_42_objections_in_100_deals():
    # sigma(.4 + .5 visit) in 40 % visits; 1.2 rounds
    response = Objecting()
    resolved = response.resolves(1.0, visit=False)
    assert resolved == pytest.approx(1 / (1 + exp(-0.4)))
    assert response.resolves(1.0, visit=True) == pytest.approx(1 / (1 + exp(-0.9)))
    assert 1.2 * (1 - (0.6 * resolved + 0.4 * response.resolves(1.0, visit=True))) == pytest.approx(
        0.42, abs=0.01
    )
    assert response.resolves(1.3, visit=False) == pytest.approx(1 / (1 + exp(-0.4 - 0.9 * log(1.3))))


def test_plain_conversion_lets_everybody_pass_unless_told_otherwise():
    assert Plain(closing=0.2).closing == 0.2 and Plain().closing == 1.0


@pytest.mark.parametrize(("odds", "chance"), [(0.0, 0.5), (-1e4, 0.0), (1e4, 1.0), (log(3), 0.75)])
def test_log_odds_become_a_probability_without_overflow(odds, chance):
    assert probability(odds) == pytest.approx(chance)
