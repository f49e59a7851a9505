"""Who is flagged by bad quarters in a row, and how many of them are just unlucky."""

import math

import pytest

from simsales import measure, play
from simsales.experiments import false_positives as room
from simsales.experiments.false_positives import false_positives
from simsales.kpis.attaining import Attained, attaining
from simsales.kpis.reading import Reading
from simsales.scenario import Scenario, load
from simsales.words.errors import InputError

COMPANY = Scenario().but({"people.hunter": {"count": 3, "queue": "owner"}}, name="company")
SKILLS = (0.8, 1.0, 1.5)
NAN = math.nan


@pytest.fixture
def rule(monkeypatch):
    """The rule on people whose quarters are given, one list of replications of people."""

    def of(*replications, quota=100.0, skills=SKILLS, **options):
        brought = {
            number: tuple(
                Attained(person, quarter, sales, quota, skills[person], (skills[person],))
                for person, row in enumerate(people)
                for quarter, sales in enumerate(row)
                if not math.isnan(sales)
            )
            for number, people in enumerate(replications)
        }
        monkeypatch.setattr(room, "brought_in", lambda *_: [brought])
        return false_positives(COMPANY, **options)

    return of


def test_two_bad_quarters_must_follow_each_other(rule):
    found = rule([[79, 79, 100, 100], [79, 100, 79, 100], [80, 79, 80, 79]])
    assert (found.people, found.flagged, found.false_share) == (3, 1, 0.0)
    assert found.share_without_rule == pytest.approx(1 / 3), "the mean skill is 1.1"
    assert found.found_share == 0.5


def test_a_flagged_person_of_average_skill_or_more_is_a_false_positive(rule):
    found = rule([[10, 10, 99], [99, 99, 99], [99, 10, 10]], [[99, 99, 99], [99, 10, 10], [99, 99, 99]])
    assert (found.flagged, found.people) == (3, 6)
    assert found.false_share == pytest.approx(1 / 3)
    assert found.error == pytest.approx(0.25), "without one of the two replications it is 0 or 1/2"


def test_the_standard_error_is_that_of_a_jackknife_over_replications(rule):
    weak, able = [[10, 10], [99, 99], [99, 99]], [[99, 99], [99, 99], [10, 10]]
    found = rule(weak, able, able)
    assert found.false_share == pytest.approx(2 / 3)
    # without one of the three it is 1, 1/2 or 1/2, of mean 2/3
    assert found.error == pytest.approx((2.0 * (1 / 9 + 1 / 36 + 1 / 36) / 3) ** 0.5)


def test_a_quarter_in_which_somebody_was_not_there_ends_the_row(rule):
    assert rule([[10, NAN, 10, 99], [99] * 4, [99] * 4]).flagged == 0
    assert rule([[10, NAN, 10, 10], [99] * 4, [99] * 4]).flagged == 1


def test_without_a_quota_the_bar_is_what_the_median_colleague_sold(rule):
    rows = [[7, 7], [10, 10], [70, 10]]
    assert rule(rows, quota=NAN).flagged == 1
    assert rule(rows, quota=NAN, below=0.6).flagged == 0
    assert rule(rows).flagged == 3, "a quota of 100 asks for more"


def test_how_many_quarters_is_the_rules_to_say(rule):
    rows = [[10, 10, 10, 99], [10, 10, 99, 10], [99, 99, 99, 10]]
    assert [rule(rows, quarters=quarters).flagged for quarters in (1, 2, 3, 4)] == [3, 2, 1, 0]


def test_of_nobody_there_is_no_share(rule):
    found = rule([[99, 99], [99, 99], [99, 99]])
    assert math.isnan(found.false_share) and math.isnan(found.error)
    assert found.found_share == 0.0
    assert found.sentence() == "Nobody of 3 hunters is flagged by 2 quarters in a row below 80%."


def test_the_answer_is_a_sentence(rule):
    found = rule([[10, 10, 99], [99, 99, 99], [99, 10, 10]], [[99, 99, 99], [99, 10, 10], [99, 99, 99]])
    assert found.sentence() == (
        "Of 6 hunters 3 are flagged by 2 quarters in a row below 80%; 33% of them (standard error 25%) are at or above "
        "average, as are 33% of all, and 50% of those below average are found."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"quarters": 0}, "quarters: must be a whole number"),
        ({"below": 0.0}, "below: must be a share above 0"),
        ({"team": "huntr"}, "did you mean 'hunter'"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(options, message):
    with pytest.raises(InputError, match=message):
        false_positives(COMPANY, **options)


# --- on the real engine ----------------------------------------------------------------------------------


def year(**changes):
    return load("norddrive_selling").but({"run.warm_up": "0 w", **changes}, name="year")


def test_of_identical_people_everyone_flagged_was_unlucky():
    found = false_positives(year(**{"switches.skill": False}), replications=4, workers=1)
    assert found.flagged > 4
    assert found.false_share == found.share_without_rule == 1.0


def test_the_files_question_is_about_quotas_that_each_quarter_asks_for():
    company = load("questions/q24_unlucky_or_weak")
    log = play(company)
    people = attaining(Reading(log, company), "hunter")
    assert {each.quarter for each in people} == {0, 1, 2, 3}
    assert {each.quota for each in people} == {148_000.0}
    whole = measure(log, company)
    met = sum(each.sales >= each.quota for each in people) / len(people)
    assert whole["quota_met.hunter"] == met > 0.0
    bands = ("attained.hunter.to_120", "attained.hunter.above_120")
    assert sum(whole[band] for band in bands) == pytest.approx(met)


@pytest.mark.slow
def test_where_skill_matters_much_those_flagged_are_worse_than_a_blind_choice():
    matters = {
        **{f"products.{product}.deal_value": 10_000.0 for product in ("MTS", "ATO", "MTO", "ETO")},
        "routing": {"kind": "round_robin"},
        "market.advance.skill": 1.5,
        "people.hunter.skill": {"kind": "lognormal", "mean": 1.0, "cv": 0.6},
    }
    found = false_positives(year(**matters), replications=12, workers=1)
    assert found.flagged > 10
    assert found.false_share + 3.0 * found.error < found.share_without_rule
