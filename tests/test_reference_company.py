"""The reference company: its figures follow from its parameters by arithmetic, and the engine plays them.

The figures are those of `scenarios/norddrive.toml`.  What one year should come to is worked out here by hand
from rates, shares and hours; simulated years have to agree within 5 %.
"""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from simsales.instruments.distribution import Distribution
from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from simsales.processes.play import play
from simsales.responses.advancing import GATES, Level, Logit, probability
from simsales.scenario import load

WITHIN = 0.05
SOURCES = ("inbound", "outbound", "referral")

# --- parameters of the selling side ----------------------------------------------------------------------

LEADS = {"inbound": 1400, "outbound": 900, "referral": 120}
FIT = {"inbound": 0.35, "outbound": 0.40, "referral": 0.55}
PURSUED = {"inbound": 0.75, "outbound": 1.0, "referral": 0.95}
WON_IF_FIT = {"inbound": 0.30, "outbound": 0.24, "referral": 0.38}
WON_IF_UNFIT = 0.02
SENSITIVITY, FALSE_POSITIVE = 0.85, 0.25

REACH = {"approach": 1.0, "presentation": 0.85, "objections": 0.68, "closing": 0.44}
HOURS = {
    "pre_approach": 1.5,
    "approach": 1.0,
    "presentation": 2.5,
    "objections": 1.5,
    "closing": 2.0,
    "follow_up": 1.5,
}
VISITED = {"presentation": 0.6, "objections": 0.4, "closing": 0.4, "follow_up": 0.4}
TRAVEL, ROUNDS = 3.0, 1.2

QUOTE = {"MTS": (0.25, 0.5), "ATO": (0.35, 1.5), "MTO": (0.30, 5.0), "ETO": (0.10, 24.0)}
VALUE = {"MTS": 6_000, "ATO": 18_000, "MTO": 45_000, "ETO": 180_000}
ORDER_DESK, OLD_QUOTES = 1881.0, 600 * 1.0 + 126 * 3.0

NET_HOURS = (250 - 30 - 8) * 8.0
CAPACITY = {"sdr": 3 * NET_HOURS * 0.80, "hunter": 7 * NET_HOURS * 0.65, "supporter": 4 * NET_HOURS * 0.80}


# --- arithmetic ------------------------------------------------------------------------------------------


def several(first: float, later: float, most: int) -> tuple[float, float]:
    """Chance to be reached in at most `most` attempts, and the attempts made on average."""
    missed, made = 1.0, 0.0
    for attempt in range(most):
        made += missed
        missed *= 1.0 - (later if attempt else first)
    return 1.0 - missed, made


def contacts() -> dict[str, tuple[float, float]]:
    """By source, the share reached and the attempts made; a web lead waits 1.5 h by day and 20 h by night."""
    first = sum(share * (0.15 + 0.45 * exp(-wait / 20.0)) for share, wait in ((0.75, 1.5), (0.25, 20.0)))
    return {
        "inbound": several(first, 0.154, 4),
        "outbound": several(0.07, 0.07, 4),
        "referral": several(0.684, 0.684, 2),
    }


def funnel(source: str, reached: float) -> dict[str, float]:
    """A year's counts from a source, given how many of its leads are reached."""
    contacted = LEADS[source] * reached
    good, bad = contacted * FIT[source] * SENSITIVITY, contacted * (1 - FIT[source]) * FALSE_POSITIVE
    taken = PURSUED[source]
    return {
        "leads": LEADS[source],
        "contacted": contacted,
        "qualified": good + bad,
        "opportunities": taken * (good + bad),
        "wins": taken * (good * WON_IF_FIT[source] + bad * WON_IF_UNFIT),
    }


def funnels() -> dict[str, dict[str, float]]:
    """The funnel of every source at the reference company's rounded contact rates."""
    return {
        source: funnel(source, reached) for source, reached in zip(SOURCES, (0.70, 0.252, 0.90), strict=True)
    }


def opportunities_and_wins() -> tuple[float, float]:
    found = funnels().values()
    return sum(f["opportunities"] for f in found), sum(f["wins"] for f in found)


def hunter_hours() -> float:
    """Work on an opportunity, travel included, over all that become of it."""
    deals, wins = opportunities_and_wins()
    reach = {"pre_approach": 1.0, **REACH, "follow_up": wins / deals}
    reach["objections"] *= ROUNDS
    return sum(reach[step] * (HOURS[step] + VISITED.get(step, 0.0) * TRAVEL) for step in HOURS)


def workload() -> dict[str, float]:
    """Hours a year by team."""
    deals, _ = opportunities_and_wins()
    attempts = {"inbound": 2.27, "outbound": 3.6, "referral": 1.32}
    calls = sum(0.3 * attempts[source] * LEADS[source] for source in SOURCES)
    talks = sum(0.5 * f["contacted"] for f in funnels().values())
    quotes = REACH["objections"] * deals * sum(share * hours for share, hours in QUOTE.values())
    return {
        "sdr": calls + talks,
        "hunter": deals * hunter_hours(),
        "supporter": ORDER_DESK + OLD_QUOTES + quotes,
    }


def test_contact_rates_follow_from_attempts_and_cooling():
    found = contacts()
    for source, reached, made in (
        ("inbound", 0.700, 2.27),
        ("outbound", 0.252, 3.60),
        ("referral", 0.900, 1.32),
    ):
        assert found[source] == pytest.approx((reached, made), abs=0.006)


