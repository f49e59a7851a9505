"""What makes people differ: skill, the leads they are given, and luck."""

import numpy as np
import pytest

from simsales.experiments import looking
from simsales.experiments import luck_share as room
from simsales.experiments.luck_share import luck_share
from simsales.kpis.attaining import Attained
from simsales.scenario import Scenario, load
from simsales.words.errors import InputError, SimSalesError

COMPANY = Scenario().but({"people.hunter": {"count": 8, "queue": "owner"}}, name="company")
#: Half a year of five hunters who get their leads in turn, with deals of one size, and customers to whom skill matters.
SLICE = {
    **{f"products.{product}.deal_value": 10_000.0 for product in ("MTS", "ATO", "MTO", "ETO")},
    "run.warm_up": "0 w",
    "run.horizon": "26 w",
    "routing": {"kind": "round_robin"},
    "demand.inbound.fit": 0.9,
    "market.advance.skill": 1.5,
    "people.sdr.count": 5,
    "people.hunter.count": 5,
    "people.hunter.available": 1.0,
    "people.supporter.count": 6,
}
NOBODY_DIFFERS = {"switches.skill": False}
THREE_TIMES_THE_SPREAD = {"people.hunter.skill": {"kind": "lognormal", "mean": 1.0, "cv": 0.6}}


def arms_of(seed, replications=60, skill=0.0, allocation=0.0, chance=1.0, quota=np.nan):
    """What eight people bring in in two quarters, in three arms, out of parts with known deviations.

    Skill and allocation last, `chance` is new in each quarter; a fifth of its variance is other luck in each arm.
    """
    dice = np.random.default_rng(seed)
    arms = [{}, {}, {}]
    for number in range(replications):
        expertise = np.exp(dice.normal(size=(8, 2)))
        by_leads = allocation * dice.normal(size=8)
        given = (skill * np.log(expertise).sum(axis=1) / 2**0.5 + by_leads, by_leads, 0.0)
        for arm in arms:
            arm[number] = ()
        for quarter in range(2):
            common, own = dice.normal(size=8), dice.normal(size=(3, 8))
            for arm, part, other in zip(arms, given, own, strict=True):
                sales = 100.0 + part + chance * (0.8**0.5 * common + 0.2**0.5 * other)
                arm[number] += tuple(
                    Attained(p, quarter, float(sales[p]), quota, 1.0, tuple(expertise[p])) for p in range(8)
                )
    return arms


@pytest.fixture
def split(monkeypatch):
    """The parts of people who were made by hand."""

    def of(seed=1, **parts):
        monkeypatch.setattr(room, "brought_in", lambda *_: arms_of(seed, **parts))
        return luck_share(COMPANY)

    return of


@pytest.mark.parametrize(
    ("span", "variances"),
    [("quarter", (9.0, 4.0, 16.0)), ("window", (36.0, 16.0, 32.0))],  # what lasts doubles, luck evens out
)
def test_parts_that_are_known_are_found_again(split, span, variances):
    found = split(replications=400, skill=3.0, allocation=2.0, chance=4.0)
    for source, variance in zip(room.SOURCES, variances, strict=True):
        part = found.of(source, span)
        assert part.share == pytest.approx(variance / sum(variances), abs=3.0 * part.error)
        assert part.error < 0.04
        assert part.spread == pytest.approx(variance**0.5 / (100.0 if span == "quarter" else 200.0), rel=0.15)


def test_the_shares_of_a_span_are_the_whole(split):
    found = split(skill=1.0, allocation=1.0)
    for span in room.SPANS:
        assert sum(found.of(source, span).share for source in room.SOURCES) == pytest.approx(1.0)


def test_standard_errors_tell_how_far_shares_scatter(split):
    found = [split(seed, skill=3.0, allocation=2.0, chance=4.0) for seed in range(60)]
    for source in room.SOURCES:
        scatter = np.std([each.of(source).share for each in found], ddof=1)
        assert np.mean([each.of(source).error for each in found]) == pytest.approx(scatter, rel=0.3)


def test_skill_that_changes_nothing_explains_nothing_on_average(split):
    found = [split(seed, replications=4, chance=4.0).of("skill", "quarter").share for seed in range(100)]
    error = np.std(found, ddof=1) / 10.0
    assert abs(np.mean(found)) < 3.0 * error < 0.01, "without the allowance for noise it is above .01"


def test_who_was_not_there_throughout_counts_in_quarters_alone(monkeypatch):
    arms = arms_of(1, skill=2.0, allocation=2.0)
    without = [{n: tuple(e for e in people if e.person) for n, people in arm.items()} for arm in arms]
    partly = [
        {n: tuple(e for e in people if e.person or e.quarter) for n, people in arm.items()} for arm in arms
    ]
    found = []
    for each in (arms, without, partly):
        monkeypatch.setattr(room, "brought_in", lambda *_, each=each: each)
        found.append(luck_share(COMPANY))
    whole, seven, mixed = found
    assert mixed.of("skill", "window") == seven.of("skill", "window") != whole.of("skill", "window")
    assert mixed.of("skill", "quarter") not in (seven.of("skill", "quarter"), whole.of("skill", "quarter"))


