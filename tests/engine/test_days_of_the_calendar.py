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


def test_whoever_takes_office_the_day_after_does_not_answer_for_what_the_last_day_of_a_year_asked() -> None:
    text = """
events:
  listed: {data: {organ: string, phone: bool}}
  post_filled: {data: {post: string, unit: any, role: string, holder: string}}
records:
  organ: {set_by: listed, data: {phone: bool}}
  post: {set_by: post_filled, data: {unit: any, role: string, holder: string}}
clauses:
  phone:
    responsible: organ
    requirement: {when: {every: year, at: end}, for_each: organ, require: organ.phone}
  answered_for:
    accountability:
      on: {violation: phone}
      per: policy
      answerable: {head: 'holder("head", of=violation.responsible)'}
"""

    def head(day: dt.date, who: str) -> Event:
        data = {"post": "p", "unit": "o", "role": "head", "holder": who}
        return Event("posts", "post_filled", day, data=data)

    events = [
        head(dt.date(2025, 1, 2), "before"),
        listed(dt.date(2025, 3, 3), phone=False),
        head(dt.date(2026, 1, 1), "after"),
    ]
    found = judge(rules(text), *events, as_of=dt.date(2026, 1, 31))
    assert [each.party for each in found.attributions] == ["before"]
    events[2] = head(dt.date(2025, 12, 31), "after")
    found = judge(rules(text), *events, as_of=dt.date(2026, 1, 31))
    assert [each.party for each in found.attributions] == ["after"]
