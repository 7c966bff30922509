"""`Calendar` to the text of a calendar file, the same bytes for the same calendar."""

import datetime as dt
import re
import textwrap
from collections.abc import Iterable

from govrules.model.calendar import Calendar, DayKind, DayOff, Interval, MakeUpDay, Notice, OfficeHours
from govrules.model.source import Source
from govrules.model.text import Text
from govrules.rulefile.calendar_file import WEEKDAYS

# Words that YAML would read as something other than text, or that need their quotation marks.
_PLAIN = re.compile(r"[\w一-鿿][\w一-鿿 .’'()（）〔〕、；·/+&-]*")
_RESOLVED = re.compile(r"(?i:true|false|null|~|[-+]?[\d.]+|\.inf|\.nan|0x[\da-f]+|0o[0-7]+)")


def write_calendar(calendar: Calendar) -> str:
    """The text of a calendar file; `read_calendar` gives the same calendar back.

    >>> day = dt.date(2025, 1, 1)
    >>> print(write_calendar(Calendar.of("office", first_day=day, last_day=day)))
    govrules: 1
    calendar: office
    weekend: [sat, sun]
    first_day: 2025-01-01
    last_day: 2025-01-01
    <BLANKLINE>
    """
    lines = ["govrules: 1", f"calendar: {_scalar(calendar.name)}"]
    lines += _text_line("title", calendar.title)
    if calendar.note:
        lines.append("note: >-")
        lines += [f"  {line}" for line in textwrap.wrap(calendar.note, 108, break_long_words=False)]
    if calendar.time_zone:
        lines.append(f"time_zone: {_scalar(calendar.time_zone)}")
    lines.append(f"weekend: [{', '.join(WEEKDAYS[day] for day in sorted(calendar.weekend))}]")
    lines.append(f"first_day: {calendar.first_day}")
    lines.append(f"last_day: {calendar.last_day}")
    if calendar.announced_until is not None:
        lines.append(f"announced_until: {calendar.announced_until}")
    lines += _source_line(calendar.source, indent="")
    if calendar.made_with:
        lines.append(f"made_with: {_scalar(calendar.made_with)}")
    lines += _hours(calendar.hours)
    lines += _names(calendar)
    if calendar.notices:
        lines.append("notices:")
        for notice in calendar.notices:
            lines += _notice(notice)
    if calendar.days_off:
        lines.append("days_off:")
        for kind in DayKind:
            lines += _days(kind.value, [day for day in calendar.days_off if day.kind is kind], indent="  ")
    lines += _days("make_up", calendar.make_up, indent="")
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _RESOLVED.fullmatch(text) and text == text.strip():
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _text(text: Text) -> str:
    if text.zh == text.en and text.zh:
        return _scalar(text.zh)
    pairs = [f"{lang}: {_scalar(said)}" for lang, said in (("zh", text.zh), ("en", text.en)) if said]
    return "{" + ", ".join(pairs) + "}"


def _text_line(key: str, text: Text, *, indent: str = "") -> list[str]:
    return [f"{indent}{key}: {_text(text)}"] if text else []


def _source_line(source: Source, *, indent: str) -> list[str]:
    if source == Source():
        return []
    address = f', address: "{source.address}"' if source.address else ""
    return [f"{indent}source: {{status: {source.status}{address}}}"]


def _names(calendar: Calendar) -> list[str]:
    """English names once for all days that bear them, so that the lists of days stay short."""
    days: tuple[DayOff | MakeUpDay, ...] = (*calendar.days_off, *calendar.make_up)
    pairs = {
        day.name.zh: day.name.en
        for day in days
        if day.swapped_with is None and day.name.zh and day.name.en and day.name.zh != day.name.en
    }
    return (
        ["names:", *(f"  {_scalar(zh)}: {_scalar(en)}" for zh, en in sorted(pairs.items()))] if pairs else []
    )


def _days(key: str, days: Iterable[DayOff | MakeUpDay], *, indent: str) -> list[str]:
    rows: list[tuple[dt.date, dt.date, str]] = []
    for day in days:
        said = str(day.swapped_with) if day.swapped_with else _scalar(day.name.zh or day.name.en or "")
        follows = rows and rows[-1][1] + dt.timedelta(days=1) == day.date and rows[-1][2] == said
        if follows and day.swapped_with is None:
            rows[-1] = (rows[-1][0], day.date, said)
        else:
            rows.append((day.date, day.date, said))
    if not rows:
        return []
    written = [
        f"{indent}  {first if first == last else f'{first}..{last}'}: {said}" for first, last, said in rows
    ]
    return [f"{indent}{key}:", *written]


def _notice(notice: Notice) -> list[str]:
    lines = [f"- reference: {_scalar(notice.reference)}"]
    lines += _text_line("title", notice.title, indent="  ")
    if notice.published is not None:
        lines.append(f"  published: {notice.published}")
    if notice.announces_until is not None:
        lines.append(f"  announces_until: {notice.announces_until}")
    if notice.supersedes is not None:
        lines.append(f"  supersedes: {_scalar(notice.supersedes)}")
    lines += _source_line(notice.source, indent="  ")
    if notice.changes:
        lines.append("  changes:")
        for change in notice.changes:
            before = change.before
            said = (
                before.kind.value
                if isinstance(before, DayOff)
                else "make_up"
                if isinstance(before, MakeUpDay)
                else before
            )
            lines.append(f"    {change.date}: {said}")
    return lines


def _hours(hours: OfficeHours | None) -> list[str]:
    if hours is None:
        return []
    lines = ["hours:"]
    lines += [
        f'  {WEEKDAYS[weekday]}: "{_spans(spans)}"' for weekday, spans in enumerate(hours.week) if spans
    ]
    if hours.make_up:
        lines.append(f'  make_up: "{_spans(hours.make_up)}"')
    lines += [f'  {day}: "{_spans(spans) or "closed"}"' for day, spans in hours.days.items()]
    return lines


def _spans(spans: Iterable[Interval]) -> str:
    return ", ".join(
        f"{opening // 60:02}:{opening % 60:02}-{closing // 60:02}:{closing % 60:02}"
        for opening, closing in spans
    )
