"""Cases of one course are judged with numpy as without, whatever their number and their data."""

import datetime as dt
import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import attrs
import numpy as np
import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile import array_grouping, arrays, variants
from govrules.engine.compile.array_columns import Ends, days_of
from govrules.engine.compile.array_grouping import Grouping
from govrules.engine.compile.arrays import TogetherInArrays
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.findings import Run
from govrules.engine.compile.recording import Record
from govrules.engine.compile.saying import Saying
from govrules.engine.compile.variants import Together, judged_together
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from govrules.testing.coded_rows import in_coded_columns
from govrules.testing.history import History
from govrules.testing.law_of_engines import difference_of
from tests.engine.compile.test_variants import MOMENT, OFFICE, cases_of
from tests.engine.rules import END, at, rules


@pytest.fixture(scope="module")
def office() -> Rulebook:
    return rules(OFFICE)


def recorded(run: Run, *, every: bool) -> list[Record]:
    return sorted(run.everything[0].records if every else run.breaches[0].records)


def ran(rulebook: Rulebook, events: list[Event], *, in_arrays: bool, fewest: int = 1) -> Run:
    with judged_together(fewest, in_arrays=in_arrays):
        run = run_of(rulebook, events, as_of=END)
        assert run is not None
        assert len(run.breaches) == len(run.everything) == 1
    return run


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("fewest", [1, 5])
def test_both_record_the_same(office: Rulebook, fewest: int, every: bool) -> None:
    events = cases_of(random.Random(7), 600)
    with_lists = ran(office, events, in_arrays=False, fewest=fewest)
    with_arrays = ran(office, events, in_arrays=True, fewest=fewest)
    assert len(recorded(with_lists, every=every)) > 50
    assert recorded(with_arrays, every=every) == recorded(with_lists, every=every)
    assert with_arrays.handed_over == with_lists.handed_over
    assert sorted(with_arrays.everything[0].used) == sorted(with_lists.everything[0].used)
    assert with_arrays.everything[0].odd == with_lists.everything[0].odd


