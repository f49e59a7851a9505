"""One case's journey through the company, told in sentences and as a timeline: a lead's, an order's, a complaint's."""

from simsales.journeys.customers import account_journey, complaint_journey, order_journey
from simsales.journeys.leads import journey, keys
from simsales.journeys.story import Journey, Moment, Stretch, clock

__all__ = [
    "Journey",
    "Moment",
    "Stretch",
    "account_journey",
    "clock",
    "complaint_journey",
    "journey",
    "keys",
    "order_journey",
]
