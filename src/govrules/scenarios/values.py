"""The small values of a scenario file: dates and clocks, and the typed details of an expectation."""

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import attrs

from govrules.diagnostics import Code, Diagnostic, Span
from govrules.diagnostics.codes import scenarios as codes
from govrules.model.frozen import FrozenMapping
from govrules.model.period import Period, PeriodError
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.scenarios.model import Value, WrittenTime
from govrules.scenarios.words import ValueKind, fold

_TIME = re.compile(
    r"""
    (?: (\d{4})-(\d{1,2})-(\d{1,2}) | (\d{4})年(\d{1,2})月(\d{1,2})日 )
    (?: [T\ ] (\d{1,2}):(\d{2}) (?: :(\d{2}) (?: \.(\d{1,6}) )? )?
        \ ? (?: (Z) | ([+-])(\d{2}):?(\d{2}) )? )?
    """,
    re.VERBOSE | re.ASCII,
)
_LONGEST_SHOWN = 40


def shown(text: str) -> str:
    """A text as a message may quote it: short, and without the backquotes that would end the quote."""
    text = text.replace("`", "'")
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def read_time(text: str) -> WrittenTime | Code:
    """The date, the instant or the wall clock that `text` writes, or the code that says why it is none.

    >>> read_time("2025-10-28T16:00").isoformat()
    '2025-10-28T16:00:00'
    >>> read_time("2026-02-30").name
    'scenario-impossible-time'
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return codes.NO_TIME
    found = match.groups()
    year, month, day = (int(each) for each in (found[:3] if found[0] else found[3:6]))
    hour, minute, second, fraction, utc, sign, off_hours, off_minutes = found[6:]
    try:
        if hour is None:
            return dt.date(year, month, day)
        zone: dt.tzinfo | None = dt.UTC if utc else None
        if sign:
            if int(off_minutes) > 59:
                return codes.IMPOSSIBLE_TIME
            offset = dt.timedelta(hours=int(off_hours), minutes=int(off_minutes))
            zone = dt.timezone(offset if sign == "+" else -offset)
        micro = int((fraction or "0").ljust(6, "0"))
        return dt.datetime(year, month, day, int(hour), int(minute), int(second or 0), micro, tzinfo=zone)
    except ValueError:
        return codes.IMPOSSIBLE_TIME


def in_zone(time: WrittenTime, zone: str | None, span: Span | None) -> WrittenTime | Diagnostic:
    """`time` with its zone, where it is a wall clock of `zone`; dates and instants stay as they are.

    `zone` None says that the policies disagree about theirs.
    """
    if not isinstance(time, dt.datetime) or time.tzinfo is not None:
        return time
    text = time.isoformat(sep=" ", timespec="minutes")
    if zone is None:
        return Diagnostic(codes.ZONE_UNCLEAR, span, {"text": text})
    first, second = (time.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    skipped = (first.utcoffset() or dt.timedelta()) < (second.utcoffset() or dt.timedelta())
    times, times_zh = ("never", "从不") if skipped else ("twice", "两次")
    values = {"zone": zone, "text": text, "times": times, "times_zh": times_zh}
    return Diagnostic(codes.SKIPPED_TIME, span, values)


@attrs.frozen
class _Wanted:
    en: str
    zh: str
    read: Callable[[Node], "Value | Code"]


def read_value(kind: ValueKind, key: str, node: Node) -> "Value | Diagnostic":
    """The value of an attribute, or what is wrong with it; `null` says that there is none."""
    if isinstance(node, ScalarNode) and node.value is None:
        return None
    wanted = _KINDS[kind]
    found = wanted.read(node)
    if not isinstance(found, Code):
        return found
    text = node.text if isinstance(node, ScalarNode) else "…"
    values = {"key": key, "wanted": wanted.en, "wanted_zh": wanted.zh, "text": shown(text)}
    return Diagnostic(found, node.span, values)


def _date(node: Node) -> "Value | Code":
    if not isinstance(node, ScalarNode):
        return codes.WRONG_VALUE
    found = read_time(node.text)
    if isinstance(found, Code):
        return found
    return codes.WRONG_VALUE if isinstance(found, dt.datetime) else found


def _moment(node: Node) -> "Value | Code":
    return read_time(node.text) if isinstance(node, ScalarNode) else codes.WRONG_VALUE


def _text(node: Node) -> "Value | Code":
    return node.text if isinstance(node, ScalarNode) else codes.WRONG_VALUE


def _reason(node: Node) -> "Value | Code":
    return fold(node.text) if isinstance(node, ScalarNode) else codes.WRONG_VALUE


def _texts(node: Node) -> "Value | Code":
    items = node.items if isinstance(node, SequenceNode) else (node,)
    if not all(isinstance(each, ScalarNode) for each in items):
        return codes.WRONG_VALUE
    return tuple(sorted(each.text for each in items if isinstance(each, ScalarNode)))


def _number(node: Node) -> "Value | Code":
    if isinstance(node, ScalarNode) and type(node.value) is int:
        return node.value
    return codes.WRONG_VALUE


def _flag(node: Node) -> "Value | Code":
    if isinstance(node, ScalarNode) and isinstance(node.value, bool):
        return node.value
    return codes.WRONG_VALUE


def _period(node: Node) -> "Value | Code":
    if not isinstance(node, ScalarNode):
        return codes.WRONG_VALUE
    if node.text == "no limit":
        return node.text
    try:
        return str(Period.parse(node.text))
    except PeriodError:
        return codes.WRONG_VALUE


def _dates_by_name(node: Node) -> "Value | Code":
    if not isinstance(node, MappingNode):
        return codes.WRONG_VALUE
    found: dict[str, str] = {}
    for key, value in node.entries:
        date = _date(value)
        if isinstance(date, Code):
            return date
        assert isinstance(date, dt.date)
        found[key.text] = date.isoformat()
    return FrozenMapping(found)


_KINDS: dict[ValueKind, _Wanted] = {
    "date": _Wanted("a date", "日期", _date),
    "moment": _Wanted("a date or an instant", "日期或时刻", _moment),
    "text": _Wanted("a name or text", "名称或文字", _text),
    "texts": _Wanted("a text or a list of texts", "文字或文字的列表", _texts),
    "number": _Wanted("a whole number", "整数", _number),
    "flag": _Wanted("true or false", " true 或 false", _flag),
    "period": _Wanted("a period", "期限", _period),
    "dates by name": _Wanted("a date for each name", "名称与日期的映射", _dates_by_name),
    "code": _Wanted("the code of a reason", "理由代码", _reason),
}
