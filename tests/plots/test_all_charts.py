"""What holds for every chart: units on every axis, nothing cut off, names that stay names, and who has which."""

from dataclasses import replace
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest

from simsales import plots
from simsales.series.bookings import Booked
from simsales.words.errors import InputError
from tests.plots import test_changing, test_explaining
from tests.plots.conftest import course_of, results_of, watched_of

OF_RESULTS = (
    "funnel",
    "desks",
    "queues",
    "pipeline",
    "bookings",
    "capacity",
    "attainment",
    "lead_times",
    "complaints",
)
DRAWN = {
    **{name: getattr(plots, name) for name in OF_RESULTS},
    "differences": lambda watched: plots.differences(watched, ["contribution", "utilisation.hunter", "wins"]),
    "front": lambda watched: plots.front(watched, ["contribution", "wins"]),
    "why": lambda watched: plots.why(test_explaining.why(*test_explaining.TWO)),
    "transition": lambda watched: plots.transition(test_changing.paths(test_changing.PATH)),
}


def is_category(axis):
    return any(
        letter.isalpha() for text in axis.get_ticklabels() for letter in text.get_text().strip(" kMbn")
    )


def beyond_the_ends(figure):
    """Tick labels that are there and not drawn, for they lie beyond the ends of their axis."""
    for panel in figure.axes:
        for axis in (panel.xaxis, panel.yaxis):
            low, high = sorted(axis.get_view_interval())
            room = 1e-9 * (high - low)
            ticks = axis.get_major_ticks()
            yield from (tick.label1 for tick in ticks if not low - room <= tick.get_loc() <= high + room)


def neighbours(panel):
    """Panels of the same row and of the same column that are shown."""
    place = panel.get_subplotspec()
    shown = [other for other in panel.figure.axes if other.axison]
    row = [other for other in shown if other.get_subplotspec().rowspan == place.rowspan]
    column = [other for other in shown if other.get_subplotspec().colspan == place.colspan]
    return row, column


def must_have_units(figure):
    """Each axis says its unit, or names categories; beside others of its kind, the outermost says it for all."""
    for panel in (each for each in figure.axes if each.axison):
        row, column = neighbours(panel)
        where = panel.get_title(loc="left")
        assert any(is_category(other.xaxis) or other.get_xlabel() for other in column), where
        assert any(is_category(other.yaxis) or other.get_ylabel() for other in row), where


def must_be_whole(figure):
    """Every text lies on the page, and names beside an axis do not lie on each other."""
    figure.draw_without_rendering()
    width, height = figure.bbox.size
    hidden = set(beyond_the_ends(figure))
    texts = [text for text in figure.findobj(plt.Text) if text.get_text().strip() and text not in hidden]
    for text in (each for each in texts if each.axes is None or each.axes.axison):
        box = text.get_window_extent()
        inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1
        assert inside or not box.width, f"{text.get_text()!r} is cut off"
    for panel in (each for each in figure.axes if each.axison and is_category(each.yaxis)):
        boxes = [text.get_window_extent() for text in panel.get_yticklabels() if text.get_text()]
        boxes.sort(key=lambda box: box.y0)
        assert all(below.y1 <= above.y0 + 1 for below, above in pairwise(boxes))


@pytest.mark.parametrize("name", DRAWN)
def test_five_scenarios_with_long_names_fit_and_every_axis_has_a_unit(name, five):
    figure = DRAWN[name](five)
    must_have_units(figure)
    must_be_whole(figure)
    assert figure.get_suptitle(), "the title says what is seen"
    assert figure.get_figwidth() == 7.0


@pytest.mark.parametrize("name", [name for name in OF_RESULTS if name not in ("funnel", "desks")])
def test_one_scenario_alone_is_shown_without_a_key(name, watched):
    alone = replace(watched.results, scenarios={"base": watched.results.scenarios["base"]})
    figure = DRAWN[name](watched_of(alone, replications=1))
    assert figure.legends == []
    must_have_units(figure)


