"""The city of Boston records by when it means to have answered each request: one calendar and a table of
promises by type say the same.

Its working days are spans of office time: one that is opened outside 08:30 to 17:00 begins at the next
opening, and ends at that clock again. Public holidays are not taken out. A few types are promised in plain
days of 24 hours on the wall clock. The log lies outside the project, for its licence.
"""

import csv
import datetime as dt
from pathlib import Path

import pytest

from govrules.counting.due import due
from govrules.model.calendar import Calendar, OfficeHours
from govrules.model.convention import Convention
from govrules.model.period import Part, Period, Unit

LOG = Path(__file__).parents[4] / "shared" / "logs" / "boston311-100.csv"
OPENING, CLOSING = 8 * 60 + 30, 17 * 60
CITY = Calendar.of(
    "boston-311",
    first_day=dt.date(2022, 1, 1),
    last_day=dt.date(2022, 12, 31),
    hours=OfficeHours(week=(((OPENING, CLOSING),),) * 5 + ((), ())),
)
# Office time used up exactly at closing is over when the office opens again.
HOW = Convention().with_keys(at_close="next_opening")


def _promises() -> dict[str, Period]:
    with (Path(__file__).parent / "boston_promises.csv").open(encoding="utf-8", newline="") as file:
        return {row["type"]: _in_office_time(Period.parse(row["promise"])) for row in csv.DictReader(file)}


def _in_office_time(promise: Period) -> Period:
    """A working day as the city means it: as long as an office day, wherever in the day it begins."""
    part = promise.parts[0]
    if part.unit is Unit.WORKING_DAYS:
        return Period((Part(part.amount * (CLOSING - OPENING), Unit.WORKING_MINUTES),))
    return promise


@pytest.mark.skipif(not LOG.exists(), reason="the log of Boston's 311 requests is not beside the project")
def test_boston_records_the_targets_that_its_promises_give() -> None:
    promises = _promises()
    with LOG.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["target_dt"]]
    apart = []
    for row in rows:
        target = dt.datetime.fromisoformat(row["target_dt"])
        opened = dt.datetime.fromisoformat(row["open_dt"])
        found = due(promises[row["type"]], after=opened, calendar=CITY, convention=HOW).end
        # Where a request was opened by telephone the log has lost the seconds of its opening.
        if abs(found - target) >= dt.timedelta(minutes=1):
            apart.append((row["case_enquiry_id"], found, target))
    assert (len(rows), apart) == (89, [])


def test_a_request_outside_office_hours_begins_at_the_next_opening() -> None:
    saturday = dt.datetime.fromisoformat("2022-01-08T12:54")
    day = _in_office_time(Period.parse("1 working day"))
    found = due(day, after=saturday, calendar=CITY, convention=HOW)
    assert found.end == dt.datetime.fromisoformat("2022-01-11T08:30")
