"""What must hold between tables: each mistake is put down to the key that makes it."""

from __future__ import annotations

import pytest

from simsales.scenario import load
from simsales.words.errors import ScenarioError

COMPANY = """
demand.inbound.rate = "1000 / y"
people.sdr.count = 2
people.hunter = { count = 4, queue = "owner" }
people.manager.count = 1
selling.prospecting.sources.inbound.team = "sdr"
selling.closing.hours = "1 h"
"""
SALARIES = 'compensation.hunter = { kind = "salary" }\n'
ANSWERS = SALARIES + 'motivation.choosing = { kind = "weekly" }\n'
EVERY_MONDAY = list(range(0, 364, 7))


@pytest.fixture
def complaints(files):
    """What is said about the company above with some more lines: (line, key, sentence)."""

    def read(text):
        files(base=COMPANY, my=f'based_on = "base.toml"\n{text}\n')
        try:
            load("my.toml")
        except ScenarioError as error:
            return [(each.line - 1, each.where, each.sentence) for each in error.problems]
        return []

    return read


def test_the_company_itself_is_consistent(complaints):
    assert complaints("") == []


@pytest.mark.parametrize(
    ("text", "where", "sentence"),
    [
        (
            'farming = { realign = 0.3 }\npeople.farmer = { count = 2, queue = "owner" }',
            "farming.realign",
            "must be 0 when the run begins, found 0.3; set it in a dated change",
        ),
        (
            'farming = {}\npeople.farmer.count = 2\nat = [{ time = "3 w", set = { "farming.realign" = 0.3 } }]',
            "farming.realign",
            "must be 0 where farmers have one queue for all, found 0.3 (from 3 w on)",
        ),
        (
            "people.sdr.departures = [{ count = 1 }]",
            "people.sdr.departures.0.who",
            "must be 'longest' for a team whose people own no deals, found 'best'",
        ),
        (
            'people.hunter.departures = [{ who = "worst", count = 5 }]',
            "people.hunter.departures.0.count",
            "must be at most the 4 people of 'hunter', found 5",
        ),
        (
            "people.hunter.departures = [{ count = 0 }]",
            "people.hunter.departures.0.count",
            "must be a whole number from 1 to 10_000, found 0",
        ),
        (
            'people.hunter.departures = [{ who = "bset" }]',
            "people.hunter.departures.0.who",
            "must be 'best', 'worst' or 'longest', found 'bset'; did you mean 'best'?",
        ),
        (
            'at = [{ time = "3 w", set = { "people.hunter.departures" = [{ time = "9 w" }] } }]',
            "people.hunter.departures",
            "must not change during a run, found in a dated change",
        ),
        (
            'selling.start.sources.inbond = { rate = "9 / y" }',
            "selling.start.sources.inbond",
            "must be a source of [demand], found 'inbond'; did you mean 'inbound'?",
        ),
        (
            "farming = {}\nmarket.satisfaction.first = 120",
            "market.satisfaction.first",
            "must lie between 0 and 100 points, found 120",
        ),
        (
            'selling.approach.team = "huntr"',
            "selling.approach.team",
            "must be a team of [people], found 'huntr'; did",
        ),
        (
            'selling.prospecting.sources.inbound.team = "sales"',
            "selling.prospecting.sources.inbound.team",
            "must be a team of [people], found 'sales'; known are",
        ),
        (
            'selling.nurturing.team = "sdrs"',
            "selling.nurturing.team",
            "must be a team of [people], found 'sdrs'",
        ),
        ('selling.quotation.team = "x"', "selling.quotation.team", "must be a team of [people], found 'x'"),
        (
            'selling.approval.team = "boss"',
            "selling.approval.team",
            "must be a team of [people], found 'boss'",
        ),
        (
            'selling.deal_desk.team = "boss"',
            "selling.deal_desk.team",
            "must be a team of [people], found 'boss'",
        ),
        (
            'selling.gate_review.team = "boss"',
            "selling.gate_review.team",
            "must be a team of [people], found",
        ),
        (
            'people.helper.count = 0\nselling.approach.team = "helper"',
            "people.helper.count",
            "must have somebody, found an empty team that is named by selling.approach.team",
        ),
        (
            'people.helper.groups = [{ count = 0 }]\nselling.approach.team = "helper"',
            "people.helper.count",
            "must have somebody, found an empty team",
        ),
        (
            "people.helper = { count = 3, groups = [{ count = 1 }, { count = 1 }] }",
            "people.helper.count",
            "must be 0 or the 2 people of its shift groups, found 3",
        ),
        (
            f"calendar.holidays = {EVERY_MONDAY}\npeople.helper = {{ count = 1, shift = {{ days = 1 }} }}",
            "people.helper.shift",
            "must have hours, found a holiday on each of its days",
        ),
        (
            f"calendar = {{ days = 1, holidays = {EVERY_MONDAY} }}",
            "calendar",
            "must have working hours in the year, found a holiday on every working day",
        ),
        (
            'people.farmer = { count = 2, queue = "owner" }\nselling.follow_up.team = "farmer"',
            "selling.follow_up.team",
            "must be 'hunter' like the other steps of whoever owns the deal, found 'farmer'",
        ),
        (
            'selling.quotation.team = "hunter"',
            "selling.quotation.team",
            "must be a team with one queue for all, found 'hunter'",
        ),
        (
            "people.sdr.wip_cap = 9",
            "people.sdr.wip_cap",
            "must be left out for a team whose people own no deals",
        ),
        (
            'routing.kind = "by_territory"\nrouting.territories = 5',
            "routing.territories",
            "must be at most the 4 people of 'hunter', found 5; nobody would serve the rest",
        ),
        (
            'routing.kind = "cherry_pick"\nselling.closing.team = "sdr"',
            "routing",
            "must choose among reps who own deals, found none",
        ),
        (
            "demand.inbound.batches = { size = 80 }",
            "demand.inbound.batches",
            "must stand in place of a rate, found a rate of '1000 / y' beside it; choose one",
        ),
        (
            'demand.flood.rate = "9000000 / h"',
            "demand.flood.rate",
            "must bring at most 20_000_000 cases in a run, found 7.86e+10; make it less",
        ),
        (
            "products = { a = { deal_share = 0.5 }, b = { deal_share = 0.4 } }",
            "products",
            "must have deal shares that add up to 1, found 0.9",
        ),
        ("customers.a.new_mix = 0.5", "customers", "must have new mixes that add up to 1, found 0.5"),
        (
            'handoff.own = ["inbound", "outbond"]',
            "handoff.own.1",
            "must be a source of [demand], found 'outbond'; did",
        ),
        (
            "selling.prospecting.sources.inbond.attempts = 2",
            "selling.prospecting.sources.inbond",
            "must be a source of [demand], found 'inbond'; did you mean 'inbound'?",
        ),
        (
            "market.advance.clock_on.source = { inbund = 0.1 }",
            "market.advance.clock_on.source.inbund",
            "must be a source of [demand], found 'inbund'",
        ),
        (
            'compensation.huntr = { kind = "salary", salary = 50_000 }',
            "compensation.huntr",
            "must be a team of [people] or have kind 'budget', found 'salary'; did you mean 'hunter'?",
        ),
        (
            'compensation.sdr = { kind = "commission", credit = { deal = 0.3 } }\n'
            'compensation.hunter = { kind = "commission", credit = { deal = 0.8 } }',
            "compensation.sdr.credit",
            "must not give away more than the whole of a sale over all roles, found",
        ),
        (
            'compensation.hunter = { kind = "commission", kickers = { MTX = 500 } }',
            "compensation.hunter.kickers.MTX",
            "must be a product, found 'MTX'; known are standard",
        ),
        (
            'compensation.hunter = { kind = "budget", yearly = 50_000 }',
            "compensation.hunter",
            "must be pay for each person of the team, found a budget for the whole",
        ),
        (
            'motivation.timing = { kind = "last_days" }',
            "motivation.choosing",
            "must be there where orders are hurried or held back, found 'skip'; say how people look at",
        ),
        (
            'motivation.choosing = { kind = "weekly" }\npeople.hunter.count = 3',
            "people.hunter",
            "must have a plan in [compensation] where people answer to it, found none; say what the role",
        ),
        (
            ANSWERS + 'market.advance = { kind = "plain" }',
            "market.advance",
            "must be of kind 'logit' where effort sways buyers, found 'plain'",
        ),
        (
            ANSWERS + 'motivation.fed = ["inbound", "outbond"]',
            "motivation.fed.1",
            "must be a source of [demand], found 'outbond'; did you mean 'outbound'?",
        ),
        (
            'control = { kind = "supervision" }',
            "control",
            "must be 'skip' where nobody chooses what to do, found a table; say how people choose",
        ),
        (
            ANSWERS + 'control = { kind = "supervision", team = "managr" }',
            "control.team",
            "must be a team of [people], found 'managr'; did you mean 'manager'?",
        ),
        (
            ANSWERS + 'control = { kind = "supervision", team = "hunter" }',
            "control.team",
            "must be a team with people and one queue for all, found 'hunter'",
        ),
        (
            'motivation.usual.huntr.kind = "hunter"',
            "motivation.usual.huntr",
            "must be a team of [people], found 'huntr'; did you mean 'hunter'?",
        ),
        (
            SALARIES + 'compensation.sdr = { kind = "commission" }\nmotivation.mood = {}',
            "motivation.choosing",
            "must be there where people of 'sdr' have moods about pay by results, found 'skip'",
        ),
        (
            SALARIES + "motivation.mood = {}\npeople.sdr.count = 3",
            "people.sdr",
            "must have a plan in [compensation] where people have moods about it, found none; say what the",
        ),
        (
            'selling.closing = "skip"\nselling.approval.team = "manager"\npricing.kind = "negotiated"',
            "selling.approval",
            "must be 'skip' where closing is, found work on discounts that would decide nothing",
        ),
    ],
)
def test_a_contradiction_is_put_down_to_its_key(files, text, where, sentence):
    files(base=COMPANY, my=f'based_on = "base.toml"\n{text}\n')
    with pytest.raises(ScenarioError) as caught:
        load("my.toml")
    (problem,) = caught.value.problems
    assert problem.where == where and problem.sentence.startswith(sentence)
    assert problem.file == "my.toml" and problem.line >= 2


