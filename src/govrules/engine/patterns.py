"""When a pattern happens in the history of a slice."""

from collections.abc import Iterable, Iterator
from typing import Literal

from govrules.declaring import frozen
from govrules.engine import reasons
from govrules.engine.context import Context
from govrules.engine.entries import Entries
from govrules.engine.happenings import LAPSE, PROPOSED, VIOLATION, Entry, Happening
from govrules.engine.matching import is_event
from govrules.engine.moments import is_after
from govrules.engine.values import Missing
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause
from govrules.model.findings import Moment, Reason, Violation
from govrules.model.patterns import (
    AllOf,
    Begins,
    Every,
    Happens,
    InOrder,
    Lapsed,
    OnDate,
    OneOf,
    Pattern,
    Proposed,
    Violated,
)


@frozen(eq=False)
class Occurrence:
    """A pattern that happened, with the happening that completed it."""

    happening: Happening
    parts: tuple[Happening, ...] = ()
    """what went before, for `all` and `in_order`"""
    doubt: Reason | None = None
    """why it is not certain"""

    @property
    def all(self) -> tuple[Happening, ...]:
        return (*self.parts, self.happening)


def occurrences(
    pattern: Pattern, entries: tuple[Entry, ...], context: Context, clause: Clause
) -> tuple[Occurrence, ...]:
    """Every time a pattern happens in `entries`, in order.

    `all` and `in_order` begin anew when they are complete. In an accountability clause `all` is complete once
    for every finding that it waits for: one harm follows from each of two breaches.
    """
    match pattern:
        case OneOf(options):
            return _one_of(options, entries, context, clause)
        case AllOf(parts):
            awaited = [number for number, part in enumerate(parts) if _is_finding(part)]
            if isinstance(clause.body, Accountability) and len(awaited) == 1:
                return _with_each_finding(awaited[0], parts, entries, context, clause)
            return _all_of(parts, entries, context, clause)
        case InOrder(parts):
            return _in_order(parts, entries, context, clause)
        case Happens(name):
            base = context.view.vocabulary.meaning(name)[0]
            entries = of_type(entries, base)
    return tuple(
        Occurrence(entry.happening, doubt=doubt)
        for entry in entries
        if (doubt := _matches(pattern, entry, context, clause)) is not False
    )


def of_type(entries: tuple[Entry, ...], name: str) -> tuple[Entry, ...]:
    """Those of one event type, in order."""
    if isinstance(entries, Entries):
        return entries.of_type(name)
    return tuple(each for each in entries if each.happening.type == name)


def in_turn(
    pattern: Happens, entries: Entries, context: Context, clause: Clause, *, since: Moment | None
) -> Iterator[Occurrence]:
    """As `occurrences`, one after the other: what comes after the one that is wanted is not looked at.

    Args:
        since: what certainly came before this moment is passed over; None passes over nothing.
    """
    found = entries.of_type(context.view.vocabulary.meaning(pattern.event)[0])
    for entry in found.between(0 if since is None else found.first_from(since)):
        doubt = _matches(pattern, entry, context, clause)
        if doubt is not False:
            yield Occurrence(entry.happening, doubt=doubt)


def types_of(patterns: Iterable[Pattern], context: Context) -> frozenset[str] | None:
    """The event types of which patterns speak; None where they speak of more than events."""
    found: set[str] = set()
    for pattern in patterns:
        match pattern:
            case Happens(name):
                found.add(context.view.vocabulary.meaning(name)[0])
            case OneOf(parts) | AllOf(parts) | InOrder(parts):
                inner = types_of(parts, context)
                if inner is None:
                    return None
                found |= inner
            case _:
                return None
    return frozenset(found)


def _matches(
    pattern: Pattern, entry: Entry, context: Context, clause: Clause
) -> Reason | Literal[False] | None:
    """None where the entry matches for certain, a reason where that is unknown, False where it does not."""
    happening = entry.happening
    match pattern:
        case Happens(name):
            found = is_event(name, happening, context)
            if found is False:
                return False
            doubts = tuple(each for each in (entry.doubt,) if each is not None)
            doubts += found.reasons if isinstance(found, Missing) else ()
            return reasons.joined(doubts) if doubts else None
        case Violated():
            return entry.doubt if _is_violation(pattern, happening, context, clause) else False
        case Lapsed(names):
            found_lapse = happening.type == LAPSE and _named(happening, names, context)
            return entry.doubt if found_lapse else False
        case Proposed(names):
            found_proposal = happening.type == PROPOSED and (not names or _named(happening, names, context))
            return entry.doubt if found_proposal else False
        case OnDate() | Every() | Begins():
            return None if happening.type == calendar_type(pattern) else False
    return False


def calendar_type(pattern: OnDate | Every | Begins) -> str:
    """The type under which a day of the calendar stands in a history."""
    match pattern:
        case OnDate(date):
            return f"@date {date}"
        case Every(period, at):
            return f"@every {period} {at}"
    return "@in_force"


