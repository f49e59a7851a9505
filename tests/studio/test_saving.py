"""Scenario files go in and out of the page, and never leave the folder."""

import pytest

from simsales.scenario import load
from simsales.studio import saving
from simsales.studio.question import overrides_of
from tests.studio.conftest import question


@pytest.fixture
def study(client):
    settings = {
        "people.hunter.count": "3",
        "compensation.hunter.kind": "commission",
        "demand.inbound.rate": "x1.5",
    }
    asked = question(
        {"name": 'Three "hunters"', "about": "Three?", "set": settings}, set={"run.horizon": "5 w"}
    )
    return client.post("/api/studies", json=asked).json()["id"]


def save(client, study, **more):
    body = {"whatif": 'Three "hunters"', "path": "three.toml", **more}
    return client.post(f"/api/studies/{study}/save", json=body)


def test_a_saved_what_if_is_the_same_scenario(client, study, folder):
    answer = save(client, study)
    assert answer.status_code == 201 and answer.json()["text"] == (folder / "three.toml").read_text()
    assert answer.json()["text"].startswith('based_on = "small.toml"\nabout    = "Three?"\n')
    overrides = [
        "compensation.hunter.kind=commission",
        "people.hunter.count=3",
        "demand.inbound.rate=600 / y",
    ]
    saved = load(folder / "three.toml")
    assert saved.content_key() == load(folder / "small.toml", overrides).content_key()


def test_a_file_in_a_folder_below_finds_its_base(client, study, folder):
    assert save(client, study, path="mine/deeper/three.toml").status_code == 201
    assert 'based_on = "../../small.toml"' in (folder / "mine/deeper/three.toml").read_text()
    load(folder / "mine/deeper/three.toml")


def test_the_base_is_saved_with_what_is_common_to_all(client, study, folder):
    assert save(client, study, whatif="base", path="base5.toml").status_code == 201
    assert str(load(folder / "base5.toml").run.horizon) == "5 w"


def test_nothing_is_saved_on_a_base_that_was_changed_since(client, study, folder):
    path = folder / "small.toml"
    path.write_text(path.read_text().replace("count = 2", "count = 4"))
    answer = save(client, study)
    assert answer.status_code == 422 and "must be as it was" in answer.json()["errors"][0]["message"]
    assert not (folder / "three.toml").exists()


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(client, study, folder):
    (folder / "three.toml").write_text("mine")
    answer = save(client, study)
    assert answer.status_code == 409 and "replace it" in answer.json()["errors"][0]["message"]
    assert (folder / "three.toml").read_text() == "mine"
    assert save(client, study, replace=True).status_code == 201


@pytest.mark.parametrize(
    "path",
    [
        "../x.toml",
        "/x.toml",
        "a/../../x.toml",
        "x.txt",
        "x",
        ".x.toml",
        "",
        "C:\\x.toml",
        None,
        "way/x.toml",
        "small.toml/x.toml",
    ],
)
def test_a_place_outside_or_no_scenario_file_is_refused(client, study, folder, path):
    (folder / "way").symlink_to(folder.parent)
    before = sorted(folder.parent.iterdir())
    answer = save(client, study, path=path)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["key"] == "path"
    assert sorted(folder.parent.iterdir()) == before


def test_what_a_study_is_played_from_is_not_written_over(client, study, folder):
    path = f"simsales-studies/{study}/Three -hunters-.toml"
    assert (folder / path).is_file()
    answer = save(client, study, path=path, replace=True, whatif="base")
    assert answer.status_code == 422 and "must lie outside" in answer.json()["errors"][0]["message"]


def test_a_what_if_that_is_not_there_is_refused(client, study):
    for named in ("nothing", None, ["x"]):
        assert save(client, study, whatif=named).status_code == 422


def test_what_was_saved_is_opened_as_the_same_what_if(client, study):
    save(client, study)
    found = client.post("/api/open", json={"path": "three.toml"}).json()
    assert (found["base"], found["name"], found["about"]) == ("small.toml", "three", "Three?")
    again = question({"name": "Again", "set": found["set"]})
    changes = client.post("/api/check", json=again).json()["changes"]["Again"]
    assert {each["key"] for each in changes} == {
        "people.hunter.count",
        "compensation.hunter",
        "demand.inbound.rate",
    }


@pytest.mark.parametrize("name", ["fast_response", "plan_commission", "matrix_solution", "demand_shock"])
def test_shipped_scenarios_open_as_what_ifs_of_their_base(folder, name):
    found = saving.opened(folder, name)
    again = load(found["base"], overrides_of(found["set"]))
    assert found["set"] and again.content_key() == load(name).content_key()


def test_a_file_without_a_parent_is_a_base(client):
    found = client.post("/api/open", json={"path": "small.toml"}).json()
    assert (found["base"], found["set"]) == ("small.toml", {})


def test_a_company_that_is_not_in_the_folder_is_no_what_if(client, folder):
    answer = client.post("/api/open", json={"text": (folder / "small.toml").read_text()})
    assert answer.status_code == 422 and "into the folder" in answer.json()["errors"][0]["message"]


def test_a_broken_file_shows_all_its_errors_with_lines(client, folder):
    text = 'based_on = "small.toml"\n[people.hunter]\ncuont = 3\n[people.sdr]\ncount = "many"\n'
    (folder / "broken.toml").write_text(text)
    for body in ({"path": "broken.toml"}, {"text": text}):
        answer = client.post("/api/open", json=body)
        assert answer.status_code == 422
        assert [(each["key"], each["line"]) for each in answer.json()["errors"]] == [
            ("people.hunter.cuont", 3),
            ("people.sdr.count", 5),
        ]
    assert sorted(path.name for path in folder.iterdir()) == ["broken.toml", "small.toml"]


@pytest.mark.parametrize(
    ("body", "line"),
    [({"text": "about = "}, 1), ({"text": ""}, None), ({"text": 'based_on = "../x.toml"'}, 1)],
)
def test_a_text_that_is_no_scenario_is_refused_with_its_line(client, folder, body, line):
    (folder.parent / "x.toml").write_text('about = "secret"')
    answer = client.post("/api/open", json=body)
    assert answer.status_code == 422 and answer.json()["errors"][0]["line"] == line
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "body", [{}, [], {"path": "../x.toml"}, {"path": "/etc/passwd"}, {"path": "nothing.toml"}, {"path": 3}]
)
def test_what_cannot_be_opened_is_refused(client, body):
    assert client.post("/api/open", json=body).status_code == 422
