"""Stories that end leave no circles of references behind, so that the collector may rest while the clock runs."""

import gc

import pytest

from benchmarks.house import scenario
from benchmarks.workloads import W1
from simsales import load
from simsales.processes.play import play
from simsales.words.customers import Order, Problem
from simsales.words.records import Case, Lead, Opportunity
from tests.laws.responding import everything

#: Where many quit, work piles up at their colleagues' desks.
FEW_QUIT = {f"people.{team}.attrition.quits": "0.5 / y" for team in ("hunter", "farmer", "supporter")}
WORLDS = {
    "funnel": scenario(W1.shortened(200.0)),
    "company": load("norddrive").but({"run.warm_up": "0 w", "run.horizon": "20 w"}),
    "people who respond": everything(**{"run.horizon": "20 w"} | FEW_QUIT),
}


def left_behind(world) -> int:
    """Leads, deals, orders, problems and their cases that only the collector finds once a log is forgotten."""
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        play(world)
        gc.collect()
        return sum(isinstance(found, Case | Lead | Opportunity | Order | Problem) for found in gc.garbage)
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


TAKES_LONG = "people who respond"


@pytest.mark.parametrize(
    "world",
    [
        pytest.param(world, id=name, marks=[pytest.mark.slow] * (name == TAKES_LONG))
        for name, world in WORLDS.items()
    ],
)
def test_stories_that_end_leave_nothing_to_the_collector(world):
    longer = world.but({"run.horizon": f"{4.0 * world.run.horizon.calendar_hours:g} h"})
    ended = len(play(longer).leads) - len(play(world).leads)
    assert ended > 500
    assert left_behind(longer) - left_behind(world) < ended / 5  # those who wait at the end come and go


def test_playing_leaves_the_collector_as_it_was():
    world = WORLDS["funnel"].but({"run.horizon": "20 h"})
    play(world)
    assert gc.isenabled()
    gc.disable()
    try:
        play(world)
        assert not gc.isenabled()
    finally:
        gc.enable()
