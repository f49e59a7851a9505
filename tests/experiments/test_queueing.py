"""The queueing shadow: formulas, a desk that theory knows, and desks that it does not."""

import math

import pytest

from simsales import load
from simsales.experiments.formulas import allen_cunneen_wait, erlang_c, erlang_wait
from simsales.experiments.queueing import queueing_shadow
from simsales.scenario import Scenario
from tests.theory import closed_forms


@pytest.mark.parametrize(("servers", "load_"), [(1, 0.5), (4, 3.0), (20, 17.0)])
def test_the_formulas_are_those_of_theory(servers, load_):
    assert erlang_c(servers, load_) == pytest.approx(closed_forms.erlang_c(servers, load_), rel=1e-12)
    wait = closed_forms.mean_wait(load_ / 2.0, 1.0 / 2.0, servers)
    assert erlang_wait(servers, load_, 2.0) == pytest.approx(wait, rel=1e-12)
    assert allen_cunneen_wait(servers, load_, 2.0, 1.0, 1.0) == pytest.approx(wait, rel=1e-12)


def test_for_one_person_and_poisson_arrivals_the_approximation_is_exact():
    exact = closed_forms.pollaczek_khinchine(0.5, 1.2, 1.5)
    assert allen_cunneen_wait(1, 0.5 * 1.2, 1.2, 1.0, 1.5**2) == pytest.approx(exact, rel=1e-12)


def test_a_desk_that_is_asked_for_too_much_has_no_steady_wait():
    assert erlang_c(3, 3.0) == 1.0 and math.isinf(erlang_wait(3, 3.5, 1.0))


def desk(**changes):
    return Scenario().but(
        {
            "calendar": {"kind": "always"},
            "demand.inbound": {"rate": "9 / h"},
            "people.sdr": {"count": 4, "shift": "always"},
            "selling.prospecting.hours": {"kind": "exponential", "mean": "20 min"},
            "switches.competitor": False,
            "run": {"horizon": "8 w", "warm_up": "1 w", "replications": 3, "seed": 7},
            **changes,
        },
        name="desk",
    )


@pytest.mark.slow
def test_where_theory_holds_the_two_agree():
    """M/M/4 at .75: theory from measured rates within 10 % of Erlang's, the simulated wait within 10 % of both."""
    found = queueing_shadow(desk(), workers=1).of("sdr")
    exact = closed_forms.mean_wait(9.0, 3.0, 4)
    for wait in (found.erlang, found.theory, found.simulated, found.by_the_clock):
        assert wait == pytest.approx(exact, rel=0.10)
    assert (found.people, found.desks, found.deputies, found.left) == (4.0, 1.0, 0.0, 0.0)
    assert found.load == pytest.approx(0.75, rel=0.03)
    assert found.arrivals_cv == pytest.approx(1.0, abs=0.03) and found.work_cv == pytest.approx(1.0, abs=0.03)
    assert found.busy_days == pytest.approx(1.0, abs=0.5)


@pytest.mark.slow
def test_even_work_halves_the_wait_in_both():
    found = queueing_shadow(desk(**{"selling.prospecting.hours": "20 min"}), workers=1).of("sdr")
    assert found.work_cv == pytest.approx(0.0, abs=1e-6)
    assert found.theory == pytest.approx(found.erlang / 2.0, rel=0.10)
    assert found.simulated == pytest.approx(found.theory, rel=0.10)


def test_what_theory_leaves_out_is_named():
    office = {
        "calendar": {"kind": "office"},
        "demand.inbound": {"rate": "40 / d", "patience": {"kind": "exponential", "mean": "2 d"}},
        "people.sdr": {"count": 2, "shift": "8/5", "discipline": "priority", "leave_days": 30},
    }
    shadow = queueing_shadow(desk(**office, run={"horizon": "6 w"}), replications=1, workers=1)
    told = "; ".join(shadow.reasons("sdr"))
    for reason in ("calendar:", "arrivals are bunched", "came while it was closed", "served by priority"):
        assert reason in told
    assert "absences take" in told and "left the queue" in told
    assert f"sdr: {told}." in repr(shadow) and len(shadow.to_pandas()) == 1


def test_people_with_queues_of_their_own_are_desks_of_one():
    norddrive = load("norddrive_selling").but({"run.horizon": "6 w", "run.warm_up": "2 w"})
    shadow = queueing_shadow(norddrive, replications=1, workers=1)
    hunters = shadow.of("hunter")
    assert (hunters.desks, round(hunters.people)) == (7.0, 1)
    assert "hunter × 7" in repr(shadow)
