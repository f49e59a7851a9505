"""The chart of a front shows who is beaten, and how far the means can be trusted."""

import numpy as np
import pytest

from simsales import plots
from simsales.experiments.pareto import front_of, own_errors
from simsales.words.errors import InputError
from tests.plots.conftest import results_of

#: Contribution and wins of three scenarios: the last is worse than the second in both.
MEANS = ((100.0, 9.0), (80.0, 14.0), (70.0, 11.0))


@pytest.fixture
def three():
    return results_of(
        ("dear", "busy", "beaten"),
        lambda place, n: {
            "contribution": MEANS[place][0] + n * (1 + place),
            "wins": MEANS[place][1] + 0.1 * n,
            "cost": 50.0 + 10.0 * place,
        },
    )


def points(panel):
    return [line for line in panel.lines if len(line.get_xdata()) == 1 and line.get_marker() != "None"]


def test_who_is_on_the_front_is_filled_and_who_is_beaten_is_hollow(three):
    (panel,) = plots.front(three, ["contribution", "wins"]).axes
    assert [(p.get_xdata()[0], p.get_ydata()[0]) for p in points(panel)] == [
        (pytest.approx(m), pytest.approx(w)) for m, w in ((101.0, 9.1), (82.0, 14.1), (73.0, 11.1))
    ]
    assert [p.get_markerfacecolor() == "white" for p in points(panel)] == [False, False, True]
    assert panel.get_xlabel() == "contribution, EUR (more is better)"


def test_three_kpis_have_a_panel_for_each_pair(three):
    figure = plots.front(three, ["contribution", "wins", "cost"])
    pairs = [(panel.get_xlabel().split(",")[0], panel.get_ylabel().split(",")[0]) for panel in figure.axes]
    assert pairs == [("contribution", "wins"), ("contribution", "cost"), ("wins", "cost")]
    assert figure.axes[1].get_ylabel().endswith("(less is better)")
    assert (
        plots.front(front_of(three, ["contribution", "wins"])).axes[0].get_ylabel()
        == "wins, wins (more is better)"
    )


def test_of_many_scenarios_those_on_the_front_have_names_and_the_beaten_are_counted():
    many = results_of(
        [f"s{n}" for n in range(12)],
        lambda place, n: {"contribution": 100.0 - place + n, "wins": 10.0 + (place if place < 3 else -place)},
    )
    figure = plots.front(many, ["contribution", "wins"])
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [
        "s0",
        "s1",
        "s2",
        "beaten: 9 others",
    ]
    assert len(points(figure.axes[0])) == 12


def test_errors_leave_out_the_luck_that_all_share():
    luck = np.array([0.0, 500.0, -300.0, 80.0])[:, None]
    alone = np.array([[1.0, 2.0], [3.0, 1.0], [2.0, 6.0], [0.0, 0.0]])
    assert own_errors((luck + alone)[None]) == pytest.approx(own_errors(alone[None]))
    of_pair = float(np.std(alone[:, 0] - alone[:, 1], ddof=1) / 2.0)
    assert np.hypot(*own_errors(alone[None])[0]) == pytest.approx(of_pair), "of the paired difference"


def test_a_front_of_results_is_that_of_the_same_values(three):
    found = front_of(three, ["contribution", "wins"])
    assert found.front == ("dear", "busy") and found.places[2].dominated_by == "busy"
    assert found.replications == 3 and found.places[0].means[0] == pytest.approx(101.0)


def test_kpis_that_make_no_front_are_refused(three):
    with pytest.raises(InputError, match="two or three different ones"):
        plots.front(three, ["wins"])
    with pytest.raises(InputError, match="open_opportunities"):
        plots.front(three, ["wins", "open_opportunities"])
    with pytest.raises(InputError, match="in at least 2 replications of every scenario, found 0; play more"):
        plots.front(three, ["wins", "cycle_time"])


def test_intervals_are_students_of_the_errors_without_the_luck_that_all_share(three):
    told = front_of(three, ["contribution", "wins"])
    (panel,) = plots.front(told).axes
    across = panel.collections[0].get_segments()[0]
    reach = 4.302653 * told.places[0].errors[0]  # two degrees of freedom
    assert across[:, 0] == pytest.approx([told.places[0].means[0] - reach, told.places[0].means[0] + reach])