def _named(happening: Happening, names: tuple[str, ...], context: Context) -> bool:
    finding = happening.finding
    if finding is None:
        return False
    full = {name if "/" in name else f"{context.view.policy.id}/{name}" for name in names}
    return finding.full_clause in full


def _is_violation(pattern: Violated, happening: Happening, context: Context, clause: Clause) -> bool:
    finding = happening.finding
    if happening.type != VIOLATION or not isinstance(finding, Violation):
        return False
    if pattern.clauses and _named(happening, pattern.clauses, context):
        return True
    if pattern.tags and set(pattern.tags) & set(finding.tags):
        return finding.full_clause != clause.full_id
    # `any` means any other clause: a duty that follows every violation would else follow its own for ever.
    return not pattern.clauses and not pattern.tags and finding.full_clause != clause.full_id


def _one_of(
    options: tuple[Pattern, ...], entries: tuple[Entry, ...], context: Context, clause: Clause
) -> tuple[Occurrence, ...]:
    found: dict[int, Occurrence] = {}
    for option in options:
        for each in occurrences(option, entries, context, clause):
            known = found.get(id(each.happening))
            if known is None or (known.doubt is not None and each.doubt is None):
                found[id(each.happening)] = each
    return tuple(sorted(found.values(), key=lambda each: each.happening.order))


def _marks(
    parts: tuple[Pattern, ...], entries: tuple[Entry, ...], context: Context, clause: Clause
) -> list[tuple[Happening, dict[int, Occurrence]]]:
    """The happenings that make up some part, in order, each with the parts that it makes up."""
    found: dict[int, tuple[Happening, dict[int, Occurrence]]] = {}
    for number, part in enumerate(parts):
        for each in occurrences(part, entries, context, clause):
            found.setdefault(id(each.happening), (each.happening, {}))[1][number] = each
    return sorted(found.values(), key=lambda each: each[0].order)


def _all_of(
    parts: tuple[Pattern, ...], entries: tuple[Entry, ...], context: Context, clause: Clause
) -> tuple[Occurrence, ...]:
    done: list[Occurrence] = []
    have: dict[int, Occurrence] = {}
    for _, numbers in _marks(parts, entries, context, clause):
        for number, occurrence in numbers.items():
            if number not in have or (have[number].doubt is not None and occurrence.doubt is None):
                have[number] = occurrence
        if len(have) == len(parts):
            done.append(_joined(have))
            have = {}
    return tuple(done)


def _is_finding(pattern: Pattern) -> bool:
    match pattern:
        case Violated() | Lapsed() | Proposed():
            return True
        case OneOf(options):
            return all(_is_finding(each) for each in options)
    return False


def _with_each_finding(
    finding: int, parts: tuple[Pattern, ...], entries: tuple[Entry, ...], context: Context, clause: Clause
) -> tuple[Occurrence, ...]:
    """Each finding with the nearest of every other part: the last before it, else the first after it."""
    found = [occurrences(part, entries, context, clause) for part in parts]
    done: list[Occurrence] = []
    for each in found[finding]:
        have = {finding: each}
        for number, others in enumerate(found):
            nearest = _nearest(others, each.happening)
            if number != finding and nearest is not None:
                have[number] = nearest
        if len(have) == len(parts):
            done.append(_joined(have))
    return tuple(sorted(done, key=lambda each: each.happening.order))


def _nearest(others: tuple[Occurrence, ...], happening: Happening) -> Occurrence | None:
    """Whatever is certain goes before what is not."""
    for known in (tuple(each for each in others if each.doubt is None), others):
        before = [each for each in known if each.happening.order <= happening.order]
        if known:
            return before[-1] if before else known[0]
    return None


def _joined(have: dict[int, Occurrence]) -> Occurrence:
    members = sorted(have.values(), key=lambda each: each.happening.order)
    doubts = tuple(each.doubt for each in members if each.doubt is not None)
    last = members[-1].happening
    before = tuple(happening for each in members for happening in each.all if happening is not last)
    return Occurrence(last, before, reasons.joined(doubts) if doubts else None)


def _in_order(
    parts: tuple[Pattern, ...], entries: tuple[Entry, ...], context: Context, clause: Clause
) -> tuple[Occurrence, ...]:
    """Each part after the one before; on one day without times of day either order will do."""
    done: list[Occurrence] = []
    waiting = _marks(parts, entries, context, clause)
    have: dict[int, Occurrence] = {}
    used: set[int] = set()
    position = 0
    while position < len(waiting):
        happening, numbers = waiting[position]
        wanted = len(have)
        if wanted in numbers and id(happening) not in used:
            have[wanted] = numbers[wanted]
            used.add(id(happening))
            if len(have) == len(parts):
                done.append(_joined(have))
                have = {}
                position += 1
                continue
            # The next part may stand earlier on the same day, where nobody knows the order.
            while position > 0 and is_after(waiting[position - 1][0].known, happening.known)[0]:
                position -= 1
            continue
        position += 1
    return tuple(done)
