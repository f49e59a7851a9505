"""Names and numbers as charts write them."""

from math import inf, nan

import pytest

from simsales.plots.words import (
    Ticks,
    aligned,
    counts,
    folded,
    label,
    listed,
    percent,
    plain,
    short,
    side_by_side,
    signed,
    signs,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (950.0, "950"),
        (1_234.0, "1,234"),
        (9_996.0, "10.0 k"),
        (12_440.0, "12.4 k"),
        (-1_284_000.0, "−1.28 M"),
        (3.2e9, "3.20 bn"),
        (0.0523, "0.0523"),
        (nan, "–"),
        (inf, "–"),
        (1e20, "1.00e+20"),
    ],
)
def test_numbers_are_short_and_have_a_true_minus(value, text):
    assert short(value) == text


def test_numbers_that_stand_together_have_the_same_letter_and_decimals():
    assert aligned([19.94, 10.0, 0.0004]) == ["19.9", "10.0", "0.0"]
    assert signs([15_636.0, -599.0, 0.0, nan], 4) == ["+15.64 k", "−0.60 k", "0.00", "–"]
    assert signed(-0.001) == "−0.00100" and signed(2.0) == "+2"


def test_scenarios_that_are_compared_share_letter_and_decimals():
    assert side_by_side([[0.216, 0.0], [4.49, nan]]) == [["0.22", "0.00"], ["4.49", "–"]]


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([[17_518.3, 4.2], [1_748.0, 0.0]], [["17,518", "4"], ["1,748", "0"]]),
        ([[44.333], [nan]], [["44.33"], ["–"]]),
        ([[0.0], [3.0]], [["0"], ["3"]]),
        ([[nan]], [["–"]]),
    ],
)
def test_counts_are_written_in_full(rows, texts):
    assert counts(rows) == texts


@pytest.mark.parametrize(
    ("ticks", "texts"),
    [
        ([0.0, 0.01, 0.02], ["0", "0.01", "0.02"]),
        ([-2.5, 0.0, 2.5], ["−2.5", "0", "2.5"]),
        ([0.0, 5e5, 1e6], ["0", "0.5 M", "1.0 M"]),
        ([0.0, 20_000.0], ["0", "20 k"]),
        ([0.0, 0.1 + 0.2], ["0", "0.3"]),
    ],
)
def test_ticks_have_as_many_decimals_as_tell_them_apart(ticks, texts):
    assert Ticks().format_ticks(ticks) == texts


def test_shares_are_in_per_cent():
    assert [percent(share) for share in (0.0, 0.054, 0.0996, 0.42, 1.234, nan)] == [
        *("0 %", "5.4 %", "10 %", "42 %", "123 %", "–")
    ]


def test_long_names_are_folded_at_spaces_and_underscores_and_very_long_ones_cut():
    assert label("plan_quarterly_bonus", 18) == "plan_quarterly_\nbonus"
    assert label("short") == "short" and label("") == ""
    cut = label("a_name_that_goes_on_and_on_and_on_and_on_and_on", 12, 2)
    assert cut.count("\n") == 1 and cut.endswith("…") and max(map(len, cut.split("\n"))) <= 12
    assert len(label("x" * 70, 20, 2)) <= 41


def test_a_number_stays_beside_its_per_cent():
    assert folded("an interval of 95 % and more", 17) == "an interval of\n95\u00a0% and more"


def test_a_dollar_begins_no_formula_and_what_cannot_be_printed_is_a_blank():
    assert plain("5 $\t\x00\ud800\n") == "5 \\$   \n"


def test_names_are_listed_as_in_a_sentence():
    assert [listed(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
