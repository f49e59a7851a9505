"""Rows of a comparison: what matters comes first, and each says in a word where its interval lies."""

import pytest

from simsales.report.differing import differing
from tests.experiments.byhand import knows_three_kpis, results_of

BASE = [100.0, 110.0, 90.0, 105.0, 95.0, 101.0, 99.0, 103.0]


@pytest.fixture
def compared(monkeypatch):
    """A scenario that earns 20 more and waits 2 longer, give or take a little, against a base."""
    knows_three_kpis(monkeypatch)
    better = [value + 20.0 + (number % 3) / 10 for number, value in enumerate(BASE)]
    return results_of(base=BASE, better=better, alike=BASE[1:] + BASE[:1]).compare()


def rows(compared, scenario):
    found = differing(compared, scenario)
    return {row.kpi: row for row in found.matter}, {row.kpi: row for row in found.rest}


def test_what_decides_and_what_holds_together_is_not_folded(compared):
    matter, rest = rows(compared, "better")
    assert list(matter) == ["contribution", "wait"] and list(rest) == ["leads"]
    assert all(row.together for row in matter.values()) and not rest["leads"].together
    assert matter["contribution"].decides and not matter["wait"].decides


def test_what_decides_comes_first_although_it_tells_nothing(compared):
    matter, rest = rows(compared, "alike")
    assert list(matter) == ["contribution"] and list(rest) == ["wait", "leads"]
    assert not matter["contribution"].together


def test_a_word_says_where_the_interval_lies(compared):
    better, alike = rows(compared, "better"), rows(compared, "alike")
    assert better[0]["contribution"].way == "better"
    assert better[0]["wait"].way == "worse", "the more of it the worse"
    assert better[1]["leads"].way == "same"
    assert alike[0]["contribution"].way == "open"


def test_an_interval_is_drawn_on_its_side_of_zero_and_inside_the_picture(compared):
    (matter, rest), (alike, _) = rows(compared, "better"), rows(compared, "alike")
    drawn = matter["contribution"].whisker
    assert 60.0 < drawn.low < drawn.point < drawn.high == 114.0
    assert alike["contribution"].whisker.low < 60.0 < alike["contribution"].whisker.high
    assert rest["leads"].whisker is None, "nothing to draw"


def test_figures_are_printed_as_on_the_screen(compared):
    row = rows(compared, "better")[0]["contribution"]
    assert (row.base, row.other, row.difference) == ("100.4", "120.5", "+20.1")
    assert f"{row.difference}" in compared.text("better") and row.interval in compared.text("better")
