"""What had happened by the moment at which a condition is read, as Python expressions.

    count(told) <= 1

becomes

    K.count(3, a, past(T, tt, a, b)) <= 1
"""

from collections.abc import Callable
from typing import TypeAlias

from govrules.engine.compile.codes import Code, Reading, is_limited
from govrules.engine.compile.names import Flags, Names
from govrules.engine.compile.writing import NotCompiledError

Fresh: TypeAlias = Callable[[], str]
"""names a variable that is free within the line"""


def history(function: str, name: str, reading: Reading, names: Names, fresh: Fresh) -> Code:
    """What had happened by now: the first of its type is the earliest."""
    vocabulary = names.view.vocabulary
    if is_limited(vocabulary, name):
        raise NotCompiledError(f"`{name}` is recorded for a time only")
    base, conditions = vocabulary.meaning(name)
    if conditions:
        return _named_history(function, name, reading, names, fresh)
    kind = names.kind(base)
    now, at = reading.past, reading.event
    itself = base in reading.event_types
    if function == "happened":
        found = fresh()
        known = f"T[{found}] <= {now}"
        if itself:
            known = f"({known} or K[{at}] == {kind})"
        return Code(f"(({found} := find({kind}, a, b)) >= 0 and {known})", "bool", certain=True)
    own = f" + (K[{at}] == {kind} and T[{at}] > {now})" if itself else ""
    if reading.ended:
        return Code(f"K.count({kind}, a, b)", "integer", certain=True)
    return Code(f"(K.count({kind}, a, past(T, {now}, a, b)){own})", "integer", certain=True)


def moment_of(function: str, name: str, reading: Reading, names: Names, fresh: Fresh) -> Code:
    """The time of the first or last of its type by now, unknown where there is none."""
    vocabulary = names.view.vocabulary
    base, conditions = vocabulary.meaning(name)
    if is_limited(vocabulary, name) or conditions or base in reading.event_types:
        raise NotCompiledError(f"it asks when `{name}` happened")
    kind, now, found = names.kind(base), reading.past, fresh()
    look = f"find({kind}, a, b)" if function == "first" else f"K.rfind({kind}, a, past(T, {now}, a, b))"
    return Code(f"(T[{found}] if ({found} := {look}) >= 0 and T[{found}] <= {now} else None)", "moment")


def _named_history(function: str, name: str, reading: Reading, names: Names, fresh: Fresh) -> Code:
    """The same of a named event that counts under a condition."""
    now, at = reading.past, reading.event
    base, _ = names.view.vocabulary.meaning(name)
    itself = base in reading.event_types
    names.know({name})
    flags = names.of(Flags(frozenset({name})), f"is_{name}")
    if function == "happened":
        found = fresh()
        known = f"T[{found}] <= {now}"
        if itself:
            known = f"({known} or {flags}[{at}])"
        return Code(f"(({found} := {flags}.find(1, a, b)) >= 0 and {known})", "bool", certain=True)
    own = f" + (T[{at}] > {now} and {flags}[{at}])" if itself else ""
    return Code(f"({flags}.count(1, a, past(T, {now}, a, b)){own})", "integer", certain=True)
