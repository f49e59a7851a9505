"""Random customers for laws that hold whoever they are: how they leave, who looks after them, what goes wrong."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from simsales.scenario.model import Scenario
from tests.laws.worlds import partner, scenario, team

LEAVING: tuple[dict[str, Any], ...] = (
    {"kind": "none"},
    {"kind": "experience", "gamma0": -2.5},
    {"kind": "chance", "a": 0.8, "b": 4.0},
    {"kind": "hazard", "rate": {"kind": "gamma", "mean": 1.5, "cv": 1.0}},
)
COMPLAINTS = {
    "failures": "2 / y",
    "defects": {"standard": 0.1},
    "approval": "skip",
    "complex": "skip",
}


def segment() -> st.SearchStrategy[dict[str, Any]]:
    """Some customers who order, and leave in one of the ways."""
    return st.fixed_dictionaries(
        {
            "count": st.integers(0, 40),
            "orders": st.sampled_from([4.0, {"kind": "gamma", "mean": 14.0, "cv": 0.8}]),
            "stages": st.integers(1, 3),
            "wallet": st.sampled_from([50_000.0, {"kind": "lognormal", "mean": 90_000.0, "cv": 0.5}]),
            "share": st.sampled_from([0.2, 0.5, 0.9]),
            "churn": st.sampled_from(["0 / y", "0.2 / y"]),
            "dropout": st.sampled_from(LEAVING),
            "recurring": st.sampled_from([0.0, 0.5, 1.0]),
            "needs": st.sampled_from(["0 / y", "2 / y"]),
        }
    )


def farming() -> st.SearchStrategy[dict[str, Any]]:
    """How they are looked after, if at all."""
    either = st.booleans()
    return st.one_of(
        st.just({}),
        st.fixed_dictionaries(
            {"contacts": st.just({"all": {"times": "12 / y"}, "large": {"times": "30 / y"}})},
            optional={
                "cross_selling": either.map(lambda quick: {"hours": "2 h" if quick else "9 h", "win": 0.6}),
                "repeat_quotes": st.just({"share": 0.3}),
                "alert": st.just({"every": "2 w"}),
                "win_back": st.just({"chance": 0.5, "hours": "1 h"}),
                "key_accounts": st.just({"wallet": 60_000.0}),
            },
        ),
    )


@st.composite
def markets(draw: st.DrawFn) -> Scenario:
    """Half a year of a company whose deals come of themselves."""
    share = draw(st.sampled_from([0.3, 1.0]))
    small, large = draw(segment()), draw(segment())
    tables: dict[str, Any] = {
        "demand": {"inbound": {"rate": draw(st.sampled_from(["0 / y", "150 / y"]))}},
        "selling": {"prospecting": "skip"},
        "products": {
            "standard": {
                "deal_value": 9_000.0,
                "repeat_value": {"kind": "lognormal", "mean": 3_000.0, "cv": 1.0},
                "variable_cost": draw(st.sampled_from([0.0, 0.65])),
                "delivery": draw(st.sampled_from(["0 h", "5 wd"])),
            }
        },
        "customers": {"all": small | {"new_mix": share}, "large": large | {"new_mix": 1.0 - share}},
        "market": {"closures": draw(st.sampled_from(["0 / y", "0.5 / y"]))},
        "people": {
            "farmer": draw(team(1, 3)) | {"queue": "owner"},
            "supporter": draw(team(1, 2)),
            "service": draw(team(1, 2)),
        },
        "farming": draw(farming()),
        "complaints": draw(
            st.sampled_from(
                [
                    "skip",
                    {
                        "failures": "2 / y",
                        "defects": {"standard": 0.1},
                        "approval": "skip",
                        "complex": "skip",
                    },
                ]
            )
        ),
        "switches": {"satisfaction": draw(st.booleans()), "coverage": draw(st.booleans())},
        "compensation": {"farmer": {"kind": "salary", "salary": 52_000, "expenses": 5_200}},
        "run": {"horizon": "26 w", "seed": draw(st.integers(1, 99))},
    }
    if draw(st.booleans()):
        change = draw(st.sampled_from([{"people.farmer.count": 4}, {"customers.all.orders": 9.0}]))
        tables["at"] = [{"time": "9 w", "for": "6 w", "set": change}]
    if draw(st.booleans()):
        tables["channels"] = {"segments": {"large": draw(partner())}}
    return scenario(tables)
