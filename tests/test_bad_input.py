"""Whatever cannot be used in a scenario file: one clear message each, with its line, and all at once."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest
from click.testing import CliRunner

from simsales.cli import main
from simsales.scenario import load
from simsales.words.errors import ScenarioError

BASED = 'based_on = "norddrive"\n'

# What a file says, the line that is to blame (None: the file as a whole), and what the message says.
BAD = {
    "missing": (None, None, "must be a scenario file, found no such file; check the path"),
    "empty": (b"", None, "must say something, found an empty file"),
    "blank": (b"\n   \n# nothing\n", None, "must say something, found an empty file"),
    "binary": (bytes(range(256)), None, "must be text in UTF-8, found a binary byte at position 128"),
    "utf16": (
        'about = "x"'.encode("utf-16"),
        None,
        "must be text in UTF-8, found a binary byte at position 0",
    ),
    "syntax": (b"[people\ncount = 3\n", 1, "must be valid TOML, found a mistake"),
    "duplicate_key": (
        b"[run]\nseed = 1\nseed = 2\n",
        3,
        "must be valid TOML, found a mistake: Cannot overwrite",
    ),
    "duplicate_table": (b"[run]\nseed = 1\n[run]\n", 3, "must be valid TOML, found a mistake"),
    "long_number": (
        b"run.seed = " + b"9" * 5000,
        None,
        "must be valid TOML, found a mistake: Exceeds the limit",
    ),
    "three_thousand_brackets": (
        b"a = " + b"[" * 3000 + b"]" * 3000,
        None,
        "found brackets nested too deep to read",
    ),
    "deep_key": (b".".join([b"a"] * 3000) + b" = 1", None, "found keys nested too deep to follow"),
    "circle": (b'based_on = "circle.toml"', 1, "must lead to a scenario without a parent, found a circle"),
    "parent_missing": (
        b'\nbased_on = "gone.toml"',
        2,
        "must name a scenario file, found none at 'gone.toml'",
    ),
    "parent_misspelt": (b'based_on = "norddriv"', 1, "found neither; did you mean 'norddrive'?"),
    "parent_folder": (b'based_on = "folder"', 1, "must name a scenario file, found none at 'folder'"),
    "parent_list": (b'based_on = ["norddrive"]', 1, "must be the name of one scenario, found ['norddrive']"),
    "parent_empty": (b'based_on = ""', 1, "must name a scenario file, found none at ''"),
    "unknown_table": ("[peple]\nx = 1", 2, "peple: unknown key; did you mean 'people'?"),
    "unknown_key": ("people.hunter.cuont = 3", 2, "people.hunter.cuont: unknown key; did you mean 'count'?"),
    "channel_unknown_segment": (
        "[channels.segments.Cs]\nchannel = { kind = 'agent' }",
        2,
        "channels.segments.Cs: must be a segment of [customers], found 'Cs'; did you mean 'C'?",
    ),
    "capital_key": ("people.hunter.Count = 3", 2, "people.hunter.Count: unknown key; did you mean 'count'?"),
    "confusable": ('people.hunter."соunt" = 3', 2, "people.hunter.соunt: unknown key"),  # Cyrillic с and о
    "zero_width": ('people.hunter."co\u200bunt" = 3', 2, "unknown key; did you mean 'count'?"),
    "full_width_digits": ('run.horizon = "１ y"', 2, "run.horizon: must be a duration, found '１ y'"),
    "wrong_unit": ('run.horizon = "3 EUR"', 2, "run.horizon: must have a unit of time"),
    "no_unit": ("run.horizon = 3", 2, "run.horizon: must be a duration, found 3; write it like"),
    "working_time": (
        'run.warm_up = "5 wd"',
        2,
        "run.warm_up: must be calendar time (min, h, d, w, y), found '5 wd'",
    ),
    "no_time": ('run.horizon = "0 d"', 2, "run.horizon: must be more than 0, found '0 d'"),
    "eternity": ('run.horizon = "1e300 y"', 2, "run.horizon: must be at most 1000 y, found '1e+300 y'"),
    "rate_for_span": ('run.horizon = "3 / y"', 2, "run.horizon: must be a duration, found '3 / y'"),
    "rate_per_working_day": (
        'demand.inbound.rate = "5 / wd"',
        2,
        "demand.inbound.rate: must be per calendar time",
    ),
    "not_a_number": ("people.hunter.available = nan", 2, "must be a finite number, found nan"),
    "infinite": ("demand.inbound.cost = inf", 2, "demand.inbound.cost: must be a finite number, found inf"),
    "infinite_span": ('selling.closing.hours = "inf h"', 2, "must be a duration, found 'inf h'"),
    "negative_rate": (
        'demand.inbound.rate = "-5 / y"',
        2,
        "demand.inbound.rate: must be 0 or more, found '-5 / y'",
    ),
    "negative_hours": ('selling.closing.hours = "-2 h"', 2, "must be 0 or more, found '-2 h'"),
    "negative_pay": ('compensation.hunter.salary = "-5 EUR"', 2, "salary: must be 0 or more, found '-5 EUR'"),
    "foreign_money": ('compensation.hunter.salary = "5 USD"', 2, "must be an amount of money, found '5 USD'"),
    "level_without_managers": (
        'structure = { kind = "hierarchical", levels = ["manager", "directr"], limits = { discount = [0.05, 0.1] } }',
        2,
        "structure.levels.1: must be a team of [people], found 'directr'",
    ),
    "level_of_nobody": (
        'people.team_lead = {}\nstructure = { kind = "hierarchical", levels = ["team_lead", "manager"] }',
        2,
        "people.team_lead.count: must have somebody, found an empty team that is named by structure.levels.0",
    ),
    "limits_that_do_not_rise": (
        'structure = { levels = ["manager", "supporter"], kind = "hierarchical", limits = { discount = [0.1, 0.1] } }',
        2,
        "structure.limits.discount: must rise from level to level, found 0.1, 0.1",
    ),
    "limits_for_other_levels": (
        'structure = { kind = "matrix", product = "manager", limits = { discount = [0.05, 0.1] } }',
        2,
        "structure.limits.discount: must have a limit for each level, found 2 for 1: manager",
    ),
    "request_of_no_kind": (
        'structure = { kind = "hierarchical", limits = { rebate = [0.05] } }',
        2,
        "structure.limits.rebate: must be one of discount, lead_time, engineering, found 'rebate'",
    ),
    "pods_without_people": (
        'structure = { kind = "modular", pods = 5, divided = ["supporter"] }',
        2,
        "structure.pods: must be at most the 4 people of 'supporter', found 5; no pod may be without one",
    ),
    "pods_of_owners": (
        'structure = { kind = "modular", divided = ["hunter"] }',
        2,
        "structure.divided.0: must be a team with one queue for all, found 'hunter'",
    ),
    "meeting_all_week": (
        'structure = { kind = "matrix", meetings = 40 }',
        2,
        "structure.meetings: must leave time for work, found 40 h a week for 'hunter', who are available for 0.65",
    ),
    "engineer_for_nothing": (
        "market.requests.engineering = { eto = 1.0 }",
        2,
        "market.requests.engineering.eto: must be a product, found 'eto'; did you mean 'ETO'?",
    ),
    "falling_tiers": (
        'compensation.hunter = { kind = "commission", tiers = [{ above = 1.2 }, { above = 1.0 }], quota = {} }',
        2,
        "must have tiers that begin above the one before, found 1.0 after 1.2",
    ),
    "cap_under_a_tier": (
        'compensation.hunter = { kind = "commission", tiers = [{}], quota = { first = 148_000 }, cap = 2_000 }',
        2,
        "must have a cap above what is earned at the first tier, 5,920 EUR, found 2,000 EUR",
    ),
    "no_quota": (
        'compensation.hunter = { kind = "commission", tiers = [{ above = 1.2 }] }',
        2,
        "compensation.hunter: must have a quota where a bonus or a tier depends on it, found none",
    ),
    "restless": (
        'people.hunter.attrition = { quits = "1_000_000 / y" }',
        2,
        "people.hunter.attrition: must have people who stay a week on average, found quits of 1000000 / y",
    ),
    "one_for_recoverable": (
        'compensation.hunter = { kind = "commission", recoverable = 1 }',
        2,
        "compensation.hunter.recoverable: must be true or false, found 1",
    ),
    "weekly_pay": (
        'compensation.hunter = { kind = "commission", period = "week" }',
        2,
        "compensation.hunter.period: must be 'month', 'quarter' or 'year', found 'week'",
    ),
    "quota_of_nothing": (
        'compensation.hunter = { kind = "bonus", quota = { first = 0 } }',
        2,
        "compensation.hunter.quota.first: must be more than 0, found 0",
    ),
    "quota_that_may_vanish": (
        'compensation.hunter = { kind = "bonus", quota = { most = 1 } }',
        2,
        "compensation.hunter.quota.most: must be less than 1, or a quota could fall to nothing, found 1",
    ),
    "key_of_another_kind": (
        'compensation.hunter = { kind = "salary", salary = 60_000, rate = 0.1 }',
        2,
        "compensation.hunter.rate: unknown key",
    ),
    "key_called_like_its_kind": (
        'compensation.hunter = { kind = "bonus", bonus = "-5 EUR" }',
        2,
        "compensation.hunter.bonus: must be 0 or more, found '-5 EUR'",
    ),
    "plan_whose_key_is_called_like_it": (
        'compensation.hunter = { kind = "bonus", bonus = 5, base = "revenue" }',
        2,
        "compensation.hunter: must be credited at delivery or with cash where revenue counts, found 'order'",
    ),
    "span_of_nobody": (
        'control = { kind = "supervision", span = 0 }',
        2,
        "control.span: must be more than 0, found 0",
    ),
    "effort_that_is_not_usual": (
        'motivation.choosing = { kind = "weekly", usual = 2.5 }',
        2,
        "motivation.choosing: must have a usual effort between least_hunting and most, found 2.5 outside 0.2 to 1.9",
    ),
    "tasks_that_are_one": (
        'motivation.choosing = { kind = "weekly", substitution = 1 }',
        2,
        "motivation.choosing.substitution: must be less than 1, found 1",
    ),
    "nothing_fixed": (
        "motivation.usual.hunter = { fixed = 0 }",
        2,
        "motivation.usual.hunter.fixed: must be more than 0, for security is reckoned against it, found 0",
    ),
    "choosing_by_a_word": (
        'motivation.choosing = "on"',
        2,
        "motivation.choosing: must be a table that names its kind ('weekly') or 'skip', found 'on'",
    ),
    "left_before_they_came": (
        'people.hunter.departures = [{ time = "-4 w" }]',
        2,
        "people.hunter.departures.0.time: must be 0 or more, found '-4 w'",
    ),
    "left_in_working_time": (
        'people.hunter.departures = [{ time = "20 wd" }]',
        2,
        "people.hunter.departures.0.time: must be calendar time (min, h, d, w, y), found '20 wd'",
    ),
    "dated_control": (
        '[[at]]\ntime = "4 w"\nset = { "control" = { kind = "supervision", team = "managr" } }',
        4,
        "control.team: must be a team of [people], found 'managr'; did you mean 'manager'? (from 4 w on)",
    ),
    "probability": ("demand.inbound.fit = 1.2", 2, "demand.inbound.fit: must be between 0 and 1, found 1.2"),
    "crowd": (
        f"people.hunter.count = {10**20}",
        2,
        f"must be a whole number from 0 to 10_000, found {10**20}",
    ),
    "half_a_person": ("people.hunter.count = 2.5", 2, "must be a whole number from 0 to 10_000, found 2.5"),
    "float_for_whole": ("people.hunter.count = 2.0", 2, "must be a whole number from 0 to 10_000, found 2.0"),
    "true_for_one": ("people.hunter.count = true", 2, "must be a whole number from 0 to 10_000, found true"),
    "text_for_number": ('people.hunter.count = "9"', 2, "must be a whole number from 0 to 10_000, found '9'"),
    "one_for_true": ("switches.delay = 1", 2, "switches.delay: must be true or false, found 1"),
    "text_for_true": ('switches.delay = "false"', 2, "switches.delay: must be true or false, found 'false'"),
    "date_for_text": ("about = 2026-01-01", 2, "about: must be text, found datetime.date(2026, 1, 1)"),
    "no_replications": ("run.replications = 0", 2, "must be a whole number from 1 to 1_000_000, found 0"),
    "negative_seed": (
        "run.seed = -1",
        2,
        "run.seed: must be a whole number from 0 to 1_000_000_000, found -1",
    ),
    "eight_days": ("calendar.days = 8", 2, "calendar.days: must be a whole number from 1 to 7, found 8"),
    "day_400": (
        "calendar.holidays = [3, 400]",
        2,
        "calendar.holidays.1: must be a whole number from 0 to 363",
    ),
    "no_attempts": (
        "selling.prospecting.sources.inbound.attempts = 0",
        2,
        "must be a whole number from 1 to 8, found 0",
    ),
    "endless_rounds": ("selling.objections.rounds.mean = 99", 2, "must be between 0 and 12, found 99"),
    "certain_round": (
        'selling.objections.rounds = { kind = "geometric", again = 1 }',
        2,
        "between 0 and 0.95, found 1",
    ),
    "over_available": ("people.hunter.available = 1.5", 2, "must be more than 0 and at most 1, found 1.5"),
    "level_ten": (
        "selling.closing.level = 10",
        2,
        "selling.closing.level: must be a whole number from 0 to 9",
    ),
    "list_for_table": ("people.hunter = [3]", 2, "people.hunter: must be a table, found [3]"),
    "table_for_number": ("run.seed = { value = 3 }", 2, "run.seed: must be a whole number from 0"),
    "table_for_list": ("handoff.own = { a = 1 }", 2, "handoff.own: must be a list, found {'a': 1}"),
    "number_for_table": ("people = 4", 2, "people: must be a table, found 4"),
    "kind_unknown": (
        'routing = { kind = "by_horoscope" }',
        2,
        "routing: must have a known kind, found 'by_horoscope'",
    ),
    "kind_of_response": (
        'market.pursuit.kind = "whim"',
        2,
        "market.pursuit.kind: must be 'pursuit', found 'whim'",
    ),
    "kind_of_hours": (
        'selling.closing.hours.kind = "normal"',
        2,
        "selling.closing.hours.kind: must be 'fixed'",
    ),
    "law_incomplete": (
        'selling.closing.hours = { kind = "gamma" }',
        2,
        "must give mean and cv or mean and shape",
    ),
    "law_upside_down": (
        'selling.closing.hours = { kind = "uniform", low = "3 h", high = "2 h" }',
        2,
        "must have low <= high, found 3 h and 2 h",
    ),
    "law_of_two_times": (
        'selling.closing.hours = { kind = "uniform", low = "3 h", high = "2 wd" }',
        2,
        "must be in one unit, or all in calendar time, found h, wd",
    ),
    "shift_unknown": (
        'people.sdr.shift = "9/5"',
        2,
        "people.sdr.shift: must be one of 8/5, 12/5, 24/7, always",
    ),
    "shift_backwards": ("people.sdr.shift = { opens = 18, closes = 9 }", 2, "must open before it closes"),
    "empty_team": (
        "people.hunter.count = 0",
        2,
        "people.hunter.count: must have somebody, found an empty team",
    ),
    "calendar_without_hours": (
        f"calendar.holidays = {list(range(364))}",
        2,
        "must have working hours in the year",
    ),
    "shares_off": (
        "products.MTS.deal_share = 0.5",
        2,
        "products: must have deal shares that add up to 1, found 1.25",
    ),
    "cold_below_zero": ("demand.inbound.contact.p_inf = 0.9", 2, "must have p_inf <= p_0, found 0.9 and 0.6"),
    "dated_loss": (
        '[[at]]\ntime = "4 w"\nset = { "people.hunter.count" = -1 }',
        4,
        "must be a whole number from 0 to 10_000, found -1 (from 4 w on)",
    ),
    "dated_typo": (
        '[[at]]\ntime = "4 w"\nset = { "people.huntr.count" = 1 }',
        4,
        "people.huntr.count: unknown key 'huntr'; did you mean 'hunter'? (from 4 w on)",
    ),
    "dated_without_date": (
        '[[at]]\nset = { "run.seed" = 1 }',
        2,
        "at.0.time: must be given, found nothing; add it",
    ),
    "dated_before": (
        '[[at]]\ntime = "-4 w"\nset = { "people.sdr.count" = 1 }',
        3,
        "must be 0 or more, found '-4 w'",
    ),
    "dated_run": (
        '[[at]]\ntime = "4 w"\nset = { "run.seed" = 1 }',
        4,
        "must not change during a run, found in a dated",
    ),
    "strategy_after_the_end": (
        '[strategy]\npreset = "farming"\nat = "60 w"',
        4,
        "strategy.at: must be decided before the run ends after 52 weeks, found '60 w'; decide earlier",
    ),
    "strategy_unknown": (
        '[strategy]\npreset = "solutoin"',
        3,
        "found 'solutoin'; did you mean 'solution'?",
    ),
    "strategy_lag": (
        '[strategy]\nlags.plans = "-2 w"',
        3,
        "strategy.lags.plans: must be 0 or more, found '-2 w'",
    ),
    "strategy_element": (
        '[strategy]\nfollow = ["plnas"]',
        3,
        "strategy.follow.0: must be 'priorities', 'plans', 'territories', 'structure', 'processes', 'capacity' or "
        "'stock', found 'plnas'; did you mean 'plans'?",
    ),
    "strategy_lever": (
        '[strategy.levers.plans]\n"people.huntr.count" = 8',
        3,
        "people.huntr.count: unknown key 'huntr'; did you mean 'hunter'? (from 39 w on)",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All bad files, each named after what is wrong with it."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "folder").mkdir()
    for name, (content, *_) in BAD.items():
        if content is not None:
            data = content if isinstance(content, bytes) else (BASED + content + "\n").encode()
            (folder / f"{name}.toml").write_bytes(data)
    return folder


@pytest.fixture
def here(folder, monkeypatch):
    monkeypatch.chdir(folder)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", BAD)
def test_a_mistake_has_one_message_that_names_its_line_and_what_to_do(name):
    _, line, message = BAD[name]
    with pytest.raises(ScenarioError) as caught:
        load(f"{name}.toml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (f"{name}.toml", line)
    assert message in str(problem)
    assert not re.search(r"pydantic|Traceback|<class|Input should", str(problem))


@pytest.mark.usefixtures("here")
def test_the_command_line_tells_all_mistakes_of_all_files_once_and_ends_with_2():
    files = [f"{name}.toml" for name in BAD]
    done = subprocess.run(
        [sys.executable, "-c", "from simsales.cli import main; main()", "check", *files],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=None,
        check=False,
    )
    lines = done.stderr.splitlines()
    assert done.returncode == 2
    assert [line.split(":")[0] for line in lines] == files
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        (
            "demand.inbond.rate=5 / y",
            "--set: demand.inbond.rate: unknown key 'inbond'; did you mean 'inbound'?",
        ),
        ("demand.inbound.rate=many", "--set: demand.inbound.rate: must be a rate, found 'many'"),
        (
            "people.hunter.count=-3",
            "--set: people.hunter.count: must be a whole number from 0 to 10_000, found -3",
        ),
        ("people.hunter.count=0", "--set: people.hunter.count: must have somebody, found an empty team"),
        ("run.replications=0", "--set: run.replications: must be a whole number from 1"),
        ("routing.kind=lucky", "--set: routing: must have a known kind, found 'lucky'"),
        ("based_on=norddrive", "--set: based_on: unknown key"),
        ("at.0.time=3 w", "--set: at.0.time: must be an entry of the list, found 0 entries"),
        ("run..seed=3", "--set: run..seed: "),
        ("run.²=3", "--set: run.²: unknown key"),
        ("run.seed=１", "--set: run.seed: must be a whole number"),
        ("people.hunter", "--set: people.hunter: must be key=value, found 'people.hunter'"),
        ("", "--set: must be key=value, found ''"),
    ],
)
def test_a_wrong_override_is_put_down_to_set(override, message):
    call = f"check norddrive --set {shlex.quote(override)}"
    result = CliRunner().invoke(main, shlex.split(call), catch_exceptions=False)
    (line,) = result.stderr.splitlines()
    assert result.exit_code == 2 and line.startswith(message)


def test_wrong_overrides_and_wrong_values_are_told_together():
    with pytest.raises(ScenarioError) as caught:
        load("norddrive", ["demand.inbond.rate=5 / y", "people.hunter.count=-3", "run.horizon=0 d"])
    assert [each.where for each in caught.value.problems] == [
        "demand.inbond.rate",
        "people.hunter.count",
        "run.horizon",
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path):
    text = BASED.replace("\n", "\r\n") + "[people.hunter]\r\ncount = 8\r\n"
    (tmp_path / "windows.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load(tmp_path / "windows.toml").people["hunter"].count == 8


def test_windows_line_ends_count_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "windows.toml").write_bytes(BASED.encode().replace(b"\n", b"\r\n") + b"\r\nrun.seed = -1\r\n")
    with pytest.raises(ScenarioError, match=r"^windows\.toml:3: run\.seed"):
        load("windows.toml")


def test_a_dozen_mistakes_of_one_file_are_told_at_once_in_its_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = BASED + "\n".join(
        [
            "calendar.days = 8",
            "demand.inbound.fit = 1.2",
            'demand.outbound.rate = "-5 / y"',
            "products.MTS.deal_share = 0.5",
            "people.hunter.cuont = 3",
            'people.sdr.shift = "9/5"',
            'routing = { kind = "by_horoscope" }',
            'selling.closing.team = "huntr"',
            'selling.approach.hours = "4 x"',
            'compensation.boss = { kind = "salary" }',
            "switches.delay = 1",
            'run.horizon = "0 d"',
        ]
    )
    (tmp_path / "dozen.toml").write_text(text)
    with pytest.raises(ScenarioError) as caught:
        load("dozen.toml")
    assert [problem.line for problem in caught.value.problems] == list(range(2, 14))


def refused(call: str) -> list[str]:
    result = CliRunner().invoke(main, shlex.split(call), catch_exceptions=False)
    assert result.exit_code == 2
    return result.stderr.splitlines()


def test_a_wrong_override_is_told_once_for_many_files():
    (line,) = refused("compare norddrive fast_response --set people.hunter.count=-3")
    assert line.startswith("--set: people.hunter.count: must be a whole number")


def test_a_kpi_of_a_source_or_a_team_that_nobody_has_is_refused_before_anything_is_played():
    (line,) = refused("run norddrive --kpi win_rate.inbond")
    assert line == "--kpi: must end in a name of [demand], found 'inbond'; did you mean 'inbound'?"
    (line,) = refused("run norddrive --kpi wait.nobody")
    assert line.startswith("--kpi: must end in a name of [people], found 'nobody'")


def test_an_empty_name_is_called_one():
    (line,) = refused("check ''")
    assert line == "FILE: must be a file or the name of a shipped scenario, found an empty name"
