"""A second opinion on requirements: each is judged at its event, by what had happened by then."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.rulefile.load import load_text
from tests.laws import counting_strategies as random
from tests.laws.duties import HEADER, MINUTES, ONE, logs, unique
from tests.laws.plain_judge import PlainEvent, Tree, at_or_after, surely_after
from tests.laws.test_evaluation_agrees import event_moment, plain_moment

EVENTS = "events: {done: {data: {x: bool}}, first: {}, second: {}}\n"
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.just(("trigger", "x")),
    st.tuples(st.just("happened"), st.sampled_from(["first", "second"])),
    st.tuples(st.just("at most"), st.sampled_from(["first", "second", "done"]), st.integers(0, 2)),
)
TREES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.tuples(st.just("not"), inner) | st.tuples(st.sampled_from(["and", "or"]), inner, inner),
    max_leaves=4,
)


def said(tree: Tree) -> str:
    match tree:
        case ("trigger", name):
            return f"trigger.{name}"
        case ("happened", name):
            return f"happened({name})"
        case ("at most", name, most):
            return f"count({name}) <= {most}"
        case ("not", inner):
            return f"not ({said(inner)})"
    head, one, other = tree
    return f"({said(one)}) {head} ({said(other)})"


def truth(tree: Tree, event: PlainEvent, history: list[PlainEvent]) -> bool | None:
    match tree:
        case ("trigger", name):
            found: bool | None = event.data.get(name)
            return found
        case ("happened", name):
            return any(each.type == name for each in history)
        case ("at most", name, most):
            return bool(sum(each.type == name for each in history) <= most)
        case ("not", inner):
            value = truth(inner, event, history)
            return None if value is None else not value
    head, one, other = tree
    values = [truth(one, event, history), truth(other, event, history)]
    decisive: bool = head == "or"
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def state(tree: Tree, event: PlainEvent, events: list[PlainEvent]) -> str:
    """Kept if it holds in either order of what has no order."""
    lenient = [each for each in events if each is event or at_or_after(event, each)]
    strict = [
        each
        for each in events
        if each is event
        or surely_after(event, each)
        or (event.minute is not None and each.minute is not None and event.key == each.key)
    ]
    readings = [truth(tree, event, lenient), truth(tree, event, strict)]
    if True in readings:
        return "met"
    return "unknown" if None in readings else "violated"


@st.composite
def histories(draw: st.DrawFn) -> list[PlainEvent]:
    start = draw(random.near(8))
    found = []
    for _ in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(["done", "first", "second"]))
        x = draw(st.sampled_from([True, False, None])) if kind == "done" else None
        day = start + draw(st.integers(0, 4)) * ONE
        found.append(PlainEvent(kind, day, draw(MINUTES), None, {} if x is None else {"x": x}))
    return unique(found)


@settings(max_examples=settings().max_examples * 2)
@given(TREES, st.lists(histories(), min_size=1, max_size=3), st.integers(-1, 6), st.data())
def test_a_requirement_is_judged_at_its_event(
    tree: Tree, cases: list[list[PlainEvent]], days: int, data: st.DataObject
) -> None:
    text = (
        f"{HEADER}{EVENTS}clauses:\n  c:\n    requirement:\n      when: done\n      require: {said(tree)}\n"
    )
    as_of = max(each.day for events in cases for each in events) + days * ONE
    found = evaluate(load_text(text).or_raise(), data.draw(logs(cases)), as_of=as_of)
    expected = []
    for number, events in enumerate(cases):
        end = (as_of + ONE).toordinal() * 1440
        read = [
            each for each in events if (each.key < (end, 0) if each.minute is None else each.key[0] <= end)
        ]
        expected += [
            (f"case-{number}", plain_moment(each), state(tree, each, read))
            for each in read
            if each.type == "done"
        ]
    rows = [(each.case, event_moment(each.trigger), each.state) for each in found.obligations]
    assert sorted(rows, key=repr) == sorted(expected, key=repr), text
    assert len(found.violations) == sum(row[2] == "violated" for row in expected)
