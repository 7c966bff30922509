"""The worklist as a calendar (iCalendar, RFC 5545): one entry for each due day, with the explanation.

An entry keeps its identity from run to run, so that a calendar that subscribes to the file moves an entry
whose due day has moved, and drops one that is done.
"""

import datetime as dt
from typing import TYPE_CHECKING

from govrules.diagnostics import Language
from govrules.engine.happenings import NO_CASE
from govrules.explaining.explanation import explanation
from govrules.explaining.face import as_text
from govrules.explaining.view import View
from govrules.reporting.sheet import CARD_WORDS, SECTION_WORDS
from govrules.reporting.tasks import Task, Worklist

if TYPE_CHECKING:
    from icalendar import Event

_PRIORITY = {"red": 1, "yellow": 5, "green": 9}
"""RFC 5545, 3.8.1.9: 1 is the highest, 5 medium, 9 the lowest"""


def as_calendar(found: Worklist, view: View) -> bytes:
    """A calendar of the tasks that have a due day, each as an entry of that whole day.

    The entry ends with the due day even where the office closes earlier; its text says when the time is up.
    Entries are stamped with the instant up to which the log was read, and not with the time of the run.

    Raises:
        ImportError: icalendar is not installed (the extra `ical`).
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//govrules//worklist//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "办理期限" if view.names.lang == "zh" else "Due dates")
    for task in found.tasks:
        if task.due is not None and found.as_of is not None:
            calendar.add_component(_entry(task, task.due, found.as_of, view))
    content = calendar.to_ical()
    assert isinstance(content, bytes)
    return content


def _entry(task: Task, due: dt.date, as_of: dt.datetime, view: View) -> "Event":
    from icalendar import Event

    lang: Language = view.names.lang
    at = lang == "zh"
    names = view.names
    entry = Event()
    entry.add("uid", f"{task.id}@govrules")
    # The end of a day is its last microsecond, and a calendar knows seconds.
    stamp = as_of.astimezone(dt.UTC) + dt.timedelta(microseconds=1)
    entry.add("dtstamp", stamp.replace(microsecond=0))
    entry.add("dtstart", due)
    entry.add("dtend", due + dt.timedelta(days=1))
    case = () if task.case == NO_CASE else (task.case,)
    entry.add("summary", _plain(("：" if at else ": ").join((*case, names.clause(task.obligation)))))
    entry.add("description", _plain(as_text(explanation(task.obligation, view), lang)))
    categories = [SECTION_WORDS[task.section][at], CARD_WORDS[task.card][at]]
    entry.add("categories", [each for each in categories if each])
    if task.card in _PRIORITY:
        entry.add("priority", _PRIORITY[task.card])
    # Nobody is busy all day because something is due.
    entry.add("transp", "TRANSPARENT")
    return entry


def _plain(text: str) -> str:
    """Without control characters, which no calendar may hold."""
    return "".join(each for each in text if each.isprintable() or each == "\n")
