"""The stations of the process: a part of it in the hands of a team, told by the scenario alone."""

import pytest

from simsales import load
from simsales.series.stations import PARTS, part_of, stations
from simsales.words.vocabulary import TASKS


def named(scenario):
    return [(each.title, each.team) for each in stations(scenario)]


def test_every_task_belongs_to_one_part_of_the_process():
    named_by_parts = [task for part in PARTS for task in part.tasks]
    assert sorted(named_by_parts) == sorted(TASKS)
    assert part_of("counting paper clips").title == "Other work"


def test_norddrive_has_its_steps_in_the_order_of_the_process():
    titles = [title for title, _ in named(load("norddrive"))]
    assert titles[:8] == [
        *("Prospecting", "Qualification", "Pre-approach", "Approach"),
        *("Presentation", "Objections", "Closing", "Follow-up"),
    ]
    assert titles.index("Order entry") < titles.index("Machining") < titles.index("Dispatch")
    assert [each.number for each in stations(load("norddrive"))] == list(range(len(titles)))


@pytest.mark.parametrize(
    ("name", "station"),
    [
        ("hybrid_selling", ("Closing", "inside")),
        ("hierarchical_volume", ("Approval", "director")),
        ("hunters_prospect", ("Prospecting", "hunter")),
        ("behaviour_control", ("Supervision", "manager")),
        ("strategy_with_structure_and_plans", ("Farming", "hunter")),
    ],
)
def test_whoever_a_scenario_names_has_a_station(name, station):
    assert station in named(load(name))


def test_a_team_that_is_hired_later_has_its_station_from_the_beginning():
    at = 'at=[{time="2 w",set={"selling.closing.team"="supporter"}}]'
    assert ("Closing", "supporter") in named(load("norddrive_selling", [at]))


def test_what_a_log_has_shown_comes_in_its_place():
    found = stations(load("norddrive"), [("quality", "machining"), ("hunter", "closing")])
    titles = [(each.title, each.team) for each in found]
    assert titles.index(("Machining", "quality")) == titles.index(("Machining", "machining")) + 1
    assert titles.count(("Closing", "hunter")) == 1
