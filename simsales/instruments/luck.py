"""Luck with an address: what the company cannot influence is drawn at the door.

Streams are named, never numbered by position: ``SeedSequence(seed, spawn_key=(replication, crc32(purpose), ...))``.
Every lead that could come through the door has a number, and all its luck stands in one row of a `DoorTable`;
what is born inside the run is keyed by the path of its birth.  A policy can therefore change what happens to a
customer but never the customer's draws.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Transform = Callable[[Floats], Floats]

#: Leads share a stream in blocks of this many; anchors of speed: larger blocks waste more than they save.
BLOCK = 64
_SHIFT = 6


class Luck:
    """All streams of one replication."""

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = seed
        self.replication = replication

    def stream(self, purpose: str, *key: int) -> Generator:
        """The stream of a purpose and a key of small non-negative integers."""
        spawn_key = (self.replication, crc32(purpose.encode()), *key)
        return Generator(PCG64(SeedSequence(self.seed, spawn_key=spawn_key)))

    def born_inside(self, purpose: str, path: str) -> Generator:
        """The stream of something born inside the run, addressed by the path of its birth."""
        return self.stream(purpose, *path_words(path))


def path_words(path: str) -> tuple[int, int, int, int]:
    """A path such as ``inbound/3/17 · order 1 · complaint 1`` as 128 bits for a stream's key."""
    digest = blake2b(path.encode(), digest_size=16).digest()
    words = np.frombuffer(digest, dtype="<u4")
    return (int(words[0]), int(words[1]), int(words[2]), int(words[3]))


@dataclass(frozen=True, slots=True)
class Column:
    """One number of an entity's luck: where it is drawn, and its shape.

    A purpose is one stream; its columns are drawn slot by slot, so that adding a slot at the end of a purpose,
    or a new purpose, moves no other draw.
    """

    name: Hashable
    purpose: str
    slot: int
    transform: Transform | None = None
    work: bool = False  # hours of work, which depend on how standard the case is


class DoorTable:
    """Rows of luck for numbered entities, drawn in blocks when the first of a block arrives."""

    def __init__(self, luck: Luck, columns: Sequence[Column]) -> None:
        self._luck = luck
        self.slot = {column.name: i for i, column in enumerate(columns)}
        self.work_slots = [i for i, column in enumerate(columns) if column.work]
        self._purposes = _by_purpose(columns)
        self._width = len(columns)
        self._blocks: dict[tuple[int, int], tuple[int, list[list[float]]]] = {}

    def row(self, source: int, strip: int, index: int) -> list[float]:
        """The luck of one entity, one number per column in the order of `slot`."""
        number = index >> _SHIFT
        held = self._blocks.get((source, strip))
        if held is None or held[0] != number:
            held = (number, self._draw(source, strip, number))
            self._blocks[source, strip] = held
        return held[1][index & (BLOCK - 1)]

    def _draw(self, source: int, strip: int, block: int) -> list[list[float]]:
        table = np.empty((self._width, BLOCK))
        for purpose, columns in self._purposes:
            depth = max(column.slot for _, column in columns) + 1
            uniforms = self._luck.stream(purpose, source, strip, block).random((depth, BLOCK))
            for place, column in columns:
                drawn = uniforms[column.slot]
                table[place] = drawn if column.transform is None else column.transform(drawn)
        return table.T.tolist()  # type: ignore[no-any-return]


def _by_purpose(columns: Sequence[Column]) -> list[tuple[str, list[tuple[int, Column]]]]:
    groups: dict[str, list[tuple[int, Column]]] = {}
    for place, column in enumerate(columns):
        groups.setdefault(column.purpose, []).append((place, column))
    return list(groups.items())
