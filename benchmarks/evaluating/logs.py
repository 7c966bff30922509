"""Reading a log by hand: as typed objects, or in columns; no check is made of what a file says.

Everything here may lean on what the generator promises: the events of a case stand together and in order,
every time is an instant of the office's zone, nothing comes twice. govrules leans on none of it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import attrs

from evaluating.workload import Row

Breach: TypeAlias = tuple[str, str, int]
"""case, clause, and the ordinal of the due day; 0 where a clause has none"""

_LICENSING = ("unit", "assigned", "outcome", "reasons", "amount")

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    try:
        import msgspec
    except ImportError:
        from dataclasses import dataclass as record
    else:

        def record(made):
            """A class of msgspec, which decodes into it faster than into any other."""
            # Nothing in it can form a circle, so that the collector need not look at a million of them.
            return msgspec.defstruct(made.__name__, _fields(made), namespace={"day": made.day}, gc=False)

        def _fields(made):
            return [
                (name, kind, getattr(made, name)) if hasattr(made, name) else (name, kind)
                for name, kind in made.__annotations__.items()
            ]


@record
class Happening:
    """One event as an object; what it does not say is None."""

    case: str
    type: str
    time: dt.datetime
    unit: str | None = None
    assigned: str | None = None
    outcome: str | None = None
    reasons: str | None = None
    amount: int | None = None
    grade: str | None = None
    step: int | None = None
    level: str | None = None

    @property
    def day(self) -> int:
        """The ordinal of the day in the office."""
        return self.time.toordinal()


@attrs.frozen(eq=False)
class Table:
    """A log in columns: the events of case n are those from `starts[n]` to `starts[n + 1]`."""

    cases: list[str]
    starts: list[int]
    types: list[str]
    """each name once"""
    kinds: list[int]
    """of each event its type, as a place in `types`"""
    days: list[int]
    """of each event the ordinal of its day in the office"""
    fields: dict[str, list[object]]
    """what the clauses of `licensing.yaml` ask of events"""

    def __len__(self) -> int:
        return len(self.kinds)

    @classmethod
    def of(cls, happenings: Iterable[Happening]) -> "Table":
        cases: list[str] = []
        starts: list[int] = []
        types: dict[str, int] = {}
        kinds: list[int] = []
        days: list[int] = []
        fields: dict[str, list[object]] = {name: [] for name in _LICENSING}
        every = [(column.append, attrgetter(name)) for name, column in fields.items()]
        case = None
        for place, event in enumerate(happenings):
            if event.case != case:
                case = event.case
                cases.append(case)
                starts.append(place)
            kinds.append(types.setdefault(event.type, len(types)))
            days.append(event.time.toordinal())
            for append, field in every:
                append(field(event))
        starts.append(len(kinds))
        return cls(cases, starts, list(types), kinds, days, fields)


def happenings_of(rows: Iterable[Row]) -> list[Happening]:
    """Without a file between."""
    zone = dt.timezone(dt.timedelta(hours=8))
    beginning = dt.datetime(1970, 1, 1, tzinfo=zone)
    return [
        Happening(case, kind, beginning + dt.timedelta(minutes=minutes), **data)  # type: ignore[arg-type]
        for case, kind, minutes, data in rows
    ]


def read_objects(path: Path) -> list[Happening]:
    """JSON Lines as typed objects, by msgspec."""
    import msgspec

    return msgspec.json.Decoder(Happening).decode_lines(path.read_bytes())  # type: ignore[no-any-return, unused-ignore]


def read_table(path: Path) -> Table:
    """JSON Lines by msgspec, or Parquet by pyarrow, in columns."""
    return _read_parquet(path) if path.suffix == ".parquet" else Table.of(read_objects(path))


def _read_parquet(path: Path) -> Table:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    def column(name: str) -> list[object]:
        """Each text is made once, and then referred to."""
        found = table[name].combine_chunks()
        if not pa.types.is_string(found.type):
            return found.to_pylist()  # type: ignore[no-any-return, unused-ignore]
        coded = found.dictionary_encode()
        texts = np.array([*coded.dictionary.to_pylist(), None], dtype=object)
        return texts[coded.indices.fill_null(len(texts) - 1).to_numpy()].tolist()  # type: ignore[no-any-return]

    table = pq.read_table(path, columns=["case", "type", "time", *_LICENSING])
    case = pc.run_end_encode(table["case"].combine_chunks())
    types = table["type"].combine_chunks().dictionary_encode()
    # Microseconds of the world's clock; the office's is eight hours before it.
    micros = table["time"].cast("int64").to_numpy() + 8 * 3_600_000_000
    days = micros // 86_400_000_000 + dt.date(1970, 1, 1).toordinal()
    return Table(
        case.values.to_pylist(),
        [0, *case.run_ends.to_pylist()],
        types.dictionary.to_pylist(),
        types.indices.to_numpy().tolist(),
        days.tolist(),
        {name: column(name) for name in _LICENSING},
    )


def histories(happenings: Iterable[Happening]) -> Iterator[tuple[str, list[Happening]]]:
    """Each case with its events."""
    for case, events in groupby(happenings, key=attrgetter("case")):
        yield case, list(events)
