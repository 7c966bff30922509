"""Rows in the project's own form: `case type time id unit actor`, and everything else as data."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from govrules.diagnostics import Help, nearest
from govrules.diagnostics.codes import events as codes
from govrules.formats.instants import Reading
from govrules.formats.report import Problem, Report, StopReadingError
from govrules.formats.tally import Tally
from govrules.formats.values import as_data, name_text
from govrules.model.events import Event, EventError
from govrules.model.frozen import DEEPEST, FrozenMapping, FrozenValueError, frozen_mapping

REQUIRED = ("case", "type", "time")
NAMES = (*REQUIRED, "id", "unit", "actor")

RowMaker = Callable[[int, dict[str, object]], Sequence[Event] | None]
"""the events of one row; None where it is bad, which is then reported"""


def check_header(header: Sequence[str], report: Report) -> None:
    """Raises StopReadingError where a table lacks a column that every event needs, or has one twice."""
    repeated = report_repeated(header, report)
    missing = [each for each in REQUIRED if each not in header]
    for each in missing:
        report.whole(Problem(codes.COLUMN_UNKNOWN, {"column": each}, _column_help(each, header)))
    if missing or repeated:
        raise StopReadingError


def report_repeated(header: Sequence[str], report: Report) -> bool:
    """Whether a column stands twice in the header; each that does is noted."""
    repeated = [name for name, count in Counter(header).items() if name and count > 1]
    for each in repeated:
        report.whole(Problem(codes.COLUMN_TWICE, {"column": each[:60]}))
    return bool(repeated)


def _column_help(column: str, header: Sequence[str]) -> tuple[Help, ...]:
    near = nearest(column, header)
    if near is not None:
        return (Help(f"did you mean the column `{near[:60]}`?", f"是否指列 `{near[:60]}`？"),)
    return (
        Help(
            "say by a mapping which column it is: `--mapping mapping.yaml`",
            "请用映射文件说明是哪一列：`--mapping mapping.yaml`",
        ),
    )


def canonical_rows(
    *, report: Report, tally: Tally, read_time: Callable[[object], Reading], file: str, table: bool
) -> RowMaker:
    """A function that makes the event of a row.

    Arguments:
        file: the name in each event's `source`.
        table: the rows are of a table, where an empty cell means no value, and `data` is no special column.
    """

    def make(line: int, row: dict[str, object]) -> Sequence[Event] | None:
        problems: list[Problem] = []
        case = _name("case", row.pop("case", None), problems, required=True)
        kind = _name("type", row.pop("type", None), problems, required=True)
        written = row.pop("time", None)
        identifier = _name("id", row.pop("id", None), problems)
        unit = _name("unit", row.pop("unit", None), problems)
        actor = _name("actor", row.pop("actor", None), problems)
        if written is None or written == "":
            problems.append(Problem(codes.MISSING_VALUE, {"field": "time"}))
            time = None
        else:
            time, problem = read_time(written)
            if problem is not None:
                problems.append(problem)
        data = _table_data(row, problems) if table else _json_data(row, problems)
        event = None
        if case is not None and kind is not None and time is not None and data is not None:
            try:
                event = Event(case, kind, time, identifier, unit, actor, data, f"{file}:{line}")
            except EventError as error:
                problems.append(Problem(codes.UNUSABLE_VALUE, {"field": error.field}))
        if problems:
            bad = any(each.severity == "error" for each in problems)
            if bad and case is not None:
                tally.incomplete.add(case)
            for each in problems:
                report.row(each, line)
            if bad:
                return None
        return () if event is None else (event,)

    return make


def _name(field: str, value: object, problems: list[Problem], *, required: bool = False) -> str | None:
    if type(value) is str and value and not value.isspace():
        return value
    if value is None or isinstance(value, str):
        if required:
            problems.append(Problem(codes.MISSING_VALUE, {"field": field}))
        return None
    text = name_text(value)
    if text is None:
        problems.append(Problem(codes.NOT_TEXT, {"field": field}))
    return text


def _table_data(row: Mapping[str, object], problems: list[Problem]) -> FrozenMapping | None:
    try:
        filled = {name: value for name, value in row.items() if name and value is not None and value != ""}
        return frozen_mapping({name: as_data(value) for name, value in filled.items()})
    except FrozenValueError as error:
        problems.append(data_problem(error))
        return None


def _json_data(row: dict[str, object], problems: list[Problem]) -> FrozenMapping | None:
    if "data" in row:
        inner = row.pop("data")
        if inner is None:
            inner = {}
        if not isinstance(inner, dict) or not inner.keys().isdisjoint(row):
            problems.append(Problem(codes.DATA_NOT_OBJECT))
            return None
        row = {**inner, **row} if row else inner
    try:
        return frozen_mapping(row)
    except FrozenValueError as error:
        problems.append(data_problem(error))
        return None


def data_problem(error: FrozenValueError, field: str = "data") -> Problem:
    """What to say of a value that no event can hold."""
    if error.reason == "number":
        return Problem(codes.JSON_NUMBER)
    if error.reason == "depth":
        return Problem(codes.TOO_DEEP, {"limit": DEEPEST})
    return Problem(codes.UNUSABLE_VALUE, {"field": field})
