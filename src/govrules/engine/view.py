"""What an evaluation of one policy leans on: its zone, its words, its calendar, how far the log is read."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import attrs

from govrules.declaring import frozen
from govrules.engine.happenings import Derived, Happening
from govrules.engine.moments import BARE, LEFT_OUT, Key, key_of, project, start_of_day, utc
from govrules.engine.records import Records
from govrules.engine.vocabulary import Vocabulary
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.events import Event
from govrules.model.findings import Moment, Reason
from govrules.model.policy import Policy


@frozen(eq=False)
class View:
    """One policy, in one version of it, ready for evaluation."""

    policy: Policy
    zone: ZoneInfo
    vocabulary: Vocabulary
    calendars: Mapping[str, Calendar]
    conventions: Mapping[str, Convention]
    as_of: Moment
    """the instant up to which the log is read, included; never a bare date"""
    first_day: dt.date | None
    """the first day of the log"""
    known_at: dt.date | None
    refuse_projected: bool
    records: Records = attrs.field(factory=Records)
    incomplete: frozenset[str] = frozenset()
    """cases of which a row could not be read"""
    matched: dict[str, dict[object, bool]] = attrs.field(factory=dict, init=False, repr=False)
    """of named events whose conditions the event alone tells, by what events say whether they are one"""

    @property
    def as_of_key(self) -> Key:
        """What is known at `as_of` has a key below it."""
        return (key_of(self.as_of, self.zone)[0], BARE)

    def has_come(self, instant: dt.datetime) -> bool:
        """Whether an instant lies at or before `as_of`."""
        return utc(instant) <= self.as_of_key[0]

    @property
    def as_of_instant(self) -> dt.datetime:
        assert self.as_of.instant is not None
        return self.as_of.instant

    def happening(self, event: Event, rank: int, doubt: Reason | None = None) -> Happening:
        """An event of the log as this policy sees it; `doubt` says why it is not to be trusted alone."""
        moment = project(event.time, self.zone)
        return self.seen(event, rank, moment, key_of(moment, self.zone), doubt)

    def seen(self, event: Event, rank: int, moment: Moment, key: Key, doubt: Reason | None) -> Happening:
        """The same, where the moment of the event in the zone is known, and its place in the order."""
        return Happening(
            event=event,
            type=self.vocabulary.resolve(event.type),
            at=moment,
            known=moment,
            key=key,
            rank=rank,
            doubt=doubt,
        )

    def derived(self, derived: Derived, rank: int) -> Happening:
        """What a deadline brought about, as this policy sees it."""
        known = project(derived.known, self.zone)
        if derived.generation >= LEFT_OUT:
            # It follows from an event of which only the day is known.
            known = start_of_day(known.date)
        return Happening(
            event=derived.event,
            type=derived.kind or self.vocabulary.resolve(derived.event.type),
            at=project(derived.at, self.zone),
            known=known,
            key=(utc(derived.known), derived.generation),
            rank=rank,
            derived_from=derived.derived_from,
            finding=derived.finding if derived.kind else None,
            counts_from=derived.counts_from,
            about=derived.about,
            given=not derived.kind,
        )
