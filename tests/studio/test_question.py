"""A question is read from JSON with all that is wrong in it."""

import pytest

from simsales.studio.question import Refused, file_name, overrides_of, read_question
from tests.studio.conftest import question


def wrong_in(body):
    with pytest.raises(Refused) as refused:
        read_question(body)
    return {(each.whatif, each.key) for each in refused.value.wrong}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"base": ""}, (None, "base")),
        ({"base": 3}, (None, "base")),
        ({"whatifs": []}, (None, "whatifs")),
        ({"whatifs": [{"name": str(n), "set": {}} for n in range(5)]}, (None, "whatifs")),
        ({"whatifs": ["x"]}, (None, "whatifs")),
        ({"whatifs": [{"name": "", "set": {}}]}, ("", "name")),
        ({"whatifs": [{"set": {}}]}, (None, "name")),
        ({"whatifs": [{"name": "x" * 61, "set": {}}]}, ("x" * 61, "name")),
        ({"whatifs": [{"name": "a\0", "set": {}}]}, ("a\0", "name")),
        ({"whatifs": [{"name": "A", "set": {}}, {"name": "a", "set": {}}]}, ("a", "name")),
        ({"whatifs": [{"name": "A", "set": {"people.hunter.count": 3}}]}, ("A", "people.hunter.count")),
        ({"whatifs": [{"name": "A", "set": {"a=b": "3"}}]}, ("A", "a=b")),
        ({"whatifs": [{"name": "A", "set": []}]}, ("A", "set")),
        ({"at_most": 1}, (None, "at_most")),
        ({"at_most": 2.5}, (None, "at_most")),
        ({"at_most": True}, (None, "at_most")),
        ({"seed": -1}, (None, "seed")),
        ({"seed": "x"}, (None, "seed")),
        ({"worth": []}, (None, "worth")),
        ({"kpi": ""}, (None, "kpi")),
        ({"nonsense": 1}, (None, "nonsense")),
    ],
)
def test_each_mistake_is_told_at_its_control(change, where):
    assert where in wrong_in(question(**change))


def test_all_mistakes_are_told_at_once():
    found = wrong_in(question({"name": "", "set": {}}, {"name": "B", "set": {"x": 1}}, at_most=0, seed="a"))
    assert {("", "name"), ("B", "x"), (None, "at_most"), (None, "seed")} <= found


def test_whole_numbers_may_come_as_text():
    asked = read_question(question(at_most="40", seed="7"))
    assert (asked.at_most, asked.seed) == (40, 7)


def test_what_is_no_object_is_no_question():
    assert wrong_in([]) == {(None, None)}


def test_a_question_is_asked_again_by_its_own_words():
    asked = read_question(question(set={"run.horizon": "5 w"}))
    assert read_question(asked.as_dict()) == asked


def test_a_kind_is_set_before_what_belongs_to_it():
    settings = {"a.rate": "1", "a.curve.kind": "k", "a.kind": "b", "a": "{}"}
    assert overrides_of(settings) == ["a={}", "a.kind=b", "a.rate=1", "a.curve.kind=k"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Nine hunters", "Nine hunters"),
        ("<b>bold</b>", "-b-bold--b-"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("...", "what-if"),
        ("CON", "CON-"),
        ("Größer, schöner", "Größer, schöner"),
    ],
)
def test_a_name_becomes_a_file_that_any_system_can_keep(name, stem):
    assert file_name(name) == stem


def test_two_names_never_share_a_file():
    asked = read_question(
        question({"name": "a/b", "set": {}}, {"name": "A?b", "set": {}}, {"name": "a-b", "set": {}})
    )
    assert list(asked.stems().values()) == ["a-b", "A-b (2)", "a-b (3)"]
