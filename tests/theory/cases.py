"""The cases, in the order of their names.  Rates are per hour, times in hours."""

from __future__ import annotations

from functools import partial
from math import exp

from tests.theory import channels, complaints, customers, orders, people, structure
from tests.theory import closed_forms as theory
from tests.theory import measures as read
from tests.theory.case import Answers, Case

DAY = 24.0


def queue(arrivals: float, service: float, servers: int) -> Answers:
    return {
        "wait": theory.mean_wait(arrivals, service, servers),
        "waits": theory.erlang_c(servers, arrivals / service),
        "waits long": theory.wait_beyond(0.25, arrivals, service, servers),
    }


def engineer(arrivals: float, mean: float, cv: float) -> Answers:
    return {"wait": theory.pollaczek_khinchine(arrivals, mean, cv)}


def by_priority(first: float, second: float, third: float, service: float, servers: int) -> Answers:
    waits = theory.priority_waits((first, second, third), service, servers)
    return {f"wait {place}": wait for place, wait in enumerate(waits)}


def funnel(leads: float, contact: float, qualify: float, accept: float, win: float) -> Answers:
    daily = leads * contact * qualify * accept * win
    return {"wins": 250.0 * daily, "no win in a week": exp(-5.0 * daily)}


def pipeline(arrivals: float, mean: float, shape: float, time: float) -> Answers:
    return {"open": theory.open_cases(arrivals, mean, shape, time)}


def seven_steps(contact: float) -> Answers:
    hours = (0.5, 1.5, 1.0, 4.0, 2.5, 3.0, 2.5)
    onward = (contact, 0.9, 0.8, 0.78, 0.5, 0.62)
    moves = [[0.0] * 7 for _ in hours]
    for step, chance in enumerate(onward):
        moves[step][step + 1] = chance
    moves[4][4] = 0.3
    return theory.absorbing_chain(moves, hours, won=1.0)


