"""Numbers and tables as text, for a terminal, a notebook, or a file that is compared line by line."""

import math
from collections.abc import Sequence
from html import escape

_TEXT_COLUMNS = (
    *("KPI", "unit", "better", "definition", "scenario", "question"),
    *("part", "because", "departure", "what it is", "desk"),
    *("out by", "standing"),
    *("parameter", "value", "default", "range", "grade", "source"),
)


def number(value: float, scale: float | None = None) -> str:
    """About four figures, with thousands set apart; `scale` gives a row of numbers the same decimals."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else str(value)
    if value == 0 and not scale:
        return "0"
    size = abs(value) if scale is None or not math.isfinite(scale) else abs(scale)
    decimals = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 10 else 3
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def signed(value: float, scale: float | None = None) -> str:
    """A difference: `number` with its sign."""
    text = number(value, scale)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def percent(share: float) -> str:
    """A share in per cent, with the figures that tell it from 100 %."""
    decimals = 0 if share >= 1.0 else max(0, math.ceil(-math.log10(1.0 - share)) - 1)
    text = f"{share * 100:.{decimals}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


def share(value: float) -> str:
    """A probability; what rounds to never or always is neither."""
    if not math.isfinite(value):
        return "not known yet"
    if 0.0 < value < 0.0005:
        return "under 0.001"
    return "over 0.999" if 0.9995 <= value < 1.0 else f"{value:.3f}"


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need to be: words to the left, numbers to the right."""
    widths = [max(len(line[i]) for line in [header, *rows]) for i in range(len(header))]
    left = [name in _TEXT_COLUMNS for name in header]

    def line(cells: Sequence[str]) -> str:
        padded = (
            c.ljust(w) if to_left else c.rjust(w) for c, w, to_left in zip(cells, widths, left, strict=True)
        )
        return "  ".join(padded).rstrip()

    return "\n".join([line(header), "  ".join("─" * width for width in widths), *map(line, rows)])


def html_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same table for a notebook."""
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same table for a document in Markdown."""
    marks = ["---" if name in _TEXT_COLUMNS else "--:" for name in header]
    lines = [header, marks, *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
