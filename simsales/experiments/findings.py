"""What the results of a study of sensitivity have in common: a line for each parameter, and how they are shown."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from simsales.experiments.document import Block, paragraph, table
from simsales.experiments.tables import html_table, text_table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Entry:
    """One parameter, and the ends between which it was moved."""

    key: str
    low: Any
    high: Any


Line = TypeVar("Line", bound=Entry)


class Findings(Generic[Line]):
    """A table of parameters, the most important first; a subclass says its title, its head and how it prints a line."""

    __slots__ = ()

    entries: tuple[Line, ...]
    left_out: tuple[tuple[str, str], ...]

    def of(self, key: str) -> Line:
        """What was found of one parameter."""
        return next(each for each in self.entries if each.key == key)

    def columns(self) -> tuple[str, ...]:
        """The head of the table as data."""
        return tuple(each.name for each in fields(self.entries[0]))

    def rows(self) -> list[tuple[Any, ...]]:
        """The table as data."""
        return [astuple(each) for each in self.entries]

    def to_pandas(self) -> "pd.DataFrame":
        """One row per parameter, the most important first."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(self.columns()))

    def _title(self) -> str:
        raise NotImplementedError

    def _table(self) -> tuple[list[str], list[list[str]]]:
        raise NotImplementedError

    def _sentences(self) -> Sequence[str]:
        """What is said below the table."""
        if not self.left_out:
            return []
        key, why = self.left_out[0]
        if len(self.left_out) == 1:
            return [f"One parameter is left out, {key}: {why}."]
        return [f"{len(self.left_out)} parameters are left out, such as {key}: {why}."]

    def told(self) -> tuple[Block, ...]:
        """The table and what is said of it as a document."""
        return table(*self._table(), self._title()), *map(paragraph, self._sentences())

    def __repr__(self) -> str:
        return "\n\n".join([f"{self._title()}\n{text_table(*self._table())}", *self._sentences()])

    def _repr_html_(self) -> str:
        below = "".join(f"<p>{sentence}</p>" for sentence in self._sentences())
        return f"<p>{self._title()}</p>{html_table(*self._table())}{below}"