def desks(total: float, service: float, groups: int) -> Answers:
    return {"wait": theory.mean_wait(total / groups, service, 4 // groups)}


def contacts(arrivals: float, service: float, servers: int, first: float, cooling: float) -> Answers:
    return {"reached": theory.cooled(arrivals, service, servers, first, cooling)}


def busy(utilisation: float, servers: int) -> Answers:
    return {"wait": theory.mean_wait(utilisation * servers, 1.0, servers)}


def _rate(per_hour: float) -> str:
    return f"{per_hour!r} / h"


LEAD_DESK = {"arrivals": 9.0, "service": 3.0, "servers": 4}

T01 = Case(
    name="T01 lead desk of four",
    file="t01.toml",
    parameters=LEAD_DESK,
    answer=queue,
    expected={"wait": 0.16981132075471703, "waits": 0.509433962264151, "waits long": 0.2406395646039132},
    mutation=("arrivals", 1.05),
    mutant={"demand.inbound.rate": _rate(9.45)},
    measure=read.waiting,
    mutant_replications=8,
)
T02 = Case(
    name="T02 impatient leads",
    file="t02.toml",
    parameters={"arrivals": 12.0, "service": 3.0, "servers": 4, "leaving": 2.0},
    answer=theory.impatient,
    expected={"abandons": 0.17637270258964088, "queue": 1.0582362155378453, "waits": 0.6086730661292343},
    mutation=("arrivals", 1.05),
    mutant={"demand.inbound.rate": _rate(12.6)},
    measure=read.leaving,
    changes={"run.horizon": "800 h"},
)
T03 = Case(
    name="T03 quotation engineer",
    file="t03.toml",
    parameters={"arrivals": 0.2, "mean": 4.0, "cv": 1.5},
    answer=engineer,
    expected={"wait": 26.0},
    mutation=("mean", 1.05),
    mutant={"products.standard.quote_hours.mean": "4.2 h"},
    measure=read.mean_waiting,
    mutant_replications=5,
    slow=True,
)
T04 = Case(
    name="T04 priority among sources",
    file="t04.toml",
    parameters={"first": 3.0, "second": 3.0, "third": 3.0, "service": 3.0, "servers": 4},
    answer=by_priority,
    expected={"wait 2": 0.33962264150943405},
    mutation=("third", 1.05),
    mutant={"demand.fair.rate": _rate(3.15)},
    measure=partial(read.waiting_by_source, order=("inbound", "referral", "fair")),
    replications=24,
    mutant_replications=12,
    changes={"run.horizon": "13000 h"},
    slow=True,
)
T06 = Case(
    name="T06 funnel of independent stages",
    file="t06.toml",
    parameters={"leads": 5.6, "contact": 0.7, "qualify": 0.46, "accept": 0.75, "win": 0.2},
    answer=funnel,
    expected={"wins": 67.62, "no win in a week": 0.2586188300353607},
    mutation=("win", 1.05),
    mutant={"market.advance.closing": 0.21},
    measure=read.yearly_wins,
    replications=42,
    mutant_replications=30,
    slow=True,
)
PIPELINE = {"arrivals": 2.0 / DAY, "mean": 60.0 * DAY, "shape": 3.0}
LONGER = {"selling.pre_approach.think.mean": "63 d"}
T07 = Case(
    name="T07 open pipeline, steady",
    file="t07.toml",
    parameters={**PIPELINE, "time": 1e9},
    answer=pipeline,
    expected={"open": 120.0},
    mutation=("mean", 1.05),
    mutant=LONGER,
    measure=lambda log: {"open": read.open_deals(log, 300.0 * DAY, log.horizon)},
    changes={"run.horizon": "3000 d"},
)
T07_60 = Case(
    name="T07 open pipeline, after 60 days",
    file="t07.toml",
    parameters={**PIPELINE, "time": 60.0 * DAY},
    answer=pipeline,
    expected={"open": 93.11498308135347},
    mutation=("mean", 1.05),
    mutant=LONGER,
    measure=lambda log: {"open": read.open_deals(log, log.horizon, log.horizon)},
    replications=3000,
    mutant_replications=3000,
    changes={"run.horizon": "60 d"},
    slow=True,
)
T07_120 = Case(
    name="T07 open pipeline, after 120 days",
    file="t07.toml",
    parameters={**PIPELINE, "time": 120.0 * DAY},
    answer=pipeline,
    expected={"open": 116.72804712680039},
    mutation=("mean", 1.05),
    mutant=LONGER,
    measure=lambda log: {"open": read.open_deals(log, log.horizon, log.horizon)},
    replications=800,
    mutant_replications=800,
    changes={"run.horizon": "120 d"},
    slow=True,
)
T12 = Case(
    name="T12 seven steps with a loop",
    file="t12.toml",
    parameters={"contact": 0.6},
    answer=seven_steps,
    expected={"wins": 0.14922514285714286, "hours": 5.9665485714285715},
    mutation=("contact", 1.05),
    mutant={"demand.inbound.contact.p_0": 0.63},
    measure=read.effort,
)
S13_SPLIT = Case(
    name="S13 two desks of two",
    file="s13.toml",
    parameters={"total": 9.0, "service": 3.0, "groups": 2},
    answer=desks,
    expected={"wait": 0.4285714285714286},
    mutation=("total", 1.05),
    mutant={"demand.inbound.rate": _rate(4.725), "demand.referral.rate": _rate(4.725)},
    measure=read.mean_waiting,
    mutant_replications=5,
    slow=True,
)
S13_POOLED = Case(
    name="S13 one desk of four",
    file="t01.toml",
    parameters={"total": 9.0, "service": 3.0, "groups": 1},
    answer=desks,
    expected={"wait": 0.16981132075471703},
    mutation=("total", 1.05),
    mutant={"demand.inbound.rate": _rate(9.45)},
    measure=read.mean_waiting,
    mutant_replications=5,
    changes={"run.seed": 13, "run.horizon": "8000 h"},
    slow=True,
)
S13_PODS = Case(
    name="S13 two pods of two",
    file="t01.toml",
    parameters=S13_SPLIT.parameters,
    answer=desks,
    expected=S13_SPLIT.expected,
    mutation=("total", 1.05),
    mutant={"demand.inbound.rate": _rate(9.45)},
    measure=read.mean_waiting,
    mutant_replications=5,
    changes={
        "run.seed": 13,
        "run.horizon": "8000 h",
        "structure": {"kind": "modular", "levels": [], "divided": ["sdr"], "pods": 2},
    },
    slow=True,
)
S14 = Case(
    name="S14 leads that cool",
    file="s14.toml",
    parameters={**LEAD_DESK, "first": 0.8, "cooling": 1.5},
    answer=contacts,
    expected={"reached": 0.6641509433962265},
    mutation=("first", 1.05),
    mutant={"demand.inbound.contact.p_0": 0.84},
    measure=read.reached,
    changes={"run.horizon": "1800 h"},
)
S15 = Case(
    name="S15 desk in office hours",
    file="s15.toml",
    parameters={"open_hours": 8.0, "days": 5},
    answer=theory.wait_for_opening,
    expected={"wait": 15.238095238095237, "in hours": 0.23809523809523808},
    mutation=("open_hours", 1.1),
    mutant={"calendar.hours": 8.8, "people.sdr.shift.hours": 8.8, "people.sdr.shift.closes": 8.8},
    measure=read.first_touch,
)


def _utilised(utilisation: float, servers: int, expected: float, hours: int, most: float = 0.05) -> Case:
    def mutant(factor: float) -> dict[str, object]:
        return {"demand.inbound.rate": _rate(3.0 * servers * utilisation * factor)}

    return Case(
        name=f"S23 utilisation {utilisation:.0%}, desk of {servers}",
        file="s23.toml",
        parameters={"utilisation": utilisation, "servers": servers},
        answer=busy,
        expected={"wait": expected},
        mutation=("utilisation", 1.05),
        mutant=mutant(1.05),
        measure=lambda log: {"wait": 3.0 * read.mean_waiting(log)["wait"]},
        changes={**mutant(1.0), "people.sdr.count": servers, "run.horizon": f"{hours} h"},
        mutant_replications=5 if utilisation > 0.6 else 20,
        most=most,
        slow=True,  # ten seconds and more each
    )


S23 = (
    _utilised(0.5, 1, 1.0, 17000),
    _utilised(0.5, 4, 0.08695652173913042, 6000),
    _utilised(0.7, 1, 2.333333333333333, 9000),
    _utilised(0.7, 4, 0.3572119318604477, 4000),
    _utilised(0.8, 1, 4.000000000000001, 16000),
    _utilised(0.8, 4, 0.7455405897342559, 6500),
    _utilised(0.9, 1, 9.000000000000002, 13000, most=0.1),
    _utilised(0.9, 4, 1.969383160738407, 4000, most=0.1),
)

CASES = (
    T01,
    T02,
    T03,
    T04,
    T06,
    T07,
    T07_60,
    T07_120,
    T12,
    S13_SPLIT,
    S13_POOLED,
    S13_PODS,
    S14,
    S15,
    *S23,
    *complaints.CASES,
    *orders.CASES,
    *customers.CASES,
    *people.CASES,
    *channels.CASES,
    *structure.CASES,
)
