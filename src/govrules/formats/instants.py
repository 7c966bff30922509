"""Dates and instants as people and systems write them: understood exactly, or refused with the reason."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from govrules.diagnostics import Code, Help, Severity
from govrules.diagnostics.codes import events as codes
from govrules.formats.report import Problem
from govrules.model.events import Time

LONGEST_SHOWN = 40
LONGEST_READ = 80
"""characters of a value: no date is longer, and a text of any length must not be searched for one"""
EXCEL_1900 = dt.date(1899, 12, 30)
EXCEL_1904 = dt.date(1904, 1, 1)
NAMED_FORMATS = ("excel", "unix", "unix_ms")


Reading = tuple[Time | None, Problem | None]
"""the time, or None with an error; a warning comes beside its time"""

_WRITTEN = re.compile(
    r"""
    (?: ([0-9]{4}) (?: ([-/.]) ([0-9]{1,2}) \2 ([0-9]{1,2})
                     | \s*年\s* ([0-9]{1,2}) \s*月\s* ([0-9]{1,2}) \s*[日号] )
      | ([0-9]{4}) ([0-9]{2}) ([0-9]{2}) )
    (?: (?: [Tt] | \s+ | (?<=[日号]) )
        (?: ([0-9]{1,2}) : ([0-9]{2}) (?: : ([0-9]{2}) (?: [.,] ([0-9]{1,12}) )? )?
          | ([0-9]{1,2}) \s*[时點点]\s* (?: ([0-9]{1,2}) \s*分\s* (?: ([0-9]{1,2}) \s*秒 )? )? )
      | (?: [Tt] | (?<=[0-9]{8}) ) ([0-9]{2}) ([0-9]{2}) ([0-9]{2})? (?: (?<=[0-9]{6}) [.,] ([0-9]{1,12}) )?
    )?
    (?: \s* ( Z | z | UTC | GMT | [-+\u2212] [0-9]{2} (?: :? [0-9]{2} (?: :? [0-9]{2} )? )? ) )?
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_DAY_OR_MONTH = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![0-9])")
_DIRECTIVES = re.compile(r"%(.?)")
_DAY_DIRECTIVES = ("Yy", "mbB", "d")
_CLOCK_DIRECTIVES = "HIMSfpz"


def time_reader(
    *,
    zone: dt.tzinfo | None = None,
    format: str | None = None,
    dates: bool = False,
    excel_epoch: dt.date | None = None,
) -> Callable[[object], Reading]:
    """A function that reads the values of one column as times.

    Arguments:
        zone: of times of day that carry no offset; with `dates`, also the zone in which the day is taken.
        format: `strptime` directives, or `excel` (a serial number), `unix` or `unix_ms` (elapsed since 1970).
        dates: the column records days: every value becomes a bare date, whatever its time of day.
        excel_epoch: day 0 of serial numbers; without it a number is no time unless `format` says so.

    >>> read = time_reader(zone=dt.timezone.utc)
    >>> read("2025年3月4日")
    (datetime.date(2025, 3, 4), None)
    >>> read("2025-03-04T09:30:00+0800")[0].isoformat()
    '2025-03-04T09:30:00+08:00'
    >>> read("2026-02-30")[1].code.name
    'impossible-day'
    """

    def read(value: object) -> Reading:
        found, problem = _parse(value, format=format, excel_epoch=excel_epoch)
        if found is None:
            return None, problem
        if not isinstance(found, dt.datetime):
            return found, None
        if dates:
            return _day(found, zone, value)
        if found.tzinfo is not None:
            return found, None
        return _placed(found, zone, value)

    return read


def format_problem(format: str) -> bool:
    """Whether `format` is none: a directive that depends on the machine, or no year, month or day.

    >>> format_problem("%d/%m/%Y %H:%M"), format_problem("dd/mm/yyyy"), format_problem("excel")
    (False, True, False)
    """
    if format in NAMED_FORMATS:
        return False
    used = [directive for directive in _DIRECTIVES.findall(format) if directive != "%"]
    known = "".join(_DAY_DIRECTIVES) + _CLOCK_DIRECTIVES
    if len(set(used)) != len(used) or not all(directive and directive in known for directive in used):
        return True
    if ("H" in used and "I" in used) or ("I" in used) != ("p" in used):
        return True
    return not all(sum(directive in group for directive in used) == 1 for group in _DAY_DIRECTIVES)


