"""The whole workload in SQL, as an analyst would write it for DuckDB; the query is `licensing.sql`."""

import datetime as dt
from pathlib import Path
from typing import Any

from evaluating.closures import FIRST_DAY, next_working_days, ranks
from evaluating.logs import Breach
from evaluating.workload import HERE, working_days

_FILES = {
    ".jsonl": "read_json({path}, format='newline_delimited', columns={{'case': 'VARCHAR', 'type': 'VARCHAR',"
    " 'time': 'TIMESTAMPTZ', 'unit': 'VARCHAR', 'assigned': 'VARCHAR', 'outcome': 'VARCHAR',"
    " 'reasons': 'VARCHAR', 'amount': 'BIGINT'}})",
    ".parquet": "read_parquet({path})",
}


def connect(threads: int = 2) -> Any:
    """A database in memory that knows the calendar; made before any time is taken."""
    import duckdb
    import pyarrow as pa

    database = duckdb.connect(config={"threads": threads})
    database.execute("SET TimeZone = 'Asia/Shanghai'")
    every, onward, counted = working_days(), next_working_days(), ranks()
    calendar = pa.table(
        {
            "day": [_date(FIRST_DAY + place) for place in range(len(onward))],
            "rank": counted[: len(onward)],
            "onward": [_date(day) for day in onward],
        }
    )
    working = pa.table({"number": range(1, len(every) + 1), "day": [_date(day) for day in every]})
    for name, table in (("calendar", calendar), ("working", working)):
        database.register("given", table)
        database.execute(f"CREATE TABLE {name} AS FROM given")
        database.unregister("given")
    return database


def breaches(database: Any, path: Path, last: int) -> list[Breach]:
    """Every violation, sorted, from a file of JSON Lines or Parquet."""
    source = _FILES[path.suffix].format(path=f"'{path.as_posix()}'")
    database.execute(f"CREATE OR REPLACE VIEW events AS SELECT *, time::DATE AS day FROM {source}")
    query = (HERE / "licensing.sql").read_text(encoding="utf-8")
    rows = database.execute(query, {"last": _date(last)}).fetchall()
    return sorted((case, clause, due.toordinal() if due else 0) for case, clause, due in rows)


def _date(ordinal: int) -> dt.date:
    return dt.date.fromordinal(ordinal)
