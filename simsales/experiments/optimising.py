"""Looking for a better plan under a budget, and ending with a shortlist that was ranked with fresh luck."""

import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsales.experiments.budget import budgets_of, spending
from simsales.experiments.comparison import VERDICT_KPI, must_be_measured
from simsales.experiments.designs import Point
from simsales.experiments.document import Block, paragraph
from simsales.experiments.experiment import Progress, prepared
from simsales.experiments.lattice import Lattice, lattice_of
from simsales.experiments.levers import Vary, levers_of
from simsales.experiments.plays import Plays, playing
from simsales.experiments.ranking import AT_MOST, Ranking, Terms, checked, ranked
from simsales.experiments.replications import whole_number
from simsales.experiments.searching import Place, Search
from simsales.experiments.selection import FIRST
from simsales.experiments.sweeping import scenarios_at
from simsales.experiments.tables import number
from simsales.words.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.experiment import Playable

SEARCHED, PLANS, SHORTLIST, STARTS, LEVELS = 5, 100, 8, 3, 9


@dataclass(frozen=True, slots=True, repr=False)
class Optimum:
    """The shortlist of a search, ranked with luck that the search had not seen.

    `plans` are all that were looked at, by label, with the mean KPI of the search, the best first; `ranking` holds
    those on the shortlist, the scenario as it is among them where the budget allows it.  `at_an_end` are keys of which
    the plan that leads takes the first or the last level.
    """

    scenario: str
    varied: tuple[str, ...]
    budgets: tuple[str, ...]
    plans: dict[str, tuple[Point, float]]
    searched: int
    ranking: Ranking
    at_an_end: tuple[str, ...]

    @property
    def chosen(self) -> Point | None:
        """The plan that is chosen, None while unresolved; a point without values is the scenario as it is."""
        return None if self.ranking.chosen is None else self.plans[self.ranking.chosen][0]

    def columns(self) -> tuple[str, ...]:
        """The head of the table of all plans."""
        return ("plan", *self.varied, "searched_mean", "place", "mean", "replications")

    def rows(self) -> list[tuple[Any, ...]]:
        """All plans that were looked at: what the search saw, and what fresh luck said of those on the shortlist."""
        ranked_as = {each.scenario: each for each in self.ranking.standings}
        found = []
        for label, (point, mean) in self.plans.items():
            standing = ranked_as.get(label)
            told = (standing.place, standing.mean, standing.replications) if standing else ("", math.nan, "")
            values = (str(point.values.get(key, "as it is")) for key in self.varied)
            found.append((label, *values, mean, *told))
        return found

    def to_pandas(self) -> "pd.DataFrame":
        """One row per plan that was looked at, the best of the search first."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(self.columns()))

    def as_dict(self) -> dict[str, Any]:
        """What was chosen, and how."""
        values = None if self.chosen is None else dict(self.chosen.values)
        search = {"plans": len(self.plans), "replications_each": self.searched, "budgets": self.budgets}
        return {"values": values, "search": search, "ranking": self.ranking.as_dict()}

    def told(self) -> tuple[Block, ...]:
        """What was looked for, the shortlist in its order, and what to set, as a document."""
        found = paragraph(self._setting()), paragraph(self._title())
        return *found, *self.ranking.told(), paragraph(self._luck())

    def __repr__(self) -> str:
        return "\n\n".join([self._title(), repr(self.ranking), self._luck(), self._setting()])

    def _title(self) -> str:
        terms, budget = self.ranking.terms, "; ".join(self.budgets) or "none"
        return (
            f"Plans for {self.scenario} by {terms.kpi} ({terms.unit}); budget: {budget}. The search looked at "
            f"{len(self.plans)} plans, {self.searched} paired replications each; {len(self.ranking.standings)} of them "
            f"are ranked with fresh luck."
        )

    def _luck(self) -> str:
        leader = self.ranking.standings[0]
        searched = self.plans[leader.scenario][1]
        return (
            f"The guarantee is about this shortlist, and not about plans that are not on it. For the plan that leads, "
            f"the search's own replications said {number(searched)}; fresh luck says {number(leader.mean)}."
        )

    def _setting(self) -> str:
        if self.chosen is None:
            return "Nothing is chosen yet."
        if not self.chosen.values:
            return f"Leave {self.scenario} as it is."
        ends = (
            f" It lies at the end of what {' and '.join(self.at_an_end)} may take." if self.at_an_end else ""
        )
        return f"Set {self.chosen.label}.{ends}"


def optimise(
    scenario: "Playable",
    vary: Vary,
    *,
    budget: Sequence[str] = (),
    kpi: str = VERDICT_KPI,
    worth: float | None = None,
    confidence: float = 0.95,
    beyond_range: bool = False,
    plans: int = PLANS,
    searched: int = SEARCHED,
    starts: int = STARTS,
    levels: int = LEVELS,
    shortlist: int = SHORTLIST,
    first: int = FIRST,
    at_most: int = AT_MOST,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Optimum:
    """Look for the best values of some keys under a budget.

    A range of amounts is cut into `levels`.  A local search from several `starts` looks at up to `plans` plans with
    `searched` paired replications each; the best `shortlist` of them, and the scenario as it is, are then ranked by
    KN++ on replications that the search has not seen.

    Raises InputError with everything that cannot be used, SimSalesError where a replication fails.
    """
    terms = must_be_a_search(
        kpi, worth, confidence, first, at_most, plans, searched, starts, levels, shortlist
    )
    ((name, base),) = prepared([scenario], None, seed).items()
    must_be_measured(kpi, [base])
    levers = levers_of(base, vary, beyond_range)
    lattice = lattice_of(base, levers, levels, budgets_of(base, budget))
    begins = lattice.starts(starts, base.run.seed)
    with playing(base.run.seed, workers, executor, store, progress) as plays:
        ground = _Ground(plays, lattice, terms, searched, name)
        search = Search(lattice.sizes, lattice.ordered, ground.allows, ground.measure, plans)
        for start in begins:
            search.climb(start)
        found = ground.plans(search)
        listed = {label: ground.key(found[label][0]) for label in ground.shortlisted(found, shortlist)}
        ranking = ranked(plays, listed, terms, since=searched)
    leader = found[ranking.standings[0].scenario][0]
    spent = spending(lattice.budgets, lattice.amounts(leader))
    varied = tuple(lever.key for lever in levers)
    return Optimum(name, varied, tuple(spent), found, searched, ranking, lattice.at_an_end(leader))


def must_be_a_search(
    kpi: str = VERDICT_KPI,
    worth: float | None = None,
    confidence: float = 0.95,
    first: int = FIRST,
    at_most: int = AT_MOST,
    plans: int = PLANS,
    searched: int = SEARCHED,
    starts: int = STARTS,
    levels: int = LEVELS,
    shortlist: int = SHORTLIST,
) -> Terms:
    """The terms of the ranking at the end; InputError says all that is wrong with them and with the search's sizes."""
    terms, problems = None, []
    try:
        terms = checked(kpi, worth, confidence, first, at_most)
    except InputError as error:
        problems.append(str(error))
    sizes = (("plans", plans, 2), ("searched", searched, 2), ("starts", starts, 1), ("levels", levels, 2))
    for name, size, least in (*sizes, ("shortlist", shortlist, 2)):
        try:
            whole_number(f"--{name}", size, least)
        except InputError as error:
            problems.append(str(error))
    if terms is None or problems:
        raise InputError("\n".join(problems))
    return terms