def test_a_replication_in_which_nobody_was_there_throughout_adds_nothing(monkeypatch):
    arms = arms_of(1, replications=5, skill=2.0, allocation=2.0)
    monkeypatch.setattr(room, "brought_in", lambda *_: [dict(list(arm.items())[:4]) for arm in arms])
    four = luck_share(COMPANY).of("skill")
    halves = [{**arm, 4: tuple(e for e in arm[4] if e.quarter == e.person % 2)} for arm in arms]
    monkeypatch.setattr(room, "brought_in", lambda *_: halves)
    assert luck_share(COMPANY).of("skill").share == pytest.approx(four.share)


def test_one_person_has_nobody_to_differ_from(monkeypatch):
    alone = [{n: people[:1] for n, people in arm.items()} for arm in arms_of(1, replications=5)]
    monkeypatch.setattr(room, "brought_in", lambda *_: alone)
    with pytest.raises(InputError, match="found 0 comparisons for 3 skills"):
        luck_share(COMPANY)


def test_attainment_is_sales_over_quota(split):
    assert split(skill=1.0, quota=50.0).measure == "attainment"
    sales = split(skill=1.0)
    assert sales.measure == "sales"
    assert split(skill=1.0, quota=50.0).of("skill").share == pytest.approx(sales.of("skill").share)


def test_the_table_has_a_row_for_each_span_and_source(split):
    found = split(skill=1.0)
    frame = found.to_pandas()
    assert list(frame.columns) == ["span", "source", "share", "error", "spread"]
    assert list(zip(frame["span"], frame["source"], strict=True)) == [
        (span, source) for span in room.SPANS for source in room.SOURCES
    ]
    assert repr(found).splitlines()[0].endswith("what makes the sales of hunters differ, 60 replications")


# --- on the real engine ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def company():
    return load("norddrive_selling").but(SLICE, name="slice")


@pytest.fixture(scope="module")
def usual(company):
    return luck_share(company, replications=16, workers=1)


@pytest.mark.slow
def test_three_times_the_spread_of_skill_makes_its_share_rise_clearly(company, usual):
    mutant = luck_share(company.but(THREE_TIMES_THE_SPREAD), replications=16, workers=1)
    for span in room.SPANS:
        before, after = usual.of("skill", span), mutant.of("skill", span)
        assert after.share - before.share > 2.5 * (before.error**2 + after.error**2) ** 0.5
        assert after.share > 3.0 * before.share


def test_without_skill_and_with_leads_in_turn_all_is_luck(company):
    found = luck_share(company.but(NOBODY_DIFFERS), replications=4, workers=1)
    assert [found.of(source).share for source in room.SOURCES] == [0.0, 0.0, 1.0]


@pytest.mark.slow
def test_where_the_first_who_asks_gets_the_best_leads_allocation_has_a_share(company, usual):
    picking = company.but({**NOBODY_DIFFERS, "routing": {"kind": "cherry_pick", "appetite": 30}})
    found = luck_share(picking, replications=8, workers=1).of("allocation")
    assert found.share > 3.0 * found.error
    assert usual.of("allocation").share == 0.0, "leads went round in turn"


def test_whoever_plays_the_shares_are_the_same(company):
    short = company.but({"run.horizon": "13 w"})
    assert luck_share(short, replications=3, workers=2) == luck_share(short, replications=3, workers=1)


def test_a_replication_that_fails_is_left_out_of_every_arm(company, monkeypatch):
    plain = looking.played

    def fails_once(work):
        if work.number == 2 and "in turn" not in work.name:
            raise ValueError("Boom")
        return plain(work)

    short = company.but({"run.horizon": "13 w"})
    whole = luck_share(short, replications=4, workers=1)
    monkeypatch.setattr(looking, "played", fails_once)
    found = luck_share(short, replications=5, workers=1)
    assert (whole.replications, found.replications) == (4, 4)
    assert found != whole


def test_where_every_replication_fails_the_first_message_is_told(company, monkeypatch):
    def fails(work):
        raise ValueError("Boom")

    monkeypatch.setattr(looking, "played", fails)
    with pytest.raises(SimSalesError, match="must be played to their end, found ValueError: Boom"):
        luck_share(company, replications=3, workers=1)


@pytest.mark.parametrize(
    ("changes", "options", "message"),
    [
        ({}, {"team": "huntr"}, "found 'huntr'; did you mean 'hunter'"),
        ({}, {"team": "manager"}, "found nothing sold by 'manager'"),
        ({"run.horizon": "12 w"}, {}, "a longer window"),
        ({}, {"replications": 2}, "must be at least 3 to tell skill from luck, found 2"),
        (
            {"at": [{"time": "4 w", "set": {"routing": {"kind": "best_fit"}}}]},
            {},
            "routing: must be the same throughout",
        ),
    ],
)
def test_what_cannot_be_told_is_refused(company, changes, options, message):
    with pytest.raises(InputError, match=message):
        luck_share(company.but(changes), **{"replications": 3, "workers": 1, **options})
