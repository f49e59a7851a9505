"""Departments stay small enough to be called fast."""

from simsales.company.company import Company
from simsales.instruments.luck import Luck
from simsales.scenario import load

#: CPython shares the names of the fields of a class up to so many, and finds methods at once only while it does.
SHARED = 30


def test_departments_that_a_deal_meets_have_fewer_fields_than_python_shares():
    company = Company(load("norddrive"), Luck(1, 0))
    met = (
        "lead_desk",
        "market",
        "sales_force",
        "management",
        "quote_desk",
        "presales",
        "kernel",
        "log",
        "factory",
    )
    fields = {name: len(vars(getattr(company, name))) for name in met}
    assert max(fields.values()) < SHARED, fields
