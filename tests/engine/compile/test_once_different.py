"""Cases in which the evaluators once differed, each as small as it was made."""

import datetime as dt

from govrules.engine.batch import ENGINES, evaluate
from govrules.model.columns import Columns
from govrules.model.events import Event
from govrules.rulefile.load import load_text
from tests.engine.compile.same import assert_same

HEAD = """\
govrules: 1
policy: office
calendar: cn
convention: cn-civil-code
time_zone: {zone}
events:
  accepted: {{data: {{urgent: bool}}}}
  decided: {{}}
  extended: {{}}
  stopped: {{}}
  resumed: {{}}
clauses:
"""


def office(*clauses: str, zone: str = "Asia/Shanghai") -> str:
    lines = [f"  clause-{number}: {each}\n" for number, each in enumerate(clauses, 1)]
    return HEAD.format(zone=zone) + "".join(lines)


def event(kind: str, day: int, **data: object) -> Event:
    return Event("c", kind, dt.date(2026, 3, day), data=data)


LONGER = (
    "{duty: {when: accepted, must: decided, within: 3 working days, extend: {when: extended, add: 1 week}}}"
)
PAUSED = (
    "{duty: {when: accepted, must: decided, within: 3 working days, pause: {from: stopped, to: resumed}}}"
)


def test_an_answer_and_an_extension_on_one_day() -> None:
    rules = load_text(office(LONGER)).or_raise()
    assert_same(rules, event("accepted", 2), event("extended", 5), event("decided", 5))


def test_a_stop_on_the_last_day_itself() -> None:
    rules = load_text(office(PAUSED)).or_raise()
    assert_same(rules, event("accepted", 2), event("stopped", 5))


def test_a_second_trigger_that_another_clause_uses() -> None:
    rules = load_text(office("{prohibition: {when: accepted}}", PAUSED)).or_raise()
    assert_same(rules, event("accepted", 2), event("accepted", 3))


def test_an_unknown_condition_at_a_trigger_that_is_set_aside() -> None:
    rules = load_text(office("{if: event.urgent, " + LONGER[1:])).or_raise()
    assert_same(rules, event("accepted", 2, urgent=True), event("accepted", 3))


def test_a_log_that_ends_on_a_day_that_its_zone_left_out() -> None:
    rules = load_text(office(LONGER, zone="Pacific/Apia")).or_raise()
    left_out = dt.date(2011, 12, 30)
    assert_same(rules, Event("c", "accepted", left_out), as_of=left_out)


def test_what_was_read_twice_is_told_beside_what_people_say() -> None:
    rules = load_text(office(LONGER)).or_raise()
    contested = event("finding_contested", 20, clause="clause-1", reason="the record is wrong")
    log = [event("accepted", 2), event("decided", 12), event("decided", 12), contested, contested]
    expected = evaluate(rules, log, engine="reference")
    assert [(each.code, each.count) for each in expected.quality.notes] == [
        ("duplicate", 1),
        ("duplicate", 1),
    ]
    for engine in ENGINES:
        found = evaluate(rules, Columns.of(log), engine=engine)
        assert (found.quality, found.views) == (expected.quality, expected.views)
