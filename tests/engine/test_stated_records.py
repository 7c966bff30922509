"""Records that are stated beside the events: what holds on which day, alone and together with events."""

import datetime as dt
from typing import Any

import pytest

from govrules.diagnostics import DiagnosticsError, Span
from govrules.engine.batch import evaluate
from govrules.model.arguments import ArgumentError
from govrules.model.events import Event
from govrules.model.records import Record, RecordError, records_hash
from tests.engine.rules import END, day, on, rules, unknown

POSTS = """
records:
  post: {set_by: post_set, ended_by: post_ended,
         data: {unit: string, role: string, holder: string, acting: string, rooms: integer}}
  item: {data: {limit: period, units: list, kind: [large, small]}}
  open: {}
events:
  post_set: {data: {post: string, unit: string, role: string, holder: string, acting: string}}
  post_ended: {data: {post: string}}
  asked: {data: {who: string}}
clauses:
  tried: {requirement: {when: asked, require: event.who == holder("局长")}}
"""
RULES = rules(POSTS)


def row(start: int | None = None, until: int | None = None, key: str = "a1", **facts: object) -> Record:
    given = {"unit": "A", "role": "局长", **facts} if "holder" in facts else facts
    first, end = (None if each is None else day(each) for each in (start, until))
    return Record("post", key, given, start=first, until=end)


def holder(when: int, *records: Record, events: tuple[Event, ...] = ()) -> str:
    """Who of 甲, 乙, 丙 held the post on a day of March 2026, or why that is not known."""
    for who in ("甲", "乙", "丙"):
        asked = on(when, "asked", unit="A", who=who)
        found = evaluate(RULES, [*events, asked], as_of=END, records=records)
        if found.unknowns:
            return unknown(found)[0]
        if [each.state for each in found.obligations] == ["met"]:
            return who
    return "somebody else"


def holders(*records: Record, events: tuple[Event, ...] = (), days: tuple[int, ...]) -> list[str]:
    return [holder(each, *records, events=events) for each in days]


def vacant(when: int) -> str:
    return f"the post of `局长` in the unit was vacant on 2026-03-{when:02}"


def contradicted(since: int) -> str:
    return f"two things that are said of one record `post` from 2026-03-{since:02} on contradict each other"


def test_rows_of_one_key_are_its_history_half_open() -> None:
    history = [row(None, 5, holder="甲"), row(5, 9, holder="乙"), row(12, holder="丙")]
    expected = ["甲", "乙", "乙", vacant(9), vacant(11), "丙", "丙"]
    assert holders(*history, days=(4, 5, 8, 9, 11, 12, 31)) == expected
    assert holders(*reversed(history), days=(4, 5, 8, 9, 11, 12, 31)) == expected


def test_one_who_stands_in_has_a_row_of_his_own_over_the_days_of_the_absence() -> None:
    history = [row(holder="甲"), row(5, 9, acting="乙")]
    assert holders(*history, days=(4, 5, 8, 9)) == ["甲", "乙", "乙", "甲"]


def test_a_row_without_a_holder_is_a_vacancy() -> None:
    history = [row(None, 5, holder="甲"), row(5, unit="A", role="局长")]
    assert holders(*history, days=(4, 5)) == ["甲", vacant(5)]


def set_(when: int | dt.datetime, **data: Any) -> Event:
    return on(when, "post_set", case="org", post="a1", **data)


def ended(when: int) -> Event:
    return on(when, "post_ended", case="org", post="a1")


def test_of_a_row_and_an_event_the_later_day_decides() -> None:
    assert holders(row(holder="甲"), events=(set_(5, holder="乙"),), days=(4, 5)) == ["甲", "乙"]
    assert holders(row(None, 5, holder="甲"), row(5, holder="丙"),
                   events=(set_(3, holder="乙"),), days=(2, 3, 4, 5)) == ["甲", "乙", "乙", "丙"]  # fmt: skip
    # What the event said is not ended by the row's end.
    whole = set_(3, holder="乙", unit="A", role="局长")
    assert holders(row(None, 9, holder="甲"), events=(whole,), days=(2, 8, 9)) == ["甲", "乙", "乙"]


def test_an_event_that_ends_a_record_ends_the_rows_that_began_before_it() -> None:
    rows = [row(None, 15, holder="甲"), row(20, holder="丙")]
    assert holders(*rows, events=(ended(5),), days=(4, 5, 14, 20)) == ["甲", vacant(5), vacant(14), "丙"]
    handed_on = [row(None, 5, holder="甲"), row(5, holder="乙")]
    assert holders(*handed_on, events=(ended(5),), days=(4, 5)) == ["甲", "乙"]


def test_an_event_adds_to_what_a_row_says() -> None:
    assert holders(row(holder="甲"), events=(set_(5, acting="乙"),), days=(4, 5)) == ["甲", "乙"]


def test_a_row_and_an_event_of_one_day_that_say_otherwise_leave_doubt_until_one_is_said_later() -> None:
    rows = [row(5, holder="甲")]
    events = (set_(5, holder="乙"), set_(9, holder="丙"))
    assert holders(*rows, events=events, days=(5, 8, 9)) == [contradicted(5), contradicted(5), "丙"]
    assert holders(*rows, events=(set_(5, holder="甲"),), days=(5,)) == ["甲"]


