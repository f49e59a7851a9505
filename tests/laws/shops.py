"""Random shops for the conservation of goods: all paths, stocks own and bought, lots, rework, withdrawals, a past."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from simsales.instruments.clock import WEEK
from simsales.scenario.model import Scenario
from tests.laws.worlds import hours, scenario, team

CHANGED = 3 * WEEK  # when a dated change begins, where there is one
STOCKS = ("goods", "made", "bought")
PRODUCTS = ("plain", "fine")


def lead() -> st.SearchStrategy[Any]:
    """How long a replenishment takes; some take no time at all."""
    return st.sampled_from(
        [
            "0 h",
            "3 h",
            "2 wd",
            "5 d",
            {"kind": "gamma", "mean": "4 wd", "cv": 0.8},
            {"kind": "exponential", "mean": "30 h"},
        ]
    )


@st.composite
def stock(draw: st.DrawFn) -> dict[str, Any]:
    """A stock of a few variants, single pieces or lots, own or bought."""
    base = draw(st.integers(0, 6))
    return {
        "variants": draw(st.integers(1, 3)),
        "base": base,
        "lot": draw(st.integers(1, max(base, 1))),
        "unit_cost": draw(st.sampled_from([0.0, 120.0])),
        "order_cost": draw(st.sampled_from([0.0, 50.0])),
        "setup": draw(st.sampled_from(["0 h", "0.5 h"])),
        "replenishment": {
            "kind": draw(st.sampled_from(["own", "supplier"])),
            "lead": draw(lead()),
            "expedites": draw(st.booleans()),
        },
    }


@st.composite
def making(draw: st.DrawFn) -> dict[str, Any]:
    """How a product is made, by whichever path; much may go wrong."""
    work = st.one_of(st.just("0 h"), hours(st.floats(0.2, 6.0)))
    seldom = st.sampled_from([0.0, 0.2])
    return {
        "clarify": draw(work),
        "test": draw(work),
        "dispatch": draw(work),
        "repeat": {name: draw(work) for name in ("engineering", "machining", "assembly")},
        "stock": "goods",
        "components": draw(st.sampled_from([["made"], ["made", "bought"], ["bought", "made", "bought"]])),
        "material": draw(lead()),
        "special_material": draw(lead()),
        "approval": draw(lead()),
        "parts": draw(st.integers(1, 3)),
        "rework": draw(seldom),
        "cancelled": draw(seldom),
        "sent_back": draw(seldom),
        "test_fails": draw(seldom),
        "designed_to_order": draw(st.booleans()),
    }


@st.composite
def shops(draw: st.DrawFn) -> Scenario:
    """A shop for eight weeks, to which every inquiry is an order of one of two products."""
    point = st.sampled_from(["MTS", "ATO", "MTO", "ETO", "MTS", "ATO"])
    flow = st.sampled_from([{}, {"rate": "300 / y", "value": 100.0}])
    tables: dict[str, Any] = {
        "calendar": {"kind": draw(st.sampled_from(["office", "always"]))},
        "demand": {"inbound": {"rate": draw(st.sampled_from(["0.7 / d", "3 / d", "9 / d"]))}},
        "products": {"standard": {"deal_share": 0.0}} | {name: {"deal_share": 0.5} for name in PRODUCTS},
        "people": {
            name: draw(team(1, 4)) for name in ("supporter", "engineer", "machining", "assembly", "dispatch")
        },
        "selling": {"prospecting": "skip"},
        "production": {
            "decoupling": {
                "kind": "fixed",
                "points": {"standard": "MTO"} | {name: draw(point) for name in PRODUCTS},
            },
            "promising": draw(
                st.sampled_from([{"kind": "fixed"}, {"kind": "recent", "least": 1, "last": 5}])
            ),
            "products": {"standard": {}} | {name: draw(making()) for name in PRODUCTS},
            "stocks": {name: draw(stock()) for name in STOCKS},
            "start": {"repeat": {name: draw(flow) for name in PRODUCTS}},
            "customers_first": draw(st.booleans()),
        },
        "switches": {"competitor": False},
        "run": {"horizon": "8 w", "seed": draw(st.integers(1, 99))},
    }
    if draw(st.booleans()):
        base = draw(st.integers(1, 9))
        change: dict[str, Any] = draw(
            st.sampled_from(
                [
                    {"production.decoupling.points.plain": draw(point)},
                    {"production.stocks.goods": {"base": base, "lot": 1}},
                    {"production.stocks.goods": {"base": 9, "lot": 4}},
                ]
            )
        )
        tables["at"] = [{"time": "3 w", "set": change}]
    return scenario(tables)


@st.composite
def shelves(draw: st.DrawFn) -> Scenario:
    """The same shop with forty customers, whom a distributor serves from shelves of its own."""
    channel = {
        "kind": "distributor",
        "safety": draw(st.integers(0, 8)),
        "lead": draw(st.sampled_from(["1 w", "2 w"])),
        "waits": draw(st.booleans()),
        "reorder": {"kind": draw(st.sampled_from(["moving_average", "known_mean"]))},
    }
    return draw(shops()).but(
        {
            "customers": {"all": {"count": 40, "orders": 26, "new_mix": 1.0}},
            "farming": {},
            "channels": {"segments": {"all": {"channel": channel}}},
            **{f"products.{name}.repeat_share": 0.5 for name in PRODUCTS},
            "products.standard.repeat_share": 0.0,
        }
    )
