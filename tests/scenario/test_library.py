from __future__ import annotations

import pytest

from simsales.scenario import library
from simsales.scenario.loading import load_as
from simsales.words.errors import InputError, ScenarioError
from tests.scenario.small import Small


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """Two shipped scenarios, one of them in a folder of questions."""
    (tmp_path / "shelf" / "questions").mkdir(parents=True)
    (tmp_path / "shelf" / "base.toml").write_text("people.hunter.count = 7")
    (tmp_path / "shelf" / "questions" / "q01_more.toml").write_text(
        'based_on = "base"\npeople.hunter.count = "+1"'
    )
    monkeypatch.setattr(library, "folder", lambda: tmp_path / "shelf")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_shipped_scenarios_have_names_without_ending(shelf):
    assert library.names() == ["base", "questions/q01_more"]
    assert library.path("questions/q01_more").is_file()


def test_a_shipped_scenario_loads_by_its_bare_name_from_anywhere(shelf):
    assert load_as(Small, "base").people["hunter"].count == 7
    assert load_as(Small, "questions/q01_more").people["hunter"].count == 8


def test_a_file_of_the_same_name_comes_first(shelf):
    (shelf / "base").write_text("people.hunter.count = 1")
    assert load_as(Small, "base").people["hunter"].count == 1


def test_a_folder_of_the_same_name_does_not_stand_in_the_way(shelf):
    (shelf / "base").mkdir()
    assert load_as(Small, "base").people["hunter"].count == 7


def test_an_unknown_name_is_answered_with_the_nearest(shelf):
    with pytest.raises(ScenarioError, match=r"^bose: must be a file .* did you mean 'base'\?$"):
        load_as(Small, "bose")
    with pytest.raises(InputError, match=r"^bose: no shipped scenario .* did you mean 'base'\?$"):
        library.path("bose")


def test_the_repository_serves_an_editable_install():
    assert library.folder().name in ("scenarios", "_scenarios")
