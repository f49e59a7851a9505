"""Whether a policy that is chosen by its KPI also wins on value, or whether the figure and what it is for part ways.

Whoever is measured by activity may well be more active and sell no more (Kerr 1975).  The test holds the paired
verdict on the KPI beside that on value: they part where the KPI improves for certain and value, as likely as not, does
not.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from simsales.experiments.comparison import LEVEL, VERDICT_KPI, Difference, compare_results
from simsales.experiments.decision import Decision, decide
from simsales.experiments.tables import number, signed, text_table
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.results import Results


@dataclass(frozen=True, slots=True)
class Alternative:
    """One scenario against the base: what the KPI says of it, and what value says."""

    scenario: str
    by_kpi: Decision
    by_value: Decision

    @property
    def parts(self) -> bool:
        """Whether the KPI improves for certain while value as likely as not does not."""
        return self.by_kpi.p_better >= LEVEL and self.by_value.p_better <= 0.5


@dataclass(frozen=True, slots=True, repr=False)
class Gaming:
    """Every alternative against the base, and which of them each of the two figures would choose."""

    kpi: str
    value: str
    base: str
    by_kpi: Decision
    by_value: Decision
    alternatives: tuple[Alternative, ...]

    def of(self, scenario: str) -> Alternative:
        """One alternative."""
        return next(each for each in self.alternatives if each.scenario == scenario)

    @property
    def holds(self) -> bool:
        """Whether what the KPI would choose is none of those for which the two part."""
        return not any(each.parts for each in self.alternatives if each.scenario == self.by_kpi.chosen)

    def to_pandas(self) -> "pd.DataFrame":
        """One row per alternative."""
        import pandas as pd

        return pd.DataFrame(
            {
                "scenario": each.scenario,
                **_columns("kpi", each.by_kpi),
                **_columns("value", each.by_value),
                "parts": each.parts,
            }
            for each in self.alternatives
        )

    def __repr__(self) -> str:
        header = ["scenario", self.kpi, "p better", self.value, "p better", "they part"]
        rows = [
            [each.scenario, *_printed(each.by_kpi), *_printed(each.by_value), "yes" if each.parts else "no"]
            for each in self.alternatives
        ]
        return f"{text_table(header, rows)}\n{self.sentence()}"

    def sentence(self) -> str:
        """What becomes of whoever follows the KPI."""
        chosen = self.by_kpi.chosen
        if chosen is None or chosen == self.base:
            return f"{self.kpi} chooses no other scenario than {self.base}."
        ends = "value does not follow" if self.of(chosen).parts else "value does not contradict it"
        return f"{self.kpi} chooses {chosen}, and {ends}: {self.value} {signed(self.of(chosen).by_value.difference)}."


def gaming(
    results: "Results",
    kpi: str,
    value: str = VERDICT_KPI,
    base: str | None = None,
    better: Literal["higher", "lower"] | None = None,
) -> Gaming:
    """Hold what a KPI says of each scenario against what value says.

    For an activity such as leads qualified, of which neither more nor less is good in itself, `better` says which way
    those who are measured by it would move it.

    Raises InputError for what cannot be compared, and for a KPI without a direction.
    """
    compared = compare_results(results, base, value, 0.0)
    if kpi not in results.kpis:
        raise InputError(f"kpi: must be measured here, found {kpi!r}{nearest(kpi, results.kpis)}")
    direction = better or results.definition(kpi).better
    if direction == "neither":
        raise InputError(
            f"kpi: must have a direction in which people would move it, found none for {kpi!r}; "
            "say better='higher' or 'lower'"
        )
    of_kpi = [difference.towards(direction) for difference in compared.of(kpi)]
    of_value = compared.of(value)
    return Gaming(
        kpi,
        value,
        compared.base,
        _verdict(of_kpi, results),
        _verdict(of_value, results),
        tuple(
            Alternative(by_kpi.scenario, _verdict([by_kpi], results), _verdict([by_value], results))
            for by_kpi, by_value in zip(of_kpi, of_value, strict=True)
        ),
    )


def _verdict(differences: list[Difference], results: "Results") -> Decision:
    return decide(differences, 0.0, results.seed)


def _columns(name: str, by: Decision) -> dict[str, object]:
    return {
        f"{name}_{figure}": getattr(by, figure)
        for figure in ("difference", "low", "high", "p_better", "verdict")
    }


def _printed(by: Decision) -> list[str]:
    return [signed(by.difference), number(by.p_better, 1.0)]
