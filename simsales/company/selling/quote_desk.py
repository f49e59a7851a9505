"""The quote desk: supporters who write quotes, and mend those with errors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simsales.company.selling.process import error_chance, typical_quote
from simsales.company.selling.steps import Slots, quote_steps
from simsales.instruments.kernel import AT_ONCE, Story, Waiting
from simsales.words.records import Opportunity
from simsales.words.vocabulary import QUOTED

if TYPE_CHECKING:
    from simsales.company.people.teams import TeamOfDesks
    from simsales.instruments.clock import Calendar
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.scenario.model import Scenario


class QuoteDesk:
    """Quotes for opportunities, from a pool that may have other work as well."""

    def __init__(
        self,
        kernel: Kernel,
        log: EventLog,
        base: Calendar,
        teams: dict[str, TeamOfDesks],
        slots: dict[str, Slots],
    ) -> None:
        self._kernel = kernel
        self._log = log
        self._base = base
        self._teams = teams
        self._slots = slots
        #: What improvement cycles have left of the chance of an error.
        self.errors_left = 1.0

    def adopt(self, scenario: Scenario) -> None:
        """Quote from now on as `scenario` says."""
        table = scenario.selling.quotation
        self.quotes = table != "skip"
        self._process = None if scenario.selling.process == "skip" else scenario.selling.process
        if table == "skip":
            return
        self._team = self._teams[table.team]
        clean = 1.0 if self._process is None else 1.0 / typical_quote(self._process)
        structure = scenario.structure
        self._lost = 0.0 if structure == "skip" else structure.handover_loss
        clean *= 1.0 + self._lost  # what the writer was not told is asked again
        self._steps = {
            name: [replace(step, mean=step.mean * clean) for step in quote_steps(scenario, slot, self._base)]
            for name, slot in self._slots.items()
        }

    def quote(self, deal: Opportunity) -> Waiting:
        """Write the quote the customer asked for; a quote with an error of ours is written twice, in part."""
        return self._write(deal) if self.quotes else AT_ONCE

    def _write(self, deal: Opportunity) -> Story:
        name = deal.way.name
        step = self._steps[name][deal.lead.product]
        desk = self._team.desk_near(deal.owner)
        yield from desk.work(deal.case, step)
        process = self._process
        chance = 0.0 if process is None else error_chance(process, self.errors_left)
        wrong = deal.lead.luck[deal.way.quote_error] < chance
        if wrong and process is not None:
            yield from desk.work(deal.case, replace(step, mean=step.mean * process.rework))
        deal.perceived_value *= 1.0 - self._lost
        self._log.note(self._kernel.now, deal.case.number, QUOTED, float(wrong))

    def remove_errors(self) -> None:
        """An improvement cycle ends: part of the causes of errors is gone."""
        if self._process is not None:
            self.errors_left *= 1.0 - self._process.improvement_removes
