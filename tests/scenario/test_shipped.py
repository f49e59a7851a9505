"""What holds for every scenario that travels with simsales."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from functools import cache

import jsonschema
import pytest

from simsales.scenario import library, load
from simsales.scenario.schema import schema
from simsales.scenario.template import template
from tests.scenario.test_template import uncommented

NAMES = library.names()
#: They are all of one making: every sixth is enough for a first look.
EVERY_SIXTH = [pytest.param(name, marks=[pytest.mark.slow] * (n % 6 > 0)) for n, name in enumerate(NAMES)]
read_once = cache(load)


@cache
def editor():
    """What an editor checks a file with."""
    return jsonschema.Draft202012Validator(schema())


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_and_holds_at_every_date(name):
    scenario = read_once(name)
    assert scenario.name == name.rpartition("/")[2]
    assert scenario.epochs()[0][0].calendar_hours == 0


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_a_question(name):
    assert library.question(name) == read_once(name).about


@pytest.mark.parametrize("name", NAMES)
def test_its_resolved_data_makes_the_same_scenario_again(name):
    scenario = read_once(name)
    again = type(scenario).model_validate(scenario.resolved())
    assert again == scenario and again.content_key() == scenario.content_key()


@pytest.mark.parametrize("name", NAMES)
def test_editors_accept_it(name):
    data = tomllib.loads(library.path(name).read_text(encoding="utf-8"))
    errors = editor().iter_errors(data)
    assert [(error.json_path, error.message[:200]) for error in errors] == []


@pytest.mark.parametrize("name", EVERY_SIXTH)
def test_a_template_on_it_changes_nothing_until_it_is_edited(name, tmp_path):
    file = tmp_path / "my.toml"
    made = template(name)
    for text in (made, uncommented(made)):
        file.write_text(text, encoding="utf-8")
        assert load(file).content_key() == read_once(name).content_key()


@pytest.mark.parametrize("name", NAMES)
def test_loading_takes_less_than_a_tenth_of_a_second(name):
    def seconds():
        start = time.process_time()
        load(name)
        return time.process_time() - start

    assert any(seconds() < 0.1 for _ in range(3))


def test_loading_leaves_the_slow_libraries_alone():
    code = (
        "import sys\nfrom simsales import load\nload('norddrive')\n"
        "print({'scipy', 'pandas', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
