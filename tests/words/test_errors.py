from __future__ import annotations

import pickle

import pytest

from simsales.words.errors import InputError, Problem, ScenarioError, SimSalesError


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("people.x", "unknown key", "my.toml", 14), "my.toml:14: people.x: unknown key"),
        (Problem("people.x", "unknown key", "--set"), "--set: people.x: unknown key"),
        (Problem("", "must be a file", "my.toml"), "my.toml: must be a file"),
        (Problem("people.x", "unknown key"), "people.x: unknown key"),
    ],
)
def test_a_problem_reads_writer_then_key_then_sentence(problem, text):
    assert str(problem) == text


def test_a_scenario_error_prints_every_problem_on_a_line_of_its_own():
    error = ScenarioError([Problem("a", "first", "f", 1), Problem("b", "second", "f", 2)])
    assert str(error) == "f:1: a: first\nf:2: b: second"


def test_what_the_user_can_mend_is_an_input_error():
    assert issubclass(ScenarioError, InputError) and issubclass(InputError, SimSalesError)


def test_a_scenario_error_travels_between_processes():
    error = ScenarioError([Problem("a", "first", "f", 1)])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
