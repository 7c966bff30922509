"""Clauses that wait for breaches and proposals: what of them can never come about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from govrules.diagnostics import Code, Diagnostic, Help
from govrules.diagnostics.codes import checks
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, NotCheckable, Prohibition, Requirement
from govrules.model.conditions import Lookup
from govrules.model.dependence import parts
from govrules.model.limits import NoLimit
from govrules.model.patterns import AllOf, InOrder, Lapsed, OnDate, OneOf, Pattern, Proposed, Violated
from govrules.model.policy import Policy
from govrules.model.quota import Quota
from govrules.rulefile.assemble import Assembled


def warn(code: Code, clause: Clause, *advice: Help, **values: object) -> Diagnostic:
    return Diagnostic(code, clause.span, values, advice, clause.cite, "warning")


def unreachable(clause: Clause, text: str, reason: str, reason_zh: str) -> Diagnostic:
    return warn(checks.UNREACHABLE, clause, text=text, reason=reason, reason_zh=reason_zh)


def is_timed(duty: Duty) -> bool:
    """Whether a duty can be late."""
    limited = [each for each in duty.within if not isinstance(each.limit, NoLimit)]
    return bool(limited) or duty.by is not None or duty.before is not None


# -- what never happens -----------------------------------------------------------------------------------


def never_spoken(clause: Clause, policy: Policy, known: Mapping[str, Clause]) -> Iterator[Diagnostic]:
    """What a clause waits for and can never happen.

    Args:
        known: the clauses of all policies, by full id.
    """
    for pattern in _awaited(clause):
        for each in _parts(pattern):
            spans = (clause.in_force, policy.in_force)
            if isinstance(each, OnDate) and not all(each.date in span for span in spans):
                reason, reason_zh = "the clause is not in force on that day", "条款在该日无效"
                yield unreachable(clause, str(each.date), reason, reason_zh)
            if isinstance(each, Violated | Lapsed):
                for name in each.clauses:
                    target = known.get(_full(name, policy))
                    why = _why_never(target, lapse=isinstance(each, Lapsed)) if target is not None else None
                    if why is not None:
                        yield unreachable(clause, name, *why)
            if isinstance(each, Violated):
                yield from _tags_never(clause, each, known)


def _awaited(clause: Clause) -> tuple[Pattern, ...]:
    match clause.body:
        case Duty(when=pattern) | Requirement(when=pattern) | Prohibition(when=pattern):
            return (pattern,)
        case Quota(count=pattern) | Accountability(on=pattern):
            return (pattern,)
    return ()


def _full(name: str, policy: Policy) -> str:
    return name if "/" in name else f"{policy.id}/{name}"


def _tags_never(clause: Clause, pattern: Violated, known: Mapping[str, Clause]) -> Iterator[Diagnostic]:
    for tag in pattern.tags:
        carriers = [each for each in known.values() if tag in each.tags and each.full_id != clause.full_id]
        if all(_why_never(each, lapse=False) is not None for each in carriers):
            reason = "no other clause that carries the tag can be violated"
            yield unreachable(clause, f"tag:{tag}", reason, "带有该标签的其他条款都不可能被违反")


def _why_never(target: Clause, *, lapse: bool) -> tuple[str, str] | None:
    """Why a clause is never violated, or never lapses."""
    body = target.body
    if isinstance(body, NotCheckable):
        return "that clause cannot be checked", "该条款不可核查"
    if lapse:
        lapses = isinstance(body, Duty) and body.on_lapse
        return None if lapses else ("that clause has no `on_lapse`", "该条款没有 `on_lapse`")
    if target.strength == "should":
        return "a `should` clause falls short and is never violated", "`should` 条款只有不足，不构成违规"
    if isinstance(body, Duty) and not is_timed(body):
        return "a duty without a limit is never late", "没有时限的义务不会逾期"
    if isinstance(body, Accountability) and not body.within:
        return "nobody has to decide under that clause within a time", "该条款没有规定作出决定的期限"
    return None


def _parts(pattern: Pattern) -> Iterable[Pattern]:
    yield pattern
    match pattern:
        case OneOf(inner) | AllOf(inner) | InOrder(inner):
            for each in inner:
                yield from _parts(each)


# -- measures and parties ---------------------------------------------------------------------------------


def never_proposed(assembled: Assembled) -> Iterator[Diagnostic]:
    """Steps of the file's own ladder that no clause of it proposes or lowers to."""
    declared = assembled.draft.policy.ladder.measures if assembled.draft.policy is not None else ()
    bodies = [each.body for each in assembled.policy.clauses if isinstance(each.body, Accountability)]
    proposals = [each.propose for each in bodies if each.propose is not None]
    if any(each.named_by is not None for each in proposals):
        # What an expression names may be any step.
        return
    reached = {measure for each in proposals for measure in each.measures}
    if reached and any(each.adjust == "lower" for each in bodies):
        gravest = max((declared.index(each) for each in reached if each in declared), default=0)
        reached |= {*declared[:gravest]}
    for measure in declared:
        if measure not in reached:
            span = assembled.draft.words.measures.steps_at.get(measure)
            yield Diagnostic(checks.NEVER_PROPOSED, span, {"name": measure}, severity="warning")


def nobody_responsible(policy: Policy, world: Sequence[Policy]) -> Iterator[Diagnostic]:
    """Clauses that make `responsible` answer where nothing says who that is."""
    clauses = {each.full_id: each for one in world for each in one.clauses}
    for clause in policy.clauses:
        body = clause.body
        if not isinstance(body, Accountability) or clause.responsible is not None:
            continue
        asked = Lookup("responsible") in parts((body.answerable, body.repeated, body.propose))
        if asked and not any(_names_somebody(each, policy, clauses) for each in _parts(body.on)):
            yield warn(checks.NOBODY_RESPONSIBLE, clause)


def _names_somebody(pattern: Pattern, policy: Policy, clauses: Mapping[str, Clause]) -> bool:
    """Whether a pattern brings along a violation whose clause says who answers."""
    match pattern:
        case Violated(names, tags):
            asked = {_full(each, policy) for each in names}
            targets = [
                each
                for each in clauses.values()
                if each.full_id in asked or set(tags) & set(each.tags) or not (names or tags)
            ]
        case Lapsed(names):
            targets = [clauses[full] for each in names if (full := _full(each, policy)) in clauses]
        case Proposed():
            return True
        case _:
            return False
    return any(each.responsible is not None for each in targets)