def test_what_is_judged_in_parts_is_judged_alike(office: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    events = cases_of(random.Random(8), 300)
    whole = ran(office, events, in_arrays=True, fewest=2)
    monkeypatch.setattr(arrays, "AT_ONCE", 70)
    parts = ran(office, events, in_arrays=True, fewest=2)
    assert len(recorded(whole, every=True)) > 100
    assert recorded(parts, every=True) == recorded(whole, every=True)


def test_records_in_columns_are_rows_when_they_are_looked_at(office: Rulebook) -> None:
    run = ran(office, cases_of(random.Random(9), 200), in_arrays=True)
    records = run.everything[0].records
    number = len(records)
    rows = list(records)
    assert number == len(rows) == len(records) > 100
    assert rows == list(records)
    assert records[0] == rows[0]
    assert records[-3:] == rows[-3:]


def test_numpy_is_used_where_it_pays(office: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of(office, cases_of(random.Random(1), 20), as_of=END)
    assert run is not None
    log = run.logs[0]
    assert variants._way(log) is Together
    monkeypatch.setattr(variants, "SOME", 10)
    assert variants._way(log) is TogetherInArrays
    monkeypatch.setattr(variants, "has_numpy", lambda: False)
    assert variants._way(log) is Together


# -- what is said ------------------------------------------------------------------------------------------

SAID = """
case:
  kind: {type: string, default: ordinary}
  sure: {type: bool}
  rank: {type: integer}
events:
  asked: {data: {amount: integer, size: number, words: list, sure: bool}}
  other: {}
clauses:
  amount: {requirement: {when: asked, require: event.amount > 1}}
  size: {requirement: {when: asked, require: event.size >= 2}}
  words: {requirement: {when: asked, require: len(event.words) == 1}}
  sure: {requirement: {when: asked, require: event.sure == true}}
  not_said: {requirement: {when: asked, require: given(event.size) or given(case.kind)}}
  kind: {requirement: {when: asked, require: case.kind == "ordinary" and given(case.rank)}}
  rank: {if: case.rank > 1 or case.sure, unless: given(event.words), prohibition: {when: asked}}
  reply: {if: case.rank > 1, duty: {when: asked, must: other, within: 1 working day}}
"""
VALUES: dict[str, tuple[object, ...]] = {
    "amount": (1, 2, True, 2.0, "2", "many", "", None, ("2",)),
    "size": (1, 2, 2.0, 2.5, True, "2", "x"),
    "words": ((), ("a",), ("a", "b"), "a", 3),
    "sure": (True, False, 1, 0, "true", "no"),
    "kind": ("ordinary", "special", " ", 3),
    "rank": (1, 2, "2", "high", True),
}


def saying(source: random.Random, number: int, odd: float) -> list[Event]:
    """Cases in which most say what they should, and others anything."""
    found: list[Event] = []
    for case in range(number):
        for day in range(source.choice((1, 1, 2, 3))):
            data: dict[str, object] = {}
            for name, values in VALUES.items():
                if source.random() < 0.5:
                    value = source.choice(values) if source.random() < odd else values[0]
                    if value is not None:
                        data[name] = value
            kind = source.choice(("asked", "asked", "other"))
            found.append(Event(f"c{case}", kind, at(2 + day, 9), data=data))
    return found


@pytest.fixture(scope="module")
def asking() -> Rulebook:
    return rules(SAID)


@pytest.mark.parametrize("odd", [0.02, 0.5])
@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_said_is_judged_as_by_the_reference(asking: Rulebook, seed: int, odd: float) -> None:
    events = tuple(saying(random.Random(seed), 60, odd))
    assert difference_of(History(asking, events, END)) == ""


@pytest.mark.parametrize("in_arrays", [False, True])
def test_few_cases_that_stand_alone_are_judged_as_many(asking: Rulebook, in_arrays: bool) -> None:
    """Of the values of columns few are read then."""
    usual = [
        Event(f"u{case}", "asked", at(3, case % 24), data={"amount": 1, "size": 2, "kind": "special"})
        for case in range(400)
    ]
    unusual = saying(random.Random(3), 25, 0.4)
    with judged_together(30, in_arrays=in_arrays):
        run = run_of(asking, [*usual, *unusual], as_of=END)
        assert run is not None
        assert len(run.breaches[0].records) > 400
    with judged_together(10_000, in_arrays=False):
        plain = run_of(asking, [*usual, *unusual], as_of=END)
        assert plain is not None
        expected = recorded(plain, every=False)
    handed = run.handed_over | plain.handed_over
    assert [each for each in recorded(run, every=False) if run.case_of[each[1]] not in handed] == [
        each for each in expected if run.case_of[each[1]] not in handed
    ]
    assert run.handed_over <= plain.handed_over


# -- the parts ---------------------------------------------------------------------------------------------


def grouping(cases: list[bytes], gaps: random.Random) -> Grouping:
    kinds, starts = b"", []
    for case in cases:
        starts.append(len(kinds))
        # What lies behind the end of a case is not read.
        kinds += case + bytes(gaps.choices(range(250), k=gaps.choice((0, 0, 2))))
    lengths = np.array(list(map(len, cases)))
    return Grouping(np.frombuffer(kinds + b"\0", np.uint8), np.array(starts), lengths)


@pytest.mark.parametrize("alike", [False, True])
@pytest.mark.parametrize("fewest", [1, 4])
@pytest.mark.parametrize("at_once", [7, 1000])
def test_cases_are_grouped_by_their_types(
    alike: bool, fewest: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(array_grouping, "_AT_ONCE", at_once)
    source = random.Random(4)
    cases = [bytes(source.choices(range(3), k=source.randint(1, 4))) for _ in range(300)]
    cases += [bytes(source.choices(range(250), k=source.randint(1, 40))) for _ in range(20)]
    source.shuffle(cases)
    if alike:
        # As if all had the same number by chance.
        monkeypatch.setattr(Grouping, "_numbers", lambda self: np.zeros(len(self.starts), np.uint32))
    expected: dict[bytes, list[int]] = defaultdict(list)
    for place, case in enumerate(cases):
        expected[case].append(place)
    found: dict[bytes, list[int]] = {}
    left: list[int] = []
    for variant, places in grouping(cases, source).groups(fewest):
        if variant:
            found[variant] = places.tolist()
        else:
            left += places.tolist()
    assert sorted([*left, *(each for group in found.values() for each in group)]) == list(range(len(cases)))
    if alike:
        assert list(found) == [cases[0]]
        assert found[cases[0]] == expected[cases[0]]
    else:
        assert found == {case: places for case, places in expected.items() if len(places) >= fewest}


def test_due_ends_are_looked_up_once_wherever_they_lie() -> None:
    asked: list[int] = []

    class Entries(dict[int, tuple[int, bool, int, int]]):
        def __missing__(self, day: int) -> tuple[int, bool, int, int]:
            asked.append(day)
            return (day * 10, day % 2 == 0, 0, day + 1)

    ends = Ends(Entries())
    for days in ([5, 6, 5], [900, 7], [-3, 5, 900]):
        found = ends.of(np.array(days))
        assert found.late_from.tolist() == [day * 10 for day in days]
        assert found.has_come.tolist() == [day % 2 == 0 for day in days]
        assert found.last_day.tolist() == [day + 1 for day in days]
    assert sorted(asked) == [-3, 5, 6, 7, 900]


def test_several_threads_may_ask_for_due_ends_at_once() -> None:
    class Entries(dict[int, tuple[int, bool, int, int]]):
        def __missing__(self, day: int) -> tuple[int, bool, int, int]:
            return (day * 10, False, 0, 0)

    ends = Ends(Entries())

    def ask(seed: int) -> bool:
        days = np.array(random.Random(seed).sample(range(-5000, 5000), 40))
        return bool((ends.of(days).late_from == days * 10).all())

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(400)))


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu"])
def test_local_days_are_those_of_the_programs(office: Rulebook, zone: str) -> None:
    there = attrs.evolve(office, policies=(attrs.evolve(office.policies[0], time_zone=zone),))
    source = random.Random(6)
    # The clocks of Berlin are moved on the 29th.
    events = [
        Event(f"c{case}", "applied", at(27, 20) + source.randint(0, 72 * 60) * 60_000_000 * MOMENT)
        for case in range(200)
    ]
    run = run_of(there, events, as_of=dt.date(2026, 4, 30))
    assert run is not None
    days = run.logs[0].days(bare=False)
    times = list(run.columns.times)
    expected = [days[(time + days.shift) // days.unit] for time in times]
    assert len(set(expected)) > 2
    assert days_of(np.array(times), days).tolist() == expected


SAID_OF_THE_CASE = """
case: {grade: string, fast: bool}
events:
  received: {data: {grade: string, fast: bool, size: integer}}
  noted: {data: {grade: string, fast: bool, size: integer}}
  decided: {data: {grade: string, fast: bool, size: integer}}
clauses:
  plain: {requirement: {when: decided, require: case.grade == "plain"}}
  fast: {requirement: {when: decided, require: case.fast or event.size > 1}}
  small: {if: event.size < 2, prohibition: {when: noted, unless: case.grade == "large"}}
"""


def test_what_was_last_said_of_a_case_is_found_by_code() -> None:
    book, chosen = rules(SAID_OF_THE_CASE), random.Random(3)
    events: list[Event] = []
    for number in range(300):
        types = ["received", *["noted"] * chosen.randint(0, 3), "decided"]
        for place, kind in enumerate(types):
            data = {"size": chosen.choice((0, 1, 2)), "grade": chosen.choice(("plain", "large", " "))}
            data = {name: value for name, value in data.items() if chosen.random() < 0.4}
            fast: dict[str, object] = {"fast": chosen.random() < 0.5} if chosen.random() < 0.3 else {}
            events.append(Event(f"c{number:03}", kind, at(2 + place, 9), data={**data, **fast}))
    expected = evaluate(book, events, as_of=END, engine="reference")
    with judged_together(1, in_arrays=True), patch.object(Saying, "written", side_effect=AssertionError):
        found = evaluate(book, in_coded_columns(events), as_of=END, engine="compiled")
        assert dict(found.counts) == dict(expected.counts)
        assert [each.id for each in found.violations] == [each.id for each in expected.violations]
    assert len(expected.violations) > 200
