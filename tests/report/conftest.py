"""A shop whose names hold markup, compared with two others; its report is made once."""

import matplotlib
import pytest

from simsales import run
from simsales.experiments.store import origin
from simsales.report import gather, html
from simsales.scenario import Scenario

matplotlib.use("Agg")

MARKUP = "<script>alert(\"1\")</script> & 'co' </style>"
LINE = f"simsales compare {MARKUP}"
SHOP = {
    "about": f"What if {MARKUP}?",
    "demand": {MARKUP: {"rate": "4 / d", "fit": 0.8, "cost": 10}},
    "products": {
        "standard": {"deal_share": 0.5},
        MARKUP: {"deal_share": 0.5, "deal_value": {"kind": "lognormal", "mean": 5_000, "cv": 1.0}},
    },
    "people": {"sdr": {"count": 2}, "hunter": {"count": 2, "queue": "owner"}, MARKUP: {"count": 1}},
    "selling.presentation": {"team": "hunter", "hours": "6 h", "think": "2 wd"},
    "selling.closing": {"team": "hunter", "hours": "4 h", "think": "3 wd"},
    "run": {"horizon": "6 w", "replications": 3},
}


@pytest.fixture(scope="session")
def shops():
    """A base, and two scenarios that differ from it."""
    base = Scenario().but(SHOP, name=f"shop {MARKUP}")
    more = base.but({"people.hunter.count": 4, "about": f"And {MARKUP}?"}, name=f"more {MARKUP}")
    return base, more, base.but({"people.sdr.count": 1, "about": ""}, name="fewer")


@pytest.fixture(scope="session")
def material(shops):
    """What a report of the three is made from."""
    results = run(*shops, workers=1)
    return gather(results, LINE, origin(LINE, results.seed), results.compare(), workers=1)


@pytest.fixture(scope="session")
def page(material):
    """The report of the three."""
    return html(material)