def test_scenarios_are_told_apart_without_colour(five):
    bars = plots.funnel(five).legends[0].get_patches()
    lines = plots.pipeline(five).legends[0].get_lines()
    assert len({bar.get_hatch() or "" for bar in bars}) == 5
    assert len({str(line._dash_pattern) for line in lines}) == 5


# --- who has which ---------------------------------------------------------------------------------------


def test_results_have_the_charts_of_what_was_measured_and_played(watched):
    assert plots.available(watched.results) == (
        *("differences", "funnel", "desks", "pipeline", "bookings", "capacity"),
    )
    alone = replace(watched.results, scenarios={"base": watched.results.scenarios["base"]})
    assert "differences" not in plots.available(alone)


def test_scenarios_that_play_a_chapter_have_its_chart():
    shop = {
        "people.hunter": {"count": 1},
        "compensation.hunter": {"kind": "bonus"},
        "people.service": {"count": 1},
    }
    results = results_of(("shop",), lambda place, n: {"contribution": 1.0})
    scenarios = {"shop": results.scenarios["shop"].but(shop, name="shop")}
    assert plots.available(replace(results, scenarios=scenarios)) == (
        "queues",
        "pipeline",
        "bookings",
        "attainment",
    )


def test_who_sells_nothing_has_neither_pipeline_nor_bookings(results):
    nobody = results_of(("shop",), lambda place, n: {"open_opportunities": 0.0, "bookings": 0.0})
    assert not {"pipeline", "bookings"} & set(plots.available(nobody))

    def course(place, n):
        idle = course_of(place, n)
        none = np.zeros(26)
        return replace(idle, open_opportunities=none, booked=Booked(idle.booked.week_in_quarter, none, none))

    for name in ("pipeline", "bookings"):
        with pytest.raises(
            InputError, match=rf"^{name}: must have .* in the window, found none in base, more; add"
        ):
            DRAWN[name](watched_of(results, course=course))


def test_a_comparison_shows_what_its_results_do(watched):
    panel = plots.funnel(watched.results.compare()).axes[0]
    assert [text.get_text() for text in panel.figure.legends[0].get_texts()] == ["base", "more"]


def test_a_chart_counts_the_replications_that_came_to_an_end(results):
    failed = replace(results.outcomes["more"][2], kpis=None, error="broken")
    outcomes = {**results.outcomes, "more": {**results.outcomes["more"], 2: failed}}
    assert "mean of 2 replications" in plots.funnel(replace(results, outcomes=outcomes)).texts[-1].get_text()


def test_a_gallery_holds_what_there_is_to_see(watched, monkeypatch):
    from simsales.plots import galleries

    monkeypatch.setattr(galleries, "available", lambda results: ("pipeline", "lead_times"))
    monkeypatch.setattr(
        type(watched), "why", lambda self, other, kpi: test_explaining.why(*test_explaining.TWO)
    )
    nothing = watched_of(watched.results, course=lambda p, n: replace(course_of(p, n), lead_times={}))
    assert list(plots.gallery(nothing)) == ["pipeline", "why.more"]
    assert list(plots.gallery(watched, "win_rate")) == ["pipeline", "lead_times"], "why is told of sums only"


def test_plain_results_are_watched_once_for_all_their_charts(watched, monkeypatch):
    plays = []

    def watch(results):
        plays.append(results)
        return watched

    monkeypatch.setattr("simsales.experiments.watching.watch", watch)
    results = replace(watched.results)
    plots.pipeline(results)
    plots.bookings(results)
    assert plays == [results]


def test_a_chart_of_a_chapter_that_nobody_plays_says_so(watched):
    nothing = watched_of(
        watched.results,
        course=lambda p, n: replace(course_of(p, n), lead_times={}, complaints={}, pay={}, queues={}),
    )
    for name in ("lead_times", "complaints", "attainment", "queues"):
        with pytest.raises(InputError, match=rf"^{name}: must have .*, found none in base, more; \w+"):
            DRAWN[name](nothing)
