"""What cannot be used in the table of complaints: each mistake with its file and line, and exit code 2."""

from __future__ import annotations

import re
import shlex

import pytest
from click.testing import CliRunner

from simsales.cli import main
from simsales.processes.play import play
from simsales.scenario import load
from simsales.scenario.complaints import CAUSES, DEFECTS, MAJOR, MINOR

COMPANY = """
farming = {}
customers.all.count = 10
people.service.count = 2
people.engineer.count = 1
people.manager.count = 1
people.quality.count = 1
complaints.defects = { standard = 0.05 }
complaints.quality = {}
"""
BAD = {
    "classes_do_not_add_up": (
        "complaints.severity.minor.share = 0.6",
        "complaints.severity: must have shares of its classes that add up to 1, found 0.85",
    ),
    "causes_do_not_add_up": (
        "complaints.causes.machining = 0.25",
        "complaints.causes: must have shares that add up to 1, found 0.9",
    ),
    "unknown_product": (
        "complaints.defects = { standard = 0.05, standart = 0.1 }",
        "complaints.defects.standart: must be a product of [products], found 'standart'; did you mean 'standard'?",
    ),
    "product_without_defects": (
        "complaints.defects = {}\nproducts.other = {}\nproducts.standard.deal_share = 0.0",
        "complaints.defects: must say how often each product has a defect, found nothing for",
    ),
    "more_than_all": (
        "complaints.late_felt = 1.5",
        "complaints.late_felt: must be between 0 and 1, found 1.5",
    ),
    "reminded_after_urged": (
        "complaints.escalation = { remind = 0.8, urge = 0.5 }",
        "complaints.escalation.remind: must come before urging at 0.5, found 0.8",
    ),
    "team_unknown": (
        'complaints.processing.team = "servise"',
        "complaints.processing.team: must be a team of [people], found 'servise'; did you mean 'service'?",
    ),
    "nobody_at_the_desk": (
        "people.service.count = 0",
        "people.service.count: must have somebody, found an empty team that is named by complaints.receipt.team",
    ),
    "nobody_for_diagnosis": (
        'complaints.complex.diagnosis.team = "engineers"',
        "complaints.complex.diagnosis.team: must be a team of [people], found 'engineers'",
    ),
    "nobody_who_learns": (
        "people.quality.count = 0",
        "people.quality.count: must have somebody, found an empty team that is named by complaints.quality.team",
    ),
    "nobody_to_agree": (
        'complaints.approval.team = "boss"',
        "complaints.approval.team: must be a team of [people], found 'boss'",
    ),
    "sales_unknown": (
        'complaints.routing = { kind = "sales", team = "huntr" }',
        "complaints.routing.team: must be a team of [people], found 'huntr'",
    ),
    "engineer_with_own_queue": (
        'people.quality.queue = "owner"',
        "complaints.quality.team: must be a team with one queue for all, found 'quality'",
    ),
    "inquiries_of_nobody": (
        'farming = "skip"\ncomplaints.inquiries = {}',
        "complaints.inquiries: must be left out where customers are not followed, found some; add a table [farming]",
    ),
    "bills_of_nobody": (
        'farming = "skip"\ncomplaints.billing = "1 / y"',
        "complaints.billing: must be left out where customers are not followed, found some",
    ),
    "loss_below_zero": (
        'complaints.severity.minor.loss = "-5 EUR"',
        "complaints.severity.minor.loss: must be 0 or more, found '-5 EUR'",
    ),
    "always_reopened": (
        "complaints.reopens = 1.0",
        "complaints.reopens: must be between 0 and 0.95, found 1",
    ),
    "voice_unknown": (
        'complaints.voice = { kind = "shout" }',
        "complaints.voice: must have a known kind, found 'shout'",
    ),
    "remedy_unknown": (
        'complaints.service = { kind = "one_for_all", what = "flowers" }',
        "complaints.service.what: must be 'apology', 'credit', 'repair' or 'replacement', found 'flowers'",
    ),
    "limit_below_zero": (
        'complaints.service.empowerment = "-1 EUR"',
        "complaints.service.empowerment: must be 0 or more, found '-1 EUR'",
    ),
    "target_in_euros": (
        'complaints.severity.major.target = "5 EUR"',
        "complaints.severity.major.target: must have a unit of time",
    ),
    "classes_change_by_date": (
        'at = [{ time = "4 w", set = { "complaints.quality.every" = "10 wd" } }]',
        "complaints.quality.every: must",
    ),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "company.toml").write_text(COMPANY, encoding="utf-8")
    return tmp_path


def test_the_company_itself_is_consistent(folder):
    assert load("company.toml").complaints != "skip"


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_named_with_file_and_line(folder, name):
    text, sentence = BAD[name]
    file = folder / f"{name}.toml"
    file.write_text(f'based_on = "company.toml"\n{text}\n', encoding="utf-8")
    result = CliRunner().invoke(main, shlex.split(f"check {file.name}"), catch_exceptions=False)
    assert result.exit_code == 2
    lines = [line for line in result.stderr.splitlines() if sentence in line]
    assert lines, result.stderr
    assert re.match(r"\w+\.toml:\d+: ", lines[0]), (
        "the file that wrote the key, the parent where it names the team"
    )


def test_a_file_takes_causes_and_classes_of_its_parent_out_with_a_share_of_nothing(folder):
    others = ", ".join(f"{cause} = 0" for cause in CAUSES)
    causes = f"complaints.causes = {{ tools = 1.0, {others} }}"
    text = causes + "\ncomplaints.severity = { minor.share = 1, major.share = 0 }"
    (folder / "own.toml").write_text(
        f'based_on = "company.toml"\n{text}\nrun.horizon = "26 w"\n', encoding="utf-8"
    )
    scenario = load("own.toml").but({"complaints.defects.standard": 1.0})
    problems = play(scenario).table("problems")
    assert len(problems) > 20
    assert set(problems["cause"]) == {list(scenario.complaints.causes).index("tools")}
    assert set(problems["severity"]) == {0}


def test_defaults_of_classes_and_causes_add_up():
    assert MINOR.share + MAJOR.share == 1.0
    assert sum(CAUSES.values()) == pytest.approx(1.0)
    assert list(DEFECTS) == ["MTS", "ATO", "MTO", "ETO"]


SHIPPED = {
    "stimulate_complaints": "complaints.stimulation",
    "slow_complaint_desk": "people.service.count",
    "fast_complaint_desk": "people.service.count",
    "root_cause_programme": "complaints.quality.project_every",
    "questions/q30_two_days_by_sales": "complaints.routing",
}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_scenario_on_complaints_changes_what_its_question_is_about(name):
    assert SHIPPED[name] in {change.key for change in load(name).changes()}
