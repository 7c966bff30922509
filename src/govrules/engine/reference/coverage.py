"""How far the log goes: what it does not cover may hold anything."""

import datetime as dt
from collections.abc import Iterable

from govrules.engine import reasons, standing_reasons
from govrules.engine.moments import last_day_read
from govrules.engine.view import View
from govrules.model.findings import Reason


def not_covered(names: Iterable[str], start: dt.date, last: dt.date, view: View) -> Reason | None:
    """Why an absence from `start` to `last`, both included, proves nothing; None where the log would show it.

    The log covers what is declared (`recorded`). Where nothing is declared it covers what comes after its own
    first day: nobody knows what was before.
    """
    named = sorted(names)
    for name in named:
        if not _is_declared(name, view):
            if (first := log_begins(view)) is None or first > start:
                return standing_reasons.log_begins_within(name, start, first)
        elif not view.vocabulary.is_recorded(name, start, last):
            return reasons.not_recorded(name, start, last)
    if not named and ((first := log_begins(view)) is None or first > start):
        return standing_reasons.log_begins_within(None, start, first)
    return None


def _is_declared(name: str, view: View) -> bool:
    vocabulary = view.vocabulary
    declared = (
        vocabulary.types.get(each) for each in (vocabulary.resolve(name), vocabulary.meaning(name)[0])
    )
    return any(each is not None and each.recorded is not None for each in declared)


def log_begins(view: View) -> dt.date | None:
    """The first day of the log; None where nothing of it is read by `as_of`."""
    first = view.first_day
    return first if first is not None and first <= last_day_read(view.as_of) else None
