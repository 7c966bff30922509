"""A real log: 1,434 applications for environmental permits, and two readings of one deadline.

The log lies outside the project, whose licence is not its own. Expected are two independent counts over its
1,329 closed cases, comparing local dates: 309 late against the deadline that the office recorded, 479 against
56 days. Comparing instants, which is not what a date in a file says, would give 377 and 528.
"""

import csv
import datetime as dt
import gzip
from collections import Counter
from pathlib import Path

import pytest

import govrules as gr
from govrules.formats.log import EventLog
from govrules.model.events import Event

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "permit-receipt"
LOG = ROOT.parent / "shared" / "logs" / "receipt.csv.gz"
FIFTY_SIX_DAYS = dt.timedelta(days=56)

needs_the_log = pytest.mark.skipif(not LOG.exists(), reason="the log of permit applications is not here")


@pytest.fixture(scope="module")
def log() -> EventLog:
    return gr.read_events(LOG, mapping=EXAMPLE / "mapping.yaml")


def of_type(log: EventLog, name: str) -> dict[str, Event]:
    found = {event.case: event for event in log if event.type == name}
    assert len(found) == sum(event.type == name for event in log), "one event a case"
    return found


def day(value: object) -> dt.date:
    assert type(value) is dt.date or isinstance(value, str)
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


@needs_the_log
def test_the_whole_log_is_read_without_a_complaint(log: EventLog) -> None:
    assert (log.diagnostics, log.rows, log.skipped, log.left_out) == ((), 8_577, 0, 0)
    assert Counter(event.type for event in log) == {"applied": 1_434, "closed": 1_329}


@needs_the_log
def test_comparing_local_dates_gives_the_two_independent_counts(log: EventLog) -> None:
    applied, closed = of_type(log, "applied"), of_type(log, "closed")
    late_by_record = [case for case in closed if day(closed[case].time) > day(applied[case].data["deadline"])]
    late_by_days = [
        case for case in closed if day(closed[case].time) > day(applied[case].time) + FIFTY_SIX_DAYS
    ]
    assert (len(closed), len(late_by_record), len(late_by_days)) == (1_329, 309, 479)


@needs_the_log
def test_comparing_instants_gives_the_counts_that_are_not_meant() -> None:
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        cases = {row["case:concept:name"]: row for row in csv.DictReader(file)}
    closed = [
        [dt.datetime.fromisoformat(row[f"case:{name}"]) for name in ("startdate", "enddate", "deadline")]
        for row in cases.values()
        if row["case:enddate"]
    ]
    late_by_record = sum(end > deadline for _, end, deadline in closed)
    late_by_days = sum(end > start + FIFTY_SIX_DAYS for start, end, _ in closed)
    assert (len(closed), late_by_record, late_by_days) == (1_329, 377, 528)


@needs_the_log
def test_evaluating_both_readings_gives_the_two_independent_counts(log: EventLog) -> None:
    rules = gr.load(EXAMPLE)
    assert rules.diagnostics == ()
    found = gr.evaluate(rules.or_raise(), log)
    closed = of_type(log, "closed")
    states = Counter((each.policy, each.case in closed, each.state) for each in found.obligations)
    assert {key: count for key, count in states.items() if key[1]} == {
        ("recorded-deadline", True, "met"): 1_329 - 309,
        ("recorded-deadline", True, "met_late"): 309,
        ("fifty-six-days", True, "met"): 1_329 - 479,
        ("fifty-six-days", True, "met_late"): 479,
    }
    still_open = {key: count for key, count in states.items() if not key[1]}
    assert {state for _, _, state in still_open} == {"pending", "overdue"}
    assert sum(still_open.values()) == 2 * (1_434 - 1_329)
