"""Facts about channels: fixed against variable cost, and a partner's effort that goes where it is paid for.

What a distributor's forecasts do to its orders is theory (S26, `tests/theory`).
"""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.clock import WEEK, YEAR
from simsales.kpis import measure
from simsales.processes.play import play
from tests.facts.paired import arms, difference, effect, played

NORTH = "channels.markets.north"
PRICE = 1_000.0
FIXED = 350_000.0
REPLICATIONS = 12

SERVED_BY = {
    "distributor": {"kind": "distributor"},
    "agent": {"kind": "agent"},
    "office": {"kind": "direct_office", "cost": FIXED},
    "office without cost": {"kind": "direct_office", "cost": 0.0},
}


def contribution(log, scenario):
    return measure(log, scenario)["contribution"]


def sized(base, yearly, channel):
    """A market whose end customers would spend so much a year at list price, and who serves it."""
    weekly = yearly / PRICE * WEEK / YEAR
    return base.but({f"{NORTH}.demand": f"{weekly!r} / w", f"{NORTH}.channel": SERVED_BY[channel]})


def crossing(sizes):
    """Where the office begins to bring more than the partner, between two sizes; arms alternate."""

    def of(*means):
        gain = np.array(means[0::2]) - np.array(means[1::2])
        place = int(np.flatnonzero((gain[:-1] < 0.0) & (gain[1:] >= 0.0))[0])
        share = -gain[place] / (gain[place + 1] - gain[place])
        return float(sizes[place] + share * (sizes[place + 1] - sizes[place]))

    return of


# --- F14.1: a fixed cost against a variable one -----------------------------------------------------------


@pytest.mark.parametrize(
    ("partner", "left", "sizes"),
    [
        ("distributor", 0.07, (0.5e6, 1.0e6, 1.5e6, 2.0e6, 3.0e6)),
        ("agent", 0.27, (2.0e6, 4.0e6, 6.0e6, 8.0e6)),
    ],
)
def test_an_office_wins_above_its_cost_over_what_it_saves(slice_of, evidence, partner, left, sizes):
    """V* = F / (m_direct - c_var - m_indirect), with the same end customers at each size."""
    expected = FIXED / (0.35 - 0.02 - left)
    base = slice_of("market")
    contributions = [
        played(sized(base, size, channel), contribution, REPLICATIONS)
        for size in sizes
        for channel in ("office", partner)
    ]
    found = effect(crossing(sizes), *contributions)
    evidence(f"size in EUR a year from which an office beats the {partner}, theory {expected:.4g}", found)
    assert found.low > 0.85 * expected and found.high < 1.15 * expected


@pytest.mark.parametrize("partner", ["distributor", "agent"])
def test_without_a_fixed_cost_an_office_always_wins(slice_of, evidence, partner):
    """The twin: nothing to spread over sales, and no size from which on."""
    base = slice_of("market")
    for size in (0.1e6, 0.5e6, 2.0e6, 8.0e6):
        office, other = (
            played(sized(base, size, channel), contribution, REPLICATIONS)
            for channel in ("office without cost", partner)
        )
        gain = difference(office, other)
        evidence(f"office without fixed cost against the {partner} at {size:.2g} EUR a year", gain)
        assert gain.low > 0.0


# --- F14.2: a lower margin, and less than proportional effort ----------------------------------------------

MARGINS = {"28 %": {}, "21 %": {f"{NORTH}.channel.margin": 0.21}, "14 %": {f"{NORTH}.channel.margin": 0.14}}


def asked(log, scenario):
    return float(log.table("channels")["asked"].sum())


def lost(usual, less):
    """What is missing, as a share of the usual."""
    return (usual - less) / usual


def test_a_lower_margin_costs_more_than_its_share_of_sales(slice_of, evidence):
    found = arms(slice_of("market"), MARGINS, asked, REPLICATIONS)
    for margin, part in (("21 %", 0.25), ("14 %", 0.50)):
        missing = effect(lost, found["28 %"], found[margin])
        evidence(f"sales lost by a margin of {margin} instead of 28 %, {part:.0%} lower", missing)
        assert missing.exceeds(part)


def test_where_effort_does_not_follow_margins_nothing_is_lost(slice_of):
    """The twin."""
    found = arms(slice_of("market", **{f"{NORTH}.effort.sharpness": 0.0}), MARGINS, asked, REPLICATIONS)
    assert (found["14 %"] == found["28 %"]).all()


def test_with_the_assumed_sharpness_a_cut_pays_the_firm_all_the_same(slice_of, evidence):
    """What one might expect and does not appear: three times as much is left of each piece."""
    found = arms(slice_of("market"), MARGINS, contribution, REPLICATIONS)
    gain = difference(found["14 %"], found["28 %"])
    evidence("contribution a year at 14 % against 28 %", gain)
    assert gain.exceeds(0.0)


# --- F14.3 on the whole chain: what a forecast costs ---------------------------------------------------------


def test_a_distributor_that_forecasts_by_fewer_weeks_orders_more_unevenly(slice_of, evidence):
    amplified = {}
    for weeks in (4, 8, 26):
        rule = {f"{NORTH}.channel.reorder.weeks": weeks, "run.horizon": "4 y", "run.warm_up": "1 y"}
        base = slice_of("market", **rule)
        values = [measure(play(base, r), base)["order_variance_amplification"] for r in range(REPLICATIONS)]
        amplified[weeks] = effect(float, values)
    evidence("amplification by weeks of the average", {w: str(each) for w, each in amplified.items()})
    assert (
        amplified[4].low > amplified[8].high > amplified[8].low > amplified[26].high > amplified[26].low > 1
    )
