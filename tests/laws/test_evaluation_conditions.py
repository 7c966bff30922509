"""A second opinion on conditions: every operator and function of history, under Kleene's logic."""

import datetime as dt
import operator
from collections.abc import Sequence
from typing import Any, TypeAlias

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.plain_judge import PlainEvent
from tests.laws.simple_world import FIRST, judged, moment_of, read_by

ONE = dt.timedelta(days=1)
RULES = """
case:
  level: {type: integer, default: 1}
events:
  done: {data: {x: bool, n: integer, word: string, since: date}}
  first: {data: {n: integer}}
  second: {data: {level: integer}}
  great: {is: first, if: event.n >= 2}
clauses:
  c:
    requirement:
      when: done
      require: >-
        CONDITION
"""
Tree: TypeAlias = tuple[Any, ...]
"""a head, and what it is applied to"""

EVENTS = st.sampled_from(["first", "second", "great", "done"])
SPANS = st.sampled_from(["", ", since=trigger.since"])
COMPARISONS: dict[str, Any] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
NUMBER: st.SearchStrategy[Tree] = st.one_of(
    st.tuples(st.just("constant"), st.integers(0, 3)),
    st.sampled_from([("trigger", "n"), ("level",)]),
    st.tuples(st.just("count"), EVENTS, SPANS),
    st.tuples(st.just("days"), st.sampled_from(["first", "last"]), EVENTS),
    st.tuples(st.just("days"), st.sampled_from(["first", "last"]), st.just("done")),
)
TRUTH: st.SearchStrategy[Tree] = st.one_of(
    st.sampled_from([("trigger", "x"), ("given", "n"), ("given", "word")]),
    st.tuples(st.just("happened"), EVENTS, SPANS),
    st.tuples(st.just("in"), st.lists(st.sampled_from("uvw"), min_size=1, max_size=2, unique=True)),
)
NUMBERS: st.SearchStrategy[Tree] = st.one_of(
    NUMBER,
    NUMBER,
    st.tuples(st.sampled_from(["+", "-", "min", "max"]), NUMBER, NUMBER),
    st.tuples(st.just("if"), TRUTH, NUMBER, NUMBER),
)
TRUTHS: st.SearchStrategy[Tree] = st.recursive(
    TRUTH | st.tuples(st.sampled_from(list(COMPARISONS)), NUMBERS, NUMBERS),
    lambda inner: st.tuples(st.just("not"), inner) | st.tuples(st.sampled_from(["and", "or"]), inner, inner),
    max_leaves=3,
)


def said(tree: Tree) -> str:
    match tree:
        case ("constant", number):
            return str(number)
        case ("trigger", name):
            return f"trigger.{name}"
        case ("level",):
            return "case.level"
        case ("given", name):
            return f"given(trigger.{name})"
        case ("count" | "happened" as head, name, span):
            return f"{head}({name}{span})"
        case ("days", which, name):
            return f"days_between({which}({name}), trigger.since)"
        case ("in", words):
            return f"trigger.word in [{', '.join(repr(each) for each in words)}]".replace("'", '"')
        case ("min" | "max" as head, one, other):
            return f"{head}({said(one)}, {said(other)})"
        case ("if", condition, one, other):
            return f"({said(one)} if {said(condition)} else {said(other)})"
        case ("not", inner):
            return f"(not {said(inner)})"
    head, one, other = tree
    return f"({said(one)} {head} {said(other)})"


