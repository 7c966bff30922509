"""Dates, instants, zones and spans as they are typed after an option."""

import datetime as dt
import re
import zoneinfo

from govrules.cli.arguments import did_you_mean, mistake
from govrules.diagnostics import DiagnosticsError, Help, nearest
from govrules.diagnostics.codes import commands as codes

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日")
_CLOCK = re.compile(r"[T ]\d{1,2}:")
_WRITE_DATE = Help(en="write year-month-day, as 2026-03-02", zh="请按年-月-日书写，如 2026-03-02")


def date(text: str, option: str) -> dt.date:
    """A date.

    Raises:
        DiagnosticsError: no date (GR608) or one that no calendar has (GR609).

    >>> date("2026年3月2日", "--after")
    datetime.date(2026, 3, 2)
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise mistake(codes.NOT_A_DATE, _WRITE_DATE, value=text, option=option)
    year, month, day = (int(each) for each in found.groups() if each is not None)
    return _existing(year, month, day, text, option)


def _existing(year: int, month: int, day: int, text: str, option: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        pass
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        why, why_zh = "a year has months 1 to 12", "一年只有 1 至 12 月"
        helps: tuple[Help, ...] = (_WRITE_DATE,)
    else:
        from govrules.counting.months import days_in_month

        last = days_in_month(year, month)
        why, why_zh = f"that month has {last} days", f"该月只有 {last} 天"
        helps = (
            Help(
                en=f"its last day is {year:04}-{month:02}-{last}",
                zh=f"该月最后一日是 {year:04}-{month:02}-{last}",
            ),
        )
    raise mistake(codes.IMPOSSIBLE_DATE, *helps, value=text, option=option, why=why, why_zh=why_zh)


def date_or_instant(text: str, option: str, *, zone: dt.tzinfo | None = None) -> dt.date | dt.datetime:
    """A date, or an instant with its zone.

    Args:
        text: ISO 8601, as `2026-03-02` or `2026-03-02T17:00+08:00`.
        option: the option that it follows, for the message.
        zone: what a time of day without a zone is in; None refuses it.

    Raises:
        DiagnosticsError: no date, one that does not exist, or a time of day without its zone (GR610).
    """
    stripped = text.strip()
    if not _CLOCK.search(stripped):
        return date(stripped, option)
    day = re.split(r"[T ]", stripped, maxsplit=1)[0]
    date(day, option)
    try:
        # `Z` is read by fromisoformat from Python 3.11 on; `24:00` is not, and is no instant of that date.
        instant = dt.datetime.fromisoformat(stripped)
    except ValueError:
        raise mistake(
            codes.NOT_A_DATE,
            Help(en="write an instant as 2026-03-02T17:00+08:00", zh="时刻请写作 2026-03-02T17:00+08:00"),
            value=text,
            option=option,
        ) from None
    if instant.tzinfo is not None:
        return instant
    if zone is None:
        raise mistake(
            codes.INSTANT_WITHOUT_ZONE,
            Help(
                en=f"add the offset, as in {stripped}+08:00, or name the zone with `--time-zone`",
                zh=f"请加上时差，如 {stripped}+08:00，或以 `--time-zone` 指定时区",
            ),
            value=text,
            option=option,
        )
    return instant.replace(tzinfo=zone)


def time_zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that name.

    Raises:
        DiagnosticsError: there is none (GR611), with the nearest name.
    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        pass
    known = zoneinfo.available_timezones()
    by_city = {each.rpartition("/")[2]: each for each in sorted(known)}
    city = nearest(name.rpartition("/")[2], by_city)
    near = nearest(name, known) or (by_city[city] if city else None) or _CITIES.get(name.lower())
    helps = [did_you_mean(_CITIES.get(name.lower()) or near)] if near else []
    raise mistake(codes.UNKNOWN_ZONE, *helps, value=name)


# Chinese offices keep the time of Beijing, which the database of zones files under its largest city.
_CITIES = {"beijing": "Asia/Shanghai", "asia/beijing": "Asia/Shanghai", "北京": "Asia/Shanghai"}


def span(
    text: str, option: str, *, zone: dt.tzinfo | None = None
) -> tuple[dt.date | dt.datetime, dt.date | dt.datetime]:
    """The two ends of `A..B`, dates or instants, both of one kind, the earlier first.

    Raises:
        DiagnosticsError: no two dots, mixed kinds, an end that is no date, or the later first.
    """
    first, dots, second = text.partition("..")
    if not dots:
        raise _no_span(text, option)
    start = date_or_instant(first, option, zone=zone)
    end = date_or_instant(second, option, zone=zone)
    if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
        raise _no_span(text, option)
    if end < start:
        raise mistake(codes.SPAN_BACKWARD, value=text, option=option)
    return start, end


def _no_span(text: str, option: str) -> DiagnosticsError:
    return mistake(
        codes.NOT_A_SPAN,
        Help(en="write it as 2026-03-09..2026-03-16", zh="请写作 2026-03-09..2026-03-16"),
        value=text,
        option=option,
        what="dates or two instants",
        what_zh="日期（或两个时刻）",
    )


def count(text: str, option: str) -> int:
    """A whole number from 1.

    Raises:
        DiagnosticsError: something else (GR605).

    >>> count("4", "--processes")
    4
    """
    if re.fullmatch(r"0*[1-9][0-9]{0,5}", text.strip()) is None:
        whole = Help(en="write a whole number from 1", zh="请写 1 以上的整数")
        raise mistake(codes.NOT_A_CHOICE, whole, value=text, option=option)
    return int(text)


def years(text: str, option: str) -> tuple[int, int]:
    """The first and the last year of `2004..2026`, or a single year twice; both included.

    Raises:
        DiagnosticsError: no years (GR626), or the later first (GR613).
    """
    found = re.fullmatch(r"(\d{4})(?:\.\.(\d{4}))?", text.strip())
    if found is None:
        raise mistake(
            codes.BAD_YEARS,
            Help(en="write 2026, or 2004..2026", zh="请写 2026 或 2004..2026"),
            value=text,
            option=option,
        )
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise mistake(codes.SPAN_BACKWARD, value=text, option=option)
    return first, last
