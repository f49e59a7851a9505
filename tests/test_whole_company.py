"""The whole of Norddrive: what a year should come to by hand, what it comes to played, and that it stands still.

The arithmetic is that of the reference company: rates, shares and hours, without queues.  What a load does to waits,
and waits to lateness, is the simulation's part; the loads themselves must agree.
"""

from __future__ import annotations

import time
from functools import cache

import numpy as np
import pytest

from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import EventLog, rows_of
from simsales.kpis import measure
from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from simsales.kpis.window import Window
from simsales.processes.play import play
from simsales.scenario import load
from simsales.words.vocabulary import CHURNED, TASKS

REPLICATIONS = 30
WITHIN = 0.05

CUSTOMERS = {"A": (60, 30.0), "B": (180, 12.0), "C": (360, 4.0)}  # customers, orders of each a year
PRODUCTS = ("MTS", "ATO", "MTO", "ETO")
REPEAT_MIX, DEAL_MIX = (0.55, 0.25, 0.17, 0.03), (0.25, 0.35, 0.30, 0.10)
WINS, CROSS_SOLD = 105.6, 126.0 * 0.35
CROSS_SOLD_WORK = 25_000.0 / 5_405.0  # usual repeat orders in one of them
COMPLEX_COMPLAINTS = 218.0 * 0.3

#: Hours of work in a repeat order and in a deal, by product.
CONTENT = {
    "machining": ((6.0, 5.0, 22.0, 60.0), (14.4, 15.0, 90.0, 491.0)),
    "assembly": ((0.0, 4.0, 6.0, 20.0), (0.0, 12.0, 25.0, 160.0)),
    "engineering": ((0.0, 0.0, 0.0, 30.0), (0.0, 0.0, 2.0, 200.0)),
    "dispatch": ((0.5, 0.5, 0.5, 16.0), (0.5, 0.5, 0.5, 16.0)),
}


def orders() -> float:
    """Repeat orders a year."""
    return sum(count * each for count, each in CUSTOMERS.values())


def by_hand(task: str) -> float:
    """Hours a year of the factory's tasks."""
    repeat, deal = (
        float(np.dot(h, mix)) for h, mix in zip(CONTENT[task], (REPEAT_MIX, DEAL_MIX), strict=True)
    )
    return (orders() + CROSS_SOLD * CROSS_SOLD_WORK) * repeat + WINS * deal


EXPECTED = {
    "orders": orders() + WINS + CROSS_SOLD,
    "wins": WINS,
    **{task: by_hand(task) for task in CONTENT},
    "farming": 60 * 10 * 3.0 + 180 * 5 * 2.4 + 360 * 1.5 * 1.0,
    "cross_selling": 126.0 * 8.0,
}


@cache
def played() -> dict[str, tuple[float, float]]:
    """Mean and standard error over replications of what `EXPECTED` names."""
    scenario = load("norddrive")
    rows = []
    for replication in range(REPLICATIONS):
        log = play(scenario, replication)
        work = log.worked
        done = np.isfinite(work["ended"])
        hours = {
            task: float(work["hours"][done & (work["task"] == TASKS.index(task))].sum())
            for task in (*CONTENT, "farming", "cross_selling")
        }
        placed = log.table("orders")["placed"]
        wins = measure(log, scenario)["wins"]
        rows.append({"orders": float((placed >= 0.0).sum()), "wins": wins, **hours})
    return {
        name: (
            float(np.mean([row[name] for row in rows])),
            float(np.std([row[name] for row in rows], ddof=1) / np.sqrt(len(rows))),
        )
        for name in EXPECTED
    }


def test_the_arithmetic_is_that_of_the_reference_company():
    assert orders() == 5_400.0
    assert EXPECTED["machining"] == pytest.approx(65_518.0, rel=1e-3)
    assert EXPECTED["assembly"] == pytest.approx(17_608.0, rel=1e-3)
    assert EXPECTED["engineering"] + 4.0 * COMPLEX_COMPLAINTS == pytest.approx(7_481.0, rel=1e-3)
    assert EXPECTED["dispatch"] == pytest.approx(5_624.0, rel=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPECTED)
def test_a_year_comes_to_what_it_should(name):
    mean, error = played()[name]
    assert abs(mean - EXPECTED[name]) < WITHIN * EXPECTED[name], f"{mean:.1f} ± {error:.1f}"


YEARS, LIVES = 3, 100  # in one run of ten a few large engineered deals fill the cells for a quarter
#: How far the mean of the third year may lie from that of the first.
STILL = {
    **{f"customers.{segment}": 0.05 for segment in CUSTOMERS},
    "open_opportunities": 0.10,
    "open_orders": 0.10,
    "inventory_value": 0.05,
}


def present(begun: np.ndarray, ended: np.ndarray, year: int) -> float:
    """Mean number present in a year, of what begins and ends at these times."""
    low, high = year * YEAR, (year + 1) * YEAR
    return float(np.clip(np.minimum(ended, high) - np.maximum(begun, low), 0.0, None).sum() / (high - low))


def customers(log: EventLog, segment: int, year: int) -> float:
    """Mean customers of a segment in a year."""
    accounts, notes = log.table("accounts"), log.notes
    left = np.full(len(accounts), np.inf)
    gone = notes[notes["activity"] == CHURNED]
    left[rows_of(gone["case"])] = gone["time"]
    of_it = accounts["segment"] == segment
    return present(accounts["since"][of_it], left[of_it], year)


@cache
def lives() -> list[dict[str, tuple[float, float]]]:
    """What `STILL` names in the first and in the third year of each of some long runs."""
    scenario = load("norddrive").but({"run.horizon": f"{YEARS} y"})
    found = []
    for replication in range(LIVES):
        log = play(scenario, replication)
        reading, years = Reading(log, scenario), []
        for year in (0, YEARS - 1):
            counted = reading.during(Window(year * YEAR, (year + 1) * YEAR))
            years.append(
                {name: value_of(counted, name) for name in STILL if "." not in name}
                | {f"customers.{s}": customers(log, n, year) for n, s in enumerate(CUSTOMERS)}
            )
        found.append({name: (years[0][name], years[1][name]) for name in STILL})
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", STILL)
def test_the_company_stands_still_for_three_years(name):
    first, third = np.array([life[name] for life in lives()]).T
    drift = (third - first) / first.mean()
    error = drift.std(ddof=1) / np.sqrt(len(drift))
    assert abs(drift.mean()) + 1.0 * error < STILL[name], f"{drift.mean():+.3f} ± {error:.3f}"


# --- ten years, at home and abroad --------------------------------------------------------------------------


@pytest.mark.slow
def test_ten_years_of_the_whole_company_in_six_countries_take_less_than_half_a_minute():
    scenario = load("export_from_home").but({"run.horizon": "10 y"})
    assert len(scenario.expansion.countries) == 6
    begun = time.process_time()
    log = play(scenario)
    seconds = time.process_time() - begun
    print(f"ten years with six countries: {seconds:.1f} s of one core")
    deals = log.table("foreign_deals")
    assert set(deals["country"]) == set(range(6)) and deals["time"].max() > 9.9 * YEAR
    assert seconds < 30.0
