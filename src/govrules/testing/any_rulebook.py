"""Random rulebooks: valid rule files over a small vocabulary, with random calendars and conventions."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
from hypothesis import note
from hypothesis import strategies as st

from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text
from govrules.testing.any_accountability import accountability
from govrules.testing.any_calendar import calendars
from govrules.testing.any_clause import HEAD
from govrules.testing.any_convention import conventions
from govrules.testing.any_duty import duty
from govrules.testing.any_history import histories
from govrules.testing.any_maintenance import maintenance
from govrules.testing.any_prohibition import prohibition
from govrules.testing.any_quota import quota
from govrules.testing.any_requirement import requirement
from govrules.testing.history import History
from govrules.testing.pasting import flow

_PLACEHOLDERS = Path(__file__).parent / "placeholders"
KINDS: Mapping[str, Callable[[st.DrawFn, list[str]], dict[str, Any]]] = {
    "duty": duty,
    "requirement": requirement,
    "prohibition": prohibition,
    "quota": quota,
    "maintenance": maintenance,
    "accountability": accountability,
}
"""what writes a random clause of each kind, given the names of the clauses before it"""

_CALENDARS = calendars(hours=True, horizon=True)
_CONVENTIONS = conventions()


def rulebooks(*, most: int = 4) -> st.SearchStrategy[Rulebook]:
    """Valid rulebooks of one policy: clauses of every kind, with many of their parts.

    The text of a failing one is printed as a note.

    Args:
        most: at most so many clauses.
    """
    return _rulebooks(most)


@st.composite
def _rulebooks(draw: st.DrawFn, most: int) -> Rulebook:
    text = draw(rule_texts(most=most))
    calendar, convention = draw(_CALENDARS), draw(_CONVENTIONS)
    others = []
    if convention.roll_calendar is not None:
        others.append(attrs.evolve(draw(_CALENDARS), name=convention.roll_calendar))
    note(text)
    return with_time(load_text(text, search=[_PLACEHOLDERS]).or_raise(), calendar, convention, *others)


def with_time(rulebook: Rulebook, calendar: Calendar, convention: Convention, *others: Calendar) -> Rulebook:
    """The rulebook counting by another calendar and convention.

    Args:
        others: calendars that the convention names.
    """
    policies = tuple(
        attrs.evolve(policy, calendar=calendar.name, convention=convention.name)
        for policy in rulebook.policies
    )
    return attrs.evolve(
        rulebook,
        policies=policies,
        calendars={each.name: each for each in (calendar, *others)},
        conventions={convention.name: convention},
    )


def cases_at_random(*, most: int = 4) -> st.SearchStrategy[History]:
    """A random history under a random rulebook.

    Args:
        most: at most so many clauses.
    """
    return rulebooks(most=most).flatmap(histories)


@st.composite
def rule_texts(draw: st.DrawFn, *, most: int = 4) -> str:
    """The texts of `rulebooks`, as a rule file holds them.

    Args:
        most: at most so many clauses.
    """
    lines = [HEAD, "clauses:"]
    names: list[str] = []
    # Duties have most parts to be tried, and others are built on what they come to.
    kinds = st.sampled_from(["duty", "duty", "duty", "requirement", "prohibition", *KINDS])
    for number, kind in enumerate(draw(st.lists(kinds, min_size=1, max_size=most))):
        name = f"clause-{number + 1}"
        clause = KINDS[kind](draw, names)
        lines.append(f"  {name}: {flow(clause)}")
        names.append(name)
    return "\n".join(lines) + "\n"