def test_the_funnel_follows_from_rates_and_detection():
    deals, wins = opportunities_and_wins()
    assert deals == pytest.approx(508.74)
    assert wins == pytest.approx(105.63252)
    assert wins / deals == pytest.approx(0.20763557)
    assert {source: round(f["wins"], 1) for source, f in funnels().items()} == {
        "inbound": 68.0,
        "outbound": 19.2,
        "referral": 18.5,
    }
    assert wins * sum(QUOTE[name][0] * VALUE[name] for name in VALUE) == pytest.approx(4_151_358.036)


def test_hours_and_use_of_people_follow_from_the_steps():
    hours = workload()
    assert hunter_hours() == pytest.approx(10.32681604)
    assert hours["sdr"] == pytest.approx(2630.32)
    assert hours["hunter"] == pytest.approx(5253.664392)
    assert hours["supporter"] == pytest.approx(4432.815324, rel=1e-4)
    used = {team: hours[team] / CAPACITY[team] for team in hours}
    assert {team: round(share, 2) for team, share in used.items()} == {
        "sdr": 0.65,
        "hunter": 0.68,
        "supporter": 0.82,
    }


def test_split_supporters_would_be_idle_at_one_desk_and_drown_at_the_other():
    each = CAPACITY["supporter"] / 2
    assert ORDER_DESK / each == pytest.approx(0.693, abs=5e-4)
    assert (workload()["supporter"] - ORDER_DESK) / each == pytest.approx(0.9404, abs=5e-4)


@pytest.mark.parametrize("clock", [True, False], ids=["clock on", "clock off"])
def test_the_gates_give_the_win_rates_they_were_calibrated_to(clock):
    """Gaps between gates of 14, 15.5, 16.6 and 23.5 wd against hazards of .0085 a working day."""
    survived = 0.8891 * 0.8796 * 0.8738 * 0.8251 if clock else 1.0
    level = Logit().level(clock)
    assert won(level, True) * survived == pytest.approx(0.298, abs=0.004)
    assert won(level, False) * survived == pytest.approx(0.020, abs=0.001)


def won(level: Level, fit: bool) -> float:
    chance = 1.0
    for gate in range(GATES):
        chance *= probability(level.alpha[gate] + fit * (level.fit + level.source["inbound"]))
    return chance


# --- the file says what the arithmetic assumes -----------------------------------------------------------


def test_the_scenario_file_has_the_parameters_of_the_arithmetic():
    norddrive = load("norddrive_selling")
    selling, people = norddrive.selling, norddrive.people
    assert {
        name: round(source.rate.per_calendar_hour * 8736) for name, source in norddrive.demand.items()
    } == LEADS
    assert {name: source.fit for name, source in norddrive.demand.items()} == FIT
    for step, hours in HOURS.items():
        assert mean(getattr(selling, step).hours) == hours
        assert getattr(selling, step).visit_share == VISITED.get(step, 0.0)
    assert selling.objections.rounds.mean == ROUNDS
    for name, (share, hours) in QUOTE.items():
        product = norddrive.products[name]
        assert (product.deal_share, mean(product.quote_hours)) == (share, hours)
    background = [
        load.rate.per_calendar_hour * 8736 * mean(load.hours) for load in people["supporter"].background
    ]
    assert background == pytest.approx([ORDER_DESK, OLD_QUOTES], rel=1e-3)
    assert [people[team].count for team in CAPACITY] == [3, 7, 4]


def mean(law: Distribution) -> float:
    """Mean hours of a law."""
    return float(law.law(lambda duration: duration.amount).mean)


# --- the engine plays it ---------------------------------------------------------------------------------

TARGETS = {f"{stage}.{source}": f[stage] for source, f in funnels().items() for stage in f} | {
    "utilisation.sdr": 0.65,
    "utilisation.hunter": 0.68,
    "utilisation.supporter": 0.82,
}


def years(count: int, runs: int) -> dict[str, np.ndarray]:
    """Each figure a year, of several runs of `count` years."""
    scenario = load("norddrive_selling").but({"run.horizon": f"{count} y"})
    found: dict[str, list[float]] = {name: [] for name in TARGETS}
    for replication in range(runs):
        reading = Reading(play(scenario, replication), scenario)
        for name in TARGETS:
            value = value_of(reading, name)
            found[name].append(value if name.startswith("utilisation") else value / count)
    return {name: np.array(values) for name, values in found.items()}


def test_two_years_of_the_reference_company_are_not_far_off():
    found = years(1, 2)
    for name, target in TARGETS.items():
        chance = 0.12 * target if name.startswith("utilisation") else 4.0 * np.sqrt(target / 2)
        assert abs(found[name].mean() - target) < WITHIN * target + chance, name


@pytest.mark.slow
def test_the_reference_company_comes_out_within_five_percent():
    """Long enough to tell: 3.3 standard errors of every figure lie within the 5 %, too."""
    for name, values in years(10, 42).items():
        error = values.std(ddof=1) / np.sqrt(len(values))
        off = values.mean() / TARGETS[name] - 1.0
        print(f"{name}: {values.mean():.4g} +- {error:.2g} against {TARGETS[name]:.4g}: {off:+.1%}")
        assert 3.3 * error < WITHIN * TARGETS[name], f"{name}: too short to tell"
        assert abs(off) < WITHIN, name
