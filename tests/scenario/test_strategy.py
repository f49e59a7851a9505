"""A strategy as a file says it: what each element sets and when, what is left out, and how it is refused."""

from __future__ import annotations

import pytest

from simsales.policies.presets import ELEMENTS, PRESETS
from simsales.policies.strategy import Strategy
from simsales.scenario import load
from simsales.scenario.base import plain
from simsales.scenario.merging import path_of
from simsales.scenario.strategy import Distance, number_of, range_of
from simsales.words.errors import ScenarioError

ON = 'based_on = "norddrive"\nabout = "What if?"\n'


@pytest.fixture
def of(tmp_path, monkeypatch):
    """A scenario on Norddrive from the lines of its file."""
    monkeypatch.chdir(tmp_path)

    def read(text):
        (tmp_path / "mine.toml").write_text(ON + text, encoding="utf-8")
        return load("mine.toml")

    return read


def dates(scenario):
    return [str(time) for time, _ in scenario.epochs()]


def then(scenario, time):
    """The scenario in force from a date on."""
    return next(each for date, each in scenario.epochs() if str(date) == time)


def test_each_element_follows_with_a_lag_of_its_own(of):
    scenario = of('[strategy]\npreset = "farming"\nat = "10 w"\nlags = { capacity = "30 w" }\n')
    assert dates(scenario) == ["0 h", "10 w", "23 w", "36 w", "40 w"]
    assert [each.compensation["farmer"].kind for _, each in scenario.epochs()] == ["salary"] * 2 + [
        "commission"
    ] * 3
    assert [each.people["farmer"].count for _, each in scenario.epochs()] == [7, 7, 7, 7, 9]
    assert str(then(scenario, "23 w").farming.contacts["A"].times) == "13 / y"


def test_what_is_not_named_does_not_follow(of):
    scenario = of('[strategy]\npreset = "farming"\nat = "10 w"\nfollow = ["priorities"]\n')
    assert dates(scenario) == ["0 h", "10 w"]
    assert then(scenario, "10 w").compensation == scenario.compensation


def test_with_lags_of_nothing_all_follows_at_once(of):
    lags = ", ".join(f'{element} = "0 w"' for element in ELEMENTS)
    assert dates(of(f'[strategy]\npreset = "solution"\nat = "10 w"\nlags = {{ {lags} }}\n')) == [
        "0 h",
        "10 w",
    ]


def test_dates_are_told_in_the_units_of_the_file_where_they_can_be(of):
    lags = 'lags = { plans = "1 y", territories = "36 h" }\n'
    assert dates(of(f'run.horizon = "2 y"\n[strategy]\npreset = "farming"\nat = "2 d"\n{lags}'))[1:4] == [
        "2 d",
        "84 h",
        "4416 h",
    ]
    scenario = of('run.horizon = "2 y"\n[strategy]\npreset = "farming"\nat = "1 y"\n')
    assert dates(scenario)[1:3] == ["1 y", "65 w"]


def test_one_may_write_a_strategy_of_ones_own(of):
    levers = (
        '[strategy.levers]\nplans = { "compensation.hunter.variable" = "x2" }\nstock.people.sdr.count = 4\n'
    )
    scenario = of(f'[strategy]\nat = "1 w"\n{levers}')
    assert dates(scenario) == ["0 h", "14 w", "27 w"]
    assert then(scenario, "14 w").compensation["hunter"].variable == 60_000.0
    assert then(scenario, "27 w").people["sdr"].count == 4


def test_ones_own_levers_hold_against_the_preset_and_a_dated_change_against_both(of):
    own = '[strategy.levers.priorities]\n"qualification.threshold" = 0.9\n'
    scenario = of(f'[strategy]\npreset = "farming"\nat = "4 w"\nfollow = ["priorities"]\n{own}')
    assert then(scenario, "4 w").qualification.threshold == 0.9
    dated = scenario.but({"at": [{"time": "4 w", "set": {"qualification.threshold": 1.1}}]})
    assert then(dated, "4 w").qualification.threshold == 1.1


def test_what_a_preset_asks_of_tables_that_are_not_there_is_left_out_with_a_remark(of):
    skipped = 'farming = "skip"\ncomplaints = "skip"\n'
    scenario = of(skipped + '[strategy]\npreset = "farming"\nat = "20 w"\nlags.capacity = "40 w"\n')
    remarks = [str(remark) for remark in scenario.remarks()]
    assert remarks == [
        "mine.toml:8: strategy.lags.capacity: follows at '60 w', beyond the end of the run",
        "mine.toml:6: strategy.preset: leaves out what this scenario has no table for: farming.contacts.A.times, "
        "farming.contacts.B.times, farming.realign, farming.alert, farming.win_back",
    ]


def test_a_lever_of_ones_own_may_set_what_a_date_has_brought(of):
    hired = '[[at]]\ntime = "3 w"\nset = { "people.trainee" = { count = 2 } }\n'
    scenario = of('[strategy.levers.capacity]\n"people.trainee.available" = 0.5\n' + hired)
    assert then(scenario, "52 w").people["trainee"].available == 0.5
    assert scenario.changes()


