"""The lessons' commands, run as a student would, print what the lessons say."""

from __future__ import annotations

import re

import pytest

from simsales.scenario import library
from tests.lessons import FOLDER, LEFT_OUT, blocks, told

LESSONS = sorted(FOLDER.glob("*.md"))


#: What plays the whole company many times is left to the slow tests.
FAST_AND_SLOW = [
    pytest.param(file, id=file.stem, marks=[pytest.mark.slow] * (file.stem[:2] >= "04")) for file in LESSONS
]


@pytest.fixture(scope="module", params=FAST_AND_SLOW)
def lesson(request):
    """A lesson's text and its blocks, each with what its command prints today."""
    text = request.param.read_text(encoding="utf-8")
    return text, [(block, block.run()) for block in blocks(text)]


def in_order(shown, printed):
    """Whether the lines shown are printed in this order, with others between only where some are left out."""
    rest = iter(printed)
    skipping = True  # a block may begin below the heading
    for line in shown:
        if line == LEFT_OUT:
            skipping = True
            continue
        following = next(rest, None)
        while skipping and following not in (line, None):
            following = next(rest, None)
        if following != line:
            return False
        skipping = False
    return True


def test_each_lesson_has_a_base_and_a_twin_of_its_number():
    assert len(LESSONS) >= 2
    for file in LESSONS:
        number = file.stem[:2]
        base, twin = (name for name in library.names() if name.startswith(f"lessons/{number}_"))
        assert twin == f"{base}_twin"
        assert all(f"scenarios/{name}.toml" in file.read_text(encoding="utf-8") for name in (base, twin))


def test_a_lesson_asks_for_a_prediction_before_it_shows_a_result():
    for file in LESSONS:
        headings = re.findall(r"^## (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Predict", "Run", "What came out", "The twin"]


def test_the_commands_print_what_the_lesson_shows(lesson):
    for block, printed in lesson[1]:
        assert in_order(block.shown, printed), f"{block.command}: run python -m tests.lessons"


def test_the_figures_in_the_text_are_among_those_shown(lesson):
    text, runs = lesson
    figures = {word.replace(",", "") for block, _ in runs for line in block.shown for word in line.split()}
    missing = [figure for figure in told(text) if figure not in figures]
    assert told(text) and not missing, f"mend {missing} in the text"
