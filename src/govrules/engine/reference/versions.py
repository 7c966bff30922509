"""Which version of a clause decides: that of the trigger, unless a later one says otherwise.

从旧 (`trigger`), 从新 (`immediate`), 从旧兼从轻 (`milder`).
"""

import datetime as dt
from collections.abc import Callable

import attrs

from govrules.engine import reasons
from govrules.engine.limits import Resolved
from govrules.engine.moments import Key, key_of, last_day_read, start_of_day
from govrules.engine.reference.course import Course, fires_at
from govrules.engine.triggers import Trigger, Version
from govrules.model.clauses import Clause, Duty

CourseUnder = Callable[[Version, str | None], tuple[Course, Resolved]]


def course_under_versions(
    trigger: Trigger, limit_name: str | None, versions: tuple[Version, ...], course_under: CourseUnder
) -> tuple[Course, Resolved, Version]:
    """The course that decides, its limit and the version it comes from.

    A later version touches only what is open when it begins, and only from the day it has begun.
    """
    version = trigger.version
    course, resolved = course_under(version, limit_name)
    view = version.scope.view
    for later in sorted(versions, key=lambda each: each.clause.in_force.start or dt.date.min):
        start = later.clause.in_force.start
        if (
            later.clause.transition == "trigger"
            or start is None
            or start <= trigger.happening.at.date
            or start > last_day_read(view.as_of)
            or not _has_limit(later.clause, limit_name)
        ):
            continue
        begins = key_of(start_of_day(start), view.zone)
        if not _is_open_at(course, begins):
            continue
        other, other_limit = course_under(later, limit_name)
        if later.clause.transition == "milder":
            if _is_later(other, course):
                course, resolved, version = other, other_limit, later
        elif other.due is not None and fires_at(other.due) < begins:
            # A shorter limit in force from today cannot have been missed yesterday; the text must say.
            course = attrs.evolve(other, doubt=reasons.passed_before_in_force(start))
            resolved, version = other_limit, later
        else:
            course, resolved, version = other, other_limit, later
    return course, resolved, version


def _is_open_at(course: Course, begins: Key) -> bool:
    closing = course.ended if course.fulfilled is None else course.fulfilled
    if closing is not None and closing.happening.key < begins:
        return False
    return not (course.fired and course.due is not None and fires_at(course.due) < begins)


def _is_later(other: Course, course: Course) -> bool:
    """Whether a course leaves more time; without a due date there is no end of it."""
    if other.doubt is not None or course.due is None:
        return False
    return other.due is None or fires_at(other.due) > fires_at(course.due)


def _has_limit(clause: Clause, name: str | None) -> bool:
    """Whether a version has the limit of that name; one that it no longer has stays as it was."""
    return isinstance(clause.body, Duty) and (
        name is None or name in {each.name for each in clause.body.within}
    )
