"""What a file may say of channels, and how it is refused: by file and line."""

from __future__ import annotations

import pytest

from simsales.scenario import load
from simsales.words.errors import ScenarioError

MARKET = "[channels.markets.north]\ndemand = '20 / w'\n"


def refused(tmp_path, text: str) -> list[str]:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refusal:
        load(file)
    return [line.replace(str(tmp_path), "").lstrip("/") for line in str(refusal.value).splitlines()]


@pytest.mark.parametrize("kind", ["distributor", "agent", "direct_office"])
def test_a_market_names_its_channel_by_kind(tmp_path, kind):
    file = tmp_path / "mine.toml"
    file.write_text(MARKET + f"channel = {{ kind = '{kind}' }}\n", encoding="utf-8")
    assert load(file).channels.markets["north"].channel.kind == kind


def test_a_table_without_markets_is_refused(tmp_path):
    (found,) = refused(tmp_path, "channels = {}\n")
    assert found == (
        "mine.toml:1: channels: must have at least one market or segment, found none; add one or skip the table"
    )


def test_an_unknown_product_is_refused_with_its_line(tmp_path):
    (found,) = refused(tmp_path, MARKET + "product = 'standart'\n")
    assert found.startswith(
        "mine.toml:3: channels.markets.north.product: must be a product, found 'standart'"
    )


def test_more_than_a_computer_holds_is_refused(tmp_path):
    (found,) = refused(tmp_path, MARKET.replace("20 / w", "2000000 / w"))
    assert found.startswith("mine.toml:2: channels.markets.north.demand: must be at most 1_000_000 a week")


@pytest.mark.parametrize(
    "changed",
    [
        "channels = 'skip'",
        "channels = { markets = { south = { demand = '1 / w' } } }",
        "channels = { markets = { north = { channel = { kind = 'agent' } } } }",
    ],
)
def test_no_date_changes_markets_or_kinds_of_channels(tmp_path, changed):
    found = refused(tmp_path, MARKET + f"[[at]]\ntime = '4 w'\nset = {{ {changed} }}\n")
    assert len(found) == 1 and "must not change during a run" in found[0]


def test_a_date_may_change_a_margin(tmp_path):
    file = tmp_path / "mine.toml"
    change = "set = { channels = { markets = { north = { channel = { margin = 0.2 } } } } }"
    file.write_text(MARKET + f"[[at]]\ntime = '4 w'\n{change}\n", encoding="utf-8")
    assert load(file).epochs()[1][1].channels.markets["north"].channel.margin == 0.2


SEGMENT = "[channels.segments.all]\nchannel = { kind = 'agent' }\n"


@pytest.mark.parametrize("kind", ["own_force", "distributor", "agent", "eshop"])
def test_a_segment_names_its_channel_by_kind(tmp_path, kind):
    file = tmp_path / "mine.toml"
    file.write_text(SEGMENT.replace("agent", kind), encoding="utf-8")
    assert load(file).channels.segments["all"].channel.kind == kind


def test_a_channel_for_an_unknown_segment_is_refused_with_its_line_and_the_nearest_name(tmp_path):
    text = 'based_on = "norddrive"\n[customers.small]\nnew_mix = 0.0\n'
    text += "[channels.segments.smal]\nchannel = { kind = 'agent' }\n"
    (found,) = refused(tmp_path, text)
    assert found.startswith(
        "mine.toml:4: channels.segments.smal: must be a segment of [customers], found 'smal'"
    )
    assert "did you mean 'small'?" in found


def test_a_market_is_no_segment_and_an_office_serves_none(tmp_path):
    (found,) = refused(tmp_path, SEGMENT.replace("agent", "direct_office"))
    assert found.startswith("mine.toml:2: channels.segments.all.channel") and "direct_office" in found


@pytest.mark.parametrize(
    "changed",
    [
        "channels = { segments = { all = { channel = { kind = 'eshop' } } } }",
        "channels = { segments = { other = { channel = { kind = 'agent' } } } }",
    ],
)
def test_no_date_changes_who_serves_a_segment(tmp_path, changed):
    found = refused(tmp_path, SEGMENT + f"[[at]]\ntime = '4 w'\nset = {{ {changed} }}\n")
    assert any("must not change during a run" in line for line in found)


def test_a_date_may_change_what_a_partner_is_left(tmp_path):
    file = tmp_path / "mine.toml"
    text = SEGMENT + "[[at]]\ntime = '4 w'\nset = { 'channels.segments.all.channel.commission' = 0.05 }\n"
    file.write_text(text, encoding="utf-8")
    assert load(file).epochs()[1][1].channels.segments["all"].channel.commission == 0.05


def test_promotions_are_not_passed_on_by_a_distributor(tmp_path):
    text = 'based_on = "promotion"\n[channels.segments.C]\nchannel = { kind = "distributor" }\n'
    (found,) = refused(tmp_path, text)
    assert found.startswith("mine.toml:3: channels.segments.C.channel: must not be a distributor")


@pytest.mark.parametrize("key", ["registration", "exclusive"])
def test_nothing_is_agreed_about_leads_with_nobody(tmp_path, key):
    text = SEGMENT.replace("agent", "eshop") + f"{key} = true\n"
    (found,) = refused(tmp_path, text)
    assert found.startswith(f"mine.toml:3: channels.segments.all.{key}: must be false where no partner works")
