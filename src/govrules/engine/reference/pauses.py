"""Pauses that run: how an end finds its start, and which of them run already when a duty arises."""

from collections.abc import Callable, Iterable
from functools import partial

from govrules.declaring import frozen
from govrules.engine.conditions import holds
from govrules.engine.context import Context
from govrules.engine.patterns import Occurrence
from govrules.engine.reference.marks import Mark
from govrules.engine.slices import value_in
from govrules.engine.values import Missing
from govrules.model.clauses import Duty
from govrules.model.findings import Evidence, PauseTaken, Reason


@frozen(eq=False)
class OpenPause:
    """A pause that has begun and not ended."""

    rule: int
    key: tuple[str | None, ...]
    """the values by which an end is paired with its start"""
    start: Occurrence

    def is_ended_by(self, rule: int, key: tuple[str | None, ...]) -> bool:
        """Whether an end with this key ends the pause: a field that either lacks does not tell them apart."""
        return self.rule == rule and all(
            a is None or b is None or a == b for a, b in zip(self.key, key, strict=True)
        )


def key_of(mark: Mark, body: Duty) -> tuple[str | None, ...]:
    """The values by which an end of a pause is paired with its start."""
    return tuple(value_in(mark.happening, field) for field in body.pause[mark.rule].per)


def is_paused(mark: Mark, running: Iterable[OpenPause], body: Duty) -> bool:
    """Whether the pause that a mark starts or ends is running."""
    key = key_of(mark, body)
    return any(each.is_ended_by(mark.rule, key) for each in running)


def take_next(waiting: list[Mark], is_stopped: Callable[[Mark], bool]) -> Mark:
    """Take out the next mark; at equal times, if paused, ends come before starts, else starts first.

    Each pause goes by its own state: that another procedure is under way says nothing about this one, and a
    pause of no length changes nothing.

    Args:
        waiting: in order of time; at least one.
        is_stopped: whether the pause or interruption that a mark starts or ends is running.
    """
    same = [each for each in waiting if each.happening.key == waiting[0].happening.key]
    clocks = [each for each in same if each.step in _STARTS | _ENDS]
    fitting = (each for each in clocks if (each.step in _ENDS) == is_stopped(each))
    chosen = next(fitting, clocks[0] if clocks else same[0])
    waiting.remove(chosen)
    return chosen


_STARTS = {"pause", "interrupt"}
_ENDS = {"resume", "restart"}


def running_after(
    marks: Iterable[Mark], body: Duty, context: Context
) -> list[tuple[OpenPause, Reason | None]]:
    """The pauses that run after these starts and ends, each with why that is not certain.

    The law takes out the time of a procedure whenever it began (行政许可法 article 45).

    Args:
        marks: starts and ends of pauses before the trigger, in order of time.
    """
    running: list[tuple[OpenPause, Reason | None]] = []
    waiting = list(marks)
    while waiting:
        open_now = [each for each, _ in running]
        mark = take_next(waiting, partial(is_paused, running=open_now, body=body))
        rule, key = body.pause[mark.rule], key_of(mark, body)
        doubt = mark.occurrence.doubt
        if mark.step == "pause":
            allowed = holds(rule.if_, context.at(mark.happening, mark.occurrence.parts))
            if isinstance(allowed, Missing):
                doubt = doubt or allowed.reason
            again = any(each.rule == mark.rule and each.key == key for each, _ in running)
            if allowed is not False and not again:
                running.append((OpenPause(mark.rule, key, mark.occurrence), doubt))
        elif doubt is None:
            running = [(each, why) for each, why in running if not each.is_ended_by(mark.rule, key)]
        else:
            running = [(each, doubt if each.is_ended_by(mark.rule, key) else why) for each, why in running]
    return running


def pauses_taken(
    stops: Iterable[tuple[OpenPause, Occurrence | None]],
    interrupts: Iterable[tuple[Occurrence, Occurrence | None]],
    body: Duty,
) -> tuple[PauseTaken, ...]:
    """Pauses and interruptions as a finding shows them, in order of time; without an end they still run."""
    found = [
        PauseTaken(each.start.happening.evidence(), _shown(end), "pause", body.pause[each.rule].days)
        for each, end in stops
    ]
    found += [PauseTaken(start.happening.evidence(), _shown(end), "interrupt") for start, end in interrupts]
    return tuple(sorted(found, key=lambda each: (each.start.at.local, each.kind)))


def _shown(end: Occurrence | None) -> Evidence | None:
    return None if end is None else end.happening.evidence()
