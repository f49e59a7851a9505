"""Only the page of this machine is answered."""

import pytest

from simsales.studio.guarding import LARGEST_BODY
from tests.studio.conftest import ADDRESS, question


@pytest.mark.parametrize("host", ["127.0.0.1:8600", "localhost:8600"])
def test_the_machine_is_known_by_its_own_names(client, host):
    assert client.get("/api/scenarios", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8600",
        "127.0.0.1:80",
        "127.0.0.1",
        "127.0.0.1.evil.example:8600",
        "",
        "[::1",
        "a@127.0.0.1:8600",
    ],
)
def test_a_name_that_was_pointed_here_is_refused(client, host):
    answer = client.get("/api/scenarios", headers={"host": host})
    assert answer.status_code == 403
    assert "Host: must be 127.0.0.1 or localhost" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "path", ["/api/check", "/api/studies", "/api/open", "/api/studies/0123456789ab/cancel"]
)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_post_from_another_site_is_refused_in_words(client, started, path, headers):
    answer = client.post(path, json=question(), headers=headers)
    assert answer.status_code == 403
    assert "other sites may not ask here" in answer.json()["errors"][0]["message"]
    assert started == []


def test_the_page_itself_may_post(client, started):
    headers = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
    assert client.post("/api/studies", json=question(), headers=headers).status_code == 201
    assert len(started) == 1


def test_another_site_cannot_have_answers_loaded(client):
    assert client.get("/api/studies", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_a_link_from_elsewhere_leads_to_the_page(client):
    assert client.get("/studies/0123456789ab", headers={"sec-fetch-site": "cross-site"}).status_code != 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_of_another_site_is_no_question(client, started, kind):
    answer = client.post("/api/studies", content=b"{}", headers={"content-type": kind})
    assert (answer.status_code, started) == (415, [])


def test_a_body_without_end_is_refused(client):
    answer = client.post(
        "/api/check", content=b" " * (LARGEST_BODY + 1), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413

    async def in_pieces():
        for _ in range(LARGEST_BODY // 1000 + 1):
            yield b" " * 1000

    answer = client.post("/api/check", content=in_pieces(), headers={"content-type": "application/json"})
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 50_000])
def test_what_is_no_json_is_refused_in_words(client, body):
    answer = client.post("/api/check", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert "must be JSON" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("path", ["/", "/api/scenarios", "/nothing", "/api/nothing"])
def test_every_answer_keeps_the_browser_at_home(client, path):
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert not [name for name in headers if name.startswith("access-control")]


def test_nothing_old_is_shown_for_new(client):
    assert client.get("/api/scenarios").headers["cache-control"] == "no-store"
    for path in ("/", "/static/page.css"):
        assert client.get(path).headers["cache-control"] == "no-cache"


def test_what_is_not_there_is_said_in_words(client):
    for answer in (
        client.get("/api/nothing"),
        client.get("/api/studies/0123456789ab"),
        client.put("/api/studies"),
    ):
        assert answer.status_code in (404, 405)
        assert answer.json()["errors"][0]["message"]
