"""What a file may say of visits and of buyers who mind how they are met, and how it is refused: by file and line."""

from __future__ import annotations

import pytest

from simsales.policies.base import Policy
from simsales.scenario import load
from simsales.words.errors import ScenarioError

BASED = 'based_on = "norddrive_selling"\n'
MINDED = BASED + "[market.persuasion]\n[media]\n"


def refused(tmp_path, text: str) -> list[str]:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refusal:
        load(file)
    return [line.replace(str(tmp_path), "").lstrip("/") for line in str(refusal.value).splitlines()]


def read(tmp_path, text: str):
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return load(file)


@pytest.mark.parametrize("kind", ["always_visit", "never_visit", "threshold", "shadow_price"])
def test_who_is_visited_is_named_by_kind(tmp_path, kind):
    assert read(tmp_path, MINDED + f"visits = {{ kind = '{kind}' }}\n").media.visits.kind == kind


def test_norddrive_knows_how_complex_its_products_are_and_leaves_media_out():
    norddrive = load("norddrive")
    assert [product.complexity for product in norddrive.products.values()] == [0.1, 0.35, 0.6, 0.9]
    assert norddrive.media == norddrive.market.persuasion == "skip"


def test_whom_to_visit_is_no_question_where_nobody_minds(tmp_path):
    (found,) = refused(tmp_path, BASED + "[media]\nvisits = { kind = 'threshold' }\n")
    assert found == (
        "mine.toml:3: media.visits: must be 'skip' where [market.persuasion] is, found a choice of whom to visit; "
        "say what buyers need, with strength = 0 if they do not mind"
    )


def test_plain_shares_know_no_medium(tmp_path):
    plain = "market.advance = { kind = 'plain' }\nmarket.persuasion = {}\n"
    plain += "motivation = { choosing = 'skip', timing = 'skip', haggling = 'skip' }\n"
    (found,) = refused(tmp_path, BASED + plain)
    assert found.startswith(
        "mine.toml:3: market.persuasion: must be 'skip' where plain shares decide at the gates, found"
    )


def test_an_unknown_medium_is_refused(tmp_path):
    (found,) = refused(tmp_path, MINDED + "otherwise = 'vidio'\n")
    assert found.startswith("mine.toml:4: media.otherwise: must be") and "'vidio'" in found


def test_an_unknown_policy_is_refused(tmp_path):
    (found,) = refused(tmp_path, MINDED + "visits = { kind = 'sometimes' }\n")
    assert found.startswith("mine.toml:4: media.visits") and "'sometimes'" in found


def test_a_step_without_meetings_is_refused(tmp_path):
    (found,) = refused(tmp_path, MINDED + "steps = ['presentation', 'prospecting']\n")
    assert found.startswith("mine.toml:4: media.steps.1: must be")


def test_a_step_named_twice_is_refused(tmp_path):
    steps = "visits = { kind = 'always_visit' }\nsteps = ['closing', 'closing']\n"
    (found,) = refused(tmp_path, MINDED + steps)
    assert found == "mine.toml:5: media.steps.1: must be named once, found 'closing' again; take it out"


def test_steps_of_which_none_is_played_are_refused(tmp_path):
    steps = "visits = { kind = 'always_visit' }\nsteps = ['follow_up']\n[selling]\nfollow_up = 'skip'\n"
    (found,) = refused(tmp_path, MINDED + steps)
    assert found == (
        "mine.toml:5: media.steps: must name a step that [selling] plays, found none; name one at which customers "
        "are met"
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("strength = -1", "must be 0 or more"),
        ("averse = 1.5", "must be"),
        ("trifle = 300_000", "must have 0 < trifle < fortune, found 300000 and 200000"),
        ("richness = { video = 2 }", "must be"),
        ("richness = { radio = 0.4 }", "unknown key"),
    ],
)
def test_buyers_are_refused_with_their_line(tmp_path, line, message):
    (found,) = refused(tmp_path, BASED + f"[market.persuasion]\n{line}\n")
    assert found.startswith("mine.toml:") and "market.persuasion" in found and message in found


def test_a_product_beyond_all_complexity_is_refused(tmp_path):
    (found,) = refused(tmp_path, BASED + "products.MTS.complexity = 1.2\n")
    assert found.startswith("mine.toml:2: products.MTS.complexity: must be")


@pytest.mark.parametrize("changed", ["media = 'skip'", "market = { persuasion = 'skip' }"])
def test_no_date_takes_media_or_minds_away(tmp_path, changed):
    visits = "visits = { kind = 'threshold' }\n" if "media" in changed else ""
    found = refused(tmp_path, MINDED + visits + f"[[at]]\ntime = '4 w'\nset = {{ {changed} }}\n")
    assert len(found) == 1 and "must not change during a run" in found[0]


def test_a_date_may_change_the_threshold(tmp_path):
    change = "set = { media = { visits = { above = 0.8 } } }"
    text = MINDED + f"visits = {{ kind = 'threshold' }}\n[[at]]\ntime = '4 w'\n{change}\n"
    assert read(tmp_path, text).epochs()[1][1].media.visits.above == 0.8


class Mute(Policy):
    """A policy without its verb."""

    visits: str = "everybody"


def test_a_policy_of_ones_own_needs_its_verb():
    base = load("norddrive_selling").but({"market.persuasion": {}})
    with pytest.raises(ScenarioError, match=r"must answer to choose\(\)"):
        base.but({"media": {"visits": Mute()}})
