"""What every policy is, and how a table of a scenario holds one.

A policy is a frozen set of values with one verb.  The built-in ones carry a `kind`, by which files choose
them; a notebook may pass an object of a class of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, get_args

from pydantic import BaseModel, Discriminator, GetCoreSchemaHandler, SerializationInfo
from pydantic_core import CoreSchema, core_schema

from simsales.policies.own import described, refuse_what_cannot_travel
from simsales.words.quantities import FROZEN, shown

KEEP_OWN = "keep own policies"


class Policy(BaseModel):
    """A decision rule: unchangeable values and one verb, equal to any other with the same values.

    A built-in policy names itself with `kind: Literal["round_robin"] = "round_robin"`; one written by a
    user for a single study needs no kind.
    """

    model_config = FROZEN


class Kept:
    """A user's policy on its way through pydantic's serializer, which would take a bare one apart."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy


class PolicyField:
    """Marks a field that holds one of several policies, or one that a user wrote.

    A table of the scenario declares it on the union of the built-in classes (or on a single class)::

        RoutingChoice = Annotated[RoundRobin | LeastLoaded | BestFit, PolicyField()]

        class Scenario(Description):
            routing: RoutingChoice = parameter(RoundRobin(), help="who gets a new lead")

    From a file the field reads a table and picks the class by its `kind`.  From Python it also takes an
    object of any subclass of Policy that has the verb the built-in classes share; such an object must be
    picklable, and its values and code enter the scenario's content key.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members: tuple[type[Policy], ...] = get_args(source) or (source,)
        chosen = Annotated[source, Discriminator("kind")] if len(members) > 1 else source
        inner = handler.generate_schema(chosen)
        verbs = shared_verbs(members)

        def read(value: Any, read_table: Callable[[Any], Any]) -> Any:
            if isinstance(value, Policy) and type(value) not in members:
                return _accepted(value, verbs)
            if not isinstance(value, Policy | dict):
                kinds = ", ".join(repr(kind_of(member)) for member in members if kind_of(member))
                named = f" that names its kind ({kinds})" if kinds else ""
                raise ValueError(f"must be a table{named}, found {shown(value)}")
            return read_table(value)

        def write(value: Any, write_table: Callable[[Any], Any], info: SerializationInfo) -> Any:
            if type(value) in members:
                return write_table(value)
            return Kept(value) if info.context == KEEP_OWN else described(value)

        return core_schema.no_info_wrap_validator_function(
            read,
            inner,
            serialization=core_schema.wrap_serializer_function_ser_schema(write, info_arg=True, schema=inner),
        )


def kind_of(policy: type[BaseModel]) -> str | None:
    """The name by which a file chooses this class, or None where there is only one."""
    field = policy.model_fields.get("kind")
    return field.default if field is not None and isinstance(field.default, str) else None


def shared_verbs(members: tuple[type[Policy], ...]) -> frozenset[str]:
    """The public methods that all of these policies have beyond what every policy has."""
    common = frozenset.intersection(*(frozenset(dir(member)) for member in members)) - frozenset(dir(Policy))
    return frozenset(
        name for name in common if not name.startswith("_") and callable(getattr(members[0], name, None))
    )


def _accepted(policy: Policy, verbs: frozenset[str]) -> Policy:
    missing = sorted(verb for verb in verbs if not callable(getattr(policy, verb, None)))
    if missing:
        raise ValueError(
            f"must answer to {', '.join(missing)}(), found an object of class {type(policy).__name__}; "
            "give your class that method"
        )
    refuse_what_cannot_travel(policy)
    return policy
