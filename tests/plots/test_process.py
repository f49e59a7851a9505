"""The chart of complaints shows how far problems come."""

from dataclasses import replace

import pytest

from simsales import plots
from simsales.words.errors import InputError
from tests.plots.conftest import course_of, results_of, watched_of
from tests.plots.reading import bars, labels


def test_each_stage_is_a_mean_over_replications_and_a_share_of_the_first(watched):
    panel = plots.complaints(watched).axes[0]
    assert labels(panel.yaxis)[:3] == ["noticed", "voiced", "written down"]
    base, more = bars(panel)
    assert base == more == [11.0, 7.0, 5.0, 5.0, 4.0, 3.0, 1.0]
    assert panel.texts[1].get_text() == "7  (64 %)"


def test_a_scenario_without_the_chapter_has_no_bars_and_all_without_it_no_chart(results):
    def course(place, n):
        return course_of(place, n) if place else replace(course_of(place, n), complaints={})

    panel = plots.complaints(watched_of(results, course=course)).axes[0]
    assert [text.get_text() for text in panel.texts[:2]] == ["–  (–)", "–  (–)"]
    assert bars(panel)[1][0] == 11.0
    with pytest.raises(
        InputError, match="complaints: must have the chapter of complaints, found none in base, more"
    ):
        plots.complaints(watched_of(results, course=lambda p, n: replace(course_of(p, n), complaints={})))


def test_desks_and_funnel_of_nothing_are_refused():
    results = results_of(("base",), lambda place, n: {"contribution": 1.0})
    with pytest.raises(InputError, match="funnel: must have stages"):
        plots.funnel(results)
    with pytest.raises(InputError, match="desks: must have a team's utilisation"):
        plots.desks(results)


def test_where_leads_need_not_be_reached_that_is_no_stage():
    figures = {"leads": 9.0, "contacted": 0.0, "qualified": 9.0, "wins": 2.0}
    panel = plots.funnel(results_of(("base",), lambda place, n: figures)).axes[0]
    assert labels(panel.yaxis) == ["leads", "qualified", "wins"]
    nobody = plots.funnel(results_of(("base",), lambda place, n: dict.fromkeys(figures, 0.0))).axes[0]
    assert labels(nobody.yaxis) == list(figures), "nobody was reached, and nobody qualified either"


def test_scenarios_that_stand_side_by_side_are_written_alike():
    figures = ({"leads": 1748.0, "wins": 0.0}, {"leads": 17_518.0, "wins": 4.2})
    panel = plots.funnel(results_of(("one", "ten"), lambda place, n: figures[place])).axes[0]
    assert [text.get_text() for text in panel.texts] == ["1,748", "0", "17,518", "4"]


def test_one_replication_has_no_standard_error_to_speak_of():
    def note(replications):
        results = results_of(
            ("base",), lambda p, n: {"utilisation.sdr": 0.5, "wait.sdr": 1.0 + n}, replications
        )
        return plots.desks(results).texts[-1].get_text()

    assert note(1) == "One replication."
    assert "standard error" in note(3)


def test_the_thin_line_of_a_desk_is_its_standard_error():
    results = results_of(("base",), lambda p, n: {"utilisation.sdr": 0.5, "wait.sdr": (1.0, 2.0, 6.0)[n]})
    (line,) = plots.desks(results).axes[1].collections[0].get_segments()
    error = 7.0**0.5 / 3.0**0.5
    assert line[:, 0] == pytest.approx([3.0 - error, 3.0 + error])
