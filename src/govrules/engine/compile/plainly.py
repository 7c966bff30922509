"""Which obligations can be shown by what was recorded of them, and what came after those that lapsed."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from govrules.engine.compile.at_trigger import Past
from govrules.engine.compile.duty_forms import UNKNOWNS, UNSURE, state
from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.recording import Record, is_judged_alone
from govrules.engine.compile.running import is_tied
from govrules.engine.compile.showing import Shower
from govrules.engine.compile.standing import is_standing
from govrules.model.clauses import Duty

if TYPE_CHECKING:
    from govrules.engine.compile.findings import Run

_LAPSED = state("lapsed")


def is_faultless(run: "Run") -> bool:
    """Whether programs recorded no breach, and nothing was or has to be judged for one."""
    return (
        not (run.judged or run.apart.clauses or run.columns.conflicting)
        and not (run.views and run.views[0].incomplete)
        and not any(one.handed_over or len(one.records) for one in run.breaches)
    )


def is_alone(
    run: "Run",
    log: PolicyLog,
    trigger: int,
    record: Record,
    shower: Shower,
    *,
    moved: bool,
    every: bool = False,
) -> bool:
    """Whether an obligation can be shown by its record.

    Args:
        trigger: where in the whole log its trigger stands.
        moved: whether something moved its due end.
        every: whether all obligations of its case are shown.
    """
    # The id of the second of two triggers at one instant tells of the first, met as it may be.
    alone = every or not _is_doubled(log, shower, record[1])
    alone = alone and not _is_passed_on(run, shower, run.case_of[trigger])
    if record[2] in UNKNOWNS and not _lacks(run, log, trigger, record, shower):
        return False
    if record[2] == _LAPSED:
        told = shower.lapsing
        alone = alone and told is not None and told.tells(record, run.columns.times[trigger])
    return alone and shower.can_show(record, unordered=_is_unordered(run, trigger), moved=moved)


def is_shown(
    run: "Run", log: PolicyLog, trigger: int, record: Record, shower: Shower, *, moved: bool, every: bool
) -> bool:
    """The same, or whether the reference judged an obligation by itself, to be shown as it was found then."""
    if not is_judged_alone(record):
        return is_alone(run, log, trigger, record, shower, moved=moved, every=every)
    # Of two triggers at one instant the ids are told apart where the whole case is judged.
    return record[:2] in log.judged_alone and not _is_doubled(log, shower, record[1])


def late_places(run: "Run", log: PolicyLog, record: Record, shower: Shower) -> Sequence[int]:
    """The places of what would have met an obligation, and came after its lapse."""
    if record[2] != _LAPSED or shower.lapsing is None:
        return ()
    parts = log.sliced
    if parts is None:
        end = run.reaches[log.number].ends[run.case_of[record[1]]]
        return shower.lapsing.late_places(record, run.columns, end)
    end = parts.columns.starts[parts.part_of(record[1]) + 1]
    found = shower.lapsing.late_places(record, parts.columns, end)
    # What only says something of the whole case stands there as well.
    return [parts.places[place] for place in found if parts.kinds[place]]


def _is_passed_on(run: "Run", shower: Shower, case: int) -> bool:
    """Whether responsibility may pass to another party in a case."""
    if not shower.passing:
        return False
    columns, resolve = run.columns, shower.view.vocabulary.resolve
    kinds = {columns.kinds[place] for place in range(columns.starts[case], columns.starts[case + 1])}
    return any(resolve(columns.types[kind]) in shower.passing for kind in kinds)


def _lacks(run: "Run", log: PolicyLog, trigger: int, record: Record, shower: Shower) -> bool:
    """Whether nobody knows what became of a duty for want of what is looked up: its limit, or its day."""
    body, terms = shower.clause.body, shower.terms
    if record[2] == UNSURE or terms is None or not isinstance(body, Duty) or body.repeat == "replace":
        return False
    return terms.lacks(run.columns.event(trigger), log.slice_at(record[1]), Past(log, record[1]))


def _is_unordered(run: "Run", place: int) -> bool:
    """Whether nobody knows if another event of its case came before an event or after it, on one day."""
    columns, case = run.columns, run.case_of[place]
    starts = columns.starts
    return bool(columns.bare[place]) and is_tied(columns.times, place, starts[case], starts[case + 1])


def _is_doubled(log: PolicyLog, shower: Shower, place: int) -> bool:
    """Whether another event that may trigger the same clause stands at its instant, in a case or a part."""
    if is_standing(shower.clause):
        return False
    times, starts, case = log.columns.times, log.columns.starts, log.case_at(place)
    start, end = starts[case], starts[case + 1]
    if not is_tied(times, place, start, end):
        return False
    if shower.triggers is None:
        return True
    kinds = {log.program.kinds[name] for name in shower.triggers}
    first, last = (cut(times, times[place], start, end) for cut in (bisect_left, bisect_right))
    return any(log.kinds[each] in kinds for each in range(first, last) if each != place)
