"""Mappings that do no more than give columns and events other names, and take some texts for no value."""

from collections.abc import Mapping, Sequence

import attrs

from govrules.formats.canonical import NAMES, REQUIRED
from govrules.formats.mapping import Column, EventMapping
from govrules.formats.times import UncleanError
from govrules.model.frozen import name_of


@attrs.frozen
class Renaming:
    """What a table's columns are in the project's own form.

    Arguments:
        columns: of each name in that form the table's own.
        others: every other column is data under its own name; else it is left out.
        kinds: what rule files call each event; empty where all keep their names.
        missing: texts that mean "no value".
        mapped: of the other columns, those called `id`, `unit` or `actor` are data too.
    """

    columns: Mapping[str, str]
    others: bool = False
    kinds: Mapping[str, str] = attrs.field(factory=dict)
    missing: frozenset[str] = frozenset()
    mapped: bool = True

    @classmethod
    def none(cls) -> "Renaming":
        """That of a table in the project's own form."""
        return cls({name: name for name in REQUIRED}, others=True, mapped=False)

    @classmethod
    def of(cls, mapping: EventMapping) -> "Renaming":
        """What a mapping says, if it says no more than this.

        Raises:
            UncleanError: it does.
        """
        row = mapping.row
        if row is None or mapping.split or mapping.case_events or mapping.where:
            raise UncleanError
        if mapping.header not in (None, 1) or row.time.format is not None or row.time.dates:
            raise UncleanError
        own = {"id": row.id, "unit": row.unit, "actor": row.actor}
        named = {"case": mapping.case, "type": row.type, "time": row.time.column}
        named |= {name: column for name, column in own.items() if column is not None}
        for each in row.attributes:
            if each.type is not None or each.name in (*NAMES, *named) or name_of(each.name) != each.name:
                raise UncleanError
            named[each.name] = each.source
        columns = {name: column.name for name, column in named.items() if isinstance(column, Column)}
        if len(columns) < len(named):
            raise UncleanError
        kept = {name: kind for name, kind in mapping.events.items() if kind is not None}
        kinds = kept | {kind: kind for kind in kept.values()}
        return cls(columns, row.other_columns, kinds, mapping.missing)

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Where in a table each name of the project's own form stands.

        Raises:
            UncleanError: a column is not there, or a name would stand for two.
        """
        if not set(header).issuperset(self.columns.values()) or len(set(header)) < len(header):
            raise UncleanError
        found = {name: header.index(column) for name, column in self.columns.items()}
        if self.others:
            used = set(self.columns.values())
            others = {name: place for place, name in enumerate(header) if name not in used}
            if not others.keys().isdisjoint({*found, *(NAMES if self.mapped else ())}):
                raise UncleanError
            found |= others
        return found
