"""An --out folder opens again as what it was, and what is none, or not whole, is told in words."""

import json
import shutil

import pytest

from simsales import run
from simsales.experiments.reopening import reopen
from simsales.experiments.replications import Outcome
from simsales.experiments.results import Results
from simsales.experiments.store import Store, write_comparison, write_report, write_results
from simsales.policies.pricing import Pricing
from simsales.scenario import Scenario
from simsales.words.errors import InputError

LINE = "simsales compare shop.toml more.toml --replications 3 --worth 2 --kpi wins"
SHOP = {
    "about": "Do two hunters suffice?",
    "demand.inbound": {"rate": "3 / d"},
    "people.sdr": {"count": 1},
    "people.hunter": {"count": 2, "queue": "owner"},
    "selling.closing": {"team": "hunter", "hours": "3 h", "think": "2 wd"},
    "run": {"horizon": "3 w", "replications": 3, "seed": 5},
}


def written(folder, results, comparison=None, line=LINE):
    folder.mkdir(exist_ok=True)
    if comparison is not None:
        write_comparison(folder, comparison)
    write_results(folder, results, line)
    write_report(folder, results, line, comparison)
    return folder


@pytest.fixture(scope="module")
def results():
    shop = Scenario().but(SHOP, name="shop")
    more = shop.but({"people.hunter.count": 4, "about": "And four?"}, name="more")
    played = run(shop, more, workers=1)
    outcomes = {label: dict(found) for label, found in played.outcomes.items()}
    old = outcomes["more"][1]
    outcomes["more"][1] = Outcome(old.key, old.name, old.seed, 1, None, "Boom: it failed (x.py:3)", 0.1)
    return Results(played.scenarios, outcomes, 3, 5)


@pytest.fixture(scope="module")
def whole(results, tmp_path_factory):
    comparison = results.compare(kpi="wins", worth=2.0)
    return written(tmp_path_factory.mktemp("whole") / "mine", results, comparison)


@pytest.fixture
def folder(whole, tmp_path):
    """A copy of it, to be spoiled."""
    return shutil.copytree(whole, tmp_path / "mine")


def refusal(folder, **options):
    with pytest.raises(InputError) as told:
        reopen(folder, **options)
    return str(told.value)


def spoil(folder, **changes):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, **changes}))


# --- folders that are whole ------------------------------------------------------------------------------


def test_scenarios_numbers_and_failures_are_those_that_were_written(whole, results):
    found = reopen(whole)
    assert found.results.scenarios == results.scenarios
    assert list(found.results.scenarios) == ["shop", "more"]
    assert list(map(str, found.results.rows())) == list(map(str, results.rows())), "NaN like NaN"
    assert [(label, each.error) for label, each in found.results.failures()] == [
        ("more", "Boom: it failed (x.py:3)")
    ]
    assert (found.results.replications, found.results.seed) == (3, 5)
    assert found.repeat == LINE and found.same_model


def test_the_question_is_answered_as_it_was(whole, results):
    found = reopen(whole)
    before = results.compare(kpi="wins", worth=2.0)
    assert (found.kpi, found.worth, found.rule) == ("wins", 2.0, "fixed")
    assert found.comparison().decision() == before.decision()
    assert str(found.comparison().differences) == str(before.differences)


def test_a_run_opens_without_a_comparison(results, tmp_path):
    found = reopen(written(tmp_path / "run", results, line="simsales run shop.toml more.toml"))
    assert not found.compared and found.comparison() is None
    assert found.results.mean("shop", "wins") == results.mean("shop", "wins")


def test_a_decision_that_lies_beside_a_run_is_of_an_earlier_comparison(folder):
    spoil(folder, repeat="simsales run shop.toml more.toml")
    assert not reopen(folder).compared


def test_sources_of_a_ledger_that_its_files_stated_are_kept(tmp_path):
    (tmp_path / "shop.toml").write_text(
        'people.sdr.count = 2  # measured at a firm of ours\n[run]\nhorizon = "1 w"\nreplications = 1\n'
    )
    results = run(tmp_path / "shop.toml", workers=1)
    found = reopen(written(tmp_path / "out", results, line="simsales run shop.toml"))
    (row,) = found.ledger.below("people.sdr.count").rows
    assert (row.source, row.written) == ("measured at a firm of ours", "shop.toml:1")


def test_without_its_table_of_numbers_the_store_is_read(folder, results):
    (folder / "kpis.csv").unlink()
    with Store(folder / "store.sqlite") as store:
        for outcomes in results.outcomes.values():
            for outcome in outcomes.values():
                store.keep(outcome)
    assert reopen(folder).results.mean("more", "wins") == results.mean("more", "wins")


def test_another_model_is_read_where_that_is_asked_for(folder):
    spoil(folder, model="0.0.9+abc")
    found = reopen(folder, of_any_model=True)
    assert not found.same_model and found.results.mean("shop", "leads") > 0