def test_two_events_of_one_day_without_an_order_that_say_otherwise_leave_doubt() -> None:
    rows = [row(holder="甲")]
    events = (set_(5, holder="乙"), set_(5, holder="丙"), set_(9, holder="丙"))
    assert holders(*rows, events=events, days=(4, 5, 9)) == ["甲", contradicted(5), "丙"]
    clock = dt.datetime(2026, 3, 5, 8, tzinfo=dt.UTC)
    ordered = (set_(clock, holder="乙"), set_(clock + dt.timedelta(hours=1), holder="丙"))
    assert holders(*rows, events=ordered, days=(5,)) == ["丙"]


def test_on_one_day_an_end_comes_before_what_begins() -> None:
    events = (
        set_(2, holder="甲", unit="A", role="局长"),
        ended(5),
        set_(5, holder="乙", unit="A", role="局长"),
    )
    assert holders(events=events, days=(4, 5, 6)) == ["甲", "乙", "乙"]


# -- what cannot be used -------------------------------------------------------------------------------


def problems(*records: Record) -> list[tuple[str, str]]:
    with pytest.raises(DiagnosticsError) as caught:
        evaluate(RULES, [], as_of=END, records=records)
    return [(each.code.name, each.message()) for each in caught.value.diagnostics]


def test_records_that_no_policy_declares_are_told_all_at_once() -> None:
    found = problems(
        Record("psot", "p", {"unit": "A"}),
        Record("psot", "q"),
        Record("post", "p", {"huolder": "甲", "rooms": "many"}),
        Record("item", "i", {"limit": "soon", "kind": "middle", "units": "A、B"}),
        Record("open", "o", {"anything": 1}),
    )
    assert found == [
        ("record-kind-unknown", "no policy declares the record `psot`"),
        ("record-field-unknown", "the record `post` has no field `huolder`"),
        (
            "record-value",
            "not as the policy `p` declares the record `post`: the value of `rooms` is not a whole number",
        ),
        (
            "record-value",
            "not as the policy `p` declares the record `item`: the value of `limit` is not a period",
        ),
        (
            "record-value",
            "not as the policy `p` declares the record `item`: "
            "the value of `kind` is none of those declared: `large`, `small`",
        ),
    ]


def test_two_records_that_overlap_and_say_otherwise_are_an_error_at_the_second_with_the_first() -> None:
    def at(line: int, start: int | None, until: int | None, **facts: object) -> Record:
        days = [None if each is None else day(each) for each in (start, until)]
        return Record("post", "p", facts, start=days[0], until=days[1], span=Span("posts.csv", line))

    rows = [
        at(2, None, None, holder="甲", unit="A"),
        at(3, 9, 12, holder="乙", unit="A"),
        at(4, 12, None, unit="B"),
    ]
    with pytest.raises(DiagnosticsError) as caught:
        evaluate(RULES, [], as_of=END, records=rows)
    told = caught.value.diagnostics
    assert [(str(each.span), each.message(), [line.en for line in each.help]) for each in told] == [
        (
            "posts.csv:3",
            "one `post` has two values of `holder` over the same days, here and in line 2",
            ["give the one that begins earlier `until` 2026-03-09"],
        ),
        (
            "posts.csv:4",
            "one `post` has two values of `unit` over the same days, here and in line 2",
            ["give the one that begins earlier `until` 2026-03-12"],
        ),
    ]  # fmt: skip
    # Rows that follow on each other, agree, or speak of different things are no contradiction.
    fine = [
        at(2, None, 9, holder="甲"),
        at(3, 9, None, holder="乙"),
        at(4, 2, 5, unit="A"),
        at(5, 3, None, unit="A"),
    ]
    assert evaluate(RULES, [], as_of=END, records=fine).unknowns == ()


@pytest.mark.parametrize("given", ["posts.csv", Record("post", "p"), 3, [3], None])
def test_what_is_no_collection_of_records_is_refused(given: object) -> None:
    with pytest.raises(ArgumentError, match="records"):
        evaluate(RULES, [], as_of=END, records=given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("kind", {"kind": " "}),
        ("key", {"key": ""}),
        ("key", {"key": 3}),
        ("until", {"start": day(3), "until": day(3)}),
        ("start", {"start": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}),
        ("data", {"data": {"day": day(1)}}),
        ("data", {"data": [1]}),
    ],
)
def test_a_record_that_cannot_be_one_says_which_field_is_at_fault(
    field: str, arguments: dict[str, object]
) -> None:
    with pytest.raises(RecordError) as caught:
        Record(**{"kind": "post", "key": "p", **arguments})  # type: ignore[arg-type]
    assert caught.value.field == field


# -- provenance ----------------------------------------------------------------------------------------


def test_records_count_into_what_an_evaluation_was_made_from() -> None:
    one, other = row(holder="甲"), row(5, key="b", unit="B")

    def made_from(*records: Record) -> str | None:
        provenance = evaluate(RULES, [], as_of=END, records=records).provenance
        assert provenance is not None
        return provenance.records

    assert made_from() is None
    assert made_from(one, other) == made_from(other, one, one) == records_hash([one, other])
    assert len({made_from(one), made_from(other), made_from(one, other)}) == 3
