"""The benchmark ranks staffing plans of the whole company, and says whether its bar holds."""

from __future__ import annotations

import pytest

from benchmarks import ranking


@pytest.mark.slow
def test_there_are_fifty_staffing_plans_that_differ() -> None:
    found = ranking.plans("1 y", 50)
    assert len({scenario.content_key() for scenario in found}) == 50


@pytest.mark.slow
def test_a_short_ranking_says_what_it_took_and_whether_the_bar_holds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["--plans", "3", "--horizon", "2 w", "--workers", "1", "--worth", "100000", "--check"]
    assert ranking.main(arguments) == 0
    told = capsys.readouterr().out
    assert "Equal allocation would have needed" in told
    assert "minutes for 3 plans on 1 processes; under 15: holds" in told
