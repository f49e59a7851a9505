from __future__ import annotations

import re

import pytest

from simsales.scenario.loading import load_as
from simsales.scenario.template import template_of
from tests.scenario.small import Longest, Small

BASE = """
about = "a base"
demand.inbound.rate = "1400 / y"
people.hunter = { count = 7, salary = "62_000 EUR" }
people."key account".count = 2
routing = { kind = "longest", least = 5 }
[[at]]
time = "26 w"
for = "4 w"
set = { "people.hunter.count" = "x2" }
"""


@pytest.fixture
def template(files):
    files(base=BASE)
    return template_of(load_as(Small, "base.toml"), "base.toml")


def uncommented(text):
    """The template with every line that gives a value brought to life."""
    return re.sub(r"^# (?=\w[\w.\"' -]* = )", "", text, flags=re.MULTILINE)


def test_it_loads_as_it_stands_and_equals_its_base(files, template):
    files(my=template)
    mine = load_as(Small, "my.toml")
    assert mine.but({"about": "a base"}) == load_as(Small, "base.toml")
    assert mine.about == "What changes if ... is changed in base?" and mine.changes() == []


def test_every_line_it_offers_can_be_brought_to_life(files, template):
    alive = uncommented(template)
    assert alive.count("\n# ") < template.count("\n# ")
    files(my=alive)
    assert load_as(Small, "my.toml").changes() == []


def test_one_line_changed_is_one_change(files, template):
    files(my=template.replace("# people.hunter.count = 7 ", "people.hunter.count = 9 "))
    assert [str(change) for change in load_as(Small, "my.toml").changes()] == ["people.hunter.count: 7 → 9"]


def test_another_kind_it_offers_can_be_taken(files, template):
    offer = next(line for line in template.split("\n") if line.startswith("#   or routing"))
    assert offer == '#   or routing = { kind = "first" }'
    files(my=template + offer.removeprefix("#   or "))
    assert load_as(Small, "my.toml").routing.kind == "first" and Longest().kind != "first"


def test_each_key_says_what_it_means_with_unit_range_and_source(template):
    lines = {line.split(" = ")[0]: line for line in template.split("\n")}
    assert lines["# demand.inbound.fit"].endswith("# share that could buy; 0 to 1; dossier 3")
    assert lines["# people.hunter.count"].endswith("# people; persons; 0 to 40; see base.toml:4")
    assert "#   people.hunter.ramp is not set: time until fully productive; d; assumed" in template


def test_it_begins_with_the_editors_schema_and_ends_with_the_run(template):
    assert template.startswith('#:schema ./scenario.schema.json\nbased_on = "base.toml"\n')
    assert template.rstrip("\n").split("\n")[-1].startswith("# run.seed = 1")
