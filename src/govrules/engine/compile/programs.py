"""The programs of a rulebook, each compiled once."""

import datetime as dt
from bisect import bisect_right

from govrules.engine.compile.apart import Apart
from govrules.engine.compile.outcomes import with_asked
from govrules.engine.compile.source import Program, read_policy
from govrules.engine.concerned import ClauseVersions, clauses_of
from govrules.engine.displacement import standing
from govrules.engine.judging import ready
from govrules.engine.moments import zone_of
from govrules.engine.prepare import as_of_moment
from govrules.engine.view import View
from govrules.model.policy import Rulebook
from govrules.model.remembered import remembered


def _none_yet(rulebook: Rulebook) -> dict[object, tuple[Program, ...]]:
    del rulebook
    return {}


_known = remembered(_none_yet)


def programs_of(
    rulebook: Rulebook,
    views: tuple[View, ...],
    days: tuple[dt.date, dt.date] | None,
    *,
    every: bool,
    apart: Apart,
) -> tuple[Program, ...]:
    """The program of each policy.

    Args:
        days: the first and the last day of the log, at the least; None where nothing is known of them.
        every: whether every obligation is recorded, or only what was broken.
        apart: the clauses that have to be judged apart, whatever has a program.
    """
    known, key = _known(rulebook), (_force(rulebook, days), every, apart)
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST:
            known.clear()
        found = known[key] = _written(rulebook, views, clauses_of(views), days, every=every, apart=apart)
    return found


_MOST = 16
"""programs of one rulebook that are kept: which of them a log takes hangs on the types of events in it"""


def _written(
    rulebook: Rulebook,
    views: tuple[View, ...],
    clauses: tuple[ClauseVersions, ...],
    days: tuple[dt.date, dt.date] | None,
    *,
    every: bool,
    apart: Apart,
    shown: frozenset[str] | None = None,
) -> tuple[Program, ...]:
    read = [read_policy(view, clauses, days, every=every, apart=apart) for view in views]
    if shown is not None:
        read = [each.only(shown) for each in read]
    left = frozenset(each.clause for one in read for each in one.left_out)
    apart = apart.with_left_out(left, rulebook, views, clauses)
    return tuple(each.written(clauses, apart) for each in read)


def _force(rulebook: Rulebook, days: tuple[dt.date, dt.date] | None) -> object:
    """Which ends of the spans of force lie within the log: all that a program takes from its days."""
    if days is None:
        return None
    starts, untils = _borders(rulebook)
    return (bisect_right(starts, days[0]), bisect_right(untils, days[1]))


def _found_borders(rulebook: Rulebook) -> tuple[list[dt.date], list[dt.date]]:
    """The first days of all spans of force, and the days on which they have ended, in order."""
    spans = {
        span
        for policy in rulebook.policies
        for span in (policy.in_force, *(each.in_force for each in policy.clauses))
    }
    starts = sorted({span.start for span in spans if span.start is not None})
    return starts, sorted({span.until for span in spans if span.until is not None})


_borders = remembered(_found_borders)


def programs_without_log(
    rulebook: Rulebook, *, clauses: frozenset[str] | None = None, every: bool = False
) -> tuple[Program, ...]:
    """The program of each policy as it is for a log of which nothing is known, for whoever wants to read it.

    Args:
        clauses: only these (`policy/clause`), as if there were no others but those that they ask about; left
            out, all.
        every: whether every obligation is recorded, or only what was broken.
    """
    rulebook = standing(rulebook)
    views = tuple(
        ready(policy, rulebook, as_of_moment(None, (), zone_of(policy.time_zone)), None, None, "project")
        for policy in rulebook.policies
    )
    apart = Apart.of(rulebook, views, None)
    if clauses is None:
        return programs_of(rulebook, views, None, every=every, apart=apart)
    asked = with_asked(clauses, clauses_of(views))
    return _written(rulebook, views, asked, None, every=every, apart=apart, shown=clauses)
