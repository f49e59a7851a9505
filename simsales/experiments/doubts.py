"""What makes figures doubtful: plays that failed, a window that begins too early, work without hours for it."""

from typing import TYPE_CHECKING

from simsales.experiments.tables import number
from simsales.experiments.warm_up import warm_ups

if TYPE_CHECKING:
    from simsales.experiments.results import Results


def doubts(results: "Results") -> list[str]:
    """A paragraph, a sentence on each line, for every kind of doubt that there is."""
    early = [found.sentence() for found in warm_ups(results) if found.too_short]
    kinds = (_missing(results), early, _overloads(results))
    return ["\n".join(sentences) for sentences in kinds if sentences]


def _missing(results: "Results") -> list[str]:
    """What fails may fail where things go badly: those that are left are then the lucky ones."""
    failed = {label: sum(o.failed for o in outcomes.values()) for label, outcomes in results.outcomes.items()}
    return [
        f"{label}: {count} of {results.replications} replications failed; the figures are those of the others, which "
        "may be unlike them."
        for label, count in failed.items()
        if count
    ]


def _overloads(results: "Results") -> list[str]:
    """A sentence for every team that is asked for more hours than it has."""
    sentences = []
    for label in results.scenarios:
        for kpi in results.kpis:
            family, _, team = kpi.partition(".")
            load = results.mean(label, kpi)
            if family == "offered_load" and load > 1:
                sentences.append(
                    f"{label}: more work is asked of {team} than it has hours for (offered load "
                    f"{number(load)}); its waits grow for as long as the run lasts."
                )
    return sentences
