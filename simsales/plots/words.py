"""Names and numbers as a chart writes them."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.ticker import Formatter

if TYPE_CHECKING:
    from matplotlib.axis import Axis

#: From which size on a number is written with which letter, and what that stands for.
_LETTERS = ((1e9, 1e9, " bn"), (1e6, 1e6, " M"), (1e4, 1e3, " k"))
_MINUS, _MORE, _NONE = "−", "…", "–"
#: Beyond this size, and below its inverse, figures would be as long as a sentence.
_LONGEST = 1e15


def plain(text: str) -> str:
    """Text that is drawn as it is: no formula begins at a dollar sign, and what cannot be printed is a blank."""
    shown = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
    return shown.replace("$", r"\$")


def folded(text: str, letters: int) -> str:
    """Text in lines of at most so many letters; a number stays beside its per cent."""
    return "\n".join(textwrap.wrap(text.replace(" %", "\u00a0%"), max(letters, 8)))


def label(name: str, letters: int = 22, lines: int = 2) -> str:
    """A name beside an axis: folded where it is long, at its underscores too, and cut where it is very long."""
    told = [line.replace("_ ", "_") for line in textwrap.wrap(name.replace("_", "_ "), letters)] or [name]
    if len(told) > lines:
        told = [*told[: lines - 1], f"{told[lines - 1][: letters - 1]}{_MORE}"]
    return plain("\n".join(told))


def short(value: float, figures: int = 3) -> str:
    """A number with so many figures: 950, 1,240, 12.4 k, 1.28 M; a true minus sign, and – where there is none."""
    return aligned([value], figures)[0]


def signed(value: float, figures: int = 3) -> str:
    """A difference: `short` with its sign."""
    return signs([value], figures)[0]


def aligned(values: Sequence[float], figures: int = 3) -> list[str]:
    """Numbers that stand together, with the letter and the decimals that the largest has with so many figures.

    Whole numbers have no decimals.
    """
    known = [abs(value) for value in values if math.isfinite(value)]
    largest = max(known, default=0.0)
    rounded = float(f"{largest:.{figures}g}")
    if not 1.0 / _LONGEST < rounded < _LONGEST and largest:
        return [f"{value:.{figures - 1}e}" if math.isfinite(value) else _NONE for value in values]
    unit, letter = _unit_of(rounded)
    digits = figures - 1 - math.floor(math.log10(rounded / unit)) if rounded else 0
    if all(size / unit == round(size / unit, 0) for size in known):
        digits = 0
    letters = [letter if value and math.isfinite(value) else "" for value in values]
    return [
        _written(value / unit, max(digits, 0)) + each for value, each in zip(values, letters, strict=True)
    ]


def side_by_side(rows: Sequence[Sequence[float]], figures: int = 3) -> list[list[str]]:
    """Numbers of several scenarios that are compared with one another: `aligned` over all of them."""
    texts = iter(aligned([value for row in rows for value in row], figures))
    return [[next(texts) for _ in row] for row in rows]


def counts(rows: Sequence[Sequence[float]], figures: int = 4) -> list[list[str]]:
    """How many cases there are in each row, in full: a few beside thousands are still to be seen.

    All have the decimals that the largest has with so many figures; whole numbers have none.
    """
    known = [abs(value) for row in rows for value in row if math.isfinite(value)]
    whole = all(value == round(value) for value in known)
    digits = 0 if whole else max(figures - 1 - math.floor(math.log10(max(known))), 0)
    return [[_written(value, digits) for value in row] for row in rows]


def signs(values: Sequence[float], figures: int = 3) -> list[str]:
    """Differences that stand together: `aligned` with their signs."""
    texts = aligned(values, figures)
    both = zip(values, texts, strict=True)
    return [f"+{text}" if value > 0 and text.strip("0., kMbn") else text for value, text in both]


def percent(share: float) -> str:
    """A share in per cent, whole from 10 % on."""
    if not math.isfinite(share):
        return _NONE
    return f"{_written(100 * share, 0 if abs(share) >= 0.0995 or not share else 1)} %"


def shown_in(unit: str) -> tuple[str, float]:
    """The unit in which a chart shows values of a unit, and how many of it one is: shares are in per cent."""
    return ("%", 100.0) if unit == "share" else (unit, 1.0)


class Ticks(Formatter):
    """Numbers along an axis, with one letter and as many decimals as tell them apart."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return short(x)

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        largest = max(map(abs, values), default=0.0)
        unit, letter = _unit_of(largest)
        if largest >= _LONGEST:
            return aligned(values)
        digits = next((n for n in range(9) if _tell_apart(values, unit, n)), 9)
        return [_written(value / unit, digits) + letter if value else "0" for value in values]


def _tell_apart(values: Sequence[float], unit: float, digits: int) -> bool:
    """Whether so many decimals are all that these numbers have."""
    scaled = [value / unit for value in values]
    return all(abs(round(value, digits) - value) <= 1e-9 * max(map(abs, scaled)) for value in scaled)


def _unit_of(largest: float) -> tuple[float, str]:
    """In what numbers up to a size are written."""
    return next(((size, name) for least, size, name in _LETTERS if largest >= least), (1.0, ""))


def write_short(axis: Axis) -> None:
    """Write the ticks of an axis in few letters."""
    axis.set_major_formatter(Ticks())


def listed(names: Sequence[str]) -> str:
    """Names in a sentence."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def of_replications(count: int, statistic: str = "mean") -> str:
    """What a figure of a chart is."""
    return f"{statistic} of {count} replications" if count > 1 else "one replication"


def _written(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return _NONE
    text = f"{value:,.{digits}f}"
    return text.replace("-", "" if not text.strip("-0.,") else _MINUS)
