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
