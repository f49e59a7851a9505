"""What a file may say of hybrid selling, and how it is refused: by file and line."""

from __future__ import annotations

import pytest

from simsales.policies.base import Policy
from simsales.scenario import load
from simsales.scenario.model import Scenario
from simsales.words.errors import ScenarioError

FIRM = """\
[people]
hunter = { count = 2, queue = "owner" }
inside = { count = 1 }

[products]
MTS = { deal_share = 0.5 }
ETO = { deal_share = 0.5 }
standard = { deal_share = 0.0 }

[customers]
C   = { new_mix = 1.0 }
all = { new_mix = 0.0 }

[selling.closing]
hours = "1 h"

"""
LINES = FIRM.count("\n")
ROW = "[[media.hybrid.routes.rows]]\n"


def loaded(tmp_path, text):
    file = tmp_path / "mine.toml"
    file.write_text(FIRM + text, encoding="utf-8")
    return load(file)


def refused(tmp_path, text):
    with pytest.raises(ScenarioError) as refusal:
        loaded(tmp_path, text)
    return [line.replace(str(tmp_path), "").lstrip("/") for line in str(refusal.value).splitlines()]


def at(line, where, sentence):
    return f"mine.toml:{LINES + line}: media.hybrid.{where}: {sentence}"


def test_an_empty_table_leaves_everything_to_field_reps(tmp_path):
    hybrid = loaded(tmp_path, "[media]\nhybrid = {}\n").media.hybrid
    assert [row.by for row in hybrid.routes.rows] == ["field"]


def test_routes_are_read_in_order(tmp_path):
    hybrid = loaded(
        tmp_path, f'{ROW}step = "closing"\nsegment = "C"\nby = "portal"\n{ROW}by = "inside"\n'
    ).media.hybrid
    assert [(row.step, row.segment, row.by) for row in hybrid.routes.rows] == [
        *(("closing", "C", "portal"), (None, None, "inside"))
    ]


def test_a_gap_is_named_with_its_line(tmp_path):
    (found,) = refused(
        tmp_path,
        f'{ROW}product = "MTS"\nby = "portal"\n{ROW}step = "closing"\n{ROW}product = "ETO"\nsegment = "C"\n',
    )
    assert found == at(
        1,
        "routes.rows",
        "must say for every step, segment and product who serves, found nobody for approach of standard in segment all "
        "and 11 more; add a row",
    )


@pytest.mark.parametrize(
    ("row", "where", "sentence"),
    [
        ('step = "presentaton"', "step", "did you mean 'presentation'?"),
        ('step = "pre_approach"', "step", "did you mean 'approach'?"),
        ('segment = "c1"', "segment", "must be one of [customers], found 'c1'; did you mean 'C'?"),
        ('product = "MTSS"', "product", "must be one of [products], found 'MTSS'; did you mean 'MTS'?"),
        ('by = "portl"', "by", "found 'portl'; did you mean 'portal'?"),
        ('way = "portal"', "way", "unknown key"),
    ],
)
def test_a_word_that_nobody_knows_is_named_with_the_nearest(tmp_path, row, where, sentence):
    (found,) = refused(tmp_path, f"{ROW}\n{row}\n{ROW}\n")
    assert found.startswith(f"mine.toml:{LINES + 3}: media.hybrid.routes.rows.0.{where}: ")
    assert found.endswith(sentence) or sentence in found


def test_whoever_prefers_nothing_cannot_be_served_as_they_prefer(tmp_path):
    (found,) = refused(tmp_path, f'[media.hybrid]\npreference = "skip"\n{ROW}by = "preferred"\n')
    assert found == at(
        4,
        "routes.rows.0.by",
        'must name who serves where nobody has a preference, found "preferred"; name another, or say what customers '
        "prefer",
    )


def test_inside_reps_have_to_be_there_where_routes_lead_to_them(tmp_path):
    (found,) = refused(tmp_path, f'[media.hybrid.inside]\nteam = "insiders"\n{ROW}by = "inside"\n')
    assert found == at(
        2, "inside.team", "must be a team of [people], found 'insiders'; did you mean 'inside'?"
    )
    assert loaded(tmp_path, f'[media.hybrid.inside]\nteam = "insiders"\n{ROW}by = "portal"\n')


def test_who_serves_in_the_field_is_no_inside_rep(tmp_path):
    (found,) = refused(tmp_path, f'[media.hybrid.inside]\nteam = "hunter"\n{ROW}by = "inside"\n')
    sentence = "must not be a team that does steps of [selling] in the field, found 'hunter'; "
    assert found == at(
        2, "inside.team", sentence + "name another, or choose in media.visits whom they meet how"
    )
    assert loaded(tmp_path, f'[media.hybrid.inside]\nteam = "hunter"\n{ROW}by = "portal"\n')


def test_a_team_of_inside_reps_needs_people(tmp_path):
    file = tmp_path / "mine.toml"
    nobody = FIRM.replace("inside = { count = 1 }", "inside = { count = 0 }")
    file.write_text(f'{nobody}{ROW}by = "inside"\n', encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"found an empty team that is named by media.hybrid.inside.team"):
        load(file)


def test_what_customers_prefer_does_not_change_by_date(tmp_path):
    (found,) = refused(
        tmp_path,
        '[media]\nhybrid = {}\n[[at]]\ntime = "1 w"\nset = { "media.hybrid.preference.concentration" = 2.0 }\n',
    )
    assert "must not change during a run" in found and found.startswith(f"mine.toml:{LINES + 5}: ")


class ByValue(Policy):
    """Whatever the customer prefers, but closings are in person."""

    def choose(self, touch):
        return "field" if touch.step == "closing" else touch.preferred


class ByMail(Policy):
    """A way that nobody knows."""

    def choose(self, touch):
        return "mail"


def test_routes_of_ones_own_may_be_passed_from_python():
    firm = {"people.hunter": {"count": 1}, "people.inside": {"count": 1}, "selling.closing": {"hours": "1 h"}}
    scenario = Scenario().but({**firm, "media": {"hybrid": {"routes": ByValue()}}})
    assert isinstance(scenario.media.hybrid.routes, ByValue)
    with pytest.raises(ScenarioError, match="must choose one of portal, inside, field, found 'mail'"):
        Scenario().but({**firm, "media": {"hybrid": {"routes": ByMail()}}})
