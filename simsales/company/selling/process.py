"""What standardising the process does: routine work gets even and right, unusual cases get long (dossier 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simsales.scenario.company import Process


def spread(process: Process) -> float:
    """What standardisation does to the spread of hours: the factor on their coefficient of variation.

    The tables hold at standardisation 0.5 (dossier 1).
    """
    return (1.0 - 0.5 * process.standardisation) / 0.75


def handling(process: Process, standard: bool) -> float:
    """The factor on the hours of a case that the playbook covers, or does not; 1 on average at the base."""
    extra = 0.0 if standard else 0.8 * process.standardisation
    return (1.0 + extra) / (1.0 + 0.4 * process.non_standard)


def error_chance(process: Process, improvements: float) -> float:
    """Chance that a quote has an error of the firm's."""
    return process.errors * (1.0 - 0.6 * process.standardisation) * improvements


def typical_quote(process: Process) -> float:
    """Hours of a quote with its expected rework, over those of an error-free one, at the base."""
    return 1.0 + process.rework * process.errors * (1.0 - 0.6 * 0.5)
