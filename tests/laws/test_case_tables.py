"""Whatever a table of cases holds, every row gets a date or a reason, and the count never breaks."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.cli.case_columns import COLUMNS
from govrules.cli.case_rows import Defaults
from govrules.cli.csv_cells import Document, records
from govrules.cli.due_batch import count_table
from govrules.cli.time_packs import Named
from govrules.counting.due import Due, Running

NAMED = Named()
HEADER = (
    "id",
    "after",
    "before",
    "period",
    *(each for each in COLUMNS[4:] if each != "calendar"),
    "calendar",
)
JUNK = ("", "", "", "x", "-", "..", ";", "2025-02-30", "9999-12-31", "0001-01-01", "@", "{", "a: b", "二十")
SENSIBLE: dict[str, tuple[str, ...]] = {
    "period": (
        "5 days",
        "20 working days",
        "二十日",
        "48 hours",
        "3 months then 2 weeks",
        "0 days",
        "4 working hours",
    ),
    "after": ("2025-09-22", "2025-09-22 09:00", "2025-12-31T23:59+08:00", "2019-04-28", ""),
    "before": ("", "", "2026-03-10"),
    "trigger": ("", "", "2025-09-22"),
    "direction": ("", "", "before"),
    "calendar": ("cn", "cn", "cn", "tw", ""),
    "convention": ("cn-licensing-law", "cn-tax-rules", "default", "uk-cpr-clear-days"),
    "keys": (
        "",
        "first_day: included",
        "extend_from: approval",
        "months: month_end_sticks; last_day_off: next",
    ),
    "weekend": ("", "sat sun", "none", "fri"),
    "days_off": ("", "", "2025-10-01", "2025-09-23..2025-09-30"),
    "recess": ("", "2025-10-01..2025-12-31"),
    "make_up": ("", "", "", "2025-09-27", "2025-09-24"),
    "office_hours": ("", "mon-fri 09:00-12:00,13:00-17:00", "2025-09-23 closed"),
    "pauses": ("", "2025-09-25..", "2025-09-24..2025-10-10", "2025-09-24 10:00..2025-09-25 11:00"),
    "extensions": ("", "5 days", "5 working days @ 2025-09-26", "2 hours"),
    "time_zone": ("", "Asia/Shanghai", "America/New_York"),
    "known_at": ("", "2019-03-21", "2025-01-01"),
    "kind": ("", "deemed", "expiry"),
    "expected": ("", "2025-09-27", "2025-09-24 09:00"),
}


def _cell(column: str) -> st.SearchStrategy[str]:
    usual = st.sampled_from(SENSIBLE.get(column, ("",)))
    odd = st.one_of(st.sampled_from(JUNK), st.text(max_size=6))
    return st.integers(0, 40).flatmap(lambda number: odd if number == 0 else usual)


def _one_start(row: dict[str, str], chosen: int) -> dict[str, str]:
    """Mostly one start in each row; the conflicts of several are soon told."""
    starts = ("after", "before", "trigger", "direction")
    kept = starts[chosen : chosen + (2 if chosen == 2 else 1)] if chosen < 3 else starts
    return {column: "" if column in starts and column not in kept else cell for column, cell in row.items()}


CELLS = st.fixed_dictionaries({column: _cell(column) for column in HEADER})
ROWS = st.lists(st.builds(_one_start, CELLS, st.sampled_from((0, 0, 0, 0, 1, 2, 3))), min_size=1, max_size=4)


@settings(max_examples=settings().max_examples * 2)
@given(ROWS)
def test_every_row_gets_a_date_or_a_reason(rows: list[dict[str, str]]) -> None:
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, HEADER, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    # A row without any text is a blank line, which is no case.
    writer.writerows({**row, "id": f"case {number}"} for number, row in enumerate(rows))
    document = Document.of(target.getvalue(), file="cases.csv")
    found = count_table(document, named=NAMED, defaults=Defaults())
    assert [each.id for each in found.cases] == [f"case {number}" for number in range(len(rows))]
    for each in found.cases:
        if each.result is None:
            assert [problem for problem in each.problems if problem.severity == "error"]
            assert all(problem.message("en") and problem.message("zh") for problem in each.problems)
        elif isinstance(each.result, Due):
            assert each.result.trace[-1].date == each.result.date
        else:
            assert isinstance(each.result, Running)


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), min_size=2, max_size=5))
def test_cells_are_read_as_they_were_written(table: list[list[str]]) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows(table)
    found = [
        [cell.text for cell in record.cells]
        for record in records(Document.of(target.getvalue(), file="cases.csv"))
    ]
    assert found == [[cell.strip() for cell in row] for row in table if any(cell.strip() for cell in row)]


@given(st.text(alphabet='a,;"\n\r\t ', max_size=40))
def test_no_text_breaks_the_reading_of_rows(text: str) -> None:
    document = Document.of(text, file="cases.csv")
    found = list(records(document))
    lines = [each.line for each in found]
    assert lines == sorted(lines)
    for record in found:
        for cell in record.cells:
            place = cell.span()
            assert (place.file, place.line >= record.line, place.column >= 1) == ("cases.csv", True, True)
