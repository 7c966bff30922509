"""Rows become events as a mapping says: one a row, one a filled date column, one a case."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence

import attrs

from govrules.declaring import define
from govrules.diagnostics import Help, nearest
from govrules.diagnostics.codes import events as codes
from govrules.diagnostics.codes import mappings as mapping_codes
from govrules.formats.canonical import data_problem
from govrules.formats.instants import time_reader
from govrules.formats.mapping import Attribute, Column, Constant, EventMapping, EventShape
from govrules.formats.report import Problem, Report, StopReadingError
from govrules.formats.tally import Tally
from govrules.formats.values import Converted, as_data, attribute_reader, composed, name_text
from govrules.model.events import Event, EventError
from govrules.model.frozen import FrozenValueError, frozen_mapping

MOST_NAMES_TOLD = 30

_Cells = Mapping[str, object]
_Maker = Callable[[str, str, _Cells, int, list[Problem]], Event | None]


@define
class _Case:
    """What the rows of one case have said so far about the case itself."""

    line: int
    values: dict[str, tuple[object, int]] = attrs.field(factory=dict)
    conflict: bool = False


@define
class MappedRows:
    """Makes the events of a log, row by row, and at the end those of its cases."""

    mapping: EventMapping
    report: Report
    tally: Tally
    file: str
    zone: dt.tzinfo | None
    excel_epoch: dt.date | None
    unknown_names: dict[str, int] = attrs.field(factory=dict)
    _cases: dict[str, _Case] = attrs.field(factory=dict)
    _known: frozenset[str] = frozenset()
    _used: frozenset[str] = frozenset()
    _case_columns: tuple[str, ...] = ()
    _row: _Maker | None = None
    _split: tuple[tuple[EventShape, _Maker], ...] = ()

    def __attrs_post_init__(self) -> None:
        mapping = self.mapping
        self._used = frozenset(each.name for each in mapping.columns())
        self._known = frozenset(each for each in mapping.events.values() if each is not None)
        columns = (each.name for shape in mapping.case_events for each in shape.columns())
        self._case_columns = tuple(dict.fromkeys(columns))
        self._row = self._maker(mapping.row) if mapping.row else None
        self._split = tuple((shape, self._maker(shape)) for shape in mapping.split)

    def make(self, line: int, row: dict[str, object]) -> Sequence[Event] | None:
        """The events of one row; None where it is bad: then none of its events is used."""
        cells = self._without_missing(row)
        for column, wanted in self.mapping.where:
            if _compared(cells.get(column.name)) not in wanted:
                self.tally.left_out += 1
                return ()
        problems: list[Problem] = []
        case = _required_text(self.mapping.case.name, cells, problems)
        found: list[Event] = []
        if case is not None:
            if self._case_columns:
                self._note_case(case, cells, line)
            if self._row is not None and self.mapping.row is not None:
                self._row_event(self.mapping.row, self._row, case, cells, line, problems, found)
            for shape, maker in self._split:
                # An empty date means that this has not happened yet.
                if shape.time.column.name in cells:
                    event = maker(case, _constant_type(shape), cells, line, problems)
                    if event is not None:
                        found.append(event)
        if not problems:
            return found
        for each in problems:
            self.report.row(each, line)
        if all(each.severity == "warning" for each in problems):
            return found
        if case is not None:
            self.tally.incomplete.add(case)
        return None

    def finish(self) -> list[Event]:
        """The events of the cases, in the order in which the cases first appear."""
        found: list[Event] = []
        makers = [(shape, self._maker(shape)) for shape in self.mapping.case_events]
        for case, state in self._cases.items():
            problems: list[Problem] = []
            cells = {column: value for column, (value, _) in state.values.items()}
            events: list[Event] = []
            for shape, maker in makers:
                if not state.conflict and shape.time.column.name in cells:
                    line = state.values[shape.time.column.name][1]
                    event = maker(case, _constant_type(shape), cells, line, problems)
                    if event is not None:
                        events.append(event)
            for each in problems:
                self.report.row(each, state.line)
            if any(each.severity == "error" for each in problems):
                # Half of a case's story would read as a duty never met.
                self.tally.incomplete.add(case)
            else:
                found += events
        self._tell_unknown_names()
        return found

    def _without_missing(self, row: dict[str, object]) -> dict[str, object]:
        missing = self.mapping.missing
        return {
            composed(name): value
            for name, value in row.items()
            if value is not None and value != "" and not (isinstance(value, str) and value in missing)
        }

    def _row_event(
        self,
        shape: EventShape,
        maker: _Maker,
        case: str,
        cells: _Cells,
        line: int,
        problems: list[Problem],
        found: list[Event],
    ) -> None:
        if isinstance(shape.type, Constant):
            kind: str | None = str(shape.type.value)
        else:
            name = _required_text(shape.type.name, cells, problems)
            kind = None if name is None else self._translated(name, problems)
        if kind is None:
            return
        if shape.time.column.name not in cells:
            problems.append(Problem(codes.MISSING_VALUE, {"field": shape.time.column.name}))
            return
        event = maker(case, kind, cells, line, problems)
        if event is not None:
            found.append(event)

    def _translated(self, name: str, problems: list[Problem]) -> str | None:
        """What rule files call the event; None where it is left out or, with a problem, refused."""
        mapping = self.mapping
        if not mapping.events or name in self._known:
            return name
        if name in mapping.events:
            kind = mapping.events[name]
            if kind is None:
                self.tally.ignored[name] = self.tally.ignored.get(name, 0) + 1
            return kind
        if mapping.others == "error":
            problems.append(Problem(mapping_codes.EVENT_NAME_REFUSED, {"name": name[:60]}))
            return None
        if mapping.others == "ignore":
            self.tally.ignored[name] = self.tally.ignored.get(name, 0) + 1
            return None
        self.unknown_names[name] = self.unknown_names.get(name, 0) + 1
        return name

    def _note_case(self, case: str, cells: _Cells, line: int) -> None:
        state = self._cases.get(case)
        if state is None:
            state = self._cases[case] = _Case(line)
        values = state.values
        for column in self._case_columns:
            value = cells.get(column)
            if value is None:
                continue
            seen = values.get(column)
            if seen is None:
                values[column] = (value, line)
            elif seen[0] != value:
                # The row's own event is not in doubt; the events of the case are.
                state.conflict = True
                self.tally.incomplete.add(case)
                told = {"case": case[:60], "column": column, "line": seen[1]}
                self.report.row(Problem(mapping_codes.CASE_CONFLICT, told), line)

    def _tell_unknown_names(self) -> None:
        ordered = sorted(self.unknown_names.items(), key=lambda each: (-each[1], each[0]))
        for name, count in ordered[:MOST_NAMES_TOLD]:
            # Between codes of two or three letters every one is near another.
            near = nearest(name, self.mapping.events) if len(name) > 3 else None
            help = (Help(f"did you mean `{near[:60]}`?", f"是否指 `{near[:60]}`？"),) if near else ()
            values = {"name": name[:60], "count": count}
            self.report.whole(Problem(mapping_codes.EVENT_NAME_UNKNOWN, values, help, "warning"))
        rest = ordered[MOST_NAMES_TOLD:]
        if rest:
            values = {"names": len(rest), "count": sum(count for _, count in rest)}
            self.report.whole(Problem(mapping_codes.MORE_NAMES_UNKNOWN, values, (), "warning"))

    def _maker(self, shape: EventShape) -> _Maker:
        """A function that makes the event of `shape`, whose time column is known to be filled."""
        read_time = time_reader(
            zone=self.zone,
            format=shape.time.format,
            dates=shape.time.dates,
            excel_epoch=self.excel_epoch,
        )
        time_column, file, used = shape.time.column.name, self.file, self._used
        fields = [(name, getattr(shape, name)) for name in ("id", "unit", "actor")]
        columns, constants = self._attributes(shape.attributes)

        def make(case: str, kind: str, cells: _Cells, line: int, problems: list[Problem]) -> Event | None:
            time, problem = read_time(cells[time_column])
            if problem is not None:
                problems.append(problem)
            identifier, unit, actor = (_optional_text(source, cells, problems) for _, source in fields)
            data: dict[str, object] = dict(constants)
            if shape.other_columns:
                data.update((name, as_data(value)) for name, value in cells.items() if name not in used)
            for name, column, convert in columns:
                if column in cells:
                    data[name], problem = convert(cells[column])
                    if problem is not None:
                        problems.append(problem)
            if time is None:
                return None
            try:
                frozen = frozen_mapping(data)
                return Event(case, kind, time, identifier, unit, actor, frozen, f"{file}:{line}")
            except FrozenValueError as error:
                problems.append(data_problem(error, "attributes"))
            except EventError as error:
                problems.append(Problem(codes.UNUSABLE_VALUE, {"field": error.field}))
            return None

        return make

    def _attributes(
        self, attributes: Sequence[Attribute]
    ) -> tuple[list[tuple[str, str, Callable[[object], Converted]]], dict[str, object]]:
        columns, constants = [], {}
        for each in attributes:
            if isinstance(each.source, Constant):
                constants[each.name] = each.source.value
                continue
            column = each.source.name
            convert = attribute_reader(
                column,
                each.type,
                zone=self.zone,
                format=each.format,
                separator=each.separator,
                excel_epoch=self.excel_epoch,
            )
            columns.append((each.name, column, convert))
        return columns, dict[str, object](constants)


def _constant_type(shape: EventShape) -> str:
    assert isinstance(shape.type, Constant), "split and case events name their type"
    return str(shape.type.value)


def _compared(value: object) -> str:
    return "" if value is None else name_text(value) or str(as_data(value))


def _required_text(column: str, cells: _Cells, problems: list[Problem]) -> str | None:
    value = cells.get(column)
    text = name_text(value)
    if value is None or (text is not None and not text.strip()):
        problems.append(Problem(codes.MISSING_VALUE, {"field": column}))
        return None
    if text is None:
        problems.append(Problem(codes.NOT_TEXT, {"field": column}))
        return None
    return text.strip()


def _optional_text(source: Column | Constant | None, cells: _Cells, problems: list[Problem]) -> str | None:
    if source is None:
        return None
    if isinstance(source, Constant):
        return str(source.value)
    if source.name not in cells:
        return None
    text = name_text(cells[source.name])
    if text is None:
        problems.append(Problem(codes.NOT_TEXT, {"field": source.name}))
        return None
    return text.strip() or None


def check_columns(mapping: EventMapping, header: Collection[str], report: Report) -> None:
    """Raises StopReadingError where the mapping names a column that a table does not have, or has twice."""
    names = list(header)
    wrong = False
    for column in _once(mapping):
        if column.name not in header:
            wrong = True
            report.whole(_column_problem(column.name, header), span=column.span)
        elif names.count(column.name) > 1:
            wrong = True
            report.whole(Problem(codes.COLUMN_TWICE, {"column": column.name}))
    if wrong:
        raise StopReadingError


def warn_unseen(mapping: EventMapping, seen: Collection[str], report: Report) -> None:
    """Note each column of the mapping that no row has: in JSON, a name without a value may be left out."""
    for column in _once(mapping):
        if column.name not in seen:
            problem = attrs.evolve(_column_problem(column.name, seen), severity="warning")
            report.whole(problem, span=column.span)


def _once(mapping: EventMapping) -> list[Column]:
    return list({column.name: column for column in reversed(list(mapping.columns()))}.values())[::-1]


def _column_problem(column: str, header: Collection[str]) -> Problem:
    near = nearest(column, header)
    help = (Help(f"did you mean `{near[:60]}`?", f"是否指 `{near[:60]}`？"),) if near else ()
    return Problem(codes.COLUMN_UNKNOWN, {"column": column}, help)
