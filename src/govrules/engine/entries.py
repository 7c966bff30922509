"""What a slice sees, in order of time, and how to find a part of it without looking at all of it.

A slice across cases sees as much as the log holds, and each of its triggers asks about some of it. Whoever
walks the whole for each of them takes four times as long over a log twice as long.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from govrules.engine.happenings import Entry, Happening
from govrules.engine.moments import BARE, Key
from govrules.model.findings import Moment, Reason

_SLACK = dt.timedelta(days=2)
"""the clocks of a zone and those of UTC differ by less than a day, and a day has another one beside it"""


class Entries(tuple[Entry, ...]):
    """A history that keeps what was found out about it: many clauses, triggers and conditions ask the same.

    Args:
        entries: in the order of their happenings (`Happening.order`).
    """

    @cached_property
    def _by_type(self) -> dict[str, "Entries"]:
        found: dict[str, list[Entry]] = {}
        for each in self:
            found.setdefault(each.happening.type, []).append(each)
        return {name: Entries(entries) for name, entries in found.items()}

    @cached_property
    def memory(self) -> dict[object, object]:
        """What others found out about it, under keys of their own."""
        return {}

    @cached_property
    def _by_types(self) -> dict[frozenset[str], "Entries"]:
        return {}

    @cached_property
    def _keys(self) -> tuple[Key, ...]:
        return tuple(each.happening.key for each in self)

    @cached_property
    def lacking(self) -> dict[int, Reason]:
        """Why happenings are not certain to belong to the slice, by their identity."""
        return {id(each.happening): each.lacks for each in reversed(self) if each.lacks is not None}

    @cached_property
    def contradicted(self) -> tuple[Happening, ...]:
        """What is not certain to have happened as the log says."""
        return tuple(each.happening for each in self if each.happening.doubt is not None)

    @cached_property
    def is_plain(self) -> bool:
        """Whether all are certain events of the log, known when they happened."""
        return self.is_prompt and all(
            each.lacks is None
            and (happening := each.happening).given
            and happening.doubt is None
            and happening.derived_from is None
            for each in self
        )

    @cached_property
    def is_prompt(self) -> bool:
        """Whether each is known when it is effective."""
        return all(each.happening.at is each.happening.known for each in self)

    def of_type(self, name: str) -> "Entries":
        """Those of one event type, in order."""
        return self._by_type.get(name, NONE)

    def of_types(self, names: frozenset[str]) -> "Entries":
        """Those of some event types, in order."""
        found = self._by_types.get(names)
        if found is None:
            known = [name for name in names if name in self._by_type]
            found = (
                self._by_type[known[0]]
                if len(known) == 1
                else Entries(each for each in self if each.happening.type in names)
                if known
                else NONE
            )
            self._by_types[names] = found
        return found

    def before(self, key: Key, since: Moment | None = None) -> "Entries":
        """Those that come before a place in the order of happenings.

        Args:
            since: what comes before this moment for certain may be left out.
        """
        first = 0 if since is None else self.first_from(since)
        return Entries(self[first : bisect_left(self._keys, key)])

    def first_from(self, moment: Moment) -> int:
        """How many certainly come before a moment and all that has no certain order with it."""
        try:
            earliest = dt.datetime.combine(moment.date, dt.time()) - _SLACK
        except OverflowError:
            return 0
        return bisect_left(self._keys, (earliest, 0))

    def first_past(self, moment: Moment) -> int:
        """How many may come before a moment, or with it: what follows comes certainly after."""
        try:
            latest = dt.datetime.combine(moment.date, dt.time()) + 2 * _SLACK
        except OverflowError:
            return len(self)
        return bisect_right(self._keys, (latest, BARE))

    def first_after(self, key: Key) -> int:
        """How many come before or at a place in the order of happenings."""
        return bisect_right(self._keys, key)

    def between(self, first: int, past: int | None = None) -> Iterator[Entry]:
        """Those from one place on, up to another that is excluded, one after the other."""
        return islice(self, first, past)


NONE = Entries()
"""of what there is nothing"""


def entries_of(entries: Iterable[Entry]) -> Entries:
    """A history, as it is where it is one that keeps what was found out."""
    return entries if isinstance(entries, Entries) else Entries(entries)


def seen(happenings: Iterable[Happening]) -> Entries:
    """Happenings as a slice sees them to which they certainly belong."""
    return Entries(map(Entry, happenings))
