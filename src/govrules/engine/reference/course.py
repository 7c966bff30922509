"""The course of one obligation: what became of it up to `as_of`, and when its deadline fires."""

from govrules.counting.due import Due
from govrules.declaring import frozen
from govrules.engine.happenings import Happening
from govrules.engine.moments import Key, just_after, plain
from govrules.engine.patterns import Occurrence
from govrules.engine.reference.alerts import Rung
from govrules.model.findings import ExtensionTaken, Moment, PauseTaken, Reason


@frozen(eq=False)
class SetAside:
    """An event without effect on this obligation, and why."""

    happening: Happening
    reason: Reason


@frozen(eq=False)
class Course:
    """What became of an obligation up to `as_of`."""

    due: Due | None = None
    fulfilled: Occurrence | None = None
    is_late: bool = False
    same_day: bool = False
    fired: bool = False
    """whether the due end passed without fulfilment"""
    paused: bool = False
    ended: Occurrence | None = None
    ended_late: Occurrence | None = None
    known_from: Happening | None = None
    """the event that fixes the due date, where it comes after the trigger"""
    counted_from: Moment | None = None
    """what the period was counted from, or back from; None where none was counted"""
    doubt: Reason | None = None
    doubtful_fulfilment: Reason | None = None
    """an event that may have met the obligation in time"""
    pauses: tuple[PauseTaken, ...] = ()
    extensions: tuple[ExtensionTaken, ...] = ()
    rung: tuple[Rung, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    used: tuple[Happening, ...] = ()

    @property
    def closed_by(self) -> Occurrence | None:
        """What closed it, in time or late; where that is not certain, nothing did."""
        ended_late = self.ended_late
        if ended_late is not None and ended_late.doubt is not None:
            ended_late = None
        return self.fulfilled or self.ended or ended_late


def fires_at(due: Due) -> Key:
    """The place of a deadline in the order of happenings: just after the last instant in time."""
    return just_after(due.late_from, at_once=due.late_at_once)


def is_past(happening: Happening, due: Due) -> bool:
    """Whether something was known only after the due end."""
    if happening.derived_from is not None:
        return happening.key >= fires_at(due)
    return due.is_late(plain(happening.known))
