"""Feedback loops of lead generation and selling, link by link, with the loop open and cut."""

from __future__ import annotations

import numpy as np

from simsales.instruments.eventlog import rows_of, types_of
from simsales.kpis.fates import lead_fates
from simsales.kpis.reading import Reading
from simsales.processes.play import play
from simsales.words.vocabulary import OPPORTUNITY
from tests.facts.logs import arrived, reached, won
from tests.facts.paired import Effect, difference, effect

# --- L1: more leads, slower answers, fewer contacts ------------------------------------------------------

IN_TURN = {"people.sdr.discipline": "fifo"}
TWICE = {"demand.inbound.rate": "2800 / y"}
THREE_POINTS = 0.03


def answered(scenario, replication, same):
    """Mean hours until the first attempt, and share reached, of the inbound leads that are the `same`."""
    log = play(scenario, replication)
    chosen = arrived(log, "inbound")
    known = log.leads["key"]
    chosen &= np.isin(known, known[chosen] if same is None else same)
    fates = lead_fates(Reading(log, scenario))
    touched = chosen & np.isfinite(fates.touched)
    return known[chosen], (fates.touched - fates.arrived)[touched].mean(), reached(log)[chosen].mean()


def flooded(base, replications) -> tuple[Effect, Effect]:
    """How much later the same leads are answered, and how much fewer are reached, when twice as many come."""
    calm, flood = [], []
    for number in range(replications):
        same, *few = answered(base, number, None)
        _, *many = answered(base.but(TWICE), number, same)
        calm.append(few)
        flood.append(many)
    (early, often), (late, seldom) = np.array(calm).T, np.array(flood).T
    return difference(late, early), difference(often, seldom)


def test_l1_a_flood_of_leads_slows_the_answers_and_so_loses_contacts(slice_of, evidence):
    later, fewer = flooded(slice_of("lead_desk").but(IN_TURN), 7)
    evidence("hours later", later)
    evidence("share of the same leads no longer reached", fewer)
    assert later.exceeds(0.0)
    assert fewer.exceeds(THREE_POINTS)


def test_l1_is_cut_where_waiting_costs_nothing(slice_of, evidence):
    later, fewer = flooded(slice_of("lead_desk").but({**IN_TURN, "switches.delay": False}), 5)
    evidence("hours later, delay switched off", later)
    evidence("share of the same leads no longer reached, delay switched off", fewer)
    assert later.exceeds(0.0)
    assert fewer.vanishes(THREE_POINTS)


# --- L2: a lower bar, false positives, no time for good leads --------------------------------------------

LOOSE = {"qualification.threshold": 0.0}
DETECTED = {
    "qualification": {"kind": "detection"},
    "demand.inbound.rate": "1600 / y",
    "demand.inbound.fit": 0.35,
    "switches.absence": False,
    "switches.skill": False,
}
AMPLE = {"people.hunter.count": 200, "people.hunter.queue": "pooled"}
FIVE_PERCENT = 0.05


def selling(scenario, replication, same):
    """Hours worked on leads that do not fit; and wins among the good ones that are the `same`."""
    log = play(scenario, replication)
    known, fit = log.leads["key"], log.leads["fit"] == 1
    taken = np.zeros(len(known), dtype=bool)
    taken[rows_of(log.opportunities["lead"])] = True
    good = arrived(log) & fit & (taken if same is None else np.isin(known, same))
    work = log.worked[np.isfinite(log.worked["ended"])]
    deals = types_of(work["case"]) == OPPORTUNITY
    lead = log.opportunities["lead"][rows_of(work["case"][deals])]
    wasted = work["hours"][deals][~fit[rows_of(lead)]].sum()
    return known[good], wasted, float(np.count_nonzero(won(log) & good))


def crowded(base, replications) -> tuple[Effect, Effect]:
    """Hours more that go to leads that do not fit, and good leads lost by a lower bar, as a share."""
    strict, loose = [], []
    for number in range(replications):
        same, *few = selling(base, number, None)
        _, *many = selling(base.but(LOOSE), number, same)
        strict.append(few)
        loose.append(many)
    (lean, served), (waste, crowd) = np.array(strict).T, np.array(loose).T
    return difference(waste, lean), effect(lambda before, after: 1 - after / before, served, crowd)


def test_l2_a_lower_bar_fills_the_week_with_bad_leads_and_loses_good_ones(slice_of, evidence):
    wasted, lost = crowded(slice_of("hunters").but(DETECTED), 6)
    evidence("hours more on leads that do not fit", wasted)
    evidence("share of the same good leads no longer won", lost)
    assert wasted.exceeds(0.0)
    assert lost.exceeds(FIVE_PERCENT)


def test_l2_is_cut_where_there_are_reps_for_everybody(slice_of, evidence):
    wasted, lost = crowded(slice_of("hunters").but({**DETECTED, **AMPLE}), 3)
    evidence("hours more on leads that do not fit, ample reps", wasted)
    evidence("share of the same good leads no longer won, ample reps", lost)
    assert wasted.exceeds(0.0)
    assert lost.vanishes(FIVE_PERCENT)
