"""The company as a picture: every station once, in the order of the process, and nothing but text from a scenario."""

from xml.etree import ElementTree

import pytest

from simsales import load
from simsales.experiments.replications import Outcome
from simsales.experiments.results import Results
from simsales.report.company_map import Busy, company_map, figures_of
from simsales.report.map_layout import layout
from simsales.report.map_narrow import NARROW
from simsales.report.map_wide import WIDE, order_points
from simsales.series.stations import stations

SVG = "{http://www.w3.org/2000/svg}"


def overlap(a, b):
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def texts(picture):
    return ["".join(each.itertext()) for each in ElementTree.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(
    "name", ["norddrive", "loan_sales", "hybrid_selling", "hierarchical_volume", "abroad_uppsala"]
)
def test_stations_stand_apart_and_inside_the_picture(name, narrow, moving):
    found = layout(load(name), narrow, moving=moving)
    boxes = [*(spot.box for spot in found.spots), *found.places.values()]
    assert [spot.station for spot in found.spots] == list(stations(load(name)))
    assert not [(a, b) for place, a in enumerate(boxes) for b in boxes[:place] if overlap(a, b)]
    assert all(box.x >= 0 and box.right <= found.width and box.bottom <= found.height for box in boxes)
    assert found.width <= (NARROW if narrow else WIDE)


@pytest.mark.parametrize("narrow", [False, True])
def test_every_station_is_drawn_once_under_its_number(narrow):
    scenario = load("norddrive")
    root = ElementTree.fromstring(company_map(scenario, narrow=narrow))
    numbers = [each.get("data-station") for each in root.iter() if each.get("data-station")]
    assert sorted(map(int, numbers)) == [each.number for each in stations(scenario)]
    assert root.find(f"{SVG}title").text
    assert "Machining (machining)" in root.find(f"{SVG}desc").text


def test_a_company_without_orders_has_none_on_its_map():
    found = layout(load("loan_sales"))
    assert set(found.places) == {"door", "won"}
    assert [spot.station.title for spot in found.spots][-1] == "Follow-up"
    assert "customers" in layout(load("norddrive")).places


def test_the_process_reads_from_left_to_right_and_back():
    boxes = {spot.station.title: spot.box for spot in layout(load("norddrive")).spots}
    assert boxes["Prospecting"].x < boxes["Approach"].x < boxes["Closing"].x
    assert boxes["Order entry"].x > boxes["Machining"].x > boxes["Dispatch"].x
    assert boxes["Closing"].y < boxes["Machining"].y < boxes["Receipt"].y


def test_teams_that_share_a_step_stand_under_one_another():
    spots = [spot for spot in layout(load("hybrid_selling")).spots if spot.station.title == "Closing"]
    assert [spot.station.team for spot in spots] == ["hunter", "inside"]
    assert spots[0].box.x == spots[1].box.x


def test_each_product_goes_to_where_its_orders_enter_the_chain():
    assert order_points(load("norddrive")) == {point: point for point in ("MTS", "ATO", "MTO", "ETO")}
    words = texts(company_map(load("norddrive")))
    assert {"MTS", "ATO", "MTO", "ETO"} <= set(words)


def test_figures_are_drawn_and_told():
    scenario = load("norddrive")
    outcome = Outcome("base", "base", 1, 0, {"utilisation.hunter": 0.5, "queue.hunter": 3.25}, None, 0.1)
    results = Results({"base": scenario}, {"base": {0: outcome}}, 1, 1)
    figures = figures_of(results, "base")
    hunters = [each.number for each in stations(scenario) if each.team == "hunter"]
    assert figures[hunters[0]] == Busy(0.5, 3.25)
    picture = company_map(scenario, figures)
    root = ElementTree.fromstring(picture)
    group = next(each for each in root.iter() if each.get("data-station") == str(hunters[0]))
    trough, load_bar = (each for each in group.iter(f"{SVG}rect") if each.get("height") == "3")
    assert float(load_bar.get("width")) == pytest.approx(float(trough.get("width")) / 2, abs=0.1)
    assert "50%, 3.2 wait" in texts(picture)
    assert texts(picture).count("50% busy") == len(hunters) - 1
    assert "nan" not in picture


def test_names_with_markup_stay_text():
    name = '<b onload="alert(1)">&'
    scenario = load("norddrive")
    picture = company_map(scenario, there=stations(scenario, [(name, "closing")]))
    assert "<b" not in picture
    assert any(name in text for text in texts(picture))


def test_the_same_scenario_is_always_drawn_the_same():
    assert company_map(load("norddrive")) == company_map(load("norddrive"))
    assert "http" not in company_map(load("norddrive")).replace("http://www.w3.org/2000/svg", "")


def test_a_team_that_grows_or_shrinks_is_told_with_its_least_and_its_most():
    assert "hunter · 7–9" in texts(company_map(load("hiring_dates")))
    assert "hunter · 7" in texts(company_map(load("norddrive")))
    leave = {"time": "4 w", "for": "4 w", "set": {"people.hunter.count": "-2"}}
    assert "hunter · 5–7" in texts(company_map(load("norddrive").but({"at": [leave]})))