def _parse(
    value: object, *, format: str | None, excel_epoch: dt.date | None
) -> tuple[dt.date | dt.datetime | None, Problem | None]:
    """The date, the aware instant, or the clock time without zone that `value` says."""
    if isinstance(value, dt.date):
        return value, None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None, _problem(codes.NOT_A_TIME, value)
    if isinstance(value, int | float):
        if format in NAMED_FORMATS:
            return _numbered(value, format, excel_epoch or EXCEL_1900)
        if excel_epoch is not None and value < 10_000_000:
            return _numbered(value, "excel", excel_epoch)
        if excel_epoch is None or not math.isfinite(value):
            return None, _problem(codes.NOT_A_TIME, value)
        value = str(int(value)) if value == int(value) else str(value)
    if len(value) > LONGEST_READ:
        return None, _problem(codes.NOT_A_TIME, value)
    if format is None and (plainly := _plainly(value)) is not None:
        return plainly, None
    text = (value if value.isascii() else unicodedata.normalize("NFKC", value)).strip()
    if format in NAMED_FORMATS:
        if not _NUMBER.fullmatch(text):
            return None, _problem(codes.NOT_IN_FORMAT, text, format=format)
        return _numbered(float(text), format, excel_epoch or EXCEL_1900)
    if format is not None:
        return _formatted(text, format)
    match = _WRITTEN.fullmatch(text)
    if match is None:
        if _DAY_OR_MONTH.match(text):
            return None, _problem(codes.DAY_OR_MONTH, text, help=_DAY_OR_MONTH_HELP)
        if _EXCEL_SERIAL.fullmatch(text):
            return None, _problem(codes.NOT_A_TIME, text, help=(_EXCEL_SERIAL_HELP,))
        return None, _problem(codes.NOT_A_TIME, text)
    return _written(match, text)


_DAY, _CLOCK = len("2026-01-01"), len("2026-01-01T00:00:00")
_PLAIN_LENGTHS = frozenset({_DAY, _CLOCK, _CLOCK + len("+00:00")})


def _plainly(text: str) -> dt.date | dt.datetime | None:
    """What a text says in the plainest of forms, in which nearly every system writes; None in any other."""
    if len(text) not in _PLAIN_LENGTHS or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    try:
        if len(text) == _DAY:
            return dt.date.fromisoformat(text)
        # Not every version of Python takes 24:00 for a mistake.
        if text[10] != "T" or text[13] != ":" or text[16] != ":" or text[11:13] == "24":
            return None
        clock = dt.datetime.fromisoformat(text[:_CLOCK])
        if len(text) == _CLOCK:
            return clock
        zone = text[_CLOCK:]
        is_plain = zone[0] in "+-" and zone[3] == ":" and (zone[1:3] + zone[4:]).isdigit()
        return clock.replace(tzinfo=_offset(zone)) if is_plain else None
    except ValueError:
        # What is wrong with it is told where it is taken apart.
        return None


def _written(match: re.Match[str], text: str) -> tuple[dt.date | dt.datetime | None, Problem | None]:
    (y1, _, m1, d1, m2, d2, y3, m3, d3, h1, min1, s1, f1, h2, min2, s2, h3, min3, s3, f3, zone) = (
        match.groups()
    )
    try:
        day = dt.date(int(y1 or y3), int(m1 or m2 or m3), int(d1 or d2 or d3))
    except ValueError:
        return None, _problem(codes.IMPOSSIBLE_DATE, text)
    hour = h1 or h2 or h3
    if hour is None:
        return (day, None) if zone is None else (None, _problem(codes.NOT_A_TIME, text))
    fraction = f1 or f3
    try:
        clock = dt.datetime(  # noqa: DTZ001 - the zone is set below, or by the caller
            day.year,
            day.month,
            day.day,
            int(hour),
            int(min1 or min2 or min3 or 0),
            int(s1 or s2 or s3 or 0),
            int(fraction[:6].ljust(6, "0")) if fraction else 0,
        )
        return (clock if zone is None else clock.replace(tzinfo=_offset(zone))), None
    except ValueError:
        help = _MIDNIGHT_HELP if hour == "24" else ()
        return None, _problem(codes.IMPOSSIBLE_CLOCK, text, help=help)


@lru_cache(maxsize=256)
def _offset(text: str) -> dt.timezone:
    """Raises ValueError where no clock is set so: a day or more away."""
    digits = re.sub("[^0-9]", "", text)
    if not digits:
        return dt.UTC
    hours, minutes, seconds = (int(digits[at : at + 2] or 0) for at in (0, 2, 4))
    if minutes > 59 or seconds > 59:
        raise ValueError(text)
    offset = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return dt.timezone(offset if text[0] == "+" else -offset)


def _formatted(text: str, format: str) -> tuple[dt.date | dt.datetime | None, Problem | None]:
    try:
        found = dt.datetime.strptime(text, format)  # noqa: DTZ007 - the caller places it in its zone
    except ValueError as error:
        # strptime tells a wrong shape from an impossible day by its words alone.
        if re.match("time data|unconverted data", str(error)):
            return None, _problem(codes.NOT_IN_FORMAT, text, format=format)
        return None, _problem(codes.IMPOSSIBLE_DATE, text)
    has_clock = any(directive in _CLOCK_DIRECTIVES for directive in _DIRECTIVES.findall(format) if directive)
    return (found if has_clock else found.date()), None


