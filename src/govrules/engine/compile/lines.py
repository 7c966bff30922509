"""What the lines of a clause are written with, and under which tests they stand."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import attrs

from govrules.engine.compile.codes import Reading
from govrules.engine.compile.conditions import Conditions
from govrules.engine.compile.duty_forms import UNSURE
from govrules.engine.compile.names import Names
from govrules.engine.compile.writing import Writer
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.conditions import Condition
from govrules.model.policy import DEPARTURE


@attrs.frozen
class Force:
    """The days on which a clause is in force, as far as the days of the log need it to be asked."""

    since: int | None
    """an ordinal, included; None where the log begins later"""
    until: int | None
    """an ordinal, excluded; None where the log ends before"""

    @classmethod
    def of(cls, clause: Clause, view: View, days: tuple[dt.date, dt.date] | None) -> "Force":
        """Args: days: the first and the last day of the log; None where they are not known."""
        spans = (clause.in_force, view.policy.in_force)
        starts = [
            span.start.toordinal() for span in spans if span.start and not (days and days[0] >= span.start)
        ]
        ends = [
            span.until.toordinal() for span in spans if span.until and not (days and days[1] < span.until)
        ]
        return cls(max(starts, default=None), min(ends, default=None))

    @property
    def test(self) -> str | None:
        """The test whether the day `d` lies in force; None where every day of the log does."""
        tests = [f"d >= {self.since}"] if self.since is not None else []
        tests += [f"d < {self.until}"] if self.until is not None else []
        return " and ".join(tests) or None

    def holds(self, first: int, last: int) -> bool:
        """Whether it is in force on all days from `first` to `last`, both included."""
        return (self.since is None or self.since <= first) and (self.until is None or last < self.until)


@attrs.frozen(eq=False)
class Lines:
    """What the lines of a clause are written with."""

    names: Names
    write: Writer
    every: bool
    """whether every obligation is recorded, or only what was broken"""
    in_force: str | None
    """the test whether the day `d` lies in force; None where it always does"""
    ended: bool = False
    """whether the case is read up to the event only that is judged, and nothing else stands at its instant"""


def comment(clause: Clause) -> str:
    """The line that says which clause follows, and where it stands in the text."""
    return f"# {clause.id}: {clause.cite}" if clause.cite else f"# {clause.id}"


def departs_line(names: Names) -> str:
    """The line that says whether a departure is recorded in the case."""
    vocabulary = names.view.vocabulary
    base = vocabulary.meaning(DEPARTURE)[0]
    named = (name for name in names.view.policy.events if vocabulary.meaning(name)[0] == base)
    looks = " or ".join(f"find({names.kind(each)}, a, b) >= 0" for each in sorted({base, *named}))
    return f"departs = {looks}"


@contextmanager
def under(write: Writer, test: str | None) -> Iterator[None]:
    """Under a test, or where there is none as it stands."""
    if test is None:
        yield
        return
    with write.block(f"if {test}:"):
        yield


def write_condition(condition: Condition | None, reading: Reading, lines: Lines, slot: int) -> str | None:
    """The line that reads the condition of a trigger, and the test that it holds; None where there is none.

    holds = None if (_1 := amount_of_fee_asked[t]) is None else _1 > 100
    if holds is None:
        put((7, t, 10, -1, NO_LIMIT))               # nobody knows whether this is a trigger
    if holds:
        ...

    Args:
        slot: the obligation that is not known to arise.
    """
    if condition is None:
        return None
    code = Conditions(lines.names, reading).test(condition.expression)
    if code.certain:
        return code.text
    lines.write(f"holds = {code.text}")
    with lines.write.block("if holds is None:"):
        lines.write(f"put(({slot}, t, {UNSURE}, -1, NO_LIMIT))")
    return "holds"


def write_choice(condition: Condition, reading: Reading, lines: Lines, unknown: str) -> str:
    """The lines that read a condition, and the line under which it holds; `else:` may follow that.

    holds = suspended_of_case(a, b, now, t)
    if holds is None:
        put((3, t, 9, f, NO_LIMIT))
    elif holds:
        ...

    Args:
        unknown: the line for where it is not known.
    """
    code = Conditions(lines.names, reading).test(condition.expression)
    if code.certain:
        return f"if {code.text}:"
    lines.write(f"holds = {code.text}")
    with lines.write.block("if holds is None:"):
        lines.write(unknown)
    return "elif holds:"
