"""An event is a value: checked when it is made, unchangeable, ordered by content alone."""

import datetime as dt
import pickle
from zoneinfo import ZoneInfo

import pytest

from govrules.model.events import Event, EventError, iso_time
from govrules.model.frozen import DEEPEST, FrozenMapping

DAY = dt.date(2026, 3, 2)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def problem(**fields: object) -> tuple[str, str]:
    with pytest.raises(EventError) as caught:
        Event(**{"case": "c1", "type": "accepted", "time": DAY} | fields)  # type: ignore[arg-type]
    return caught.value.field, caught.value.problem


def test_an_instant_without_zone_is_refused() -> None:
    assert problem(time=dt.datetime(2026, 3, 2, 9)) == (  # noqa: DTZ001
        "time",
        "an instant without its zone: add an offset, or give a bare date",
    )


@pytest.mark.parametrize("field", ["case", "type", "id", "unit", "actor"])
def test_a_name_that_is_empty_is_refused(field: str) -> None:
    assert problem(**{field: " "}) == (field, "must not be empty")
    assert problem(**{field: 3}) == (field, "must be text")


def test_data_that_no_json_file_can_hold_is_refused() -> None:
    assert problem(data={"x": float("nan")}) == ("data", "a number that is infinite or not a number")
    assert problem(data={"x": {1, 2}}) == (
        "data",
        "neither text, a number, true, false, null, a list nor a mapping",
    )
    assert problem(data={1: "x"}) == ("data", "a key that is not text")
    assert problem(data={"x": "\ud800"}) == ("data", "text with half of a character pair (a lone surrogate)")
    assert problem(data={"e\u0301": 1, "\u00e9": 2}) == ("data", "two keys that are one name")


def test_data_nested_too_deep_is_refused_before_the_stack_ends() -> None:
    nested: object = 1
    for _ in range(100_000):
        nested = [nested]
    assert problem(data={"x": nested}) == ("data", f"nested deeper than {DEEPEST} levels")


def test_data_is_frozen_and_the_event_can_be_hashed_and_pickled() -> None:
    given = {"steps": ["a", {"b": 1}]}
    event = Event("c1", "accepted", DAY, data=given)
    given["steps"].append("later")
    assert event.data == {"steps": ("a", FrozenMapping({"b": 1}))}
    assert pickle.loads(pickle.dumps(event)) == event
    assert len({event, Event("c1", "accepted", DAY, data={"steps": ["a", {"b": 1}]})}) == 1


def test_the_source_is_no_part_of_the_content() -> None:
    first, second = Event("c1", "a", DAY, source="x:1"), Event("c1", "a", DAY, source="y:2")
    assert first == second
    assert first.content_key() == second.content_key()


def test_content_tells_true_from_one_and_no_value_from_an_absent_one() -> None:
    variants: list[dict[str, object]] = [{"n": 1}, {"n": True}, {"n": 1.0}, {"n": "1"}, {"n": None}, {}]
    assert len({Event("c1", "a", DAY, data=data).content_key() for data in variants}) == len(variants)


def test_one_instant_in_two_zones_is_one_content() -> None:
    utc = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
    events = [Event("c1", "a", utc), Event("c1", "a", utc.astimezone(AMSTERDAM))]
    assert events[0] == events[1]
    assert events[0].content_key() == events[1].content_key()


def test_the_two_readings_of_the_repeated_autumn_hour_are_two_instants() -> None:
    first = dt.datetime(2011, 10, 30, 2, 30, tzinfo=AMSTERDAM)
    second = first.replace(fold=1)
    assert first == second, "Python compares their clocks"
    assert Event("c1", "a", first).time < Event("c1", "a", second).time


def test_the_ends_of_time_have_a_content_key() -> None:
    east, west = dt.timezone(dt.timedelta(hours=8)), dt.timezone(dt.timedelta(hours=-8))
    for time in (dt.datetime(1, 1, 1, tzinfo=east), dt.datetime(9999, 12, 31, 23, tzinfo=west)):
        assert Event("c1", "a", time).content_key()[1] == time.isoformat()


def test_names_spelt_in_two_ways_of_unicode_are_one() -> None:
    assert Event("c1", "re\u0301vise\u0301", DAY).type == "révisé"
    assert Event("c1", "a", DAY, data={"re\u0301sultat": 1}).data == {"résultat": 1}


def test_iso_time_reads_what_to_dict_writes() -> None:
    instant = dt.datetime(2011, 12, 6, 13, 41, 31, 788000, dt.timezone(dt.timedelta(hours=1)))
    assert [iso_time(each.isoformat()) for each in (DAY, instant)] == [DAY, instant]
    assert [iso_time(text) for text in ("", "soon", "2026-02-30", "2026-03-02T09:00")] == [None] * 4
