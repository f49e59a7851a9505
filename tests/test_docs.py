"""The documents keep up with the program: the list of KPIs, the words, and every place that they point to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simsales
from simsales.scenario import library
from simsales.words import vocabulary
from tests.refresh_readme import GLOSSARY, ROOT, list_in_glossary, list_of_kpis

DESIGN = ROOT / "docs" / "design.md"
CHANGELOG = ROOT / "CHANGELOG.md"
TOPICS = ROOT / "docs" / "topics.md"
DOCUMENTS = [ROOT / "README.md", DESIGN, GLOSSARY, CHANGELOG, TOPICS]
#: The field's words, one per idea.
WORDS = (
    *(
        "lead",
        "opportunity",
        "account",
        "order",
        "complaint",
        "salesrep",
        "sdr",
        "hunter",
        "farmer",
        "supporter",
    ),
    *("team", "territory", "quota", "step", "channel", "decoupling point", "policy", "response", "scenario"),
    *("replication", "experiment", "kpi", "warm-up", "stream"),
)


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def glossed() -> str:
    """The words that the glossary explains, in small letters."""
    return " · ".join(re.findall(r"\*\*\*?(.+?)\*", text_of(GLOSSARY))).lower()


def test_the_glossary_lists_every_kpi_as_the_catalogue_has_it():
    assert list_in_glossary() == list_of_kpis()


def test_the_glossary_explains_every_word_of_the_field():
    words = glossed() + text_of(GLOSSARY).partition("## What happens")[0].lower()
    assert [word for word in WORDS if word not in words] == []


def test_the_glossary_names_the_seven_steps_in_their_order():
    line = next(line for line in text_of(GLOSSARY).splitlines() if line.startswith("- **Step**"))
    assert line.endswith(", ".join(vocabulary.STEPS).replace("pre_a", "pre-a").replace("w_u", "w-u") + ".")


def test_the_glossary_counts_the_reasons_for_losing_a_case():
    assert len([reason for reason in vocabulary.REASONS if reason]) == 15
    assert "for one of fifteen reasons" in text_of(GLOSSARY)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_leads_to_a_file(document):
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text_of(document)) if "://" not in target]
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_file_and_room_named_is_there(document):
    named = re.findall(r"`((?:simsales|scenarios|tests|docs|benchmarks)/[\w/.]+)`", text_of(document))
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_the_design_goes_through_every_floor_and_room():
    rooms = sorted(
        path.name
        for path in Path(simsales.__file__).parent.iterdir()
        if path.is_dir() and path.name[0] != "_"
    )
    assert [room for room in rooms if f"`{room}/`" not in text_of(DESIGN)] == []


def test_the_changelog_is_headed_by_this_version_and_sorted():
    headings = re.findall(r"^(##+) (.+)$", text_of(CHANGELOG), re.MULTILINE)
    version = simsales.__version__
    assert headings[0][1].startswith(version)
    assert {title for level, title in headings if level == "###"} <= {
        "Added",
        "Changed",
        "Fixed",
        "Results change",
    }


# --- the course's topics ------------------------------------------------------------------------------------


def rows_of_topics():
    """Number, topic, mechanism, scenario, test and source of each row."""
    rows = re.findall(r"^\| (\d+) \|(.+)\|$", text_of(TOPICS), re.MULTILINE)
    return [(int(number), *(cell.strip() for cell in rest.split("|"))) for number, rest in rows]


def test_every_topic_of_the_course_has_a_row():
    assert [row[0] for row in rows_of_topics()] == list(range(1, 19))
    assert all(len(row) == 6 and all(row[1:]) for row in rows_of_topics())


@pytest.mark.parametrize("row", rows_of_topics(), ids=lambda row: str(row[0]))
def test_a_topic_has_its_mechanism_its_scenarios_and_its_test(row):
    _, _, mechanism, scenarios, test, _ = row
    written = re.findall(r"`(simsales/[\w/.]+)`", mechanism)
    assert written and all((ROOT / place).exists() for place in written)
    named = re.findall(r"`(\w+)`", scenarios)
    known = {name.rpartition("/")[2] for name in library.names()}
    assert named and [name for name in named if name not in known] == []
    ((file, function),) = re.findall(r"`(tests/[\w/.]+)::(\w+)`", test)
    assert f"def {function}(" in text_of(ROOT / file)
