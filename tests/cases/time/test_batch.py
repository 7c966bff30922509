"""The published tables, run as anybody would run a table of their own: through `govrules due --batch`."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.cases.time.table import Row, read
from tests.cli.conftest import Run, govrules  # noqa: F401 - a fixture

COLUMNS = (
    "id",
    "period",
    "trigger",
    "direction",
    "convention",
    "keys",
    "kind",
    "calendar",
    "weekend",
    "days_off",
    "make_up",
    "office_hours",
    "time_zone",
    "pauses",
    "extensions",
    "expected",
)
TABLES = {"legal.csv": 106, "engine.csv": 154, "further.csv": 25}
"""how many rows of each ask for a date; other questions, and dates before they move, are left out"""


def _cells(row: Row) -> dict[str, str]:
    """The row under the columns of `due --batch`; only the way of writing differs."""
    cells = {column: row[column] for column in COLUMNS if column in row.values}
    cells["trigger"] = row["start"]
    cells["convention"] = row["convention"] or "default"
    # The plain Monday to Friday is what a row without any days of its own means.
    cells["weekend"] = row["weekend"] or ("" if row["calendar"] else "sat sun")
    cells["pauses"] = row["pauses"].replace("/", "..")
    by_day = row["hours"].replace(" mon", "; mon")
    for day in ("tue", "wed", "thu", "fri", "sat", "sun"):
        by_day = by_day.replace(f" {day}", f"; {day}")
    cells["office_hours"] = "; ".join(part.strip("; ") for part in (by_day, row["hours_on"]) if part)
    return cells


@pytest.mark.parametrize("name", TABLES)
def test_a_published_table_comes_out_as_expected(name: str, govrules: Run, tmp_path: Path) -> None:  # noqa: F811
    rows = [row for row in read(name) if row["operation"] == "due" and row["answer"] != "unrolled"]
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS)
    writer.writeheader()
    writer.writerows(_cells(row) for row in rows)
    file = tmp_path / name
    file.write_text(target.getvalue(), encoding="utf-8", newline="")
    ran = govrules("due", "--batch", str(file), "--format", "jsonl")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.err == ""
    assert Counter(each["agrees"] for each in found) == {True: TABLES[name]}
    assert [each["id"] for each in found] == [row.id for row in rows]
    assert ran.code == 0
