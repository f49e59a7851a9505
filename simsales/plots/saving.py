"""A chart as one piece of SVG that can stand in a page: the same bytes each time, and nothing fetched for it."""

from __future__ import annotations

import re
import warnings
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Tree

import matplotlib as mpl

from simsales.plots.style import INK, PALE, QUIET

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_POINTS_AT = re.compile(r"url\(#([^)]+)\)")
_FAMILY = re.compile(r"\s*font-family: [^;]*;?")
_OLDER_FONT = re.compile(r"font: (?:(\d+|bold) )?([\d.]+px) [^;]*")  # as matplotlib wrote it up to 3.9
_LONG = re.compile(r"-?\d+\.\d{3,}")
_NAMES = ("id", "aria-labelledby")
#: For the whole chart: widths are measured in DejaVu Sans, and those of any of these are smaller, so that nothing is
#: cut off; how lines are joined, which matplotlib would say for the whole page that the chart stands in.
_ROOT = (
    "font-family: system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif; "
    "stroke-linejoin: round; stroke-linecap: butt"
)
#: What a page may choose the colour of, by the name of its custom property.
_THEMED = {INK: "--chart-ink", "#ffffff": "--chart-paper", QUIET: "--chart-quiet", PALE: "--chart-pale"}


def svg(figure: Figure, title: str = "", prefix: str = "", themed: bool = False) -> str:
    """The chart as one `<svg>` element, to be put into a page as it is.

    `title` is what a screen reader says of it, by default the chart's own heading; `prefix` begins every id, so that
    several charts can share a page.  Text stays text.  A chart that is `themed` takes the colours of text, ground and
    lines from the page's custom properties `--chart-ink`, `--chart-paper`, `--chart-quiet` and `--chart-pale`, where it
    has them; not every program but browsers knows what that means.
    """
    written = StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "simsales"}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # the page's own fonts may well have it
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    root = Tree.fromstring(written.getvalue())
    for name in ("metadata", "defs"):
        for element in root.findall(f"{{{_SVG}}}{name}"):
            if name == "metadata" or element.find(f"{{{_SVG}}}style") is not None:
                root.remove(element)
    _name(root, title or _heading(figure))
    for element in root.iter():
        _mend(element, prefix, themed)
    _forget_unused(root, prefix)
    root.set("xmlns", _SVG)
    root.set("style", _ROOT)
    return Tree.tostring(root, encoding="unicode")


def _mend(element: Tree.Element, prefix: str, themed: bool) -> None:
    """Give ids the page's prefix, also where they are pointed at, and leave out what only costs room."""
    element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    for key, value in list(element.attrib.items()):
        if key in _NAMES:
            element.set(key, prefix + value)
        elif key == _HREF:
            del element.attrib[key]
            element.set("href", f"#{prefix}{value.removeprefix('#')}")
        else:
            told = _LONG.sub(_rounded, _POINTS_AT.sub(rf"url(#{prefix}\1)", value))
            element.set(key, _styled(told, themed) if key in ("style", "fill", "stroke") else told)
    if element.tag not in ("text", "tspan", "title"):
        element.text = None if element.text is None or not element.text.strip() else element.text
    element.tail = None if element.tail is None or not element.tail.strip() else element.tail


def _rounded(number: re.Match[str]) -> str:
    """A hundredth of a point is more than a screen shows."""
    text = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _styled(style: str, themed: bool) -> str:
    style = _OLDER_FONT.sub(lambda found: f"font-weight: {found[1] or 400}; font-size: {found[2]}", style)
    style = _FAMILY.sub("", style).strip()
    if themed:
        for colour, name in _THEMED.items():
            style = re.sub(rf"{colour}\b", f"var({name}, {colour})", style, flags=re.IGNORECASE)
    return style


def _forget_unused(root: Tree.Element, prefix: str) -> None:
    """An id that nothing points at is of no use to a page, and may be taken there."""
    used = {f"{prefix}title"}
    for element in root.iter():
        used |= {element.get("href", "").removeprefix("#")}
        used |= {name for value in element.attrib.values() for name in _POINTS_AT.findall(value)}
    for element in root.iter():
        if element.get("id", "") not in used:
            element.attrib.pop("id", None)


def _name(root: Tree.Element, title: str) -> None:
    root.set("role", "img")
    if not title:
        return
    name = Tree.Element(f"{{{_SVG}}}title", {"id": "title"})
    name.text = "".join(sign if sign.isprintable() else " " for sign in title)
    root.insert(0, name)
    root.set("aria-labelledby", "title")


def _heading(figure: Figure) -> str:
    """What stands above the chart, or above its first panel."""
    above = figure.get_suptitle() or next((axes.get_title(loc="left") for axes in figure.axes), "")
    return above.replace(r"\$", "$")
