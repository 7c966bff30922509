"""Who held which post in which unit, from which day until which, as facts to be joined with a breach."""

import datetime as dt
from collections.abc import Iterator
from typing import TypeAlias

import attrs

from govrules.engine import organisation
from govrules.engine.conditions import evaluate
from govrules.engine.context import Context
from govrules.engine.moments import BARE, Key
from govrules.engine.records import Records
from govrules.engine.values import Missing, Value, text_of
from govrules.model.conditions import Call

ENDLESS = 2**62
"""a day, a running number or an instant after all others"""
_END: Key = (dt.datetime.max, BARE)  # noqa: DTZ901
Span: TypeAlias = tuple[int, int, tuple[str, ...]]
"""from a day, until another, and who: both as numbers, the second excluded"""


@attrs.frozen(eq=False)
class _Asked:
    call: Call
    of: Value
    context: Context


@attrs.define
class Posts:
    """The posts that clauses ask about, gathered while the facts about breaches are made."""

    _asked: dict[tuple[str, str], _Asked] = attrs.field(factory=dict)

    def ask(self, question: str, call: Call, of: Value, context: Context) -> str:
        """Notes that somebody asks about a post of a unit, and returns the name of that unit."""
        name = ", ".join(text_of(each) for each in of) if isinstance(of, tuple) else text_of(of)
        self._asked.setdefault((question, name), _Asked(call, of, context))
        return name

    def facts(self) -> Iterator[dict[str, object]]:
        for (question, of), asked in sorted(self._asked.items(), key=lambda each: each[0]):
            for start, until, persons in _spans(asked):
                for who in persons:
                    yield {
                        "kind": "party",
                        "one": 1,
                        "asks": question,
                        "of": of,
                        "from": start,
                        "until": until,
                        "who": who,
                    }


def parties_in(value: Value) -> tuple[str, ...]:
    """The parties that a value names, each once: a list names several, a blank nobody."""
    each_one = value if isinstance(value, tuple) else (value,)
    named = (text_of(each).strip() for each in each_one if each is not None and not isinstance(each, Missing))
    return tuple(dict.fromkeys(text for text in named if text))


def _spans(asked: _Asked) -> Iterator[Span]:
    days = sorted(_days(asked))
    open_: Span | None = None
    for number, day in enumerate(days, 1):
        following = days[number].toordinal() if number < len(days) else ENDLESS
        persons = _on(asked, day)
        if open_ is not None and open_[2] == persons:
            open_ = (open_[0], following, persons)
            continue
        if open_ is not None:
            yield open_
        open_ = (day.toordinal(), following, persons)
    if open_ is not None:
        yield open_


def _on(asked: _Asked, day: dt.date) -> tuple[str, ...]:
    """Who it was on a day; nobody where that is unknown."""
    call = asked.call
    if call.function == "superior":
        return parties_in(organisation.superior(call, asked.of, day, asked.context))
    role = evaluate(call.arguments[0], asked.context)
    ask = organisation.holder if call.function == "holder" else organisation.holders
    return parties_in(ask(call, role, asked.of, day, asked.context))


def _days(asked: _Asked) -> set[dt.date]:
    """The days on which the answer may change: a record that bears on it begins, changes or ends."""
    records = asked.context.view.records
    day_of = dict(records.changes)
    units = asked.of if isinstance(asked.of, tuple) else (asked.of,)
    found: set[dt.date] = set()
    for unit in (text_of(each) for each in units):
        for kind, key in _bearing(asked, unit, records):
            found |= {day_of[since] for since, _ in records.states.get(kind, {}).get(key, ())}
    return found


def _bearing(asked: _Asked, unit: str, records: Records) -> Iterator[tuple[str, str]]:
    if asked.call.function == "superior":
        yield from ((kind, unit) for kind in (organisation.UNIT, organisation.PERSON))
        return
    role = evaluate(asked.call.arguments[0], asked.context)
    wanted = (("unit", unit), ("role", text_of(role)))
    yield from ((organisation.POST, key) for key in records.mentioning(organisation.POST, wanted, _END))
