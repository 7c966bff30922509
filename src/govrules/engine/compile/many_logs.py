"""The logs that the programs of a rulebook walk: of each policy one of cases, and those of their parts."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.reach import Modes, Reach
from govrules.engine.compile.source import Program
from govrules.engine.records import Records
from govrules.engine.view import View
from govrules.model.columns import Columns


def logs_of(
    programs: Sequence[Program],
    views: Sequence[View],
    columns: Columns,
    reaches: Sequence[Reach],
    modes: Modes,
    records_of: Callable[[int], Records],
    before: Iterable[PolicyLog] = (),
) -> tuple[PolicyLog, ...]:
    """One for each program, those over parts of cases behind that of their policy.

    Args:
        records_of: the records of each policy, as all cases make them, by its place.
        before: the same for programs that record more or less: what was bound for them, they share.
    """
    known = iter(before)
    return tuple(
        log
        for number, (program, view) in enumerate(zip(programs, views, strict=True))
        for log in _of_policy(program, view, columns, number, reaches[number], modes, records_of, known)
    )


def _of_policy(
    program: Program,
    view: View,
    columns: Columns,
    number: int,
    reach: Reach,
    modes: Modes,
    records_of: Callable[[int], Records],
    before: Iterator[PolicyLog],
) -> Iterator[PolicyLog]:
    known = next(before, None)
    own = known.known if known is not None else None
    yield PolicyLog.of(program, view, columns, records_of, own, number)
    for each in program.of_parts:
        # A case that holds dates and instants is handed over as a whole.
        log = PolicyLog.of(each, view, columns, records_of, number=number)
        yield log.in_parts(reach.ends, modes.mixed, next(before, None))
