from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading

import cloudpickle
import pytest

from simsales.policies.base import Policy, shared_verbs
from simsales.words.errors import ScenarioError
from tests.scenario.small import First, Longest, Small


class Last(Policy):
    """A policy that no file knows."""

    skip: int = 0

    def choose(self, names: list[str]) -> str:
        return names[-1 - self.skip]


class Silent(Policy):
    """A policy without the verb."""


class Locked(Last):
    """A policy that cannot leave its process."""

    guard: object = threading.Lock()


def test_the_verb_of_a_family_is_what_its_members_share():
    assert shared_verbs((First, Longest)) == {"choose"}


def test_a_policy_of_ones_own_takes_its_place():
    scenario = Small().but({"routing": Last(skip=1)})
    assert scenario.routing == Last(skip=1) and scenario.routing.choose(["a", "b"]) == "a"
    assert scenario.name == "scenario but routing = Last"


def test_a_policy_of_ones_own_stays_through_further_changes():
    scenario = Small().but({"routing": Last(skip=1)}).but({"run.seed": 2})
    assert scenario.routing == Last(skip=1)


def test_a_policy_of_ones_own_holds_at_every_date():
    changed = Small().but({"routing": Last(), "at": [{"time": "1 w", "set": {"shares": [1.0]}}]})
    assert [each.routing for _, each in changed.epochs()] == [Last(), Last()]


def test_it_is_told_as_its_class_values_and_code():
    routing = Small().but({"routing": Last(skip=1)}).resolved()["routing"]
    assert (
        routing["kind"] == f"{Last.__module__}.Last" and routing["skip"] == 1 and len(routing["code"]) == 16
    )
    json.dumps(routing)


def test_its_values_enter_the_content_key():
    keys = {Small().but({"routing": policy}).content_key() for policy in (Last(), Last(skip=1), First())}
    assert len(keys) == 3
    assert Small().but({"routing": Last()}).content_key() == Small().but({"routing": Last()}).content_key()


def test_a_scenario_with_it_travels_to_a_worker():
    scenario = Small().but({"routing": Last(skip=1)})
    assert pickle.loads(cloudpickle.dumps(scenario)) == scenario


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (
            Silent(),
            "routing: must answer to choose(), found an object of class Silent; give your class that method",
        ),
        (Locked(), "routing: must be picklable to reach the workers, found Locked, which is not"),
        (
            len,
            "routing: must be a table that names its kind ('first', 'longest'), found <built-in",
        ),
    ],
)
def test_what_cannot_serve_is_refused(policy, sentence):
    with pytest.raises(ScenarioError) as caught:
        Small().but({"routing": policy})
    assert str(caught.value).startswith(sentence)


NOTEBOOK = """
from simsales.policies.base import Policy
from tests.scenario.small import Small
import pickle, cloudpickle

FACTOR = {factor}

def helper(names):
    # {comment}
    return sorted(names)[{index}]

class Mine(Policy):
    liked: tuple[str, ...] = ("a", "b")

    def choose(self, names):
        return helper([name for name in names if name in {{"x", "y", "z"}}]) * FACTOR

scenario = Small().but({{"routing": Mine()}})
assert pickle.loads(cloudpickle.dumps(scenario)).content_key() == scenario.content_key()
print(scenario.content_key())
"""


def key_in_a_fresh_process(factor=1, index=0, comment="as it was"):
    code = NOTEBOOK.format(factor=factor, index=index, comment=comment)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_code_of_a_notebook_enters_the_content_key_and_nothing_else_does():
    first = key_in_a_fresh_process()
    assert key_in_a_fresh_process(comment="said better") == first
    assert key_in_a_fresh_process(index=1) != first
    assert key_in_a_fresh_process(factor=2) != first
