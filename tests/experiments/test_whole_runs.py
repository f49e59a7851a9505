"""The command line on the real engine: the same bytes whoever plays, and nothing lost whatever happens."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

DESK = """
about = "A small desk"
[demand.inbound]
rate = "1400 / y"
[people.sdr]
count = 2
[people.hunter]
count = 6
[people.supporter]
count = 2
[people.manager]
count = 1
[selling.presentation]
hours = { kind = "lognormal", mean = "5 h", cv = 1 }
[selling.closing]
hours = { kind = "lognormal", mean = "3 h", cv = 1 }
[run]
horizon = "4 w"
"""
BUSIER = 'based_on = "desk.toml"\nabout = "What if twice as many ask?"\ndemand.inbound.rate = "2800 / y"\n'


def hear_ctrl_c():
    """Some callers start us with Ctrl-C ignored, which children inherit; a person at a terminal does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "desk.toml").write_text(DESK)
    (tmp_path / "busier.toml").write_text(BUSIER)
    return tmp_path


def command(line):
    return [sys.executable, "-c", "from simsales.cli import main; main(prog_name='simsales')", *line.split()]


def simsales(line, folder):
    return subprocess.run(command(line), cwd=folder, capture_output=True, text=True, timeout=120)


def begin(line, folder):
    return subprocess.Popen(
        command(line),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
    )


def rows_in(folder):
    """Number and duration of each replication in the store; the duration tells one play from another."""
    if not (folder / "out" / "store.sqlite").exists():
        return set()
    database = sqlite3.connect(folder / "out" / "store.sqlite", timeout=30)
    try:
        return set(database.execute("SELECT replication, seconds FROM replications"))
    except sqlite3.OperationalError:  # not laid out yet
        return set()
    finally:
        database.close()


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_workers_and_repetition_never_change_a_byte(desk):
    line = "compare desk.toml busier.toml --kpi contribution --replications 2"
    runs = [
        simsales(f"{line} --workers {workers} --out {out}", desk) for workers, out in [(1, "a"), (2, "b")]
    ]
    assert [run.returncode for run in runs] == [0, 0], runs[0].stderr
    for name in ("kpis.csv", "comparison.csv", "decision.json"):
        assert (desk / "a" / name).read_bytes() == (desk / "b" / name).read_bytes()
    assert (desk / "a" / "kpis.csv").read_text().count("\n") > 2 * 2


@pytest.mark.slow
def test_until_certain_stops_after_the_same_pair_whoever_plays(desk):
    line = "compare desk.toml busier.toml --kpi wins --until-certain --worth 1 --at-most 15"
    runs = [
        simsales(f"{line} --workers {workers} --out {out}", desk) for workers, out in [(1, "a"), (2, "b")]
    ]
    assert [run.returncode for run in runs] == [0, 0], runs[0].stderr
    for name in ("kpis.csv", "comparison.csv", "decision.json"):
        assert (desk / "a" / name).read_bytes() == (desk / "b" / name).read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="sends the signal of Ctrl-C to a POSIX process group")
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_stops_within_two_seconds_and_the_printed_line_resumes(desk, workers):
    run = begin(f"run desk.toml --replications 400 --workers {workers} --out out", desk)
    wait_until(lambda: len(rows_in(desk)) >= 2)
    pressed = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)
    output, errors = run.communicate(timeout=30)
    assert time.monotonic() - pressed < 2
    assert run.returncode == 130
    assert output == ""
    kept = len(rows_in(desk))
    assert f"interrupted with {kept} of 400 replications finished" in errors
    assert "resume: simsales run desk.toml --replications 400 --seed 1 --out out" in errors
    assert "Traceback" not in errors


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_a_killed_run_loses_nothing_and_leaves_no_workers(desk):
    run = begin("run desk.toml --replications 400 --workers 2 --out out", desk)
    wait_until(lambda: len(rows_in(desk)) >= 3)
    run.kill()
    run.communicate(timeout=30)
    wait_until(lambda: group_is_empty(run.pid), seconds=10)
    kept = rows_in(desk)
    assert len(kept) >= 3
    most = 1 + max(number for number, _ in kept)
    assert simsales(f"run desk.toml --replications {most} --workers 1 --out out", desk).returncode == 0
    after = rows_in(desk)
    assert {number for number, _ in after} == set(range(most))
    assert kept <= after, "what was kept must not be played again"


