"""One row of a table of cases as what is to be counted, with everything that is wrong with it."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeVar

import attrs

from govrules.cli.case_calendars import own_days
from govrules.cli.case_columns import OWN_DAYS
from govrules.cli.csv_cells import Cell
from govrules.cli.time_packs import Named
from govrules.cli.values import time_zone
from govrules.counting.due import Extension, Pause
from govrules.diagnostics import Diagnostic, DiagnosticsError, Help, Span
from govrules.diagnostics.codes import events as time_codes
from govrules.diagnostics.codes import tables as codes
from govrules.diagnostics.codes import time as period_codes
from govrules.formats.instants import time_reader
from govrules.model.calendar import Calendar
from govrules.model.convention import KEYS, LIMIT_KINDS, Convention, ConventionError, LimitKind
from govrules.model.period import Period, PeriodError

Moment = dt.date | dt.datetime
Direction = Literal["after", "before"]
_Value = TypeVar("_Value")

_PARTS = re.compile(r"[^;；\r\n]+")
_DIRECTIONS: Mapping[str, Direction] = MappingProxyType(
    {"after": "after", "before": "before", "之后": "after", "之前": "before"}
)
_WRITE_SPAN = Help(en="write it as 2026-03-09..2026-03-16", zh="请写作 2026-03-09..2026-03-16")
_WRITE_ZONE = Help(
    en="add the offset, as in 2026-03-02 09:00+08:00, or a column `time_zone`",
    zh="请写明偏移，如 2026-03-02 09:00+08:00，或增加 `time_zone` 列",
)


@attrs.frozen
class Defaults:
    """What holds for rows that say nothing else: the options of the command."""

    calendar: str | None = None
    convention: str | None = None
    zone: dt.tzinfo | None = None
    known_at: dt.date | None = None


@attrs.frozen
class Asked:
    """What a row asks."""

    period: Period
    direction: Direction
    trigger: Moment
    calendar: Calendar
    convention: Convention
    roll_calendar: Calendar | None
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    zone: dt.tzinfo | None
    known_at: dt.date | None
    kind: LimitKind
    expected: Moment | None
    """None where the row expects nothing"""


def read_row(
    cells: Mapping[str, Cell], *, line: Span, named: Named, defaults: Defaults
) -> tuple[Asked | None, list[Diagnostic]]:
    """What a row asks, None where anything is wrong with it, and everything that is.

    Args:
        cells: the filled cells of the row by column.
        line: the place of the row as a whole.
        named: looks calendars and conventions up by name.
        defaults: for what the row leaves out.
    """
    return _Row(cells, line, named, defaults).asked()


class _Row:
    def __init__(self, cells: Mapping[str, Cell], line: Span, named: Named, defaults: Defaults) -> None:
        self.cells = cells
        self.line = line
        self.named = named
        self.defaults = defaults
        self.problems: list[Diagnostic] = []
        self.zone: dt.tzinfo | None = None
        self.clocks: dict[bool, tuple[str, Span]] = {}
        """the first time with a zone (True), and the first without one, with their places"""

    def asked(self) -> tuple[Asked | None, list[Diagnostic]]:
        convention = self._convention()
        calendar = self._calendar()
        self.zone = self._zone(calendar)
        period = self._period()
        start = self._start()
        pauses, extensions = self._pauses(), self._extensions()
        known_at = self._day("known_at") or self.defaults.known_at
        kind = self._choice("kind", {each: each for each in LIMIT_KINDS}) or "limit"
        expected = self._expected()
        if self.zone is None and len(self.clocks) == 2:
            written, place = self.clocks[False]
            self._say(time_codes.NO_ZONE, place, _WRITE_ZONE, text=written)
        errors = [each for each in self.problems if each.severity == "error"]
        if errors or convention is None or calendar is None or period is None or start is None:
            return None, self.problems
        direction, trigger = start
        asked = Asked(
            period=period,
            direction=direction,
            trigger=trigger,
            calendar=self._reaching(calendar, period, trigger, pauses, extensions),
            convention=convention,
            roll_calendar=self._rolls_on(convention),
            pauses=pauses,
            extensions=extensions,
            zone=self.zone,
            known_at=known_at,
            kind=kind,
            expected=expected,
        )
        errors = [each for each in self.problems if each.severity == "error"]
        return (None if errors else asked), self.problems

    # What is wrong

    def _say(self, code: Any, span: Span | None, *helps: Help, **values: object) -> None:
        self.problems.append(Diagnostic(code, span, values, helps))

    def _try(self, read: Callable[[], _Value], span: Span) -> _Value | None:
        """What `read` gives; what it complains of is told at `span`."""
        try:
            return read()
        except DiagnosticsError as error:
            # A mistake in a named file has its own place, and is no mistake of this row.
            self.problems += [
                each if each.span is not None else attrs.evolve(each, span=span) for each in error.diagnostics
            ]
        except (PeriodError, ConventionError) as error:
            self._say(error.code, span, *error.help, **error.values)
        return None

    # Single columns

    def _choice(self, column: str, known: Mapping[str, _Value]) -> _Value | None:
        cell = self.cells.get(column)
        if cell is None:
            return None
        word = cell.text.casefold()
        if word not in known:
            listed = ", ".join(f"`{each}`" for each in known)
            choose = Help(en=f"choose from {listed}", zh=f"可选：{listed.replace(', ', '、')}")
            self._say(codes.CELL_VALUE, cell.span(), choose, column=column, value=cell.text)
            return None
        return known[word]

    def _zone(self, calendar: Calendar | None) -> dt.tzinfo | None:
        cell = self.cells.get("time_zone")
        if cell is not None:
            return self._try(lambda: time_zone(cell.text), cell.span())
        if self.defaults.zone is not None:
            return self.defaults.zone
        return zoneinfo.ZoneInfo(calendar.time_zone) if calendar is not None and calendar.time_zone else None

    def _period(self) -> Period | None:
        cell = self.cells.get("period")
        if cell is None:
            self._missing("its period, in `period`", "期限（`period`）")
            return None
        return self._parsed(cell, 0, cell.text)

    def _parsed(self, cell: Cell, start: int, text: str) -> Period | None:
        try:
            return Period.parse(text)
        except PeriodError as error:
            place = cell.span(start + error.start, start + max(error.end, error.start + 1))
            self._say(error.code, place, *error.help, **error.values)
            return None

    def _start(self) -> tuple[Direction, Moment] | None:
        direction = self._choice("direction", _DIRECTIONS)
        given = [column for column in ("after", "before", "trigger") if column in self.cells]
        if not given:
            self._missing(
                "what it is counted from, in `after`, `before` or `trigger`",
                "自何时起算（`after`、`before` 或 `trigger`）",
            )
            return None
        if len(given) > 1 or ("direction" in self.cells and given != ["trigger"]):
            first, second = given[:2] if len(given) > 1 else (given[0], "direction")
            self._say(codes.CELLS_CONFLICT, self.cells[second].span(), first=first, second=second)
            return None
        cell = self.cells[given[0]]
        found = self._moment(cell, 0, cell.text)
        if found is None:
            return None
        if given[0] == "trigger":
            return direction or "after", found
        return _DIRECTIONS[given[0]], found

    def _missing(self, what: str, what_zh: str, *helps: Help) -> None:
        self._say(codes.CELL_MISSING, self.line, *helps, what=what, what_zh=what_zh)

    # Times

    def _moment(self, cell: Cell, start: int, text: str) -> Moment | None:
        """A date or instant; a time of day without zone anywhere is read on the wall clock of the row."""
        begin = start + len(text) - len(text.lstrip())
        place = cell.span(begin, begin + len(text.strip()))
        found, problem = time_reader(zone=self.zone)(text.strip())
        if problem is not None and problem.code is time_codes.NO_ZONE:
            found, problem = time_reader(zone=dt.UTC)(text.strip())
            if isinstance(found, dt.datetime):
                self.clocks.setdefault(False, (text.strip(), place))
                return found.replace(tzinfo=None)
        if problem is not None:
            helps = () if problem.code is time_codes.DAY_OR_MONTH else problem.help
            self.problems.append(
                Diagnostic(problem.code, place, problem.values, helps, None, problem.severity)
            )
        if isinstance(found, dt.datetime):
            self.clocks.setdefault(True, (text.strip(), place))
        return found

    def _day(self, column: str) -> dt.date | None:
        cell = self.cells.get(column)
        if cell is None:
            return None
        found, problem = time_reader(zone=dt.UTC)(cell.text)
        if problem is not None:
            self.problems.append(
                Diagnostic(problem.code, cell.span(), problem.values, problem.help, None, problem.severity)
            )
        elif isinstance(found, dt.datetime):
            self._say(codes.CELL_VALUE, cell.span(), column=column, value=cell.text)
            return None
        return found

    def _expected(self) -> Moment | None:
        cell = self.cells.get("expected")
        return None if cell is None else self._moment(cell, 0, cell.text)

    def _pauses(self) -> tuple[Pause, ...]:
        cell = self.cells.get("pauses")
        found: list[Pause] = []
        for part in _PARTS.finditer(cell.text) if cell is not None else ():
            assert cell is not None
            first, dots, second = part[0].partition("..")
            if not part[0].strip():
                continue
            start = self._moment(cell, part.start(), first) if dots else None
            if not dots:
                place = cell.span(part.start(), part.end())
                self._say(codes.CELL_VALUE, place, _WRITE_SPAN, column="pauses", value=part[0].strip())
            # A pause that nothing has ended yet is written without its end.
            after = part.start() + len(first) + len(dots)
            end = self._moment(cell, after, second) if dots and second.strip() else None
            if start is None or (end is None and second.strip()):
                continue
            if end is not None and _day_of(end) < _day_of(start):
                place = cell.span(part.start(), part.end())
                self._say(period_codes.PAUSE_ENDS_BEFORE_START, place, start=start, end=end)
                continue
            found.append(Pause(start, end))
        return tuple(found)

    def _extensions(self) -> tuple[Extension, ...]:
        cell = self.cells.get("extensions")
        found: list[Extension] = []
        for part in _PARTS.finditer(cell.text) if cell is not None else ():
            assert cell is not None
            written, at, approved = part[0].partition("@")
            if not part[0].strip():
                continue
            period = self._parsed(cell, part.start(), written)
            day = self._moment(cell, part.start() + len(written) + 1, approved) if at else None
            if period is not None:
                found.append(Extension(period, day))
        return tuple(found)

    # How it counts

    def _convention(self) -> Convention | None:
        cell = self.cells.get("convention")
        keys = self._keys()
        name = cell.text if cell is not None else self.defaults.convention
        base: Convention | None
        if name is not None:
            place = cell.span() if cell is not None else self.line
            base = self._try(lambda: self.named.convention(name), place)
        elif keys or "keys" in self.cells or set(KEYS) & set(self.cells):
            base = Convention()
        else:
            self._missing(
                "how it is counted, in `convention` or by single keys",
                "如何计算（`convention` 或各键）",
                Help(
                    en="or give one for the whole table, as in: --convention cn-civil-code",
                    zh="或为整个表指定，例如：--convention cn-civil-code",
                ),
            )
            return None
        for key, (value, span) in keys.items():
            changed = self._with_key(base or Convention(), key, value, span)
            # One bad key must not hide what is wrong with the next.
            base = changed if changed is not None and base is not None else base
        return base

    def _with_key(self, base: Convention, key: str, value: object, span: Span) -> Convention | None:
        return self._try(lambda: base.with_keys(**{key: value}), span)

    def _keys(self) -> dict[str, tuple[object, Span]]:
        """Single keys, from columns of their own and from `keys`."""
        found: dict[str, tuple[object, Span]] = {}
        cell = self.cells.get("keys")
        for part in _entries(cell.text) if cell is not None else ():
            assert cell is not None
            place = cell.span(part.start(), part.end())
            key, colon, value = part[0].partition(":")
            if not colon:
                write = Help(en="write `key: value`, joined by `;`", zh="请写作 `键: 值`，以 `;` 相连")
                self._say(codes.CELL_VALUE, place, write, column="keys", value=part[0].strip())
                continue
            found[key.strip()] = (_plain(value.strip()), place)
        for key in KEYS:
            if key in self.cells:
                if key in found:
                    self._say(codes.CELLS_CONFLICT, self.cells[key].span(), first=f"keys: {key}", second=key)
                found[key] = (_plain(self.cells[key].text), self.cells[key].span())
        return found

    def _rolls_on(self, convention: Convention) -> Calendar | None:
        name = convention.roll_calendar
        cell = self.cells.get("roll_calendar", self.cells.get("keys"))
        place = cell.span() if cell is not None else self.line
        return None if name is None else self._try(lambda: self.named.calendar(name), place)

    def _calendar(self) -> Calendar | None:
        cell = self.cells.get("calendar")
        name = cell.text if cell is not None else self.defaults.calendar
        base = None
        if name is not None:
            place = cell.span() if cell is not None else self.line
            base = self._try(lambda: self.named.calendar(name), place)
            if base is None:
                return None
        own = {column: self.cells[column] for column in OWN_DAYS if column in self.cells}
        if own:
            found, problems = own_days(own, base)
            self.problems += problems
            return found
        if base is None:
            self._missing(
                "its calendar, in `calendar` or by days of its own",
                "日历（`calendar`，或自列日期）",
                Help(
                    en="or give one for the whole table, as in: --calendar cn; "
                    "`weekend` alone says that only weekends are off",
                    zh="或为整个表指定，例如：--calendar cn；只填 `weekend` 表示仅周末休息",
                ),
            )
        return base

    def _reaching(
        self,
        calendar: Calendar,
        period: Period,
        trigger: Moment,
        pauses: tuple[Pause, ...],
        extensions: tuple[Extension, ...],
    ) -> Calendar:
        """Days of the row's own alone are all that there are, as far as the row's count can reach."""
        from govrules.cli.case_calendars import stretched

        if "calendar" in self.cells or self.defaults.calendar is not None:
            return calendar
        moments = [
            trigger,
            *(each for pause in pauses for each in (pause.start, pause.end) if each is not None),
        ]
        return stretched(calendar, [period, *(each.period for each in extensions)], moments)


def _entries(text: str) -> list[re.Match[str]]:
    """`key: value` pairs joined by `;`; what stands in braces is one value."""
    return [each for each in re.finditer(r"(?:\{[^}]*\}|[^;；\r\n{])+", text) if each[0].strip()]


def _plain(text: str) -> object:
    """A value as a convention file would write it; braces make a mapping."""
    if not (text.startswith("{") and text.endswith("}")):
        return text.strip("\"'")
    pairs = (part.partition(":") for part in text[1:-1].split(","))
    return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}


def _day_of(moment: Moment) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment
