"""Quotas: a count, a sum or a number of distinct values stays within bounds (an aggregate obligation)."""

from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from govrules.engine import standing_reasons
from govrules.engine.calendar_days import force_span
from govrules.engine.context import Verdict
from govrules.engine.day_spans import days_of, union
from govrules.engine.found import Found
from govrules.engine.happenings import Happening
from govrules.engine.moments import fixed, instant_from, key_of, start_of_day
from govrules.engine.reference.accounts import Account, Limits, Side
from govrules.engine.reference.bounds import Limit, is_known_before
from govrules.engine.reference.ledgers import patterns
from govrules.engine.reference.measure import Interval, Meter, at_event, may_fall, measured
from govrules.engine.reference.standing import (
    Judged,
    case_of,
    fact,
    midnight_key,
    responsible,
    say_unknown,
    stands,
    violate,
)
from govrules.engine.reference.terms_of_quota import asked, end
from govrules.engine.triggers import Version, identity
from govrules.engine.values import Missing
from govrules.model.findings import Basis, Obligation, Reason, State, Tally
from govrules.model.quota import Share

Answer: TypeAlias = Literal["met", "violated", "unknown"]


def evaluate_quota(versions: tuple[Version, ...], found: Found) -> None:
    """One obligation for each slice or member and each period that it and the log have in common."""
    own = [days_of(force_span(each.clause, each.scope.view)) for each in versions]
    reach = union(span for days in own for span in days)
    every = [
        each for version, days in zip(versions, own, strict=True) for each in asked(version, days, reach)
    ]
    for ledger, term in sorted(every, key=lambda each: (each[0].subject.values, each[1].start)):
        _judge(Account(ledger, term), found)


@attrs.frozen(eq=False)
class _Verdict:
    state: Answer | Literal["pending"]
    tally: Tally | None
    judged: Judged
    reason: Reason | None = None
    same_day: bool = False
    breach: Tally | None = None
    """as it stood when it was broken"""


def _judge(account: Account, found: Found) -> None:
    verdict = _exceeded(account)
    if verdict is None:
        part = account.part(account.view.as_of_key)
        if part is None:
            return
        verdict = _in_the_end(account, part)
    found.use(*account.used())
    _report(account, verdict, found)


def _exceeded(account: Account) -> _Verdict | None:
    """The first event that certainly is one too many, where the bound is known by then.

    Where differences are added up there is none: what comes later may bring the sum back.
    """
    body, context = account.ledger.body, account.ledger.context
    if body.at_most is None or not is_known_before(body.at_most) or may_fall(body):
        return None
    meter = Meter(body)
    events = account.events(body.count, "at_most")
    for number, each in enumerate(events, 1):
        meter.add(each)
        now = meter.read()
        part = account.part(each.happening.key)
        if each.doubt is not None or now.low is None or part is None:
            continue
        here = at_event(each.happening, (), account.version, context)
        most = account.limit("at_most", here, part)
        if isinstance(most, Limit) and most.bound.high is not None and now.low > most.bound.high:
            limits: Limits = {
                "at_most": most,
                "at_least": account.limit("at_least", here, part),
            }
            return _Verdict(
                "violated",
                account.tally(_total(account, "at_most"), limits, events),
                _at(account, each.happening),
                breach=account.tally(now, limits, events[:number]),
            )
    return None


def _total(account: Account, side: Side) -> Interval:
    pattern = account.ledger.body.count
    unseen = account.unseen_here(pattern) is not None
    return measured(account.ledger.body, account.events(pattern, side), unseen=unseen)


def _in_the_end(account: Account, part: Fraction) -> _Verdict:
    """What is known when the time is over; before, it is pending."""
    term, view = account.term, account.view
    judged = _at_the_end(account)
    sides: tuple[Side, ...] = ("at_most", "at_least")
    limits = {side: account.limit(side, judged.context, part) for side in sides}
    totals = {side: _total(account, side) for side in sides}
    lows = [each.low for each in totals.values()]
    highs = [each.high for each in totals.values()]
    low = None if None in lows else min(each for each in lows if each is not None)
    high = None if None in highs else max(each for each in highs if each is not None)
    tally = account.tally(Interval(low, high), limits, account.events(account.ledger.body.count, "at_least"))
    if not term.is_over(view):
        if term.perhaps_closed is not None:
            return _Verdict("unknown", tally, judged, standing_reasons.closing_uncertain())
        return _Verdict("pending", tally, judged)
    if account.subject.doubt is not None:
        return _Verdict("unknown", tally, judged, account.subject.doubt)
    answers = [_compare(totals[side], limits[side], side) for side in sides]
    if "violated" in answers:
        return _Verdict("violated", tally, judged, breach=tally)
    if "unknown" in answers:
        return _Verdict("unknown", tally, judged, _why(account, limits))
    crossed = [
        _compare(totals[other], limits[side], side) for side, other in zip(sides, sides[::-1], strict=True)
    ]
    return _Verdict("met", tally, judged, same_day=crossed != answers)


