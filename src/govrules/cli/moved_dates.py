"""Which due dates of a table or of a log move when one calendar takes the place of another."""

import argparse
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import attrs

from govrules.cli.arguments import mistake
from govrules.cli.case_rows import Defaults
from govrules.cli.csv_cells import read_document
from govrules.cli.due_batch import Counted, count_table
from govrules.cli.due_text import clock
from govrules.cli.inputs import evaluating, read_material
from govrules.cli.screen import Screen
from govrules.cli.time_packs import Named
from govrules.counting.due import Due, Running
from govrules.diagnostics import Language
from govrules.diagnostics.codes import tables as codes
from govrules.explaining.names import Names
from govrules.model.calendar import Calendar
from govrules.model.findings import Obligation

PAUSED = "paused"
"""stands where a date would, while nothing has ended a pause"""


@attrs.frozen
class Moved:
    """One due date under both calendars; empty where there is none."""

    case: str
    what: str
    """the clause, or the period of a row"""
    old: str
    new: str
    state: tuple[str, str] | None = None
    """of the obligation, before and after, where it changes"""


@attrs.frozen
class Movement:
    """What became of the due dates of one source."""

    counted: int
    moved: tuple[Moved, ...]
    incomplete: bool = False
    """whether something of the source could not be read or counted"""


def table_movement(given: argparse.Namespace, old: Calendar, new: Calendar, screen: Screen) -> Movement:
    """The dates of a table of cases; a row without a calendar counts on the one that is compared."""
    document, warnings = read_document(given.table)
    screen.diagnostics(warnings)
    defaults = Defaults(new.name, given.convention)
    before, after = (
        count_table(document, named=Named(given.search, instead=_names(old, new, each)), defaults=defaults)
        for each in (old, new)
    )
    pairs = list(zip(before.cases, after.cases, strict=True))
    # What only the new calendar reaches had no date before, and that is no mistake of the table.
    unread = [each for _, each in pairs if not each.ok]
    screen.diagnostics([problem for each in unread for problem in each.problems])
    moved = [
        Moved(one.id, _period(two, screen.lang), _date(one), _date(two))
        for one, two in pairs
        if _date(one) != _date(two)
    ]
    return Movement(len(pairs), tuple(moved), incomplete=bool(unread))


def _names(old: Calendar, new: Calendar, chosen: Calendar) -> Mapping[str, Calendar]:
    return {old.name: chosen, new.name: chosen}


def _period(case: Counted, lang: Language) -> str:
    return "" if case.asked is None else case.asked.period.text(lang)


def _date(case: Counted) -> str:
    match case.result:
        case Due():
            return _shown(case.result.date.isoformat(), clock(case.result.end), case.result.count.period)
        case Running():
            return PAUSED
    return ""


def _shown(date: str, end: str, period: object) -> str:
    return end if getattr(period, "is_clock", False) else date


def log_movement(given: argparse.Namespace, old: Calendar, new: Calendar, screen: Screen) -> Movement:
    """The due dates of a log under rules.

    Raises:
        DiagnosticsError: no policy of the rules counts on the calendar; rules or events cannot be used.
    """
    material = read_material(given, screen, "calendar diff", given.rules)
    used = {old.name, new.name} & set(material.rulebook.calendars)
    if not used:
        raise mistake(codes.NOT_USED_BY_RULES, name=new.name)
    with evaluating(screen):
        before, after = (
            material.evaluate(
                attrs.evolve(
                    material.rulebook,
                    calendars={**material.rulebook.calendars, **dict.fromkeys(used, each)},
                )
            )
            for each in (old, new)
        )
        names = Names(screen.lang, material.rulebook)
        moved = tuple(moved_between(*before.unlike(after), names, names))
        counted = sum(after.counts.values())
    return Movement(counted, moved, incomplete=not material.log.ok)


def moved_between(
    before: Iterable[Obligation], after: Iterable[Obligation], old_names: Names, new_names: Names
) -> Iterator[Moved]:
    """Obligations whose due end or state changes; an id is the same in both, and may be in one alone."""
    old, new = _told(before, old_names), _told(after, new_names)
    for id in sorted({*old, *new}, key=lambda each: ((new.get(each) or old[each]).case, each)):
        one, two = old.get(id, _NONE), new.get(id, _NONE)
        if one.end == two.end and one.state == two.state:
            continue
        shown = old[id] if two is _NONE else two
        states = (one.state, two.state)
        yield Moved(shown.case, shown.what, _day(one), _day(two), states if states[0] != states[1] else None)


class _Told(NamedTuple):
    """What is compared of an obligation: it is not held meanwhile."""

    case: str
    what: str
    state: str
    due: dt.date | None
    end: dt.datetime | dt.date | None


_NONE = _Told("", "", "", None, None)


def _told(obligations: Iterable[Obligation], names: Names) -> dict[str, _Told]:
    titles: dict[tuple[str, dt.date | None], str] = {}
    found: dict[str, _Told] = {}
    for each in obligations:
        version = (each.full_clause, each.version_from)
        if version not in titles:
            titles[version] = names.clause(each)
        found[each.id] = _Told(each.case, titles[version], each.state, each.due, each.due_end or each.due)
    return found


def _day(told: _Told) -> str:
    return "" if told.due is None else told.due.isoformat()
