"""The same leads and customers under two scenarios: what ends differently, and the parts that add up to the whole."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales import load, why
from simsales.experiments.endings import Customers, Endings, Leads
from simsales.experiments.flips import Ending, Flip, meet
from simsales.experiments.split import ADDITIVE, Pair
from simsales.scenario import Scenario
from simsales.words.errors import InputError
from simsales.words.vocabulary import LEDGER
from tests.laws.worlds import worlds

_SHOP = {
    "demand.inbound": {"rate": "4 / d", "fit": 0.8, "cost": 10},
    "products.standard.deal_value": {"kind": "lognormal", "mean": 5_000, "cv": 1.0},
    "people.sdr": {"count": 2},
    "people.hunter": {"count": 2, "queue": "owner"},
    "people.farmer": {"count": 1, "queue": "owner"},
    "customers.all": {
        "count": 40,
        "orders": 20,
        "recurring": 1.0,
        "dropout": {"kind": "hazard"},
        "churn": "0.5 / y",
    },
    "selling.presentation": {"team": "hunter", "hours": "6 h", "think": "2 wd"},
    "selling.closing": {"team": "hunter", "hours": "4 h", "think": "3 wd"},
    "compensation.hunter": {"kind": "salary", "salary": 60_000},
    "farming": {"contacts": {"all": {}}},
    "pricing": {"kind": "negotiated"},
    "run": {"horizon": "9 w", "warm_up": "3 w", "follow_up": "2 w", "replications": 2},
}


def shop(**changes):
    return Scenario().but({**_SHOP}, name="shop").but(changes, name="other" if changes else "shop")


@pytest.fixture(scope="module")
def more_hunters():
    """A shop of overloaded hunters, and one with more of them and a cost of their own."""
    other = {"people.hunter.count": 4, "farming.contacts.all.times": "12 / y"}
    return why(shop(), shop(**other), replications=2, workers=1)


@pytest.mark.parametrize("kpi", ADDITIVE)
def test_the_parts_add_up_to_the_difference_of_the_kpi(kpi, more_hunters):
    found = why(more_hunters.scenarios[0], more_hunters.scenarios[1], kpi, replications=1, workers=1)
    parts = found.to_pandas().set_index("part")["difference"]
    assert parts.sum() == pytest.approx(found.total.difference, abs=1e-9)
    assert abs(parts["other"]) < 1e-9 * max(1.0, parts.abs().max()), "all that is booked is known"
    assert found.total.difference != 0.0


@settings(derandomize=True, deadline=None, max_examples=2, database=None)
@given(worlds(), st.sampled_from(sorted(ADDITIVE)))
def test_in_any_company_the_parts_of_any_change_add_up(world, kpi):
    parts_add_up(world, kpi)


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=30, database=None)
@given(worlds(), st.sampled_from(sorted(ADDITIVE)))
def test_in_many_companies_the_parts_of_any_change_add_up(world, kpi):
    parts_add_up(world, kpi)


def parts_add_up(world, kpi):
    other = world.but({"people.hunter.count": 6, "demand.inbound.rate": "x1.2"})
    found = why(world, other, kpi, replications=1, workers=1)
    by_pair = found.by_pair()
    assert by_pair.drop(columns="total").sum(axis=1).to_numpy() == pytest.approx(by_pair["total"], abs=1e-9)
    assert abs(by_pair["other"]).max() < 1e-9 * max(1.0, by_pair.abs().max(axis=None))


@pytest.mark.slow
@pytest.mark.parametrize(
    "other",
    [
        *("fast_response", "two_more_hunters", "pay_by_results", "promotion", "stimulate_complaints"),
        *("distributor", "export_from_home", "turnover", "two_week_promise"),
    ],
)
def test_in_shipped_scenarios_nothing_is_left_over(other):
    """The whole company, chapters that only one of the two plays included: 9 pairs, 25 s of CPU."""
    scenario = load(other)
    base = load("norddrive").but({"run": scenario.resolved()["run"]}, name="norddrive")
    found = why(base, scenario, replications=1, workers=1)
    parts = found.to_pandas().set_index("part")["difference"]
    assert parts.sum() == pytest.approx(found.total.difference, abs=1e-9 * max(1.0, parts.abs().max()))
    assert abs(parts["other"]) < 1e-9 * max(1.0, parts.abs().max())


def test_what_is_the_same_has_no_parts_and_no_flips():
    found = why(shop(), shop(), replications=1, workers=1)
    assert found.flips.all == () and found.total.difference == 0.0
    assert not found.to_pandas()["difference"].any()


def test_more_hunters_win_more_of_the_same_leads_because_nobody_waits_so_long(more_hunters):
    flips = more_hunters.flips
    more, fewer = flips.of("won only under other"), flips.of("won only under base")
    assert len(more) > len(fewer) and flips.leads_in_both > 0
    assert all(flip.gain > 0 for flip in more) and all(flip.gain < 0 for flip in fewer)
    table = flips.to_pandas()
    assert len(table) == len(flips.all) and set(table["kind"]) <= {"lead", "customer"}
    assert flips.summary()["count"].sum() == len(flips.all)
    assert f"{len(more):,} won only under other" in flips.text().replace(flips.other, "other")


def test_flips_and_parts_tell_the_same_story(more_hunters):
    """What leads that flip are worth is what the steps and timing of the split add up to."""
    flips = [f for f in more_hunters.flips.all if f.kind == "lead" and "won only" in f.change]
    steps = ("contact", "qualification", "hand-off", "pre_approach", "approach", "presentation", "objections")
    parts = more_hunters.to_pandas().set_index("part")["difference"]
    split = sum(parts[name] for name in (*steps, "closing", "timing", "arrivals"))
    assert sum(flip.gain for flip in flips) / 2 == pytest.approx(split, rel=1e-9)


def test_an_example_is_told_under_both(more_hunters):
    example = more_hunters.examples()[0]
    assert example.flip.name in example.text() and "under shop" in example.text()
    first, second = example.journeys
    assert first.key == second.key and first.arrived == second.arrived, "the same lead"
    assert any("signs" in line for line in second.sentences())
    assert not any("signs" in line for line in first.sentences())


@pytest.mark.slow
def test_the_number_of_workers_changes_nothing(more_hunters):
    again = why(*more_hunters.scenarios, replications=2, workers=2)
    assert again.pairs == more_hunters.pairs and again.flips.all == more_hunters.flips.all


def test_a_pair_that_fails_is_left_out_and_said(monkeypatch):
    from simsales.experiments import looking

    play = looking.played

    def fails(work):
        if work.number == 1 and work.name == "other":
            raise ZeroDivisionError("no hunters left")
        return play(work)

    monkeypatch.setattr(looking, "played", fails)
    found = why(shop(), shop(**{"people.hunter.count": 3}), replications=2, workers=1)
    assert list(found.pairs) == [0]
    assert "mean of 1 pair (1 failed), seed 1" in repr(found)


# --- by hand ---------------------------------------------------------------------------------------------


def leads(*rows):
    """Name, fate, place, counted, list value, paid, variable cost."""
    names, fate, place, counted, listed, paid, variable = zip(*rows, strict=True)
    numbers = [np.array(column, dtype=float) for column in (listed, paid, variable)]
    whole = [np.array(column, dtype=int) for column in (fate, place)]
    named = np.array(names, dtype=object)
    reason = np.where(whole[0] == 1, 1, 0)
    return Leads(named, named, *whole, reason, np.array(counted, dtype=bool), *numbers)


def customers(*rows):
    """Name, years, orders, paid, variable cost."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    named = np.array(columns[0], dtype=object)
    stays = np.zeros(len(named), dtype=int)
    return Customers(named, stays.astype(bool), stays, *(np.array(c, dtype=float) for c in columns[1:]))


