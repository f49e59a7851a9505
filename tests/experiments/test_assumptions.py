"""The ledger holds every parameter with its source, and grades it by what the source says."""

import pytest

from simsales import assumptions, load
from simsales.experiments.assumptions import GRADES, grade
from simsales.experiments.parameters import parameters
from simsales.policies.pricing import Pricing
from simsales.scenario import Scenario
from simsales.words.errors import InputError


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("assumed", "assumed"),
        ("", "assumed"),
        ("dossier 9", "assumed"),
        ("Wright 1936, size assumed", "assumed"),
        ("TARP 1979/1986, from secondary sources", "practitioner"),
        ("a survey of 2019", "practitioner"),
        ("dossier 3.6, calibrated", "derived"),
        ("measured at Norddrive, 4.3 million EUR a year", "derived"),
        ("computed: where experiences settle at 8 % late", "derived"),
        ("measured in 240 firms", "measured"),
        ("Olhager 2003", "abstract"),
    ],
)
def test_a_grade_is_what_the_source_says_and_doubt_wins(source, expected):
    assert grade(source) == expected and expected in GRADES


@pytest.fixture
def ledger(tmp_path):
    text = """
demand.inbound.rate = "400 / y"   # measured in our CRM, 2024
demand.inbound.fit = 0.4
products.standard.deal_value = 900  # a "#" in quotes: assumed
market.hazards.rivals = 2.0
people.sdr.count = 1
"""
    (tmp_path / "mine.toml").write_text(text)
    return assumptions(tmp_path / "mine.toml")


def row(ledger, parameter):
    (found,) = (each for each in ledger.rows if each.parameter == parameter)
    return found


def test_a_value_that_a_file_writes_has_its_comment_for_a_source(ledger):
    rate = row(ledger, "demand.inbound.rate")
    assert (rate.value, rate.default, rate.unit) == ('"400 / y"', '"0 / y"', "1 / y")
    assert (rate.source, rate.grade) == ("measured in our CRM, 2024", "measured")
    assert rate.written == "mine.toml:2" and rate.range == "0 / y to 40_000 / y" and rate.changed
    assert row(ledger, "demand.inbound.fit").source == "assumed"
    assert row(ledger, "products.standard.deal_value").source == 'a "#" in quotes: assumed'


def test_a_value_that_says_the_default_again_keeps_the_source_of_the_default(ledger):
    rivals = row(ledger, "market.hazards.rivals")
    assert (rivals.source, rivals.written, rivals.changed) == ("dossier 2, assumed", "", False)


def test_the_ledger_can_be_narrowed(ledger):
    assert {each.parameter for each in ledger.changed().rows} >= {"demand.inbound.rate", "demand.inbound.fit"}
    assert all(each.grade == "derived" for each in ledger.graded(["derived"]).rows)
    assert all(each.parameter.startswith("market.hazards.") for each in ledger.below("market.hazards").rows)
    assert sum(ledger.counts().values()) == len(ledger.rows) == len(ledger.to_pandas())


def test_a_grade_or_a_key_that_there_is_not_is_refused(ledger):
    with pytest.raises(InputError, match=r"--grade: must be one of measured, .* found 'guessed'"):
        ledger.graded(["guessed"])
    with pytest.raises(InputError, match=r"--key: must be a key of the scenario.* found 'markt'"):
        ledger.below("markt")


def test_every_parameter_of_norddrive_is_in_it_once():
    ledger = assumptions("norddrive")
    names = [each.parameter for each in ledger.rows]
    assert len(set(names)) == len(names) > 900
    leaves = set(_leaves(load("norddrive").resolved()))
    tables = {name.partition(".")[0] for name in names}
    assert tables == {key.partition(".")[0] for key in leaves} - {"about", "at", "run"}
    hours = row(ledger, "selling.closing.hours")
    assert hours.value == '{ kind = "lognormal", mean = "2 h", cv = 0.6 }'


def _leaves(table, path=""):
    for key, value in table.items():
        yield from _leaves(value, f"{path}{key}.") if isinstance(value, dict) and value else [f"{path}{key}"]


class Half(Pricing):
    share: float = 0.5

    def grants(self, wish: float) -> float:
        return self.share * wish


def test_a_policy_of_ones_own_is_told_with_its_values():
    mine = assumptions(Scenario().but({"pricing": Half()}))
    assert any(each.parameter.startswith("pricing") for each in mine.rows)


def test_the_ledger_calls_parameters_as_the_studies_do_that_move_them():
    norddrive = load("norddrive")
    listed = {each.parameter for each in assumptions(norddrive).rows}
    moved = {each.key for each in parameters(norddrive) if not each.key.startswith(("run.", "at."))}
    assert "production.stocks.made parts.lot" in listed & moved
    assert all(any(f"{key}.".startswith(f"{row}.") for row in listed) for key in moved)
