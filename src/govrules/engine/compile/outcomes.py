"""What the records of a clause say of it at a moment: whether it was met by then, or violated.

It is what the reference says (`engine/functions.py`). An obligation counts from the moment at which it arose,
and being met or violated from the moment at which that is known; where one is unknown in the end, so is the
answer, unless it is certain without it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from govrules.engine.compile.asking_clauses import Told
from govrules.engine.compile.duty_forms import UNSURE, CompiledDuty, state
from govrules.engine.compile.events import CompiledEvents
from govrules.engine.compile.recording import FAR, Record, is_judged_alone
from govrules.engine.compile.silence import lapses_of
from govrules.engine.compile.terms import BeforeEvent
from govrules.engine.compile.writing import HandOver
from govrules.engine.concerned import ClauseVersions
from govrules.engine.functions import clause_asked
from govrules.engine.view import View
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause
from govrules.model.conditions import Call
from govrules.model.convention import Convention
from govrules.model.dependence import parts

Times: TypeAlias = Sequence[int]
Breaches: TypeAlias = Mapping[int, tuple[bool, ...]]
_ALWAYS = -FAR
_MET, _UNKNOWN, _LAPSED, _BROKEN = state("met"), state("unknown"), state("lapsed"), state("violated")
_LATE = frozenset({state("met_late"), state("overdue")})


def told(compiled: CompiledDuty | CompiledEvents, write: Callable[[str], list[str]]) -> Told:
    """What may be asked of a clause.

    Args:
        write: writes the function that gives its records, by the name of that function.
    """
    clause = compiled.clause
    if isinstance(compiled, CompiledEvents):
        answers = isinstance(clause.body, Accountability)
        return Told(clause.id, write, not answers, None if clause.strength == "should" else {})
    # What becomes of a duty before another event is known when that has come.
    tells_met = not any(isinstance(slot.terms, BeforeEvent) for slot in compiled.slots)
    convention = compiled.counting.convention
    # A due end that is late from a later hour on is known to have passed before that.
    is_plain = isinstance(convention, Convention) and convention.breach_at == "due_end"
    breaches = None
    if is_plain and clause.strength != "should":
        rules = {slot.number: lapses_of(compiled.body, slot.limit_name) for slot in compiled.slots}
        breaches = {number: tuple(rule.breach for rule in each) for number, each in rules.items()}
    return Told(clause.id, write, tells_met, breaches)


def asked_first(clauses: Iterable[ClauseVersions]) -> Iterator[ClauseVersions]:
    """The clauses, each behind those that it asks about, unless they ask about each other."""
    left: dict[str, list[ClauseVersions]] = {}
    for each in clauses:
        left.setdefault(each.full_id, []).append(each)

    def taken(name: str) -> Iterator[ClauseVersions]:
        here = left.pop(name, [])
        for each in here:
            for clause, view, _ in each.versions:
                for other in _asked(clause, view):
                    yield from taken(other)
        yield from here

    for name in list(left):
        yield from taken(name)


def with_asked(names: frozenset[str], clauses: Iterable[ClauseVersions]) -> tuple[ClauseVersions, ...]:
    """Some clauses (`policy/clause`) and those that they ask about, in one step or several."""
    clauses = tuple(clauses)
    found, left = names, True
    while left:
        here = [each for each in clauses if each.full_id in found]
        asked = {name for each in here for clause, view, _ in each.versions for name in _asked(clause, view)}
        left = not asked <= found
        found |= asked
    return tuple(each for each in clauses if each.full_id in found)


def _asked(clause: Clause, view: View) -> Iterator[str]:
    """The clauses (`policy/clause`) that one asks about."""
    for part in parts(clause):
        if isinstance(part, Call) and part.function in {"met", "violated"} and part.arguments:
            yield clause_asked(part, view.policy)


def was_met(records: Iterable[Record], times: Times, now: int) -> bool | None:
    """Whether a clause was met by a microsecond; unknown where it had nothing to do by then.

    Args:
        records: of all its obligations in the case.

    Raises:
        HandOver: its records do not tell since when.
    """
    here = _arisen(records, times, now)
    for each in here:
        if each[2] != _MET:
            continue
        _, trigger, _, closed, _ = _timed(each)
        if times[closed if closed >= 0 else trigger] <= now:
            return True
    if not here or any(each[2] == _UNKNOWN for each in here):
        return None
    return False


def was_violated(records: Iterable[Record], times: Times, now: int, breaches: Breaches) -> bool | None:
    """Whether a clause was violated by the microsecond of an event.

    Args:
        records: of all its obligations in the case.
        breaches: as of `Told`.

    Raises:
        HandOver: its records do not tell since when.
    """
    here = _arisen(records, times, now)
    for each in here:
        late = _late(each, breaches)
        # Where the time was up before the duty arose, that is known just after it did.
        if late is not None and late <= now and (each[2] == _BROKEN or times[each[1]] < now):
            return True
    return None if any(each[2] == _UNKNOWN for each in here) else False


def was_violated_at_the_end(
    records: Iterable[Record], times: Times, now: int, breaches: Breaches, bare: bool
) -> bool | None:
    """The same where the time of a duty is up after a microsecond, which is the last that is in time.

    What is late from the next one on is known then as well.

    Args:
        bare: whether the events of the case are bare dates, of which one day may have several ends.
    """
    here = _arisen(records, times, now)
    for each in here:
        late = _late(each, breaches)
        if late is not None and late <= now + 1:
            if bare and late == now + 1:
                raise HandOver
            return True
    return None if any(each[2] == _UNKNOWN for each in here) else False


def _late(record: Record, breaches: Breaches) -> int | None:
    """From which microsecond on what has become of an obligation is a violation; None where it is none."""
    slot, _, became, _, due = record
    if became == _BROKEN:
        return _ALWAYS
    if not (became in _LATE or (became == _LAPSED and any(breaches[slot]))):
        return None
    _timed(record)
    assert due is not None
    if became == _LAPSED and not breaches[slot][due[4] if len(due) > 4 else 0]:
        return None
    return due[0]


def _arisen(records: Iterable[Record], times: Times, now: int) -> list[Record]:
    """The obligations that had arisen by now; what is not known to have arisen is none."""
    return [each for each in records if times[each[1]] <= now and each[2] != UNSURE]


def _timed(record: Record) -> Record:
    """A record that tells since when: what the reference judged by itself does not."""
    if is_judged_alone(record):
        raise HandOver
    return record
