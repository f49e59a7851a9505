"""Random companies for laws that hold in all of them: small, a few weeks long, with all that may go wrong.

`desks` is the part of a world that waiting is about; `worlds` adds the sales force, its policies and dated
changes.  Examples are derandomised: the same worlds are tried on every run.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from simsales.scenario.model import Scenario

lawful = settings(
    max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)

SHIFTS = ("8/5", "12/5", "24/7", "always")
STEPS = ("pre_approach", "approach", "presentation", "objections", "closing", "follow_up")


def scenario(tables: dict[str, Any]) -> Scenario:
    """A scenario that says what these tables say."""
    return Scenario().but(tables)


def hours(mean: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    """A law of hours of work."""
    return st.one_of(
        mean.map(lambda m: f"{m} h"),
        mean.map(lambda m: {"kind": "exponential", "mean": f"{m} h"}),
        mean.map(lambda m: {"kind": "lognormal", "mean": f"{m} h", "cv": 1.2}),
    )


def team(least: int = 1, most: int = 4) -> st.SearchStrategy[dict[str, Any]]:
    """A team with shifts, absences and a discipline."""
    return st.fixed_dictionaries(
        {
            "count": st.integers(least, most),
            "shift": st.sampled_from(SHIFTS),
            "available": st.sampled_from([0.6, 1.0]),
            "discipline": st.sampled_from(["fifo", "priority", "due_date"]),
            "leave_days": st.sampled_from([0, 30]),
            "sick_days": st.sampled_from([0.0, 20.0]),
        }
    )


def source(rates: st.SearchStrategy[float]) -> st.SearchStrategy[dict[str, Any]]:
    """A source of leads, with some spread over day and week."""
    return st.fixed_dictionaries(
        {
            "rate": rates.map(lambda r: f"{r} / d"),
            "fit": st.sampled_from([0.4, 1.0]),
            "profile": st.sampled_from([{}, {"office_share": 0.7}, {"week": [1, 1, 1, 1, 1, 0, 0]}]),
        },
        optional={
            "patience": st.just({"kind": "exponential", "mean": "2 d"}),
            "lapses": st.just("4 wd"),
        },
    )


def handling() -> st.SearchStrategy[dict[str, Any]]:
    """How a source's leads are worked."""
    return st.fixed_dictionaries(
        {
            "priority": st.integers(0, 2),
            "attempts": st.integers(1, 3),
            "assignment": st.sampled_from(["0 h", {"kind": "exponential", "mean": "2 wh"}]),
        },
        optional={"reply": st.sampled_from([{"kind": "automatic"}, {"kind": "vendor"}])},
    )


def step(team_name: str = "hunter") -> st.SearchStrategy[Any]:
    """A step of selling, or none."""
    return st.one_of(
        st.just("skip"),
        st.fixed_dictionaries(
            {
                "team": st.just(team_name),
                "hours": hours(st.floats(0.2, 5.0)),
                "level": st.integers(0, 2),
                "think": st.sampled_from(["0 h", "1 wd", {"kind": "exponential", "mean": "30 h"}]),
            },
            optional={"patience": st.just({"kind": "exponential", "mean": "3 d"})},
        ),
    )


