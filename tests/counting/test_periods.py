"""Periods in both languages, and what is refused with help."""

from fractions import Fraction

import pytest

from govrules.diagnostics import Code
from govrules.diagnostics.codes import time as codes
from govrules.model.numerals import read
from govrules.model.period import Part, Period, PeriodError, Unit


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("20 working days", "20 working days"),
        ("1 working day", "1 working day"),
        ("20个工作日", "20 working days"),
        ("二十个工作日", "20 working days"),
        ("五工作日", "5 working days"),
        ("30 days", "30 days"),
        ("二十日", "20 days"),
        ("三十天", "30 days"),
        ("３０日", "30 days"),
        ("30 calendar days", "30 calendar days"),
        ("三十个自然日", "30 calendar days"),
        ("3 weeks", "3 weeks"),
        ("三周", "3 weeks"),
        ("一周", "1 week"),
        ("两个星期", "2 weeks"),
        ("6 months", "6 months"),
        ("六个月", "6 months"),
        ("半年", "6 months"),
        ("2 years", "2 years"),
        ("两年", "2 years"),
        ("24 hours", "24 hours"),
        ("二十四小时", "24 hours"),
        ("半小时", "30 minutes"),
        ("4 working hours", "4 working hours"),
        ("4个工作小时", "4 working hours"),
        ("90 minutes", "90 minutes"),
        ("0 days", "0 days"),
        ("20 Working  Days", "20 working days"),
        ("10 days then 2 months", "10 days then 2 months"),
        ("10 days, then 2 months", "10 days then 2 months"),
        ("10日后再2个月", "10 days then 2 months"),
        ("十日，再加两个月", "10 days then 2 months"),
        ("2 years, to month end", "2 years, to month end"),
        ("两年，至月底", "2 years, to month end"),
    ],
)
def test_a_period_is_read_in_either_language(text: str, canonical: str) -> None:
    assert str(Period.parse(text)) == canonical


def test_a_period_is_said_in_either_language() -> None:
    period = Period((Part(10, Unit.DAYS), Part(1, Unit.MONTHS)), to_month_end=True)
    assert (str(period), period.text("en"), period.text("zh")) == (
        "10 days then 1 month, to month end",
        "10 days then 1 month, to month end",
        "10日后再1个月，至月末",
    )


@pytest.mark.parametrize(
    ("text", "code", "marked", "help"),
    [
        ("", codes.NO_PERIOD, "", ()),
        ("-3 days", codes.NEGATIVE_PERIOD, "-", ()),
        ("minus 3 days", codes.NEGATIVE_PERIOD, "minus", ()),
        ("负三日", codes.NEGATIVE_PERIOD, "负", ()),
        (
            "1.5 days",
            codes.FRACTIONAL_PERIOD,
            "1.5",
            ("write whole numbers in a smaller unit, as `90 minutes` for an hour and a half",),
        ),
        (
            "半个月",
            codes.FRACTIONAL_PERIOD,
            "半",
            ("write whole numbers in a smaller unit, as `90 minutes` for an hour and a half",),
        ),
        (
            "一个半月",
            codes.FRACTIONAL_PERIOD,
            "一个半",
            ("write whole numbers in a smaller unit, as `90 minutes` for an hour and a half",),
        ),
        (
            "1 month 3 days",
            codes.PERIOD_NEEDS_THEN,
            "1 month 3 days",
            ("say which comes first: `1 month then 3 days`",),
        ),
        ("1年3个月", codes.PERIOD_NEEDS_THEN, "1年3个月", ("write `15 months`",)),
        ("1 hour 30 minutes", codes.PERIOD_NEEDS_THEN, "1 hour 30 minutes", ("write `90 minutes`",)),
        ("20 wroking days", codes.UNKNOWN_UNIT, "wroking days", ("did you mean `working days`?",)),
        ("20 business days", codes.UNKNOWN_UNIT, "business days", ("did you mean `working days`?",)),
        ("6月", codes.UNKNOWN_UNIT, "月", ("did you mean `个月`?",)),
        (
            "two days",
            codes.PERIOD_WITHOUT_NUMBER,
            "two",
            ("begin with a number in digits or Chinese numerals, as `20 working days` or `二十日`",),
        ),
        (
            "二三日",
            codes.PERIOD_WITHOUT_NUMBER,
            "二三日",
            ("begin with a number in digits or Chinese numerals, as `20 working days` or `二十日`",),
        ),
        (
            "20",
            codes.PERIOD_WITHOUT_UNIT,
            "20",
            ("the units are working days, days, calendar days, weeks, months, years, hours, working hours",),
        ),
        ("20 days or so", codes.PERIOD_TRAILING, "or so", ()),
        ("1 day then", codes.PERIOD_TRAILING, "then", ()),
        ("1 day then 4 hours", codes.PERIOD_MIXED_CLOCK, "1 day then 4 hours", ()),
        ("99999999999 days", codes.PERIOD_TOO_LONG, "99999999999", ()),
        ("9" * 10_000 + " days", codes.PERIOD_TOO_LONG, "9" * 10_000, ()),
    ],
)
def test_what_is_no_period_is_refused_with_help(
    text: str, code: Code, marked: str, help: tuple[str, ...]
) -> None:
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    error = caught.value
    assert (error.code, text[error.start : error.end], tuple(each.en for each in error.help)) == (
        code,
        marked,
        help,
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("廿", 20),
        ("卅五", 35),
        ("一百", 100),
        ("一百零五", 105),
        ("一百二十", 120),
        ("一千二百三十四", 1234),
        ("九千九百九十九", 9999),
        ("三〇", 30),
        ("壹拾伍", 15),
        ("两", 2),
        ("十二百", None),
        ("二三十", None),
        ("一两", None),
        ("零十", None),
        ("百十百", None),
    ],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert read(text) == (number, len(text) if number is not None else 0)


def test_a_limit_can_be_reduced() -> None:
    period = Period.parse("25 working days")
    assert [
        str(period.reduced(Fraction(30, 100), rounding="down")),
        str(period.reduced(Fraction(30, 100), rounding="up")),
    ] == ["17 working days", "18 working days"]
    with pytest.raises(ValueError, match="one part"):
        Period.parse("1 month then 3 days").reduced(Fraction(1, 2), rounding="down")
