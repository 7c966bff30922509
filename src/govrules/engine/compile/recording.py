"""What a program writes down of its obligations."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias, overload

from govrules.engine.compile.dues import Entry
from govrules.engine.compile.writing import JUDGED_ALONE

ByRule: TypeAlias = tuple[int, bool, int, int, int]
"""the due end of what lapsed by one of several rules, and the place of that rule among them"""
Record: TypeAlias = tuple[int, int, int, int, Entry | ByRule | None]
"""the slot, the places of the trigger and of what closed it (-1 for nothing), the state, the due end:
`(slot, trigger, state, closed, due)`"""
FAR = 1 << 62
NO_LIMIT: Entry = (FAR, False, 0, FAR)


class Records(Sequence[Record]):
    """The records of one program; those that are written down in columns become rows when looked at."""

    def __init__(self) -> None:
        self.rows: list[Record] = []
        self._columns: list[tuple[int, Callable[[], Iterable[Record]]]] = []

    def in_columns(self, number: int, rows: Callable[[], Iterable[Record]]) -> None:
        """Add records that are columns as yet.

        Args:
            number: how many there are.
            rows: makes rows of them.
        """
        self._columns.append((number, rows))

    def __len__(self) -> int:
        return len(self.rows) + sum(number for number, _ in self._columns)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._every)

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        return self._every[place]

    @property
    def _every(self) -> list[Record]:
        while self._columns:
            self.rows.extend(self._columns.pop()[1]())
        return self.rows


def is_judged_alone(record: Record) -> bool:
    """Whether the reference judged the obligation by itself."""
    return record[4] is not None and record[4][3] == JUDGED_ALONE
