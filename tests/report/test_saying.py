"""What a report says of how much was played, and how names from right to left stand in it."""

from dataclasses import replace

import pytest

from simsales import run
from simsales.experiments.assumptions import assumptions
from simsales.experiments.store import origin
from simsales.report import Material, html
from simsales.scenario import Scenario

LEFTWARD = "مرحبا بالعالم"
LINE = f"simsales compare shop '{LEFTWARD}.toml'"
SHOP = {
    "demand.inbound": {"rate": "3 / d"},
    "people": {"sdr": {"count": 1}, "hunter": {"count": 1}},
    "selling.closing": {"team": "hunter", "hours": "2 h", "think": "1 wd"},
    "run": {"horizon": "2 w", "warm_up": "1 w", "follow_up": "3 d", "replications": 3, "seed": 5},
}


@pytest.fixture(scope="module")
def results():
    """Three replications of two shops, of which one failed in the second."""
    shop = Scenario().but(SHOP, name="shop")
    played = run(shop, shop.but({"people.hunter.count": 2}, name=LEFTWARD), workers=1)
    outcomes = {label: dict(found) for label, found in played.outcomes.items()}
    outcomes[LEFTWARD][1] = replace(outcomes[LEFTWARD][1], kpis=None, error="Boom")
    return replace(played, outcomes=outcomes)


def told(results, comparison):
    ledger = assumptions(next(iter(results.scenarios.values())))
    return html(Material(results, comparison, LINE, origin(LINE, 5), ledger, None, "left out"))


def test_what_failed_does_not_count_and_what_is_not_counted_is_said(results):
    page = told(results, results.compare())
    head = (
        "2 paired replications of 2 w each, after a warm-up of 1 w, with 3 d to follow up (3 were asked for)"
    )
    assert head in page and "Mean of 2 paired differences." in page
    assert "after 1 w that are not, and 3 d more are played to see what becomes" in page
    alone = told(results, None)
    assert "2 replications of 2 w each" in alone and "deviation of 2 replications" in alone


def test_one_replication_is_one(results):
    first = {label: {0: found[0]} for label, found in results.outcomes.items()}
    page = told(replace(results, outcomes=first, replications=1), None)
    assert "1 replication of 2 w, after" in page and "One replication</caption>" in page


def test_p_better_of_pairs_that_were_looked_at_again_is_said_to_flatter(results):
    assert "flatters a little" in told(results, results.compare(rule="any time"))
    assert "flatters" not in told(results, results.compare())


def test_a_name_from_right_to_left_keeps_figures_in_place_and_a_line_to_copy_is_left_alone(results):
    page = told(results, results.compare())
    assert f"\u2068{LEFTWARD}\u2069 against shop" in page
    assert f"compare shop &#39;{LEFTWARD}.toml&#39;" in page


def test_the_bars_of_the_grades_fill_their_row_together(results):
    from simsales.report.resting import grounds

    told = grounds(assumptions(results.scenarios["shop"]))
    assert sum(grade.share for grade in told.grades) == pytest.approx(100.0, abs=0.3)
    assert sum(grade.count for grade in told.grades) == len(told.own) + len(told.usual)
