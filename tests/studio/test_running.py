"""A real server and real runs: they go on, end, stop and resume as asked, and lose nothing whoever is killed."""

import json
import os
import shlex
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from simsales.cli import main
from simsales.scenario import load
from simsales.studio.claim import holder
from tests.studio.conftest import COMPANY, question

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed here as POSIX does it"),
]
START = "from simsales.cli import main; main(prog_name='simsales')"
#: What more leads bring is just about this: it takes thousands of pairs to tell.
NEVER_TOLD = {"worth": "46_000 EUR", "at_most": 5_000}


class Server:
    """A server of its own process on a working folder, at a port that is free."""

    def __init__(self, folder):
        command = [
            sys.executable,
            "-c",
            START,
            "studio",
            "--port",
            "0",
            "--no-browser",
            "--folder",
            str(folder),
        ]
        self.folder = folder
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.address = self.process.stdout.readline().split()[1]
        self.http = httpx.Client(base_url=self.address, timeout=30)

    def ask(self, **more):
        answer = self.http.post("/api/studies", json=question(**more))
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def state(self, study):
        return self.http.get(f"/api/studies/{study}").json()

    def wait_for(self, study, holds, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = self.state(study)
            if holds(state):
                return state
            time.sleep(0.05)
        raise AssertionError(f"did not come to it: {str(state)[:500]}")

    def close(self, by=signal.SIGINT):
        self.http.close()
        self.process.send_signal(by)
        code = self.process.wait(20)
        self.process.stdout.close()
        return code


@pytest.fixture
def home(tmp_path):
    (tmp_path / "small.toml").write_text(COMPANY)
    for name in ("numpy", "simsales", "json"):  # what lies there is data: no process of ours imports it
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a file of the working folder was executed')")
    return tmp_path


@pytest.fixture
def server(home):
    server = Server(home)
    yield server
    if server.process.poll() is None:
        server.close()


def pairs(state):
    return 0 if state["look"] is None else state["look"]["pairs"]


def kept(home, study):
    """How many replications are in the study's store."""
    with sqlite3.connect(home / "simsales-studies" / study / "store.sqlite", timeout=10) as store:
        return store.execute("SELECT COUNT(*) FROM replications WHERE kpis IS NOT NULL").fetchone()[0]


def is_alive(pid):
    """Whether a process still runs; one that only waits to be read off does not."""
    try:
        with Path(f"/proc/{pid}/stat").open() as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def must_be_over(home, study, pid):
    end = time.monotonic() + 10
    while holder(home / "simsales-studies" / study) is not None or is_alive(pid):
        assert time.monotonic() < end, "the run did not follow"
        time.sleep(0.05)


def listen(server, study, heard):
    """Hear a study's events until its end."""
    with server.http.stream("GET", f"/api/studies/{study}/events") as stream:
        name = ""
        for line in stream.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                heard.append((name, json.loads(line.removeprefix("data: "))))


def test_a_run_is_told_pair_by_pair_and_says_what_the_command_line_says(server, home, tmp_path, monkeypatch):
    study = server.ask(at_most=30)
    heard = [[], []]
    listeners = [threading.Thread(target=listen, args=(server, study, each)) for each in heard]
    for each in listeners:
        each.start()
    for each in listeners:
        each.join(90)
    for each in heard:
        assert [name for name, _ in each].count("end") == 1 and each[-1][0] == "end"
    looks = [look for name, look in heard[0] if name == "look"]
    told = [look["pairs"] for look in looks]
    assert told == sorted(told) and told[-1] >= 10
    end = heard[0][-1][1]
    assert end["status"] == "finished" and end["look"]["message"] is None
    assert (
        end["look"]["decision"]["verdict"] == "choose" and end["look"]["decision"]["chosen"] == "More leads"
    )
    row = end["look"]["rows"]["More leads"][0]
    assert row["kpi"] == "contribution" and 0 < row["low"] < row["difference"] < row["high"]
    assert {
        "report.html",
        "kpis.csv",
        "comparison.csv",
        "decision.json",
        "flips.csv",
        "plots/funnel.svg",
    } <= set(end["files"])
    assert server.http.get(f"/api/studies/{study}/flips").json()["scenarios"]["More leads"]["sentence"]
    moved = server.http.get(f"/api/studies/{study}/maps/More leads")
    assert moved.status_code == 200 and moved.json()["movements"]["replication"] == 0

    monkeypatch.chdir(home)
    words = shlex.split(end["line"])
    again = [*words[1 : words.index("--out")], "--workers", "1", "--out", "again"]
    done = CliRunner().invoke(main, again, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    for name in ("kpis.csv", "comparison.csv"):
        ours = server.http.get(f"/api/studies/{study}/files/{name}").content
        assert ours == (home / "again" / name).read_bytes()
    saved = server.http.post(
        f"/api/studies/{study}/save", json={"whatif": "More leads", "path": "More leads.toml"}
    )
    assert saved.status_code == 201
    played = load(home / "simsales-studies" / study / "More leads.toml")
    assert load(home / "More leads.toml").content_key() == played.content_key()


def test_two_studies_at_once_the_page_answers_one_is_cancelled_and_resumed(server, home):
    first, second = server.ask(**NEVER_TOLD), server.ask(**{**NEVER_TOLD, "seed": 8})
    assert first != second and server.ask(**NEVER_TOLD) == first  # a second tab with the same question
    for study in (first, second):
        server.wait_for(study, lambda state: pairs(state) >= 10)
    seconds = []
    for _ in range(15):
        for path in ("/api/scenarios", "/api/levers?base=norddrive", f"/api/studies/{first}"):
            seconds.append(server.http.get(path).elapsed.total_seconds())
    assert statistics.median(seconds) < 0.2

    cancelled = server.http.post(f"/api/studies/{first}/cancel", json={}).json()
    assert cancelled["status"] == "cancelled" and cancelled["look"]["seconds_left"] is None
    before = kept(home, first)
    assert before >= 2 * pairs(cancelled) > 0
    assert server.state(second)["status"] == "running"
    resumed = server.http.post(f"/api/studies/{first}/resume", json={}).json()
    assert resumed["status"] == "running"
    more = server.wait_for(first, lambda state: pairs(state) > pairs(cancelled))
    assert more["status"] == "running" and kept(home, first) > before

    pids = [holder(home / "simsales-studies" / study) for study in (first, second)]
    assert server.close() in (0, 130, -signal.SIGINT)  # Ctrl-C ends the server and its runs
    for study, pid in zip((first, second), pids, strict=True):
        must_be_over(home, study, pid)


def test_killing_the_server_ends_the_run_and_loses_no_finished_replication(server, home):
    study = server.ask(**NEVER_TOLD)
    seen = server.wait_for(study, lambda state: pairs(state) >= 20)
    pid = holder(home / "simsales-studies" / study)
    server.close(signal.SIGKILL)
    must_be_over(home, study, pid)
    before = kept(home, study)
    assert before >= 2 * pairs(seen)

    again = Server(home)
    try:
        stopped = again.state(study)
        assert stopped["status"] == "stopped" == stopped["look"]["status"]
        assert pairs(stopped) >= pairs(seen) and kept(home, study) == before
        assert again.http.post(f"/api/studies/{study}/resume", json={}).json()["status"] == "running"
        first = again.wait_for(study, lambda state: state["look"]["stage"] == "playing" and pairs(state) > 0)
        assert pairs(first) >= pairs(stopped)  # from the store, at once
        again.wait_for(study, lambda state: pairs(state) > pairs(first))
        assert kept(home, study) > before

        os.kill(holder(home / "simsales-studies" / study), signal.SIGKILL)  # the run dies without a word
        dead = again.wait_for(study, lambda state: state["status"] != "running")
        assert dead["status"] == "failed" and "signal 9" in dead["look"]["message"]
    finally:
        again.close()


def test_a_run_that_cannot_keep_what_it_plays_says_so(server, home):
    asked = question(**NEVER_TOLD)
    study = server.ask(**NEVER_TOLD)
    at_once = server.http.post(f"/api/studies/{study}/cancel", json={}).json()
    assert at_once["status"] in ("cancelled", "stopped")  # it may not have begun
    store = home / "simsales-studies" / study / "store.sqlite"
    for file in store.parent.glob("store.sqlite*"):
        file.unlink()
    store.write_text("this is no store")
    assert server.http.post("/api/studies", json=asked).json()["id"] == study
    failed = server.wait_for(study, lambda state: state["status"] != "running")
    assert failed["status"] == "failed" and "store.sqlite" in failed["look"]["message"]
