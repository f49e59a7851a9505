"""A study is found again by its question, and gives nothing but its own files."""

import pytest

from simsales.studio.asking import asked_in
from simsales.words.errors import InputError
from tests.studio.conftest import question


def ask(client, **more):
    return client.post("/api/studies", json=question(**more)).json()["id"]


def test_the_same_question_finds_the_same_study(client, started):
    first = ask(client)
    assert ask(client) == first and ask(client, worth="0 EUR") == first
    assert ask(client, seed=8) != first and ask(client, at_most=21) != first
    assert ask(client, set={"run.horizon": "5 w"}) != first


def test_another_base_under_the_same_name_is_another_study(client, folder):
    first = ask(client)
    (folder / "small.toml").write_text((folder / "small.toml").read_text().replace("count = 2", "count = 3"))
    assert ask(client) != first
    refused = client.post(f"/api/studies/{first}/resume", json={})
    assert refused.status_code == 422 and "must be as it was" in refused.json()["errors"][0]["message"]


@pytest.mark.parametrize("file", ["small.toml", "simsales-studies/{id}/More leads.toml"])
def test_a_study_whose_files_were_changed_is_not_played_as_if_they_were_not(client, page, folder, file):
    study = page.shelf.get(ask(client))
    assert list(asked_in(study).scenarios) == ["small", "More leads"]
    path = folder / file.format(id=study.id)
    path.write_text(path.read_text() + "\n[market.hazards]\ncompetitor = '0.003 / wd'\n")
    with pytest.raises(InputError, match="must be as it was when this was asked"):
        asked_in(study)


def test_a_study_survives_the_server(client, page, folder):
    from simsales.studio.app import Page, application
    from tests.studio.conftest import Client

    study = ask(client)
    before = client.get(f"/api/studies/{study}").json()
    again = Client(application(Page(folder)))
    assert again.get(f"/api/studies/{study}").json() == before
    assert [each["id"] for each in again.get("/api/studies").json()["studies"]] == [study]
    assert before["status"] == "stopped" and before["look"] is None and before["question"]["seed"] == 7


@pytest.mark.parametrize("id", ["x", "0123456789AB", "..", "%2e%2e", "0123456789ab", "0123456789abc"])
def test_what_is_no_study_is_not_there(client, id):
    for path in ("", "/flips", "/files/kpis.csv", "/maps/small", "/events"):
        assert client.get(f"/api/studies/{id}{path}").status_code == 404
    assert client.post(f"/api/studies/{id}/cancel", json={}).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "study.json",
        "look.json",
        "store.sqlite",
        "../../small.toml",
        "..%2f..%2fsmall.toml",
        "plots/../study.json",
        "/etc/passwd",
        "plots/x.html",
        "plots/",
        "",
    ],
)
def test_only_the_files_of_the_list_are_given(client, folder, name):
    study = ask(client)
    (folder / "simsales-studies" / study / "look.json").write_text("{}")
    assert client.get(f"/api/studies/{study}/files/{name}").status_code == 404


def test_a_report_is_shown_with_nothing_in_it_run(client, folder):
    study = ask(client)
    place = folder / "simsales-studies" / study
    (place / "report.html").write_text("<script>alert(1)</script>")
    (place / "plots").mkdir()
    (place / "plots" / "funnel.svg").write_text("<svg/>")
    for name in ("report.html", "plots/funnel.svg"):
        headers = client.get(f"/api/studies/{study}/files/{name}").headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "sandbox" in headers["content-security-policy"]
        assert headers["content-disposition"].startswith("inline")
        download = client.get(f"/api/studies/{study}/files/{name}?download=1").headers
        assert download["content-disposition"].startswith("attachment")
    assert client.get(f"/api/studies/{study}").json()["files"] == ["report.html", "plots/funnel.svg"]


def test_a_study_that_cannot_be_read_is_not_there(client, folder):
    study = ask(client)
    (folder / "simsales-studies" / study / "study.json").write_text('{"question": 3}')
    assert client.get(f"/api/studies/{study}").status_code == 404
    assert client.get("/api/studies").json() == {"studies": []}


@pytest.mark.parametrize(
    "query", ["replication=x", "replication=-1", "replication=9999999999", "replication=²"]
)
def test_a_map_of_no_replication_is_refused(client, query):
    assert client.get(f"/api/studies/{ask(client)}/maps/small?{query}").status_code == 422


def test_a_map_of_a_base_that_was_changed_since_is_refused_in_words(client, folder):
    study = ask(client)
    (folder / "small.toml").write_text((folder / "small.toml").read_text().replace("count = 2", "count = 3"))
    answer = client.get(f"/api/studies/{study}/maps/small")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"].startswith("small.toml: must be as it was")


def test_a_map_of_no_scenario_is_refused(client):
    answer = client.get(f"/api/studies/{ask(client)}/maps/..%2f..%2fx")
    assert answer.status_code == 422 and "small, More leads" in answer.json()["errors"][0]["message"]
