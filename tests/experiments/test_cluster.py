"""A real Dask cluster plays what this machine would play, to the byte, whatever happens to its workers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from simsales.experiments import cluster as cluster_room
from simsales.experiments.cluster import cluster
from simsales.words.errors import InputError
from tests.experiments.test_whole_runs import BUSIER, DESK, begin, rows_in, simsales, wait_until

distributed = pytest.importorskip("distributed", reason="needs the extra `dask`")

pytestmark = pytest.mark.slow
LINE = "compare desk.toml busier.toml"


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "desk.toml").write_text(DESK)
    (tmp_path / "busier.toml").write_text(BUSIER)
    return tmp_path


@pytest.fixture(scope="module")
def scheduler():
    """A scheduler in a process of its own; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    process = dask(*words)
    try:
        yield f"tcp://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def two_workers(scheduler, tmp_path):
    """Two worker processes; gives the scheduler's address and the two."""
    words = ["worker", scheduler, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    workers = [dask(*words, "--local-directory", str(tmp_path / f"worker {n}")) for n in (1, 2)]
    try:
        with distributed.Client(scheduler, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield scheduler, workers
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def dask(*words):
    program, *options = words
    begin_it = f"from distributed.cli.dask_{program} import main; main()"
    command = [sys.executable, "-c", begin_it, *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_cluster_gives_the_same_bytes_as_one_two_and_four_local_workers(desk, two_workers):
    line = f"{LINE} --replications 6"
    ways = {f"{n}": f"--workers {n}" for n in (1, 2, 4)} | {"dask": f"--dask {two_workers[0]}"}
    runs = {out: simsales(f"{line} {way} --out {out}", desk) for out, way in ways.items()}
    assert [run.returncode for run in runs.values()] == [0] * 4, runs["dask"].stderr
    for name in ("kpis.csv", "comparison.csv", "decision.json"):
        assert len({(desk / out / name).read_bytes() for out in ways}) == 1


def test_a_worker_of_a_cluster_that_is_killed_changes_nothing(desk, two_workers):
    address, (victim, _) = two_workers
    assert simsales(f"{LINE} --replications 60 --workers 2 --out calm", desk).returncode == 0
    run = begin(f"{LINE} --replications 60 --dask {address} --out out", desk)
    wait_until(lambda: len(rows_in(desk)) >= 4)
    os.kill(victim.pid, signal.SIGKILL)
    assert len(rows_in(desk)) < 60, "too late to show anything"
    _, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    assert (desk / "out" / "kpis.csv").read_bytes() == (desk / "calm" / "kpis.csv").read_bytes()


def test_a_cluster_with_another_model_is_refused(two_workers, monkeypatch):
    monkeypatch.setattr(cluster_room, "model_version", lambda: "0.0.9+old")
    monkeypatch.setattr(cluster_room, "_versions", lambda client: {"tcp://a": "0.1.0+new"})
    with (
        pytest.raises(
            InputError, match=r"every worker must have simsales 0.0.9\+old, found 0.1.0\+new on tcp://a"
        ),
        cluster(two_workers[0]),
    ):
        pass


def test_a_cluster_without_workers_is_refused(scheduler):
    with (
        pytest.raises(InputError, match="--dask: must have workers, found none at tcp://"),
        cluster(scheduler),
    ):
        pass


@pytest.mark.parametrize("address", ["nonsense", "http://here:80", "tcp://127.0.0.1:9"])
def test_an_address_that_does_not_answer_is_told_within_ten_seconds(desk, address):
    began = time.monotonic()
    run = simsales(f"{LINE} --replications 2 --dask {address}", desk)
    assert run.returncode == 2
    assert "--dask: must be the address of a Dask scheduler that answers" in run.stderr
    assert f"found '{address}'" in run.stderr
    assert "Traceback" not in run.stderr
    assert time.monotonic() - began < 10 + 5, "ten seconds, and those that Python takes to begin"


def test_somebody_who_listens_and_never_answers_is_given_up_within_ten_seconds():
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        began = time.monotonic()
        address = f"tcp://127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(InputError, match=r"no answer in 8 s|Timed out"), cluster(address):
            pass
        assert time.monotonic() - began < 10
