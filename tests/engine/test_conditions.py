"""Conditions under Kleene's logic: what is missing is unknown, and only a certain outcome is a verdict."""

import datetime as dt
from typing import Any

import pytest

from govrules.engine.values import Missing, compare, compute
from govrules.model.events import Event
from govrules.model.period import Period
from tests.engine.rules import day, judge, on, rules, unknown

HEADER = """
parameters:
  share: {{type: number, values: {{2020-01-01: 3, 2026-03-05: 4}}}}
  unset: {{type: number, values: {{}}, note: {{en: the text says only soon, zh: 文本只说尽快}}}}
  local:
    type: integer
    values: {{2020-01-01: 1}}
case:
  joint: {{type: bool, default: false}}
  grade: {{type: string}}
records:
  item: {{set_by: listed, data: {{limit: period, name: string, tacit: bool}}}}
events:
  listed: {{data: {{item: string}}}}
  other: {{}}
  asked:
    data:
      {{n: integer, m: integer, text: string, flag: bool, day: date, items: list, item: string, from: string}}
  asked_by_head: {{is: asked, if: event.text == "head"}}
clauses:
  tried: {{requirement: {{when: asked, require: {condition}}}}}
"""


def verdict(condition: str, *before: Event, on_day: int = 4, **data: Any) -> str:
    """`kept`, `broken`, or why the requirement cannot be judged."""
    text = HEADER.format(condition=f"'{condition}'")
    found = judge(rules(text), *before, on(on_day, "asked", **data))
    if found.unknowns:
        return unknown(found)[0]
    [obligation] = found.obligations
    return {"met": "kept", "violated": "broken"}[obligation.state]


@pytest.mark.parametrize(
    ("condition", "data", "expected"),
    [
        ("event.n == 3", {"n": 3}, "kept"),
        ("event.n == 3", {"n": "3"}, "kept"),
        ("event.n == 3", {"n": 4}, "broken"),
        ("1 < event.n <= 3", {"n": 3}, "kept"),
        ("event.n in [1, 2]", {"n": 2}, "kept"),
        ("event.n not in [1, 2]", {"n": 2}, "broken"),
        ("event.n + 1 == 2 * 2", {"n": 3}, "kept"),
        ("0.7 * 10 == 7", {}, "kept"),
        ("event.flag", {"flag": "是"}, "kept"),
        ("not event.flag", {"flag": False}, "kept"),
        ("event.day < \"2026-03-05\"", {"day": "2026-03-04"}, "kept"),
        ("days_between(event.day, event.date) == 2", {"day": "2026-03-02"}, "kept"),
        ("start_of(month) == event.day", {"day": "2026-03-01"}, "kept"),
        ("start_of(year) == event.day", {"day": "2026-01-01"}, "kept"),
        ("len(event.items) == 2", {"items": ["a", "b"]}, "kept"),
        ("sum(event.items) == 6", {"items": [1, 2, 3]}, "kept"),
        ("max(event.items) - min(event.items) == 2", {"items": [1, 2, 3]}, "kept"),
        ("max(event.n, 5) == 5", {"n": 3}, "kept"),
        ("\"a\" in event.items", {"items": ["a"]}, "kept"),
        ("event.text == \"x\" if event.flag else event.n == 1", {"flag": False, "n": 1}, "kept"),
        ("given(event.n, event.text)", {"n": 1, "text": "x"}, "kept"),
        ("given(event.n, event.text)", {"n": 1, "text": " "}, "broken"),
        ("given(event.n)", {}, "broken"),
        ("event.from == \"a\"", {"from": "a"}, "kept"),
        ("case.joint", {}, "broken"),
        ("case.joint", {"joint": True}, "kept"),
        ("case.id == \"c\"", {}, "kept"),
        ("params.share == 3", {}, "kept"),
    ],
)  # fmt: skip
def test_conditions_hold_or_do_not(condition: str, data: dict[str, Any], expected: str) -> None:
    assert verdict(condition, **data) == expected


@pytest.mark.parametrize(
    ("condition", "data", "why"),
    [
        ("event.n == 3", {}, "`event.n` is missing from the event `asked` of 2026-03-04"),
        ("event.n == 3", {"n": None}, "`event.n` is missing from the event `asked` of 2026-03-04"),
        ("event.n == 3", {"n": "three"}, "the value of `event.n` is not a whole number"),
        ("event.day == event.day", {"day": "soon"}, "the value of `event.day` is not a date"),
        ("event.text < 3", {"text": "x"}, "text and a number cannot be compared with `<`"),
        ("event.text", {"text": "x"}, "`event.text` is neither true nor false"),
        ("event.n / 0 == 1", {"n": 1}, "a division by zero"),
        ("case.grade == \"a\"", {}, "no event of the case had given `case.grade` by 2026-03-04"),
        ("params.unset == 1", {}, "the parameter `params.unset` is not set: the text says only soon"),
        ("item.tacit", {}, "no event says which `item` is meant"),
        ("item.tacit", {"item": "A"}, "the record `item` that the event names is not in force on 2026-03-04"),
        ("event.text == holder(\"x\")", {"text": "a"},
         "`holder()` needs data about posts and their holders, and none are loaded"),
    ],
)  # fmt: skip
def test_what_is_missing_is_unknown_and_says_why(condition: str, data: dict[str, Any], why: str) -> None:
    assert verdict(condition, **data) == why.replace("params.unset` is", "unset` is")


