"""Charts: each function returns a matplotlib `Figure`, to show in a notebook or to save.

Of the results of `run` or `compare`:

- `differences(results)`: paired differences to the base with their intervals, a panel per KPI
- `funnel(results)`: how many cases reach each stage
- `desks(results)`: how busy each desk is, and how long work waits for it
- `capacity(results)`: from paid hours down to selling hours
- `front(results, kpis)`: scenarios by two or three KPIs, and which of them no other beats

Of what their logs show; a few replications are played once more for it (`Results.watched`):

- `queues(results)`: cases that wait for each desk over time
- `pipeline(results)`: open opportunities over time, and what they are worth
- `bookings(results)`: what is booked in each week of a quarter
- `lead_times(results)`: how long orders take, by path
- `attainment(results)`: how far people get with their quotas, beside what the plan pays
- `complaints(results)`: what becomes of the problems that customers notice
- `journey(results, key)`: one lead's journey, also of a log

Of what studies found:

- `why(found)`: the parts that a difference is made of, adding up to it
- `tornado(found)`: what each assumption does alone
- `transition(found)`: what a change costs before it pays
- `front(found)`: the front that `pareto` found

`available(results)` names the charts that results have, `gallery(results)` draws them all, and `svg(figure)` is a chart
as text to put into a page.
"""

from simsales.plots.changing import transition
from simsales.plots.choosing import front
from simsales.plots.comparing import differences
from simsales.plots.explaining import tornado, why
from simsales.plots.flowing import bookings, lead_times, pipeline, queues
from simsales.plots.galleries import available, gallery
from simsales.plots.hours import capacity
from simsales.plots.paying import attainment
from simsales.plots.process import complaints, desks, funnel
from simsales.plots.saving import svg
from simsales.plots.telling import journey

__all__ = [
    "attainment",
    "available",
    "bookings",
    "capacity",
    "complaints",
    "desks",
    "differences",
    "front",
    "funnel",
    "gallery",
    "journey",
    "lead_times",
    "pipeline",
    "queues",
    "svg",
    "tornado",
    "transition",
    "why",
]
