"""Twice the log takes twice the work, for clauses over the whole log too.

Work is counted, not timed: every call of a function, and every step of a generator, while the reference
judges a log. Logs grow in two ways: more years of the same units, so that a slice sees more, and more units,
so that there are more slices. A clause that walks the whole log for each of its triggers or members takes
four times the work over a log twice as long.
"""

import datetime as dt
import sys
from collections.abc import Iterator
from types import FrameType

import pytest

from govrules.engine.batch import evaluate
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from tests.engine.rules import rules

COPIES = 30
"""of one small case in the shorter log: work that does not grow no longer counts there"""
MOST = 2.2
WORDS = """
events:
  received: {recorded: from 2020-01-01, data: {unit: string, urgent: bool}}
  pressing: {is: received, if: event.urgent}
  moved: {recorded: from 2020-01-01, data: {unit: string, to: string}}
  told: {recorded: from 2020-01-01, data: {unit: string, kind: string}}
  decided: {recorded: from 2020-01-01, data: {unit: string}}
  begun: {recorded: from 2020-01-01, data: {unit: string}}
  over: {recorded: from 2020-01-01, data: {unit: string}}
  opened: {data: {name: string}}
  closed: {}
records:
  unit: {set_by: opened, ended_by: closed, data: {name: string}}
"""
CLAUSES = {
    "a duty of a unit": "duty: {when: received, must: told, within: 5 days, repeat: each}\nper: unit",
    "one at a time": "duty: {when: received, must: told, within: 5 days, repeat: ignore}\nper: unit",
    "the last one": "duty: {when: received, must: told, within: 5 days, repeat: replace}\nper: unit",
    "a duty that ends": (
        "duty: {when: received, must: told, within: 5 days, end_on: over, repeat: each}\nper: unit"
    ),
    "a duty before an event": "duty: {when: received, must: told, before: over, repeat: each}\nper: unit",
    "a duty of each kind": (
        "duty: {when: received, must: told, within: 30 days, repeat: each}\n"
        "per: policy\nfor_each: {kind: [letter, call, visit]}"
    ),
    "passed on": (
        "duty: {when: received, must: told, within: 5 days, repeat: each}\nper: unit\n"
        "responsible: {first: event.unit, passes: [{on: moved, to: event.to}]}"
    ),
    "how often before": "requirement: {when: decided, require: count(received) >= 1}\nper: unit",
    "whether before": "requirement: {when: decided, require: happened(pressing)}\nper: policy",
    "how often of a sort": "requirement: {when: decided, require: count(pressing) >= 1}\nper: unit",
    "a ban": "prohibition: {when: decided}\nper: unit\nif: count(told) >= 1",
    "a bound": "quota: {count: told, every: year, at_most: 1}\nper: unit",
    "a share": "quota: {count: told, at_most: {share: 90%, of: received}, every: year}\nper: unit",
    "a bound for each on record": (
        "quota: {count: told, every: year, at_least: 1}\nper: unit\nfor_each: unit"
    ),
    "what must hold": "maintenance: {hold: {from: begun, to: over}}\nper: unit",
    "what must hold for each on record": (
        "maintenance: {hold: {from: begun, to: over}}\nper: unit\nfor_each: unit"
    ),
    "a register": ("requirement: {when: {every: year, at: end}, require: happened(told)}\nfor_each: unit"),
    "who answers": (
        "accountability: {on: decided, repeated: {times: 2, over: 1 month},"
        " answerable: {direct: event.unit}}\nper: unit"
    ),
}
"""a clause of each kind that crosses cases, as it stands in a rule file"""


def rulebook(clause: str) -> Rulebook:
    return rules(WORDS + "clauses:\n  c:\n" + "".join(f"    {line}\n" for line in clause.splitlines()))


def log(copies: int, *, of_new_units: bool) -> tuple[Event, ...]:
    return tuple(event for number in range(copies) for event in _case(number, of_new_units))


def _case(number: int, of_a_new_unit: bool) -> Iterator[Event]:
    unit = f"u{number}" if of_a_new_unit else f"u{number % 2}"
    first = dt.date(2025, 1, 6) + dt.timedelta(days=7 * number)
    for days, kind, data in (
        (0, "opened", {"unit": unit, "name": unit}),
        (0, "received", {"urgent": number % 3 == 0}),
        (0, "begun", {}),
        (1, "moved", {"to": "somebody"}),
        (3, "told", {"kind": ("letter", "call", "visit")[number % 3]}),
        (4, "decided", {}),
        (5, "decided", {}),
        (6, "over", {}),
    ):
        yield Event(f"c{number}", kind, first + dt.timedelta(days=days), unit=unit, data=data)


def work(book: Rulebook, events: tuple[Event, ...]) -> int:
    """How many calls an evaluation takes; a generator is called anew for each of its steps."""
    counted = 0

    def count(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        found = evaluate(book, events, as_of=dt.date(2027, 12, 31), engine="reference")
    finally:
        sys.setprofile(before)
    assert found.obligations or found.attributions
    return counted


@pytest.mark.parametrize("of_new_units", [False, True], ids=["more time", "more units"])
@pytest.mark.parametrize("name", CLAUSES)
def test_twice_the_log_takes_twice_the_work(name: str, of_new_units: bool) -> None:
    book = rulebook(CLAUSES[name])
    short, long = (log(copies, of_new_units=of_new_units) for copies in (COPIES, 2 * COPIES))
    work(book, short)
    fewer, more = work(book, short), work(book, long)
    assert more <= MOST * fewer, f"{more / fewer:.2f} times the work"
