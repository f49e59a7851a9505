"""Files of a study: each is written whole or not at all, so that whoever reads meanwhile finds the one before."""

import json
import math
import os
from pathlib import Path
from typing import Any


def write_text(path: Path, text: str) -> None:
    """Write a text by way of a draft beside it, which no other process shares."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_json(path: Path, content: Any) -> None:
    """As `write_text`, for plain data; a number that there is not becomes null."""
    write_text(path, as_json(content))


def as_json(content: Any) -> str:
    """Plain data as strict JSON, which knows neither NaN nor infinity."""
    return json.dumps(without_nan(content), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def read_json(path: Path) -> Any:
    """What is written there; None where nothing is, or nothing that can be read."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def without_nan(content: Any) -> Any:
    """The same with null for every NaN and infinity."""
    if isinstance(content, dict):
        return {key: without_nan(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [without_nan(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content
