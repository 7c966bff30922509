"""Limits that are looked up, dates of the data and events to come before are counted by the programs."""

from tests.engine.compile.same import assert_compiled, assert_same_of_many
from tests.engine.rules import at, day, on, rules

LIMITS = """
parameters:
  days:
    type: period
    values: [{from: 2020-01-01, value: 5 working days}, {from: 2026-03-04, value: 3 working days}]
events:
  received: {data: {limit: period, level: integer}}
  told: {}
  sent: {}
  asked: {data: {within: string}}
clauses:
  by_parameter:
    duty: {when: received, must: told, within: params.days}
  by_field:
    duty: {when: received, must: sent, within: trigger.limit, repeat: each}
  by_share:
    duty: {when: received, must: told, within: {of: trigger.limit, less: 30%, round: down}}
  by_reading:
    duty: {when: asked, must: told, within: {readings: {week: 1 week, working: 5 working days}, use: working}}
  by_count:
    duty: {when: received, must: sent, within: event.level}
"""
DATES = """
events:
  issued: {data: {expires: date, held_at: instant}}
  renewed: {}
  invited: {}
  met: {}
  filed: {}
clauses:
  renew_by:
    duty: {when: issued, must: renewed, by: trigger.expires}
  renew_before:
    duty: {when: issued, must: renewed, before: trigger.expires, at_least: 3 days}
  invite:
    duty: {when: issued, must: invited, before: met}
  file:
    duty: {when: invited, must: filed, before: met, at_least: 2 working days}
"""


def test_a_limit_may_be_looked_up() -> None:
    assert_compiled(
        rules(LIMITS),
        on(at(2, 9), "received", limit="10 days", level=4),
        on(at(3, 9), "asked"),
        on(at(9, 9), "told"),
        on(at(10, 9), "received", limit="20 working days", level=1),
        on(at(11, 9), "sent"),
        on(at(13, 9), "told"),
    )
    assert_compiled(rules(LIMITS), on(2, "received", limit="no limit", level=30), as_of=day(10))


def test_a_day_may_be_given_by_the_data() -> None:
    assert_compiled(
        rules(DATES),
        on(at(2, 9), "issued", expires="2026-03-12"),
        on(at(3, 9), "invited"),
        on(at(6, 9), "filed"),
        on(at(9, 9), "met"),
        on(at(10, 9), "renewed"),
    )
    assert_compiled(rules(DATES), on(2, "issued", expires="2026-03-04"), on(9, "met"), on(10, "invited"))


def test_both_say_the_same_of_any_case_with_looked_up_limits() -> None:
    said = {"limit": ("5 days", "3 working days", "no limit", "soon"), "level": (0, 3, 5)}
    assert assert_same_of_many(rules(LIMITS), ("received", "told", "sent", "asked"), said) > 20


def test_both_say_the_same_of_any_case_with_dates_and_anchors() -> None:
    said = {"expires": ("2026-03-09", "2026-03-12", "2026-03-04", None)}
    kinds = ("issued", "renewed", "invited", "met", "filed")
    assert assert_same_of_many(rules(DATES), kinds, said, number=100) > 20
