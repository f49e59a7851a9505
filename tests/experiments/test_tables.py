"""Numbers that a person reads at a glance."""

import math

import pytest

from simsales.experiments.tables import html_table, number, signed, text_table


@pytest.mark.parametrize(
    ("value", "scale", "text"),
    [
        (1234567.8, None, "1,234,568"),
        (123.45, None, "123.5"),
        (12.345, None, "12.35"),
        (0.12345, None, "0.123"),
        (0, None, "0"),
        (0.5, 2000.0, "0"),
        (-0.0001, 1.0, "0.000"),
        (-5.0, 100.0, "-5.0"),
        (math.nan, None, "–"),
        (math.inf, None, "inf"),
    ],
)
def test_a_number_has_about_four_figures(value, scale, text):
    assert number(value, scale) == text


@pytest.mark.parametrize(
    ("value", "text"), [(2.0, "+2.00"), (-2.0, "-2.00"), (0.001, "0.00"), (math.nan, "–")]
)
def test_a_difference_shows_its_sign(value, text):
    assert signed(value, 50.0) == text


def test_words_stand_left_and_numbers_right():
    assert text_table(["KPI", "base"], [["wins", "7"], ["leads", "1,400"]]).splitlines() == [
        "KPI     base",
        "─────  ─────",
        "wins       7",
        "leads  1,400",
    ]


def test_names_cannot_break_a_notebook():
    assert "<script>" not in html_table(["KPI"], [["<script>alert(1)</script>"]])
