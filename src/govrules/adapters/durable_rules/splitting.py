"""A condition over a breach and an event, split into what each of the two facts must pass.

A field of `event` is read from the last of the two that carries it, so that there is a way for each fact that
may carry each field; and a test cannot speak of two facts at once, so that `or` across them makes two ways.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from govrules.adapters.durable_rules import reasons
from govrules.adapters.durable_rules.conditions import (
    Every,
    Leaf,
    RefusalError,
    Some,
    Test,
    key,
    leaves,
)
from govrules.model.conditions import Call, Expression, Lookup

Ways: TypeAlias = tuple[Mapping[str, Test], ...]
MOST_WAYS = 16


def split(test: Test, *, first: str, last: str) -> Ways:
    """The ways in which a test may hold: for each of them what the `finding` and the `event` must pass.

    Args:
        first: which of the two was known first.
        last: the other.

    Raises:
        RefusalError: a value is read from both; or there are more than 16 ways.
    """
    fields = tuple(dict.fromkeys(_field(each) for each in leaves(test) if _side(each, last) is None))
    found: list[Mapping[str, Test]] = []
    for carriers in itertools.product((last, first), repeat=len(fields)):
        carried = dict(zip(fields, carriers, strict=True))
        marks = tuple(
            {last: Leaf(None, ("==" if by == last else "absent", f"{field}:carried", 1))}
            for field, by in carried.items()
        )
        found += (_joined((*marks, way)) for way in _ways(test, carried, last))
        if len(found) > MOST_WAYS:
            raise RefusalError(reasons.too_many_cases())
    return tuple(found)


def _ways(test: Test, carried: Mapping[str, str], last: str) -> Iterator[Mapping[str, Test]]:
    sides = {_side(each, last) or carried[_field(each)] for each in leaves(test)}
    if len(sides) <= 1:
        yield {sides.pop() if sides else last: test}
    elif isinstance(test, Some):
        for each in test.of:
            yield from _ways(each, carried, last)
    elif isinstance(test, Every):
        for several in itertools.product(*(tuple(_ways(each, carried, last)) for each in test.of)):
            yield _joined(several)


def _joined(several: tuple[Mapping[str, Test], ...]) -> Mapping[str, Test]:
    return {
        side: Every(tuple(each[side] for each in several if side in each)) for side in ("finding", "event")
    }


def _side(leaf: Leaf, last: str) -> str | None:
    """The fact from which a value is read; None where that hangs on which of them carries it."""
    root = _root(leaf.lookup)
    return {"violation": "finding", "case": last}.get(root)


def _field(leaf: Leaf) -> str:
    read = leaf.lookup
    assert read is not None
    return key(read.arguments[0] if isinstance(read, Call) else read)


def _root(expression: Expression | None) -> str:
    match expression:
        case Lookup(root):
            return root
        case Call("given", (Lookup() as only,)):
            return _root(only)
        case Call("given", (Call(_, arguments, named),)):
            inside = [*arguments, *(each for _, each in named)]
            if all(each.root == "violation" for each in inside if isinstance(each, Lookup)):
                return "violation"
    raise RefusalError(reasons.condition(key(expression) if expression is not None else ""))