@st.composite
def worlds(draw: st.DrawFn) -> Scenario:
    """A whole selling company for eight weeks."""
    hunters = draw(team(1, 5)) | {
        "queue": draw(st.sampled_from(["owner", "pooled"])),
        "skill": {"kind": "lognormal", "mean": 1.0, "cv": 0.2},
    }
    if draw(st.booleans()):
        hunters["wip_cap"] = 6
    selling: dict[str, Any] = {name: draw(step()) for name in STEPS}
    if selling["objections"] != "skip":
        selling["objections"]["rounds"] = draw(
            st.sampled_from([{"kind": "poisson", "mean": 1.2}, {"kind": "geometric"}])
        )
    selling["quotation"] = draw(st.sampled_from(["skip", {"team": "supporter"}]))
    selling["approval"] = draw(st.sampled_from(["skip", {"team": "manager", "hours": "0.5 h"}]))
    selling["qualification"] = draw(st.sampled_from(["skip", {"team": "sdr", "hours": "0.5 h"}]))
    selling["nurturing"] = draw(st.sampled_from(["skip", {"cadence": "5 wd", "touches": 3}]))
    selling["gate_review"] = draw(st.sampled_from(["skip", {"team": "manager", "hours": "0.2 h"}]))
    selling["process"] = draw(
        st.sampled_from(["skip", {"changed": "2 w"}, {"improvement": True, "improvement_every": "10 wd"}])
    )
    selling["prospecting"] = {
        "hours": draw(hours(st.floats(0.1, 2.0))),
        "sources": {"inbound": draw(handling()), "outbound": draw(handling())},
    }
    tables: dict[str, Any] = {
        "calendar": {"kind": draw(st.sampled_from(["office", "always"]))},
        "demand": {
            "inbound": draw(source(st.floats(0.5, 6.0))),
            "outbound": draw(source(st.floats(0.5, 4.0))),
        },
        "products": {
            "standard": {
                "deal_share": 0.7,
                "deal_value": {"kind": "lognormal", "mean": 900.0, "cv": 1.0},
                "quote_hours": "1 h",
            },
            "large": {
                "deal_share": 0.3,
                "deal_value": 9000.0,
                "quote_hours": {"kind": "gamma", "mean": "9 h", "cv": 0.5},
            },
        },
        "market": {"advance": {"kind": draw(st.sampled_from(["logit", "plain"]))}},
        "people": {
            "sdr": draw(team()),
            "hunter": hunters,
            "supporter": draw(team(1, 2))
            | {"background": [{"name": "orders", "rate": "1 / d", "hours": "2 h"}]},
            "manager": draw(team(1, 1)),
        },
        "routing": {
            "kind": draw(
                st.sampled_from(["round_robin", "least_loaded", "best_fit", "cherry_pick", "by_territory"])
            )
        },
        "qualification": {"kind": draw(st.sampled_from(["plain", "detection", "score"]))},
        "handoff": {"kind": draw(st.sampled_from(["all", "judged", "plain"]))},
        "pricing": {"kind": draw(st.sampled_from(["list_price", "negotiated"]))},
        "selling": selling,
        "switches": {"competitor": draw(st.booleans()), "learning": draw(st.booleans())},
        "run": {"horizon": "8 w", "seed": draw(st.integers(1, 99))},
    }
    if draw(st.booleans()):
        tables["selling"]["discard_after"] = "9 d"
    if draw(st.booleans()):
        change = draw(
            st.sampled_from(
                [{"people.hunter.count": 6}, {"people.sdr.count": 1}, {"demand.inbound.rate": "x1.3"}]
            )
        )
        tables["at"] = [{"time": "3 w", "for": "2 w", "set": change}]
    if draw(st.booleans()):
        tables["channels"] = {"segments": {"all": draw(partner())}}
    make_consistent(tables)
    return scenario(tables)


def partner() -> st.SearchStrategy[dict[str, Any]]:
    """Somebody who serves a segment, with or without a quarrel."""
    return st.fixed_dictionaries(
        {
            "channel": st.sampled_from(
                [
                    {"kind": "own_force"},
                    {"kind": "distributor"},
                    {"kind": "distributor", "margin": 0.1, "waits": False, "safety": 3},
                    {"kind": "agent"},
                    {"kind": "eshop"},
                ]
            ),
            "registration": st.booleans(),
            "exclusive": st.booleans(),
            "overlap": st.sampled_from([{}, {"share": 0.6}]),
            "answer": st.sampled_from([{"kind": "given"}, {"kind": "linear"}]),
            "passes_on": st.sampled_from([0.3, 1.0]),
        }
    ).map(agreed)


def agreed(segment: dict[str, Any]) -> dict[str, Any]:
    """Only with a partner anything is agreed about leads."""
    if segment["channel"]["kind"] in ("own_force", "eshop"):
        segment = segment | {"registration": False, "exclusive": False}
    return segment


def make_consistent(tables: dict[str, Any]) -> None:
    """Take out what a scenario may not say, such as reps' choices where nobody owns deals."""
    hunters, selling = tables["people"]["hunter"], tables["selling"]
    if hunters["queue"] != "owner" or all(selling[name] == "skip" for name in STEPS):
        hunters.pop("wip_cap", None)
        if tables["routing"]["kind"] in ("cherry_pick", "by_territory"):
            tables["routing"] = {"kind": "round_robin"}
    if tables["routing"]["kind"] == "by_territory":
        tables["routing"]["territories"] = hunters["count"]
    if selling["closing"] == "skip":
        selling["approval"] = "skip"


@st.composite
def desks(draw: st.DrawFn, calm: bool = False) -> Scenario:
    """One pooled desk with two sources; a calm one serves everybody and nobody is ever absent."""
    people = draw(team()) | {"discipline": "fifo"}
    inbound, outbound = draw(source(st.floats(1.0, 12.0))), draw(source(st.floats(1.0, 6.0)))
    if calm:
        people |= {"leave_days": 0, "sick_days": 0.0}
        for each in (inbound, outbound):
            each.pop("lapses", None)
            each.pop("patience", None)
    return scenario(
        {
            "calendar": {"kind": "office"},
            "demand": {"inbound": inbound, "outbound": outbound},
            "people": {"sdr": people},
            "selling": {
                "prospecting": {
                    "hours": draw(hours(st.floats(0.3, 4.0))),
                    "sources": {"inbound": {"priority": 0}, "outbound": {"priority": 1}},
                }
            },
            "switches": {"competitor": False},
            "run": {"horizon": "6 w", "seed": draw(st.integers(1, 99))},
        }
    )