@attrs.frozen
class Here:
    """A trigger with the history up to it."""

    trigger: PlainEvent
    history: Sequence[PlainEvent]
    log_begins: dt.date

    def value(self, tree: Tree) -> Any:
        """A number or a truth value; None where it is unknown."""
        match tree:
            case ("constant", number):
                return number
            case ("trigger", name):
                return self.trigger.data.get(name)
            case ("level",):
                levels = [each.data["level"] for each in self.history if "level" in each.data]
                return levels[-1] if levels else 1
            case ("given", name):
                return name in self.trigger.data
            case ("count" | "happened" as head, name, span):
                return self.of_history(head, name, span)
            case ("days", which, name):
                since, found = self.trigger.data.get("since"), self.named(name)
                if None in found or not found or since is None:
                    return None
                chosen = found[0] if which == "first" else found[-1]
                assert chosen is not None
                return (since - chosen.day).days
            case ("in", words):
                word = self.trigger.data.get("word")
                return None if word is None else word in words
            case ("if", condition, one, other):
                truth, values = self.value(condition), (self.value(one), self.value(other))
                if truth is None:
                    return values[0] if values[0] == values[1] else None
                return values[0] if truth else values[1]
            case ("not", inner):
                truth = self.value(inner)
                return None if truth is None else not truth
        head, one, other = tree
        values = (self.value(one), self.value(other))
        if head in {"and", "or"}:
            if (head == "or") in values:
                return head == "or"
            return None if None in values else head == "and"
        if None in values:
            return None
        if head in {"min", "max"}:
            return min(values) if head == "min" else max(values)
        if head in {"+", "-"}:
            return values[0] + values[1] if head == "+" else values[0] - values[1]
        return COMPARISONS[head](*values)

    def named(self, name: str) -> list[PlainEvent | None]:
        """The events of a name; None for one of which nobody knows whether it is any."""
        if name != "great":
            return [each for each in self.history if each.type == name]
        alike = [each for each in self.history if each.type == "first"]
        return [each if "n" in each.data else None for each in alike if each.data.get("n", 2) >= 2]

    def of_history(self, head: str, name: str, span: str) -> Any:
        since = self.trigger.data.get("since") if span else FIRST - ONE
        if since is None:
            return None
        later = [each for each in self.history if each.day >= since]
        inside = attrs.evolve(self, history=later).named(name)
        found = [each for each in inside if each is not None]
        if head == "happened" and found:
            return True
        if len(found) < len(inside) or (span and since < self.log_begins):
            return None
        return bool(found) if head == "happened" else len(found)


@st.composite
def in_a_row(draw: st.DrawFn) -> list[PlainEvent]:
    """Events of which everybody knows the order."""
    found = []
    for at in sorted(draw(st.lists(st.integers(0, 5 * 24), min_size=2, max_size=8, unique=True))):
        kind = draw(st.sampled_from(["done", "done", "first", "second"]))
        day = FIRST + at // 24 * ONE
        fields: dict[str, dict[str, Any]] = {
            "done": {
                "x": draw(st.sampled_from([True, False, None])),
                "n": draw(st.sampled_from([0, 1, 2, None])),
                "word": draw(st.sampled_from(["u", "v", None])),
                "since": draw(st.sampled_from([day, day - ONE, day - 2 * ONE, None])),
            },
            "first": {"n": draw(st.sampled_from([1, 2, 3, None]))},
            "second": {"level": draw(st.sampled_from([0, 2, None]))},
        }
        data = {name: value for name, value in fields[kind].items() if value is not None}
        found.append(PlainEvent(kind, day, at % 24 * 60, None, data))
    return found


@settings(max_examples=settings().max_examples * 2)
@given(TRUTHS, st.lists(in_a_row(), min_size=1, max_size=2))
def test_a_condition_comes_to_what_it_says(tree: Tree, cases: list[list[PlainEvent]]) -> None:
    text = RULES.replace("CONDITION", said(tree))
    as_of = max(each.day for events in cases for each in events)
    log_begins = min(each.day for events in cases for each in events)
    found = judged(text, cases, as_of)
    rows = sorted((each.case, moment_of(each.trigger), each.state) for each in found.obligations)
    expected = []
    for number, events in enumerate(cases):
        read = read_by(events, as_of)
        for at, each in enumerate(read):
            if each.type == "done":
                truth = Here(each, read[: at + 1], log_begins).value(tree)
                state = {True: "met", False: "violated", None: "unknown"}[truth]
                expected.append((f"case-{number}", moment_of(each), state))
    assert rows == sorted(expected), text
