"""Pauses that run: how an end finds its start, and which of them run already when a duty arises."""

from collections.abc import Iterable

import attrs

from govrules.engine.conditions import holds
from govrules.engine.context import Context
from govrules.engine.patterns import Occurrence
from govrules.engine.reference.marks import Mark
from govrules.engine.slices import value_in
from govrules.engine.values import Missing
from govrules.model.clauses import Duty
from govrules.model.findings import Reason


@attrs.frozen(eq=False)
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


def running_after(
    marks: Iterable[Mark], body: Duty, context: Context
) -> list[tuple[OpenPause, Reason | None]]:
    """The pauses that run after these starts and ends, each with why that is not certain.

    The law takes out the time of a procedure whenever it began (行政许可法 article 45).

    Args:
        marks: starts and ends of pauses before the trigger, in order of time.
    """
    running: list[tuple[OpenPause, Reason | None]] = []
    for mark in marks:
        rule = body.pause[mark.rule]
        key = tuple(value_in(mark.happening, field) for field in rule.per)
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
