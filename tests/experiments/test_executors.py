"""Whoever plays the replications, the outcomes are the same, and none is lost."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from simsales.experiments.executors import REBUILDS, available_processors, carry_out
from simsales.words.errors import SimSalesError
from tests.experiments import players

ROOT = Path(__file__).parents[2]


def hear_ctrl_c():
    """Some callers start us with Ctrl-C ignored, which children inherit; a person at a terminal does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def by_item(outcomes):
    return {(outcome.key, outcome.number): outcome.kpis for outcome in outcomes}


def test_one_worker_plays_in_this_process():
    assert {o.kpis["wins"] for o in carry_out(players.works(4), players.where, workers=1)} == {os.getpid()}


def test_two_workers_play_elsewhere_and_find_the_same():
    here = by_item(carry_out(players.works(8), players.quick, workers=1))
    assert by_item(carry_out(players.works(8), players.quick, workers=2)) == here
    elsewhere = {o.kpis["wins"] for o in carry_out(players.works(8), players.where, workers=2)}
    assert os.getpid() not in elsewhere
    assert 1 <= len(elsewhere) <= 2


def test_an_executor_that_is_handed_in_plays_and_stays_open():
    with ThreadPoolExecutor(2) as executor:
        outcomes = list(carry_out(players.works(6), players.quick, workers=1, executor=executor))
        assert len(outcomes) == 6
        assert executor.submit(abs, -1).result() == 1


def test_no_worker_is_started_when_nothing_is_missing():
    assert list(carry_out([], players.always_dies, workers=4)) == []


def test_each_outcome_is_handed_back_as_soon_as_it_is_there():
    started = time.monotonic()
    with closing(carry_out(players.works(4), players.slow_after_the_first, workers=2)) as outcomes:
        assert next(outcomes).number == 0
    assert time.monotonic() - started < 20, "the slow ones must be ended, not waited for"


def test_a_killed_worker_is_replaced_and_only_missing_work_is_played_again(tmp_path):
    items = players.works(8, note=str(tmp_path))
    outcomes = by_item(carry_out(items, players.dies_once, workers=2))
    assert outcomes == {(w.key, w.number): {"wins": float(w.number)} for w in items}
    plays = {path.name: len(path.read_text()) for path in tmp_path.iterdir() if path.name != "died"}
    assert len(plays) == 8
    # Only the neighbour of the one that died can have been at work on something not yet handed back.
    assert sum(plays.values()) <= 9


def test_workers_that_keep_dying_end_the_run_with_a_message():
    with pytest.raises(SimSalesError, match=f"died {1 + REBUILDS} times"):
        list(carry_out(players.works(4), players.always_dies, workers=2))


def test_a_script_without_a_main_guard_is_not_run_again_in_the_workers(tmp_path):
    script = tmp_path / "study.py"
    script.write_text(
        "from simsales.experiments.executors import carry_out\n"
        "from tests.experiments.players import quick, works\n"
        "print(len(list(carry_out(works(4), quick, workers=2))))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, env=environment, timeout=60
    )
    assert (done.stdout, done.stderr) == ("4\n", "")


@pytest.mark.skipif(os.name != "posix", reason="sends the signal of Ctrl-C to a POSIX process group")
def test_ctrl_c_ends_workers_within_two_seconds_and_quietly(tmp_path):
    script = tmp_path / "study.py"
    script.write_text(
        "from simsales.experiments.executors import carry_out\n"
        "from tests.experiments.players import slow_after_the_first, works\n"
        "try:\n"
        "    for outcome in carry_out(works(6), slow_after_the_first, workers=2):\n"
        "        print(outcome.number, flush=True)\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    study = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
    )
    assert study.stdout.readline() == "0\n"
    pressed = time.monotonic()
    os.killpg(study.pid, signal.SIGINT)
    rest, errors = study.communicate(timeout=30)
    assert time.monotonic() - pressed < 2
    assert rest.endswith("stopped\n")
    assert errors == ""


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="counts the processors of this process")
def test_processors_are_those_this_process_may_use():
    assert available_processors() == len(os.sched_getaffinity(0))


def test_what_an_executor_cannot_carry_out_is_told_after_the_rest():
    def fails_twice(work):
        if work.number == 1:
            raise MemoryError("its worker was killed three times")  # as a cluster says of itself
        return players.quick(work)

    found = []
    with (
        ThreadPoolExecutor(1) as executor,
        pytest.raises(SimSalesError, match="executor: must carry out every"),
    ):
        for outcome in carry_out(players.works(6), fails_twice, 1, executor):
            found.append(outcome.number)
    assert found == [0, 0, 2, 2]
