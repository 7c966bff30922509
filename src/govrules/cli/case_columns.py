"""The columns of a table of cases, and what a header makes of them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import attrs

from govrules.cli.arguments import did_you_mean
from govrules.cli.csv_cells import Cell, Record
from govrules.diagnostics import Diagnostic, DiagnosticsError, Help, nearest
from govrules.diagnostics.codes import events as row_codes
from govrules.diagnostics.codes import tables as codes
from govrules.model.convention import KEYS

CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "编号": "id",
        "期限": "period",
        "起算日": "after",
        "倒算日": "before",
        "触发日": "trigger",
        "方向": "direction",
        "计期规则": "convention",
        "日历": "calendar",
        "周末": "weekend",
        "放假": "days_off",
        "调休": "swapped",
        "停办": "closures",
        "停止计算": "recess",
        "补班": "make_up",
        "办公时间": "office_hours",
        "中止": "pauses",
        "延长": "extensions",
        "时区": "time_zone",
        "已知日": "known_at",
        "性质": "kind",
        "应为": "expected",
        "来源": "source",
        "备注": "note",
    }
)
"""columns by their Chinese names"""
OWN_DAYS = ("weekend", "days_off", "swapped", "closures", "recess", "make_up", "office_hours")
"""columns in which a row brings days of its own"""
COLUMNS = (
    "id",
    "period",
    "after",
    "before",
    "trigger",
    "direction",
    "convention",
    "keys",
    "calendar",
    *OWN_DAYS,
    "pauses",
    "extensions",
    "time_zone",
    "known_at",
    "kind",
    "expected",
    "source",
    "note",
)
REMARKS = ("source", "note")
"""columns that are for people"""


@attrs.frozen
class Header:
    """Which column stands where."""

    width: int
    columns: Mapping[str, int]
    """the columns that are read, by name"""
    place: Cell

    def cells(self, record: Record) -> Mapping[str, Cell]:
        """The filled cells of a row by column.

        Raises:
            DiagnosticsError: the row has another number of cells than the header.
        """
        cells = list(record.cells)
        while len(cells) > self.width and not cells[-1].text:
            cells.pop()
        if len(cells) != self.width:
            last = cells[min(len(cells), self.width + 1) - 1]
            values = {"found": len(cells), "expected": self.width}
            raise DiagnosticsError([Diagnostic(row_codes.FIELD_COUNT, last.span(), values)])
        return {name: cells[at] for name, at in self.columns.items() if cells[at].text}


def read_header(record: Record, *, expect: str | None = None) -> Header:
    """The columns that a header names.

    Args:
        record: the first row of the table.
        expect: the column that holds the expected dates, where it is not called `expected`.

    Raises:
        DiagnosticsError: everything that is wrong with the header; no row is counted then.
    """
    if record.problem is not None:
        raise DiagnosticsError([record.problem])
    cells = list(record.cells)
    while cells and not cells[-1].text:
        cells.pop()
    problems: list[Diagnostic] = []
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = "expected" if expect is not None and cell.text == expect else _name(cell)
        if expect is not None and name == "expected" and cell.text != expect:
            continue
        if name is None:
            problems.append(_unknown(cell))
        elif name in columns:
            problems.append(Diagnostic(codes.COLUMN_TWICE, cell.heading, {"column": cell.text}))
        elif name:
            columns[name] = at
    problems += _missing(columns, cells, expect)
    if problems:
        raise DiagnosticsError(problems)
    return Header(len(cells), MappingProxyType(columns), cells[0])


def _name(cell: Cell) -> str | None:
    """The column that a heading stands for; empty for one that is not read, None for an unknown one."""
    name = CHINESE.get(cell.text, cell.text.casefold().replace(" ", "_").replace("-", "_"))
    if name.startswith("_"):
        return ""
    return name if name in COLUMNS or name in KEYS else None


def _unknown(cell: Cell) -> Diagnostic:
    known = [*COLUMNS, *KEYS, *CHINESE]
    near = nearest(cell.text, known)
    listed = ", ".join(f"`{each}`" for each in COLUMNS)
    remark = Help(
        en="a column that is for people only begins with `_`",
        zh="仅供阅读的列，名称请以 `_` 开头",
    )
    choose = Help(
        en=f"the columns are {listed}, and the keys of a convention",
        zh=f"可用的列有 {listed.replace(', ', '、')}，以及计期规则的各键",
    )
    helps = [did_you_mean(near) if near else choose, remark]
    return Diagnostic(codes.UNKNOWN_COLUMN, cell.heading, {"column": cell.text}, helps)


def _missing(columns: Mapping[str, int], cells: Sequence[Cell], expect: str | None) -> list[Diagnostic]:
    wanted: list[tuple[str, str]] = []
    if "period" not in columns:
        wanted.append(("`period`", " `period` "))
    if not {"after", "before", "trigger"} & set(columns):
        wanted.append(("`after`, `before` or `trigger`", " `after`、`before` 或 `trigger` "))
    if expect is not None and "expected" not in columns:
        wanted.append((f"`{expect}`", f" `{expect}` "))
    place = cells[0].heading if cells else None
    return [Diagnostic(codes.COLUMN_MISSING, place, {"what": en, "what_zh": zh}) for en, zh in wanted]
