"""Rivals and doubts that come nearer on a date: every open deal meets them, whoever works on it."""

import numpy as np
import pytest

from simsales.instruments.clock import DAY, WEEK
from simsales.instruments.eventlog import case_number
from simsales.processes.play import play
from simsales.scenario import load
from simsales.words.vocabulary import COMPETITOR, LOST, OPPORTUNITY, WON

WHO = {
    "a rep": {},
    "a common desk": {"people.hunter.queue": "pooled"},
    "an agent": {
        "channels": {"segments": {name: {"channel": {"kind": "agent"}, "exclusive": True} for name in "ABC"}}
    },
}


@pytest.mark.parametrize("who", WHO)
def test_rivals_who_come_nearer_on_a_date_end_deals_that_are_open_then(who):
    nearer = [{"time": "3 w", "set": {"market.hazards.competitor": "200 / wd"}}]
    log = play(load("norddrive_selling").but({"run.horizon": "8 w", "at": nearer, **WHO[who]}))
    before = [
        case_number(OPPORTUNITY, int(row)) for row in np.flatnonzero(log.opportunities["opened"] < 3 * WEEK)
    ]
    ends = log.notes[np.isin(log.notes["activity"], (WON, LOST)) & np.isin(log.notes["case"], before)]
    late = ends[ends["time"] >= 3 * WEEK]
    assert (late["reason"][late["activity"] == LOST] == COMPETITOR).sum() > 10
    assert late["time"].max() < 3 * WEEK + 2 * DAY
