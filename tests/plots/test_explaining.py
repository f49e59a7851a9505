"""The charts of reasons: parts that add up, and the ends of ranges."""

from math import nan

import pytest

from simsales import plots
from simsales.experiments.flips import Flips
from simsales.experiments.tornado import Bar, Tornado
from simsales.experiments.why import Why
from simsales.plots.explaining import told_parts
from simsales.scenario import Scenario
from simsales.words.errors import InputError
from tests.plots.reading import labels


def why(*pairs):
    """Why another scenario comes to more than its base, of pairs given by their parts."""
    numbered = {n: {**parts, "total": sum(parts.values())} for n, parts in enumerate(pairs)}
    scenarios = (Scenario(), Scenario())
    flips = Flips("base", "other", len(pairs), "EUR", 0, 0, ())
    return Why("contribution", "EUR", "base", "other", 1, numbered, flips, scenarios)


TWO = (
    {"contact": 100.0, "closing": -30.0, "pay": -20.0, "remedy": 4.0},
    {"contact": 120.0, "closing": 30.0, "pay": -21.0, "remedy": 6.0},
)


def steps(panel):
    return [(bar.get_x(), bar.get_width()) for bar in panel.patches]


def test_each_part_begins_where_the_one_before_ends_and_all_end_at_the_total():
    panel = plots.why(why(*TWO)).axes[0]
    assert labels(panel.yaxis) == ["contact", "pay", "remedy", "total"], "closing is 0 on average"
    assert steps(panel) == [(0.0, 110.0), (110.0, -20.5), (89.5, 5.0), (0.0, 94.5)]
    assert panel.texts[0].get_text().startswith("+110.0  (")


def test_parts_whose_interval_holds_zero_are_hatched():
    panel = plots.why(why({"contact": 100.0, "pay": 5.0}, {"contact": 101.0, "pay": -6.0})).axes[0]
    assert [bool(bar.get_hatch()) for bar in panel.patches] == [False, True, False]


def test_many_parts_still_add_up():
    lines = {f"line {n:02}": float(n + 1) for n in range(30)}
    found = why(lines, lines)
    parts = told_parts(found)
    assert len(parts) == 15 and parts[-1].part == "all others"
    assert sum(part.difference for part in parts) == pytest.approx(found.total.difference)


def test_all_others_have_an_interval_as_every_part_has():
    low, high = ({f"line {n:02}": each * (n + 1) for n in range(20)} for each in (1.0, 3.0))
    rest = told_parts(why(low, high))[-1]
    assert (rest.part, rest.difference) == ("all others", 2.0 * sum(range(1, 7)))
    assert rest.high - rest.low == pytest.approx(2 * 12.7062047 * sum(range(1, 7))), "Student's, one degree"
    panel = plots.why(why(low, high)).axes[0]
    assert panel.patches[-2].get_hatch() and "(" in panel.texts[-2].get_text()


def test_a_single_pair_bounds_nothing_and_the_chart_says_so():
    figure = plots.why(why(TWO[0]))
    assert all(bar.get_hatch() for bar in figure.axes[0].patches)
    assert "Hatched: the interval holds 0, or is not known." in figure.texts[-1].get_text()


def test_no_difference_at_all_is_a_chart_of_nothing():
    panel = plots.why(why({"contact": 0.0}, {"contact": 0.0})).axes[0]
    assert labels(panel.yaxis) == ["total"] and steps(panel) == [(0.0, 0.0)]


def bar(key, low, high):
    return Bar(key, 0.1, "3 wd", low, low - 1.0, low + 1.0, high, nan, nan)


def test_a_tornado_shows_both_ends_of_each_range_in_order():
    bars = (bar("demand.inbound.rate", -50.0, 70.0), bar("selling.closing.hours", 4.0, -3.0))
    panel = plots.tornado(Tornado("base", "contribution", "EUR", 1_000.0, bars, 5, 1)).axes[0]
    assert labels(panel.yaxis) == ["demand.inbound.rate", "selling.closing.hours"]
    assert [patch.get_width() for patch in panel.patches] == [-50.0, 70.0, 4.0, -3.0]
    assert [text.get_text() for text in panel.texts] == ["0.1000", "3 wd"] * 2
    assert panel.get_xlabel() == "change of contribution, EUR"


def test_narrow_bars_are_left_out_and_counted():
    bars = tuple(bar(f"key {n}", -float(20 - n), 1.0) for n in range(20))
    figure = plots.tornado(Tornado("base", "wins", "wins", 9.0, bars, 5, 1), most=4)
    assert labels(figure.axes[0].yaxis) == [f"key {n}" for n in range(4)]
    assert "16 narrower bars are left out" in figure.texts[-1].get_text()
    with pytest.raises(InputError, match="tornado: must have at least one parameter"):
        plots.tornado(Tornado("base", "wins", "wins", 9.0, (), 5, 1))
