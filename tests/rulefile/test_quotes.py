"""Periods in quoted texts, and conditions that decide nothing."""

import pytest

from govrules.rulefile.expression import parse_condition
from govrules.rulefile.quotes import quoted_periods
from govrules.rulefile.vacuous import vacuous_parts


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("自受理之日起二十日内作出决定", [("二十日", 20, "days")]),
        ("二十个工作日", [("二十个工作日", 20, "days")]),
        ("六个月内办结，最迟三周", [("六个月", 6, "months"), ("三周", 3, "weeks")]),
        (
            "20日；１５个工作日；24小时",
            [("20日", 20, "days"), ("１５个工作日", 15, "days"), ("24小时", 24, "hours")],
        ),
        ("within 20 working days, or 3 weeks", [("20 working days", 20, "days"), ("3 weeks", 3, "weeks")]),
        ("第四十二条", []),
        ("2004年7月1日起施行", []),
        ("第三十日", []),
        ("三十日前", [("三十日", 30, "days")]),
        ("一两日", []),
        ("", []),
    ],
)
def test_periods_are_found_and_dates_and_ordinals_are_not(
    quote: str, expected: list[tuple[str, int, str]]
) -> None:
    assert quoted_periods(quote) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", [("true", True)]),
        ("event.x or not event.x", [("event.x or not event.x", True)]),
        ("event.x and not event.x", [("event.x and not event.x", False)]),
        ("event.y and count(a) >= 0", [("count(a) >= 0", True)]),
        ("count(a) < 0", [("count(a) < 0", False)]),
        ("event.x != event.x", [("event.x != event.x", False)]),
        ("'a' == 'b'", [("'a' == 'b'", False)]),
        ("not (event.x == event.x)", [("not (event.x == event.x)", False)]),
        ("count(a) >= 1 and event.x == event.y", []),
        ("event.x in [1, 1]", []),
    ],
)
def test_a_condition_that_cannot_turn_out_otherwise_is_seen(
    text: str, expected: list[tuple[str, bool]]
) -> None:
    parsed = parse_condition(text).expression
    assert parsed is not None
    assert [(text[part.start : part.end], outcome) for part, outcome in vacuous_parts(parsed)] == expected
