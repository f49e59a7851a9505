"""The form of a scenario is read off its own models."""

import json

import pytest

from simsales.scenario import load
from simsales.scenario.loading import value_of
from simsales.studio.levers import GROUPS, groups, text_of
from simsales.words.errors import ScenarioError


@pytest.fixture(scope="module")
def norddrive():
    return load("norddrive")


@pytest.fixture(scope="module")
def levers(norddrive):
    return {
        lever["key"]: lever
        for group in groups(norddrive)
        for table in group["tables"]
        for lever in table["levers"]
    }


def test_what_cannot_be_chosen_comes_before_what_is_and_how_we_look_comes_last(norddrive):
    found = [(group["title"], [table["name"] for table in group["tables"]]) for group in groups(norddrive)]
    assert [title for title, _ in found] == ["What we cannot choose", "What we choose", "How we look"]
    named = [name for _, names in found for name in names]
    in_files = [name for name in type(norddrive).model_fields if name != "about"]
    assert sorted(named) == sorted(in_files)
    assert [name for _, names in GROUPS for name in names] == named


def test_a_lever_says_its_unit_range_source_and_meaning(levers):
    lever = levers["people.hunter.count"]
    assert lever["label"] == "Headcount" and lever["section"] == "hunter"
    assert (lever["value"], lever["low"], lever["high"]) == ("7", "0", "50")
    assert lever["help"] == "People on the team" and lever["written"].startswith("norddrive.toml:")
    assert levers["demand.inbound.rate"]["value"] == "1400 / y"
    assert levers["market.pursuit.overload"]["grade"]


def test_every_lever_can_be_set_to_the_value_that_it_shows(norddrive, levers):
    shown = [f"{key}={lever['value']}" for key, lever in levers.items() if lever["value"] is not None]
    assert len(shown) > 900
    shown.sort(key=lambda override: not override.partition("=")[0].endswith("kind"))
    assert load("norddrive", shown).content_key() == norddrive.content_key()


def test_a_policy_is_chosen_by_its_kind_with_levers_of_its_own(levers):
    plan = levers["compensation.hunter.kind"]
    assert plan["label"] == "Pay plan" and plan["value"] == "salary"
    choices = {choice["value"]: choice for choice in plan["choices"]}
    assert {"salary", "commission", "bonus", "hybrid"} <= choices.keys()
    own = {lever["key"]: lever for lever in choices["commission"]["levers"]}
    assert own["compensation.hunter.rate"]["value"] is not None
    assert own["compensation.hunter.salary"]["was"] == "60000"


@pytest.mark.parametrize("key", ["routing.kind", "compensation.hunter.kind", "qualification.kind"])
def test_a_choice_of_a_policy_makes_that_policy(levers, key):
    for value in {choice["value"] for choice in levers[key]["choices"]} - {"budget"}:
        made = load("norddrive", [f"{key}={value}"]).resolved()
        for part in key.split("."):
            made = made[part]
        assert made == value


def test_a_budget_which_is_for_a_function_and_not_for_a_team_is_refused_in_words():
    with pytest.raises(ScenarioError, match="a budget for the whole"):
        load("norddrive", ["compensation.hunter.kind=budget"])


def test_switches_and_words_are_choices(levers):
    assert [choice["value"] for choice in levers["switches.delay"]["choices"]] == ["true", "false"]
    assert [choice["value"] for choice in levers["people.hunter.queue"]["choices"]] == ["pooled", "owner"]
    assert "hunter" in [choice["value"] for choice in levers["selling.presentation.team"]["choices"]]


def test_a_chapter_that_is_left_out_may_be_taken_in(levers):
    structure = levers["structure"]
    assert structure["value"] == "skip"
    assert '{ kind = "matrix" }' in [choice["value"] for choice in structure["choices"]]
    assert [choice["value"] for choice in levers["farming"]["choices"]] == ["{}", "skip"]


@pytest.mark.parametrize("value", ["4 h", "true", "9", "", " x", 0.5, 60000.0, True, [1, "a"], {"kind": "k"}])
def test_a_value_is_shown_as_it_is_read(value):
    assert value_of(text_of(value)) == value


def test_the_form_comes_within_a_blink_once_it_was_made(client):
    first = client.get("/api/levers?base=norddrive")
    assert first.status_code == 200 and first.json()["run"]["at_most"] == 200
    assert {"name", "unit", "better", "meaning", "additive"} <= first.json()["kpis"][0].keys()
    again = client.get("/api/levers?base=norddrive")
    assert again.elapsed.total_seconds() < 0.2 and again.content == first.content


def test_a_file_that_changed_has_another_form(client, folder):
    before = client.get("/api/levers?base=small.toml").json()
    (folder / "small.toml").write_text((folder / "small.toml").read_text().replace("count = 2", "count = 33"))
    after = client.get("/api/levers?base=small.toml").json()
    assert before != after and '"33"' in json.dumps(after)
