"""Usage programmes: customers who are talked to take them up, somebody sets them up, and then they use more."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, log1p
from typing import TYPE_CHECKING

import numpy as np

from simsales.company.leads.columns import hours_of
from simsales.instruments.clock import WEEK, YEAR
from simsales.instruments.kernel import Story, Waiting
from simsales.instruments.luck import path_words
from simsales.instruments.work import WorkStep
from simsales.words.records import Case, new_case
from simsales.words.vocabulary import ADOPTED, PROGRAMME, UPKEEP_EVENT, USAGE_PROGRAMME

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.frequency.sites import Site
    from simsales.instruments.desk import Desk
    from simsales.scenario.promotion import Programme

QUARTER = 13 * WEEK
#: Where the keys of rollouts begin, beyond those of leads and below those of orders.
_ROLLOUTS = 1 << 54


class Rollout:
    """One customer takes up one programme."""

    __slots__ = ("case", "programme", "site", "threshold")

    def __init__(self, site: Site, programme: str, case: Case, threshold: float) -> None:
        self.site = site
        self.programme = programme
        self.case = case
        self.threshold = threshold  # hazard still to be spent by contacts


RolloutStory = Callable[[Rollout, "Company"], Story]


class UsageProgrammes:
    """All usage programmes in force, by name, and who has taken them up."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        self._rollouts: dict[tuple[int, str], Rollout] = {}
        self._running: dict[str, list[Site]] = {}
        self._programmes: dict[str, Programme] = {}
        self._pays = False

    def adopt(self, programmes: dict[str, Programme]) -> None:
        """Offer these programmes from now on; who has taken up another keeps what it had of it by then."""
        self._programmes = programmes
        self._steps = {
            name: WorkStep(USAGE_PROGRAMME, hours_of(each.hours, self._base).mean, 0, each.level)
            for name, each in programmes.items()
        }
        if programmes and not self._pays:
            self._pays = True
            self._kernel.at(self._kernel.now + WEEK, UPKEEP_EVENT, self._pay_week)

    def open(self, story: RolloutStory) -> None:
        """Every rollout lives `story`."""
        self._story = story

    # --- using more ----------------------------------------------------------------------------------

    def use(self, site: Site, now: float) -> float:
        """Factor on what the site uses, by quarters of the year."""
        if not site.programmes:
            return 1.0
        factor, quarter = 1.0, now // QUARTER * QUARTER
        for name, since in site.programmes.items():
            if since < quarter and name in self._programmes:
                factor *= self._programmes[name].adoption.use((quarter - since) / YEAR)
        return factor

    def next_change(self, now: float) -> float:
        """When use is another one (h)."""
        return (now // QUARTER + 1.0) * QUARTER if self._programmes else inf

    def manages(self, site: Site) -> bool:
        """Whether we fill the site's stock."""
        taken_up = (self._programmes.get(name) for name in site.programmes)
        return any(programme is not None and programme.vendor_managed for programme in taken_up)

    # --- being taken up ------------------------------------------------------------------------------

    def propose(self, site: Site) -> None:
        """A contact with the customer: what it has not taken up yet comes nearer."""
        for name, programme in self._programmes.items():
            rollout = self._rollout(site, name, programme)
            if rollout.threshold > 0.0:
                rollout.threshold -= programme.adoption.per_contact
                if rollout.threshold <= 0.0:
                    self._kernel.start(rollout.case, self._story(rollout, self._company))

    def set_up(self, rollout: Rollout) -> Waiting:
        """Somebody sets the programme up at the customer's."""
        return self._desk(rollout).work(rollout.case, self._steps[rollout.programme])

    def take_up(self, rollout: Rollout) -> None:
        """From now on the customer uses more; the cost of setting up is due."""
        site, name, now = rollout.site, rollout.programme, self._kernel.now
        programme = self._programmes.get(name)
        if programme is None:  # no longer offered by the time it was set up
            return
        site.programmes[name] = now
        self._running.setdefault(name, []).append(site)
        self._log.note(now, site.account.number, ADOPTED, float(list(self._programmes).index(name)))
        self._log.money(now, PROGRAMME, -programme.setup, site.account.number)

    def _rollout(self, site: Site, name: str, programme: Programme) -> Rollout:
        key = (site.account.key, name)
        if key not in self._rollouts:
            path = f"{site.account.path} · {name}"
            chance, hours = self._company.luck.born_inside("promotion.programme", path).random(2).tolist()
            shape = float(hours_of(programme.hours, self._base).unit(np.array([hours]))[0])
            words = path_words(path)
            case = new_case(_ROLLOUTS | (words[0] << 22 | words[1] & 0x3FFFFF), [shape])
            case.number = site.account.number
            self._rollouts[key] = Rollout(site, name, case, -log1p(-chance))
        return self._rollouts[key]

    def _desk(self, rollout: Rollout) -> Desk:
        team = self._company.teams[self._programmes[rollout.programme].team]
        if not team.owned:
            return team.desk
        now, owner = self._kernel.now, rollout.site.account.owner
        person = owner if owner in team.people else team.least_loaded(now)
        return team.desks[0] if person is None else team.desk_of(person, now)

    def _pay_week(self, _: object) -> None:
        now = self._kernel.now
        for name, sites in self._running.items():
            programme = self._programmes.get(name)
            alive = sum(site.account.alive for site in sites)
            if programme is not None and alive and programme.upkeep:
                self._log.money(now, PROGRAMME, -programme.upkeep * alive * WEEK / YEAR)
        self._kernel.at(now + WEEK, UPKEEP_EVENT, self._pay_week)
