"""`trace` tells one lead's journey on the real engine."""

import pytest

DESK = """
[demand.inbound]
rate = "1400 / y"
[people.sdr]
count = 2
[people.hunter]
count = 6
[selling.presentation]
hours = "5 h"
[run]
horizon = "2 w"
"""


@pytest.fixture
def key(files):
    """The key of the first lead of the desk."""
    from simsales import load, play
    from simsales.journeys import keys

    (files / "desk.toml").write_text(DESK)
    return keys(play(load(files / "desk.toml")))[0]


def test_a_journey_is_told_in_sentences_and_as_a_timeline(key, call):
    result = call(f"trace desk.toml --lead {key}")
    assert result.exit_code == 0
    story, timeline, repeat = result.stdout.rstrip().split("\n\n")
    assert len(story.splitlines()) >= 2
    assert key in story.splitlines()[0]
    assert timeline
    assert repeat == f"repeat: simsales trace desk.toml --lead {key} --replication 0"


def test_another_replication_has_other_luck(key, call):
    first = call(f"trace desk.toml --lead {key}").stdout
    other = call(f"trace desk.toml --lead {key} --replication 1")
    assert other.stdout.splitlines()[:-1] != first.splitlines()[:-1]


def test_a_key_that_no_lead_has_is_refused(key, call):
    result = call("trace desk.toml --lead inbound/999/999")
    assert result.exit_code == 2
    assert "--lead: must be the key of a lead of this run, found 'inbound/999/999'" in result.stderr


SHOP = """
[farming]
[customers.all]
count = 20
orders = 26
[run]
horizon = "8 w"
"""


def test_an_order_and_a_customer_have_journeys_too(files, call):
    (files / "shop.toml").write_text(SHOP)
    order = call("trace shop.toml --order 3")
    assert "Order 3 comes in: standard" in order.stdout and "It is delivered." in order.stdout
    assert order.stdout.rstrip().endswith("repeat: simsales trace shop.toml --order 3 --replication 0")
    assert "Account 0 is a customer" in call("trace shop.toml --account 0").stdout


def test_one_journey_is_told_at_a_time(key, call):
    for line, found in (("", "none"), (f"--lead {key} --order 1", "--lead and --order")):
        result = call(f"trace desk.toml {line}")
        assert result.exit_code == 2
        assert f"must have one of --lead, --order, --complaint and --account, found {found}" in result.stderr


def test_an_order_that_is_not_there_is_refused(key, call):
    result = call("trace desk.toml --complaint 0")
    assert result.exit_code == 2
    assert "--complaint: must be the number of one of the 0 problems of this run" in result.stderr
