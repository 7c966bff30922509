"""Pauses made from the events that start and end them."""

import datetime as dt

import pytest

from govrules.counting.pauses import Mark, Paired, Pause, pair_pauses
from tests.counting.offices import day


def start(text: str) -> Mark:
    return Mark(day(text), starts=True)


def end(text: str) -> Mark:
    return Mark(day(text), starts=False)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([start("2025-03-05"), end("2025-03-10")], [("2025-03-05", "2025-03-10")]),
        ([end("2025-03-10"), start("2025-03-05")], [("2025-03-05", "2025-03-10")]),
        ([start("2025-03-05")], [("2025-03-05", None)]),
        # At equal times, nothing paused: a pause of no length.
        ([end("2025-03-05"), start("2025-03-05")], [("2025-03-05", "2025-03-05")]),
        # At equal times, paused: pauses that touch.
        (
            [start("2025-03-01"), start("2025-03-05"), end("2025-03-05"), end("2025-03-09")],
            [("2025-03-01", "2025-03-05"), ("2025-03-05", "2025-03-09")],
        ),
    ],
)
def test_starts_and_ends_are_paired_in_time_order(
    marks: list[Mark], expected: list[tuple[str, str | None]]
) -> None:
    pauses = tuple(Pause(day(first), day(last) if last else None) for first, last in expected)
    assert pair_pauses(marks) == Paired(pauses, ())


def test_an_end_with_nothing_paused_is_ignored() -> None:
    assert pair_pauses([end("2025-03-05")]) == Paired((), (0,))


def test_a_second_start_is_ignored_or_replaces_the_first() -> None:
    marks = [start("2025-03-05"), start("2025-03-07"), end("2025-03-10")]
    assert pair_pauses(marks) == Paired((Pause(day("2025-03-05"), day("2025-03-10")),), (1,))
    assert pair_pauses(marks, again="move") == Paired((Pause(day("2025-03-07"), day("2025-03-10")),), (0,))


def test_a_published_clock_stopped_five_times_stood_for_twenty_two_days() -> None:
    # A UK ministry's test of its stop-the-clock: 5 + 3 + 9 + 4 + 1 days.
    marks = [
        start("2025-03-05"),
        end("2025-03-10"),
        start("2025-03-12"),
        end("2025-03-15"),
        start("2025-03-20"),
        end("2025-03-29"),
        start("2025-04-01"),
        end("2025-04-05"),
        start("2025-04-09"),
        start("2025-04-10"),
        end("2025-04-11"),
        end("2025-04-11"),
        start("2025-04-11"),
    ]
    found = pair_pauses(marks, again="move").pauses
    spans = [(pause.end - pause.start).days for pause in found if pause.end is not None]
    assert (sum(spans), spans) == (22, [5, 3, 9, 4, 1, 0])


def test_instants_are_ordered_within_their_day() -> None:
    morning = dt.datetime(2025, 3, 5, 9, tzinfo=dt.UTC)
    noon = dt.datetime(2025, 3, 5, 12, tzinfo=dt.UTC)
    assert pair_pauses([Mark(noon, starts=False), Mark(morning, starts=True)]) == Paired(
        (Pause(morning, noon),), ()
    )