# --- folders that are not --------------------------------------------------------------------------------


def test_what_is_no_folder_is_told(tmp_path):
    assert refusal(tmp_path / "nowhere").startswith(
        f"{tmp_path / 'nowhere'}: must be a folder that --out wrote"
    )
    (tmp_path / "file").write_text("")
    assert refusal(tmp_path / "file").endswith("found a file; name one")


def test_a_folder_without_a_manifest_says_what_is_there_instead(tmp_path):
    assert "found nothing; give the command" in refusal(tmp_path)
    (tmp_path / "notes.txt").write_text("")
    assert "found only notes.txt;" in refusal(tmp_path)
    (tmp_path / "store.sqlite").write_text("")
    assert "the store of a run that did not come to its end" in refusal(tmp_path)


def test_a_folder_of_another_command_names_the_line_that_writes_its_report(folder):
    spoil(folder, found={"chosen": "more"}, repeat="simsales rank shop more --worth 5")
    assert refusal(folder).endswith("plays nothing twice: simsales rank shop more --worth 5")


def test_another_version_of_the_model_is_told_with_both_ways_out(folder):
    spoil(folder, model="0.0.9+abc")
    told = refusal(folder)
    assert "found 0.0.9+abc" in told and "--without-playing" in told and LINE in told


@pytest.mark.parametrize("name", ["manifest.json", "decision.json", "kpis.csv", "assumptions.csv"])
def test_a_file_that_is_cut_off_is_told_by_name(folder, name):
    path = folder / name
    text = path.read_text()
    path.write_text(text[: len(text) // 2].rpartition(",")[0])
    assert f"{name}: must be as --out wrote it" in refusal(folder)


@pytest.mark.parametrize("content", ["[1, 2]", "{}", '{"scenarios": {}}', "\x00"])
def test_a_manifest_that_is_none_is_told(folder, content):
    (folder / "manifest.json").write_text(content)
    assert "manifest.json: must be as --out wrote it" in refusal(folder)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("manifest.json", "seed", "one"),
        ("manifest.json", "replications", True),
        ("decision.json", "worth", "much"),
        ("decision.json", "worth", None),
        ("decision.json", "kpi", "winns"),
        ("decision.json", "kpi", ["wins"]),
        ("decision.json", "rule", "sometimes"),
    ],
)
def test_a_value_that_was_changed_by_hand_is_told(folder, name, key, value):
    content = json.loads((folder / name).read_text())
    (folder / name).write_text(json.dumps({**content, key: value}))
    assert f"{name}: must be as --out wrote it, found {key} {value!r}" in refusal(folder)


def test_while_tables_are_written_anew_the_folder_is_not_whole(folder, results, monkeypatch):
    (folder / "report.html").write_text("of an earlier question")
    monkeypatch.setattr("simsales.experiments.store._write_csv", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):  # as if it was killed there
        write_results(folder, results, LINE)
    assert not (folder / "report.html").exists()
    assert "must hold manifest.json, which a finished run with --out writes" in refusal(folder)


def test_a_scenario_that_was_changed_by_hand_is_told(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["scenarios"]["more"]["resolved"]["people"]["hunter"]["count"] = 5
    spoil(folder, scenarios=manifest["scenarios"])
    assert "found another scenario more than was played" in refusal(folder)
    manifest["scenarios"]["more"]["resolved"]["people"]["hunter"]["count"] = "many"
    spoil(folder, scenarios=manifest["scenarios"])
    assert "scenarios that this model can read" in refusal(folder) and "people.hunter.count" in refusal(
        folder
    )
    spoil(folder, scenarios={"shop": {}})
    assert "no whole scenario shop" in refusal(folder)


class MeetHalfway(Pricing):
    """A policy of somebody's own, which no folder can hold."""

    kind: str = "meet halfway"

    def grants(self, wish):
        return 0.5 * wish


def test_a_policy_written_in_python_cannot_be_read_back(tmp_path):
    changes = {"pricing": MeetHalfway(), "run.horizon": "1 w", "run.replications": 1}
    own = Scenario().but(changes, name="own")
    told = refusal(written(tmp_path / "own", run(own, workers=1), line="simsales run own"))
    assert "scenarios that this model can read, found of own: pricing" in told
    assert "policies written in Python" in told


def test_numbers_that_are_missing_are_counted(folder):
    rows = (folder / "kpis.csv").read_text().splitlines(keepends=True)
    (folder / "kpis.csv").write_text("".join(row for row in rows if not row.startswith("shop,2,")))
    assert "found 1 of shop missing" in refusal(folder)
    (folder / "kpis.csv").unlink()
    assert "must hold kpis.csv or a store.sqlite" in refusal(folder)
    (folder / "decision.json").unlink()
    assert "decision.json: must be as --out wrote it" in refusal(folder)
