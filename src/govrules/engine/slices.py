"""Slices: what a clause is about, and which happenings each slice sees.

An event type that does not carry a field of `per` reaches every slice of its case; an event whose type
declares the field but that lacks it may belong to any of them, which is a doubt.
"""

from functools import cached_property
from typing import Literal

import attrs

from govrules.declaring import frozen
from govrules.engine import reasons
from govrules.engine.context import Facts
from govrules.engine.entries import Entries, seen
from govrules.engine.happenings import Entry, Happening, Mitigation, Slice, ordered
from govrules.engine.lookups import declared_field, field_of
from govrules.engine.values import text_of
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.conditions import Lookup
from govrules.model.findings import Reason
from govrules.model.maintenance import Maintenance
from govrules.model.quota import Quota

WHOLE_POLICY = "policy"
"""in `per`: one slice over the whole log"""


@frozen(eq=False)
class Scope:
    """The happenings that one clause is evaluated over: those of a case, or of the whole log."""

    view: View
    case: str | None
    """None for the whole log"""
    happenings: tuple[Happening, ...]
    """in order"""
    by_case: "dict[str, tuple[Happening, ...]]"
    facts: Facts
    late: "dict[int, str]"
    """events of the log that a lapse had deemed before they came, by rank, with the lapse's id"""
    mitigations: "dict[str, tuple[Mitigation, ...]]" = attrs.field(factory=dict)
    """what lifts or lowers a proposed measure, by the id of its finding"""

    _slices: "dict[tuple[str, ...], tuple[SliceView, ...]]" = attrs.field(factory=dict, init=False)
    """by the fields of `per` the slices that were asked for before: many clauses have the same"""

    @cached_property
    def types(self) -> frozenset[str]:
        """The types of the happenings."""
        return frozenset(each.type for each in self.happenings)

    @property
    def whole(self) -> "SliceView":
        """Everything in the scope, whatever slice it belongs to."""
        return self.slices(())[0]

    def slices(self, fields: tuple[str, ...]) -> "tuple[SliceView, ...]":
        """Every slice by these fields, in order of its values."""
        if fields not in self._slices:
            self._slices[fields] = _slices(fields, self)
        return self._slices[fields]


@frozen(eq=False)
class SliceView:
    """One slice and what it sees."""

    values: Slice
    entries: Entries
    opened: Happening | None
    """the first happening that names the slice; None where the case itself is the slice"""
    is_registry: bool = False
    """whether it stands for the whole log, which is asked about on days of the calendar"""
    doubt: Reason | None = None
    """why it is not certain that there is such a slice"""


def value_in(happening: Happening, field: str) -> str | None:
    """The value that a happening carries in a field of a slice, as text."""
    found = field_of(happening, field)
    return None if found is None else text_of(found)


def fields_of(clause: Clause) -> tuple[str, ...]:
    """The fields of `per` besides the case; one slice over the whole log has none."""
    return tuple(field for field in clause.per if field not in {"case", WHOLE_POLICY})


def slice_names(clause: Clause) -> frozenset[str]:
    """What a clause is sliced by, with what names a member: an event that says one may open a slice."""
    member = {clause.for_each.variable} if clause.for_each is not None else set[str]()
    return frozenset({*fields_of(clause), *member})


def crosses_cases(clause: Clause) -> bool:
    """Whether a clause is evaluated over the whole log.

    What a quota or what must hold is asked of every member of a population that no case brings along, all
    cases belong to.
    """
    if "case" not in clause.per:
        return True
    if not isinstance(clause.body, Quota | Maintenance) or clause.for_each is None or clause.per != ("case",):
        return False
    return not any(isinstance(each, Lookup) and each.root == "case" for each in clause.for_each.values)


def slices(clause: Clause, scope: Scope) -> tuple[SliceView, ...]:
    """Every slice of a clause in the scope, in order of its values."""
    return scope.slices(fields_of(clause))


def _slices(fields: tuple[str, ...], scope: Scope) -> tuple[SliceView, ...]:
    if not fields:
        return (SliceView((), seen(scope.happenings), None),)
    named: dict[tuple[str, ...], list[Happening]] = {}
    rest: list[Happening] = []
    for happening in scope.happenings:
        values = tuple(value_in(happening, field) for field in fields)
        complete = tuple(value for value in values if value is not None)
        if len(complete) == len(fields):
            named.setdefault(complete, []).append(happening)
        else:
            rest.append(happening)
    elsewhere = _Elsewhere.of(rest, fields, scope.view)
    return tuple(_slice(fields, values, named[values], elsewhere, scope) for values in sorted(named))


@frozen(eq=False)
class _Elsewhere:
    """The happenings that do not name their slice in full: by case, and those that may belong to any."""

    by_case: dict[str, list[Happening]]
    doubtful: tuple[Happening, ...]

    @classmethod
    def of(cls, happenings: list[Happening], fields: tuple[str, ...], view: View) -> "_Elsewhere":
        by_case: dict[str, list[Happening]] = {}
        doubtful: list[Happening] = []
        for each in happenings:
            if any(_lacks(each, field, view) for field in fields):
                doubtful.append(each)
            else:
                by_case.setdefault(each.event.case, []).append(each)
        return cls(by_case, tuple(doubtful))


def _lacks(happening: Happening, field: str, view: View) -> bool:
    """Whether an event lacks a field that its type declares."""
    return value_in(happening, field) is None and declared_field(happening, field, view) is not None


def _slice(
    fields: tuple[str, ...],
    values: tuple[str, ...],
    named: list[Happening],
    elsewhere: _Elsewhere,
    scope: Scope,
) -> SliceView:
    wanted = tuple(zip(fields, values, strict=True))
    cases = {happening.event.case for happening in named}
    certain = {happening.event.case for happening in named if happening.doubt is None}
    doubts = {each.event.case: each.doubt for each in named if each.event.case not in certain}
    others = (
        *elsewhere.doubtful,
        *(each for case in sorted(cases) for each in elsewhere.by_case.get(case, ())),
    )
    entries = [
        # What a case did belongs here for certain only where a certain event takes the case here.
        Entry(happening, lacks or doubts.get(happening.event.case))
        for happening in ordered((*named, *others))
        if (lacks := reach(happening, wanted, cases, scope.view)) is not False
    ]
    # A slice that only contradicted records name may not exist at all.
    opened = next((each for each in named if each.doubt is None), None)
    return SliceView(wanted, Entries(entries), opened or named[0], doubt=None if opened else named[0].doubt)


def reach(
    happening: Happening, wanted: Slice, cases: "set[str] | None", view: View
) -> Reason | Literal[False] | None:
    """None where a happening belongs to a slice for certain, False where it does not, else why it is unknown.

    Args:
        cases: the cases in which the slice took part, for events that do not carry the field; None is all.
    """
    doubt: Reason | None = None
    for field, value in wanted:
        found = value_in(happening, field)
        if found is None and declared_field(happening, field, view) is not None:
            doubt = reasons.slice_field_missing(field, happening.type, happening.at)
        elif found is None:
            if cases is not None and happening.event.case not in cases:
                return False
        elif found != value:
            return False
    return doubt
