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
from struct import Struct
from typing import Any
from zlib import crc32

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Transform = Callable[[Floats], Floats]
#: What the entities of a block are born with, one object each, from the columns of the block.
Describe = Callable[[Floats], Sequence[Any]]
#: A block of luck: its number, its rows end to end, and what its entities are born with.
Block = tuple[int, "array[float]", Sequence[Any]]
#: Eight uniforms in [0, 1) of what is born inside the run, from its address of three whole numbers.
Hashed = Callable[[int, int, int], list[float]]

#: Leads share a stream in blocks of this many; anchors of speed: larger blocks waste more than they save.
BLOCK = 128
#: Most slots of a purpose.
STRIDE = 64
_PERIOD = 1 << 128
_SOURCE_BITS = 47
_STRIP_BITS = 36


def keys_of(source: int, strips: Integers, indices: Integers) -> Integers:
    """One number for the address of each entity of a source: strip of its arrival process, place in the strip."""
    return source << _SOURCE_BITS | strips << _STRIP_BITS | indices


def addresses_of(keys: Integers) -> tuple[Integers, Integers, Integers]:
    """Source, strip and place in the strip of each key."""
    strips = keys >> _STRIP_BITS & ((1 << _SOURCE_BITS - _STRIP_BITS) - 1)
    return keys >> _SOURCE_BITS, strips, keys & ((1 << _STRIP_BITS) - 1)


def blocks_of(indices: Integers) -> tuple[Integers, Integers]:
    """The block of each lead's place in its strip, and its place in the block."""
    return indices // BLOCK, indices % BLOCK


def strip_and_place(key: int) -> tuple[int, int]:
    """A key cut in two: its source and strip as one number, and its place in the strip."""
    return key >> _STRIP_BITS, key & ((1 << _STRIP_BITS) - 1)


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

    def hashed(self, purpose: str) -> Hashed:
        """Eight uniforms for each address of a purpose, such as the parent's key, a kind and an ordinal."""
        return _hashed(f"{self.seed}/{self.replication}/{purpose}")


_ADDRESS, _WORDS = Struct("<qqq"), Struct("<8Q")
_DOUBLE = 2.0**-53