def _numbered(
    number: int | float, format: str | None, epoch: dt.date
) -> tuple[dt.date | dt.datetime | None, Problem | None]:
    if format != "excel":
        try:
            milliseconds = round(number if format == "unix_ms" else number * 1000)
            return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=milliseconds), None
        except (ValueError, OverflowError):
            return None, _problem(codes.NOT_IN_FORMAT, number, format=format)
    # Excel's 1900 calendar has a 29 February 1900 that never was: serials up to it stand for no certain day.
    if not (61 if epoch == EXCEL_1900 else 0) <= number < 2_958_466:
        return None, _problem(codes.NOT_A_TIME, number)
    if number == int(number):
        return epoch + dt.timedelta(days=int(number)), None
    # A serial is a double: below the millisecond it holds noise.
    since = dt.timedelta(milliseconds=round(number * 86_400_000))
    return dt.datetime.combine(epoch, dt.time()) + since, None


def _day(found: dt.datetime, zone: dt.tzinfo | None, value: object) -> Reading:
    if found.tzinfo is None or zone is None:
        return found.date(), None
    try:
        return found.astimezone(zone).date(), None
    except OverflowError:
        return None, _problem(codes.IMPOSSIBLE_DATE, value)


def _placed(clock: dt.datetime, zone: dt.tzinfo | None, value: object) -> Reading:
    """`clock` as an instant of `zone`: of two the first; of none, the one by the offset before the jump."""
    if zone is None:
        return None, _problem(codes.NO_ZONE, value, help=_NO_ZONE_HELP)
    offset = clock.replace(tzinfo=zone).utcoffset()
    other = clock.replace(tzinfo=zone, fold=1).utcoffset()
    if offset is None or other is None:
        return None, _problem(codes.NO_ZONE, value, help=_NO_ZONE_HELP)
    found = clock.replace(tzinfo=_fixed(offset))
    if offset == other:
        return found, None
    if offset > other:
        return found, _problem(codes.TIME_TWICE, value, severity="warning", zone=str(zone))
    used = found.astimezone(zone).isoformat(sep=" ")
    return found, _problem(codes.TIME_NEVER, value, severity="warning", zone=str(zone), used=used)


@lru_cache(maxsize=256)
def _fixed(offset: dt.timedelta) -> dt.timezone:
    return dt.timezone(offset)


_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_DATE_WORDS = re.compile(
    "[tz年月日号时點点分秒]|[ap]m|utc|gmt|[上下]午|mon|tue|wed|thu|fri|sat|sun"
    "|jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?"
    "|sep(tember)?|oct(ober)?|nov(ember)?|dec(ember)?"
)


def shown(value: object) -> str:
    """A value of a time column as a message may show it: cut short, and without what could be personal data.

    A column named wrongly holds names, telephone or identity numbers: words that no date has, and runs of
    digits as long as such numbers, are blotted out.

    >>> shown("2026-02-30"), shown("张三 13800138000")
    ('2026-02-30', '… …')
    """
    if isinstance(value, dt.date):
        value = value.isoformat()
    if not isinstance(value, str | int | float):
        return "…"
    text = unicodedata.normalize("NFKC", str(value)[: LONGEST_SHOWN + 1])
    text = _WORD.sub(lambda found: found[0] if _DATE_WORDS.fullmatch(found[0].lower()) else "…", text)
    text = _DIGITS.sub(lambda found: "…" if len(found[0]) == 11 or len(found[0]) > 14 else found[0], text)
    text = "".join(each if each.isprintable() and each != "`" else "…" for each in text)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def _problem(
    code: Code, value: object, *, severity: Severity = "error", help: tuple[Help, ...] = (), **values: object
) -> Problem:
    return Problem(code, {"text": shown(value), **values}, help, severity)


# The days from 1982 to 2064: what Excel writes for a date whose column was formatted as a number.
_EXCEL_SERIAL = re.compile(r"[3-5]\d{4}(?:\.\d+)?")
_EXCEL_SERIAL_HELP = Help(
    en="if it is a day as Excel numbers them, say it in the mapping: `time: {column: ..., format: excel}`",
    zh="若为 Excel 的日期序号，请在映射中说明：`time: {column: ..., format: excel}`",
)
_DAY_OR_MONTH_HELP = (
    Help(
        'say it in the mapping: `format: "%d/%m/%Y"` or `format: "%m/%d/%Y"`',
        '请在映射文件中写明：`format: "%d/%m/%Y"` 或 `format: "%m/%d/%Y"`',
    ),
)
_MIDNIGHT_HELP = (Help("write `23:59:59`, or `00:00` of the next day", "请写 `23:59:59`，或次日的 `00:00`"),)
_NO_ZONE_HELP = (
    Help(
        "give the zone of the file: `time_zone: Asia/Shanghai` in the mapping, or the argument `time_zone`",
        "请说明文件的时区：在映射文件中写 `time_zone: Asia/Shanghai`，或使用参数 `time_zone`",
    ),
)
