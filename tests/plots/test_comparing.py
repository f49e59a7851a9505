"""Charts of an experiment show the figures of its results."""

import math

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from simsales import plots
from simsales.experiments.results import Results
from simsales.plots import style
from simsales.plots.style import COLOURS, MARKERS
from simsales.words.errors import InputError
from tests.plots.reading import bars, labels


def point(panel):
    """The first point of a panel of differences."""
    return next(line for line in panel.lines if line.get_marker() in MARKERS)


def interval(panel):
    _, _, reach = panel.containers[0]
    return reach[0].get_segments()[0][:, 0]


def test_differences_have_a_panel_per_kpi_with_point_and_interval(results):
    figure = plots.differences(results, ["wins", "cycle_time"])
    wins, cycle = figure.axes[:2]
    found = results.compare().of("wins")[0]
    low, high = interval(wins)
    assert point(wins).get_xdata()[0] == pytest.approx(found.difference)
    assert (low, high) == (pytest.approx(found.low), pytest.approx(found.high))
    assert wins.get_title(loc="left") == "wins (more is better)"
    assert cycle.get_title(loc="left") == "cycle_time (less is better)"
    assert wins.get_xlabel() == "wins"
    assert labels(wins.yaxis) == ["more"]


def test_differences_show_what_tells_most_unless_told(results):
    figure = plots.differences(results)
    titles = [panel.get_title(loc="left").split()[0] for panel in figure.axes]
    assert titles == ["contribution", "wins", "cycle_time"]
    assert plots.differences(results.compare()).axes[0].get_title(loc="left") == figure.axes[0].get_title(
        loc="left"
    )


def test_a_kpi_that_was_not_measured_cannot_be_drawn(results):
    with pytest.raises(InputError, match="found 'winz'; did you mean 'wins'"):
        plots.differences(results, ["winz"])


def test_points_are_filled_where_the_interval_leaves_out_zero(results):
    certain, alike = plots.differences(results, ["wins", "leads"]).axes[:2]
    assert to_hex(point(certain).get_markerfacecolor()).upper() == COLOURS[1]
    assert point(alike).get_markerfacecolor() == "white"


def test_shares_differ_by_percentage_points(results):
    panel = plots.differences(results, ["utilisation.hunter"]).axes[0]
    found = results.compare().of("utilisation.hunter")[0]
    assert point(panel).get_xdata()[0] == pytest.approx(100.0 * found.difference)
    assert panel.get_xlabel() == "percentage points"


def test_a_single_pair_has_no_interval(results):
    single = Results(results.scenarios, {k: {0: v[0]} for k, v in results.outcomes.items()}, 1, 1)
    panel = plots.differences(single, ["wins"]).axes[0]
    low, high = interval(panel)
    assert low == high == point(panel).get_xdata()[0] == pytest.approx(4.0)


def test_the_funnel_shows_each_stage_of_each_scenario(results):
    panel = plots.funnel(results).axes[0]
    stages = ["leads", "contacted", "qualified", "opportunities", "approach", "closing", "wins"]
    assert labels(panel.yaxis) == stages
    base, more = bars(panel)
    assert base[0] == pytest.approx(1000.0 * 1.01)
    assert (base[-1], more[-1]) == (pytest.approx(10.0 * 1.01), pytest.approx(14.0 * 1.02))
    key = panel.figure.legends[0]
    assert [text.get_text() for text in key.get_texts()] == ["base", "more"]


def test_desks_show_utilisation_and_wait_of_each_team(results):
    busy, waits = plots.desks(results).axes
    assert labels(busy.yaxis) == ["sdr", "hunter"]
    assert [row[1] for row in bars(busy)] == [pytest.approx(90.9), pytest.approx(71.4)]
    assert [row[1] for row in bars(waits)] == [pytest.approx(12.12), pytest.approx(4.08)]


def test_one_scenario_alone_needs_no_legend(results):
    alone = Results({"base": results.scenarios["base"]}, {"base": results.outcomes["base"]}, 3, 1)
    assert plots.funnel(alone).legends == []
    assert len(bars(plots.desks(alone).axes[0])) == 1


def test_scenarios_keep_their_colours_from_chart_to_chart(results):
    panel = plots.funnel(results).axes[0]
    shown = [to_hex(group.patches[0].get_facecolor()).upper() for group in panel.containers]
    assert shown == list(COLOURS[:2])
    shown = point(plots.differences(results, ["wins"]).axes[0])
    assert shown.get_color() == COLOURS[1], "the first colour is the base's"


def test_a_chart_can_be_saved_and_leaves_nothing_open(results, tmp_path):
    before = dict(plt.rcParams)
    for name, draw in (("d", plots.differences), ("f", plots.funnel), ("k", plots.desks)):
        draw(results).savefig(tmp_path / f"{name}.png", dpi=40)
    assert all(path.stat().st_size > 2_000 for path in tmp_path.iterdir())
    assert plt.get_fignums() == []
    assert dict(plt.rcParams) == before


def test_up_to_forty_nine_scenarios_have_a_look_of_their_own():
    looks = {(style.point(place)["color"], style.point(place)["marker"]) for place in range(49)}
    assert len(looks) == 49
    assert len({(style.bar(place)["facecolor"], style.bar(place)["hatch"]) for place in range(49)}) == 49


def test_a_kpi_that_no_pair_has_says_so_inside_its_panel(results):
    for outcomes in results.outcomes.values():
        for outcome in outcomes.values():
            outcome.kpis["cycle_time"] = math.nan
    figure = plots.differences(results.compare(), ["contribution", "cycle_time"])
    drawn = plots.svg(figure)  # a layout that collapses would be a warning, and so an error here
    assert "no pair has both" in drawn
