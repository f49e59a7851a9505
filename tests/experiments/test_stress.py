"""The STRESS-DES report is filled in from the run: its sections, the verdict, the assumptions, how to repeat it."""

import re

import pytest

from simsales import compare, load, run
from simsales.experiments.store import write_report
from simsales.scenario import Scenario

SECTIONS = (
    *("1 Objectives", "Results", "2 Logic", "3 Data", "4 Experimentation", "5 Implementation"),
    *("6 Code access", "Appendix: the assumptions of shop"),
)
ITEMS = (
    *("1.1 Purpose", "1.2 Outputs", "1.3 Aims", "2.1 Base model", "2.2 Scenario logic", "2.3 Algorithms"),
    *("2.4 Components", "3.1 Sources", "3.2 Pre-processing", "3.3 Input parameters", "3.4 Assumptions"),
    *("4.1 Initialisation", "4.2 Run length", "4.3 Estimation"),
    *("5.1 Software", "5.2 Random sampling", "5.3 Execution", "5.4 System"),
)
SHOP = {
    "about": "Do two hunters suffice?",
    "demand.inbound": {"rate": "3 / d"},
    "people.sdr": {"count": 1},
    "people.hunter": {"count": 2, "queue": "owner"},
    "selling.closing": {
        "team": "hunter",
        "hours": {"kind": "lognormal", "mean": "3 h", "cv": 0.5},
        "think": "2 wd",
    },
    "switches": {"skill": False},
    "run": {"horizon": "4 w", "warm_up": "1 w", "replications": 2, "seed": 5},
}


@pytest.fixture(scope="module")
def shops():
    shop = Scenario().but(SHOP, name="shop")
    return shop, shop.but({"people.hunter.count": 4, "about": "And four?"}, name="four")


def report(folder, results, comparison=None):
    write_report(folder, results, "simsales compare shop four", comparison)
    return (folder / "report.md").read_text()


def test_every_item_of_the_checklist_is_there_and_filled_in(shops, tmp_path):
    comparison = compare(*shops, kpi="wins", worth=2.0, workers=1)
    text = report(tmp_path, comparison.results, comparison)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == list(SECTIONS)
    assert all(
        re.search(rf"\*\*{re.escape(item)}[^*]*\*\* ?\S|\*\*{re.escape(item)}", text) for item in ITEMS
    )
    assert text.startswith("# four against shop\n")
    for told in (
        "- **shop**: Do two hunters suffice?\n- **four**: And four?",
        "better than shop by more than 2.000 wins",
        f"**Verdict.** {comparison.decision().sentence()}",
        "- `people.hunter.count: 2 → 4`",
        "Mechanisms that are switched off: skill.",
        "| selling.closing | hunter | lognormal, mean 3 h, cv 0.5 | 2 wd |",
        "| hunter | 2 | 8–16 h, 5 days | 1 | owner, fifo | 0 + 0 |",
        "Leads come from inbound (3 / d)",
        "Warm-up 1 w",
        "**4.2 Run length.** 4 w are counted.",
        "2 replications of each scenario, seed 5",
        "```sh\nsimsales compare shop four\n```",
        '| demand.inbound.rate | "3 / d" | "0 / y" | 1 / y | 0 / y to 40_000 / y | assumed |',
    ):
        assert told in text, told
    assert "simpy" in text and "None" not in text.partition("**3.2")[0]


def test_scenarios_that_are_not_compared_are_described(shops, tmp_path):
    results = run(*shops, workers=1)
    text = report(tmp_path, results)
    assert text.startswith("# shop, four\n") and "nothing was compared" in text
    assert "**Verdict" not in text and "| wins | wins |" in text


def test_the_same_run_writes_the_same_report(shops, tmp_path):
    first, second = (report(tmp_path, run(*shops, workers=1)) for _ in range(2))
    assert first == second


def test_a_report_on_the_whole_company_has_its_chapters(tmp_path):
    """A chapter that this report does not know is told of by the words of its own table."""
    norddrive = load("norddrive").but({"run.horizon": "1 w", "run.replications": 1}, name="norddrive")
    text = report(tmp_path, run(norddrive, workers=1))
    assert "- `complaints`: how problems are heard and answered" in text
    assert "Chapters that are left out: control, promotion" in text
    assert "problems, and the complaints that some of them become" in text
    assert "| complaints.recovery.minor.unsatisfied | 0.372 |" in text and "practitioner" in text
    assert "There is one scenario only." in text
