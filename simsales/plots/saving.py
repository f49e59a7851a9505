"""A chart as one piece of SVG that can stand in a page: the same bytes each time, and nothing fetched for it."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Tree

import matplotlib as mpl

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_POINTS_AT = re.compile(r"url\(#([^)]+)\)")
_FONT = re.compile(r"'DejaVu Sans'[^;]*?sans-serif")
#: Widths are measured in DejaVu Sans; those of any of these are smaller, so that nothing is cut off.
_FONTS = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
#: How matplotlib asks for its lines to be joined; there it holds for the whole page that the chart stands in.
_LINES = "stroke-linejoin: round; stroke-linecap: butt"


def svg(figure: Figure, title: str = "", prefix: str = "") -> str:
    """The chart as one `<svg>` element, to be put into a page as it is.

    `title` is what a screen reader says of it, by default the chart's own heading; `prefix` begins every id, so that
    several charts can share a page.  Text stays text.
    """
    written = StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "simsales"}):
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    root = Tree.fromstring(written.getvalue())
    for name in ("metadata", "defs"):
        for element in root.findall(f"{{{_SVG}}}{name}"):
            if name == "metadata" or element.find(f"{{{_SVG}}}style") is not None:
                root.remove(element)
    root.set("style", _LINES)
    root.set("role", "img")
    _name(root, title or _heading(figure))
    for element in root.iter():
        _mend(element, prefix)
    root.set("xmlns", _SVG)
    return Tree.tostring(root, encoding="unicode")


def _mend(element: Tree.Element, prefix: str) -> None:
    """Give ids the page's prefix, also where they are pointed at, and fonts that every machine has."""
    element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    for key, value in list(element.attrib.items()):
        if key in ("id", "aria-labelledby"):
            element.set(key, prefix + value)
        elif key == _HREF:
            del element.attrib[key]
            element.set("href", f"#{prefix}{value.removeprefix('#')}")
        else:
            element.set(key, _FONT.sub(_FONTS, _POINTS_AT.sub(rf"url(#{prefix}\1)", value)))


def _name(root: Tree.Element, title: str) -> None:
    if not title:
        return
    name = Tree.Element(f"{{{_SVG}}}title", {"id": "title"})
    name.text = title
    root.insert(0, name)
    root.set("aria-labelledby", "title")


def _heading(figure: Figure) -> str:
    """What stands above the chart, or above its first panel."""
    above = figure.get_suptitle()
    return above or next((axes.get_title(loc="left") for axes in figure.axes), "")
