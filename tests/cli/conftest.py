"""A company that is quick to play, two scenario files, and a way to call the command line."""

import shlex
import tempfile

import pytest
from click.testing import CliRunner

from simsales.cli import main
from simsales.experiments import executors, replications
from tests.experiments.byhand import knows_three_kpis

BASE = 'about = "The base"\n[people.hunter]\ncount = 2\n[run]\nreplications = 4\n'
MORE = 'based_on = "base.toml"\nabout = "What do two more hunters bring?"\npeople.hunter.count = 4\n'


@pytest.fixture(autouse=True)
def _without_reports(request, monkeypatch):
    """Reports take charts and further plays; they are left to the tests of reporting."""
    if request.path.stem != "test_reporting":
        for module in (
            "playing.leave_report",
            "studying.leave_study_report",
            "explaining.leave_study_report",
        ):
            monkeypatch.setattr(f"simsales.cli.{module}", lambda *_: None)
        monkeypatch.setattr("simsales.cli.describing.leave_study_report", lambda *_: None)


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Two scenario files in the current folder."""
    (tmp_path / "base.toml").write_text(BASE)
    (tmp_path / "more.toml").write_text(MORE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def scratch(tmp_path_factory, monkeypatch):
    """Where folders of passing interest are made."""
    folder = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def played(monkeypatch, scratch):
    """What was played, of a company in which each hunter adds about a thousand euros."""
    played = []

    def measured(work):
        played.append((work.name, work.number))
        hunters = {"base": 2, "more": 4}[work.name]
        luck = (work.number * 7 % 5) / 10
        return {"contribution": 1000.0 * hunters + 100 * luck * hunters, "wait": 2.0 + luck, "leads": 500.0}

    monkeypatch.setattr(replications, "_measured", measured)
    monkeypatch.setattr(executors, "available_processors", lambda: 1)  # what is patched stays in this process
    knows_three_kpis(monkeypatch)
    return played


@pytest.fixture
def call():
    """Call the command line in this process; an error that is a defect of ours is raised."""

    def call(line):
        return CliRunner().invoke(main, shlex.split(line.removeprefix("simsales ")), catch_exceptions=False)

    return call
