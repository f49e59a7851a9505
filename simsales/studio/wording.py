"""Keys of a scenario in words."""

from simsales.scenario.merging import Path

#: Where a key alone would not be understood, by the table that it stands in and its last word.
_BETTER = {
    ("people", "count"): "Headcount",
    ("compensation", "kind"): "Pay plan",
    ("compensation", "salary"): "Fixed pay",
    ("routing", "kind"): "Who gets a lead",
    ("qualification", "kind"): "How leads are qualified",
    ("handoff", "kind"): "How leads are handed over",
    ("pricing", "kind"): "What a rep may grant",
    ("structure", "kind"): "Structure",
    ("run", "horizon"): "Time that is counted",
    ("at", "at"): "Dated changes",
}


def label_of(path: Path) -> str:
    """The last word of a key, or the last two where the last says nothing: `deal_value.mean` is the mean deal value."""
    table, last = str(path[0]), str(path[-1])
    better = _BETTER.get((table, last))
    if better is not None and len(path) <= 3:
        return better
    if last in ("mean", "cv", "shape", "low", "mode", "high", "values") and len(path) > 2:
        before = _words(str(path[-2]))
        spoken = {"cv": "coefficient of variation", "low": "smallest", "high": "largest", "mode": "likeliest"}
        return _begun(f"{before}, {spoken.get(last, last)}")
    if last == "kind" and len(path) > 1:
        return _begun(f"kind of {_words(str(path[-2]))}")
    return _begun(_words(last))


def section_of(path: Path) -> str:
    """What stands between the table and the lever, such as the team or the step."""
    inner = path[1:-2] if len(path) > 3 and str(path[-1]) in ("mean", "cv", "kind") else path[1:-1]
    return " › ".join(_words(str(part)) for part in inner)


def said(text: str | None) -> str:
    """A text with a capital to begin with, as a sentence without its full stop."""
    return _begun((text or "").strip().rstrip("."))


def _words(key: str) -> str:
    return key.replace("_", " ")


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
