"""Limits that are looked up, dates of the data and events to come before are counted by the programs."""

from govrules.engine.batch import evaluate
from govrules.engine.compile.programs import programs_without_log
from govrules.model.events import Event
from tests.engine.compile.same import assert_compiled, assert_same, assert_same_of_many
from tests.engine.rules import END, at, day, on, rules

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


RECORDS = """
parameters:
  reading:
    type: choice
    choices: [statutory, promised]
    values: {2020-01-01: statutory, 2026-03-09: promised}
case: {item: string}
records:
  item: {set_by: listed, ended_by: removed, data: {legal: period, promised: period}}
events:
  listed: {data: {item: string, legal: period, promised: period}}
  removed: {data: {item: string}}
  accepted: {data: {item: string, limit: period}}
  concluded: {}
  stopped: {}
  resumed: {}
  told: {data: {units: list}}
  answered: {}
  granted: {}
clauses:
  conclude:
    responsible: trigger.unit
    duty:
      when: accepted
      must: concluded
      within: {statutory: item.legal, promised: item.promised}
      pause: {from: stopped, to: resumed}
      repeat: each
  by_reading:
    duty:
      when: accepted
      must: concluded
      within: {readings: {statutory: item.legal, promised: trigger.limit}, use: params.reading}
  by_share:
    duty: {when: accepted, must: concluded, within: {of: item.legal, less: 30%, round: down}}
  of_each:
    for_each: {unit: trigger.units}
    duty: {when: told, must: answered, within: item.promised, on_lapse: {deem: granted, breach: false}}
"""


def listed(date: int, item: str, legal: str, promised: str) -> Event:
    return on(at(date, 9), "listed", case="catalogue", item=item, legal=legal, promised=promised)


def test_what_a_limit_is_a_record_may_say() -> None:
    book = rules(RECORDS)
    log = (
        listed(1, "permit", "5 working days", "3 days"),
        on(at(2, 9), "accepted", item="permit", limit="4 days", unit="office"),
        on(at(3, 9), "told", units=("a", "b")),
        on(at(4, 9), "answered", unit="a"),
        on(at(6, 9), "concluded"),
        on(at(10, 9), "accepted", item="permit", limit="1 day"),
    )
    assert_compiled(book, *log)
    found = evaluate(book, log, as_of=END, engine="compiled").obligations
    assert [(each.limit, each.state) for each in found if each.clause == "conclude"] == [
        ("5 working days", "met"),
        ("3 days", "met_late"),
        ("5 working days", "overdue"),
        ("3 days", "overdue"),
    ]
    assert [(each.reading, each.limit) for each in found if each.clause == "by_reading"] == [
        ("statutory", "5 working days"),
        ("promised", "1 day"),
    ]


def test_an_obligation_with_the_limit_of_a_record_may_be_judged_alone() -> None:
    stopped = (on(at(3, 9), "stopped"), on(at(4, 9), "resumed"))
    accepted = on(at(2, 9), "accepted", item="permit", limit="1 month")
    catalogue = (listed(1, "permit", "2 days", "3 days"), listed(3, "permit", "9 days", "9 days"))
    assert_compiled(rules(RECORDS), *catalogue, accepted, *stopped, on(at(5, 9), "concluded"))


def test_a_limit_that_no_record_says_is_unknown() -> None:
    assert_compiled(rules(RECORDS), on(at(2, 9), "accepted", item="permit"), on(at(3, 9), "concluded"))
    soon = listed(1, "permit", "soon", "3 days")
    assert_compiled(rules(RECORDS), soon, on(at(2, 9), "accepted", limit="1 day"))


def test_a_parameter_under_a_condition_may_say_what_a_limit_is() -> None:
    text = """
    parameters:
      days:
        type: period
        values: [{from: 2020-01-01, value: 3 days}, {from: 2020-01-01, value: 5 days, for: case.joint}]
    case: {joint: {type: bool, default: false}}
    events: {received: {}, told: {data: {joint: bool}}, sent: {}}
    clauses: {tell: {duty: {when: received, must: sent, within: params.days, repeat: each}}}
    """
    received, joint = on(at(2, 9), "received"), on(at(3, 9), "told", joint=True)
    assert_compiled(rules(text), received, joint, on(at(4, 9), "received"), on(at(9, 9), "sent"))
    found = evaluate(rules(text), (received, joint, on(at(4, 9), "received")), as_of=END, engine="compiled")
    assert [each.limit for each in found.obligations] == ["3 days", "5 days"]
    [program] = programs_without_log(rules(text.replace("case.joint", "happened(told)")))
    assert [each.why for each in program.left_out] == ["its limit hangs on a parameter under a condition"]


