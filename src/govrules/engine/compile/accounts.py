"""What no clause used, and how far the data carried a judgement, of a log that was walked.

Of most cases the records of the programs tell it. A case in which an event stands that some clause waits for
and none used is judged once more, so that the reference says why.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

import attrs

from govrules.engine import reasons
from govrules.engine.compile.duty_forms import UNKNOWNS
from govrules.engine.compile.running import Walked
from govrules.engine.found import Remark
from govrules.engine.human_views import ignored_order
from govrules.engine.judging import nearest_name, sets_case
from govrules.engine.mentions import asked_types, awaited_types
from govrules.engine.quality import merged, notes, quality
from govrules.engine.view import View
from govrules.model.evaluation import Quality
from govrules.model.events import Event
from govrules.model.findings import Ignored

if TYPE_CHECKING:
    from govrules.engine.compile.findings import Run


@attrs.frozen
class _Type:
    """What an event type, as a log writes it, is to the policies."""

    asked: bool
    awaited: bool
    known: bool
    named: bool
    """whether its name as written is asked about, or known"""

    @classmethod
    def of(cls, name: str, views: tuple[View, ...]) -> "_Type":
        resolved = [(view, view.vocabulary.resolve(name)) for view in views]
        known = any(view.vocabulary.knows(name) for view in views)
        return cls(
            any(kind in asked_types(view) for view, kind in resolved),
            any(kind in awaited_types(view) for view, kind in resolved),
            known,
            known or any(name in asked_types(view) for view in views),
        )


def accounts_of(run: "Run") -> tuple[tuple[Ignored, ...], Quality]:
    """The events that no clause used, and the quality of the log."""
    columns, walked = run.columns, run.everything
    types = [_Type.of(name, run.views) for name in columns.types]
    ends = _read_until(run)
    odd = {case for each in walked for case in each.odd}
    odd |= {run.case_of[record[1]] for each in walked for record in each.records if record[2] in UNKNOWNS}
    left = _left_over(run, types, ends)
    waiting = {case for case, place in left if types[columns.kinds[place]].awaited}
    run.judge({*odd, *waiting})
    quiet = [case for case in range(len(columns.cases)) if not run.is_judged(case)]
    here = [place for case, place in left if not run.is_judged(case)]
    ignored = [each for one in run.judged for each in one.ignored]
    ignored += _without_clause(run.views, types, columns.kinds, map(columns.event, here), here)
    return tuple(sorted(ignored, key=ignored_order)), _quality(run, types, quiet, ends)


def _read_until(run: "Run") -> list[int]:
    """Of each case where the events begin that no policy reads; policies differ where their zones do."""
    if not run.reaches:
        return list(run.columns.starts[1:])
    return [max(ends) for ends in zip(*(each.ends for each in run.reaches), strict=True)]


def _left_over(run: "Run", types: list[_Type], ends: list[int]) -> list[tuple[int, int]]:
    """The events that no obligation leans on and no condition asks about, each with its case."""
    columns = run.columns
    used = _used(len(columns), run.everything)
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
    """Events that no clause speaks of, in cases that were not judged once more."""
    near = cache(partial(nearest_name, views))
    for event, place in zip(events, places, strict=True):
        if sets_case(views, event):
            continue
        if types[kinds[place]].known:
            yield Ignored(event, reasons.in_no_clause())
        else:
            yield Ignored(event, reasons.not_in_vocabulary(event.type, near(event.type)))


def _quality(run: "Run", types: list[_Type], quiet: list[int], ends: list[int]) -> Quality:
    """The quality of the cases that were judged once more, and of those that were only walked."""
    columns = run.columns
    starts, kinds, cases = columns.starts, columns.kinds, columns.cases
    with_obligation = {run.case_of[record[1]] for each in run.everything for record in each.records}
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
    walked = Quality(
        events=sum(ends[case] - starts[case] for case in read),
        cases=len(read),
        judged=sum(case in with_obligation for case in read),
        not_judged=sum(case not in with_obligation for case in read),
        notes=notes(remarks),
    )
    judged = [
        quality(
            sum(each.read),
            each.cases,
            each.found,
            [remark for remark in each.remarks if remark.code != "unread rows"],
        )
        for each in run.judged
    ]
    return merged([walked, *judged])


def _used(number: int, walked: tuple[Walked, ...]) -> bytearray:
    """For each event 1 where an obligation leans on it."""
    found = bytearray(number)
    for each in walked:
        for _, trigger, _, closed, _ in each.records:
            found[trigger] = 1
            if closed >= 0:
                found[closed] = 1
        for _, _, place in each.used:
            found[place] = 1
    return found
