"""Morale: how motivated everybody is, week by week, and what that does to their work and to who stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.company.people.tenure import is_employed
from simsales.instruments.clock import WEEK, YEAR
from simsales.policies.compensation import Incentive, Salary
from simsales.responses.mood import Fulfilment, Mood, Usual
from simsales.words.vocabulary import MOOD_EVENT

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.instruments.desk import Desk
    from simsales.scenario.model import Scenario
    from simsales.words.records import Person

#: A row for each person and week.
COLUMNS = {"time": "f8", "person": "i4", "mood": "f8", "set_point": "f8", "load": "f8"}
#: Weeks in which the load that people feel forgets 63 % of what it was.
_FELT_OVER = 4.0


class Morale:
    """How people feel."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        self._shocks: dict[Person, float] = {}
        self._watched: set[Desk] = set()
        #: Whether anybody's mood ever matters.
        self.active = any(s.motivation.mood != "skip" and s.switches.mood for _, _, s in company.epochs)

    def adopt(self, scenario: Scenario) -> None:
        """Feel from now on as `scenario` says."""
        table = scenario.motivation
        self._mood: Mood | None = None if table.mood == "skip" or not scenario.switches.mood else table.mood
        self._table = table
        self._plans = scenario.compensation
        self._days = 7 if self._base.always else scenario.calendar.days
        self._usual = {name: usual for name, usual in table.usual.items() if name in self._company.teams}
        deals = scenario.products.values()
        self._usual_deal = sum(each.deal_share * each.deal_value.law(float).mean for each in deals)

    def open(self) -> None:
        """Begin to watch how busy people are and how they feel."""
        if self.active:
            self._enter = self._log.open("moods", COLUMNS)
            self._watch_desks()
            self._kernel.at(WEEK, MOOD_EVENT, self._monday)

    def _watch_desks(self) -> None:
        """The hours that people work are added up, at the desks of those who have joined since as well."""
        for name in self._usual:
            for desk in self._company.teams[name].desks:
                if desk not in self._watched:
                    self._watched.add(desk)
                    desk.watch()

    # --- each week -----------------------------------------------------------------------------------

    def _monday(self, _: object) -> None:
        now = self._kernel.now
        self._watch_desks()
        for name, usual in self._usual.items():
            for person in self._company.teams[name].people:
                if is_employed(person, now):
                    self._feel(person, usual)
        self._shocks.clear()
        self._kernel.at(now + WEEK, MOOD_EVENT, self._monday)

    def _feel(self, person: Person, usual: Usual) -> None:
        mood = self._mood
        if mood is None:
            person.mood, person.drive = None, 1.0
            return
        self._feel_load(person)
        shocks = self._shocks.get(person, 0.0) - usual.shocks
        if person.load > mood.overload:
            shocks += mood.strained
        set_point = mood.set_point(usual.kind, self._fulfilment(person, usual))
        before = mood.usual if person.mood is None else person.mood
        after = mood.after(before, set_point, self._times(mood), shocks)
        person.mood, person.drive = after, mood.works(after)
        self._enter(self._kernel.now, person.number, after, set_point, person.load)

    def _times(self, mood: Mood) -> float:
        """A week without holidays in times of settling."""
        settles = mood.settles
        if settles.working:
            return self._days * self._base.day_hours / settles.working_hours(self._base.day_hours)
        return WEEK / settles.calendar_hours

    def _feel_load(self, person: Person) -> None:
        """Load is the share of the week's shifts that was busy, as it is felt over some weeks."""
        now = self._kernel.now
        there = person.calendar.hours_between(max(now - WEEK, person.hired), now)
        if there > 0.0:
            busy = person.busy / there  # beyond 1 where work of weeks before was finished in this one
            person.load += (busy - person.load) / _FELT_OVER if person.load else busy
        person.busy = 0.0

    def _fulfilment(self, person: Person, usual: Usual) -> Fulfilment:
        fixed, variable = self._expected_pay(person)
        supervision = self._company.supervision
        plan = self._plans.get(person.role)
        shared = plan.team_share if isinstance(plan, Incentive) else 0.0
        contest = 0.5 if isinstance(plan, Incentive) and plan.contest is not None else 0.0
        share = usual.fixed / (usual.fixed + usual.variable)
        return Fulfilment(
            pay=variable / usual.variable - 1.0 if usual.variable else 0.0,
            recognition=self._table.recognition + contest,
            autonomy=supervision.autonomy(person),
            security=(fixed / (fixed + variable) / share - 1.0) if fixed + variable else 0.0,
            relationship=self._table.enrichment + (person.farming - 1.0),
            team=shared + (1.0 - person.load / usual.load) + 0.25 * supervision.coaching,
        )

    def _expected_pay(self, person: Person) -> tuple[float, float]:
        """Fixed and variable pay that somebody expects, EUR a year."""
        plan = self._plans.get(person.role)
        if isinstance(plan, Salary):
            return plan.salary, plan.variable
        if isinstance(plan, Incentive):
            outlook = self._company.beliefs.outlook(person)
            return plan.salary, 0.0 if outlook is None else self._company.beliefs.expected_variable(outlook)
        if plan is None:
            return 0.0, 0.0
        on_cost = getattr(plan, "on_cost", 0.0)  # a plan of one's own says only what it costs
        return plan.yearly_pay() / (1.0 + on_cost), 0.0

    # --- what happens to people ----------------------------------------------------------------------

    def _shock(self, person: Person, size: float) -> None:
        self._shocks[person] = self._shocks.get(person, 0.0) + size

    def won(self, person: Person, value: float) -> None:
        """A rep's deal was signed, of so many EUR."""
        if self._mood is not None:
            praise = self._table.recognition * self._mood.praised
            self._shock(
                person, self._mood.win(value / self._usual_deal if self._usual_deal else 1.0) + praise
            )

    def lost(self, person: Person) -> None:
        """A rep's deal was lost."""
        if self._mood is not None:
            self._shock(person, self._mood.lost)

    def judged(self, person: Person, met: bool, raised: bool) -> None:
        """A period with a quota is over; the next asks for more where somebody sold more."""
        if self._mood is not None:
            self._shock(person, (self._mood.met if met else self._mood.missed) + self._mood.unfair * raised)

    def saved(self, person: Person) -> None:
        """A customer of somebody's complained, and is content with the answer."""
        if self._mood is not None:
            self._shock(person, self._mood.saved)

    def coached(self, person: Person, hours: float) -> None:
        """A manager has taken time for somebody."""
        if self._mood is not None:
            self._shock(person, self._mood.coached * hours)

    # --- who stays -----------------------------------------------------------------------------------

    def restless(self, person: Person) -> float:
        """Factor on the hazard that somebody quits."""
        mood = self._mood
        usual = self._usual.get(person.role)
        if mood is None or usual is None:
            return 1.0
        pay = sum(self._expected_pay(person)) / (usual.fixed + usual.variable)
        felt = mood.usual if person.mood is None else person.mood
        first_year = person.hired > 0.0 and self._kernel.now - person.hired < YEAR
        return mood.quits(felt, pay, person.load, first_year)