def test_ones_own_lever_may_go_into_what_the_preset_puts_there(of):
    own = '[strategy.levers.plans]\n"compensation.farmer.rate" = 0.006\n'
    scenario = of(f'[strategy]\npreset = "farming"\nat = "4 w"\nfollow = ["plans"]\n{own}')
    plan = then(scenario, "17 w").compensation["farmer"]
    assert (plan.kind, plan.rate) == ("commission", 0.006)
    assert (
        str(scenario.changes()[-1]) == "compensation.farmer.rate (strategy: plans, from 17 w): 0.0042 → 0.006"
    )
    whole = scenario.but({"strategy.follow": list(ELEMENTS)})
    distance = Distance(whole, plain(then(whole, "0 h")))
    assert distance.of(plain(whole.epochs()[-1][1])) == 0.0 < distance.jump


def test_a_structure_follows_where_somebody_has_one_in_mind(of):
    pods = '{ kind = "modular", pods = 2 }'
    levers = f"[strategy.levers.structure]\nstructure = {pods}\n"
    scenario = of(f'structure = {{ kind = "matrix" }}\n[strategy]\npreset = "solution"\nat = "4 w"\n{levers}')
    assert [each.structure.kind for _, each in scenario.epochs()] == [
        "matrix",
        "matrix",
        "modular",
        "modular",
    ]
    assert not any("structure" in preset.levers for preset in PRESETS.values())


def test_a_key_of_ones_own_that_is_not_there_is_an_error(of):
    with pytest.raises(ScenarioError, match=r"mine\.toml:5: farming\.contacts\.D"):
        of('[strategy]\n[strategy.levers.plans]\n"farming.contacts.D.times" = "9 / y"\n')


def test_all_that_it_sets_is_told_as_a_change(of):
    scenario = of('[strategy]\npreset = "volume"\nat = "13 w"\nfollow = ["priorities", "capacity"]\n')
    told = [str(change) for change in scenario.changes()]
    assert told[0].startswith('strategy: "skip" → { preset = "volume"')
    assert told[1:] == [
        "demand.inbound.spend (strategy: priorities, from 13 w): 1.0 → 1.3",
        "qualification.threshold (strategy: priorities, from 13 w): 0.674 → 0.4",
        "handoff.tracking (strategy: priorities, from 13 w): 0.5 → 0.8",
        "people.sdr.count (strategy: capacity, from 39 w): 3 → 4",
        "people.hunter.count (strategy: capacity, from 39 w): 7 → 8",
    ]


def test_another_strategy_replaces_that_of_the_parent(of, tmp_path):
    (tmp_path / "parent.toml").write_text(ON + '[strategy]\npreset = "farming"\n', encoding="utf-8")
    child = tmp_path / "child.toml"
    child.write_text('based_on = "parent.toml"\nstrategy.preset = "volume"\n', encoding="utf-8")
    assert [each.people["farmer"].count for _, each in load(child).epochs()] == [7, 7, 7, 7]
    child.write_text('based_on = "parent.toml"\nstrategy = "skip"\n', encoding="utf-8")
    assert [change.key for change in load(child).changes_on(load("norddrive"))] == []


def test_a_scenario_in_force_has_no_strategy_ahead_of_it(of):
    for _, each in of('[strategy]\npreset = "volume"\n').epochs():
        assert each.strategy == "skip" and len(each.epochs()) == 1


def test_a_strategy_stays_as_it_was_decided(of):
    with pytest.raises(ScenarioError, match="must not change during a run"):
        of('[strategy]\n[[at]]\ntime = "3 w"\nset = { "strategy.preset" = "volume" }\n')


@pytest.mark.parametrize("name", PRESETS)
def test_every_lever_of_a_preset_is_a_key_of_a_company_with_all_chapters(name):
    base = load("norddrive").but({"expansion": {"policy": {"kind": "stay_home"}}})
    scenario = base.but({"strategy": {"preset": name, "at": "4 w"}})
    assert not scenario.remarks()
    assert set(PRESETS[name].levers) <= set(ELEMENTS)
    assert set(PRESETS[name].segments) <= set(base.customers)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        *(
            (3, 3.0),
            (0.25, 0.25),
            ("2 d", 48.0),
            ("2 wd", 16.0),
            ("364 / y", 364 / 8736),
            ("62_000 EUR", 62_000.0),
        ),
        *(
            ({"kind": "fixed", "mean": "2 h"}, 2.0),
            (True, None),
            ("skip", None),
            ({"kind": "x"}, None),
            (None, None),
        ),
    ],
)
def test_levers_are_numbers_where_they_have_a_size(value, number):
    assert number_of(value) == number


@pytest.mark.parametrize(
    ("key", "width"),
    [
        ("people.hunter.count", 50.0),
        ("farming.contacts.A.times", 24 / 8736),
        ("qualification.threshold", 7.0),
        ("routing", None),
        ("selling.closing.hours", None),
        ("nowhere.at.all", None),
    ],
)
def test_a_number_is_measured_by_its_plausible_range(key, width):
    found = range_of(type(load("norddrive")), path_of(key))
    assert found == (None if width is None else pytest.approx(width))


def test_a_strategy_answers_for_each_element():
    strategy = Strategy(preset="solution", follow=("plans",), lags={"plans": "2 w"})
    assert str(strategy.follows("plans")) == "2 w" and strategy.follows("stock") is None
    assert list(strategy.sets("plans")) == ["compensation.hunter"] and strategy.sets("stock") == {}
    assert strategy.favours() == ("A",) and Strategy().favours() == ()
