"""What is on record on a day of the calendar that triggers a clause."""

import datetime as dt

from govrules.model.events import Event
from tests.engine.rules import judge, rules

RULES = """
events:
  listed: {data: {organ: string, phone: bool}}
records: {organ: {set_by: listed, data: {phone: bool}}}
clauses:
  phone: {requirement: {when: {every: year, at: end}, for_each: organ, require: organ.phone}}
  year:
    requirement: {when: {every: year, at: end}, for_each: organ, require: start_of(year) == "2025-01-01"}
"""


def listed(day: dt.date, *, phone: bool) -> Event:
    return Event("register", "listed", day, data={"organ": "o", "phone": phone})


def test_the_last_day_of_a_year_is_asked_about_itself_and_not_the_day_after() -> None:
    events = [listed(dt.date(2025, 3, 3), phone=False), listed(dt.date(2026, 1, 1), phone=True)]
    found = judge(rules(RULES), *events, as_of=dt.date(2026, 1, 31))
    assert [(each.clause, each.state) for each in found.obligations] == [
        ("phone", "violated"),
        ("year", "met"),
    ]
    events = [listed(dt.date(2025, 3, 3), phone=False), listed(dt.date(2025, 12, 31), phone=True)]
    found = judge(rules(RULES), *events, as_of=dt.date(2026, 1, 31))
    assert [(each.clause, each.state) for each in found.obligations] == [("phone", "met"), ("year", "met")]