def group_is_empty(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_scenario_asked_for_more_than_it_can_do_runs_and_says_so(desk):
    calm = simsales("run desk.toml --replications 1 --set people.hunter.count=12", desk)
    swamped = simsales("run desk.toml --replications 1 --set people.hunter.count=1", desk)
    assert (calm.returncode, swamped.returncode) == (0, 0)
    assert "more work is asked" not in calm.stdout
    assert "desk: more work is asked of hunter than it has hours for" in swamped.stdout


STUDY = """
from simsales import load, run
from simsales.policies.routing import Routing


class FirstSeat(Routing):
    kind: str = "first_seat"

    def choose(self, lead, reps, ordinal):
        return reps[0] if reps else None


base = load("desk.toml")
own = base.but({"routing": FirstSeat()}, name="first seat")
here, elsewhere = (run(base, own, replications=2, workers=workers) for workers in (1, 2))
assert not here.failures(), here.state()
print(repr(list(here.rows())) == repr(list(elsewhere.rows())))
"""


def test_a_policy_written_in_a_script_without_a_guard_reaches_the_workers(desk):
    (desk / "study.py").write_text(STUDY)
    done = subprocess.run([sys.executable, "study.py"], cwd=desk, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("True\n", ""), done.stderr


# --- killed at any moment -----------------------------------------------------------------------------------


def killed_after(run, folder, rows, moments):
    """Kill a run once so many rows are kept and a moment has passed; gives whether it was still at work."""
    wait_until(lambda: len(rows_in(folder)) >= rows or run.poll() is not None)
    time.sleep(moments.random() / 20)
    alive = run.poll() is None
    run.kill()
    run.communicate(timeout=30)
    wait_until(lambda: group_is_empty(run.pid), seconds=10)
    return alive


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_ten_kills_at_random_moments_change_no_byte(desk):
    # ten kills come long before 600 plays
    line = "compare desk.toml busier.toml --replications 300 --workers 2"
    assert simsales(f"{line} --out calm", desk).returncode == 0
    moments, killed = random.Random(10), 0
    for _ in range(10):
        before = len(rows_in(desk))
        killed += killed_after(
            begin(f"{line} --out out", desk), desk, before + moments.randint(0, 25), moments
        )
        assert len(rows_in(desk)) >= before
    assert killed == 10, "each of them was to be killed before its end"
    assert simsales(f"{line} --out out", desk).returncode == 0
    for name in ("kpis.csv", "comparison.csv", "decision.json"):
        assert (desk / "out" / name).read_bytes() == (desk / "calm" / name).read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds worker processes as Linux tells of them")
def test_a_run_whose_worker_is_killed_ends_by_itself_with_the_same_bytes(desk):
    line = "compare desk.toml busier.toml --replications 60 --workers 2"
    assert simsales(f"{line} --out calm", desk).returncode == 0
    run = begin(f"{line} --out out", desk)
    wait_until(lambda: len(rows_in(desk)) >= 4)
    os.kill(a_worker_of(run.pid), signal.SIGKILL)
    assert len(rows_in(desk)) < 120, "too late to show anything"
    _, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    assert (desk / "out" / "kpis.csv").read_bytes() == (desk / "calm" / "kpis.csv").read_bytes()


def a_worker_of(parent):
    """A process of the pool: a child that spawn has begun."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return next(
        int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    )


def test_what_another_model_left_in_the_store_is_said(desk):
    line = "run desk.toml --replications 1 --workers 1 --out out"
    assert simsales(line, desk).returncode == 0
    with closing(sqlite3.connect(desk / "out" / "store.sqlite")) as database, database:
        database.execute("UPDATE replications SET model = '0.0.9+old'")
    run = simsales(line, desk)
    assert run.returncode == 0
    assert "holds 1 replications of model 0.0.9+old; they are left alone, and model" in run.stderr
