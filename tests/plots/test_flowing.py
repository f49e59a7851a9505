"""Charts of what flows show the courses of the replications."""

from dataclasses import replace

import numpy as np
import pytest

from simsales import plots
from simsales.plots.style import COLOURS
from simsales.series.bookings import Booked
from simsales.words.errors import InputError
from tests.plots.conftest import WEEK, course_of, watched_of
from tests.plots.reading import curve


def test_a_queue_is_the_median_over_replications_week_by_week(watched):
    figure = plots.queues(watched)
    hunter, service = figure.axes[:2]
    assert (hunter.get_title(loc="left"), service.get_title(loc="left")) == ("hunter", "service")
    weeks, level = curve(hunter, COLOURS[1])
    assert weeks[0] == 0.5 and len(weeks) == 26
    assert level == pytest.approx(2.0 * np.arange(1, 27) + 1.0), (
        "replication 1 of 0 to 2, and 1 more than the base"
    )
    assert "Hardly anything waits for manager" in figure.texts[-1].get_text()


def test_a_chart_of_queues_where_nothing_waits_is_refused(results):
    def course(place, n):
        return replace(course_of(place, n), queues={"manager": np.zeros(26)})

    with pytest.raises(InputError, match="queues: must have somebody for whom cases wait"):
        plots.queues(watched_of(results, course=course))


def test_bands_hold_eight_in_ten_replications(watched):
    shown = plots.queues(watched).axes[0].collections[0].get_paths()[0].vertices
    first_week = shown[np.isclose(shown[:, 0], 0.5), 1]
    assert (first_week.min(), first_week.max()) == (pytest.approx(1.2), pytest.approx(4.4)), "of 1, 2 and 5"


def test_one_replication_has_no_band(results):
    panel = plots.queues(watched_of(results, replications=1)).axes[0]
    assert not panel.collections
    _, level = curve(panel, COLOURS[0])
    assert level.mean() == pytest.approx(course_of(0, 0).queues["hunter"].mean()), "the mean queue of the KPI"


def test_the_pipeline_is_shown_in_number_and_in_money(watched):
    count, value = plots.pipeline(watched).axes
    assert curve(count, COLOURS[0])[1] == pytest.approx(110.0 + np.arange(1, 27))
    assert curve(value, COLOURS[1])[1] == pytest.approx(3e6 + np.arange(1, 27))
    assert (count.get_ylabel(), value.get_ylabel()) == ("opportunities", "EUR at list prices")


def test_bookings_by_week_add_up_to_those_of_the_window(watched):
    weeks, amounts = curve(plots.bookings(watched).axes[0], COLOURS[0])
    assert weeks.tolist() == list(range(1, 14))
    whole = np.mean([course.booked.amounts.sum() for course in watched.courses("base")])
    assert 2 * amounts.sum() == pytest.approx(whole), "two quarters"


def test_a_week_that_comes_more_often_is_a_mean_over_its_quarters(results):
    def course(place, n):
        return replace(
            course_of(place, n),
            booked=Booked(
                np.array([12, 13, 1, 12]), np.array([4.0, 5.0, 3.0, 8.0]), np.array([1.0, 1.0, 0.5, 1.0])
            ),
        )

    weeks, amounts = curve(plots.bookings(watched_of(results, course=course)).axes[0], COLOURS[0])
    assert (weeks.tolist(), amounts.tolist()) == ([1, 12, 13], [6.0, 6.0, 5.0]), (
        "3 in half a week are 6 in one"
    )


def test_lead_times_show_the_share_delivered_by_path(watched):
    figure = plots.lead_times(watched)
    assert [panel.get_title(loc="left") for panel in figure.axes if panel.axison] == ["MTS", "ETO"]
    days, share = curve(figure.axes[0], COLOURS[0])
    assert share[days < 1.0].max() == 0.0 and share[days >= 3.0].min() == 100.0
    assert share[(days >= 1.0) & (days < 2.0)] == pytest.approx(100.0 / 3.0)
    medians = [line.get_xdata()[0] for line in figure.axes[0].lines if len(line.get_xdata()) == 1]
    assert medians == [2.0, 2.0]


def test_without_production_there_are_no_lead_times(results):
    def course(place, n):
        return replace(course_of(place, n), lead_times={})

    with pytest.raises(
        InputError,
        match=r"lead_times: must have orders delivered in the window, found none in base, more; add .*production",
    ):
        plots.lead_times(watched_of(results, course=course))


def test_short_windows_are_told_in_weeks_as_well(results):
    def course(place, n):
        whole = course_of(place, n, weeks=14)
        return replace(whole, edges=whole.edges / 7.0)

    panel = plots.pipeline(watched_of(results, course=course)).axes[0]
    assert panel.get_xlim() == (0.0, pytest.approx(14 / 7))
    assert panel.get_xlabel() == "week of the run" and course(0, 0).edges[1] == WEEK / 7
