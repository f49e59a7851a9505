"""What a report says, apart from how it is set: sections of paragraphs, lists, tables and listings.

The same document is written as Markdown (`report.md`) and as a page (`report.html`), so that neither can say what the
other does not.  Text is text here: whoever sets it escapes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from simsales.experiments.tables import markdown_table


@dataclass(frozen=True, slots=True)
class Span:
    """A few words that are set apart: as code, strongly, or with a stress."""

    text: str
    how: Literal["code", "strong", "stress"]


Words: TypeAlias = tuple[str | Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `head` names the item of a checklist that it answers."""

    words: Words
    head: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without an order."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header, all cells as text; `caption` says what they are."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines that are set as they are, such as a command; `language` is what a colourer would want to know."""

    text: str
    language: str = "text"


Block: TypeAlias = Paragraph | Bullets | Table | Listing


@dataclass(frozen=True, slots=True)
class Section:
    """A headline and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


def code(text: str) -> Span:
    """Words as a file or a shell has them."""
    return Span(text, "code")


def strong(text: str) -> Span:
    """Words that the eye finds first."""
    return Span(text, "strong")


def stress(text: str) -> Span:
    """Words with a stress."""
    return Span(text, "stress")


def paragraph(*words: str | Span, head: str = "") -> Paragraph:
    """A paragraph of these words."""
    return Paragraph(words, head)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> Table:
    """A table of these rows."""
    return Table(tuple(header), tuple(map(tuple, rows)), caption)


def markdown(sections: Sequence[Section]) -> str:
    """The sections as Markdown, headlines of the second order."""
    return "\n\n".join(
        "\n\n".join([f"## {section.title}", *map(_markdown, section.blocks)]) for section in sections
    )


_MARKS = {"code": "`", "strong": "**", "stress": "*"}


def _markdown(block: Block) -> str:
    if isinstance(block, Paragraph):
        head = f"**{block.head}** " if block.head else ""
        return f"{head}{_words(block.words)}".rstrip()
    if isinstance(block, Bullets):
        return "\n".join(f"- {_words(item)}" for item in block.items)
    if isinstance(block, Table):
        below = markdown_table(block.header, block.rows)
        return f"{block.caption}\n\n{below}" if block.caption else below
    return f"```{block.language}\n{block.text}\n```"


def _words(words: Words) -> str:
    return "".join(
        each if isinstance(each, str) else f"{_MARKS[each.how]}{each.text}{_MARKS[each.how]}"
        for each in words
    )
