"""Due ends that more than the time of the trigger decides: a limit looked up, a date of the data, an anchor.

    e = due_ask(limit_of_told[t], tt, d)                # within: event.limit
    e = due_end(limit_item_legal_limit(t, a, b), tt, d) # within: item.legal_limit
    e = due_renew[expires_of_issued[t]]                 # by: trigger.expires, or before it
    e = due_renew(limit_of_lead(t, t, t + 1), expires_of_issued[t])
    m = find(4, t + 1, b)                               # before: meeting_held
    e = NO_LIMIT if m < 0 or f >= 0 and T[f] < T[m] else due_file[T[m]]

`f` is the event that meets the duty or -1, `m` the event that it has to come before. Where a date or limit is
unknown, so is what becomes of the duty. Why a limit has its length, and what it was counted from, is shown by
the reference.
"""

from typing import TypeAlias

from govrules.declaring import frozen
from govrules.engine.compile.asking import ask_limit
from govrules.engine.compile.codes import Reading
from govrules.engine.compile.conditions import Conditions
from govrules.engine.compile.names import (
    AnchorTable,
    Awaited,
    DateTable,
    LeadTable,
    LimitTable,
    Names,
    awaited,
)
from govrules.engine.compile.writing import NotCompiledError, Writer
from govrules.engine.view import View
from govrules.model.clauses import Duty
from govrules.model.conditions import Constant, Lookup
from govrules.model.limits import Limit, NoLimit, Readings, Reduced
from govrules.model.period import Period


@frozen
class Looked:
    """A limit that is looked up, or read in one of several ways."""

    limit: Limit
    lookup: Lookup | None
    """where its length, or the reading in use, is found; None where it is fixed"""
    asked: bool = False
    """whether its length hangs on more than that, so that the reference is asked for it"""


@frozen
class ByDate:
    """A day that the data give, or some time before it."""

    lookup: Lookup
    period: Period | None
    before: bool
    lead: Limit | None = None
    """that time, where it is looked up as well"""


@frozen
class BeforeEvent:
    """An event that the duty has to come before, by some time."""

    anchor: Awaited
    period: Period | None


Terms: TypeAlias = Looked | ByDate | BeforeEvent


def terms_of(body: Duty, limit: Limit, view: View) -> Terms | None:
    """What decides when a duty is due; None where that is a period from its trigger, or nothing at all.

    Raises:
        NotCompiledError: it is left to the reference, and why.
    """
    if body.by is not None:
        return ByDate(body.by, None, before=False)
    if body.before is not None:
        lead = body.before.at_least
        period = lead if isinstance(lead, Period) else None
        if isinstance(body.before.anchor, Lookup):
            is_fixed = isinstance(lead, Period | NoLimit | None)
            return ByDate(body.before.anchor, period, before=True, lead=None if is_fixed else lead)
        if not isinstance(lead, Period | NoLimit | None):
            raise NotCompiledError("the time that it has to come before an event is looked up")
        if lead is not None and period is None:
            raise NotCompiledError("it has to come before something by no time")
        return BeforeEvent(awaited(body.before.anchor, view), period)
    if isinstance(limit, Period | NoLimit):
        return None
    found: list[Lookup] = []
    if not _gather(limit, found) or len(found) > 1:
        return Looked(limit, None, asked=True)
    return Looked(limit, found[0] if found else None)


def _gather(limit: Limit, found: list[Lookup]) -> bool:
    """Find the look-ups on which a limit depends; whether it hangs on their values alone."""
    match limit:
        case Lookup():
            found.append(limit)
        case Reduced(of):
            return _gather(of, found)
        case Readings(readings, Constant(name)):
            chosen = [one for key, one in readings if key == name]
            return bool(chosen) and _gather(chosen[0], found)
        case Readings(readings, Lookup() as use):
            found.append(use)
            return all(isinstance(one, Period | NoLimit) for _, one in readings)
    return True


def _limit(terms: Looked, reading: Reading, names: Names) -> tuple[str, Limit]:
    """How the source says what a limit hangs on, and what it is by that."""
    lookup, forget = terms.lookup, names.forgetting()
    if not terms.asked:
        try:
            value = "None" if lookup is None else Conditions(names, reading).looked_up(lookup, "limit")
        except NotCompiledError:
            forget()
        else:
            return value, terms.limit
    return ask_limit(terms.limit, reading, names), _AS_ASKED


_AS_ASKED = Lookup("limit", ())
"""a limit that is what was asked for"""


def write_due(
    terms: Terms,
    wanted: str,
    clause: int,
    slot: int,
    reading: Reading,
    names: Names,
    write: Writer,
    *,
    early: bool,
) -> str:
    """How the due end is looked up.

    Args:
        wanted: what the table is called, if that is free.
        clause: its number among those that are counted.
        slot: the number of the obligation.
        reading: at the trigger.
        early: whether what came before the trigger counts.
    """
    match terms:
        case Looked():
            value, limit = _limit(terms, reading, names)
            return f"{names.of(LimitTable(clause, limit), wanted)}({value}, tt, d)"
        case ByDate(lookup, period, before, lead):
            value = Conditions(names, reading).looked_up(lookup, "time")
            if lead is not None:
                return f"{names.of(LeadTable(clause), wanted)}({ask_limit(lead, reading, names)}, {value})"
            return f"{names.of(DateTable(clause, period, before), wanted)}[{value}]"
        case BeforeEvent(anchor, period):
            find, kind = names.finder(anchor.types)
            if early:
                write(f"m = {find}({kind}, a, b)")
                with write.block("if m == t:"):
                    write(f"m = {find}({kind}, t + 1, b)")
            else:
                write(f"m = first_at({find}, {kind}, T, t, a, b) if tied else {find}({kind}, t + 1, b)")
            with write.block("if m >= 0:"):
                write(f"use(({slot}, t, m))")
            table = f"{names.of(AnchorTable(clause, period), wanted)}[T[m]]"
            met = "" if period is not None else " or f >= 0 and T[f] < T[m]"
            return f"NO_LIMIT if m < 0{met} else {table}"
