"""A law: what must hold of every history, or every count, under every rulebook."""

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeAlias

import attrs
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.engine.stated import StatedRecords
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event, Time
from govrules.model.policy import Rulebook
from govrules.testing.history import History
from govrules.testing.pasting import finding_lines


class Judge(Protocol):
    """What evaluates: `govrules.evaluate`, or another that must say the same."""

    def __call__(
        self,
        rulebook: Rulebook,
        events: Iterable[Event],
        /,
        *,
        as_of: Time | None = None,
        known_at: dt.date | None = None,
        records: StatedRecords = (),
    ) -> Evaluation: ...


REFERENCE: Judge = evaluate


def judged(history: History, judge: Judge) -> Evaluation:
    """What a judge finds in a history, up to its own day."""
    if not history.records:
        # A judge that somebody wrote may know of no records.
        return judge(history.rulebook, history.events, as_of=history.as_of)
    return judge(history.rulebook, history.events, as_of=history.as_of, records=history.records)


@attrs.frozen
class Difference:
    """How a law was broken: by which history or count, and what differed."""

    what: str
    history: History | None = None
    question: str = ""


class NotTriedError(Exception):
    """A law has nothing to say about a rulebook; the text says why, for people."""


class NotApplicable(Exception):  # noqa: N818 - no mistake of anybody: the example shows nothing
    """A law has nothing to say about an example; the text says why, for people."""


Sample: TypeAlias = Any


@attrs.frozen
class Law:
    """One law, with the examples that it is tried on.

    `samples` gives strategies, each with a label (a clause, or nothing); it raises `NotTriedError` where the
    law has nothing to say about a rulebook. `check` returns how an example breaks the law, or None.
    """

    name: str
    source: str
    """the page that states it, and its number there"""
    meaning: str
    samples: Callable[[Rulebook], Sequence[tuple[str, st.SearchStrategy[Sample]]]] = attrs.field(repr=False)
    check: Callable[[Sample, Judge], Difference | None] = attrs.field(repr=False)
    skipped: Callable[[Rulebook], dict[str, str]] = attrs.field(default=lambda _: {}, repr=False)
    """clauses that it is not tried on, with the reason"""
    every_clause: bool = attrs.field(default=False, repr=False)
    """whether it is broken where no example of a clause says anything about the clause"""


class LawBrokenError(AssertionError):
    """A law does not hold: the text names it and gives a history that can be pasted into a scenario file."""

    def __init__(self, law: Law, difference: Difference, *, about: str = "") -> None:
        self.law = law
        self.difference = difference
        self.about = about
        super().__init__(_message(law, difference, about))


def _message(law: Law, difference: Difference, about: str) -> str:
    lines = [f"law broken: {law.name}{f' ({about})' if about else ''}", f"  {law.meaning} ({law.source})"]
    if difference.question:
        lines += ["", "the count:", *(f"  {line}" for line in difference.question.splitlines())]
    if difference.history is not None:
        lines += ["", "the history, as a scenario:", "", repr(difference.history)]
    lines += ["", "what differed:", *(f"  {line}" for line in difference.what.splitlines())]
    return "\n".join(lines)


def differing(rulebook: Rulebook, first: Iterable[Any], second: Iterable[Any]) -> str:
    """What two lists of findings do not share, in the words of scenarios; empty where they are equal.

    Lines with `-` are found only the first time, lines with `+` only the second.
    """
    one, two = list(first), list(second)
    if one == two:
        return ""
    before, after = finding_lines(rulebook, one), finding_lines(rulebook, two)
    if before == after:
        # Alike in the words of scenarios: the difference lies in a detail.
        before, after = [repr(each) for each in one], [repr(each) for each in two]
    found = [
        line
        for line in difflib.unified_diff(before, after, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    return "\n".join(found) or "their order"