def side(of_leads, of_customers, contribution, **ledger):
    whole = dict.fromkeys(LEDGER, 0.0) | ledger
    whole["revenue"] += float(of_leads.paid.sum() + of_customers.paid.sum())
    whole["variable_cost"] -= float(of_leads.variable.sum() + of_customers.variable.sum())
    return Endings(of_leads, of_customers, whole, {"contribution": contribution})


WON, LOST, OPEN = 0, 1, 2


def test_a_pair_by_hand():
    """Lead a is lost at contact under the base, b open under the other, c cheaper, d new; one customer orders more."""
    base = side(
        leads(
            ("a", LOST, 0, False, 100, 0, 0),
            ("b", WON, 7, True, 80, 80, 50),
            ("c", WON, 7, True, 200, 200, 130),
        ),
        customers(("k", 1.0, 2.0, 40.0, 20.0)),
        100.0 + 20.0 - 30.0,
        pay=-30.0,
    )
    other = side(
        leads(
            ("a", WON, 7, True, 100, 90, 60),
            ("b", OPEN, 5, False, 80, 0, 0),
            ("c", WON, 7, True, 200, 180, 130),
            ("d", WON, 7, True, 10, 10, 4),
        ),
        customers(("k", 1.0, 3.0, 60.0, 30.0)),
        30.0 + 50.0 + 6.0 + 30.0 - 35.0 - 7.0,
        pay=-35.0,
        travel_of_a_new_chapter=-4.0,
    )
    pair = Pair(base, other, ADDITIVE["contribution"])
    parts = dict(pair.parts("contribution"))
    assert parts["contact"] == 30.0 and parts["timing"] == -30.0 and parts["arrivals"] == 6.0
    assert parts["price"] == -20.0 and parts["deal size"] == parts["variable cost"] == 0.0
    assert (parts["orders a year"], parts["worth of an order"]) == (10.0, 0.0)
    assert parts["pay"] == -5.0 and parts["travel_of_a_new_chapter"] == -4.0
    assert parts["other"] == pytest.approx(-3.0), "what the KPI counts and nobody knows of"
    assert sum(v for k, v in parts.items() if k != "total") == pytest.approx(parts["total"], abs=1e-12)


