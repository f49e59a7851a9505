"""Facts about leads: quick answers, floods, where to set the bar, and tracking what becomes of them."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.company.company import Company
from simsales.instruments.luck import Luck
from simsales.processes.play import play
from simsales.words.vocabulary import ACCEPTED, IGNORED
from tests.facts.logs import contact_share, figure
from tests.facts.paired import arms, difference, effect

wins = figure("wins")

# --- F3.1, fact 3 ----------------------------------------------------------------------------------------

FIVE_POINTS = 0.05
STAFFING = {str(count): {"people.sdr.count": count} for count in (2, 3, 5)}
# Where inbound leads go first, other sources carry most of the queue; here all are called in order of arrival.
IN_TURN = {"people.sdr.discipline": "fifo"}


def test_more_sdrs_answer_sooner_and_reach_more_leads(slice_of, evidence):
    found = arms(slice_of("lead_desk").but(IN_TURN), STAFFING, contact_share, replications=6)
    gain = difference(found["5"], found["2"])
    evidence("share of inbound leads reached, five SDRs less two", gain)
    assert gain.exceeds(FIVE_POINTS)
    assert difference(found["3"], found["2"]).low > 0.0
    assert difference(found["5"], found["3"]).low > 0.0


def test_leads_that_neither_cool_nor_leave_are_reached_by_two_as_by_five(slice_of, evidence):
    patient = {
        "demand.inbound.contact": {"kind": "off", "p_0": 0.5, "later": 0.154},
        "demand.inbound.patience": None,
    }
    found = arms(slice_of("lead_desk").but({**IN_TURN, **patient}), STAFFING, contact_share, replications=3)
    gain = difference(found["5"], found["2"])
    evidence("without cooling and leaving", gain)
    assert gain.vanishes(FIVE_POINTS)


# --- F3.2, fact 4 ----------------------------------------------------------------------------------------

FLOOD = {times: {"demand.inbound.rate": f"{600 * times} / y"} for times in (1, 2, 3)}


def wins_per_lead(log, scenario):
    """Wins of the year per lead of the year, which is not troubled by how many leads chance sent."""
    return wins(log, scenario) / figure("leads")(log, scenario)


def saturation(once, twice, thrice):
    """What the third helping of leads brings less than the second, as a share of the second."""
    return 1.0 - (3.0 * thrice - 2.0 * twice) / (2.0 * twice - once)


def test_a_flood_of_leads_drowns_in_its_own_queue(slice_of, evidence):
    found = arms(slice_of("quick_sales"), FLOOD, wins_per_lead, replications=4)
    lost = effect(saturation, *found.values())
    evidence(
        "wins a year with 1, 2, 3 times 600 leads",
        [round(float(600 * n * w.mean()), 1) for n, w in found.items()],
    )
    evidence("1 - (w3 - w2) / (w2 - w1)", lost)
    assert lost.exceeds(0.5)


@pytest.mark.slow
def test_a_company_that_grows_with_its_leads_wins_in_proportion(slice_of, evidence):
    threefold = {"people.sdr.count": 3, "people.hunter.count": 30, "people.supporter.count": 6}
    found = arms(slice_of("quick_sales").but(threefold), FLOOD, wins_per_lead, replications=10)
    lost = effect(saturation, *found.values())
    evidence("1 - (w3 - w2) / (w2 - w1) with three times the people", lost)
    assert lost.vanishes(0.5)


# --- F3.3 ------------------------------------------------------------------------------------------------

BAR = {
    "low": {"qualification.threshold": 0.0},
    "high": {"qualification.threshold": 1.2},
}
DETECTED = {
    "qualification": {"kind": "detection"},
    "demand.inbound.rate": "1000 / y",
    "demand.inbound.fit": 0.35,
}


@pytest.mark.slow
@pytest.mark.parametrize(("hunters", "sign"), [(3, 1.0), (40, -1.0)], ids=["few hunters", "ample hunters"])
def test_the_bar_belongs_higher_where_hunters_are_few_and_lower_where_they_are_ample(
    slice_of, evidence, hunters, sign
):
    base = slice_of("hunters").but({**DETECTED, "people.hunter.count": hunters})
    found = arms(base, BAR, wins, replications=8)
    gain = effect(lambda low, high: high / low - 1.0, found["low"], found["high"])
    evidence(f"wins with a high bar over wins with a low one, {hunters} hunters, less 1", gain)
    assert (gain.low if sign > 0 else -gain.high) > 0.05


# --- F3.7 ------------------------------------------------------------------------------------------------

TRACKED = {"untracked": {"handoff.tracking": 0.0}, "tracked": {"handoff.tracking": 1.0}}
JUDGED = {"handoff": {"kind": "judged", "own": []}}


def pursuit(log, scenario):
    """Share of the leads offered to reps of little and of much experience that they pursue."""
    people = Company(scenario, Luck(log.seed, log.replication)).teams["hunter"].people
    notes = log.notes[log.notes["time"] >= log.warm_up]
    offered = notes[np.isin(notes["activity"], [ACCEPTED, IGNORED])]
    seasoned = {person.number: person.experience > 0.0 for person in people}
    experienced = np.array([seasoned[number] for number in offered["person"].tolist()])
    taken = offered["activity"] == ACCEPTED
    return taken[~experienced].mean(), taken[experienced].mean()


@pytest.mark.slow
def test_reps_who_are_tracked_pursue_more_leads_and_the_experienced_mind_it_less(slice_of, evidence):
    found = arms(slice_of("hunters").but(JUDGED), TRACKED, pursuit, replications=12)
    (new_before, old_before), (new_after, old_after) = found["untracked"].T, found["tracked"].T
    evidence("pursuit by reps of little experience", difference(new_after, new_before))
    evidence("pursuit by reps of much experience", difference(old_after, old_before))
    less = effect(lambda a, b, c, d: (a - b) - (c - d), new_after, new_before, old_after, old_before)
    evidence("how much less the experienced mind", less)
    assert difference(new_after, new_before).exceeds(0.05)
    assert less.exceeds(0.0)


def test_tracking_that_moves_nobody_changes_nothing(slice_of):
    unmoved = {**JUDGED, "market.pursuit": {"kind": "pursuit", "tracking": 0.0, "experience": 0.0}}
    base = slice_of("hunters").but(unmoved)
    logs = [play(base.but(change)) for change in TRACKED.values()]
    assert np.array_equal(*(log.notes for log in logs))
