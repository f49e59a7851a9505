"""A JSON Schema of scenario files, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]

_RELATIVE = {"type": "string", "pattern": r"^\s*[x×+-]\s*[0-9][0-9_]*(\.[0-9]+)?([eE][+-]?[0-9]+)?\s*$"}


def schema(model: type[BaseModel] | None = None) -> Schema:
    """The schema of a file; nothing is required in it, since a file states only what differs."""
    if model is None:
        from simsales.scenario.model import Scenario

        model = Scenario
    made: Schema = _loosened(model.model_json_schema(by_alias=True))
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "simsales scenario"
    parent = {
        "type": "string",
        "description": "the scenario this one changes: a file beside it, or the name of a shipped one",
    }
    made["properties"] = {"based_on": parent, **made["properties"]}
    return made


def _loosened(node: Any) -> Any:
    """A schema that also takes parts of tables, and "x1.3" or "+2" where a number stands."""
    if isinstance(node, list):
        return [_loosened(item) for item in node]
    if not isinstance(node, dict):
        return node
    loose = {
        _LOOSER.get(key, key): _loosened(item) for key, item in node.items() if not _too_strict(key, item)
    }
    if node.get("type") in ("number", "integer") or "pattern" in node:
        spoken = {key: loose.pop(key) for key in _SPOKEN if key in loose}
        return {**spoken, "anyOf": [loose, _RELATIVE]}
    if "kind" in (properties := node.get("properties", {})) and "mean" in properties:
        return {"anyOf": [loose, {"type": ["string", "number"]}]}  # a bare quantity is a fixed distribution
    return loose


_SPOKEN = ("title", "description", "default", "unit", "range", "source")
_LOOSER = {"oneOf": "anyOf"}  # a table without its kind may fit several policies


def _too_strict(key: str, item: Any) -> bool:
    """Whether a keyword asks for whole tables, or states a default that TOML cannot write."""
    return (key == "required" and isinstance(item, list)) or (key == "default" and item is None)
