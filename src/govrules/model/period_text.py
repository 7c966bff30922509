"""Text to `Period`: the reading half of `govrules.model.period`, in English and Chinese."""

import re
from functools import lru_cache

from govrules.diagnostics import Code, Help, nearest
from govrules.diagnostics.codes import time as codes
from govrules.model import numerals
from govrules.model.period import LONGEST_AMOUNT, Part, Period, PeriodError, Unit

_ENGLISH = {
    "working day": Unit.WORKING_DAYS,
    "day": Unit.DAYS,
    "calendar day": Unit.CALENDAR_DAYS,
    "week": Unit.WEEKS,
    "month": Unit.MONTHS,
    "year": Unit.YEARS,
    "hour": Unit.HOURS,
    "working hour": Unit.WORKING_HOURS,
    "minute": Unit.MINUTES,
    "working minute": Unit.WORKING_MINUTES,
    "second": Unit.SECONDS,
    "working second": Unit.WORKING_SECONDS,
}

_CHINESE = {
    "个工作日": Unit.WORKING_DAYS,
    "工作日": Unit.WORKING_DAYS,
    "日": Unit.DAYS,
    "天": Unit.DAYS,
    "个自然日": Unit.CALENDAR_DAYS,
    "自然日": Unit.CALENDAR_DAYS,
    "个日历日": Unit.CALENDAR_DAYS,
    "日历日": Unit.CALENDAR_DAYS,
    "日历天": Unit.CALENDAR_DAYS,
    "周": Unit.WEEKS,
    "个星期": Unit.WEEKS,
    "星期": Unit.WEEKS,
    "个月": Unit.MONTHS,
    "年": Unit.YEARS,
    "小时": Unit.HOURS,
    "个小时": Unit.HOURS,
    "个工作小时": Unit.WORKING_HOURS,
    "工作小时": Unit.WORKING_HOURS,
    "分钟": Unit.MINUTES,
    "个工作分钟": Unit.WORKING_MINUTES,
    "工作分钟": Unit.WORKING_MINUTES,
    "秒": Unit.SECONDS,
    "工作秒": Unit.WORKING_SECONDS,
}

# Words that people write for a unit and that the nearest spelling would not find.
_SYNONYMS = {
    "business day": "working days",
    "workday": "working days",
    "work day": "working days",
    "weekday": "working days",
    "court day": "working days",
    "office hour": "working hours",
    "business hour": "working hours",
    "natural day": "calendar days",
    "fortnight": "weeks",
    "quarter": "months",
    "d": "days",
    "wd": "working days",
    "h": "hours",
    "min": "minutes",
    "m": "months",
    "mo": "months",
    "w": "weeks",
    "y": "years",
    "月": "个月",
    "季度": "个月",
    "个季度": "个月",
    "时": "小时",
    "钟头": "小时",
    "个钟头": "小时",
    "分": "分钟",
    "交易日": "个工作日",
    "个交易日": "个工作日",
}


@lru_cache(maxsize=1024)
def read_period(text: str) -> Period:
    """The period that `text` writes; see `Period.parse`.

    A report asks for the few periods of a rulebook once for each finding.
    """
    return _Reader(text).period()


# Each token is tried at the current offset. The English unit takes two words where they name one.
_SPACE = re.compile(r"[ \t\u3000]*")
_DIGITS = re.compile(r"\d+")
_SIGN = re.compile(r"[-−–]|minus\b|负", re.IGNORECASE)
_FRACTION = re.compile(r"\d*[.,]\d+|\d+\s*/\s*\d+|½|¼|¾|half\b|半", re.IGNORECASE)
_THEN = re.compile(r",?\s*then\b\s*|[,;]?\s*(?:之?后)?[,;]?\s*再加?\s*", re.IGNORECASE)
_MONTH_END = re.compile(r",?\s*to\s+(?:the\s+)?month[ -]end\b|,?\s*[至到]当?月[末底]", re.IGNORECASE)
_ENGLISH_UNIT = re.compile(r"[a-z]+(?:[ \t_-]+(?:day|hour|minute|second)s?\b)?", re.IGNORECASE)
_CHINESE_UNIT = re.compile("|".join(sorted(_CHINESE, key=len, reverse=True)))
_LINK = re.compile(r"[,;、]?\s*(?:and\b|plus\b|又|零|加|\+)?\s*", re.IGNORECASE)
_HALF_BEHIND = re.compile(r"[½¼¾]|个?半")
_WORD = re.compile(r"[^\s\d,;]+")


