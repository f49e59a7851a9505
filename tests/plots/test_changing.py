"""The chart of a transition shows the path, its trough and when it has paid for itself."""

import numpy as np
import pytest

from simsales import plots
from simsales.experiments.transition import told
from simsales.plots.style import COLOURS
from simsales.scenario import Scenario
from tests.plots.reading import curve

#: Five weeks that cost 10 and ten that bring 8, in three pairs that lie one apart at first.
PATH = np.array([-10.0] * 5 + [8.0] * 10)


def paths(path):
    pairs = [path + offset * np.eye(1, len(path))[0] for offset in (-1.0, 0.0, 1.0)]
    named = {"base": Scenario(), "new": Scenario()}
    return told(named, "win_rate", 0.0, np.array([[0.01 * pair, pair] for pair in pairs]))


def test_the_path_and_its_sum_are_shown_week_by_week():
    above, below = plots.transition(paths(PATH)).axes
    assert curve(above, COLOURS[0])[1] == pytest.approx(PATH), "a share, in percentage points"
    assert above.get_ylabel() == "percentage points"
    weeks, summed = curve(below, COLOURS[0])
    assert weeks.tolist() == list(range(1, 16)) and summed == pytest.approx(PATH.cumsum())


def test_the_trough_and_the_break_even_are_marked_and_said():
    found = paths(PATH)
    below = plots.transition(found).axes[1]
    marks = {line.get_marker(): (line.get_xdata()[0], line.get_ydata()[0]) for line in below.lines}
    assert (
        marks["v"] == (5, -50.0)
        and marks["D"] == (found.break_even.week, 0.0)
        and found.break_even.week == 12.0
    )
    assert [text.get_text() for text in below.texts] == [
        "trough: −50 EUR, week 5",
        f"break-even: {found.break_even}",
    ]


def test_what_always_pays_has_neither():
    below = plots.transition(paths(np.ones(15))).axes[1]
    assert not below.texts
