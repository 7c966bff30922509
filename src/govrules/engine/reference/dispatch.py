"""Fulfilment by dispatch: what was posted in time is in time, whenever it arrives.

期满前交邮的，不算过期 (民事诉讼法第八十五条第四款).
"""

import datetime as dt

import attrs

from govrules.engine import reasons
from govrules.engine.counts import Counting
from govrules.engine.entries import Entries
from govrules.engine.happenings import Entry, Happening
from govrules.engine.moments import is_read, key_of, project
from govrules.engine.view import View
from govrules.model.convention import Convention
from govrules.model.events import iso_time

DISPATCHED_AT = "dispatched_at"
"""the field of an event that says on which day, or at which instant, it was sent off"""


def as_dispatched(entries: Entries, counting: Counting, trigger: Happening) -> Entries:
    """What may fulfil a duty, each at its time: under `fulfilled_by: dispatch`, when it was sent.

    An event that does not say when it was sent counts at its own time. What is sent only after `as_of` has
    not been sent. The trigger stays what it is.
    """
    convention = counting.convention
    if not isinstance(convention, Convention) or convention.fulfilled_by != "dispatch":
        return entries
    found = [each for entry in entries for each in _sent(entry, counting.view, trigger)]
    return Entries(sorted(found, key=lambda each: each.happening.order))


def _sent(entry: Entry, view: View, trigger: Happening) -> tuple[Entry, ...]:
    happening = entry.happening
    value = happening.event.data.get(DISPATCHED_AT) if happening.given else None
    if value is None or happening is trigger:
        return (entry,)
    time = (
        value if isinstance(value, dt.date) else iso_time(value.strip()) if isinstance(value, str) else None
    )
    if time is None:
        # It may have been sent at any time since the trigger.
        early = attrs.evolve(happening, at=trigger.at, known=trigger.known, key=trigger.key)
        return (Entry(early, entry.lacks or reasons.not_a_day(f"event.{DISPATCHED_AT}")),)
    sent = project(time, view.zone)
    if not is_read(sent, view.as_of, view.zone):
        return ()
    moved = attrs.evolve(happening, at=sent, known=sent, key=key_of(sent, view.zone))
    if moved.key < trigger.key <= happening.key:
        # Sent before there was a duty, and come after: the day of sending makes nothing late or undone.
        moved = attrs.evolve(happening, at=trigger.at, known=trigger.known, key=trigger.key)
    return (Entry(moved, entry.lacks),)