class _Reader:
    """Reads one period; offsets stay those of the text as given."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = text.translate(numerals.HALF_WIDTH)
        self.at = 0

    def period(self) -> Period:
        self._skip_space()
        if self.at == len(self.text):
            raise self._error(codes.NO_PERIOD, 0, max(len(self.original), 1), text=self.original)
        parts = [self._part()]
        to_month_end = False
        while self.at < len(self.text):
            if self._take(_MONTH_END):
                to_month_end = True
                self._skip_space()
                if self.at < len(self.text):
                    rest = self.original[self.at :]
                    raise self._error(codes.PERIOD_TRAILING, self.at, len(self.text), rest=rest)
            elif self._take(_THEN):
                if self.at == len(self.text):
                    start = max(self.text.rfind("then"), 0)
                    rest = self.original[start:].strip()
                    raise self._error(codes.PERIOD_TRAILING, start, len(self.text), rest=rest)
                parts.append(self._part())
            else:
                raise self._unjoined(parts)
        self._refuse_clock_and_dates(parts)
        if to_month_end and parts[-1].unit.is_clock:
            raise self._error(codes.PERIOD_MIXED_CLOCK, 0, len(self.text), text=self.original)
        return Period(tuple(parts), to_month_end)

    def _part(self) -> Part:
        self._skip_space()
        start = self.at
        if found := _SIGN.match(self.text, start):
            raise self._error(codes.NEGATIVE_PERIOD, start, found.end(), text=self.original)
        whole = self._half_of_a_unit()
        if whole is not None:
            return whole
        self._refuse_fraction(start)
        amount = self._amount()
        after_number = self.at
        self._skip_space()
        self._refuse_fraction_after(start)
        unit = self._unit(start)
        self._skip_space()
        if amount > LONGEST_AMOUNT:
            raise self._error(
                codes.PERIOD_TOO_LONG, start, after_number, text=self.original[start:after_number]
            )
        return Part(amount, unit)

    def _half_of_a_unit(self) -> Part | None:
        """Half a year is six months and half an hour thirty minutes; no other half has an agreed length."""
        for word, part in (("半年", Part(6, Unit.MONTHS)), ("半小时", Part(30, Unit.MINUTES))):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                self._skip_space()
                return part
        return None

    def _refuse_fraction(self, start: int) -> None:
        if found := _FRACTION.match(self.text, start):
            written = self.original[start : found.end()]
            raise self._error(codes.FRACTIONAL_PERIOD, start, found.end(), help=_WHOLE_HELP, text=written)

    def _refuse_fraction_after(self, start: int) -> None:
        """`1½ days`, `一个半月` and `2 days and a half` say a fraction behind the number."""
        if found := _HALF_BEHIND.match(self.text, self.at):
            written = self.original[start : found.end()]
            raise self._error(codes.FRACTIONAL_PERIOD, start, found.end(), help=_WHOLE_HELP, text=written)

    def _amount(self) -> int:
        start = self.at
        if found := _DIGITS.match(self.text, start):
            self.at = found.end()
            # A number of thousands of digits takes long to convert and is refused anyway.
            return int(found.group()) if len(found.group()) <= 12 else LONGEST_AMOUNT + 1
        amount, end = numerals.read(self.text, start)
        if amount is None:
            found_word = _WORD.match(self.text, start)
            end = found_word.end() if found_word else min(start + 1, len(self.text))
            written = self.original[start:end]
            if not written:
                raise self._error(codes.NO_PERIOD, start, max(end, start + 1), text=self.original)
            raise self._error(codes.PERIOD_WITHOUT_NUMBER, start, end, help=_NUMBER_HELP, text=written)
        self.at = end
        return amount

    def _unit(self, start: int) -> Unit:
        if found := _CHINESE_UNIT.match(self.text, self.at):
            self.at = found.end()
            return _CHINESE[found.group()]
        found_word = _ENGLISH_UNIT.match(self.text, self.at)
        if found_word:
            word = re.sub(r"[\s_-]+", " ", found_word.group()).lower()
            unit = _ENGLISH.get(word) or _ENGLISH.get(word.removesuffix("s"))
            if unit is not None:
                self.at = found_word.end()
                return unit
        found_other = found_word or _WORD.match(self.text, self.at)
        if not found_other:
            raise self._error(
                codes.PERIOD_WITHOUT_UNIT,
                start,
                max(self.at, start + 1),
                help=_UNITS_HELP,
                text=self.original,
            )
        written = self.original[self.at : found_other.end()]
        raise self._error(
            codes.UNKNOWN_UNIT,
            self.at,
            found_other.end(),
            help=_unit_help(written),
            unit=written,
        )

    def _unjoined(self, parts: list[Part]) -> PeriodError:
        """What is wrong with text that follows a part without `then`."""
        rest_at = self.at
        if link := _LINK.match(self.text, self.at):
            self.at = link.end()
        try:
            second = self._part()
        except PeriodError as error:
            if error.code in {codes.UNKNOWN_UNIT, codes.FRACTIONAL_PERIOD, codes.NEGATIVE_PERIOD}:
                return error
            rest = self.original[rest_at:].strip()
            return self._error(codes.PERIOD_TRAILING, rest_at, len(self.text), rest=rest)
        return self._error(
            codes.PERIOD_NEEDS_THEN,
            0,
            self.at,
            help=_join_help(parts[-1], second),
            text=self.original[: self.at].strip(),
        )

    def _refuse_clock_and_dates(self, parts: list[Part]) -> None:
        if len({part.unit.is_clock for part in parts}) > 1:
            raise self._error(codes.PERIOD_MIXED_CLOCK, 0, len(self.text), text=self.original)

    def _skip_space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _take(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.text, self.at)
        if found is None or found.end() == self.at:
            return False
        self.at = found.end()
        return True

    def _error(
        self, code: Code, start: int, end: int, *, help: tuple[Help, ...] = (), **values: object
    ) -> PeriodError:
        return PeriodError(code, values, start=start, end=end, help=help)


_UNITS_HELP = (
    Help(
        en="the units are working days, days, calendar days, weeks, months, years, hours, working hours",
        zh="单位有：个工作日、日、个自然日、周、个月、年、小时、个工作小时",
    ),
)


_NUMBER_HELP = (
    Help(
        en="begin with a number in digits or Chinese numerals, as `20 working days` or `二十日`",
        zh="请以数字开头，如 `20个工作日` 或 `二十日`",
    ),
)
_WHOLE_HELP = (
    Help(
        en="write whole numbers in a smaller unit, as `90 minutes` for an hour and a half",
        zh="请用较小的单位写整数，如一个半小时写 `90分钟`",
    ),
)


def _unit_help(written: str) -> tuple[Help, ...]:
    folded = re.sub(r"[\s_-]+", " ", written).lower()
    near = (
        _SYNONYMS.get(folded)
        or _SYNONYMS.get(folded.removesuffix("s"))
        or nearest(folded, [*(unit.value for unit in Unit), *_ENGLISH, *_CHINESE])
    )
    if near is None:
        return _UNITS_HELP
    if folded.removesuffix("s") == "fortnight":
        return (Help(en="write `2 weeks` for a fortnight", zh="两个星期请写 `2周`"),)
    if folded.removesuffix("s") == "quarter" or written.endswith("季度"):
        return (Help(en="write `3 months` for a quarter", zh="一个季度请写 `3个月`"),)
    return (Help(en=f"did you mean `{near}`?", zh=f"是否要写 `{near}`？"),)


def _join_help(first: Part, second: Part) -> tuple[Help, ...]:
    units = {first.unit, second.unit}
    whole: Part | None = None
    if units == {Unit.YEARS, Unit.MONTHS}:
        months = sum(part.amount * (12 if part.unit is Unit.YEARS else 1) for part in (first, second))
        whole = Part(min(months, LONGEST_AMOUNT), Unit.MONTHS)
    elif units == {Unit.HOURS, Unit.MINUTES}:
        minutes = sum(part.amount * part.unit.seconds // 60 for part in (first, second))
        whole = Part(min(minutes, LONGEST_AMOUNT), Unit.MINUTES)
    if whole is not None:
        return (Help(en=f"write `{whole}`", zh=f"请写 `{whole.text('zh')}`"),)
    if first.unit.is_clock != second.unit.is_clock:
        return (
            Help(en="write it in one unit of the clock, as `28 hours`", zh="请只用一种单位，如 `28小时`"),
        )
    return (
        Help(
            en=f"say which comes first: `{first} then {second}`",
            zh=f"请写明先后：`{first.text('zh')}后再{second.text('zh')}`",
        ),
    )
