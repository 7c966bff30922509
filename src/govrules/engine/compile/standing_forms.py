"""What clauses that no trigger brings about have in common where they are read and written."""

from collections.abc import Iterable

from govrules.engine.compile.asking import asks_of_clauses
from govrules.engine.compile.codes import is_limited
from govrules.engine.compile.duty_forms import Slot
from govrules.engine.compile.lines import Lines
from govrules.engine.compile.names import Standing
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.concerned import ClauseVersions
from govrules.engine.mentions import patterns_of
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.conditions import Call
from govrules.model.dependence import parts
from govrules.model.patterns import Pattern, Violated, event_names


def refuse(
    clause: Clause,
    view: View,
    clauses: tuple[ClauseVersions, ...],
    spoken_of: Iterable[Pattern],
    read: Iterable[object],
    *,
    breaks_at_events: bool,
) -> None:
    """Leave a clause to the reference where a case alone does not tell what is found.

    Args:
        clauses: of the whole rulebook.
        spoken_of: what it waits for.
        read: what is read of an event besides conditions.
        breaks_at_events: whether nothing but an event breaks it.

    Raises:
        NotCompiledError: why it is left.
    """
    if any(is_limited(view.vocabulary, name) for each in spoken_of for name in event_names(each)):
        raise NotCompiledError("what it counts is recorded for a time only")
    if any(isinstance(part, Call) for each in read for part in parts(each)) or _asks(clause, view):
        raise NotCompiledError("what it counts depends on what other clauses came to")
    if not breaks_at_events and any(map(_hears_of_breaches, clauses)):
        # It has no event that would tell whoever hears of it when it was broken.
        raise NotCompiledError("others may hear of it, and no event breaks it")


def _asks(clause: Clause, view: View) -> bool:
    """Whether what other clauses came to may change what is found."""
    asked = [each.expression for each in (clause.if_, clause.unless) if each is not None]
    names = {name for one in patterns_of(clause) for name in event_names(one)}
    asked += [one.expression for name in names for one in view.vocabulary.meaning(name)[1]]
    return any(asks_of_clauses(each, view.vocabulary) for each in asked)


def _hears_of_breaches(each: ClauseVersions) -> bool:
    """Whether a clause may wait for a breach."""
    return any(isinstance(part, Violated) for clause, _, _ in each.versions for part in parts(clause))


def write_alone(slot: Slot, lines: Lines) -> None:
    """The reference judges the clause in the case.

    odd(a)
    judge_few_meetings(put, True, 3, a, b)
    """
    if lines.every:
        lines.write("odd(a)")
    judge = lines.names.of(Standing(slot.number), f"judge_{slot.clause.id}")
    lines.write(f"{judge}(put, {lines.every}, {slot.number}, a, b)")
