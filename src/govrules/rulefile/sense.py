"""What a rulebook says that cannot be meant: overlaps, gaps, circles, steps that are never reached."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from govrules.diagnostics import Code, Diagnostic, Help, Severity, Span
from govrules.diagnostics.codes import checks
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, InForce
from govrules.model.dependence import cycles
from govrules.model.limits import Limit, NoLimit
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import Happens, OneOf, event_names
from govrules.model.period import Period, Unit
from govrules.model.policy import DEPARTURE, Policy, Rulebook
from govrules.model.quota import Quota
from govrules.rulefile.assemble import Assembled
from govrules.rulefile.consequences import is_timed, never_spoken, unreachable, warn
from govrules.rulefile.human_views import RESERVED
from govrules.rulefile.quotes import disagreements
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
            yield warn(checks.OUTSIDE_POLICY, clause)


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
    used = {each.name for each in assembled.draft.references if each.kind == "event"} | RESERVED
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
    needed = frozenset[str]().union(*(_counted_by(clause) for clause in policy.clauses))
    for key, what, what_zh, value in (
        ("calendar", "calendar", "日历", policy.calendar),
        ("time_zone", "time zone", "时区", None),
        ("convention", "convention", "计时约定", policy.convention),
    ):
        if key in needed and value is None and key not in spans:
            example = {"calendar": "cn", "convention": "cn-civil-code"}.get(key, "Asia/Shanghai")
            advice = Help(en=f"add a line, as `{key}: {example}`", zh=f"请加一行，如 `{key}: {example}`")
            at = spans.get("policy")
            yield _say(checks.CALENDAR_NOT_SAID, at, advice, what=what, what_zh=what_zh)


def _counted_by(clause: Clause) -> frozenset[str]:
    """What a clause needs besides itself, to count its time."""
    everything = frozenset({"calendar", "time_zone", "convention"})
    if isinstance(clause.convention, str):
        everything -= {"convention"}
    match clause.body:
        case Duty() as duty:
            return everything if is_timed(duty) else frozenset()
        case Quota(every=every):
            return frozenset({"time_zone"}) if every is not None else frozenset()
        case Maintenance(throughout=window, tolerate=tolerate):
            own = {"time_zone", "calendar"} if window.office_hours else {"time_zone"}
            return everything if tolerate is not None and not _elapsed(tolerate) else frozenset(own)
        case Accountability(within=within, repeated=repeated):
            over = repeated.over if repeated is not None else NoLimit()
            if any(not isinstance(each.limit, NoLimit) for each in within):
                return everything
            if isinstance(over, str):
                return frozenset({"time_zone"})
            return frozenset() if isinstance(over, NoLimit) else everything
    return frozenset()


def _elapsed(limit: Limit) -> bool:
    """Whether a limit is told by a clock alone."""
    units = (Unit.HOURS, Unit.MINUTES)
    return isinstance(limit, Period) and all(part.unit in units for part in limit.parts)


def clauses_of(policy: Policy, world: Sequence[Policy]) -> Iterator[Diagnostic]:
    """What single clauses say that can never be, and limits that their quotes do not name."""
    known = {clause.full_id: clause for each in world for clause in each.clauses}
    for clause in policy.clauses:
        for limit, quoted in disagreements(clause):
            yield warn(checks.QUOTE_DISAGREES, clause, limit=limit, quoted=quoted)
        yield from never_spoken(clause, policy, known)
        if isinstance(clause.body, Duty):
            yield from _duty(clause, clause.body)
            yield from _deems_its_trigger(clause, clause.body, policy)


def _duty(clause: Clause, duty: Duty) -> Iterator[Diagnostic]:
    if duty.end_on is not None and event_names(duty.when) & event_names(duty.end_on):
        shown = min(event_names(duty.when) & event_names(duty.end_on))
        reason, reason_zh = "the duty would end with what begins it", "义务开始之时即告终止"
        yield unreachable(clause, shown, reason, reason_zh)
    for rule in duty.pause:
        if rule.start == rule.end:
            shown = min(event_names(rule.start), default="pause")
            reason, reason_zh = "the pause would end with what begins it", "中止开始之时即告结束"
            yield unreachable(clause, shown, reason, reason_zh)
    if not is_timed(duty):
        for key in ("pause", "interrupt", "extend", "on_lapse", "warn"):
            if getattr(duty, key):
                reason, reason_zh = "the duty has no limit", "该义务没有时限"
                yield unreachable(clause, key, reason, reason_zh)


def _deems_its_trigger(clause: Clause, duty: Duty, policy: Policy) -> Iterator[Diagnostic]:
    """Back-dated silence that begins the duty anew; one that takes effect later may renew itself by right."""
    if clause.if_ is not None:
        return
    options = duty.when.options if isinstance(duty.when, OneOf) else (duty.when,)
    when = {_unconditional(policy, each.event) for each in options if isinstance(each, Happens)}
    for rule in duty.on_lapse:
        if rule.deem is not None and rule.effective.kind == "trigger" and rule.deem in when:
            yield warn(checks.DEEMS_ITS_TRIGGER, clause, name=rule.deem)


def _unconditional(policy: Policy, name: str) -> str | None:
    """The event that a name stands for whatever its data say; None where a condition is to hold."""
    way = [name]
    while (found := policy.events.get(way[-1])) is not None and found.is_ is not None:
        if found.if_ is not None or found.is_ in way:
            return None
        way.append(found.is_)
    return way[-1]


def overlapping(policy: Policy) -> Iterator[Diagnostic]:
    """Two duties of one policy with the same trigger, fulfilment and force, on the same days."""
    duties = [(each, each.body) for each in policy.clauses if isinstance(each.body, Duty)]
    for index, (clause, duty) in enumerate(duties):
        for other, body in duties[:index]:
            alike = (duty.when, duty.must, clause.per, clause.strength, clause.if_, clause.for_each)
            same = alike == (body.when, body.must, other.per, other.strength, other.if_, other.for_each)
            displaced = other.id in clause.displaces or clause.id in other.displaces
            if same and not displaced and clause.id != other.id and _overlap(clause.in_force, other.in_force):
                yield warn(checks.OVERLAPPING, clause, first=other.id, second=clause.id)


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
        yield _say(checks.WAITS_FOR_ITSELF, span, citation=clauses[start].cite, name=start, cycle=cycle)
