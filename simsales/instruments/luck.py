"""Luck with an address: what the company cannot influence is drawn at the door.

Streams are named, never numbered by position:
``SeedSequence(seed, spawn_key=(replication, crc32(purpose), ...))``.  Every lead that could come through the
door has a number, and all its luck stands in one row of a `DoorTable`; what is born inside the run is keyed
by the path of its birth.  A policy can therefore change what happens to a customer but never the customer's
draws.
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
BLOCK = 128
_SHIFT = 7
#: Most slots of a purpose.
STRIDE = 64
_PERIOD = 1 << 128


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

    A purpose is one stream; its columns are drawn slot by slot, so that adding a slot at the end of a
    purpose, or a new purpose, moves no other draw.  Columns with equal transforms are shaped together.
    """

    name: Hashable
    purpose: str
    slot: int
    transform: Transform | None = None
    work: bool = False  # hours of work, which depend on how standard the case is


class DoorTable:
    """Rows of luck for the numbered entities of one source, drawn in blocks when a block's first one arrives.

    Each purpose and strip has one stream; a block's draws begin at a fixed place in it, `STRIDE` blocks of
    numbers wide, whatever the purpose's number of slots.
    """

    def __init__(self, luck: Luck, source: int, columns: Sequence[Column]) -> None:
        self._luck = luck
        self._source = source
        self.slot = {column.name: i for i, column in enumerate(columns)}
        self.work_slots = [i for i, column in enumerate(columns) if column.work]
        self._purposes = [_Purpose(name, held) for name, held in _by_purpose(columns).items()]
        self._width = len(columns)
        self._blocks: dict[int, tuple[int, list[list[float]]]] = {}
        self._streams: dict[tuple[str, int], _Stream] = {}

    def row(self, strip: int, index: int) -> list[float]:
        """The luck of one entity, one number per column in the order of `slot`."""
        held = self._blocks.get(strip)
        if held is None or held[0] != index >> _SHIFT:
            held = (index >> _SHIFT, self._draw(strip, index >> _SHIFT))
            self._blocks[strip] = held
        return held[1][index & (BLOCK - 1)]

    def _draw(self, strip: int, block: int) -> list[list[float]]:
        table = np.ones((self._width, BLOCK))
        for purpose in self._purposes:
            stream = self._streams.get((purpose.name, strip))
            if stream is None:
                stream = _Stream(self._luck.stream(purpose.name, self._source, strip))
                self._streams[purpose.name, strip] = stream
            purpose.fill(table, stream.block(block, purpose.depth))
        return table.T.tolist()


class _Stream:
    """A stream read in blocks of a fixed stride, in any order."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._place = 0

    def block(self, number: int, depth: int) -> Floats:
        """The first `depth` slots of a block, one row of `BLOCK` uniforms each."""
        place = number * STRIDE * BLOCK
        if place != self._place:
            self._generator.bit_generator.advance((place - self._place) % _PERIOD)  # type: ignore[attr-defined]
        self._place = place + depth * BLOCK
        return self._generator.random((depth, BLOCK))


class _Purpose:
    """The columns of one purpose, grouped by transform."""

    def __init__(self, name: str, columns: Sequence[tuple[int, Column]]) -> None:
        self.name = name
        self.depth = max(column.slot for _, column in columns) + 1
        groups: list[tuple[Transform | None, list[int], list[int]]] = []
        for place, column in columns:
            group = next((g for g in groups if _same(g[0], column.transform)), None)
            if group is None:
                group = (column.transform, [], [])
                groups.append(group)
            group[1].append(place)
            group[2].append(column.slot)
        self._groups = [(transform, _indexer(places), _indexer(slots)) for transform, places, slots in groups]

    def fill(self, table: Floats, uniforms: Floats) -> None:
        """Shape the uniforms of a block and put them in their places."""
        for transform, places, slots in self._groups:
            drawn = uniforms[slots]
            table[places] = drawn if transform is None else transform(drawn)


def _indexer(numbers: Sequence[int]) -> slice | list[int]:
    """A slice where the numbers run on without a gap, which is read without copying."""
    run = list(range(numbers[0], numbers[0] + len(numbers)))
    return slice(run[0], run[-1] + 1) if list(numbers) == run else list(numbers)


def _same(a: Transform | None, b: Transform | None) -> bool:
    """Whether two transforms shape alike: methods of equal laws do."""
    if a is b:
        return True
    owner, other = getattr(a, "__self__", None), getattr(b, "__self__", None)
    return owner is not None and owner == other and getattr(a, "__name__", "") == getattr(b, "__name__", "")


def _by_purpose(columns: Sequence[Column]) -> dict[str, list[tuple[int, Column]]]:
    groups: dict[str, list[tuple[int, Column]]] = {}
    for place, column in enumerate(columns):
        if column.purpose:  # a column without one is the constant 1
            groups.setdefault(column.purpose, []).append((place, column))
    return groups
