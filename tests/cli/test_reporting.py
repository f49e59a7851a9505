"""Every command with --out leaves a report; `report` writes it again, to the same byte, or says why it cannot."""

import json

import pytest

from simsales.report import writing
from tests.report.reading import Page

SHOP = """
about = "Do two hunters suffice?"
[demand.inbound]
rate = "3 / d"
[people.sdr]
count = 1
[people.hunter]
count = 2
queue = "owner"
[selling.closing]
team = "hunter"
hours = "3 h"
think = "2 wd"
[run]
horizon = "3 w"
replications = 2
"""
FOUR = 'based_on = "shop.toml"\nabout = "And four?"\npeople.hunter.count = 4\n'


@pytest.fixture
def shops(tmp_path, monkeypatch):
    """Two scenario files in the current folder."""
    (tmp_path / "shop.toml").write_text(SHOP)
    (tmp_path / "four.toml").write_text(FOUR)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def without_charts(monkeypatch):
    """Charts are drawn in the tests of the page."""
    monkeypatch.setattr("simsales.report.page.charts", lambda _: [])
    monkeypatch.setattr("simsales.report.page.explained", lambda _: ((), ""))


def test_what_compare_leaves_is_written_again_to_the_same_byte(shops, call, monkeypatch):
    monkeypatch.setattr("simsales.report.charts._OF_KPIS", {"funnel": "The funnel"})
    monkeypatch.setattr("simsales.report.charts._OF_LOGS", {"pipeline": "The pipeline"})
    assert call("compare shop.toml four.toml --workers 1 --out mine").exit_code == 0
    path = shops / "mine/report.html"
    first = path.read_bytes()
    assert "four against shop" in Page(first.decode()).text("h1")
    path.unlink()
    result = call("report mine --workers 1")
    assert result.exit_code == 0 and result.stderr == ""
    assert result.stdout.startswith("wrote mine/report.html: ")
    assert result.stdout.endswith("\n\nrepeat: simsales report mine\n")
    assert path.read_bytes() == first


def test_a_folder_of_another_model_is_refused_or_told_without_playing(shops, call, without_charts):
    call("run shop.toml --workers 1 --out mine")
    manifest = json.loads((shops / "mine/manifest.json").read_text())
    (shops / "mine/manifest.json").write_text(json.dumps({**manifest, "model": "0.0.9+abc"}))
    (shops / "mine/report.html").unlink()
    refused = call("report mine --workers 0")
    assert refused.exit_code == 2
    assert "found 0.0.9+abc" in refused.stderr and "--workers: must be" in refused.stderr, "all at once"
    assert not (shops / "mine/report.html").exists()
    told = call("report mine --without-playing")
    assert told.exit_code == 0 and told.stdout.endswith("repeat: simsales report mine --without-playing\n")
    page = Page((shops / "mine/report.html").read_text())
    assert "another version of the model, 0.0.9+abc, made these figures" in page.text("section")


@pytest.mark.parametrize("folder", ["nowhere", "shop.toml", "."])
def test_what_is_no_folder_of_ours_ends_with_2_and_no_traceback(shops, call, folder):
    result = call(f"report {folder}")
    assert result.exit_code == 2 and "Traceback" not in result.stderr
    assert result.stderr.startswith(f"{folder}: must ")


def test_an_interrupted_run_leaves_no_report(shops, call, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("simsales.experiments.experiment.carry_out", interrupted)
    assert call("compare shop.toml four.toml --workers 1 --out mine").exit_code == 130
    assert not (shops / "mine/report.html").exists()


def test_an_interrupted_report_says_that_the_tables_are_there_and_how_to_get_it(shops, call, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("simsales.report.write", interrupted)
    result = call("compare shop.toml four.toml --workers 1 --out mine")
    assert result.exit_code == 130 and result.stderr.endswith("\nresume: simsales report mine\n")
    assert (shops / "mine/manifest.json").exists() and not (shops / "mine/report.html").exists()


def test_a_report_is_written_whole_or_not_at_all(shops, call, without_charts, monkeypatch):
    call("run shop.toml --workers 1 --out mine")
    before = (shops / "mine/report.html").read_bytes()
    monkeypatch.setattr(writing, "html", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call("report mine --workers 1")
    assert (shops / "mine/report.html").read_bytes() == before


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("rank shop.toml four.toml --worth 5000 --first 5 --at-most 5", "Which is best?"),
        ("sweep shop.toml --vary people.hunter.count=1,2", "A lever from end to end"),
        (
            "sensitivity shop.toml --vary people.hunter.count=1..3 --method tornado",
            "What the answer hangs on",
        ),
        ("why shop.toml four.toml --replications 1", "Why they differ"),
        ("transition shop.toml four.toml --replications 2", "What the change costs before it pays"),
        ("spreadsheet shop.toml --replications 1", "A plan by arithmetic"),
        ("assumptions shop.toml --key people", "What the figures rest on"),
        (
            "optimise shop.toml --vary people.hunter.count=1..2 --plans 2 --searched 2 --starts 1 --shortlist 2 "
            "--worth 5000 --first 5 --at-most 5",
            "A better plan",
        ),
    ],
)
def test_every_other_command_leaves_a_shorter_one(shops, call, line, asked):
    workers = "" if line.startswith("assumptions") else "--workers 1"
    result = call(f"{line} {workers} --out mine")
    assert result.exit_code == 0, result.stderr
    page = Page((shops / "mine/report.html").read_text())
    assert asked in page.text("h1") and "Do two hunters suffice?" in page.text("header")
    assert line.split(" --first")[0].split()[0] in page.text("pre")
    assert "parameters (" in page.text("section") and page.open == []
    refused = call("report mine")
    assert refused.exit_code == 2
    assert "found one of another command, whose report is written as it ends; give it again" in refused.stderr
