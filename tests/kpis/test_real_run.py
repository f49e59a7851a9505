"""The figures of a real run agree with each other and with a second way of counting."""

import time
from math import isfinite

import numpy as np
import pytest

from simsales.kpis import catalogue, measure
from simsales.kpis.process import little_audit
from simsales.kpis.reading import Reading
from simsales.processes.play import play
from simsales.scenario import Scenario, load
from simsales.words.vocabulary import LEDGER, MONEY, WON


@pytest.fixture(scope="module")
def company():
    return load("norddrive_selling").but(
        {"run.horizon": "16 w", "run.warm_up": "8 w", "run.follow_up": "2 w"}
    )


@pytest.fixture(scope="module")
def log(company):
    return play(company)


@pytest.fixture(scope="module")
def figures(company, log):
    return measure(log, company)


def test_every_figure_is_a_number_or_openly_undefined(figures):
    assert all(isinstance(value, float) for value in figures.values())
    assert all(name in catalogue() for name in figures)
    undefined = {name for name, value in figures.items() if not isfinite(value)}
    assert len(undefined) < 0.1 * len(figures)


def test_sources_add_up(figures):
    for stage in ("leads", "contacted", "qualified", "opportunities", "wins"):
        parts = [value for name, value in figures.items() if name.startswith(f"{stage}.")]
        assert sum(parts) == figures[stage] > 0


def test_each_stage_holds_no_more_than_the_one_before(company, log):
    whole = measure(log, company.but({"run.warm_up": "0 w"}))
    for before, after in (("leads", "contacted"), ("contacted", "qualified"), ("qualified", "opportunities")):
        assert whole[after] <= whole[before]


def test_the_integral_of_cases_present_is_the_sum_of_their_stays_on_every_desk(company, log):
    for desk, (area, stays) in little_audit(Reading(log, company)).items():
        assert area == pytest.approx(stays, rel=1e-9, abs=1e-9), desk


def test_nobody_works_more_hours_than_there_are(figures):
    used = {name: value for name, value in figures.items() if name.startswith("utilisation.")}
    assert all(0.0 <= share <= 1.0 + 1e-9 for share in used.values())
    sellers = ("sdr", "hunter", "supporter", "manager")
    assert {name for name, share in used.items() if share > 0.0} == {
        f"utilisation.{team}" for team in sellers
    }


def test_hours_by_task_are_the_hours_by_team(company, log, figures):
    by_task = sum(value for name, value in figures.items() if name.startswith("hours."))
    window = Reading(log, company).window
    finished = log.worked[np.isfinite(log.worked["ended"]) & np.isfinite(log.worked["started"])]
    inside = finished[(finished["started"] >= window.since) & (finished["ended"] < window.until)]
    assert by_task == pytest.approx(inside["hours"].sum(), rel=0.02), "but for what crosses an edge"
    assert by_task >= inside["hours"].sum()


def test_wins_and_bookings_are_those_of_the_ledger(log, figures):
    notes = log.notes
    inside = notes[(notes["time"] > log.warm_up) & (notes["time"] <= log.horizon - log.follow_up)]
    revenue = inside[(inside["activity"] == MONEY) & (inside["reason"] == LEDGER.index("revenue"))]
    assert len(revenue) == np.count_nonzero(inside["activity"] == WON) == figures["wins"]
    assert figures["bookings"] == pytest.approx(revenue["value"].sum())


def test_the_bottleneck_is_somewhere_almost_always(figures):
    shares = [value for name, value in figures.items() if name.startswith("bottleneck.")]
    assert 0.9 < sum(shares) <= 1.0


def test_measuring_is_quick(company, log):
    """A year takes about 20 ms; the limit is what experiments can bear of it, for the quickest of five."""
    taken = []
    for _ in range(5):
        began = time.process_time()
        measure(log, company)
        taken.append(time.process_time() - began)
    assert min(taken) < 0.06


def test_the_same_log_gives_the_same_figures(company, log, figures):
    again = measure(log, company)
    assert list(again) == list(figures)
    assert np.array_equal(list(again.values()), list(figures.values()), equal_nan=True)


def test_a_company_without_people_and_leads_has_figures_too():
    empty = Scenario().but({"run.horizon": "2 w"})
    nothing = measure(play(empty), empty)
    assert nothing["leads"] == nothing["wins"] == nothing["contribution"] == 0.0
    assert not isfinite(nothing["win_rate"])
