"""What one process does: it reads its part of a log, says what it holds, and judges it.

How far a log reaches is known only when all of it has been read, and findings lean on it: up to when the log
is read, and from which day on it covers what happened. So each process tells of its own part, and hears of
the whole, before it judges anything; unless it was told at once, where the log has been read before.
"""

import datetime as dt
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

import attrs

from govrules.engine.compile.findings import Run
from govrules.engine.compile.spans import Span
from govrules.engine.compile.summing import Asked
from govrules.engine.progress import told
from govrules.model.columns import Columns
from govrules.model.events import Time
from govrules.model.findings import State
from govrules.model.policy import Rulebook
from govrules.model.records import Record
from govrules.parallel.keys import lay_down
from govrules.parallel.packing import Packed, packed
from govrules.parallel.parts import Part

_TOLD = 1 << 20
"""bytes after which it is told again how much has been read"""
_AT_ONCE = 2_000
"""findings that are sent in one message"""


@attrs.frozen
class Question:
    """Something that is asked of an evaluation: a field of it, or what a summary asks for."""

    kind: Literal["field", "counts", "cases", "broken", "in state"]
    field: str = ""
    states: frozenset[State] = frozenset()


@attrs.frozen(eq=False)
class Task:
    """What a process is to do."""

    part: Part
    rulebook: Rulebook
    as_of: Time | None
    known_at: dt.date | None
    stated: tuple[Record, ...]
    names: tuple[str, ...]
    """the values of events that will be asked for"""
    questions: tuple[Question, ...]
    span: Span | None
    """of the whole log, where it is known"""
    folder: str = ""
    """where the keys of events are laid down in order; empty where nobody asks for them"""


@attrs.frozen
class Read:
    """So many bytes of a part have been read."""

    count: int


@attrs.frozen
class Unfit:
    """This part cannot be read, or judged, without the rest of the log."""


@attrs.frozen(eq=False)
class Held:
    """What a part holds."""

    events: int
    types: tuple[str, ...]
    span: Span


@attrs.frozen(eq=False)
class Found:
    """Some of the answer to a question."""

    question: Question
    values: Packed


def judge_part(task: Task, line: Connection) -> None:
    """Read a part of a log and judge it, and send what is found."""
    columns = task.part.columns(task.names, _Telling(line).progress)
    if columns is None:
        line.send(Unfit())
        return
    span = task.span
    if span is None:
        line.send(Held(len(columns), tuple(columns.types), Span.of(columns).without_columns(task.rulebook)))
        span = line.recv()
    if task.folder:
        lay_down(columns, Path(task.folder), task.part.name)
    if task.questions:
        # Whoever listens in the process of which this is a copy is told by that one.
        with told(None):
            for message in _judged(task, columns, span):
                line.send(message)


def run_over(task: Task, columns: Columns, span: Span) -> Run | None:
    """The programs over some cases of a log that reaches over a span; None where they gain nothing."""
    incomplete = columns.incomplete_cases
    return Run.of(task.rulebook, columns, task.as_of, task.known_at, task.stated, incomplete, span)


def _judged(task: Task, columns: Columns, span: Span) -> Iterator[Found | Unfit]:
    run = run_over(task, columns, span)
    if run is None:
        yield Unfit()
        return
    asked = Asked(run)
    for question in task.questions:
        value = _answer(question, asked)
        every = value if isinstance(value, tuple) else (value,)
        for first in range(0, len(every), _AT_ONCE):
            yield Found(question, packed(every[first : first + _AT_ONCE]))


def _answer(question: Question, asked: Asked) -> object:
    match question.kind:
        case "field":
            return asked.field(question.field)
        case "counts":
            return dict(asked.counts())
        case "cases":
            return asked.cases()
        case "broken":
            return asked.broken()
        case "in state":
            return asked.in_state(question.states)


@attrs.define
class _Telling:
    """Tells how much has been read, now and then."""

    line: Connection
    last: int = 0

    def progress(self, done: int, whole: int) -> None:
        if done - self.last >= _TOLD or done >= whole:
            self.last = done
            self.line.send(Read(done))
