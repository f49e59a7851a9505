"""What a page is handed to replay a replication: movements and pictures that speak of the same stations."""

import json
import re

import pytest

from simsales import load
from simsales.studio.replaying import map_of


@pytest.fixture(scope="module")
def answer():
    return map_of(load("behaviour_control", ["run.horizon=2 w"]), replication=3, seed=11)


@pytest.mark.parametrize("shape", ["wide", "narrow"])
def test_pictures_and_movements_number_stations_alike(answer, shape):
    numbers = [each["number"] for each in answer["movements"]["stations"]]
    drawn = [int(number) for number in re.findall(r'data-station="(\d+)"', answer["svg"][shape])]
    assert drawn == numbers == [spot["station"] for spot in answer["places"][shape]["spots"]]


def test_work_that_the_scenario_does_not_foretell_has_its_station(answer):
    stations = {(each["title"], each["team"]) for each in answer["movements"]["stations"]}
    assert ("Supervision", "hunter") in stations
    assert min(answer["movements"]["stays"]["station"]) >= 0


def test_it_is_of_the_replication_and_the_luck_that_were_asked_for(answer):
    moved = answer["movements"]
    assert (moved["replication"], moved["seed"]) == (3, 11)
    assert json.loads(json.dumps(answer)) == answer
