"""The chart of one journey shows each piece of work where it lay in time."""

import pytest

from simsales import plots
from simsales.words.errors import InputError
from tests.test_journeys import wins_a_customer


def test_work_and_waits_lie_where_they_were():
    panel = plots.journey(wins_a_customer(), "inbound/0/2").axes[0]
    assert [text.get_text() for text in panel.get_yticklabels()] == [
        "prospecting · sdr 1",
        "presentation · hunter 2",
    ]
    drawn = [(bar.get_x() * 24.0, bar.get_width() * 24.0) for group in panel.containers for bar in group]
    wait, call, longer_wait, talk = drawn
    assert wait == pytest.approx((0.0, 2.0))
    assert call == pytest.approx((2.0, 0.5))
    assert longer_wait == pytest.approx((2.5, 23.5))
    assert talk == pytest.approx((26.0, 4.0))


def test_the_title_tells_how_it_ended(tmp_path):
    figure = plots.journey(wins_a_customer(), "inbound/0/1")
    assert figure.get_suptitle() == "inbound/0/1: It is lost: left while waiting."
    figure.savefig(tmp_path / "journey.png")
    assert (tmp_path / "journey.png").stat().st_size > 3_000


def test_an_unknown_lead_has_no_chart():
    with pytest.raises(InputError, match="must be the key of a lead"):
        plots.journey(wins_a_customer(), "inbound/9/9")


def test_results_have_one_of_their_replications_played_once_more(monkeypatch, results):
    asked = []

    def play(scenario, replication, seed):
        asked.append((scenario.name, replication, seed))
        return wins_a_customer()

    monkeypatch.setattr("simsales.processes.play.play", play)
    plots.journey(results, "inbound/0/2")
    plots.journey(results, "inbound/0/2", "more", 2)
    assert asked == [("base", 0, 1), ("more", 2, 1)]
    with pytest.raises(
        InputError, match="scenario: must be one of the results, found 'mode'; did you mean 'more'"
    ):
        plots.journey(results, "inbound/0/2", "mode")
    with pytest.raises(InputError, match="replication: must be from 0 to 2, found 3"):
        plots.journey(results, "inbound/0/2", replication=3)