@dataclass(slots=True)
class _Ground:
    """Plans as a search sees them: allowed or not, and measured by playing them with common luck."""

    plays: Plays
    lattice: Lattice
    terms: Terms
    searched: int
    name: str
    _keys: dict[str, str] = field(default_factory=dict)

    def allows(self, place: Place) -> bool:
        """Whether the budgets allow a plan, and its values go together."""
        point = self.lattice.point(place)
        if not self.lattice.allows(point):
            return False
        try:
            self.key(point)
        except InputError:
            return False
        return True

    def key(self, point: Point) -> str:
        """The key by which a plan is played."""
        if point.label not in self._keys:
            (scenario,) = scenarios_at(self.lattice.scenario, [point])
            self._keys[point.label] = self.plays.enter(point.label or self.name, scenario)
        return self._keys[point.label]

    def measure(self, places: Sequence[Place]) -> list[float]:
        return self._means([self.lattice.point(place) for place in places])

    def plans(self, search: Search) -> dict[str, tuple[Point, float]]:
        """All plans looked at, the best first, by label; the scenario as it is among them if it is allowed."""
        places = search.best(len(search.found))
        found = {
            (point := self.lattice.point(p)).label: (point, self.terms.sign * search.found[p]) for p in places
        }
        as_it_is = Point({})
        keys = {self.key(point) for point, _ in found.values()}
        if self.lattice.allows(as_it_is) and self.key(as_it_is) not in keys:
            found[self.name] = (as_it_is, self.terms.sign * self._means([as_it_is])[0])
        return dict(sorted(found.items(), key=lambda plan: -self.terms.sign * plan[1][1]))

    def shortlisted(self, plans: dict[str, tuple[Point, float]], count: int) -> list[str]:
        """The best, and the scenario as it is; InputError where there is nothing to rank."""
        as_it_is = self.key(Point({}))
        now = [label for label, (point, _) in plans.items() if self.key(point) == as_it_is]
        listed = list(dict.fromkeys([*list(plans)[:count], *now]))
        if len(listed) < 2:
            raise InputError(
                "--budget: must leave at least two plans to choose from, found only one; allow more"
            )
        return listed

    def _means(self, points: Sequence[Point]) -> list[float]:
        keys = [self.key(point) for point in points]
        table = self.plays.table(keys, range(self.searched), self.terms.kpi)
        return [self.terms.sign * float(mean) for mean in table.mean(axis=0)]
