"""The house stays a house: rooms on floors, imports that only point down, and doors that stay bricked up."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import simsales

HOUSE = Path(simsales.__file__).parent
# From the ground up.  Rooms of one floor stand side by side, and only the right one may look into the left.
ROOMS = (
    "words",
    "instruments",
    *("policies", "responses"),
    "scenario",
    "company",
    "processes",
    *("kpis", "journeys", "series"),
    "experiments",
    *("plots", "report", "studio", "cli"),
)
EDGES = ("plots", "report", "studio", "cli")
HEAVY = (
    "numpy",
    "pandas",
    "scipy",
    "matplotlib",
    "pydantic",
    "simpy",
    "rich",
    "jinja2",
    "starlette",
    "uvicorn",
)
WRITING_CALLS = {
    *("write_text", "write_bytes", "mkdir", "unlink", "symlink_to", "rmdir"),
    *("to_csv", "to_parquet", "to_json", "to_excel", "to_pickle", "savefig", "savez", "savetxt", "tofile"),
}
WRITING_MODULES = {"sqlite3", "shutil", "tempfile"}

MODULES = sorted(path for path in HOUSE.rglob("*.py") if "_scenarios" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> set[str]:
    """Every module that is imported anywhere in a file, also inside functions and for types only."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno} imports relatively; write the whole name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms_used_by(path: Path) -> set[str]:
    parts = (name.split(".") for name in imports_of(path))
    return {words[1] for words in parts if words[0] == "simsales" and len(words) > 1} & set(ROOMS)


def calls_in(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]


def opens_for_writing(call: ast.Call) -> bool:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    texts = [a.value for a in [*call.args, *(k.value for k in call.keywords)] if isinstance(a, ast.Constant)]
    modes = [text for text in texts if isinstance(text, str) and text and set(text) <= set("rwaxbt+")]
    return called == "open" and any(set(mode) & set("wax+") for mode in modes)


INDOORS = [path for path in MODULES if path.parent != HOUSE or room_of(path) in ROOMS]
BELOW_THE_EDGES = [path for path in INDOORS if room_of(path) not in EDGES]


def test_every_module_lives_on_a_floor():
    homeless = {name_of(path) for path in MODULES if room_of(path) not in ROOMS}
    assert homeless == {"__init__.py"}


@pytest.mark.parametrize("path", INDOORS, ids=name_of)
def test_imports_point_down(path):
    height = ROOMS.index(room_of(path))
    assert {used for used in rooms_used_by(path) if ROOMS.index(used) > height} == set()


@pytest.mark.parametrize(
    "path", [p for p in INDOORS if room_of(p) in ("kpis", "journeys", "series")], ids=name_of
)
def test_reading_never_sees_the_processes(path):
    assert "processes" not in rooms_used_by(path)


@pytest.mark.parametrize("path", [p for p in INDOORS if room_of(p) in ("policies", "responses")], ids=name_of)
def test_decisions_never_see_the_clock_or_the_log(path):
    seen = {name for name in imports_of(path) if name.startswith("simsales.instruments.")}
    assert not {name for name in seen if name.split(".")[2] in ("clock", "eventlog", "kernel", "desk")}


@pytest.mark.parametrize("path", BELOW_THE_EDGES, ids=name_of)
def test_only_the_edges_print_and_draw(path):
    assert not [call.lineno for call in calls_in(path) if getattr(call.func, "id", "") == "print"]
    assert not {name for name in imports_of(path) if name.split(".")[0] in ("matplotlib", "click", "rich")}


@pytest.mark.parametrize("path", [p for p in BELOW_THE_EDGES if p.name != "store.py"], ids=name_of)
def test_below_the_edges_only_the_store_writes(path):
    written = [
        c.lineno for c in calls_in(path) if isinstance(c.func, ast.Attribute) and c.func.attr in WRITING_CALLS
    ]
    assert not written
    assert not [call.lineno for call in calls_in(path) if opens_for_writing(call)]
    assert not {name for name in imports_of(path) if name.split(".")[0] in WRITING_MODULES}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_room_becomes_a_god_object(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350
    functions = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not [f.name for f in functions if f.end_lineno - f.lineno + 1 > 50]


def modules_loaded_by(statement: str) -> set[str]:
    code = f"{statement}; import sys; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import simsales", "import simsales.cli"])
def test_opening_the_door_loads_nothing_heavy(statement):
    assert modules_loaded_by(statement).isdisjoint(HEAVY)


def seconds_to(*command: str) -> float:
    """The quickest of several starts, in the processor's time: other work on the machine is not in the way."""
    quickest = float("inf")
    for _ in range(7):
        before = os.times()
        subprocess.run([sys.executable, *command], capture_output=True, check=True)
        after = os.times()
        spent = after.children_user - before.children_user + after.children_system - before.children_system
        quickest = min(quickest, spent)
    return quickest


def test_help_and_import_take_no_time():
    bare = seconds_to("-c", "pass")
    assert seconds_to("-c", "import simsales") < 2 * bare + 0.1
    assert seconds_to("-c", "from simsales.cli import main; main(['--help'])") < 2 * bare + 0.1


@pytest.mark.parametrize("name", simsales.__all__)
def test_the_front_door_opens_to_every_name(name):
    assert getattr(simsales, name) is not None
    assert name in dir(simsales)


def test_an_unknown_name_is_no_attribute():
    with pytest.raises(AttributeError, match="no attribute 'sell_more'"):
        _ = simsales.sell_more
