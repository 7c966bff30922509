"""Calendar files: text to `Calendar`. The writing half is `govrules.rulefile.calendar_writer`."""

import datetime as dt
import re
from collections.abc import Callable, Mapping

from govrules.counting.clock import zone_named
from govrules.counting.errors import CountingError
from govrules.declaring import frozen
from govrules.diagnostics import Diagnostic
from govrules.diagnostics.codes import time as codes
from govrules.model.calendar import (
    Calendar,
    DayChange,
    DayKind,
    DayOff,
    Interval,
    MakeUpDay,
    Notice,
    OfficeHours,
)
from govrules.model.text import Text
from govrules.rulefile.composer import compose
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.time_fields import DATE_PATTERN, Fields

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_YEARS = 400

CALENDAR_KEYS = (
    "govrules",
    "calendar",
    "title",
    "time_zone",
    "weekend",
    "first_day",
    "last_day",
    "announced_until",
    "source",
    "made_with",
    "note",
    "base",
    "names",
    "hours",
    "notices",
    "days_off",
    "make_up",
)
NOTICE_KEYS = (
    "reference",
    "published",
    "announces_until",
    "supersedes",
    "title",
    "source",
    "changes",
    "note",
)
_PLACE = {"place": "a calendar", "place_zh": "日历"}
KINDS = tuple(kind.value for kind in DayKind)


@frozen
class ReadCalendar:
    """A calendar as far as it could be read, and everything wrong with its file.

    `calendar` is None where anything is wrong that could change a date.
    """

    calendar: Calendar | None
    diagnostics: tuple[Diagnostic, ...]


def read_calendar(
    text: str, *, file: str, find: Callable[[str], Calendar | None] | None = None
) -> ReadCalendar:
    """The calendar that a YAML text holds; never raises for what the text says.

    Args:
        text: the whole file.
        file: its name, for the places of diagnostics.
        find: gives the calendar that `base:` names, for files that overlay another.

    >>> text = '''govrules: 1
    ... calendar: office
    ... first_day: 2025-01-01
    ... last_day: 2025-12-31
    ... days_off: {statutory: {2025-10-01..2025-10-03: 国庆节}}
    ... '''
    >>> len(read_calendar(text, file="office.yaml").calendar.days_off)
    3
    """
    composed = compose(text, file=file)
    fields = Fields(list(composed.diagnostics))
    calendar = None
    if composed.root is not None:
        top = fields.mapping(composed.root, "calendar")
        if top is not None:
            calendar = _Reader(top, fields, find).calendar()
    broken = any(each.severity == "error" for each in fields.diagnostics)
    return ReadCalendar(None if broken else calendar, fields.in_order())


