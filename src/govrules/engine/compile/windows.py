"""Windows of prohibitions: whether what is forbidden happened between two events, or in a calendar period.

    p = before(T, tt, a, b)
    s = K.rfind(5, a, p)                                # the last event that opened a window before
    n = find(6, before(T, T[s], a, b), b) if s >= 0 else -1     # what closed it
    within = s >= 0 and (n < 0 or T[n] > tt)
    same = n >= 0 and T[n] == tt or find(5, p, past(T, tt, a, b)) >= 0

`same` is where nobody knows whether it happened before or after. What opens and closes windows has its effect
though nothing forbidden happens.
"""

from govrules.declaring import frozen
from govrules.engine.compile.names import Awaited, Flags, Names, awaited
from govrules.engine.compile.writing import NotCompiledError, Writer
from govrules.engine.view import View
from govrules.model.clauses import During
from govrules.model.patterns import Pattern


@frozen
class Window:
    """What opens and closes a window."""

    start: Awaited
    end: Awaited | None
    period: str | None
    """the calendar period with whose last day it closes"""

    @property
    def types(self) -> frozenset[str]:
        return self.start.types | (self.end.types if self.end is not None else frozenset())


def window_of(during: During, when: Awaited, view: View) -> Window:
    """The window of a prohibition.

    Raises:
        NotCompiledError: it is left to the reference, and why.
    """
    start = awaited(during.start, view)
    end = None if during.end is None or isinstance(during.end, str) else awaited(_pattern(during.end), view)
    closing: frozenset[str] = end.bases if end is not None else frozenset()
    if start.bases & when.bases or closing & (start.bases | when.bases):
        raise NotCompiledError("one event may open, close and break its window")
    period = during.end.removeprefix("end of ") if isinstance(during.end, str) else None
    return Window(start, end, period)


def _pattern(end: Pattern | str) -> Pattern:
    assert not isinstance(end, str)
    return end


def write_window(window: Window, names: Names, write: Writer) -> None:
    """`within` and `same` of the event at `t`."""
    opened, number = names.finder(window.start.types)
    write("p = before(T, tt, a, b)")
    write(f"s = {_last(window.start, names)}({number}, a, p)")
    same = f"{opened}({number}, p, past(T, tt, a, b)) >= 0"
    if window.end is not None:
        closed, one = names.finder(window.end.types)
        write(f"n = {closed}({one}, before(T, T[s], a, b), b) if s >= 0 else -1")
        write("within = s >= 0 and (n < 0 or T[n] > tt)")
        write(f"same = n >= 0 and T[n] == tt or {same}")
    elif window.period is not None:
        days = ("day[(tt + shift) // unit]", "day[(T[s] + shift) // unit]")
        write(f"within = s >= 0 and {days[0]} <= last_day_of({window.period!r}, {days[1]})")
        write(f"same = {same}")
    else:
        write("within = s >= 0")
        write(f"same = {same}")


def write_borders(window: Window, when: Awaited, slot: int, names: Names, write: Writer) -> None:
    """Where the case concerns the clause, what opens and closes its windows is used."""
    looks = [
        f"{find}({number}, a, b) >= 0" for find, number in map(names.finder, (when.types, window.start.types))
    ]
    find, number = names.finder(window.types)
    with write.block(f"if {' or '.join(looks)}:"):
        write(f"i = {find}({number}, a, b)")
        with write.block("while i >= 0:"):
            write(f"use(({slot}, i, i))")
            write(f"i = {find}({number}, i + 1, b)")


def _last(start: Awaited, names: Names) -> str:
    if len(start.types) == 1 and not names.is_named(min(start.types)):
        return "K.rfind"
    return f"{names.of(Flags(start.types), 'opens_' + '_or_'.join(sorted(start.types)))}.rfind"
