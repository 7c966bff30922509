"""What people say of findings: events that contest or excuse what was computed, and change nothing in it.

They are taken out of the log before anything is judged and are held against the finished findings, so that
no clause can react to them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import nearest
from govrules.engine import view_reasons
from govrules.engine.found import Remark
from govrules.engine.moments import is_read, project
from govrules.engine.prepare import conflicts, in_order
from govrules.engine.quality import with_remarks
from govrules.engine.slices import crosses_cases
from govrules.engine.values import text_of
from govrules.engine.view import View
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import (
    Alert,
    AnyFinding,
    Attribution,
    Evidence,
    Ignored,
    Lapse,
    LateDecision,
    Obligation,
    Reason,
    Shortfall,
    Unknown,
    Violation,
)
from govrules.model.policy import EventType, Rulebook
from govrules.model.remembered import remembered
from govrules.model.views import STANCES, HumanView, Stance


def _view_words(rulebook: Rulebook) -> Mapping[str, Stance]:
    """The types of events, as a log writes them, by which people say something of a finding.

    The reserved words, and the `names` that policies give them. A name that another policy knows as an event
    of its own stays that event: clauses may wait for it.
    """
    found: dict[str, Stance] = {}
    for word, stance in STANCES:
        names = (name for policy in rulebook.policies for name in _names(policy.events.get(word)))
        found |= dict.fromkeys((word, *names), stance)
    reserved = {word for word, _ in STANCES}
    for policy in rulebook.policies:
        for name, kind in policy.events.items():
            if name not in reserved:
                for each in (name, *kind.names):
                    found.pop(each, None)
    return found


view_words = remembered(_view_words)


def _names(declared: EventType | None) -> tuple[str, ...]:
    return () if declared is None else declared.names


def apart(events: tuple[Event, ...], rulebook: Rulebook) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """The events that are judged, and those by which people say something of what is found."""
    words = view_words(rulebook)
    said = tuple(each for each in events if each.type in words)
    if not said:
        return events, ()
    return tuple(each for each in events if each.type not in words), said


def with_views(
    found: Evaluation, said: Iterable[Event], rulebook: Rulebook, policies: Sequence[View], *, events: str
) -> Evaluation:
    """An evaluation with what people say of its findings, which stay as they are.

    Args:
        found: the evaluation of the log without these events.
        said: the events that `apart` took out, in any order.
        rulebook: that was evaluated.
        policies: as they were evaluated; each says up to when it reads a log. Where nobody said up to when
            (`as_of`), everything that is said counts: it moves no date.
        events: the hash of the whole log.
    """
    provenance = found.provenance
    assert provenance is not None
    log = in_order(said)
    limited = provenance.as_of_given
    readers = [
        tuple(
            each
            for each in policies
            if not limited or is_read(project(event.time, each.zone), each.as_of, each.zone)
        )
        for event in log.events
    ]
    read = [bool(each) or not policies for each in readers]
    conflicting = conflicts(log.events, read)
    words = view_words(rulebook)
    aim = _Aim.of(found, rulebook)
    views: list[HumanView] = []
    ignored: list[Ignored] = []
    remarks = list(log.remarks)
    for rank, event in enumerate(log.events):
        if not read[rank]:
            remarks.append(Remark("after as_of", "as_of", event.case))
            continue
        if rank in conflicting:
            remarks.append(Remark("conflicting duplicate", event.type, event.case))
            ignored.append(Ignored(event, conflicting[rank]))
            continue
        here = list(_views(event, words[event.type], readers[rank], aim))
        if not here:
            # Another policy's day has begun, that of the finding has not.
            remarks.append(Remark("after as_of", "as_of", event.case))
        views += [each for each in here if isinstance(each, HumanView)]
        ignored += [Ignored(event, each) for each in here if isinstance(each, Reason)]
    quality = with_remarks(found.quality, remarks)
    return attrs.evolve(
        found,
        views=tuple(sorted(views, key=_order)),
        ignored=tuple(sorted((*found.ignored, *ignored), key=ignored_order)),
        quality=attrs.evolve(quality, events=quality.events + sum(read)),
        provenance=attrs.evolve(provenance, events=events),
    )


def ignored_order(found: Ignored) -> tuple[object, ...]:
    """The place of an event that was set aside among others."""
    key = found.event.content_key()
    return (found.event.case, key[1], key, found.clause or "", found.reason.code)


def _order(view: HumanView) -> tuple[object, ...]:
    key = view.evidence.event.content_key()
    return (view.case, key[1], key, view.full_clause)


# -- what a view is about ------------------------------------------------------------------------------


@frozen(eq=False)
class _Aim:
    """The findings that a view may be about."""

    by_id: Mapping[str, AnyFinding]
    about: Mapping[str, tuple[str, ...]]
    """of each obligation the ids of what was found about it"""
    clauses: frozenset[str]
    """ids of clauses, alone and with their policy"""
    across: frozenset[str]
    """those that are judged over the whole log, as `policy/clause`"""
    against: Mapping[str, tuple[AnyFinding, ...]]
    """of each case what is held against somebody"""
    against_anywhere: tuple[AnyFinding, ...]
    """the same under what is judged over the whole log"""

    @classmethod
    def of(cls, found: Evaluation, rulebook: Rulebook) -> "_Aim":
        about: dict[str, list[str]] = {}
        obligation_of: dict[str, str] = {}
        every: tuple[Violation | Lapse | Unknown, ...]
        every = (*found.violations, *found.shortfalls, *found.lapses, *found.unknowns)
        for each in every:
            about.setdefault(each.obligation or "", []).append(each.id)
            obligation_of[each.id] = each.obligation or ""
        for late in found.late_decisions:
            about.setdefault(obligation_of.get(late.lapse, ""), []).append(late.id)
        clauses = {name for each in rulebook.clauses for name in (each.id, each.full_id)}
        across = frozenset(each.full_id for each in rulebook.clauses if crosses_cases(each))
        by_id = {each.id: each for each in found}
        against: dict[str, list[AnyFinding]] = {}
        for one in by_id.values():
            if isinstance(one, Violation | Shortfall | Lapse | LateDecision | Attribution):
                against.setdefault(one.case, []).append(one)
        return cls(
            by_id,
            {obligation: tuple(ids) for obligation, ids in about.items()},
            frozenset(clauses),
            across,
            {case: tuple(each) for case, each in against.items()},
            tuple(each for case in against.values() for each in case if each.full_clause in across),
        )

    def ids(self, finding: AnyFinding) -> tuple[str, ...]:
        """The finding itself, and the obligation behind it or whatever was found about it."""
        match finding:
            case Obligation():
                return (finding.id, *self.about.get(finding.id, ()))
            case Attribution():
                # The obligation of a measure is that of whoever decides on it.
                return (finding.id,)
            case LateDecision():
                lapse = self.by_id.get(finding.lapse)
                return (finding.id, lapse.obligation) if isinstance(lapse, Lapse) else (finding.id,)
            case Violation() | Lapse() | Unknown() | Alert():
                return (finding.id, finding.obligation) if finding.obligation else (finding.id,)


def _views(
    event: Event, stance: Stance, readers: Sequence[View], aim: _Aim
) -> Iterator["HumanView | Reason"]:
    """A view for each clause whose findings an event is about, or why it is none."""
    reason = _reason(event)
    if reason is None:
        yield view_reasons.without_reason()
        return
    meant = _meant(event, aim)
    if isinstance(meant, Reason):
        yield meant
        return
    reading = {each.policy.id: each for each in readers}
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for finding in meant:
        if finding.policy in reading:
            grouped.setdefault((finding.policy, finding.clause, finding.case), []).extend(aim.ids(finding))
    for (policy, clause, case), ids in grouped.items():
        at = project(event.time, reading[policy].zone)
        unique = tuple(dict.fromkeys(ids))
        yield HumanView(
            stance, policy, clause, case, unique, reason, event.actor, event.unit, Evidence(event, at, at)
        )


def _reason(event: Event) -> str | None:
    for name in ("reason", "reasons"):
        given = event.data.get(name)
        if isinstance(given, str) and given.strip():
            return given.strip()
    return None


def _meant(event: Event, aim: _Aim) -> "list[AnyFinding] | Reason":
    finding, clause = event.data.get("finding"), event.data.get("clause")
    if isinstance(finding, str) and finding.strip():
        named = aim.by_id.get(finding.strip())
        return view_reasons.no_such_finding() if named is None else [named]
    if not isinstance(clause, str) or not clause.strip():
        return view_reasons.names_nothing()
    name = clause.strip()
    if name not in aim.clauses:
        return view_reasons.no_such_clause(_near(name, aim.clauses))
    # By their ids: what is judged over the whole log may be of this case besides.
    candidates = {each.id: each for each in (*aim.against.get(event.case, ()), *aim.against_anywhere)}
    of_clause = (each for each in candidates.values() if name in {each.clause, each.full_clause})
    found = [each for each in of_clause if _concerns(event, each, aim)]
    return found or view_reasons.nothing_found(name)


@cache
def _near(name: str, clauses: frozenset[str]) -> str | None:
    return nearest(name, sorted(clauses))


def _concerns(event: Event, finding: AnyFinding, aim: _Aim) -> bool:
    """Whether an event speaks of the case and of the slice of a finding.

    A field that the event does not give leaves any value. What is judged over the whole log has the case of
    whatever broke it, which is hard to tell for whoever contests it: all its fields do as well.
    """
    given = [(value, _given(event, name)) for name, value in finding.slice]
    if finding.case == event.case:
        return all(own is None or own == value for value, own in given)
    return finding.full_clause in aim.across and all(own == value for value, own in given)


def _given(event: Event, name: str) -> str | None:
    found = event.data.get(name)
    if found is None and name in ("unit", "actor"):
        found = getattr(event, name)
    return None if found is None else text_of(found)
