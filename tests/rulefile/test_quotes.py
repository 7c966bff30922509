"""Periods in quoted texts, and conditions that decide nothing."""

from fractions import Fraction

import pytest

from govrules.rulefile.expression import parse_condition
from govrules.rulefile.quotes import quoted_numbers, quoted_periods
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
    ("quote", "expected"),
    [
        ("每季度至少开展两次检查", [("两次", 2)]),
        ("会议压缩30％以上", [("30％", Fraction(3, 10))]),
        ("不低于百分之七十", [("百分之七十", Fraction(7, 10))]),
        ("超过三次的", [("三次", 3), ("三次", 4)]),
        ("不超过三次", [("三次", 3)]),
        ("不足5个", [("5个", 5), ("5个", 4)]),
        ("不少于2人", [("2人", 2)]),
        ("第三次；一次性告知；十个工作日；六个月；2004年", []),
        ("at most 3 times, or 20% of it", [("3 times", 3), ("20%", Fraction(1, 5))]),
        ("", []),
    ],
)
def test_numbers_are_found_with_what_lies_just_beyond_them(
    quote: str, expected: list[tuple[str, int | Fraction]]
) -> None:
    assert quoted_numbers(quote) == expected


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