def test_whoever_is_not_there_is_nobody():
    met = meet(["a", "b"], ["b", "c"])
    assert met.names == ("a", "b", "c")
    assert met.base.tolist() == [0, 1, -1] and met.other.tolist() == [-1, 0, 1]
    assert met.in_both == 1


@pytest.mark.parametrize(
    ("kind", "before", "after", "change", "because"),
    [
        ("lead", ("lost", "contact", "lapsed"), ("won",), "won only under other", "lost at contact, lapsed"),
        ("lead", ("won",), ("not there",), "won only under base", "not there at all"),
        ("lead", ("open", "closing"), ("lost", "closing", "stale"), "ends differently, unwon", None),
        (
            "customer",
            ("stays",),
            ("left", "", "at a delivery"),
            "left only under other",
            "left, at a delivery",
        ),
        ("customer", ("left",), ("stays",), "left only under base", "left"),
        ("customer", ("not there",), ("left",), "customer only under other", "not there at all"),
        ("customer", ("stays",), ("not there",), "customer only under base", "not there at all"),
        ("customer", ("left", "", "at a delivery"), ("left", "", "closed down"), "left otherwise", None),
    ],
)
def test_a_flip_says_what_has_changed_and_because_of_what(kind, before, after, change, because):
    flip = Flip(0, kind, "a", Ending(*before), Ending(*after), 1.0)
    assert flip.change == change
    assert because is None or str(flip.because) == because


def test_an_ending_is_told_in_words():
    assert str(Ending("lost", "pre_approach", "competitor")) == "lost at pre-approach, competitor"
    assert str(Ending("won")) == "won" and str(Ending("not there")) == "not there at all"


# --- bad input -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kpi", "message"),
    [
        (
            "win_rate",
            "must be a sum over cases .* found 'win_rate'; take one of contribution, margin, bookings",
        ),
        ("contributon", "must be a known KPI, found 'contributon'.* 'contribution'"),
    ],
)
def test_a_kpi_that_is_no_sum_is_refused(kpi, message):
    with pytest.raises(InputError, match=message):
        why(shop(), shop(), kpi)


def test_scenarios_of_different_runs_are_refused():
    with pytest.raises(InputError, match="must have the same \\[run\\] table"):
        why(shop(), shop(**{"run.horizon": "14 w"}), replications=1)


def test_a_single_pair_has_no_interval():
    found = why(shop(), shop(**{"people.hunter.count": 4}), replications=1, workers=1)
    assert math.isnan(found.total.low) and math.isnan(found.total.high)
    assert "–" in repr(found)
