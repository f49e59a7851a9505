"""What a difference must be worth is written as people write it, and its unit is that of the KPI."""

import pytest

from simsales.experiments.worth import worth_of
from simsales.words.errors import InputError


@pytest.mark.parametrize(
    ("text", "kpi", "amount"),
    [
        ("50_000", "contribution", 50_000.0),
        ("50_000 EUR", "contribution", 50_000.0),
        ("2.5 wins", "wins", 2.5),
        ("0.01", "win_rate", 0.01),
        ("1e3EUR", "bookings", 1_000.0),
        (" 3 ", "no such KPI", 3.0),
    ],
)
def test_an_amount_with_or_without_its_unit(text, kpi, amount):
    assert worth_of(text, kpi) == amount


@pytest.mark.parametrize("text", ["-5", "nan", "inf", "much", "", "1.2.3", "EUR 5", "50,000", "50 000 EUR"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(InputError, match="must be a number of at least 0"):
        worth_of(text, "contribution")


def test_another_kpis_unit_is_refused_and_says_which_decides():
    with pytest.raises(InputError, match="must be in EUR, the unit of contribution, which decides"):
        worth_of("3 wins", "contribution")
