"""Notebooks open with a question, are kept without outputs, and run from the first cell to the last."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="notebooks need the extra 'notebooks'")
nbclient = pytest.importorskip("nbclient", reason="notebooks need the extra 'notebooks'")
pytest.importorskip("ipykernel", reason="notebooks need the extra 'notebooks'")

# What the notebook machinery warns about is not ours.
pytestmark = pytest.mark.filterwarnings("ignore")

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
#: The front door, and the rooms of the policies of which one may write one's own.
OPEN_DOORS = ("simsales", "simsales.policies.")


@pytest.fixture(params=NOTEBOOKS, ids=lambda file: file.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def run(notebook, folder, monkeypatch):
    """The notebook executed in a kernel of the Python that runs the tests, with its outputs."""
    monkeypatch.setenv("IPYTHONDIR", str(folder / "ipython"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder / "jupyter"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    return client.execute()


def test_there_is_a_first_comparison():
    assert NOTEBOOKS[0].stem == "01_first_comparison"


def test_a_notebook_opens_with_its_question(notebook):
    first = notebook.cells[0]
    assert first.cell_type == "markdown" and first.source.splitlines()[0].endswith("?")


def test_a_notebook_is_kept_without_outputs(notebook):
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code(notebook))


def test_a_notebook_uses_only_the_front_door(notebook):
    imported = [
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for cell in code(notebook)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert imported
    assert all(name == OPEN_DOORS[0] or name.startswith(OPEN_DOORS[1]) for name in imported)


@pytest.mark.slow
def test_the_first_comparison_shows_scenario_table_plot_and_a_policy_of_ones_own(tmp_path, monkeypatch):
    notebook = run(nbformat.read(NOTEBOOKS[0], as_version=4), tmp_path, monkeypatch)
    shown = [output for cell in code(notebook) for output in cell.outputs]
    texts = [output.data.get("text/plain", "") for output in shown if "data" in output]
    assert not [output for output in shown if output.output_type == "error"]
    assert any("people.sdr.shift" in text and "→" in text for text in texts)
    assert any("95 % interval" in text and "contribution" in text for text in texts)
    assert any("image/png" in output.get("data", {}) for output in shown)
    assert "large deals to the best" in texts[-1]


@pytest.mark.slow
def test_the_notebook_on_complaints_shows_who_leaves_what_it_is_worth_and_when(tmp_path, monkeypatch):
    (file,) = (file for file in NOTEBOOKS if file.stem == "03_complaints")
    notebook = run(nbformat.read(file, as_version=4), tmp_path, monkeypatch)
    shown = [output for cell in code(notebook) for output in cell.outputs]
    texts = [output.data.get("text/plain", "") for output in shown if "data" in output]
    assert not [output for output in shown if output.output_type == "error"]
    assert any("Choose asked" in text for text in texts)
    assert any("complaint_ledger.retention" in text for text in texts)
    assert any("grave in full" in text for text in texts)
    first, second = (
        float(re.search(r"problems_per_1000_deliveries ([+-][\d.]+)", text)[1]) for text in texts[-2:]
    )
    assert "Choose learning" in texts[-1] and second < 2.0 * first < 0.0  # it takes its time


@pytest.mark.slow
def test_the_notebook_on_order_paths_shows_lead_times_a_busy_shop_and_a_rule_of_ones_own(
    tmp_path, monkeypatch
):
    (file,) = (file for file in NOTEBOOKS if file.stem == "02_order_paths")
    notebook = run(nbformat.read(file, as_version=4), tmp_path, monkeypatch)
    shown = [output for cell in code(notebook) for output in cell.outputs]
    texts = [output.data.get("text/plain", "") for output in shown if "data" in output]
    assert not [output for output in shown if output.output_type == "error"]
    assert any("inventory_turns" in text for text in texts)
    assert any("image/png" in output.get("data", {}) for output in shown)
    assert any("Choose MTS busy" in text for text in texts)
    assert "as long as they wait" in texts[-1]


@pytest.mark.slow
def test_the_notebook_on_compensation_shows_payouts_efforts_and_a_plan_of_ones_own(tmp_path, monkeypatch):
    (file,) = (file for file in NOTEBOOKS if file.stem == "04_compensation")
    notebook = run(nbformat.read(file, as_version=4), tmp_path, monkeypatch)
    shown = [output for cell in code(notebook) for output in cell.outputs]
    texts = [output.data.get("text/plain", "") for output in shown if "data" in output]
    assert not [output for output in shown if output.output_type == "error"]
    assert any("effort_hunting.hunter" in text and "pay_spread.hunter" in text for text in texts)
    assert sum("image/png" in output.get("data", {}) for output in shown) == 3
    efforts = next(text for text in texts if text.startswith("{'below a quarter'"))
    hopeless, near, done = (float(figure) for figure in re.findall(r": ([\d.]+)", efforts))
    assert near > 1.2 * max(hopeless, done)
    assert "smoothly more" in texts[-1] and "pay_ratio" in texts[-1]


def executed(name, folder, monkeypatch):
    """The texts that a notebook shows, run from its first cell to its last; no cell may fail."""
    (file,) = (file for file in NOTEBOOKS if file.stem == name)
    notebook = run(nbformat.read(file, as_version=4), folder, monkeypatch)
    shown = [output for cell in code(notebook) for output in cell.outputs]
    assert not [output for output in shown if output.output_type == "error"]
    return [output.get("text") or output.get("data", {}).get("text/plain", "") for output in shown]


@pytest.mark.slow
def test_the_notebook_on_the_log_follows_a_lead_and_finds_the_bookings_by_hand(tmp_path, monkeypatch):
    texts = executed("05_reading_the_log", tmp_path, monkeypatch)
    assert any("The customer signs for" in text and "█" in text for text in texts)
    assert any("not reached" in text and "inbound" in text for text in texts)
    by_hand, by_catalogue = re.search(r"by hand ([\d,]+), by the catalogue ([\d,]+)", texts[-1]).groups()
    assert by_hand == by_catalogue


@pytest.mark.slow
def test_the_notebook_on_why_splits_the_difference_and_tells_the_same_leads(tmp_path, monkeypatch):
    texts = executed("06_why_did_b_win", tmp_path, monkeypatch)
    parts, whole = re.search(r"come to (-?[\d,.]+), the difference is (-?[\d,.]+\d)", texts[1]).groups()
    assert parts == whole
    assert any("won only under seven hunters, because under four hunters it was" in text for text in texts)
    assert any("under four hunters:" in text and "under seven hunters:" in text for text in texts)
    assert any("Where the simulation departs from the sheet" in text for text in texts)
    assert "assumed" in texts[-1]


@pytest.mark.slow
def test_the_notebook_on_channels_shows_who_is_heard_where_lines_cross_and_a_channel_of_ones_own(
    tmp_path, monkeypatch
):
    (file,) = (file for file in NOTEBOOKS if file.stem == "07_channels")
    notebook = run(nbformat.read(file, as_version=4), tmp_path, monkeypatch)
    shown = [output for cell in code(notebook) for output in cell.outputs]
    texts = [output.data.get("text/plain", "") for output in shown if "data" in output]
    assert not [output for output in shown if output.output_type == "error"]
    assert any("problems_seen" in text and "net_price" in text for text in texts)
    assert any("image/png" in output.get("data", {}) for output in shown)
    assert any("'channel_break_even.distributor': 1346154" in text for text in texts)
    office, dear, kept = (
        int(figure) for text in texts if "with a rebate" in text for figure in re.findall(r": (\d+)", text)
    )
    assert dear < 0.95 * office and abs(kept - office) < 0.01 * office
    assert "retainer" in texts[-1]


@pytest.mark.slow
def test_the_notebook_on_certainty_shows_warm_up_replications_and_a_ranking(tmp_path, monkeypatch):
    (file,) = (file for file in NOTEBOOKS if file.stem == "08_how_sure")
    notebook = run(nbformat.read(file, as_version=4), tmp_path, monkeypatch)
    shown = [output for cell in code(notebook) for output in cell.outputs]
    texts = [output.data.get("text/plain", "") for output in shown if "data" in output]
    assert not [output for output in shown if output.output_type == "error"]
    empty, quarter, half = (float(figure) for figure in re.findall(r": ([\d.]+)", texts[0]))
    assert empty < 0.5 * quarter and abs(quarter - half) < 0.2 * half
    alone, unpaired, paired = (float(figure) for figure in re.findall(r": ([\d.]+)", texts[1]))
    assert paired < 0.6 * unpaired and alone < unpaired
    assert any("Choose 5 hunters, 2 SDRs: if one of these 6 scenarios" in text for text in texts)
    assert "equal allocation, luck of its own" in texts[-1]


@pytest.mark.slow
def test_the_notebook_on_three_departments_compares_and_ranks_what_each_would_do(tmp_path, monkeypatch):
    (file,) = (file for file in NOTEBOOKS if file.stem == "09_staffing_channel_pay")
    notebook = run(nbformat.read(file, as_version=4), tmp_path, monkeypatch)
    shown = [output for cell in code(notebook) for output in cell.outputs]
    texts = [output.data.get("text/plain", "") for output in shown if "data" in output]
    assert not [output for output in shown if output.output_type == "error"]
    assert all(name in texts[0] for name in ("staffing", "channel", "pay", "contribution"))
    assert re.search(r"Choose \w+: if one of these 4 scenarios|Unresolved", texts[-1])
    assert re.search(r"4  channel", texts[-1]), "an agent beside the same people is dearest"
