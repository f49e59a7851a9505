"""Specialists: how well whoever owns deals knows the products for which customers ask for an engineer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario
    from simsales.words.records import Person


class Specialists:
    """People's skill by product, as deep as the structure lets them go into it."""

    def __init__(self, company: Company) -> None:
        self._company = company
        #: What is in a person's skill by product already; who is not named is a specialist.
        self._in: dict[Person, tuple[float, ...]] = {}

    def adopt(self, scenario: Scenario) -> None:
        """Know products from now on as `scenario` says."""
        complex_ones, structure = scenario.market.requests.engineering, scenario.structure
        depth = 1.0 if structure == "skip" else structure.depth
        self._depth = tuple(depth if complex_ones.get(name, 0.0) > 0.0 else 1.0 for name in scenario.products)
        team = self._company.sales_force.team
        for person in () if team is None else team.people:
            self.welcome(person)

    def welcome(self, person: Person) -> None:
        """Somebody works under this structure from now on."""
        before = self._in.get(person, (1.0,) * len(self._depth))
        if before == self._depth:
            return
        known = zip(person.expertise, self._depth, before, strict=False)
        person.expertise = (
            *(skill * now / then for skill, now, then in known),
            *person.expertise[len(self._depth) :],
        )
        self._in[person] = self._depth
