"""Periods as the law writes them: an amount and a unit, or several joined by `then`, in two languages."""

import enum
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Code, GovrulesError, Help, read_only

if TYPE_CHECKING:
    # Whoever has a fraction has imported this; everybody else need not.
    from fractions import Fraction

LONGEST_AMOUNT = 9_999_999
"""far beyond any legal period; larger amounts are slips of the keyboard"""


class Unit(enum.Enum):
    """What a period counts; the value is its canonical English plural."""

    WORKING_DAYS = "working days"
    DAYS = "days"
    CALENDAR_DAYS = "calendar days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    WORKING_HOURS = "working hours"
    MINUTES = "minutes"
    WORKING_MINUTES = "working minutes"
    SECONDS = "seconds"
    WORKING_SECONDS = "working seconds"

    @property
    def is_clock(self) -> bool:
        """Whether the unit is measured by the clock (hours and shorter) and not by dates."""
        return self in _SECONDS

    @property
    def is_working_clock(self) -> bool:
        """Whether only the time when the office is open counts."""
        return self in {Unit.WORKING_HOURS, Unit.WORKING_MINUTES, Unit.WORKING_SECONDS}

    @property
    def is_months(self) -> bool:
        """Whether the unit is counted by months (a year is 12 of them)."""
        return self in {Unit.MONTHS, Unit.YEARS}

    @property
    def seconds(self) -> int:
        """The length of one hour, minute or second; a `ValueError` for the units of dates."""
        if self not in _SECONDS:
            raise ValueError(f"{self.value} have no length in seconds")
        return _SECONDS[self]


_SECONDS = {
    Unit.HOURS: 3600,
    Unit.WORKING_HOURS: 3600,
    Unit.MINUTES: 60,
    Unit.WORKING_MINUTES: 60,
    Unit.SECONDS: 1,
    Unit.WORKING_SECONDS: 1,
}

_CHINESE_CANONICAL = {
    Unit.WORKING_DAYS: "个工作日",
    Unit.DAYS: "日",
    Unit.CALENDAR_DAYS: "个自然日",
    Unit.WEEKS: "周",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
    Unit.HOURS: "小时",
    Unit.WORKING_HOURS: "个工作小时",
    Unit.MINUTES: "分钟",
    Unit.WORKING_MINUTES: "工作分钟",
    Unit.SECONDS: "秒",
    Unit.WORKING_SECONDS: "工作秒",
}


class PeriodError(GovrulesError):
    """A text that is no period: what is wrong, where in the text, and what to write.

    `start` and `end` are offsets into the text as it was given, `end` exclusive.
    """

    def __init__(
        self,
        code: Code,
        values: Mapping[str, object],
        *,
        start: int,
        end: int,
        help: tuple[Help, ...] = (),
    ) -> None:
        self.code = code
        self.values: Mapping[str, object] = read_only(values)
        self.start = start
        self.end = end
        self.help = help
        super().__init__(code.en.format_map(values))


@frozen
class Part:
    """An amount of one unit: `20 working days`."""

    amount: int = attrs.field(
        validator=[attrs.validators.ge(0), attrs.validators.le(LONGEST_AMOUNT * 3600)],
    )
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.value.removesuffix('s') if self.amount == 1 else self.unit.value}"

    def text(self, lang: str) -> str:
        """The part in English (`en`) or Chinese (`zh`)."""
        return f"{self.amount}{_CHINESE_CANONICAL[self.unit]}" if lang == "zh" else str(self)


@frozen
class Period:
    """One part, or several each beginning where the one before ends.

    `to_month_end` carries the end on to the last day of its month.

    >>> Period.parse("20 working days")
    Period(parts=(Part(amount=20, unit=<Unit.WORKING_DAYS: 'working days'>),), to_month_end=False)
    >>> str(Period.parse("二十日"))
    '20 days'
    """

    parts: tuple[Part, ...] = attrs.field(validator=attrs.validators.min_len(1))
    to_month_end: bool = False

    @classmethod
    def of(cls, amount: int, unit: Unit) -> "Period":
        """A period of one part.

        >>> str(Period.of(3, Unit.WEEKS))
        '3 weeks'
        """
        return cls(parts=(Part(amount, unit),))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period that `text` writes, in English or Chinese, with digits or Chinese numerals.

        Args:
            text: such as `20 working days`, `10 days then 2 months`, `2 years, to month end`,
                `二十日`, `20个工作日`, `10日后再2个月`.
                Bare `days` (`日`, `天`) mean what the convention says.

        Raises:
            PeriodError: negative or fractional amounts, several units without `then`, an unknown unit,
                dates and hours in one period, anything else that is no period.

        >>> [str(Period.parse(each)) for each in ("三周", "半年", "两年，至月底", "10日后再2个月")]
        ['3 weeks', '6 months', '2 years, to month end', '10 days then 2 months']
        """
        from govrules.model.period_text import read_period

        return read_period(text)

    def __str__(self) -> str:
        joined = " then ".join(str(part) for part in self.parts)
        return f"{joined}, to month end" if self.to_month_end else joined

    def text(self, lang: str) -> str:
        """The period in English (`en`) or Chinese (`zh`); either can be parsed again.

        >>> Period.parse("20 working days").text("zh")
        '20个工作日'
        """
        if lang != "zh":
            return str(self)
        joined = "后再".join(part.text("zh") for part in self.parts)
        return f"{joined}，至月末" if self.to_month_end else joined

    def to_plain(self) -> str:
        """The canonical English, which is how a period stands in JSON."""
        return str(self)

    @property
    def is_clock(self) -> bool:
        """Whether the period is in hours or shorter units; no period mixes these with dates."""
        return self.parts[0].unit.is_clock

    def reduced(self, share: "Fraction", *, rounding: Literal["down", "up"]) -> "Period":
        """The period less a share of it: thirty per cent off a promised limit.

        Args:
            share: from 0 to 1, both included.
            rounding: what becomes of a fraction of a unit.

        Raises:
            ValueError: a period of several parts, or a share outside 0 to 1.

        >>> from fractions import Fraction
        >>> str(Period.parse("20 working days").reduced(Fraction(30, 100), rounding="down"))
        '14 working days'
        """
        if len(self.parts) != 1:
            raise ValueError("only a period of one part can be reduced")
        if not 0 <= share <= 1:
            raise ValueError("the share must lie between 0 and 1")
        left = self.parts[0].amount * (1 - share)
        amount = -(-left.numerator // left.denominator) if rounding == "up" else int(left)
        return attrs.evolve(self, parts=(Part(amount, self.parts[0].unit),))
