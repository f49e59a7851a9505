"""The report on the whole company, with every chart, is light enough to travel by mail."""

import pytest

from simsales import load, run
from simsales.experiments.store import origin
from simsales.report import gather, html
from tests.report.reading import Page


@pytest.mark.slow
def test_the_whole_company_fits_into_a_megabyte_with_all_its_charts():
    changes = {"run.horizon": "8 w", "run.replications": 2}
    scenarios = [load(name).but(changes, name=name) for name in ("norddrive", "fast_response")]
    results = run(*scenarios)
    page = html(gather(results, "simsales compare", origin("simsales compare", 1), results.compare()))
    read = Page(page)
    charts = [each for each in read.of("svg") if each.get("role") == "img"]
    assert len(charts) >= 9 + 1 + 4, (
        "nine charts, why, and the map of each company for wide and narrow screens"
    )
    assert len(page.encode()) < 1_000_000 < 2_000_000
