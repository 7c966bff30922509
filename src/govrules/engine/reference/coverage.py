"""How far the log goes: what it does not cover may hold anything."""

import datetime as dt
from collections.abc import Iterable

from govrules.engine import reasons, standing_reasons
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
            if view.first_day is None or view.first_day > start:
                return standing_reasons.log_begins_within(name, start, view.first_day)
        elif not view.vocabulary.is_recorded(name, start, last):
            return reasons.not_recorded(name, start, last)
    if not named and (view.first_day is None or view.first_day > start):
        return standing_reasons.log_begins_within(None, start, view.first_day)
    return None


def _is_declared(name: str, view: View) -> bool:
    vocabulary = view.vocabulary
    declared = (
        vocabulary.types.get(each) for each in (vocabulary.resolve(name), vocabulary.meaning(name)[0])
    )
    return any(each is not None and each.recorded is not None for each in declared)
