"""Where orders enter the chain, and which lead time is promised: the rules alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from simsales.policies.decoupling import ByRatios, FixedPoints
from simsales.policies.promising import FixedPromise, RecentPromise


@dataclass
class Product:
    name: str = "gear"
    production_time: float = 100.0
    delivery_time: float = 50.0
    volatility: float = 0.5
    designed_to_order: bool = False


@pytest.mark.parametrize(
    ("product", "point"),
    [
        (Product(), "MTS"),  # P/D 2, steady
        (Product(volatility=1.5), "ATO"),  # P/D 2, erratic
        (Product(volatility=1.0), "ATO"),  # at the bound: not below it
        (Product(delivery_time=100.0), "MTO"),  # P/D 1: it can wait
        (Product(delivery_time=300.0, volatility=9.0), "MTO"),
        (Product(delivery_time=0.0), "MTS"),  # nobody waits at all
        (Product(designed_to_order=True), "ETO"),
        (Product(designed_to_order=True, delivery_time=300.0), "ETO"),
    ],
)
def test_the_point_follows_from_p_over_d_and_volatility(product, point):
    assert ByRatios().point(product) == point


def test_the_rule_s_bounds_are_its_own():
    assert ByRatios(longest=2.0).point(Product()) == "MTO"
    assert ByRatios(calmest=0.4).point(Product()) == "ATO"


def test_a_point_by_name_is_told_and_none_where_there_is_none():
    rule = FixedPoints(points={"gear": "ATO"})
    assert rule.point(Product()) == "ATO"
    assert rule.point(Product(name="belt")) is None


def test_a_fixed_promise_is_the_customary_time_or_a_share_of_it():
    assert FixedPromise().quote("gear", 80.0, [500.0]) == 80.0
    assert FixedPromise(factors={"gear": 0.5}).quote("gear", 80.0, []) == 40.0


def test_a_promise_from_experience_is_what_a_share_of_the_latest_kept_to():
    rule = RecentPromise(share=0.8, last=10, least=3)
    assert rule.looks_back == 10
    assert rule.quote("gear", 80.0, [1.0, 2.0]) == 80.0, "too few to tell"
    assert rule.quote("gear", 80.0, [1.0, 2.0, 3.0, 4.0, 5.0]) == 4.0
    assert rule.quote("gear", 80.0, [float(n) for n in range(1, 11)]) == 8.0
    assert RecentPromise(share=1.0, least=1).quote("gear", 80.0, [1.0, 9.0]) == 9.0
