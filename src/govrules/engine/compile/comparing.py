"""What two rulebooks say of one log, held against each other without making what they say alike.

Whoever asks what another calendar, or another number in a rule, would change, looks at the obligations that
differ. Those of a case of which both recorded the same are not made.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from govrules.engine.compile.findings import Run
from govrules.engine.compile.making import Moves, Recorded
from govrules.engine.compile.recording import Record, is_judged_alone
from govrules.engine.compile.showing import Shower
from govrules.engine.compile.standing import is_standing
from govrules.model.findings import Obligation

_Both: TypeAlias = tuple[Iterator[Obligation], Iterator[Obligation]]
_Records: TypeAlias = Sequence[Recorded]


def unlike(one: Run, two: Run) -> _Both | None:
    """The obligations of both runs, without those of cases of which both recorded the same.

    Returns:
        None where records do not tell, since they are not of one log.
    """
    runs = (one, two)
    if one.columns is not two.columns or any(
        each.log.sliced is not None for run in runs for each in run.everything
    ):
        return None
    slots = _Slots()
    gathered: list[tuple[dict[int, _Records], Moves]] = []
    for run in runs:
        run.hear()
        cases, moves = run.gathered(run.everything, every=True)
        gathered.append(({run.case_of[records[0][1][1]]: records for records in cases}, moves))
    (mine, _), (others, _) = gathered
    alike = {
        case
        for case, records in mine.items()
        if case in others
        and all(_tells_all(record, shower) for _, record, shower in (*records, *others[case]))
        and slots.recorded(records) == slots.recorded(others[case])
    }
    first, second = (
        _told(run, [records for case, records in cases.items() if case not in alike], moves)
        for run, (cases, moves) in zip(runs, gathered, strict=True)
    )
    return first, second


def _tells_all(record: Record, shower: Shower) -> bool:
    """Whether a record tells all of an obligation.

    It does not where the reference judged it by itself, nor by what bounds something was counted.
    """
    return not is_judged_alone(record) and not is_standing(shower.clause)


def _told(run: Run, cases: list[_Records], moves: Moves) -> Iterator[Obligation]:
    """What the reference found, and what records tell of some cases."""
    for found in run.found:
        yield from found.obligations
    yield from (each.obligation for each in run.made([list(each) for each in cases], moves, run.everything))


class _Slots:
    """Numbers the limits of several rulebooks: those have one that show alike what is recorded alike."""

    def __init__(self) -> None:
        self.known: list[tuple[object, ...]] = []
        self.numbers: dict[int, int] = {}
        self.held: list[Shower] = []
        """so that none is taken for another that is gone"""

    def recorded(self, records: _Records) -> frozenset[tuple[object, ...]]:
        return frozenset((self._number(shower), *record[1:]) for _, record, shower in records)

    def _number(self, shower: Shower) -> int:
        number = self.numbers.get(id(shower))
        if number is None:
            counting = shower.counting
            # By these the last day in time and the instant from which it is late tell the due end.
            hours = None if counting.calendar is None else counting.calendar.hours
            slot = (
                shower.clause.full_id,
                shower.clause.kind,
                shower.slot.limit_name,
                shower.ends is None,
                # What a limit was that was looked up, or how else it may be read, stands in no record.
                shower.terms,
                shower.view.zone,
                counting.convention,
                hours,
            )
            if slot not in self.known:
                self.known.append(slot)
            number = self.numbers[id(shower)] = self.known.index(slot)
            self.held.append(shower)
        return number