def _hashed(name: str) -> Hashed:
    """Uniforms by hashing an address: for a few numbers each, ten times as quick as a stream of its own."""
    begun, pack, words = blake2b(name.encode()), _ADDRESS.pack, _WORDS.unpack

    def of(parent: int, kind: int, ordinal: int) -> list[float]:
        digest = begun.copy()
        digest.update(pack(parent, kind, ordinal))
        return [(word >> 11) * _DOUBLE for word in words(digest.digest())]

    return of


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

    A row stays packed, eight bytes a number: most of it is never looked at, and as many Python floats would
    crowd everything else out of the processor's cache.

    Leads share a block of `BLOCK`; what an entity gives birth to is numbered within it, in small blocks (`block`,
    a power of two).  Each purpose and strip has one stream; a block's draws begin at a fixed place in it,
    `STRIDE` blocks of numbers wide, whatever the purpose's number of slots.
    """

    def __init__(
        self,
        luck: Luck,
        source: int,
        columns: Sequence[Column],
        describe: Describe | None = None,
        block: int = BLOCK,
    ) -> None:
        self._luck = luck
        self._source = source
        self._describe = describe
        self._block, self._shift = block, block.bit_length() - 1
        self.slot = slots_of(columns)
        self.work_slots = [i for i, column in enumerate(columns) if column.work]
        self.width = len(columns)
        #: The block of each strip that was drawn last.
        self.held: dict[int, Block] = {}
        self._streams: dict[int, list[_Stream]] = {}
        self._arrange(columns)

    def _arrange(self, columns: Sequence[Column]) -> None:
        """Lay the columns out by transform: one call shapes many of them, of whatever purpose."""
        rows_of_purposes, depth = _rows_by_purpose(columns)
        self._uniforms = np.ones((depth, self._block))  # a column without a purpose is the constant 1
        self._purposes = [(name, self._uniforms[part]) for name, part in rows_of_purposes.items() if name]
        groups: list[tuple[Transform | None, list[int]]] = [(None, [])]
        for place, column in enumerate(columns):
            group = next((g for g in groups if _same(g[0], column.transform)), None)
            if group is None:
                group = (column.transform, [])
                groups.append(group)
            group[1].append(place)
        order = [place for _, places in groups for place in places]
        self._sources = np.array(
            [rows_of_purposes[columns[p].purpose].start + columns[p].slot for p in order]
        )
        self._places = np.argsort(order)
        self._shaped = np.empty((self.width, self._block))
        ends = np.cumsum([len(places) for _, places in groups])
        self._transforms = [
            (transform, self._shaped[end - len(places) : end])
            for (transform, places), end in zip(groups, ends, strict=True)
            if transform is not None
        ]

    def row(self, strip: int, index: int) -> array[float]:
        """The luck of one entity, one number per column in the order of `slot`."""
        return self.born(strip, index)[0]

    def born(self, strip: int, index: int) -> tuple[array[float], Any]:
        """The luck of one entity, and what `describe` says it is born with."""
        return self.at(strip, index >> self._shift, index & (self._block - 1))

    def at(self, strip: int, block: int, place: int) -> tuple[array[float], Any]:
        """The same for an entity whose block, and place in it, are known."""
        held = self.held.get(strip)
        if held is None or held[0] != block:
            held = self.draw(strip, block)
        start = place * self.width
        return held[1][start : start + self.width], held[2][place]

    def draw(self, strip: int, block: int) -> Block:
        """Draw a block of a strip; it is held until another one of its strip is drawn."""
        first = block * STRIDE * self._block
        for stream in self._streams.get(strip) or self._begin(strip):
            stream.read(first)
        self._uniforms.take(self._sources, axis=0, out=self._shaped)
        for transform, part in self._transforms:
            part[...] = transform(part)
        table = self._shaped.take(self._places, axis=0)
        born = (None,) * self._block if self._describe is None else self._describe(table)
        drawn = self.held[strip] = block, array("d", table.T.tobytes()), born
        return drawn

    def _begin(self, strip: int) -> list[_Stream]:
        """The streams of a strip, one for each purpose."""
        streams = self._streams[strip] = [
            _Stream(self._luck.stream(purpose, self._source, strip), rows) for purpose, rows in self._purposes
        ]
        return streams


def slots_of(columns: Sequence[Column]) -> dict[Hashable, int]:
    """Where each column stands in a row."""
    return {column.name: place for place, column in enumerate(columns)}


class _Stream:
    """A stream read in blocks, in any order, into rows of numbers: one row per slot."""

    def __init__(self, generator: Generator, rows: Floats) -> None:
        self._random = generator.random
        self._advance = generator.bit_generator.advance  # type: ignore[attr-defined]  # PCG64 can jump
        self._rows, self._size = rows, rows.size
        self._place = 0

    def read(self, first: int) -> None:
        """Fill the rows from a place of the stream on."""
        if first != self._place:
            self._advance((first - self._place) % _PERIOD)
        self._place = first + self._size
        self._random(out=self._rows)


def _same(a: Transform | None, b: Transform | None) -> bool:
    """Whether two transforms shape alike: methods of equal laws do."""
    if a is b:
        return True
    owner, other = getattr(a, "__self__", None), getattr(b, "__self__", None)
    return owner is not None and owner == other and getattr(a, "__name__", "") == getattr(b, "__name__", "")


def _rows_by_purpose(columns: Sequence[Column]) -> tuple[dict[str, slice], int]:
    """The rows of uniforms that each purpose fills, and how many rows there are."""
    depths: dict[str, int] = {}
    for column in columns:
        depths[column.purpose] = max(depths.get(column.purpose, 0), column.slot + 1)
    rows, first = {}, 0
    for purpose, depth in depths.items():
        rows[purpose] = slice(first, first + depth)
        first += depth
    return rows, first
