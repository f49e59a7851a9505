"""Charts are drawn without a screen, of results and courses written by hand."""

import matplotlib
import numpy as np
import pytest

from simsales.experiments.replications import Outcome
from simsales.experiments.results import Results
from simsales.experiments.watching import Sight, Watched
from simsales.scenario import Scenario
from simsales.series.bookings import Booked
from simsales.series.complaints import COMPLAINTS
from simsales.series.course import Course
from simsales.series.pay import PayPeriods

matplotlib.use("Agg")

FIGURES = {
    "contribution": (100.0, 130.0),
    "wins": (10.0, 14.0),
    "cycle_time": (60.0, 55.0),
    "leads": (1000.0, 1000.0),
    "contacted": (500.0, 500.0),
    "qualified": (250.0, 260.0),
    "opportunities": (200.0, 220.0),
    "entries.prospecting": (1000.0, 1000.0),
    "entries.pre_approach": (200.0, 220.0),
    "entries.approach": (180.0, 200.0),
    "entries.closing": (40.0, 50.0),
    "entries.follow_up": (10.0, 14.0),
    "utilisation.sdr": (0.6, 0.6),
    "utilisation.hunter": (0.9, 0.7),
    "wait.sdr": (1.0, 1.0),
    "wait.hunter": (12.0, 4.0),
}
#: Hours of two teams; hunters sell, service does not, and hunters have half a seat vacant.
HOURS = {
    "capacity.hunter.seats": 1000.0,
    "capacity.hunter.vacant": 100.0,
    "capacity.hunter.away": 90.0,
    "capacity.hunter.overhead": 210.0,
    "capacity.hunter.ramping": 40.0,
    "capacity.hunter.worked": 500.0,
    "hours_share.hunter.selling": 0.8,
    "capacity.service.seats": 500.0,
    "capacity.service.vacant": 0.0,
    "capacity.service.away": 50.0,
    "capacity.service.overhead": 50.0,
    "capacity.service.ramping": 0.0,
    "capacity.service.worked": 300.0,
    "hours_share.service.selling": 0.1,
}
LONG = (
    "norddrive_selling",
    "two_more_hunters_and_a_supporter_who_are_hired_in_the_second_quarter_of_the_year",
    "inbound leads are answered within the hour <b>& no later</b>",
    "x" * 150,
    "commission of 5 $ or 6 $",
)
WEEK = 168.0


def outcomes_of(name, figures, replications=3):
    return {n: Outcome(name, name, 1, n, figures(n), None, 0.1) for n in range(replications)}


def results_of(names, figures, replications=3):
    """Results of scenarios whose KPIs `figures` gives for their place and the replication."""
    scenarios = {name: Scenario().but({"run.seed": 1}, name=name) for name in names}
    outcomes = {
        name: outcomes_of(name, lambda n, place=place: figures(place, n), replications)
        for place, name in enumerate(names)
    }
    return Results(scenarios, outcomes, replications, 1)


def course_of(place, n, weeks=26):
    """A half year in which queues, deals and bookings grow with the scenario's place and the replication."""
    ramp = np.arange(1.0, weeks + 1.0)
    return Course(
        edges=WEEK * np.arange(weeks + 1.0),
        queues={
            "hunter": ramp * (1 + n * n) + place,
            "service": np.full(weeks, 2.0),
            "manager": np.zeros(weeks),
        },
        open_opportunities=100.0 + ramp + 10.0 * n,
        open_value=1e6 * (1.0 + place + n) + ramp,
        booked=Booked(np.arange(weeks) % 13 + 1, 1_000.0 * (1 + place + n) + ramp, np.ones(weeks)),
        lead_times={"MTS": np.array([1.0, 2.0, 3.0 + place]), "ETO": np.linspace(20.0, 60.0 + n, 9)},
        complaints=dict(zip(COMPLAINTS, (10.0 + n, 6.0 + n, 5.0, 5.0, 4.0, 3.0, 1.0), strict=True)),
        pay={"hunter": PayPeriods(*np.array([[50.0, 130.0, 900.0], [100.0] * 3, [0.0, 7.0, 9.0 + place]]))},
    )


def watched_of(results, replications=3, course=course_of):
    sights = {
        name: {n: Sight(course(place, n), None) for n in range(replications)}
        for place, name in enumerate(results.scenarios)
    }
    return Watched(results, sights, replications)


@pytest.fixture(scope="session")
def results():
    """Three replications of a base and a scenario with more people, which differ by what FIGURES says."""
    return results_of(
        ("base", "more"),
        lambda place, n: {k: v[place] * (1 + n * (0.01 + 0.01 * place)) for k, v in FIGURES.items()},
    )


@pytest.fixture(scope="session")
def watched():
    """The same with hours, and with what was seen of their logs."""
    return watched_of(
        results_of(
            ("base", "more"),
            lambda place, n: {k: v[place] * (1.0 + 0.01 * n) for k, v in FIGURES.items()} | HOURS,
        )
    )


@pytest.fixture(scope="session")
def five():
    """Five scenarios with names that are long or hold what a file must not take for its own."""
    return watched_of(
        results_of(
            LONG,
            lambda place, n: (
                {k: v[0] * (1.0 + 0.1 * place + 0.01 * n * place) for k, v in FIGURES.items()} | HOURS
            ),
        )
    )