def test_a_company_without_products_is_refused(files):
    files(my=COMPANY + "products = {}")
    with pytest.raises(ScenarioError, match="products: must have 1 to 16 entries, found 0"):
        load("my.toml")


def test_leads_without_any_team_are_refused(files):
    files(my='demand.inbound.rate = "5 / d"\nselling.prospecting = "skip"')
    with pytest.raises(ScenarioError, match="people: must have at least one team where leads come in"):
        load("my.toml")


def test_a_team_that_is_hired_later_is_no_empty_team(complaints):
    empty = 'people.helper.count = 0\nselling.approach.team = "helper"\n'
    assert len(complaints(empty)) == 1
    assert complaints(empty + '[[at]]\ntime = "4 w"\nset = { "people.helper.count" = 1 }') == []


def test_managers_who_come_later_are_there_to_supervise(complaints):
    """Until then nobody is looked at."""
    control = ANSWERS + 'control = { kind = "supervision" }\npeople.manager.count = 0\n'
    assert [where for _, where, _ in complaints(control)] == ["control.team"]
    assert complaints(control + '[[at]]\ntime = "4 w"\nset = { "people.manager.count" = 1 }') == []


def test_a_function_without_people_may_have_a_budget(complaints):
    assert complaints('compensation.marketing = { kind = "budget", yearly = 390_000 }') == []


