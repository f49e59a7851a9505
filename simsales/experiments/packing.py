"""What a look found in a replication, as bytes for the store: values alone, nothing that acts when it is read.

A store may come from somebody else.  So what is unpacked are numbers, text, arrays and records of this house, and a
packet that names anything else is refused.
"""

import pickle
import zlib
from collections.abc import Callable
from dataclasses import is_dataclass
from enum import Enum
from functools import partial
from io import BytesIO
from typing import Any

from simsales.words.errors import InputError

_HOUSE = "simsales."
_OF_NUMPY = ("_reconstruct", "_frombuffer", "ndarray", "dtype", "scalar")


class Unreadable(Exception):
    """A packet that holds something else than values, or is damaged."""


def pack(found: Any) -> bytes:
    """The bytes of what was found, the same for the same values."""
    return zlib.compress(pickle.dumps(found, protocol=5), level=1)


def unpack(packet: bytes) -> Any:
    """What `pack` packed.  Raises Unreadable."""
    try:
        return _Values(BytesIO(zlib.decompress(packet))).load()
    except Exception as problem:  # damaged bytes may break anywhere
        raise Unreadable(f"{type(problem).__name__}: {problem}") from problem


class _Values(pickle.Unpickler):
    """Makes values and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module.split(".")[0] == "numpy" and name in _OF_NUMPY:
            return super().find_class(module, name)
        if module.startswith(_HOUSE) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value")


def name_of_look(look: Callable[..., Any]) -> str:
    """What is looked for, as a key of the store: a function of this house, and what it was given beforehand.

    Raises InputError for any other function: the model's version, under which things are kept, says nothing of it.
    """
    function, given = (
        (look.func, (look.args, look.keywords)) if isinstance(look, partial) else (look, ((), {}))
    )
    module, name = getattr(function, "__module__", ""), getattr(function, "__qualname__", "")
    if not module.startswith(_HOUSE) or "<" in name or not name:
        raise InputError(
            f"store: must be given a look of simsales itself to keep what it finds, found {module}.{name}; "
            "leave the store away"
        )
    values, by_name = given
    return f"{module}.{name}{values!r}{sorted(by_name.items())!r}"