def test_both_say_the_same_of_any_case_with_the_limits_of_records() -> None:
    kinds = (
        "accepted",
        "accepted",
        "concluded",
        "listed",
        "removed",
        "stopped",
        "resumed",
        "told",
        "answered",
    )
    said = {
        "item": ("permit", "permit", "licence"),
        "legal": ("5 days", "2 working days"),
        "promised": ("3 days", "soon", None),
        "limit": ("1 day", "2 working days"),
        "units": (("a", "b"), ()),
        "unit": ("a", "b", None),
    }
    assert assert_same_of_many(rules(RECORDS), kinds, said, number=60) > 20


def test_whoever_counts_from_a_lapse_hears_of_the_limit_that_a_record_said() -> None:
    text = (
        RECORDS
        + """
  follow: {duty: {when: {lapse: of_each}, must: told, within: 5 days, count_from: unrolled}}
"""
    )
    log = (listed(1, "permit", "5 days", "4 days"), on(at(3, 9), "told", item="permit", units=("a", "b")))
    assert_same(rules(text), *log, on(at(4, 9), "answered", unit="a"))


def test_periods_are_compared_by_their_length() -> None:
    text = """
    events: {time_set: {data: {limit: period, complex: bool}}}
    clauses:
      at_most: {if: not event.complex, requirement: {when: time_set, require: event.limit <= "90 days"}}
    """
    log = [
        on(at(number, 9), "time_set", case=f"c{number}", limit=limit, complex=number == 9)
        for number, limit in enumerate(("9 days", "100 days", "90 days", "3 months", "soon", "91 days", 7), 3)
    ]
    assert_compiled(rules(text), *log)
    found = evaluate(rules(text), log, as_of=END, engine="compiled")
    assert [each.case for each in found.violations] == ["c4", "c8"]


LEADS = """
parameters:
  lead: {type: choice, choices: [calendar, working], values: {2020-01-01: calendar, 2026-03-05: working}}
records:
  item: {set_by: listed, data: {lead: period}}
events:
  listed: {data: {item: string, lead: period}}
  issued: {data: {item: string, expires: date, lead: period}}
  renewed: {}
  told: {}
clauses:
  renew:
    duty:
      when: issued
      must: renewed
      before: trigger.expires
      at_least: {readings: {calendar: 4 days, working: trigger.lead}, use: params.lead}
      repeat: each
      on_lapse: {breach: false}
  tell: {duty: {when: issued, must: told, before: trigger.expires, at_least: item.lead, repeat: each}}
  follow: {duty: {when: {lapse: renew}, must: told, within: 5 days, count_from: unrolled}}
"""


def test_the_time_before_a_given_day_may_be_looked_up() -> None:
    text = LEADS.split("  follow:")[0]
    log = (
        on(at(1, 9), "listed", case="catalogue", item="permit", lead="2 working days"),
        on(at(2, 9), "issued", item="permit", expires="2026-03-12", lead="1 day"),
        on(at(9, 9), "renewed"),
        on(at(11, 9), "told"),
        on(at(6, 9), "issued", case="d", item="licence", expires="2026-03-13", lead="1 working day"),
        on(at(9, 9), "renewed", case="d"),
    )
    assert_compiled(rules(text), *log)
    found = evaluate(rules(text), log, as_of=END, engine="compiled").obligations
    assert [(each.limit, each.reading, each.due, each.state) for each in found] == [
        ("at least 4 days before trigger.expires", "calendar", day(6), "lapsed"),
        ("at least 2 working days before trigger.expires", None, day(10), "met_late"),
        ("at least 1 working day before trigger.expires", "working", day(12), "met"),
        (None, None, None, "unknown"),
    ]


def test_both_say_the_same_of_any_case_with_looked_up_times_before_given_days() -> None:
    said = {
        "item": ("permit", "licence"),
        "lead": ("2 working days", "1 day", "no limit", "soon"),
        "expires": ("2026-03-09", "2026-03-12", "2026-03-04", None),
    }
    kinds = ("issued", "issued", "renewed", "told", "listed")
    assert assert_same_of_many(rules(LEADS), kinds, said, number=60) > 10
