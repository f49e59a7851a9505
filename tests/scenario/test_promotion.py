"""What a file may say of promotions, and how it is refused: by file and line."""

from __future__ import annotations

import pytest

from simsales.scenario import load
from simsales.words.errors import ScenarioError

FOLLOWED = "\n[farming]\n"  # customers order again


def refused(tmp_path, text: str, more: str = FOLLOWED) -> list[str]:
    file = tmp_path / "mine.toml"
    file.write_text(text + more, encoding="utf-8")
    with pytest.raises(ScenarioError) as refusal:
        load(file)
    return [line.replace(str(tmp_path), "").lstrip("/") for line in str(refusal.value).splitlines()]


EVENT = "[promotion.plan]\nkind = 'calendar'\nevents = [{ start = '20 w', length = '4 w', depth = 0.1 }]\n"


def test_a_whole_promotion_table_is_read(tmp_path):
    file = tmp_path / "mine.toml"
    text = EVENT + "[promotion.reward]\nthreshold = 8\n[promotion.rebate]\nwindow = '6 w'\n"
    file.write_text(text + FOLLOWED, encoding="utf-8")
    table = load(file).promotion
    assert table.plan.events[0].ends == 24 * 168.0
    assert (table.reward.threshold, table.rebate.window.calendar_hours) == (8.0, 6 * 168.0)


@pytest.mark.parametrize("length", ["-2 w", "0 d"])
def test_a_promotion_that_ends_before_it_starts_is_refused_with_its_line(tmp_path, length):
    found = refused(tmp_path, EVENT.replace("4 w", length))
    sentence = f"must end after it starts, found a length of '{length}'; make it more than 0"
    assert found == [f"mine.toml:3: promotion.plan.events.0.length: {sentence}"]


def test_a_promotion_where_customers_are_not_followed_is_refused_with_its_line(tmp_path):
    (found,) = refused(tmp_path, EVENT, more="")
    assert found.startswith("mine.toml:1: promotion: must be 'skip' where customers are not followed")


def test_and_by_date_with_the_line_of_the_date(tmp_path):
    text = "[[at]]\ntime = '4 w'\nset = { promotion = { reward = { threshold = 8 } } }\n"
    (found,) = refused(tmp_path, text, more="")
    assert found.startswith("mine.toml:3: promotion: must be 'skip'") and found.endswith("(from 4 w on)")


def test_a_negative_depth_is_refused_with_its_line(tmp_path):
    found = refused(tmp_path, EVENT.replace("0.1", "-0.1"))
    assert found == ["mine.toml:3: promotion.plan.events.0.depth: must be between 0 and 0.5, found -0.1"]


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    text = "\n".join(
        [
            EVENT.replace("depth = 0.1", "segments = ['all', 'al']"),
            "[promotion.reward]",
            "segments = ['nobody']",
            "[promotion.programmes.training]",
            "hours = '4 h'",
        ]
    )
    assert refused(tmp_path, text) == [
        "mine.toml: people: must have a team that sets a programme up at the customer's, found nobody; add one",
        "mine.toml:3: promotion.plan.events.0.segments.1: must be a segment of [customers], found 'al'; "
        "did you mean 'all'?",
        "mine.toml:6: promotion.reward.segments.0: must be a segment of [customers], found 'nobody'; known are all",
    ]


def test_a_programme_needs_a_team_that_is_there(tmp_path):
    text = "[people.hunter]\ncount = 2\n[promotion.programmes.training]\nteam = 'farmers'\n"
    (found,) = refused(tmp_path, text)
    assert found.startswith("mine.toml:4: promotion.programmes.training.team: must be a team of [people]")


@pytest.mark.parametrize(
    "text, where, told",
    [
        ("reward = { per_order = 0 }", "reward", "must bring points per order or per thousand EUR"),
        ("rebate = { steps = [] }", "rebate", "must have at least one step, found none"),
        (
            "rebate = { steps = [{ threshold = 9000, rate = 0.02 }, { threshold = 5000, rate = 0.03 }] }",
            "rebate",
            "must have steps and rates that rise, found 2.0% from 9,000 EUR before 3.0% from 5,000 EUR",
        ),
        ("plan = { kind = 'regular', every = '2 w', length = '3 w' }", "plan", "must have length <= every"),
        ("buying = { stock_share = 1.2 }", "buying.stock_share", "must be between 0 and 1, found 1.2"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path, text, where, told):
    (found,) = refused(tmp_path, f"[promotion]\n{text}\n")
    assert found.startswith(f"mine.toml:2: promotion.{where}: {told}")


def test_a_promotion_after_the_end_of_the_run_is_remarked_upon(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(EVENT.replace("20 w", "60 w") + FOLLOWED, encoding="utf-8")
    (remark,) = load(file).remarks()
    assert (remark.where, remark.line) == ("promotion.plan.events.0.start", 3)
    assert remark.sentence == "lies beyond the end of the run, found '60 w'"


@pytest.mark.parametrize(
    "text, told",
    [
        (
            "[promotion]\nrebate = { window = '80 w' }",
            "2: promotion.rebate: must have a window of at most the year",
        ),
        (
            "[promotion]\nplan = { kind = 'regular', every = '1 h', length = '1 h' }",
            "2: promotion.plan: must come back after a day or more, found 1 h",
        ),
        ("[market]\nwallet = { pace = '0 wd' }", "2: market.wallet.pace: must be more than 0, found '0 wd'"),
        ("[market]\ncoverage = { fades = '0 d' }", "2: market.coverage.fades: must be more than 0"),
        ("[farming]\ndiscount = 0", "2: farming.discount: must be more than 0 and at most 1, found 0"),
        ("[farming.alert]\nevery = '0 w'", "2: farming.alert.every: must be more than 0, found '0 w'"),
    ],
)
def test_what_would_never_end_or_divide_by_nothing_is_refused(tmp_path, text, told):
    found = refused(tmp_path, text, more="" if "farming" in text else FOLLOWED)
    assert [line for line in found if line.startswith(f"mine.toml:{told}")] == found


def test_an_entry_of_a_list_that_a_child_writes_anew_is_told_by_the_childs_line(tmp_path):
    (tmp_path / "parent.toml").write_text(EVENT + FOLLOWED, encoding="utf-8")
    text = "based_on = 'parent.toml'\n\n\n[promotion.plan]\nevents = [{ start = '20 w', depth = 0.1 }]\n"
    found = refused(tmp_path, text, more="")
    assert found == ["mine.toml:5: promotion.plan.events.0.length: must be given, found nothing; add it"]
