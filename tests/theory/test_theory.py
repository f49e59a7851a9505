"""The engine against closed forms, by one rule.

The tolerance is a third of what the named mutation moves the answer, at most 5 %; the run is long enough
that 3.3 standard errors stay below it; the mean meets the theory within it; the mutant misses by more than
twice as much.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simsales.instruments.eventlog import rows_of
from simsales.processes.play import play
from simsales.words.vocabulary import WON
from tests.theory import measures as read
from tests.theory.case import STANDARD_ERRORS, estimates
from tests.theory.cases import CASES, T01, T06

FAST_AND_SLOW = [pytest.param(case, id=str(case), marks=[pytest.mark.slow] * case.slow) for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_closed_form_gives_the_known_figures(case):
    assert case.theory == pytest.approx(case.expected, rel=1e-9)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_seed_is_the_number_of_the_case(case):
    assert case.scenario.run.seed == int(case.name[1:3])


@pytest.mark.parametrize("case", FAST_AND_SLOW)
def test_the_engine_meets_the_theory(case):
    found = estimates(case, case.scenario, case.replications)
    for name, theory in case.theory.items():
        allowed = case.tolerance[name] * theory
        assert STANDARD_ERRORS * found[name].error < allowed, f"{name}: the run is too short to tell"
        assert abs(found[name].mean - theory) < allowed, f"{name}: {found[name].mean} against {theory}"


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_mutant_misses(case):
    found = estimates(case, case.mutant_scenario, case.mutant_replications)
    for name, theory in case.theory.items():
        missed = abs(found[name].mean - theory)
        assert missed > 2.0 * case.tolerance[name] * theory, f"{name}: {found[name].mean} against {theory}"


@pytest.mark.slow
def test_the_half_width_shrinks_with_the_square_root_of_the_length():
    def spread(hours: float) -> float:
        scenario = T01.scenario.but({"run.horizon": f"{hours} h"})
        means = [read.mean_waiting(play(scenario, replication))["wait"] for replication in range(30)]
        return float(np.std(means, ddof=1))

    ratio = spread(300.0) / spread(3000.0)
    # the square of the ratio, over ten, follows F(29, 29)
    low, high = stats.f(29, 29).ppf([0.0005, 0.9995])
    assert math.sqrt(10.0 * low) < ratio < math.sqrt(10.0 * high)


def test_wins_are_poisson_and_independent_of_losses():
    """Thinning: variance equals mean, and what is won says nothing about what is lost in the same stage."""
    log = play(T06.scenario.but({"run.horizon": "40000 d"}))
    weeks = np.arange(0.0, log.horizon + 1.0, 5.0 * 24.0)
    won = log.notes[log.notes["activity"] == WON]
    lost = np.setdiff1d(np.arange(len(log.opportunities)), rows_of(won["case"]))
    wins = np.histogram(log.opportunities["opened"][rows_of(won["case"])], weeks)[0]
    losses = np.histogram(log.opportunities["opened"][lost], weeks)[0]
    dispersion = wins.var(ddof=1) / wins.mean()
    assert abs(dispersion - 1.0) < STANDARD_ERRORS * math.sqrt(2.0 / len(wins))
    assert abs(np.corrcoef(wins, losses)[0, 1]) < STANDARD_ERRORS / math.sqrt(len(wins))
