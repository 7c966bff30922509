"""Arguments of another kind than the public functions want, told at the call and not deep inside."""

import datetime as dt
import os
from collections.abc import Iterable

from govrules.diagnostics import GovrulesError
from govrules.model.events import Event
from govrules.model.policy import Rulebook


class ArgumentError(GovrulesError, TypeError):
    """An argument that the function cannot take; `name` says which."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(f"`{name}`: {problem}")


def wanted(name: str, value: object, what: str, advice: str = "") -> ArgumentError:
    """The error for a value that is not `what`."""
    problem = f"{what} is wanted, and this is {_kind(value)}"
    return ArgumentError(name, f"{problem}; {advice}" if advice else problem)


def _kind(value: object) -> str:
    if value is None:
        return "None"
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def check_rulebook(value: object) -> None:
    """Refuse what is no rulebook, with the step that was left out."""
    if isinstance(value, Rulebook):
        return
    if hasattr(value, "or_raise"):
        raise wanted("rulebook", value, "a Rulebook", "write `load(...).or_raise()`")
    if isinstance(value, str | os.PathLike):
        raise wanted("rulebook", value, "a Rulebook", "load it first: `load(...).or_raise()`")
    raise wanted("rulebook", value, "a Rulebook")


def events_of(value: object) -> tuple[Event, ...]:
    """The events of an iterable, each of which is one.

    Raises:
        ArgumentError: the value holds something else; the message names the first by its place, from 1.
    """
    if isinstance(value, str | os.PathLike):
        raise wanted("events", value, "a collection of events", "read a file by `read_events(path)`")
    if isinstance(value, Event):
        raise wanted("events", value, "a collection of events", "put it into a list")
    if not isinstance(value, Iterable):
        raise wanted("events", value, "a collection of events")
    found = tuple(value)
    for place, each in enumerate(found, 1):
        if not isinstance(each, Event):
            advice = "make one by `Event(case, type, time)`, with `time` a date or an instant"
            raise wanted("events", each, f"item {place}: an Event", advice)
    return found


def check_instant_or_date(name: str, value: object) -> None:
    """Refuse what is neither a date nor an instant with its zone; None is left out.

    An instant without a zone would be read in that of the machine, so that the same call gave
    different results in different places.
    """
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return
    if not isinstance(value, dt.datetime):
        raise wanted(name, value, "a date or an instant")
    if value.utcoffset() is None:
        raise ArgumentError(name, "an instant without its zone: give it a `tzinfo`, or give a bare date")


def check_date(name: str, value: object) -> None:
    """Refuse what is no bare date; None is left out."""
    if value is not None and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
        raise wanted(name, value, "a date")


def check_path(name: str, value: object, *, or_a: str = "", advice: str = "") -> None:
    """Refuse what is neither text nor a path; `or_a` names what else the function takes."""
    if not isinstance(value, str | os.PathLike):
        raise wanted(name, value, f"a path, a name or {or_a}" if or_a else "a path or a name", advice)
