"""A slip in a call is told at the call, by the argument's name and with what to write instead."""

import datetime as dt
from typing import Any

import pytest

import govrules as gr
from govrules.diagnostics import GovrulesError
from govrules.model.arguments import ArgumentError

RULES = gr.Rulebook(policies=())
DAY = dt.date(2025, 9, 22)
LETTER = gr.Event("L-1", "received", DAY)

SLIPS: dict[str, tuple[Any, tuple[Any, ...], dict[str, Any], str]] = {
    "rules not loaded": (
        gr.evaluate, ("cn/licensing-law", []), {},
        "`rulebook`: a Rulebook is wanted, and this is a str; load it first: `load(...).or_raise()`",
    ),
    "what load returns": (
        gr.evaluate, (gr.Loaded(RULES), []), {},
        "`rulebook`: a Rulebook is wanted, and this is a Loaded; write `load(...).or_raise()`",
    ),
    "no rules": (
        gr.evaluate, (None, []), {}, "`rulebook`: a Rulebook is wanted, and this is None",
    ),
    "events as dicts": (
        gr.evaluate, (RULES, [LETTER, {"case": "L-1"}]), {},
        "`events`: item 2: an Event is wanted, and this is a dict; "
        "make one by `Event(case, type, time)`, with `time` a date or an instant",
    ),
    "the path of the events": (
        gr.evaluate, (RULES, "events.jsonl"), {},
        "`events`: a collection of events is wanted, and this is a str; read a file by `read_events(path)`",
    ),
    "one event alone": (
        gr.evaluate, (RULES, LETTER), {},
        "`events`: a collection of events is wanted, and this is an Event; put it into a list",
    ),
    "no events": (
        gr.evaluate, (RULES, None), {}, "`events`: a collection of events is wanted, and this is None",
    ),
    "as_of as text": (
        gr.evaluate, (RULES, []), {"as_of": "2025-12-31"},
        "`as_of`: a date or an instant is wanted, and this is a str",
    ),
    "as_of without a zone": (
        gr.evaluate, (RULES, []), {"as_of": dt.datetime.fromisoformat("2025-12-31T12:00")},
        "`as_of`: an instant without its zone: give it a `tzinfo`, or give a bare date",
    ),
    "known_at as an instant": (
        gr.evaluate, (RULES, []), {"known_at": dt.datetime(2025, 12, 31, tzinfo=dt.UTC)},
        "`known_at`: a date is wanted, and this is a datetime",
    ),
    "a list of sources": (
        gr.load, (["rules/"],), {},
        "`sources`: a path or a name is wanted, and this is a list; write `load(*paths)`",
    ),
    "bytes as a source": (
        gr.load, (b"rules/",), {}, "`sources`: a path or a name is wanted, and this is a bytes",
    ),
    "no path": (
        gr.read_events, (None,), {}, "`path`: a path or a name is wanted, and this is None",
    ),
    "a mapping as a dict": (
        gr.read_events, ("log.csv",), {"mapping": {"case": "id"}},
        "`mapping`: a path, a name or an EventMapping is wanted, and this is a dict",
    ),
    "a zone as a value": (
        gr.read_events, ("log.csv",), {"time_zone": dt.UTC},
        "`time_zone`: the name of a zone is wanted, and this is a timezone; as `Asia/Shanghai`",
    ),
    "a number for a period": (
        gr.due, (20,), {"after": DAY, "calendar": "cn"},
        "`period`: a Period or its text is wanted, and this is an int; as `20 working days`",
    ),
    "a date as text": (
        gr.due, ("20 days",), {"after": "2025-09-22", "calendar": "cn"},
        "`after`: a date or an instant is wanted, and this is a str; as `datetime.date(2025, 9, 22)`",
    ),
    "no date at all": (
        gr.due, ("20 days",), {"calendar": "cn"},
        "`after`: exactly one of `after` and `before` is needed",
    ),
    "a number for a calendar": (
        gr.due, ("20 days",), {"after": DAY, "calendar": 3},
        "`calendar`: a path, a name or a Calendar is wanted, and this is an int",
    ),
    "a number for a convention": (
        gr.due, ("20 days",), {"after": DAY, "calendar": "cn", "convention": 3},
        "`convention`: a path, a name or a Convention is wanted, and this is an int",
    ),
    "the id of a finding": (
        gr.explain, ("demo/decide:c1",), {},
        "`finding`: a finding is wanted, and this is a str; as in `evaluation.violations`",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("call", "arguments", "named", "message"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_at_the_call(
    call: Any, arguments: tuple[Any, ...], named: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError) as caught:
        call(*arguments, **named)
    assert str(caught.value) == message
    assert issubclass(ArgumentError, TypeError)
    assert issubclass(ArgumentError, GovrulesError)


def test_events_may_come_out_of_a_generator() -> None:
    as_of = dt.date(2025, 12, 31)
    assert gr.evaluate(RULES, (each for each in [LETTER]), as_of=as_of) == gr.evaluate(
        RULES, [LETTER], as_of=as_of
    )
