"""What no clause used, and how far the data carried a judgement, of a log that was walked.

Of most cases the records of the programs tell it. A case in which an event stands that some clause waits for
and none used is judged once more, so that the reference says why.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, partial
from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING

import attrs

from govrules.engine import reasons
from govrules.engine.compile.answering import Answers, answers
from govrules.engine.compile.apart import Apart
from govrules.engine.compile.duty_forms import UNKNOWNS
from govrules.engine.compile.running import Walked
from govrules.engine.compile.standing import is_standing
from govrules.engine.found import Found, Remark, part_of, together
from govrules.engine.human_views import ignored_order
from govrules.engine.judging import Judged, nearest_name, sets_case, unique_ignored
from govrules.engine.mentions import asked_types, awaited_by, awaited_types
from govrules.engine.quality import merged, quality
from govrules.engine.view import View
from govrules.model.columns import Columns
from govrules.model.evaluation import Quality
from govrules.model.events import ContentKey, Event
from govrules.model.findings import Ignored

if TYPE_CHECKING:
    from govrules.engine.compile.findings import Run


@attrs.frozen
class _Type:
    """What an event type, as a log writes it, is to the policies."""

    asked: bool
    awaited: bool
    awaited_here: bool
    """by a clause that is judged case by case"""
    known: bool
    named: bool
    """whether its name as written is asked about, or known"""

    @classmethod
    def of(cls, name: str, views: tuple[View, ...], here: tuple[frozenset[str], ...]) -> "_Type":
        """Args: here: for each view the types that the clauses wait for that are judged case by case."""
        resolved = [(view, view.vocabulary.resolve(name)) for view in views]
        known = any(view.vocabulary.knows(name) for view in views)
        return cls(
            any(kind in asked_types(view) for view, kind in resolved),
            any(kind in awaited_types(view) for view, kind in resolved),
            any(kind in types for types, (_, kind) in zip(here, resolved, strict=True)),
            known,
            known or any(name in asked_types(view) for view in views),
        )


def accounts_of(run: "Run") -> tuple[tuple[Ignored, ...], Quality]:
    """The events that no clause used, and the quality of the log."""
    columns, walked = run.columns, run.everything
    answering = {slot.clause.full_id for log in run.logs for slot in log.program.slots if answers(slot)}
    waited_for = tuple(_awaited_here(view, run.apart, answering) for view in run.views)
    types = [_Type.of(name, run.views, waited_for) for name in columns.types]
    ends = _read_until(run)
    odd = {case for each in walked for case in each.odd}
    odd |= {case for each in walked for case in run.cases_of(each, UNKNOWNS)}
    apart, used = _Apart.of(run), _used(len(columns), walked, run.answers)
    idle = {run.case_of[place] for each in walked for place in each.idle}
    odd |= {case for case in idle if _has_unused(case, columns, types, ends, used)}
    left = _left_over(run, types, ends, used)
    # A program does not say of every event whether it used it or set it aside.
    doubtful = [(run.case_of[place], place) for place in apart.remarked if not used[place]]
    waiting = {case for case, place in (*left, *doubtful) if types[columns.kinds[place]].awaited_here}
    run.judge({*odd, *waiting})
    quiet = [case for case in range(len(columns.cases)) if not run.is_judged(case)]
    here = [place for case, place in left if not run.is_judged(case) and not apart.knows(run, place)]
    parts = [apart.within(each) for each in run.judged]
    ignored = [each for one in parts for each in one.ignored]
    # What is used there is told by place, and what is remarkable here by rank: neither makes the other void.
    answered = (attrs.evolve(each, used=set()) for each in run.answered())
    rest = (*apart.outside(parts, used), *answered)
    ignored += unique_ignored(each for one in rest for each in one.ignored)
    ignored += _without_clause(run.views, types, columns.kinds, map(columns.event, here), here)
    return tuple(sorted(ignored, key=ignored_order)), _quality(run, types, quiet, ends, parts, rest)


@attrs.frozen(eq=False)
class _Apart:
    """What the clauses apart found, for the accounts of the cases."""

    found: tuple[Found, ...]
    events: frozenset[ContentKey]
    """those that they used or set aside"""
    remarked: Mapping[int, int]
    """those with a remark that any use of them makes void: by place the rank"""

    @classmethod
    def of(cls, run: "Run") -> "_Apart":
        apart = [each for each in (run.answerable, run.across) if each is not None]
        found = [one for each in apart for one in each.found]
        used = {rank for one in found for rank in one.used}
        by_rank = {
            rank: event for each in apart for rank, event in zip(each.log.ranks, each.log.events, strict=True)
        }
        events = {event.content_key() for rank, event in by_rank.items() if rank in used}
        events |= {each.event.content_key() for one in found for each in one.ignored}
        remarks = (each.unless_used for one in found for each in one.remarks)
        remarked = {_place_of(run, by_rank[rank]): rank for rank in remarks if rank is not None}
        return cls(together(found), frozenset(events), remarked)

    def knows(self, run: "Run", place: int) -> bool:
        return bool(self.events) and run.columns.event(place).content_key() in self.events

    def within(self, judged: Judged) -> Judged:
        """A part of the log judged once more, with what these clauses found there."""
        if not self.found:
            return judged
        cases = frozenset(judged.cases)
        found = [*judged.found, *(part_of(each, cases.__contains__) for each in self.found)]
        return attrs.evolve(judged, found=tuple(sorted(found, key=attrgetter("clause"))))

    def outside(self, parts: Sequence[Judged], used: bytearray) -> tuple[Found, ...]:
        """What they found in no part that was judged once more.

        Args:
            used: for each event 1 where a program used it, which makes some remarks void.
        """
        cases = frozenset(case for each in parts for case in each.cases)
        found = tuple(part_of(each, lambda case: case not in cases) for each in self.found)
        void = {rank for place, rank in self.remarked.items() if used[place]}
        for each in found:
            each.remarks[:] = [remark for remark in each.remarks if remark.unless_used not in void]
        return found


def _has_unused(
    case: int, columns: Columns, types: Sequence[_Type], ends: Sequence[int], used: bytearray
) -> bool:
    """Whether no obligation leans on an event of a case that may serve a clause.

    An event that serves one clause is not missed by another that nothing triggered.
    """
    places = range(columns.starts[case], ends[case])
    return any(not used[place] and types[columns.kinds[place]].named for place in places)


def _awaited_here(view: View, apart: Apart, answering: Set[str]) -> frozenset[str]:
    """Args: answering: clauses of which the programs say all that they use, and that set nothing aside."""
    policy = view.policy
    leaves = (each for each in policy.clauses if apart.leaves(each.full_id))
    return awaited_by(policy, [each for each in leaves if each.full_id not in answering])


def _place_of(run: "Run", event: Event) -> int:
    columns, key = run.columns, event.content_key()
    case = bisect_left(columns.cases, event.case)
    here = range(columns.starts[case], columns.starts[case + 1])
    return next(place for place in here if columns.event(place).content_key() == key)


def _read_until(run: "Run") -> list[int]:
    """Of each case where the events begin that no policy reads; policies differ where their zones do."""
    if not run.reaches:
        return list(run.columns.starts[1:])
    return [max(ends) for ends in zip(*(each.ends for each in run.reaches), strict=True)]


def _left_over(run: "Run", types: list[_Type], ends: list[int], used: bytearray) -> list[tuple[int, int]]:
    """The events that no obligation leans on and no condition asks about, each with its case."""
    columns = run.columns
    free = bytes(not each.asked for each in types)
    kinds = columns.kinds
    found: list[tuple[int, int]] = []
    for case, start in enumerate(columns.starts[:-1]):
        if case in run.handed_over:
            continue
        found += [
            (case, place) for place in range(start, ends[case]) if not used[place] and free[kinds[place]]
        ]
    return found


def _without_clause(
    views: tuple[View, ...],
    types: list[_Type],
    kinds: Sequence[int],
    events: Iterable[Event],
    places: Iterable[int],
) -> Iterator[Ignored]:
    """Events that no clause used, in cases that were not judged once more."""
    near = cache(partial(nearest_name, views))
    for event, place in zip(events, places, strict=True):
        if sets_case(views, event):
            continue
        if types[kinds[place]].awaited:
            yield Ignored(event, reasons.no_effect())
        elif types[kinds[place]].known:
            yield Ignored(event, reasons.in_no_clause())
        else:
            yield Ignored(event, reasons.not_in_vocabulary(event.type, near(event.type)))


def _quality(
    run: "Run",
    types: list[_Type],
    quiet: list[int],
    ends: list[int],
    parts: Sequence[Judged],
    rest: tuple[Found, ...],
) -> Quality:
    """The quality of the cases that were judged once more, and of those that were only walked.

    Args:
        rest: what clauses apart found in the latter.
    """
    columns = run.columns
    starts, kinds, cases = columns.starts, columns.kinds, columns.cases
    with_obligation = {
        run.case_of[place] for each in run.everything for place in each.trigger_places(each.records)
    }
    read = [case for case in quiet if ends[case] > starts[case]]
    remarks = [Remark("duplicate", kind, case) for kind, case in columns.duplicates]
    incomplete = run.views[0].incomplete if run.views else frozenset[str]()
    remarks += [Remark("unread rows", "rows", case) for case in sorted(incomplete)]
    for case in quiet:
        remarks += [Remark("after as_of", "as_of", cases[case]) for _ in range(ends[case], starts[case + 1])]
        remarks += [
            Remark("unknown event", columns.types[kinds[place]], cases[case])
            for place in range(starts[case], ends[case])
            if not types[kinds[place]].named
        ]
    walked = quality(
        sum(ends[case] - starts[case] for case in read),
        tuple(cases[case] for case in read),
        rest,
        remarks,
        certain=frozenset(cases[case] for case in with_obligation),
    )
    judged = [
        quality(
            sum(each.read),
            each.cases,
            each.found,
            [remark for remark in each.remarks if remark.code != "unread rows"],
        )
        for each in parts
    ]
    return merged([walked, *judged])


def _used(number: int, walked: tuple[Walked, ...], answers: Answers) -> bytearray:
    """For each event 1 where an obligation, or who answers, leans on it."""
    found = bytearray(number)
    for place in (place for each in answers.values() for one in each for place in one.used):
        found[place] = 1
    for each in walked:
        parts = each.log.sliced
        own = found if parts is None else bytearray(len(parts.places))
        standing = [is_standing(slot.clause) for slot in each.log.program.slots]
        for slot, trigger, _, closed, _ in each.records:
            if not standing[slot]:
                own[trigger] = 1
            if closed >= 0:
                own[closed] = 1
        for _, _, place in each.used:
            own[place] = 1
        if parts is not None:
            for place in compress(parts.places, own):
                found[place] = 1
    return found
