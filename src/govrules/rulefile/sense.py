"""What a rulebook says that cannot be meant: overlaps, gaps, circles, steps that are never reached."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from govrules.diagnostics import Code, Diagnostic, Help, Severity, Span
from govrules.diagnostics.codes import checks
from govrules.model.clauses import Clause, Duty, InForce, NotCheckable
from govrules.model.dependence import cycles
from govrules.model.limits import NoLimit
from govrules.model.patterns import (
    AllOf,
    Happens,
    InOrder,
    Lapsed,
    OnDate,
    OneOf,
    Pattern,
    Violated,
    event_names,
)
from govrules.model.policy import DEPARTURE, Policy, Rulebook
from govrules.rulefile.assemble import Assembled
from govrules.rulefile.quotes import disagreement
from govrules.rulefile.references import Reference


def _say(
    code: Code,
    span: Span | None,
    *advice: Help,
    citation: str | None = None,
    severity: Severity = "error",
    **values: object,
) -> Diagnostic:
    return Diagnostic(code, span, values, advice, citation, severity)


def _warn(code: Code, clause: Clause, *advice: Help, **values: object) -> Diagnostic:
    return Diagnostic(code, clause.span, values, advice, clause.cite, "warning")


# -- versions ---------------------------------------------------------------------------------------------


def policy_versions(assembled: Sequence[Assembled]) -> Iterator[Diagnostic]:
    """Two files of one policy hold on different days."""
    by_id: dict[str, list[Assembled]] = {}
    for each in assembled:
        by_id.setdefault(each.policy.id, []).append(each)
    for name, versions in by_id.items():
        versions.sort(key=lambda each: each.policy.in_force.start or dt.date.min)
        for before, after in pairwise(versions):
            span = after.draft.spans.get("in_force") or after.draft.spans.get("policy")
            start = after.policy.in_force.start or dt.date.min
            until = before.policy.in_force.until
            if until is None or until > start:
                advice = Help(
                    en=f"the other version is `{before.draft.file}`", zh=f"另一版本为 `{before.draft.file}`"
                )
                yield _say(checks.VERSIONS_OVERLAP, span, advice, name=name, day=start)
            elif until < start:
                yield _say(checks.VERSIONS_GAP, span, severity="warning", name=name, start=until, until=start)


def outside_policy(policy: Policy) -> Iterator[Diagnostic]:
    """Clauses that claim days on which their policy does not hold."""
    for clause in policy.clauses:
        own, whole = clause.in_force, policy.in_force
        early = own.start is not None and whole.start is not None and own.start < whole.start
        late = own.until is not None and whole.until is not None and own.until > whole.until
        if early or late or not _overlap(own, whole):
            yield _warn(checks.OUTSIDE_POLICY, clause)


def _overlap(first: InForce, second: InForce) -> bool:
    starts = [each.start for each in (first, second) if each.start is not None]
    ends = [each.until for each in (first, second) if each.until is not None]
    return not starts or not ends or max(starts) < min(ends)


# -- events -----------------------------------------------------------------------------------------------


def circular_events(policy: Policy) -> Iterator[Diagnostic]:
    """Named events that lead back to themselves."""
    told: set[str] = set()
    for name in policy.events:
        way = [name]
        while (base := _base(policy, way[-1])) is not None and base not in way:
            way.append(base)
        if base == name and name not in told:
            told.update(way)
            cycle = " → ".join((*way, name))
            yield _say(checks.CYCLE, policy.events[name].span, name=name, cycle=cycle)


def _stands_for(policy: Policy, name: str, wanted: str) -> bool:
    """Whether a named event is built on another, at any remove."""
    way = [name]
    while (base := _base(policy, way[-1])) is not None and base not in way:
        way.append(base)
    return wanted in way


def _base(policy: Policy, name: str) -> str | None:
    found = policy.events.get(name)
    return found.is_ if found is not None else None


def aliases_twice(policy: Policy) -> Iterator[Diagnostic]:
    """Names of source systems that two events claim."""
    owners: dict[str, str] = {name: name for name in policy.events}
    for name, event in policy.events.items():
        for alias in event.names:
            other = owners.setdefault(alias, name)
            if other != name:
                yield _say(checks.ALIAS_TWICE, event.span, alias=alias, name=other, other=name)


def unused_events(assembled: Assembled) -> Iterator[Diagnostic]:
    """Events that the file itself declares and no clause of it uses."""
    used = {each.name for each in assembled.draft.references if each.kind == "event"}
    declared = assembled.draft.policy.events if assembled.draft.policy is not None else {}
    if any(each.strength == "in_principle" for each in assembled.policy.clauses):
        # No clause names it: it is read wherever a clause may be departed from.
        used |= {DEPARTURE, *(name for name in declared if _stands_for(assembled.policy, name, DEPARTURE))}
    for name, event in declared.items():
        if name not in used:
            yield _say(checks.UNUSED_EVENT, event.span, severity="warning", name=name)


# -- clauses ----------------------------------------------------------------------------------------------


def counts_by_nothing(assembled: Assembled) -> Iterator[Diagnostic]:
    """Policies with limits and no calendar, convention or time zone to count them by."""
    policy, spans = assembled.policy, assembled.draft.spans
    timed = [clause for clause in policy.clauses if isinstance(clause.body, Duty) and _timed(clause.body)]
    if not timed:
        return
    needed = [("calendar", "calendar", "日历", policy.calendar), ("time_zone", "time zone", "时区", None)]
    if any(not isinstance(each.convention, str) for each in timed):
        needed.append(("convention", "convention", "计时约定", policy.convention))
    for key, what, what_zh, value in needed:
        if value is None and key not in spans:
            example = {"calendar": "cn", "convention": "cn-civil-code"}.get(key, "Asia/Shanghai")
            advice = Help(en=f"add a line, as `{key}: {example}`", zh=f"请加一行，如 `{key}: {example}`")
            at = spans.get("policy")
            yield _say(checks.CALENDAR_NOT_SAID, at, advice, what=what, what_zh=what_zh)


def _timed(duty: Duty) -> bool:
    limited = [each for each in duty.within if not isinstance(each.limit, NoLimit)]
    return bool(limited) or duty.by is not None or duty.before is not None


def clauses_of(policy: Policy, world: Sequence[Policy]) -> Iterator[Diagnostic]:
    """What single clauses say that can never be, and limits that their quotes do not name."""
    known = {clause.full_id: clause for each in world for clause in each.clauses}
    for clause in policy.clauses:
        found = disagreement(clause)
        if found is not None:
            yield _warn(checks.QUOTE_DISAGREES, clause, limit=found[0], quoted=found[1])
        when = getattr(clause.body, "when", None)
        if when is not None:
            yield from _never(clause, when, policy, known)
        if isinstance(clause.body, Duty):
            yield from _duty(clause, clause.body)
            yield from _deems_its_trigger(clause, clause.body, policy)


def _never(clause: Clause, when: Pattern, policy: Policy, known: dict[str, Clause]) -> Iterator[Diagnostic]:
    for each in _parts(when):
        if isinstance(each, OnDate) and not (each.date in clause.in_force and each.date in policy.in_force):
            reason, reason_zh = "the clause is not in force on that day", "条款在该日无效"
            yield _unreachable(clause, str(each.date), reason, reason_zh)
        if isinstance(each, Violated | Lapsed):
            for name in each.clauses:
                target = known.get(name if "/" in name else f"{policy.id}/{name}")
                if target is not None:
                    yield from _never_happens(clause, name, target, lapse=isinstance(each, Lapsed))


def _never_happens(clause: Clause, name: str, target: Clause, *, lapse: bool) -> Iterator[Diagnostic]:
    body = target.body
    if isinstance(body, NotCheckable):
        yield _unreachable(clause, name, "that clause cannot be checked", "该条款不可核查")
    elif lapse and not (isinstance(body, Duty) and body.on_lapse):
        yield _unreachable(clause, name, "that clause has no `on_lapse`", "该条款没有 `on_lapse`")
    elif not lapse and isinstance(body, Duty) and not _timed(body):
        yield _unreachable(clause, name, "a duty without a limit is never late", "没有时限的义务不会逾期")


def _duty(clause: Clause, duty: Duty) -> Iterator[Diagnostic]:
    if duty.end_on is not None and event_names(duty.when) & event_names(duty.end_on):
        shown = min(event_names(duty.when) & event_names(duty.end_on))
        reason, reason_zh = "the duty would end with what begins it", "义务开始之时即告终止"
        yield _unreachable(clause, shown, reason, reason_zh)
    for rule in duty.pause:
        if rule.start == rule.end:
            shown = min(event_names(rule.start), default="pause")
            reason, reason_zh = "the pause would end with what begins it", "中止开始之时即告结束"
            yield _unreachable(clause, shown, reason, reason_zh)
    if not _timed(duty):
        for key in ("pause", "interrupt", "extend", "on_lapse", "warn"):
            if getattr(duty, key):
                reason, reason_zh = "the duty has no limit", "该义务没有时限"
                yield _unreachable(clause, key, reason, reason_zh)


def _deems_its_trigger(clause: Clause, duty: Duty, policy: Policy) -> Iterator[Diagnostic]:
    """Back-dated silence that begins the duty anew; one that takes effect later may renew itself by right."""
    if clause.if_ is not None:
        return
    options = duty.when.options if isinstance(duty.when, OneOf) else (duty.when,)
    when = {_unconditional(policy, each.event) for each in options if isinstance(each, Happens)}
    for rule in duty.on_lapse:
        if rule.deem is not None and rule.effective.kind == "trigger" and rule.deem in when:
            yield _warn(checks.DEEMS_ITS_TRIGGER, clause, name=rule.deem)


def _unconditional(policy: Policy, name: str) -> str | None:
    """The event that a name stands for whatever its data say; None where a condition is to hold."""
    way = [name]
    while (found := policy.events.get(way[-1])) is not None and found.is_ is not None:
        if found.if_ is not None or found.is_ in way:
            return None
        way.append(found.is_)
    return way[-1]


def _unreachable(clause: Clause, text: str, reason: str, reason_zh: str) -> Diagnostic:
    return _warn(checks.UNREACHABLE, clause, text=text, reason=reason, reason_zh=reason_zh)


def _parts(pattern: Pattern) -> Iterable[Pattern]:
    yield pattern
    match pattern:
        case OneOf(parts) | AllOf(parts) | InOrder(parts):
            for each in parts:
                yield from _parts(each)


def overlapping(policy: Policy) -> Iterator[Diagnostic]:
    """Two duties of one policy with the same trigger, fulfilment and force, on the same days."""
    duties = [(each, each.body) for each in policy.clauses if isinstance(each.body, Duty)]
    for index, (clause, duty) in enumerate(duties):
        for other, body in duties[:index]:
            alike = (duty.when, duty.must, clause.per, clause.strength, clause.if_, clause.for_each)
            same = alike == (body.when, body.must, other.per, other.strength, other.if_, other.for_each)
            displaced = other.id in clause.displaces or clause.id in other.displaces
            if same and not displaced and clause.id != other.id and _overlap(clause.in_force, other.in_force):
                yield _warn(checks.OVERLAPPING, clause, first=other.id, second=clause.id)


def circular_clauses(assembled: Sequence[Assembled]) -> Iterator[Diagnostic]:
    """Clauses that wait for each other, so that none of them can be judged first."""
    places: dict[str, dict[str, Reference]] = {}
    clauses: dict[str, Clause] = {}
    for each in assembled:
        for reference in each.draft.references:
            if reference.kind == "clause" and reference.clause and reference.wanted != "displaces":
                own = f"{each.policy.id}/{reference.clause}"
                name = reference.name if "/" in reference.name else f"{each.policy.id}/{reference.name}"
                places.setdefault(own, {}).setdefault(name, reference)
        for clause in each.policy.clauses:
            clauses.setdefault(clause.full_id, clause)
    for chain in cycles(Rulebook(tuple(each.policy for each in assembled))):
        start, following = chain[0], chain[1] if len(chain) > 1 else chain[0]
        written = places.get(start, {}).get(following)
        span = written.span if written is not None else clauses[start].span
        cycle = " → ".join((*chain, start))
        yield _say(checks.CYCLE, span, citation=clauses[start].cite, name=start, cycle=cycle)