def _compare(total: Interval, bound: Limit | Missing | None, side: Side) -> Answer:
    """Whether a total keeps to a bound: broken only if it fails at both ends."""
    if bound is None:
        return "met"
    if isinstance(bound, Missing):
        return "unknown"
    smaller, larger = (total, bound.bound) if side == "at_most" else (bound.bound, total)
    if smaller.high is not None and larger.low is not None and smaller.high <= larger.low:
        return "met"
    if smaller.low is not None and larger.high is not None and smaller.low > larger.high:
        return "violated"
    return "unknown"


def _why(account: Account, limits: Limits) -> Reason:
    """Everything that leaves the total or its bounds open."""
    found = [reason for each in limits.values() if isinstance(each, Missing) for reason in each.reasons]
    body = account.ledger.body
    for pattern in (each for each in patterns(body) if each is not body.until):
        unseen = account.unseen_here(pattern)
        found += [unseen] if unseen is not None else []
        found += [reason for each in account.events(pattern, "at_least") for reason in each.reasons]
    if any(
        isinstance(each, Share) and each.of == "previous period" for each in (body.at_most, body.at_least)
    ):
        found += [reason for each in account.ledger.events(body.count) for reason in each.reasons]
    return standing_reasons.several(tuple(found))


def _at(account: Account, happening: Happening) -> Judged:
    """The event that broke it."""
    moment, zone = happening.known, account.view.zone
    return Judged(
        at_event(happening, (), account.version, account.ledger.context),
        instant_from(moment, zone),
        happening.key,
        happening.key[1] + 1,
        happening,
    )


def _at_the_end(account: Account) -> Judged:
    """The close of the slice, the end of the last day, or `as_of` where neither has come."""
    term, view = account.term, account.view
    context = attrs.evolve(account.ledger.context, trigger=term.opened if not term.is_calendar else None)
    if term.closed is not None:
        moment, key = term.closed.known, term.closed.key
        at = instant_from(moment, view.zone)
        return Judged(attrs.evolve(context, moment=moment, reached=key), at, key, key[1] + 1)
    active = term.active(account.subject, view, view.as_of_key)
    moment = start_of_day(term.judged_on(active, view))
    if term.last is not None and term.is_over(view):
        at, key = end(term.last, view), midnight_key(end(term.last, view))
        return Judged(attrs.evolve(context, moment=moment, reached=key), fixed(at), key, 1)
    return Judged(attrs.evolve(context, moment=moment), view.as_of_instant, view.as_of_key, 1)


def _report(account: Account, verdict: _Verdict, found: Found) -> None:
    version, term, judged, subject = account.version, account.term, verdict.judged, account.subject
    clause, view = version.clause, account.view
    state: State = verdict.state
    reason = verdict.reason
    basis: tuple[Basis, ...] = ("same day",) if verdict.same_day else ()
    if state == "violated" and subject.doubt is not None:
        state, reason = "unknown", subject.doubt
    elif state == "violated":
        since = start_of_day(term.start) if term.is_calendar else None
        silence = stands(clause, judged, since, account.ledger.is_unread)
        reason = silence.reason
        if silence.kind in {"unknown", "excused"}:
            state = "unknown" if silence.kind == "unknown" else "excused"
        elif silence.kind == "departed":
            basis = (*basis, "departure recorded")
    case = case_of(version, judged.event)
    due = term.last if account.ledger.body.at_least is not None else None
    due_end = fixed(end(due, view)) if due is not None else None
    obligation = Obligation(
        id=found.new_id(identity(clause, case_of(version, None), subject.values, term.start)),
        policy=clause.policy,
        clause=clause.id,
        case=case,
        slice=subject.values,
        clause_kind=clause.kind,
        state=state,
        trigger=judged.event.evidence() if judged.event is not None else None,
        due=due,
        due_end=due_end,
        late_from=due_end,
        responsible=responsible(clause, judged.context, subject, found),
        basis=basis,
        reason=reason,
        version_from=clause.in_force.start or view.policy.in_force.start,
        strength=clause.strength,
        tally=verdict.tally,
    )
    found.obligations.append(obligation)
    if state == "unknown" and reason is not None:
        say_unknown(obligation, reason, found)
    answer: Verdict = "other"
    if state == "violated" and "departure recorded" not in basis:
        violate(
            obligation,
            clause,
            subject,
            judged,
            found,
            id=f"{obligation.id}/violation",
            tally=verdict.breach,
            party=obligation.responsible,
        )
        answer = "other" if clause.strength == "should" else "violated"
    elif state in {"met", "unknown"}:
        answer = "met" if state == "met" else "unknown"
    if state != "pending":
        since_key = key_of(start_of_day(term.start), view.zone)
        fact(version, obligation, answer, judged.known, since_key, found)