def test_contradictions_are_told_together_with_wrong_values(complaints):
    text = 'run.horizon = "soon"\nselling.approach.team = "huntr"\n'
    text += "people.sdr.cuont = 3\ncustomers.a.new_mix = 0.5\n"
    assert [(line, where) for line, where, _ in complaints(text)] == [
        (1, "run.horizon"),
        (2, "selling.approach.team"),
        (3, "people.sdr.cuont"),
        (4, "customers"),
    ]


def test_what_only_follows_from_a_wrong_value_is_not_told(complaints):
    assert [where for _, where, _ in complaints("people.hunter.count = -4")] == ["people.hunter.count"]
    assert [where for _, where, _ in complaints("products.a.deal_share = 1.4")] == ["products.a.deal_share"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ('"calendar.hours" = 7', "at.0.set"),
        ('"run.horizon" = "2 y"', "at.0.set"),
        ('"people.hunter.queue" = "pooled"', "people.hunter.queue"),
        ('"people.sdr" = { discipline = "priority" }', "people.sdr.discipline"),
        ('"people.sdr.background" = [{ rate = "9 / d" }]', "people.sdr.background"),
        ('"demand.inbound.advertising.carry" = 0.5', "demand.inbound.advertising.carry"),
        ('"products.second" = { deal_share = 0 }', "products.second"),
        ('"selling.process" = { errors = 0.1 }', "selling.process"),
        ('"switches.absence" = false', "switches.absence"),
    ],
)
def test_a_date_cannot_change_what_is_settled_at_the_start(complaints, change, where):
    ((line, key, sentence),) = complaints(f'[[at]]\ntime = "4 w"\nset = {{ {change} }}\n')
    assert (line, key) == (3, where)
    assert sentence.startswith("must not change during a run, found in a dated change")


def test_a_contradiction_that_a_date_brings_is_put_down_to_the_date(complaints):
    ((line, key, sentence),) = complaints('[[at]]\ntime = "4 w"\nset = { "selling.closing.team" = "sdrs" }\n')
    assert (line, key) == (3, "selling.closing.team")
    assert sentence.endswith("did you mean 'sdr'? (from 4 w on)")


def test_a_date_after_the_end_is_allowed_and_remarked_on(files):
    files(my=COMPANY + '[[at]]\ntime = "80 w"\nset = { "people.sdr.count" = 3 }\n')
    assert [str(remark) for remark in load("my.toml").remarks()] == [
        f"my.toml:{COMPANY.count(chr(10)) + 2}: at.0.time: lies beyond the end of the run, found '80 w'"
    ]
    assert load("my.toml", ['run.horizon="2 y"']).remarks() == []


def test_a_plan_that_is_wrong_is_no_reason_to_miss_the_plans_of_others(tmp_path):
    file = tmp_path / "mine.toml"
    wrong = 'compensation.hunter = { kind = "hybrid", travel = { visit = -3 } }'
    file.write_text(f'based_on = "norddrive"\nabout = "?"\n{wrong}\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        load(file)
    assert [problem.where for problem in told.value.problems] == ["compensation.hunter.travel.visit"]
