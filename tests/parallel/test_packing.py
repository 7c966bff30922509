"""What is packed to be sent arrives equal, of whatever kinds it is."""

import datetime as dt
import pickle
from typing import Any

import attrs
import pytest

import govrules as gr
from govrules.declaring import frozen
from govrules.model.findings import Ignored, Moment, Reason
from govrules.parallel.packing import Fields, packed, unpacked

EVENT = gr.Event("c1", "received", dt.date(2026, 3, 2), unit="North", data={"grade": "simple"})
OTHER = gr.Event("c2", "received", dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), id="7")
REASON = Reason("because", "because", "因为")


@frozen
class Holder:
    """A value within another."""

    first: object
    second: object


@attrs.frozen(slots=False)
class Loose:
    """A value that may hold more than its fields."""

    value: int


@attrs.frozen(cache_hash=True)
class Hashed:
    """A value that keeps its hash, which differs from process to process."""

    value: str


@pytest.mark.parametrize(
    "values",
    [
        [],
        [None, None],
        [EVENT, EVENT],
        [EVENT, OTHER],
        [EVENT, None, OTHER, None],
        [EVENT, REASON, None],
        [Ignored(EVENT, REASON), Ignored(OTHER, REASON, "reply")],
        [Holder(EVENT, EVENT), Holder(OTHER, OTHER)],
        [Holder(EVENT, OTHER), Holder(OTHER, EVENT)],
        [Holder(None, (EVENT,)), Holder(3, ())],
        [Holder(True, 1), Holder(1, True)],
        [Moment(dt.datetime(2026, 3, 2, 9), None), Moment(dt.datetime(2026, 3, 3, 9), None)],  # noqa: DTZ001
        [Loose(1), Loose(2)],
        [Hashed("a"), Hashed("b")],
        [1, 1.0, True, "1"],
        [{"a": 1}, {"b": 2}],
    ],
)
def test_what_is_packed_arrives_equal(values: list[Any]) -> None:
    found = unpacked(pickle.loads(pickle.dumps(packed(values))))
    assert found == values
    assert [repr(each) for each in found] == [repr(each) for each in values]
    assert [hash(each) for each in found if each.__hash__] == [hash(each) for each in values if each.__hash__]


def test_what_an_event_was_read_from_arrives_as_well() -> None:
    events = [attrs.evolve(EVENT, source="log.jsonl:1"), attrs.evolve(OTHER, source="log.jsonl:2")]
    assert [each.source for each in unpacked(packed(events))] == ["log.jsonl:1", "log.jsonl:2"]


def test_findings_are_packed_field_by_field() -> None:
    rules = gr.load("cn/licensing-law").or_raise()
    days = [dt.date(2025, 9, 22), dt.date(2025, 9, 23)]
    log = [gr.Event(f"c{number}", "accepted", day) for number, day in enumerate(days)]
    found = gr.evaluate(rules, log, as_of=dt.date(2025, 12, 31))
    assert len(found.violations) == 2
    assert isinstance(packed(found.violations), Fields)
    assert tuple(unpacked(packed(found.violations))) == found.violations
    assert isinstance(packed(found.obligations), Fields)
    assert tuple(unpacked(packed(found.obligations))) == found.obligations
