"""A table of the log: packed rows, written one by one while the run is going and read by column afterwards."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CODES = {"f8": "d", "i8": "q", "i4": "i", "i2": "h", "?": "?"}


class Rows:
    """Rows of plain numbers with named columns (``f8``, ``i8``, ``i4``, ``i2`` or ``?``).

    `add` takes the values in the order of the columns and gives the row's number, counted from `first`; where
    rows are not kept it only counts.
    """

    add: Callable[..., int]

    def __init__(self, columns: Mapping[str, str], first: int = 0, keep: bool = True) -> None:
        self._packed = bytearray()
        self._dtype = np.dtype(
            [(name, code if code == "?" else f"<{code}") for name, code in columns.items()]
        )
        pack = Struct("<" + "".join(_CODES[code] for code in columns.values())).pack
        self.add = _writer(self._packed, pack, first, keep)

    @property
    def table(self) -> NDArray[np.void]:
        """All rows so far, in the order in which they were written."""
        return np.frombuffer(bytes(self._packed), dtype=self._dtype)


def _writer(packed: bytearray, pack: Callable[..., bytes], first: int, keep: bool) -> Callable[..., int]:
    extend, numbers = packed.extend, itertools.count(first)

    def add(*values: Any) -> int:
        """Enter a row; returns its number."""
        if keep:
            extend(pack(*values))
        return next(numbers)

    return add