@pytest.mark.parametrize(
    ("condition", "data", "expected"),
    [
        ("event.n == 1 or event.text == \"x\"", {"text": "x"}, "kept"),
        ("event.n == 1 and event.text == \"x\"", {"text": "y"}, "broken"),
        ("event.n in [event.m, 2]", {"n": 2}, "kept"),
        ("event.n == 1 if event.flag else event.n == 1", {"n": 1}, "kept"),
        ("any([event.m == 1, event.n == 1])", {"n": 1}, "kept"),
        ("all([event.m == 1, event.n == 1])", {"n": 2}, "broken"),
    ],
)  # fmt: skip
def test_what_is_certain_whatever_the_missing_value_is_stays_certain(
    condition: str, data: dict[str, Any], expected: str
) -> None:
    assert verdict(condition, **data) == expected


def test_both_missing_values_are_named() -> None:
    why = verdict('event.n == 1 and event.text == "x"')
    assert why == (
        "`event.n` is missing from the event `asked` of 2026-03-04; "
        "`event.text` is missing from the event `asked` of 2026-03-04"
    )


def test_a_case_attribute_is_the_latest_value_given_by_then() -> None:
    first, second = on(2, "other", grade="a"), on(3, "other", grade="b")
    assert verdict('case.grade == "b"', first, second) == "kept"
    assert verdict('case.grade == "a"', first, on(5, "other", grade="b")) == "kept"


def test_a_parameter_has_the_value_in_force_on_the_trigger_s_day() -> None:
    assert verdict("params.share == 4", on_day=5) == "kept"
    assert verdict("params.share == 4", on_day=4) == "broken"


def test_a_record_is_found_by_the_event_and_read_at_its_date() -> None:
    early = on(1, "listed", case="r", item="A", limit="10 days", tacit=True)
    late = on(3, "listed", case="r", item="A", limit="5 days")
    assert verdict("item.tacit", early, late, item="A") == "kept"
    assert verdict("item.limit <= 0.7 * was(item.limit, on=event.day)", early, late, item="A", on_day=4) == (
        "`event.day` is missing from the event `asked` of 2026-03-04"
    )


def test_two_versions_of_a_record_can_be_compared() -> None:
    text = HEADER.format(condition="'item.limit <= 0.7 * was(item.limit, on=event.day)'")
    early = on(1, "listed", case="r", item="A", limit="10 days")

    def state(limit: str) -> str:
        late = on(3, "listed", case="r", item="A", limit=limit)
        asked = on(dt.date(2026, 3, 4), "asked", item="A", day="2026-03-02")
        return judge(rules(text), early, late, asked).obligations[0].state

    assert (state("7 days"), state("8 days"), state("5 working days")) == ("met", "violated", "unknown")


def test_history_counts_the_slice_up_to_the_event() -> None:
    before = (on(2, "other"), on(3, "other"), on(5, "other"))
    assert verdict("count(other) == 2", *before) == "kept"
    assert verdict('count(other, since="2026-03-03") == 1', *before) == "kept"
    assert verdict('happened(other) and first(other) == "2026-03-02"', *before) == "kept"
    assert verdict('last(other) == "2026-03-03"', *before) == "kept"
    assert verdict("happened(other)") == "broken"


def test_a_named_event_counts_only_where_its_condition_holds() -> None:
    assert verdict("count(asked_by_head) == 1", text="head") == "kept"
    assert verdict("happened(asked_by_head)", text="clerk") == "broken"
    assert (
        verdict("happened(asked_by_head)") == "`event.text` is missing from the event `asked` of 2026-03-04"
    )


def test_an_absence_that_the_log_would_not_show_is_unknown() -> None:
    text = HEADER.format(condition="not happened(other)").replace(
        "other: {}", "other: {recorded: from 2026-03-03}"
    )
    found = judge(rules(text), on(2, "listed"), on(4, "asked"))
    assert [each.reason.code for each in found.unknowns] == ["not-recorded"]
    assert judge(rules(text), on(3, "listed"), on(4, "asked")).obligations[0].state == "met"


def test_a_count_over_a_span_that_begins_before_the_log_is_unknown() -> None:
    assert verdict("count(other, since=start_of(year)) >= 1").startswith("logs do not record `other`")


def test_unlike_values_are_never_silently_different() -> None:
    for left, sign, right in (("3", "==", 3), (True, "==", 1), ("a", "<", 1), ((1,), "==", 1)):
        assert isinstance(compare(left, sign, right), Missing)
    assert isinstance(compare(Period.parse("5 days"), "<", Period.parse("1 week")), Missing)
    assert compare(Period.parse("5 days"), "<", Period.parse("6 days")) is True
    assert isinstance(compute("a", "+", 1), Missing)
    assert compute(day(2), "+", 3) == day(5)


LOCAL = """
parameters:
  limit:
    type: period
    values:
    - {from: 2020-01-01, value: 5 working days}
    - {from: 2020-01-01, for: event.unit == "a", value: 2 working days}
events: {accepted: {}, decided: {}}
clauses: {decide: {duty: {when: accepted, must: decided, within: params.limit}}}
"""


def test_the_value_of_a_parameter_for_a_narrower_part_goes_first() -> None:
    dues = [judge(rules(LOCAL), on(2, "accepted", unit=unit)).obligations[0].due for unit in ("a", "b")]
    assert dues == [day(4), day(9)]


def test_a_parameter_is_unknown_where_nobody_knows_whether_the_narrower_value_applies() -> None:
    assert unknown(judge(rules(LOCAL), on(2, "accepted"))) == [
        "`event.unit` is missing from the event `accepted` of 2026-03-02"
    ]
