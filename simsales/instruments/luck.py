"""Luck with an address: what the company cannot influence is drawn at the door.

Streams are named, never numbered by position:
``SeedSequence(seed, spawn_key=(replication, crc32(purpose), ...))``.  Every lead that could come through the
door has a number, and all its luck stands in one row of a `DoorTable`; what is born inside the run is keyed
by the path of its birth.  A policy can therefore change what happens to a customer but never the customer's
draws.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Transform = Callable[[Floats], Floats]
#: A transform, the columns it fills, and the uniforms it fills them from.
_Group = tuple["Transform | None", "slice | list[int]", "slice | list[int]"]

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

    A block stays packed, eight bytes a number, and a row is a copy of its part: most of a row is never looked
    at, and as many Python floats would crowd everything else out of the processor's cache.

    Each purpose and strip has one stream; a block's draws begin at a fixed place in it, `STRIDE` blocks of
    numbers wide, whatever the purpose's number of slots.
    """

    def __init__(self, luck: Luck, source: int, columns: Sequence[Column]) -> None:
        self._luck = luck
        self._source = source
        self.slot = {column.name: i for i, column in enumerate(columns)}
        self.work_slots = [i for i, column in enumerate(columns) if column.work]
        self._width = len(columns)
        self._blocks: dict[int, tuple[int, array[float]]] = {}
        self._streams: dict[tuple[str, int], _Stream] = {}
        #: Each purpose with the rows of `_uniforms` it fills.
        self._purposes: list[tuple[str, Floats]] = []
        self._groups = self._grouped(columns)

    def _grouped(self, columns: Sequence[Column]) -> list[_Group]:
        """The columns by transform: one call shapes many columns, of whatever purpose."""
        groups: list[tuple[Transform | None, list[int], list[int]]] = []
        purposes = _by_purpose(columns)
        depths = [max(column.slot for _, column in held) + 1 for held in purposes.values()]
        self._uniforms = np.empty((sum(depths), BLOCK))
        first = 0
        for (name, held), depth in zip(purposes.items(), depths, strict=True):
            self._purposes.append((name, self._uniforms[first : first + depth]))
            for place, column in held:
                group = next((g for g in groups if _same(g[0], column.transform)), None)
                if group is None:
                    group = (column.transform, [], [])
                    groups.append(group)
                group[1].append(place)
                group[2].append(first + column.slot)
            first += depth
        return [(transform, _indexer(places), _indexer(rows)) for transform, places, rows in groups]

    def row(self, strip: int, index: int) -> array[float]:
        """The luck of one entity, one number per column in the order of `slot`."""
        held = self._blocks.get(strip)
        if held is None or held[0] != index >> _SHIFT:
            held = (index >> _SHIFT, self._draw(strip, index >> _SHIFT))
            self._blocks[strip] = held
        place = (index & (BLOCK - 1)) * self._width
        return held[1][place : place + self._width]

    def _draw(self, strip: int, block: int) -> array[float]:
        for purpose, rows in self._purposes:
            stream = self._streams.get((purpose, strip))
            if stream is None:
                stream = _Stream(self._luck.stream(purpose, self._source, strip))
                self._streams[purpose, strip] = stream
            stream.read(block, rows)
        table = np.ones((self._width, BLOCK))
        for transform, places, rows_of in self._groups:
            drawn = self._uniforms[rows_of]
            table[places] = drawn if transform is None else transform(drawn)
        return array("d", table.T.tobytes())


class _Stream:
    """A stream read in blocks of a fixed stride, in any order."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._advance = generator.bit_generator.advance  # type: ignore[attr-defined]
        self._place = 0

    def read(self, number: int, rows: Floats) -> None:
        """Fill the rows with the first slots of a block, `BLOCK` uniforms each."""
        place = number * STRIDE * BLOCK
        if place != self._place:
            self._advance((place - self._place) % _PERIOD)
        self._place = place + rows.size
        self._generator.random(out=rows)


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
