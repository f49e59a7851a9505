"""What every table of a scenario is."""

from __future__ import annotations

from pydantic import BaseModel

from simsales.words.quantities import FROZEN


class Table(BaseModel):
    """A group of values: frozen, closed to unknown keys, free of NaN; every default goes through `parameter`.

    Lists of a file become tuples.  Use the field types of `words.quantities` for numbers: they refuse text
    and true/false, which a bare `int` or `float` would convert.
    """

    model_config = FROZEN
