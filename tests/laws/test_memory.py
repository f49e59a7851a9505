"""Stories that end leave no circles of references behind, so that the collector may rest while the clock runs."""

import gc

import pytest

from benchmarks.house import scenario
from benchmarks.workloads import W1
from simsales import load
from simsales.processes.play import play

WORLDS = {
    "funnel": scenario(W1.shortened(200.0)),
    "company": load("norddrive").but({"run.warm_up": "0 w", "run.horizon": "20 w"}),
}


def circular_garbage(world) -> int:
    """Objects that only the collector finds, once a replication and its log are forgotten."""
    gc.collect()
    gc.disable()
    try:
        play(world)
        return gc.collect()
    finally:
        gc.enable()


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_what_is_left_to_the_collector_does_not_grow_with_the_stories_that_end(world):
    longer = world.but({"run.horizon": f"{4.0 * world.run.horizon.calendar_hours:g} h"})
    ended = len(play(longer).notes) - len(play(world).notes)
    assert ended > 500
    assert circular_garbage(longer) - circular_garbage(world) < ended / 20


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
