"""Policies that users write: whether they can travel to a worker, and what makes two of them the same.

Two objects are the same policy when their values and their code are.  Code is compared as compiled, with the
functions and constants of the same notebook or file that it uses, so that editing a helper counts as a change
while a comment, a line number or the order of cells does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from pydantic import BaseModel


def refuse_what_cannot_travel(policy: object) -> None:
    """Raise ValueError unless cloudpickle can carry the policy to another process."""
    import cloudpickle  # only needed once somebody brings a policy of their own

    try:
        cloudpickle.dumps(policy)
    except Exception as problem:  # whatever a member's own pickling code raises
        raise ValueError(
            f"must be picklable to reach the workers, found {type(policy).__name__}, which is not "
            f"({problem}); keep locks, files, connections and generators out of it"
        ) from None


def described(policy: BaseModel) -> dict[str, Any]:
    """A user's policy as plain data: its class, its values, and a digest of its code."""
    kind = type(policy)
    return {
        "kind": f"{kind.__module__}.{kind.__qualname__}",
        **{name: _plain(value) for name, value in _values(policy)},
        "code": code_digest(kind),
    }


def code_digest(kind: type) -> str:
    """A digest of the class's own code, the same in every process that runs this version of Python."""
    digest = hashlib.sha256()
    for piece in _class_pieces(kind, kind.__module__, set()):
        digest.update(piece.encode() + b"\n")
    return digest.hexdigest()[:16]


def _values(policy: BaseModel) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(policy, name)) for name in type(policy).model_fields if name != "kind")


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return _fingerprint(value)


def _fingerprint(value: object) -> str:
    import cloudpickle

    return f"{type(value).__qualname__} {hashlib.sha256(cloudpickle.dumps(value)).hexdigest()[:16]}"


def _class_pieces(kind: type, home: str, seen: set[int]) -> Iterator[str]:
    for base in kind.__mro__:
        if base.__module__ != home:
            yield f"{base.__module__}.{base.__qualname__}"
            continue
        yield base.__qualname__
        for name, member in sorted(vars(base).items()):
            function = _function(member)
            if function is not None and function.__module__ == home:
                yield name
                yield from _function_pieces(function, home, seen)


def _function(member: object) -> FunctionType | None:
    inner = getattr(member, "__func__", None) or getattr(member, "fget", None) or member
    return inner if isinstance(inner, FunctionType) else None


def _function_pieces(function: FunctionType, home: str, seen: set[int]) -> Iterator[str]:
    if id(function) in seen:
        return
    seen.add(id(function))
    names: set[str] = set()
    yield from _code_pieces(function.__code__, names)
    for value in (function.__defaults__, function.__kwdefaults__):
        yield str(_plain(value))
    for cell in function.__closure__ or ():
        yield from _used_pieces(cell.cell_contents, home, seen)
    for name in sorted(names & function.__globals__.keys()):
        yield name
        yield from _used_pieces(function.__globals__[name], home, seen)


def _code_pieces(code: CodeType, names: set[str]) -> Iterator[str]:
    names.update(code.co_names)
    yield code.co_code.hex()
    yield str((code.co_names, code.co_varnames, code.co_freevars))
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code_pieces(constant, names)
        elif isinstance(constant, frozenset):  # its order depends on the run's hash seed
            yield str(sorted(map(repr, constant)))
        else:
            yield repr(constant)


def _used_pieces(value: object, home: str, seen: set[int]) -> Iterator[str]:
    if isinstance(value, ModuleType):
        yield value.__name__
    elif isinstance(value, FunctionType) and value.__module__ == home:
        yield from _function_pieces(value, home, seen)
    elif isinstance(value, type):
        if id(value) not in seen:
            seen.add(id(value))
            yield from _class_pieces(value, home, seen)
    elif hasattr(value, "__qualname__"):
        yield f"{getattr(value, '__module__', '')}.{value.__qualname__}"
    else:
        yield str(_plain(value))
