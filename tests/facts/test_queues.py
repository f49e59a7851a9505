"""Facts about waiting: convexity, variability, pooling, recovery after a shock, and the hours of a desk."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsales.kpis.adaptability import recovery_time
from simsales.kpis.reading import Reading
from simsales.processes.play import play
from tests.facts.logs import figure, waiting
from tests.facts.paired import LEVEL, arms, difference, effect, played

AMPLE = {"people.sdr.count": 60}


def ratio(a, b):
    return a / b


# --- F6.2, fact 2 ----------------------------------------------------------------------------------------

BUSY = {".8": {"demand.inbound.rate": "9.6 / h"}, ".95": {"demand.inbound.rate": "11.4 / h"}}


def test_waits_grow_out_of_proportion_near_full_use(slice_of, evidence):
    found = arms(slice_of("desk").but({"run.horizon": "1000 h"}), BUSY, figure("wait.sdr"), replications=8)
    growth = effect(ratio, found[".95"], found[".8"])
    evidence("wait at .95 over wait at .8", growth)
    assert growth.exceeds(3.0)


def test_with_ample_people_nobody_waits_however_many_come(slice_of):
    found = arms(
        slice_of("desk").but({**AMPLE, "run.horizon": "1000 h"}), BUSY, figure("wait.sdr"), replications=1
    )
    assert not found[".8"].any()
    assert not found[".95"].any()


# --- F1.2 ------------------------------------------------------------------------------------------------

VARIED = {
    "1.5": {"selling.prospecting.hours": {"kind": "lognormal", "mean": "20 min", "cv": 1.5}},
    ".75": {"selling.prospecting.hours": {"kind": "lognormal", "mean": "20 min", "cv": 0.75}},
}
ALONE = {"people.sdr.count": 1, "demand.inbound.rate": "2.4 / h", "run.horizon": "3000 h"}


def test_work_half_as_varied_halves_the_wait(slice_of, evidence):
    """Pollaczek and Khinchine: (1 + .75^2) / (1 + 1.5^2) = .48, so that the wait falls by 52 %."""
    found = arms(slice_of("desk").but(ALONE), VARIED, figure("wait.sdr"), replications=9)
    fall = effect(lambda a, b: 1 - b / a, found["1.5"], found[".75"])
    evidence("fall of the wait", fall)
    assert fall.exceeds(0.4)


def test_with_ample_people_varied_work_makes_nobody_wait(slice_of):
    found = arms(slice_of("desk").but({**ALONE, **AMPLE}), VARIED, figure("wait.sdr"), replications=1)
    assert not found["1.5"].any()
    assert not found[".75"].any()


# --- F6.3 ------------------------------------------------------------------------------------------------

TWO_DESKS = {
    "demand.inbound.rate": "4.5 / h",
    "demand.referral": {"rate": "4.5 / h", "contact": {"kind": "off", "p_0": 1.0}},
    "people.caller": {"count": 2, "shift": "always"},
    "people.sdr.count": 2,
    "selling.prospecting.sources.referral": {"team": "caller"},
}
POOLED = {"pooled": {"people.sdr.count": 4, "selling.prospecting.sources.referral.team": "sdr"}, "split": {}}


@pytest.mark.slow
def test_one_desk_for_all_waits_less_than_half_of_two_desks(slice_of, evidence):
    base = slice_of("desk").but({**TWO_DESKS, "run.horizon": "1000 h"})
    found = arms(base, POOLED, mean_wait, replications=6)
    gain = effect(ratio, found["split"], found["pooled"])
    evidence("wait of two desks over wait of one", gain)
    assert gain.exceeds(2.0)


def test_pooling_gains_nothing_where_nobody_waits(slice_of):
    ample = {"people.sdr.count": 60, "people.caller.count": 60}
    base = slice_of("desk").but({**TWO_DESKS, "run.horizon": "1000 h"})
    assert mean_wait(play(base.but(ample)), base) == 0.0


def mean_wait(log, scenario):
    work = log.worked
    begun = np.isfinite(work["started"]) & (work["asked"] >= log.warm_up)
    return float((work["started"] - work["asked"])[begun].mean())


# --- F1.3, fact 20 ---------------------------------------------------------------------------------------

WEEK, STEP, WATCHED = 168, 4, 12 * 168  # h
PULSE = {"time": "4 w", "for": "4 w", "set": {"demand.inbound.rate": "x1.1"}}
ALONE_FOR_LONG = {
    "people.sdr.count": 1,
    "selling.prospecting.hours.mean": "1 h",
    "run.warm_up": "0 h",
    "run.horizon": "20 w",
    "run.seed": 20,
}


def queues(scenario, replications):
    """The number waiting, every half hour from the end of the pulse: a row per replication."""
    hours = 8 * WEEK + np.arange(0.25, WATCHED, 0.5)
    return np.array([waiting(play(scenario, number), hours) for number in range(replications)], dtype=float)


def base_and_excess(scenario, replications):
    base = queues(scenario, replications)
    return base, queues(scenario.but({"at": [PULSE]}), replications) - base


def days_to_recover(base, excess):
    """Days after the pulse until the mean paired path stays, for two weeks, within 10 % of the base queue."""
    settled = base.mean()
    steps = excess.mean(axis=0).reshape(-1, 2 * STEP).mean(axis=1)
    days = recovery_time(settled + steps, 0, settled, hold=2 * WEEK // STEP, step=STEP / 24)
    return min(days, WATCHED / 24)


def test_a_busy_desk_takes_much_longer_to_recover_from_a_busy_month(slice_of, evidence):
    paths = {
        load: base_and_excess(
            slice_of("desk").but({**ALONE_FOR_LONG, "demand.inbound.rate": f"{load} / h"}), 30
        )
        for load in (0.6, 0.9)
    }

    def margin(chosen):
        slow, quick = (
            days_to_recover(base[chosen], excess[chosen]) for base, excess in (paths[0.9], paths[0.6])
        )
        return slow - 2.0 * quick

    everybody = np.arange(30)
    again = stats.bootstrap(
        (everybody,),
        margin,
        vectorized=False,
        n_resamples=999,
        confidence_level=LEVEL,
        method="percentile",
        rng=20,
    )
    evidence("days to recover at .9", days_to_recover(*paths[0.9]))
    evidence("days to recover at .6", days_to_recover(*paths[0.6]))
    low, high = again.confidence_interval
    evidence("days at .9 less twice the days at .6", f"{margin(everybody):.4g} [{low:.4g}, {high:.4g}]")
    assert low > 0.0


def test_with_ample_people_there_is_nothing_to_recover_from(slice_of):
    scenario = slice_of("desk").but({**ALONE_FOR_LONG, **AMPLE, "demand.inbound.rate": "0.9 / h"})
    base, excess = base_and_excess(scenario, 1)
    assert not base.any()
    assert not excess.any()


# --- F3.8 ------------------------------------------------------------------------------------------------


def closed_share(log, scenario):
    """Share of the time until the first attempt on inbound leads in which the office was closed."""
    from simsales.kpis.fates import lead_fates

    reading = Reading(log, scenario)
    fates = reading.of_log(lead_fates)
    ours = (
        reading.window.has(fates.arrived)
        & (fates.source == log.sources.index("inbound"))
        & np.isfinite(fates.touched)
    )
    waited = fates.touched[ours] - fates.arrived[ours]
    return 1.0 - float(reading.base.between(fates.arrived[ours], fates.touched[ours]).sum() / waited.sum())


STAFFED = {"people.sdr.count": 5, "selling.prospecting.sources.inbound.assignment": "0 h"}


def test_a_well_staffed_office_makes_leads_wait_for_its_doors_rather_than_its_people(slice_of, evidence):
    found = played(slice_of("lead_desk").but(STAFFED), closed_share, 6)
    share = effect(float, found)
    evidence("share of the response time while closed", share)
    assert share.exceeds(0.5)


def test_a_desk_that_never_closes_makes_nobody_wait_for_its_doors(slice_of):
    always = {**STAFFED, "calendar.kind": "always", "people.sdr.shift": "always", "calendar.holidays": []}
    assert closed_share(
        play(slice_of("lead_desk").but(always)), slice_of("lead_desk").but(always)
    ) == pytest.approx(0.0)


# --- F6.6 ------------------------------------------------------------------------------------------------

SPLIT = {
    "people.supporter.count": 2,
    "people.supporter.background": [
        {
            "name": "order desk",
            "rate": "5550 / y",
            "hours": {"kind": "lognormal", "mean": "0.3389 h", "cv": 1.0},
        }
    ],
    "people.quotation": {
        "count": 2,
        "shift": "8/5",
        "available": 0.8,
        "leave_days": 30,
        "sick_days": 8,
        "background": [
            {
                "name": "repeat quotes",
                "rate": "726 / y",
                "hours": {"kind": "lognormal", "mean": "1.3471 h", "cv": 1.0},
            }
        ],
    },
    "selling.quotation.team": "quotation",
}


@pytest.mark.slow
def test_splitting_the_supporters_leaves_half_of_them_idle_and_drowns_the_others(slice_of, evidence):
    """Four at .82 become two at the order desk at .69 and two at the quotes at .94; within 5 %, as elsewhere."""
    pooled, split = slice_of("supporters"), slice_of("supporters").but(SPLIT)
    together, apart = [play(pooled, n) for n in range(8)], [play(split, n) for n in range(8)]
    for scenario, logs, team, target in (
        (pooled, together, "supporter", 0.82),
        (split, apart, "supporter", 0.69),
        (split, apart, "quotation", 0.94),
    ):
        used = effect(float, [figure(f"utilisation.{team}")(log, scenario) for log in logs])
        evidence(f"use of {team} of {scenario.people[team].count}", used)
        assert 0.95 * target < used.low < used.high < 1.05 * target
    waits = [figure("wait.supporter")(log, pooled) for log in together]
    longer = difference([figure("wait.quotation")(log, split) for log in apart], waits)
    evidence("working hours that a quote waits longer", longer)
    assert longer.low > 0.0
