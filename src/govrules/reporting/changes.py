"""What has changed since a list before: new, done, moved, warned of, passed on."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError
from govrules.diagnostics.codes import worklists as codes
from govrules.model.evaluation import Evaluation
from govrules.model.views import HumanView
from govrules.reporting.tasks import Task, Worklist

FORMAT = 1
"""the version of the JSON shape of a list"""

What: TypeAlias = Literal["new", "closed", "due", "card", "party", "said"]
WHATS: tuple[What, ...] = ("new", "closed", "due", "card", "party", "said")


@attrs.frozen
class Change:
    """One thing that is otherwise than in the list before."""

    what: What
    id: str
    case: str
    full_clause: str
    before: str | None = None
    """the due day, card or party in the list before, or whether it was contested or excused"""
    after: str | None = None
    """the same in this list; of what is closed the state that it came to, None where the rules or the log
    know it no more; of what is new the due day"""


def to_dict(found: Worklist) -> dict[str, object]:
    """A JSON-ready dictionary, from which a later run tells what has changed (`changes`)."""
    return {
        "format": FORMAT,
        "as_of": None if found.as_of is None else found.as_of.isoformat(),
        "day": None if found.day is None else found.day.isoformat(),
        "tasks": [_plain(each) for each in found.tasks],
    }


def _plain(task: Task) -> dict[str, object]:
    return {
        "id": task.id,
        "case": task.case,
        "policy": task.policy,
        "clause": task.clause,
        "section": task.section,
        "card": task.card,
        "due": None if task.due is None else task.due.isoformat(),
        "due_end": None if task.due_end is None else task.due_end.isoformat(),
        "days_left": task.days_left,
        "working_days_left": task.working_days_left,
        "unit": task.unit,
        "party": task.party,
        "warning": task.warning,
        "strength": task.strength,
        "reason": None if task.reason is None else task.reason.code,
        "views": [_said(each) for each in task.views],
    }


def _said(view: HumanView) -> dict[str, object]:
    return {
        "stance": view.stance,
        "at": str(view.evidence.at),
        "unit": view.unit,
        "actor": view.actor,
        "reason": view.reason,
    }


@attrs.frozen
class Earlier:
    """A list of an earlier run, as it was kept."""

    day: dt.date | None
    tasks: tuple[Mapping[str, Any], ...]


def read_earlier(text: str, *, file: str) -> Earlier:
    """A list that was written as JSON.

    Raises:
        DiagnosticsError: the text is no such list (GR660).
    """
    try:
        found = json.loads(text)
        tasks = found["tasks"]
        if found["format"] != FORMAT or not all(
            isinstance(each[key], str) for each in tasks for key in _KEYS
        ):
            raise ValueError
        for each in tasks:
            _stances(each.get("views", ()))
        day = None if found["day"] is None else dt.date.fromisoformat(found["day"])
        return Earlier(day, tuple(tasks))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DiagnosticsError([Diagnostic(codes.NO_WORKLIST, values={"file": file})]) from None


_KEYS = ("id", "case", "policy", "clause", "card")


def changes(before: Earlier, now: Worklist, evaluation: Evaluation) -> tuple[Change, ...]:
    """What is otherwise than before, what is new first; a task may have changed in several ways.

    Args:
        before: the list of an earlier run, with the same choice of units and parties.
        now: the list of this run.
        evaluation: of this run; it tells what became of what stands in the list no more.
    """
    found = list(_changes(before.tasks, now.tasks, evaluation))
    return tuple(
        sorted(found, key=lambda each: (WHATS.index(each.what), each.case, each.full_clause, each.id))
    )


def _changes(
    before: Sequence[Mapping[str, Any]], now: Sequence[Task], evaluation: Evaluation
) -> Iterator[Change]:
    earlier = {each["id"]: each for each in before}
    open_now = {each.id for each in now}
    states = {each.id: each.state for each in evaluation.obligations}
    for task in now:
        old = earlier.get(task.id)
        due = None if task.due is None else task.due.isoformat()
        if old is None:
            yield Change("new", task.id, task.case, task.full_clause, after=due)
            continue
        pairs: tuple[tuple[What, str | None, str | None], ...] = (
            ("due", old.get("due"), due),
            ("card", old["card"], task.card),
            ("party", old.get("party"), task.party),
            ("said", _stances(old.get("views", ())), _stances([_said(each) for each in task.views])),
        )
        for what, was, is_ in pairs:
            if was != is_:
                yield Change(what, task.id, task.case, task.full_clause, was, is_)
    for name, old in earlier.items():
        if name not in open_now:
            clause = f"{old['policy']}/{old['clause']}"
            yield Change("closed", name, old["case"], clause, old.get("due"), states.get(name))


def _stances(views: Sequence[Mapping[str, Any]]) -> str | None:
    """`contested, excused`; None where nobody says anything."""
    return ", ".join(sorted({str(each["stance"]) for each in views})) or None