class _Reader:
    def __init__(
        self, top: MappingNode, fields: Fields, find: Callable[[str], Calendar | None] | None
    ) -> None:
        self.top = top
        self.fields = fields
        self.find = find
        self.names: Mapping[str, str] = {}

    def calendar(self) -> Calendar | None:
        top, fields = self.top, self.fields
        fields.known_keys(top, CALENDAR_KEYS, **_PLACE)
        version = fields.needed(top, "govrules", **_PLACE)
        if version is not None:
            fields.choice(version, "govrules", ("1",))
        name = fields.text(fields.needed(top, "calendar", **_PLACE), "calendar")
        self.names = self._names(top.get("names"))
        base = self._base()
        first, last = self._bounds(base)
        days_off, make_up = self._days_off(), self._make_up()
        weekend = self._weekend(base)
        hours = self._hours(top.get("hours"))
        notices = self._notices(top.get("notices"))
        if name is None or first is None or last is None:
            return None
        self._check_days(days_off, make_up, weekend, first, last)
        announced = fields.date(top.get("announced_until"), "announced_until")
        own = Calendar(
            name=name,
            first_day=first,
            last_day=last,
            weekend=weekend,
            days_off=tuple(days_off),
            make_up=tuple(make_up),
            announced_until=announced if announced or base is None else base.announced_until,
            hours=hours if hours or base is None else base.hours,
            time_zone=self._time_zone() or (base.time_zone if base else None),
            notices=notices,
            title=fields.titles(top.get("title"), "title"),
            source=fields.source(top.get("source")),
            made_with=fields.text(top.get("made_with"), "made_with") or "",
            note=fields.text(top.get("note"), "note") or "",
        )
        return own if base is None else _overlaid(base, own)

    def _base(self) -> Calendar | None:
        node = self.top.get("base")
        name = self.fields.text(node, "base")
        if node is None or name is None:
            return None
        found = self.find(name) if self.find is not None else None
        if found is None:
            self.fields.say(codes.UNKNOWN_BASE_CALENDAR, node.span, name=name)
        return found

    def _bounds(self, base: Calendar | None) -> tuple[dt.date | None, dt.date | None]:
        top, fields = self.top, self.fields
        if base is None:
            first = fields.date(fields.needed(top, "first_day", **_PLACE), "first_day")
            last = fields.date(fields.needed(top, "last_day", **_PLACE), "last_day")
        else:
            first = fields.date(top.get("first_day"), "first_day") or base.first_day
            last = fields.date(top.get("last_day"), "last_day") or base.last_day
        if first is None or last is None:
            return None, None
        at = top.key("last_day") or top
        if last < first:
            fields.say(codes.SPAN_BACKWARDS, at.span, first=first, last=last)
            return None, None
        if last.year - first.year > LONGEST_YEARS:
            fields.say(codes.CALENDAR_TOO_LONG, at.span, years=last.year - first.year)
            return None, None
        return first, last

    def _time_zone(self) -> str | None:
        node = self.top.get("time_zone")
        name = self.fields.text(node, "time_zone")
        if node is None or name is None:
            return None
        try:
            zone_named(name)
        except CountingError as error:
            self.fields.say(error.code, node.span, *error.help, **error.values)
            return None
        return name

    def _names(self, node: Node | None) -> Mapping[str, str]:
        """English names by the names that stand at the days."""
        mapping = None if node is None else self.fields.mapping(node, "names")
        if mapping is None:
            return {}
        return {key.text: self.fields.text(value, "names") or "" for key, value in mapping.entries}

    def _text(self, written: str) -> Text:
        return Text(zh=written, en=self.names.get(written, written))

    def _weekend(self, base: Calendar | None) -> frozenset[int]:
        node = self.top.get("weekend")
        if node is None:
            return base.weekend if base is not None else frozenset({5, 6})
        found = [self.fields.choice(item, "weekend", WEEKDAYS) for item in self.fields.items(node)]
        return frozenset(WEEKDAYS.index(day) for day in found if day is not None)

    def _days_off(self) -> list[DayOff]:
        node = self.top.get("days_off")
        kinds = None if node is None else self.fields.mapping(node, "days_off")
        if kinds is None:
            return []
        self.fields.known_keys(kinds, KINDS, place="`days_off`", place_zh="`days_off` ")
        result: list[DayOff] = []
        for key, value in kinds.entries:
            if key.text in KINDS:
                result += self._days_of_kind(DayKind(key.text), value)
        return result

    def _days_of_kind(self, kind: DayKind, node: Node) -> list[DayOff]:
        mapping = self.fields.mapping(node, kind.value)
        if mapping is None:
            return []
        seen: set[dt.date] = set()
        result: list[DayOff] = []
        for key, value in mapping.entries:
            name, swapped_with = self._name(value, kind.value, "与 {} 调休", "moved from {}")
            for day in self.fields.days(key):
                if day in seen:
                    self.fields.say(codes.DAY_TWICE, key.span, day=day, key=kind.value)
                seen.add(day)
                result.append(DayOff(day, kind, name, swapped_with))
        return result

    def _make_up(self) -> list[MakeUpDay]:
        node = self.top.get("make_up")
        mapping = None if node is None else self.fields.mapping(node, "make_up")
        if mapping is None:
            return []
        result: list[MakeUpDay] = []
        seen: set[dt.date] = set()
        for key, value in mapping.entries:
            name, swapped_with = self._name(value, "make_up", "补 {} 休息", "worked for {}")
            for day in self.fields.days(key):
                if day in seen:
                    self.fields.say(codes.DAY_TWICE, key.span, day=day, key="make_up")
                seen.add(day)
                result.append(MakeUpDay(day, name, swapped_with))
        return result

    def _name(self, node: Node, key: str, zh: str, en: str) -> tuple[Text, dt.date | None]:
        """A name, or the date that the day is exchanged with, which makes its name."""
        if isinstance(node, MappingNode):
            return self.fields.titles(node, key), None
        written = self.fields.text(node, key)
        if written is None:
            return Text(), None
        if not DATE_PATTERN.fullmatch(written):
            return self._text(written), None
        other = self.fields.date(node, key)
        if other is None:
            return Text(), None
        return Text(zh=zh.format(other), en=en.format(other)), other

    def _check_days(
        self,
        days_off: list[DayOff],
        make_up: list[MakeUpDay],
        weekend: frozenset[int],
        first: dt.date,
        last: dt.date,
    ) -> None:
        off = {day.date for day in days_off}
        place = self.top.key("make_up") or self.top
        for made in make_up:
            if made.date in off:
                self.fields.say(codes.DAY_BOTH_OFF_AND_WORKED, place.span, day=made.date)
            if made.date.weekday() not in weekend:
                self.fields.say(codes.MAKE_UP_ON_WORKING_DAY, place.span, day=made.date)
        place = self.top.key("days_off") or self.top
        for day in sorted(off | {made.date for made in make_up}):
            if not first <= day <= last:
                self.fields.say(codes.DAY_BEYOND_SPAN, place.span, day=day, first=first, last=last)

    # Office hours

    def _hours(self, node: Node | None) -> OfficeHours | None:
        mapping = None if node is None else self.fields.mapping(node, "hours")
        if mapping is None:
            return None
        week: list[tuple[Interval, ...]] = [()] * 7
        make_up: tuple[Interval, ...] = ()
        days: dict[dt.date, tuple[Interval, ...]] = {}
        for key, value in mapping.entries:
            spans = self._spans(value)
            if key.text == "make_up":
                make_up = spans
            elif DATE_PATTERN.match(key.text):
                days.update(dict.fromkeys(self.fields.days(key), spans))
            else:
                for weekday in self._weekdays(key):
                    week[weekday] = spans
        return OfficeHours(week=tuple(week), make_up=make_up, days=days)

    def _weekdays(self, key: ScalarNode) -> range:
        first, dash, last = key.text.partition("-")
        if first in WEEKDAYS and (not dash or last in WEEKDAYS):
            low, high = WEEKDAYS.index(first), WEEKDAYS.index(last if dash else first)
            if low <= high:
                return range(low, high + 1)
        self.fields.say(codes.BAD_HOURS, key.span, text=key.text)
        return range(0)

    def _spans(self, node: Node) -> tuple[Interval, ...]:
        written = self.fields.text(node, "hours")
        if written is None:
            return ()
        if written.strip() in {"closed", ""}:
            return ()
        spans: list[Interval] = []
        for piece in written.split(","):
            found = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*", piece)
            span = None
            if found:
                numbers = [int(number) for number in found.groups()]
                span = (numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3])
            if span is None or not (spans[-1][1] if spans else 0) <= span[0] < span[1] <= 1440:
                self.fields.say(codes.BAD_HOURS, node.span, text=written)
                return ()
            spans.append(span)
        return tuple(spans)

    # Notices

    def _notices(self, node: Node | None) -> tuple[Notice, ...]:
        if node is None:
            return ()
        found = [self._notice(item) for item in self.fields.items(node)]
        return tuple(notice for notice in found if notice is not None)

    def _notice(self, node: Node) -> Notice | None:
        fields = self.fields
        mapping = fields.mapping(node, "notices")
        if mapping is None:
            return None
        place = {"place": "a notice", "place_zh": "放假通知"}
        fields.known_keys(mapping, NOTICE_KEYS, **place)
        reference = fields.text(fields.needed(mapping, "reference", **place), "reference")
        return Notice(
            reference=reference or "",
            published=fields.date(mapping.get("published"), "published"),
            announces_until=fields.date(mapping.get("announces_until"), "announces_until"),
            supersedes=fields.text(mapping.get("supersedes"), "supersedes"),
            changes=self._changes(mapping.get("changes")),
            title=fields.titles(mapping.get("title"), "title"),
            source=fields.source(mapping.get("source")),
        )

    def _changes(self, node: Node | None) -> tuple[DayChange, ...]:
        mapping = None if node is None else self.fields.mapping(node, "changes")
        if mapping is None:
            return ()
        result: list[DayChange] = []
        for key, value in mapping.entries:
            before = self.fields.choice(value, "changes", ("ordinary", "make_up", *KINDS))
            for day in self.fields.days(key):
                if before == "ordinary":
                    result.append(DayChange(day))
                elif before == "make_up":
                    result.append(DayChange(day, MakeUpDay(day)))
                elif before is not None:
                    result.append(DayChange(day, DayOff(day, DayKind(before))))
        return tuple(result)


def _overlaid(base: Calendar, own: Calendar) -> Calendar:
    from govrules.counting.combine import overlay

    return overlay(base, own)
