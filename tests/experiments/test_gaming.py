"""Whether a policy that is chosen by its KPI also wins on value."""

import pytest

from simsales import load, run
from simsales.experiments.gaming import gaming
from simsales.experiments.results import Results
from simsales.scenario import Scenario
from simsales.words.errors import InputError
from tests.experiments.byhand import is_nan, knows_three_kpis, outcome

SMALL = (-1.0, 0.0, 1.0, 0.5, -0.5)


@pytest.fixture
def by_hand(monkeypatch):
    """Results of five replications, in which scenarios differ from the base by so many leads, hours and EUR."""
    knows_three_kpis(monkeypatch)

    def of(**shifts):
        outcomes = {
            name: {
                number: outcome(
                    name,
                    number,
                    {
                        "contribution": 100.0 + number + worth + (small if worth else 0.0),
                        "wait": 10.0 + number + wait + (small / 10 if wait else 0.0),
                        "leads": 50.0 + number + leads + (small if leads else 0.0),
                    },
                )
                for number, small in enumerate(SMALL)
            }
            for name, (leads, wait, worth) in {"base": (0.0, 0.0, 0.0), **shifts}.items()
        }
        scenarios = {name: Scenario().but({"run.seed": 1}, name=name) for name in outcomes}
        return Results(scenarios, outcomes, len(SMALL), 1)

    return of


@pytest.mark.parametrize(
    ("leads", "worth", "parts"),
    [
        (8.0, -8.0, True),
        (8.0, 0.0, True),  # nothing gained is no gain
        (8.0, 8.0, False),
        (0.2, -8.0, False),  # the KPI itself is not certain
        (-8.0, -8.0, False),
        (8.0, 0.2, False),  # value is more likely to gain than not
        (8.0, -0.2, True),
    ],
)
def test_they_part_where_the_kpi_gains_for_certain_and_value_as_likely_as_not_does_not(
    by_hand, leads, worth, parts
):
    found = gaming(by_hand(other=(leads, 0.0, worth)), "leads", better="higher")
    assert found.of("other").parts is parts


def test_each_alternative_has_both_verdicts(by_hand):
    found = gaming(by_hand(busy=(8.0, 0.0, -8.0), calm=(0.2, 0.0, 8.0)), "leads", better="higher")
    verdicts = {
        each.scenario: (each.by_kpi.verdict, each.by_kpi.chosen, each.by_value.chosen)
        for each in found.alternatives
    }
    assert verdicts == {"busy": ("choose", "busy", "base"), "calm": ("unresolved", None, "calm")}
    assert (found.by_kpi.chosen, found.by_value.chosen, found.holds) == ("busy", "calm", False)
    assert found.sentence() == "leads chooses busy, and value does not follow: contribution -8.000."


def test_a_choice_that_value_bears_out_holds_whatever_the_others_do(by_hand):
    found = gaming(by_hand(busy=(8.0, 0.0, -8.0), best=(9.0, 0.0, 8.0)), "leads", better="higher")
    assert found.of("busy").parts
    assert found.holds
    assert "value does not contradict it" in found.sentence()


def test_a_kpi_of_which_less_is_better_gains_by_falling(by_hand):
    results = by_hand(faster=(0.0, -2.0, -8.0), slower=(0.0, 2.0, -8.0))
    found = gaming(results, "wait")
    assert [each.parts for each in found.alternatives] == [True, False]
    turned = gaming(results, "wait", better="higher")
    assert [each.parts for each in turned.alternatives] == [False, True]


def test_a_direction_of_ones_own_gives_the_same_probability_as_that_of_the_kpi(by_hand):
    results = by_hand(other=(0.0, -0.1, 1.0))
    (own,) = results.compare().of("wait")
    towards = own.towards("lower")
    assert (towards.p_better, towards.low, towards.better) == (own.p_better, own.low, "lower")
    assert own.towards("higher").p_better == pytest.approx(1.0 - own.p_better)
    assert is_nan(own.towards("neither").p_better)


def test_where_the_kpi_chooses_nothing_there_is_nothing_to_follow(by_hand):
    found = gaming(by_hand(other=(-8.0, 0.0, -8.0)), "leads", better="higher")
    assert found.holds
    assert found.sentence() == "leads chooses no other scenario than base."


def test_the_table_has_a_row_for_each_alternative(by_hand):
    found = gaming(by_hand(busy=(8.0, 0.0, -8.0), calm=(0.2, 0.0, 8.0)), "leads", better="higher")
    frame = found.to_pandas()
    assert list(frame["scenario"]) == ["busy", "calm"]
    assert list(frame["parts"]) == [True, False]
    assert list(frame["value_difference"]) == pytest.approx([-8.0, 8.0])
    printed = repr(found).splitlines()
    assert printed[2].split() == ["busy", "+8.000", "1.000", "-8.000", "0.000", "yes"]


@pytest.mark.parametrize(
    ("kpi", "options", "message"),
    [
        ("lead", {"better": "higher"}, "found 'lead'; did you mean 'leads'"),
        ("leads", {}, "found none for 'leads'; say better="),
        ("wait", {"value": "leads"}, "must be one of which more, or less, is better"),
        ("wait", {"base": "bas"}, "did you mean 'base'"),
    ],
)
def test_what_cannot_be_held_against_value_is_refused(by_hand, kpi, options, message):
    with pytest.raises(InputError, match=message):
        gaming(by_hand(other=(1.0, 1.0, 1.0)), kpi, **options)


@pytest.mark.slow
def test_more_people_on_the_phone_reach_more_leads_and_earn_less_and_more_attempts_do_both():
    base = load("norddrive_selling").but({"run.warm_up": "0 w", "run.horizon": "26 w"}, name="base")
    crowded = base.but({"people.sdr.count": 6}, name="crowded")
    patient = base.but({"selling.prospecting.sources.outbound.attempts": 8}, name="patient")
    results = run(base, crowded, patient, replications=12, workers=1)
    found = gaming(results, "contacted", better="higher")
    assert found.of("crowded").parts
    assert not found.of("patient").parts
    assert min(each.by_kpi.p_better for each in found.alternatives) > 0.99, "both look busier"
